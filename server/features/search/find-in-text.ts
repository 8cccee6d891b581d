import type { Term } from './read-text.ts'
import { fold, isAscii } from './words.ts'

/** A text made ready for looking words up in it. Places are the same in both. */
export interface Looked {
  text: string
  folded: string
}

export interface Place {
  start: number
  end: number
}

export function looked(written: string): Looked {
  if (isAscii(written)) return { text: written, folded: written.toLowerCase() }
  const text = written.normalize('NFC')
  return { text, folded: fold(text) }
}

function isWordUnit(unit: string | undefined): boolean {
  if (unit === undefined) return false
  if (unit < '\u0080') return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || isDigit(unit)
  return /[\p{L}\p{N}\u0300-\u036f\ud800-\udfff]/u.test(unit)
}
const isUpper = (unit: string) => unit !== unit.toLowerCase()
const isDigit = (unit: string) => unit >= '0' && unit <= '9'

/** Whether a word can begin at this place: after something that is none, or at a part of a compound word. */
function begins({ text }: Looked, at: number): boolean {
  const before = text[at - 1]
  if (!isWordUnit(before)) return true
  const here = text[at] as string
  return (
    (isUpper(here) && !isUpper(before as string)) || (isDigit(here) && !isDigit(before as string)) || isHex(text, at)
  )
}

const isHex = (text: string, at: number) => /^0x$/i.test(text.slice(at - 2, at))

function endsAt({ text }: Looked, at: number): boolean {
  const after = text[at]
  if (!isWordUnit(after)) return true
  const last = text[at - 1] as string
  return (isUpper(after as string) && !isUpper(last)) || isDigit(after as string) !== isDigit(last)
}

/** Where a term stands from a place on; undefined if nowhere. */
export function findTerm(looked: Looked, term: Term, from = 0): Place | undefined {
  if (term.isInside) return findPiece(looked, term.forms[0]?.[0] as string, from)
  let first: Place | undefined
  const take = (found: Place | undefined) => {
    if (found && (!first || found.start < first.start)) first = found
  }
  for (const form of term.forms) take(findForm(looked, form, term.isPrefix, from))
  for (const form of term.also ?? []) take(findForm(looked, form, false, from))
  return first
}

function findForm(looked: Looked, form: readonly string[], isPrefix: boolean, from: number): Place | undefined {
  const { folded } = looked
  const head = form[0] as string
  for (let at = folded.indexOf(head, from); at >= 0; at = folded.indexOf(head, at + 1)) {
    if (!begins(looked, at)) continue
    let end: number | undefined = at + head.length
    for (let index = 1; index < form.length && end !== undefined; index++) {
      end = endsAt(looked, end) ? nextWord(looked, form[index] as string, end) : undefined
    }
    if (end === undefined) continue
    if (isPrefix) return { start: at, end: wordEnd(looked, end) }
    if (endsAt(looked, end)) return { start: at, end }
  }
  return undefined
}

function findPiece({ folded }: Looked, piece: string, from: number): Place | undefined {
  const start = folded.indexOf(piece, from)
  return start < 0 ? undefined : { start, end: start + piece.length }
}

const farthestApart = 12

/** The end of the word that must come next, after nothing but marks and spaces. */
function nextWord({ folded, text }: Looked, word: string, from: number): number | undefined {
  let at = from
  while (at < text.length && at - from < farthestApart && !isWordUnit(text[at])) at++
  return folded.startsWith(word, at) ? at + word.length : undefined
}

function wordEnd({ text }: Looked, from: number): number {
  let end = from
  while (end < text.length && end - from < 60 && isWordUnit(text[end])) end++
  return end
}

/** Up to `most` places of a term, in order. */
export function placesOf(looked: Looked, term: Term, most: number): Place[] {
  const places: Place[] = []
  let from = 0
  while (places.length < most) {
    const place = findTerm(looked, term, from)
    if (!place) break
    places.push(place)
    from = place.end
  }
  return places
}
