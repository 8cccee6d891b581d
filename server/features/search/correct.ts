import type { Db } from '../../platform/database.ts'
import { searchQueries } from './queries.ts'
import type { Term } from './read-text.ts'
import { reversed } from './words.ts'

/** How many slips are forgiven in a word: one in five letters; in three or four, letters that changed places. */
export function slipsAllowed(word: string): number {
  return word.length < 3 ? 0 : Math.max(1, Math.min(2, Math.floor(word.length / 5)))
}

const shortestWithAnySlip = 4
const mostNear = 24
const longestWord = 24

export interface Near {
  word: string
  distance: number
}

/**
 * Words like this one, nearest first, from all texts of the installation: before one of them is named to anybody, ask
 * the index whether that person reaches a text that has it.
 */
export function wordsNear(db: Db, word: string, isPrefix: boolean): Near[] {
  if (!/^\p{L}+$/u.test(word) || word.length > longestWord) return []
  const allowed = slipsAllowed(word)
  if (allowed === 0) return []
  const near = new Map<string, number>()
  for (const other of neighbors(db, word, allowed)) {
    const distance = slipsBetween(word, other, allowed)
    if (isForgiven(word, other, distance, allowed)) near.set(other, distance)
  }
  if (isPrefix && near.size === 0 && word.length > shortestWithAnySlip) {
    for (const other of longerNeighbors(db, word)) {
      const distance = slipsInBeginning(word, other, allowed)
      if (distance <= allowed) near.set(other, distance)
    }
  }
  return [...near]
    .map(([other, distance]) => ({ word: other, distance }))
    .sort(
      (a, b) =>
        a.distance - b.distance ||
        Number(b.word[0] === word[0]) - Number(a.word[0] === word[0]) ||
        a.word.length - b.word.length,
    )
    .slice(0, mostNear)
}

function isForgiven(word: string, other: string, distance: number, allowed: number): boolean {
  if (distance === 0 || distance > allowed) return false
  return word.length >= shortestWithAnySlip || (word.length === other.length && sameLetters(word, other))
}

const sameLetters = (a: string, b: string) => Array.from(a).sort().join('') === Array.from(b).sort().join('')

/** A slip can spoil the beginning of a word or its end, not both: words that share one of them are read, and no others. */
function* neighbors(db: Db, word: string, allowed: number): Generator<string> {
  const shared = Math.max(1, Math.floor((word.length - 1) / (allowed + 1)))
  const start = word.slice(0, shared)
  const end = reversed(word.slice(-shared))
  const lengths = { shortest: word.length - allowed, longest: word.length + allowed }
  yield* searchQueries(db).nearWords({ ...lengths, ...rangeOf(start) })?.words ?? []
  yield* searchQueries(db).nearEnds({ ...lengths, ...rangeOf(end) })?.words ?? []
}

/** Longer words, for somebody who is still typing. */
function* longerNeighbors(db: Db, word: string): Generator<string> {
  const start = word.slice(0, Math.floor(word.length / 2))
  const lengths = { shortest: word.length + 1, longest: word.length + 10 }
  yield* searchQueries(db).nearWords({ ...lengths, ...rangeOf(start) })?.words ?? []
}

/** All words that begin so. */
export const rangeOf = (start: string) => ({ from: start, to: `${start}\u{10ffff}` })

/**
 * Slips between two words: a letter left out, put in, mistaken, or two that changed places (optimal string alignment).
 * @returns more than `most` as soon as that is certain.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  return lastRow(a, b)[b.length] as number
}

/** Slips between a word and the beginning of a longer one. */
function slipsInBeginning(word: string, other: string, most: number): number {
  return Math.min(...lastRow(word, other.slice(0, word.length + most)))
}

/** Distances of `a` to every beginning of `b`. */
function lastRow(a: string, b: string): number[] {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let least = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + (isSame ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row
}

/** The same terms with one word taken for another. */
export function replaced(terms: readonly Term[], term: Term, word: string): Term[] {
  const { complete: _complete, also: _also, ...rest } = term
  return terms.map((other) => (other === term ? { ...rest, written: word, forms: [[word]], isPrefix: false } : other))
}
