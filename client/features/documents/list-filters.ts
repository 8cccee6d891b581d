import { credentialFilters, type countDocuments, type DocumentSort, type listDocuments } from '#contract/documents.ts'
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
  /** Of credentials: class, when they must change, and what the person can open. */
  class: CredentialFilter<'class'> | undefined
  rotation: CredentialFilter<'rotation'> | undefined
  opens: CredentialFilter<'opens'> | undefined
  text: string | undefined
  isArchived: boolean
  sort: Sort
}

export type CredentialFilter<Name extends keyof typeof credentialFilters> =
  (typeof credentialFilters)[Name]['options'][number]

const parameters = [
  'state',
  'owner',
  'tag',
  'collection',
  'criticality',
  'system',
  'class',
  'rotation',
  'opens',
  'text',
] as const
export type FilterName = (typeof parameters)[number]

/** Columns of the table and what the API calls their order. */
const sorts: Record<string, (typeof DocumentSort)['options'][number]> = {
  title: 'title',
  reference: 'reference',
  state: 'due',
  updatedAt: 'changed',
}

export function useFilters(kind: Kind) {
  const { parameters, change } = useQueryString<FilterName | 'archived' | 'sort' | 'peek'>()
  return { filters: readFilters(kind, parameters), change, peek: parameters.get('peek') ?? undefined }
}

/** An address can be written by hand: what makes no sense is left out. */
export function readFilters(kind: Kind, parameters: URLSearchParams): Filters {
  const written = (name: string) => parameters.get(name)?.trim() || undefined
  const oneOf = <Name extends string>(name: string, names: readonly Name[]) =>
    names.find((each) => each === written(name))
  const id = (name: string) => (isId.test(written(name) ?? '') ? written(name) : undefined)
  const ofCredential = <Name extends string>(name: string, names: readonly Name[]) =>
    kind === 'credential' ? oneOf(name, names) : undefined
  const [by = '', direction] = (written('sort') ?? '').split('-')
  const system = parseReference(written('system') ?? '')
  return {
    state: oneOf('state', FreshnessState.options),
    owner: oneOf('owner', ['me', 'none']) ?? id('owner'),
    tag: written('tag')?.toLowerCase().slice(0, 40),
    collection: id('collection'),
    criticality: oneOf('criticality', Criticality.options),
    system: system && formatReference(system.kind, system.number),
    class: ofCredential('class', credentialFilters.class.options),
    rotation: ofCredential('rotation', credentialFilters.rotation.options),
    opens: ofCredential('opens', credentialFilters.opens.options),
    text: written('text')?.slice(0, 200),
    isArchived: written('archived') === 'yes',
    sort: Object.hasOwn(sorts, by) ? { by, isDescending: direction === 'desc' } : { by: 'title', isDescending: false },
  }
}

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const writeSort = ({ by, isDescending }: Sort): string => (isDescending ? `${by}-desc` : by)

export function listInput(slug: string, kind: Kind, filters: Filters): InputOf<typeof listDocuments> {
  const { isArchived, sort, state, owner, tag, collection, criticality, system, text } = filters
  return {
    slug,
    kind,
    ...given({ state, owner, tag, collectionId: collection, criticality, system, text }),
    ...ofCredentials(filters),
    archived: String(isArchived),
    sort: sorts[sort.by] ?? 'title',
    descending: String(sort.isDescending),
  }
}

/** What the counts above the list are asked: as much of its filters as they know. */
export function countInput(slug: string, kind: Kind, filters: Filters): InputOf<typeof countDocuments> {
  const owner = filters.owner === 'me' ? filters.owner : undefined
  return { slug, kind, ...given({ owner, collectionId: filters.collection }), ...ofCredentials(filters) }
}

/** The counts know neither words nor tags, and of owners only oneself: beside such filters they would be wrong. */
export const isCounted = ({ text, tag, criticality, system, owner }: Filters): boolean =>
  !text && !tag && !criticality && !system && (owner === undefined || owner === 'me' || owner === 'none')

const ofCredentials = ({ class: secretClass, rotation, opens }: Filters) =>
  given({ class: secretClass, rotation, opens })

const given = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** The filters that narrow the list, apart from which shelf it is. */
export const activeFilters = (filters: Filters): FilterName[] =>
  parameters.filter((name) => filters[name] !== undefined)
