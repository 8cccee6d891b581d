import type { Reading } from './reading.ts'

/** What stands where a secret would stand, and how it got there. */
export interface Value {
  text: string
  /** In UTF-16 units of the whole text; without quotes. */
  from: number
  to: number
  isQuoted: boolean
  /** `set`: after `:` or `=`. `said`: after "is" or a dash. `cell`: of a table. `given`: after the word itself, as to a command. `below`: alone on a line of its own. */
  how: 'set' | 'said' | 'cell' | 'given' | 'below'
  /** Nothing but marks follows it on its line. */
  isAlone: boolean
}

const longest = 300
const marks = '["\'`*_)\\]}]{0,4}'
// "Password (admin):", "Password for the switch =", "**Passwort**:", `['password'] =`, `:password =>`.
const separator = new RegExp(
  `${marks}(?:[ \\t]{0,3}\\([^()\\n]{1,40}\\)|[ \\t]{1,3}(?:for|of|on|to|für|von|vom|im|de|del|pour|voor)[ \\t][^\\n:=|"'\`]{1,40}?)?${marks}[ \\t]{0,8}` +
    `(?:(:=|=>|->|→|[:=]|\\((?=["']))|(\\|)|(?:(?:–|--?)(?=[ \\t])|(?:is|ist|lautet|was)(?=[ \\t])))[*_]{0,3}[ \\t]{0,8}`,
  'y',
)
const gap = /[ \t]{1,4}(?=\S)/y
const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
  '»': '«',
}

/**
 * What is said to be the value of the word that ends at `end`.
 * @param takesNext whether the next word is it, without anything between them: `requirepass …`, `--password …`
 */
export function valueAfter(text: string, end: number, takesNext: boolean): Value | undefined {
  if (text[end] === '>') return elementAt(text, end + 1)
  separator.lastIndex = end
  const match = separator.exec(text)
  if (match) {
    const how = match[1] ? 'set' : match[2] ? 'cell' : 'said'
    return valueAt(text, end + match[0].length, how, match[1] === '=' ? endsAt(text, end) : '')
  }
  gap.lastIndex = end
  const space = gap.exec(text)
  if (!space) return undefined
  const at = end + space[0].length
  return takesNext || (text[at] ?? '') in closing ? valueAt(text, at, 'given', '') : undefined
}

/** `Password=…;` of a connection string, `?token=…&` of an address. */
const endsAt = (text: string, end: number): string =>
  /[?&][\w.-]{0,40}$/.test(text.slice(Math.max(0, end - 50), end)) ? ';&' : ';'

/** `<password>…</password>` */
function elementAt(text: string, from: number): Value | undefined {
  const content = /([^<>\n]{1,200})<\//y
  content.lastIndex = from
  const found = content.exec(text)?.[1]
  if (found === undefined) return undefined
  return { text: found, from, to: from + found.length, isQuoted: true, how: 'set', isAlone: true }
}

const opening = /(?:\*\*|__)?(["'`“„‘«»])/y
const plain = /[^\s|`]{1,300}/y

/** @param ends characters that end it, where nothing quotes it */
function valueAt(text: string, at: number, how: Value['how'], ends: string): Value | undefined {
  opening.lastIndex = at
  const opened = opening.exec(text)
  if (opened) {
    const from = at + opened[0].length
    const near = text.slice(from, from + longest)
    const length = near.indexOf(closing[opened[1] as string] as string)
    const inside = near.slice(0, length)
    if (length === -1 || inside.includes('\n')) return undefined
    const to = from + length
    return { text: inside, from, to, isQuoted: true, how, isAlone: isEndOfLine(text, to) }
  }
  plain.lastIndex = at
  const found = plain.exec(text)?.[0]
  if (found === undefined) return undefined
  const bold = /^(\*\*|__|\*|_)(?=\w)/.exec(found)?.[1] ?? ''
  const from = at + bold.length
  const value = trimmed(found.slice(bold.length), bold, ends)
  if (value === '') return undefined
  const to = from + value.length
  return { text: value, from, to, isQuoted: false, how, isAlone: isEndOfLine(text, to) }
}

/** Without what belongs to the sentence, the emphasis, the query or the tag around it. */
function trimmed(found: string, bold: string, ends: string): string {
  let value = found
  const tag = value.search(/<\/|<br/i)
  if (tag > 0) value = value.slice(0, tag)
  for (const end of ends) value = value.split(end, 1)[0] as string
  if (bold && value.includes(bold)) value = value.slice(0, value.lastIndexOf(bold))
  for (;;) {
    const last = value.at(-1)
    if (last === undefined) return ''
    const isOpen =
      (last === ')' && !value.includes('(')) ||
      (last === ']' && !value.includes('[')) ||
      (last === '}' && !value.includes('{'))
    if (!isOpen && !'.,;:"\''.includes(last) && !(last === '\\' && value.length > 1)) return value
    value = value.slice(0, -1)
  }
}

function isEndOfLine(text: string, at: number): boolean {
  for (let place = at; place < Math.min(text.length, at + 40); place++) {
    const letter = text[place] as string
    if (letter === '\n' || letter === '|') return true
    if (!' \t\r"\'`*_.,;)]}\\”’»'.includes(letter)) return /^(?:[#(<]|\/\/)/.test(text.slice(place, place + 2))
  }
  return text.length - at < 40
}

