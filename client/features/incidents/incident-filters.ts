import { Severity, type IncidentLine, type listIncidents } from '#contract/incidents.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { parseReference } from '#contract/values.ts'
import { useQueryString } from '../../platform/query-string.ts'
import type { Sort } from '../../ui/Table.tsx'

export interface IncidentFilters {
  text: string
  state: 'open' | 'ended' | undefined
  severity: Severity | undefined
  /** Reference of a system. */
  system: string | undefined
  sort: Sort
}

const names = ['text', 'state', 'severity', 'system'] as const
const sorts = ['title', 'openedAt', 'seconds', 'severity'] as const

/** Filters and order live in the address: every view can be kept, passed on, and Back works. */
export function useIncidentFilters() {
  const { parameters, change } = useQueryString<(typeof names)[number] | 'sort'>()
  const clear = () => change(Object.fromEntries(names.map((name) => [name, undefined])))
  return { filters: readFilters(parameters), change, clear }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(parameters: URLSearchParams): IncidentFilters {
  const oneOf = <Name extends string>(name: string, known: readonly Name[]) =>
    known.find((each) => each === parameters.get(name))
  const system = parameters.get('system')
  const sort = parameters.get('sort') ?? '-openedAt'
  const by = sorts.find((each) => each === sort.replace(/^-/, ''))
  return {
    text: parameters.get('text') ?? '',
    state: oneOf('state', ['open', 'ended'] as const),
    severity: oneOf('severity', Severity.options),
    system: system !== null && parseReference(system)?.kind === 'system' ? system : undefined,
    sort: by ? { by, isDescending: sort.startsWith('-') } : { by: 'openedAt', isDescending: true },
  }
}

export const isNarrow = (filters: IncidentFilters): boolean =>
  names.some((name) => filters[name] !== undefined && filters[name] !== '')

export function filterInput(filters: IncidentFilters): Omit<InputOf<typeof listIncidents>, 'slug' | 'after'> {
  const { text, state, severity, system } = filters
  return {
    ...(text.trim() && { text: text.trim() }),
    ...(state && { open: state === 'open' ? 'true' : 'false' }),
    ...(severity && { severity }),
    ...(system && { system }),
  }
}

/** What has been loaded, in order; the server's own is newest first. */
export function sorted(lines: readonly IncidentLine[], { by, isDescending }: Sort): readonly IncidentLine[] {
  const sign = isDescending ? -1 : 1
  return lines.toSorted((a, b) => sign * compare(a, b, by) || (a.openedAt < b.openedAt ? 1 : -1))
}

function compare(a: IncidentLine, b: IncidentLine, by: string): number {
  switch (by) {
    case 'title':
      return a.title.localeCompare(b.title)
    case 'seconds':
      return a.seconds - b.seconds
    case 'severity':
      return Severity.options.indexOf(a.severity) - Severity.options.indexOf(b.severity)
    default:
      return a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0
  }
}
