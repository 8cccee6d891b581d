import type { Membership } from '#contract/accounts.ts'
import type { Fragment } from '#contract/search.ts'
import type { Criticality, FreshnessState, Kind, Person } from '#contract/values.ts'
import { plural } from '../../ui/format.ts'
import { documentPath } from '../documents/addresses.ts'
import { kindNames } from '../documents/words.ts'
import type { Action } from './palette-actions.ts'
import type { Found, Hit } from './palette-index.ts'
import type { TextSearch } from './use-text-search.ts'

/** One row of the palette. */
export type Option = DocumentOption | PersonOption | ActionOption | MoreOption

export interface DocumentOption {
  is: 'document'
  id: string
  slug: string
  reference: string
  kind: Kind
  title: readonly Fragment[]
  system?: string | undefined
  organization?: string | undefined
  state: FreshnessState
  daysLeft?: number | undefined
  intervalDays: number
  criticality: Criticality
  heading?: string | undefined
  snippet: readonly Fragment[]
  /** The device of a diagram that holds the words: where it opens. */
  place?: { id: string; label: string } | undefined
  to: string
}
export interface PersonOption {
  is: 'person'
  id: string
  person: Pick<Person, 'name' | 'side' | 'party'>
  detail: string
  organization?: string | undefined
  to: string
}
export interface ActionOption {
  is: 'action'
  id: string
  action: Action
}
export interface MoreOption {
  is: 'more'
  id: string
  words: string
}

export interface OptionGroup {
  id: string
  label: string
  options: readonly Option[]
}

export const mostPerGroup = 5

/** Which organizations are named in the rows: none where there is only one. */
export type Names = ReadonlyMap<string, string>
export const namesOf = (memberships: readonly Membership[]): Names =>
  new Map(memberships.length > 1 ? memberships.map(({ slug, organization }) => [slug, organization]) : [])

/** What memory knows, in its groups. */
export function memoryGroups(found: Found, names: Names): OptionGroup[] {
  const label = found.isSimilar ? 'Similar' : 'Best match'
  const best = found.best ? [{ id: 'best', label, options: [optionOf(found.best, names)] }] : []
  const groups = found.groups.map(({ kind, hits }) => ({
    id: kind,
    label: kindNames[kind].many,
    options: hits.map((hit) => optionOf(hit, names)),
  }))
  return [...best, ...groups]
}

export const recentGroup = (hits: readonly Hit[], names: Names): OptionGroup => ({
  id: 'recent',
  label: 'Recent',
  options: hits.map((hit) => optionOf(hit, names)),
})

export const actionGroup = (id: string, label: string, actions: readonly Action[]): OptionGroup => ({
  id,
  label,
  options: actions.map((action) => ({ is: 'action', id: `action ${action.id}`, action })),
})

/** What the server found in the texts: only what does not stand above already. @param most how many of it */
export function textGroup(
  texts: Pick<TextSearch, 'results' | 'count' | 'countIsLower'>,
  above: readonly OptionGroup[],
  names: Names,
  most: number,
): OptionGroup {
  const shown = new Set(above.flatMap((group) => group.options.map((option) => option.id)))
  // A device is more than the diagram above, which is only called or tagged so.
  const fresh = texts.results.filter(({ slug, result }) => result.place || !shown.has(`${slug}/${result.reference}`))
  const options: Option[] = fresh.slice(0, most).map(({ slug, result }) => ({
    is: 'document',
    id: `${slug}/${result.reference}${result.place ? ` ${result.place.id}` : ''}`,
    slug,
    organization: names.get(slug),
    to: `${documentPath(slug, result.reference)}${result.place ? `?device=${result.place.id}` : ''}`,
    ...result,
  }))
  const isMore = fresh.length > most || (most === mostPerGroup && texts.count > texts.results.length)
  if (isMore) options.push({ is: 'more', id: 'more', words: moreWords(texts) })
  return { id: 'text', label: above.length > 0 ? 'In the text' : 'Found', options }
}

const moreWords = ({ count, countIsLower }: Pick<TextSearch, 'count' | 'countIsLower'>) =>
  `Show more of ${countIsLower ? 'over ' : ''}${plural(count, 'match', 'matches')}`

function optionOf({ entry, marks }: Hit, names: Names): DocumentOption {
  const { slug, reference } = entry
  return {
    is: 'document',
    id: entry.key,
    slug,
    reference,
    kind: entry.kind,
    title: fragmentsOf(entry.title, marks),
    system: entry.system,
    organization: names.get(slug),
    state: entry.state,
    daysLeft: entry.daysLeft,
    intervalDays: entry.intervalDays,
    criticality: entry.criticality,
    snippet: [],
    to: documentPath(slug, reference),
  }
}

function fragmentsOf(text: string, marks: Hit['marks']): Fragment[] {
  const fragments: Fragment[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from > at) fragments.push({ text: text.slice(at, from), hit: false })
    fragments.push({ text: text.slice(from, to), hit: true })
    at = to
  }
  if (at < text.length) fragments.push({ text: text.slice(at), hit: false })
  return fragments
}
