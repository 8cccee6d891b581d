import type { MemberCall } from '../../access/call.ts'
import type { Day } from '#contract/values.ts'
import { hasShortPrefix, inColumns, limited, termsMatch, type Limits } from './match.ts'
import { searchQueries } from './queries.ts'
import type { Reach } from './reach.ts'
import type { Term } from './read-text.ts'

export interface Searching extends MemberCall {
  /** The first day of the thirty in which use lifts a result. */
  useSince: Day
}

/** Where to look: the whole reach, what every document must be beside that, and rows that alone may answer. */
export interface Field {
  reach: Reach
  /** Conditions of filters: kind, owner, tags. */
  filters: string[]
  /** Only these rows, if set: of a system, or with a piece of a word in the title. */
  among?: number[] | undefined
  /** Some hits are taken out after they were found: by state. */
  isFiltered: boolean
}

/** What may be seen of an auditor's documents: nothing of their content, so nothing of it is found. */
const listedColumns = 'reference title'
const titleColumns = 'reference title'

/** Row numbers of documents that have all the words, newest first; at most `most`. */
export function findRows(
  call: Searching,
  { reach, filters, among }: Field,
  terms: readonly Term[],
  most: number,
): number[] {
  const { db } = call
  const ask = searchQueries(db)
  const found: number[][] = []
  const look = (index: 'text' | 'title', limits: Limits, rows: number[] | undefined, columns?: string) => {
    if (rows?.length === 0) return
    const words = termsMatch(terms, index)
    const match = limited(words && columns ? inColumns(columns, words) : words, {
      ...limits,
      all: [...limits.all, ...filters],
    })
    const answer =
      rows === undefined
        ? ask[index]({ match, limit: most })
        : ask[`${index}Among`]({ match, limit: most, among: JSON.stringify(rows) })
    found.push(answer?.rows ?? [])
  }
  const granted = among === undefined ? reach.granted : reach.granted.filter((row) => among.includes(row))
  if (reach.view) look('text', reach.view, among)
  look('text', reach.whole, granted)
  if (reach.list) look('title', reach.list, among, listedColumns)
  // Two letters are too few for the beginnings that the text index knows; the one of titles knows them.
  if (hasShortPrefix(terms)) {
    if (reach.view) look('title', reach.view, among)
    look('title', reach.whole, granted)
  }
  return merged(found, most)
}

/** Like `findRows`, but only where titles have all the words, or titles, tags and headings together. */
export function findTitles(
  call: Searching,
  { reach, filters, among }: Field,
  terms: readonly Term[],
  where: 'title' | 'start' | 'any',
  most: number,
): number[] {
  if (!reach.view || terms.length === 0) return []
  const words = termsMatch(terms, 'title') as string
  const match =
    where === 'any' ? words : where === 'title' ? inColumns(titleColumns, words) : inColumns('title', startMatch(terms))
  const limits = { ...reach.view, all: [...reach.view.all, ...filters] }
  const asked = { match: limited(match, limits), limit: most }
  const ask = searchQueries(call.db)
  const answer = among ? ask.titleAmong({ ...asked, among: JSON.stringify(among) }) : ask.title(asked)
  return answer?.rows ?? []
}

/** Titles that begin with the words as they were written. */
function startMatch(terms: readonly Term[]): string {
  const words = terms.flatMap(({ forms }) => forms[0] ?? [])
  const last = words.at(-1) as string
  return `^ "${words.join(' ')}"${terms.at(-1)?.isPrefix && last.length >= 2 ? ' *' : ''}`
}

/** Each row once, newest first. */
function merged(found: readonly number[][], most: number): number[] {
  if (found.length <= 1) return found[0] ?? []
  return [...new Set(found.flat())].sort((a, b) => b - a).slice(0, most)
}
