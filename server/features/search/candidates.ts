import { findTerm, looked } from './find-in-text.ts'
import { findRows, findTitles, type Field, type Searching } from './find.ts'
import type { Hits } from './hits.ts'
import { critical, termsMatch } from './match.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

const enoughTitles = 30
const ofEachSort = 12
/** A word in more documents than this tells little, and ranking by it would cost more than it tells. */
const rareEnough = 2_000

/**
 * Which of many hits are worth judging: those with the words in the title; where these are few, also those at hand, those
 * with the words in tags and headings, critical ones, and the most telling texts. However large the index, it is a few
 * bounded questions.
 */
export function candidatesOf(call: Searching, field: Field, terms: readonly Term[], hits: Hits): readonly number[] {
  if (!hits.isMany) return hits.first()
  const titles = findTitles(call, field, terms, 'title', enoughTitles)
  const others =
    titles.length === enoughTitles
      ? [...findTitles(call, field, terms, 'start', ofEachSort), ...atHand(call, field, terms, 'titles')]
      : [...atHand(call, field, terms, 'texts'), ...furtherCandidates(call, field, terms, hits)]
  const chosen = [...new Set([...titles, ...others])]
  if (!field.isFiltered) return chosen
  // What was filtered out afterwards does not come back in here.
  const isHit = new Set(hits.all())
  return chosen.filter((row) => isHit.has(row))
}

function furtherCandidates(call: Searching, field: Field, terms: readonly Term[], hits: Hits): readonly number[] {
  const outlines = findTitles(call, field, terms, 'any', enoughTitles)
  const important = findRows(call, { ...field, filters: [...field.filters, critical] }, terms, ofEachSort)
  const telling = outlines.length < enoughTitles ? mostTelling(call, terms, hits) : []
  return [...outlines, ...important, ...telling]
}

/** Pinned or used lately, and with all the words. So few are read faster than asked for in the index. */
function atHand(
  { db, actor, now, useSince }: Searching,
  field: Field,
  terms: readonly Term[],
  where: 'titles' | 'texts',
): number[] {
  const isPlain = field.filters.length === 0 && field.among === undefined && !field.reach.isArchived
  if (!isPlain || terms.length === 0) return []
  return searchQueries(db)
    .atHand({ memberId: actor.id, now, useSince, limit: ofEachSort, withText: where === 'texts' })
    .filter(({ text }) => hasAll(text, terms))
    .map(({ rowId }) => rowId)
}

function hasAll(text: string, terms: readonly Term[]): boolean {
  const ready = looked(text)
  return terms.every((term) => findTerm(ready, term) !== undefined)
}

function mostTelling({ db }: Searching, terms: readonly Term[], hits: Hits): readonly number[] {
  const ask = searchQueries(db)
  const isRare = (term: Term) =>
    (ask.countUpTo({ match: termsMatch([term], 'text') as string, limit: rareEnough + 1 })?.count ?? 0) <= rareEnough
  const match = termsMatch(terms.filter(isRare), 'text')
  if (match === undefined) return hits.first()
  return ask.best({ match, among: JSON.stringify(hits.all()), limit: ofEachSort })?.rows ?? []
}
