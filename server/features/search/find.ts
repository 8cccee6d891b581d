import type { MemberCall } from '../../access/call.ts'
import type { Day } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { hasShortPrefix, inColumns, limited, termsMatch, type Index, type Limits } from './match.ts'
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

/** Of what a caller may only see listed nothing but this is searched. */
const listedColumns = 'reference title'
const titleColumns = 'reference title'

interface Question {
  index: Index
  match: string
  /** Only these rows, if set. */
  rows: number[] | undefined
}

/** Every question of the index that together answers for the whole reach: one, for most people. */
function questionsOf({ reach, filters, among }: Field, terms: readonly Term[]): Question[] {
  const questions: Question[] = []
  const add = (index: Index, limits: Limits, rows: number[] | undefined, columns?: string) => {
    if (rows?.length === 0) return
    const words = termsMatch(terms, index)
    const match = words && columns ? inColumns(columns, words) : words
    questions.push({ index, match: limited(match, { ...limits, all: [...limits.all, ...filters] }), rows })
  }
  const granted = among === undefined ? reach.granted : reach.granted.filter((row) => among.includes(row))
  if (reach.view) add('text', reach.view, among)
  add('text', reach.whole, granted)
  if (reach.list) add('title', reach.list, among, listedColumns)
  // Two letters are too few for the beginnings that the text index knows; the one of titles knows them.
  if (hasShortPrefix(terms)) {
    if (reach.view) add('title', reach.view, among)
    add('title', reach.whole, granted)
  }
  return questions
}

/** Row numbers of documents that have all the words, newest first; at most `most`. */
export function findRows({ db }: Searching, field: Field, terms: readonly Term[], most: number): number[] {
  const found = questionsOf(field, terms).map((question) => answerTo(db, question, most))
  // Each row once, newest first.
  return found.length === 1 ? (found[0] as number[]) : [...new Set(found.flat())].sort((a, b) => b - a).slice(0, most)
}

/** What looking one row up costs, in rows that could be read one after the other instead (measured). */
const lookUpCost = 1_500

function answerTo(db: Db, { index, match, rows }: Question, most: number): number[] {
  const ask = searchQueries(db)
  if (rows === undefined) return ask[index]({ match, limit: most })?.rows ?? []
  const asked = { match, limit: most, among: JSON.stringify(rows) }
  const all = ask.newestRow()?.rowId ?? 0
  if (rows.length * lookUpCost < all) return ask[`${index}At`](asked)?.rows ?? []
  const least = Math.min(...rows)
  const last = Math.max(...rows)
  return ask[`${index}Within`]({ ...asked, least, last })?.rows ?? []
}

/**
 * Like `findRows`, but only where the title has all the words, where it begins with them, or where title and tags
 * together have them. Granted documents are few and need no such short cut.
 */
export function findTitles(
  { db }: Searching,
  { reach, filters, among }: Field,
  terms: readonly Term[],
  where: 'title' | 'start' | 'tags',
  most: number,
): number[] {
  if (!reach.view || terms.length === 0) return []
  const words = termsMatch(terms, 'title') as string
  const match =
    where === 'tags'
      ? words
      : where === 'title'
        ? inColumns(titleColumns, words)
        : inColumns('title', startMatch(terms))
  const limits = { ...reach.view, all: [...reach.view.all, ...filters] }
  return answerTo(db, { index: 'title', match: limited(match, limits), rows: among }, most)
}

/** Documents with all the words in their headings, of those from a row on: what is older is not read. */
export function findHeadings(
  { db }: Searching,
  { reach, filters }: Field,
  terms: readonly Term[],
  from: number,
  most: number,
): number[] {
  const words = termsMatch(terms, 'text')
  if (!reach.view || words === undefined) return []
  const match = limited(inColumns('headings', words), { ...reach.view, all: [...reach.view.all, ...filters] })
  return searchQueries(db).textFrom({ match, from, limit: most })?.rows ?? []
}

/** Titles that begin with the words as they were written. */
function startMatch(terms: readonly Term[]): string {
  const words = terms.flatMap(({ forms }) => forms[0] ?? [])
  const last = terms.at(-1) as Term
  if (last.complete) {
    const before = words.slice(0, -(last.forms[0]?.length ?? 0))
    return last.complete.map((form) => `^ "${[...before, ...form].join(' ')}"`).join(' OR ')
  }
  return `^ "${words.join(' ')}"${last.isPrefix && (words.at(-1) as string).length >= 2 ? ' *' : ''}`
}
