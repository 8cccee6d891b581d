import type { DocumentSort, listDocuments } from '#contract/documents.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { Criticality, formatReference, FreshnessState, parseReference, type Kind } from '#contract/values.ts'
import { useQueryString } from '../../platform/query-string.ts'
import type { Sort } from '../../ui/Table.tsx'

/** What a list shows, as it stands in the query string: every view is an address, and Back works. */
export interface Filters {
  state: FreshnessState | undefined
  /** `me`, `none`, or the id of a member. */
  owner: string | undefined
  tag: string | undefined
  collection: string | undefined
  criticality: Criticality | undefined
  system: string | undefined
  text: string | undefined
  isArchived: boolean
  sort: Sort
}

const parameters = ['state', 'owner', 'tag', 'collection', 'criticality', 'system', 'text'] as const
type FilterName = (typeof parameters)[number]

/** Columns of the table and what the API calls their order. */
const sorts: Record<string, (typeof DocumentSort)['options'][number]> = {
  title: 'title',
  reference: 'reference',
  state: 'due',
  updatedAt: 'changed',
}

export function useFilters() {
  const { parameters, change } = useQueryString<FilterName | 'archived' | 'sort' | 'peek'>()
  return { filters: readFilters(parameters), change, peek: parameters.get('peek') ?? undefined }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(parameters: URLSearchParams): Filters {
  const written = (name: string) => parameters.get(name)?.trim() || undefined
  const oneOf = <Name extends string>(name: string, names: readonly Name[]) =>
    names.find((each) => each === written(name))
  const id = (name: string) => (isId.test(written(name) ?? '') ? written(name) : undefined)
  const [by = '', direction] = (written('sort') ?? '').split('-')
  const system = parseReference(written('system') ?? '')
  return {
    state: oneOf('state', FreshnessState.options),
    owner: oneOf('owner', ['me', 'none']) ?? id('owner'),
    tag: written('tag')?.toLowerCase().slice(0, 40),
    collection: id('collection'),
    criticality: oneOf('criticality', Criticality.options),
    system: system && formatReference(system.kind, system.number),
    text: written('text')?.slice(0, 200),
    isArchived: written('archived') === 'yes',
    sort: Object.hasOwn(sorts, by) ? { by, isDescending: direction === 'desc' } : { by: 'title', isDescending: false },
  }
}

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const writeSort = ({ by, isDescending }: Sort): string => (isDescending ? `${by}-desc` : by)

export function listInput(slug: string, kind: Kind, filters: Filters): InputOf<typeof listDocuments> {
  const { isArchived, sort, state, owner, tag, collection, criticality, system, text } = filters
  const given = Object.entries({ state, owner, tag, collectionId: collection, criticality, system, text })
  return {
    slug,
    kind,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    archived: String(isArchived),
    sort: sorts[sort.by] ?? 'title',
    descending: String(sort.isDescending),
  }
}

/** The filters that narrow the list, apart from which shelf it is. */
export const activeFilters = (filters: Filters): FilterName[] =>
  parameters.filter((name) => filters[name] !== undefined)
