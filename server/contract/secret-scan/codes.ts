import type { Clue } from './clues.ts'
import type { Reading } from './reading.ts'

const words =
  'recovery code,recovery-code,backup code,backup-code,scratch code,emergency code,wiederherstellungscode,notfallcode,codes de secours,codes de récupération'
const reach = 700
// `3f9a-2c81`, `12345 67890`, `83746152`, `ab12cd34ef`; several on a line, or one below the other.
const code =
  /(?<![\w-])(?:[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,3}|\d{4,5} \d{4,5}|\d{6,10}|(?=[a-z]{0,11}\d)(?=\d{0,11}[a-z])[a-z0-9]{8,12})(?![\w-]|\.\w)/gi

/** Clues to lists of codes that stand in for a second factor: two or more of one shape after the words for them. */
export const codeClues = (rank: number): Clue[] =>
  words.split(',').map((word) => ({
    word,
    isExact: false,
    follow: (reading: Reading, at: number) => look(reading, at + word.length, rank),
  }))

function look(reading: Reading, start: number, rank: number): void {
  if (!reading.spend(10 * reach)) return
  const near = reading.text.slice(start, start + reach)
  const codes = [...near.matchAll(code)].filter(([text]) => /\d/.test(text) && new Set(text).size > 3)
  const first = codes[0]
  const same = first ? codes.filter(([text]) => shapeOf(text) === shapeOf(first[0])) : []
  const last = same.at(-1)
  if (!first || !last || same.length < 2 || first.index > 200) return
  reading.add({
    rule: 'recovery-codes',
    from: start + first.index,
    to: start + last.index + last[0].length,
    start: '',
    rank,
  })
}

const shapeOf = (text: string): string => text.replace(/[^-\s]/g, '0')
