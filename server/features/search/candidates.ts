import { findTerm, looked } from './find-in-text.ts'
import { findHeadings, findRows, findTitles, type Field, type Searching } from './find.ts'
import type { Hits } from './hits.ts'
import { critical, termsMatch } from './match.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

const enoughTitles = 24
const ofEachSort = 8
const mostTelling = 12
/** A word in more documents than this tells little, and ranking by it would cost more than it tells. */
const rareEnough = 500

/**
 * Which of many hits are worth judging: those with the words in the title and those at hand; where the titles are few,
 * also those with the words in their tags, and the most telling texts. However large the index, it is a few
 * bounded questions.
 */
export function candidatesOf(call: Searching, field: Field, terms: readonly Term[], hits: Hits): readonly number[] {
  if (!hits.isMany) return hits.rows
  const titles = titleRows(call, field, terms)
  const others = titles.length < enoughTitles ? telling(call, field, terms, hits) : []
  const chosen = [...new Set([...titles, ...others, ...atHand(call, field, terms, hits, titles.length < enoughTitles)])]
  if (!field.isFiltered) return chosen
  // What was filtered out afterwards does not come back in here.
  const isHit = new Set(hits.rows)
  return chosen.filter((row) => isHit.has(row))
}

/**
 * Rows with all the words in title and tags. Several words stand there together so seldom that one question finds all;
 * of a single word those with it in the title are asked for first, and those that begin with it.
 */
function titleRows(call: Searching, field: Field, terms: readonly Term[]): readonly number[] {
  if (terms.length > 1) {
    const both = findTitles(call, field, terms, 'tags', enoughTitles)
    if (both.length < enoughTitles) return both
  }
  const titles = findTitles(call, field, terms, 'title', enoughTitles)
  const where = titles.length < enoughTitles ? 'tags' : 'start'
  return [...titles, ...findTitles(call, field, terms, where, ofEachSort)]
}

/** Those whose texts say most of the rare words; where no word is rare: by headings, by criticality, and the newest. */
function telling(call: Searching, field: Field, terms: readonly Term[], hits: Hits): readonly number[] {
  const ask = searchQueries(call.db)
  const isRare = (term: Term) =>
    (ask.countUpTo({ match: termsMatch([term], 'text'), limit: rareEnough + 1 })?.count ?? 0) <= rareEnough
  const match = termsMatch(terms.filter(isRare), 'text')
  if (match === undefined) {
    const outlines = findHeadings(call, field, terms, hits.rows.at(-1) ?? 0, ofEachSort)
    const important = findRows(call, { ...field, filters: [...field.filters, critical] }, terms, ofEachSort)
    return [...outlines, ...important, ...hits.rows.slice(0, ofEachSort)]
  }
  return ask.best({ match, among: JSON.stringify(hits.rows), limit: mostTelling })?.rows ?? []
}

/** Pinned or used lately, and hit. Beyond what is counted so few are read faster than asked for in the index. */
function atHand(
  { db, actor, now, useSince }: Searching,
  field: Field,
  terms: readonly Term[],
  hits: Hits,
  withText: boolean,
): number[] {
  const isPlain = field.filters.length === 0 && field.among === undefined && !field.reach.isArchived
  if (hits.countIsLower && (!isPlain || terms.length === 0)) return []
  const isHit = new Set(hits.rows)
  return searchQueries(db)
    .atHand({ memberId: actor.id, now, useSince, limit: ofEachSort, withText: withText && hits.countIsLower })
    .filter(({ rowId, text }) => isHit.has(rowId) || (hits.countIsLower && hasAll(text, terms)))
    .map(({ rowId }) => rowId)
}

function hasAll(text: string, terms: readonly Term[]): boolean {
  const ready = looked(text)
  return terms.every((term) => findTerm(ready, term) !== undefined)
}
