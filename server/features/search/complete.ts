import type { Db } from '../../platform/database.ts'
import { rangeOf } from './correct.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

/** Beginnings of two and three letters have indexes of their own. */
const longestIndexed = 3
const mostEndings = 64

/**
 * Writes out what the beginning of a word may go on to. For the beginning of a common word FTS5 would put the whole lists
 * of all those words together before it gives the first hit; words that are written out it reads only as far as needed.
 */
export function completed(db: Db, terms: readonly Term[]): Term[] {
  return terms.map((term) => {
    if (!term.isPrefix) return term
    const complete = term.forms.map((form) => withEndings(db, form))
    return complete.every((forms) => forms !== undefined) ? { ...term, complete: complete.flat() } : term
  })
}

/** @returns undefined where the index does better by itself: few letters, too many words, or none that is known. */
function withEndings(db: Db, form: readonly string[]): string[][] | undefined {
  const last = form.at(-1) as string
  if (last.length <= longestIndexed || !/^[a-z0-9]+$/.test(last)) return undefined
  const words = searchQueries(db).wordsFrom({ ...rangeOf(last), limit: mostEndings + 1 })?.words ?? []
  if (words.length === 0 || words.length > mostEndings) return undefined
  const before = form.slice(0, -1)
  return [...new Set([last, ...words])].map((word) => [...before, word])
}
