import { findRows, findTitles, type Field, type Searching } from './find.ts'
import { critical, termsMatch } from './match.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

/** So few hits are all judged. */
export const fewHits = 40
const enoughTitles = 30
const ofEachSort = 20
/** A word in more documents than this tells little, and ranking by it would cost more than it tells. */
const rareEnough = 2_000

/**
 * Which of many hits are worth judging: those with the words in the title, those at hand, the critical ones, and then
 * the most telling texts. However large the index, it is a few bounded questions.
 * @param hits row numbers, newest first
 */
export function candidatesOf(
  call: Searching,
  field: Field,
  terms: readonly Term[],
  hits: readonly number[],
): readonly number[] {
  if (hits.length <= fewHits) return hits
  const ofCritical = { ...field, filters: [...field.filters, critical] }
  const titles = [
    ...findTitles(call, field, terms, 'start', ofEachSort),
    ...findTitles(call, ofCritical, terms, 'title', ofEachSort),
    ...findTitles(call, field, terms, 'title', enoughTitles),
  ]
  const chosen = new Set([...titles, ...atHand(call, field, terms)])
  if (titles.length < enoughTitles) {
    const outlines = findTitles(call, field, terms, 'any', enoughTitles)
    const important = findRows(call, ofCritical, terms, ofEachSort)
    const telling = outlines.length < enoughTitles ? mostTelling(call, terms, hits) : []
    for (const row of [...outlines, ...important, ...telling]) chosen.add(row)
  }
  // What was filtered out afterwards, or lies beyond what is counted, does not come back in here.
  const isHit = new Set(hits)
  return [...chosen].filter((row) => isHit.has(row) || !field.isFiltered)
}

/** Pinned or used lately, and hit. */
function atHand(call: Searching, field: Field, terms: readonly Term[]): number[] {
  const rows = searchQueries(call.db).atHand({ memberId: call.actor.id, useSince: call.useSince })?.rows ?? []
  const allowed = field.among ? rows.filter((row) => field.among?.includes(row)) : rows
  return allowed.length === 0 ? [] : findRows(call, { ...field, among: allowed }, terms, allowed.length)
}

function mostTelling({ db }: Searching, terms: readonly Term[], hits: readonly number[]): readonly number[] {
  const ask = searchQueries(db)
  const isRare = (term: Term) =>
    (ask.countUpTo({ match: termsMatch([term], 'text') as string, limit: rareEnough + 1 })?.count ?? 0) <= rareEnough
  const match = termsMatch(terms.filter(isRare), 'text')
  if (match === undefined) return hits.slice(0, ofEachSort)
  return ask.best({ match, among: JSON.stringify(hits), limit: ofEachSort })?.rows ?? []
}
