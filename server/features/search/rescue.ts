import { replaced, wordsNear } from './correct.ts'
import { findRows, type Field, type Searching } from './find.ts'
import { atPlaces } from './match.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'

export interface Rescued {
  /** All words as they are now understood. */
  terms: Term[]
  field: Field
  /** Words that still have to be found in the index; the others are in the titles of `field.among`. */
  remaining: Term[]
  corrected: { from: string; to: string }[]
}

const mostRescued = 4
const shortestPiece = 3
const mostTitles = 200
const enoughToCompare = 20

/**
 * When nothing has all the words: a word that nothing has may be a piece of a longer one in a title, or a slip. Words
 * are taken from what the caller reaches alone, because each is looked up there before it is proposed.
 */
export function rescue(call: Searching, field: Field, terms: readonly Term[]): Rescued | undefined {
  const missing = terms.filter((term) => findRows(call, field, [term], 1).length === 0)
  const rescued: Rescued = { terms: [...terms], field, remaining: [...terms], corrected: [] }
  if (missing.length > mostRescued) return undefined
  if (missing.length === 0) return correctOne(call, rescued, terms)
  for (const term of missing) {
    if (!takeAsPiece(call, rescued, term) && !correct(call, rescued, term, missing)) return undefined
  }
  return rescued
}

/** Every word stands somewhere, but nowhere together: one of them may be a slip that happens to be a word. */
function correctOne(call: Searching, rescued: Rescued, terms: readonly Term[]): Rescued | undefined {
  if (terms.length < 2) return undefined
  return terms.slice(0, mostRescued).some((term) => correct(call, rescued, term, [])) ? rescued : undefined
}

function takeAsPiece(call: Searching, rescued: Rescued, term: Term): boolean {
  const piece = wordOf(term)
  const { scopes } = rescued.field.reach
  if (piece === undefined || piece.length < shortestPiece || scopes.length === 0) return false
  const match = `title : "${piece}" AND ${atPlaces(scopes, rescued.field.reach.isArchived)}`
  const found = searchQueries(call.db).trigrams({ match, limit: mostTitles })?.rows ?? []
  const { among } = rescued.field
  const rows = among === undefined ? found : found.filter((row) => among.includes(row))
  if (rows.length === 0) return false
  const inside: Term = { ...term, isInside: true }
  rescued.field = { ...rescued.field, among: rows }
  rescued.remaining = rescued.remaining.filter((other) => other !== term)
  rescued.terms = rescued.terms.map((other) => (other === term ? inside : other))
  return true
}

/** Takes the nearest word with which most is found; `missing` words are not asked for meanwhile. */
function correct(call: Searching, rescued: Rescued, term: Term, missing: readonly Term[]): boolean {
  const word = wordOf(term)
  if (word === undefined) return false
  let best: { word: string; distance: number; hits: number } | undefined
  for (const near of wordsNear(call.db, word, term.isPrefix)) {
    if (best && near.distance > best.distance) break
    const others = rescued.remaining.filter((other) => other === term || !missing.includes(other))
    const hits = findRows(call, rescued.field, replaced(others, term, near.word), enoughToCompare).length
    if (hits > (best?.hits ?? 0)) best = { ...near, hits }
  }
  if (!best) return false
  rescued.corrected.push({ from: term.written, to: best.word })
  rescued.remaining = replaced(rescued.remaining, term, best.word)
  rescued.terms = replaced(rescued.terms, term, best.word)
  return true
}

const wordOf = ({ forms }: Term) => (forms.length === 1 && forms[0]?.length === 1 ? forms[0][0] : undefined)
