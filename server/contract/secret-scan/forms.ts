import type { Clue } from './clues.ts'
import type { Reading } from './reading.ts'
import type { SecretRule } from './rules.ts'

/** Something that can be told by how it is written. */
export interface Form {
  rule: SecretRule
  /** How it begins, each the same. */
  starts: readonly string[]
  /** The whole of it, sticky; its group, if it has one, is the secret. */
  pattern: RegExp
  /** Whether that is a secret, and not a sample or a place for one. */
  isSecret: (value: string) => boolean
  /** How far the pattern may look in vain, in characters; 60 unless told. */
  looks?: number
  /** Words of which one stands shortly before it on its line, in small letters: `-p` after `mysql`. */
  after?: readonly string[]
  /** How many characters of it stand before what it is told by; 0 unless told. */
  before?: readonly number[]
}

const onTheSpot = [0] as const

export const cluesOf = (forms: readonly Form[], isExact: boolean, rank: number): Clue[] =>
  forms.flatMap((form) =>
    form.starts.map((word) => ({
      word,
      isExact,
      follow: (reading: Reading, at: number) => take(reading, form, at, { start: isExact ? word : '', rank }),
    })),
  )

function take(reading: Reading, form: Form, at: number, { start, rank }: { start: string; rank: number }): void {
  const { rule, pattern, isSecret, after, looks = 60, before = onTheSpot } = form
  const { text } = reading
  // In the middle of a word it is part of something else.
  if (before[0] === 0 && isOfWord(text, at - 1) && isOfWord(text, at)) return
  if (!reading.spend(looks + (after ? 160 : 0))) return
  if (after && !isAfter(reading.lineBefore(at), after)) return
  for (const behind of before) {
    if (behind > at) continue
    pattern.lastIndex = at - behind
    const match = pattern.exec(text)
    if (!match) continue
    const value = match[1] ?? match[0]
    const from = match.index + match[0].lastIndexOf(value)
    const isPublic = match[1] === undefined && behind === 0
    if (reading.spend(4 * match[0].length) && isSecret(value))
      reading.add({ rule, from, to: from + value.length, start: isPublic ? start : '', rank })
    return
  }
}

const isAfter = (line: string, words: readonly string[]): boolean => words.some((word) => line.includes(word))

function isOfWord(text: string, at: number): boolean {
  const code = at < 0 ? 0 : text.charCodeAt(at)
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
}
