import { activityGroups, type ActivityGroup, type listActivity } from '#contract/activity.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { parseReference } from '#contract/values.ts'
import { useQueryString } from '../../platform/query-string.ts'

export interface ActivityFilters {
  /** Id of the member whose acts are meant. */
  person: string | undefined
  group: ActivityGroup | undefined
  /** As it was typed: perhaps no reference yet. */
  document: string | undefined
  /** Id of the member whom the acts concern. */
  member: string | undefined
  /** Days, the first and the last. */
  from: string | undefined
  until: string | undefined
}

const names = ['person', 'group', 'document', 'member', 'from', 'until'] as const

/** Filters live in the address: every view can be kept, passed on, and Back works. */
export function useActivityFilters() {
  const { parameters, change } = useQueryString<(typeof names)[number]>()
  const clear = () => change(Object.fromEntries(names.map((name) => [name, undefined])))
  return { filters: readFilters(parameters), change, clear }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(parameters: URLSearchParams): ActivityFilters {
  const matching = (name: string, form: RegExp) => {
    const value = parameters.get(name)
    return value !== null && form.test(value) ? value : undefined
  }
  const group = parameters.get('group') ?? ''
  return {
    person: matching('person', uuid),
    group: Object.hasOwn(activityGroups, group) ? (group as ActivityGroup) : undefined,
    document: parameters.get('document') ?? undefined,
    member: matching('member', uuid),
    from: matching('from', day),
    until: matching('until', day),
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const day = /^\d{4}-\d{2}-\d{2}$/

type Input = Omit<InputOf<typeof listActivity>, 'slug' | 'after' | 'limit'>

/** What the server is asked for. A reference that is not typed out yet filters nothing. */
export function filterInput({ document, ...others }: ActivityFilters): Input {
  const isReference = document !== undefined && parseReference(document) !== undefined
  const given = Object.entries({ ...others, document: isReference ? document : undefined })
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

export const isFiltered = (filters: ActivityFilters): boolean => names.some((name) => filters[name] !== undefined)