const down =
  /["'`*_)\]}]{0,4}[ \t]{0,4}:[*_]{0,3}[ \t]{0,8}\r?\n(?:[ \t>]{0,12}\r?\n)?(?:[ \t>]{0,12}(?:```|~~~)[a-z]{0,12}[ \t]{0,4}\r?\n)?[ \t>]{0,12}(?:[-*+][ \t]{1,4})?(["'`]?)([^\s|`"'<>]{4,128})\1[ \t]{0,8}(?=\r?\n|$)/y

/** After "Password:" at the end of a line: what stands alone on the next one, in a code block perhaps. */
export function valueBelow(text: string, end: number): Value | undefined {
  down.lastIndex = end
  const match = down.exec(text)
  if (!match) return undefined
  const value = match[2] as string
  const from = end + match[0].lastIndexOf(value)
  return { text: value, from, to: from + value.length, isQuoted: match[1] !== '', how: 'below', isAlone: true }
}

const mostRows = 300
/** Of a heading of a table, in characters. */
const widest = 1_000

/** The cells below a heading of a Markdown table; none where the place is not in one. */
export function columnBelow(reading: Reading, at: number): Value[] {
  const { text } = reading
  // What stands in the rows of a table heads no other.
  if ((at > reading.rows.from && at < reading.rows.to) || !reading.spend(200)) return []
  const lineFrom = Math.max(0, at - widest) + text.slice(Math.max(0, at - widest), at).lastIndexOf('\n') + 1
  const lineTo = endOfLine(text, at, widest)
  const rulesTo = endOfLine(text, lineTo + 1, widest)
  if (!isRuled(text.slice(lineTo + 1, rulesTo))) return []
  const column = cellsOf(text, lineFrom, lineTo).findIndex(({ from, to }) => from <= at && at < to)
  const values: Value[] = []
  let from = rulesTo + 1
  for (let row = 0; row < mostRows && from < text.length; row++) {
    const to = endOfLine(text, from, 5_000)
    if (!reading.spend(2 * (to - from)) || !text.slice(from, to).includes('|')) break
    const value = valueInCell(text, cellsOf(text, from, to)[column])
    if (value) values.push(value)
    from = to + 1
  }
  reading.rows = { from: rulesTo, to: from }
  return values
}

/** `| --- | :--: |` */
const isRuled = (line: string): boolean =>
  /^[ \t>]{0,20}\|?[ \t]{0,20}:?-/.test(line) && line.includes('|') && !/[^\s|:>-]/.test(line)

function valueInCell(text: string, cell: { from: number; to: number } | undefined): Value | undefined {
  if (!cell) return undefined
  const before = /^[ \t]*/.exec(text.slice(cell.from, cell.to))?.[0].length ?? 0
  const value = valueAt(text, cell.from + before, 'cell', '')
  return value && value.to <= cell.to ? value : undefined
}

function cellsOf(text: string, from: number, to: number): { from: number; to: number }[] {
  const cells: { from: number; to: number }[] = []
  let start = from + (/^[ \t>]*\|?/.exec(text.slice(from, to))?.[0].length ?? 0)
  for (let at = start; at <= to; at++) {
    if (at < to && (text[at] !== '|' || text[at - 1] === '\\')) continue
    cells.push({ from: start, to: at })
    start = at + 1
  }
  return cells
}

/** Or so many characters further, where the line goes on. */
function endOfLine(text: string, from: number, most: number): number {
  const at = text.slice(from, from + most).indexOf('\n')
  return at === -1 ? Math.min(text.length, from + most) : from + at
}
