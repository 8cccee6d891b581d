import { addressClues } from './addresses.ts'
import { blocksIn } from './blocks.ts'
import { searchFor } from './clues.ts'
import { codeClues } from './codes.ts'
import { commandForms } from './commands.ts'
import { deviceForms } from './devices.ts'
import { cluesOf } from './forms.ts'
import { Reading, type Find } from './reading.ts'
import { secretRules, type SecretRule } from './rules.ts'
import { findInRuns } from './runs.ts'
import { tokenForms } from './tokens.ts'
import { wordClues } from './words.ts'

/** A place in a text that looks like a password, a key or a token. */
export interface SecretMatch {
  rule: SecretRule
  /** With its article, for a sentence: "Line 14 looks like an AWS access key." */
  label: string
  /** The secret itself, in UTF-16 units. */
  from: number
  to: number
  /** From 1. */
  line: number
  /** To tell it from others without showing it: "AKIA…, 20 characters, line 14". */
  shown: string
}

/** What knows most comes first: of two finds at one place, its word counts. */
const rank = { block: 0, token: 1, address: 2, line: 3, codes: 4, word: 5, run: 6 }
const search = searchFor([
  ...cluesOf(tokenForms, true, rank.token),
  ...addressClues(rank.address),
  ...cluesOf([...deviceForms, ...commandForms], false, rank.line),
  ...codeClues(rank.codes),
  ...wordClues(rank.word),
])
const partLength = 16_000

/** Everything in the text that looks like a secret, in its order; at most 200 places. */
export function scanForSecrets(text: string): SecretMatch[] {
  const scan = scanning(text)
  for (;;) {
    const { done, value } = scan.next()
    if (done) return value
  }
}

/** The same in parts of a millisecond or so, for those who must not hold up a page: other work may be done in between. */
export function* scanning(text: string): Generator<undefined, SecretMatch[]> {
  const blocks = blocksIn(text)
  const reading = new Reading(text, blocks)
  for (const { from, to, isSecret } of blocks)
    if (isSecret) reading.add({ rule: 'private-key', from, to, start: '', rank: rank.block })
  for (let from = 0; from < text.length && !reading.isOver;) {
    const to = endOfPart(text, from)
    search(reading, from, to)
    findInRuns(reading, from, to, rank.run)
    from = to
    yield
  }
  return withLines(text, apart(reading.finds))
}

/** The end of a line where there is one near. */
function endOfPart(text: string, from: number): number {
  if (text.length - from <= partLength) return text.length
  const newline = text.lastIndexOf('\n', from + partLength)
  return newline > from ? newline + 1 : from + partLength
}

/** In the order of the text, one for every place: the one that knows most, or else the longest. */
function apart(finds: readonly Find[]): Find[] {
  const best = finds.toSorted((one, other) => one.rank - other.rank || other.to - other.from - (one.to - one.from))
  const kept: Find[] = []
  for (const find of best) if (!kept.some(({ from, to }) => find.from < to && from < find.to)) kept.push(find)
  return kept.sort((one, other) => one.from - other.from)
}

function withLines(text: string, finds: readonly Find[]): SecretMatch[] {
  let line = 1
  let at = 0
  return finds.map(({ rule, from, to, start }) => {
    for (let newline = text.indexOf('\n', at); newline !== -1 && newline < from; newline = text.indexOf('\n', at)) {
      line++
      at = newline + 1
    }
    const length = `${(to - from).toLocaleString('en')} characters, line ${line}`
    return { rule, label: secretRules[rule], from, to, line, shown: start ? `${start}…, ${length}` : length }
  })
}
