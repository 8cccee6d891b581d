import { formatReference, parseReference, type Reference } from './values.ts'

/** `[[RB-14]]`, also `[[rb14]]`; a name after a bar is allowed and ignored. */
export const referencePattern = /^\[\[[ \t]*([A-Za-z]{2}[ \t_-]?\d{1,10})[ \t]*(?:\|[^[\]\n]{0,200})?\]\]/

/** What is written between double brackets, in its one form; undefined where it is no reference. */
export function referenceAt(text: string, at = 0): { reference: Reference; length: number } | undefined {
  const match = referencePattern.exec(text.slice(at, at + 260))
  const parsed = match && parseReference(match[1] as string)
  return match && parsed
    ? { reference: formatReference(parsed.kind, parsed.number), length: match[0].length }
    : undefined
}

export interface InlineText {
  /** Words without marks: of links their text, of images their description, of code the code. */
  text: string
  /** In order of appearance, repeated where repeated; not those inside code. */
  references: Reference[]
  /** Ids of the attachments that are shown as pictures, in order, repeated where repeated; not those inside code. */
  pictures: string[]
}

/** `attachment:<uuid>`: where a picture of the document itself is found. The id is lower case. */
export function attachmentAt(href: string): string | undefined {
  return /^attachment:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(href)?.[1]?.toLowerCase()
}

interface Delimiter {
  piece: number
  left: number
}

/**
 * Reads the inline part of Markdown in one pass.
 * @param labels of the link definitions in the text, in small letters: what makes `[label]` a link
 */
export function inlineOf(source: string, labels: ReadonlySet<string> = none): InlineText {
  if (!/[\\`[\]<&*_~]/.test(source)) return { text: source, references: [], pictures: [] }
  const pieces: string[] = []
  const references: Reference[] = []
  const pictures: string[] = []
  const brackets: { piece: number; inside: number; isPicture?: true }[] = []
  const delimiters: Record<string, Delimiter[]> = { '*': [], _: [], '~': [] }
  const codeEnds = backtickRuns(source)
  let words = 0
  let at = 0

  const flush = (until: number) => {
    if (until > words) pieces.push(source.slice(words, until))
  }
  const put = (piece: string, next: number) => {
    flush(at)
    pieces.push(piece)
    at = words = next
  }

  while (at < source.length) {
    const character = source[at] as string
    switch (character) {
      case '\\': {
        const next = source[at + 1]
        if (next !== undefined && /[!-/:-@[-`{-~]/.test(next)) put(next, at + 2)
        else if (next === '\n') put('', at + 1)
        else at++
        break
      }
      case '`': {
        const length = runLength(source, at)
        const end = codeEnds(length, at)
        if (end === undefined) at += length
        else put(codeText(source.slice(at + length, end)), end + length)
        break
      }
      case '[': {
        const reference = source[at + 1] === '[' ? referenceAt(source, at) : undefined
        if (reference) {
          references.push(reference.reference)
          put(reference.reference, at + reference.length)
        } else {
          put('[', at + 1)
          brackets.push({ piece: pieces.length - 1, inside: at })
        }
        break
      }
      case '!':
        if (source[at + 1] === '[' && source[at + 2] !== '[') {
          put('![', at + 2)
          brackets.push({ piece: pieces.length - 1, inside: at, isPicture: true })
        } else at++
        break
      case ']': {
        const opener = brackets.pop()
        const end = opener && (linkEnd(source, at + 1) ?? labelEnd(source, opener.inside, at, labels))
        if (!opener || end === undefined) at++
        else {
          pieces[opener.piece] = ''
          const href = opener.isPicture && /^\(\s{0,20}<?([^\s<>()]{1,60})/.exec(source.slice(at + 1, at + 100))?.[1]
          const picture = href ? attachmentAt(href) : undefined
          if (picture) pictures.push(picture)
          put('', end)
        }
        break
      }
      case '<': {
        const tag =
          /^<(?:([a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})|[/!?]?[a-z-][^<>]{0,2000})>/i.exec(
            source.slice(at, at + 2_100),
          )
        if (tag) put(tag[1] ?? '', at + tag[0].length)
        else at++
        break
      }
      case '&': {
        const entity = /^&(?:amp|lt|gt|quot|nbsp|#39|apos);/.exec(source.slice(at, at + 7))?.[0]
        if (entity) put(entities[entity] as string, at + entity.length)
        else at++
        break
      }
      case '*':
      case '_':
      case '~': {
        const length = runLength(source, at)
        const { canOpen, canClose } = flanks(source, at, length)
        const open = delimiters[character] as Delimiter[]
        const start = at
        put(source.slice(start, start + length), start + length)
        const piece = pieces.length - 1
        if (character === '~' && length > 2) break
        let left = length
        while (canClose && left > 0 && open.length > 0) {
          const opener = open.at(-1) as Delimiter
          const used = Math.min(left, opener.left)
          opener.left -= used
          left -= used
          pieces[opener.piece] = character.repeat(opener.left)
          if (opener.left === 0) open.pop()
        }
        pieces[piece] = character.repeat(left)
        if (canOpen && left > 0) open.push({ piece, left })
        break
      }
      default:
        at++
    }
  }
  flush(source.length)
  return { text: pieces.join(''), references, pictures }
}

const none: ReadonlySet<string> = new Set()

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
  '&#39;': "'",
  '&apos;': "'",
}

function runLength(source: string, at: number): number {
  let end = at
  while (source[end] === source[at]) end++
  return end - at
}

/** Where the run of backticks that closes a code span stands: every run is looked at once, however many spans there are. */
function backtickRuns(source: string): (length: number, at: number) => number | undefined {
  const byLength = new Map<number, { at: number[]; next: number }>()
  for (let at = source.indexOf('`'); at >= 0;) {
    const length = runLength(source, at)
    const runs = byLength.get(length) ?? { at: [], next: 0 }
    runs.at.push(at)
    byLength.set(length, runs)
    at = source.indexOf('`', at + length)
  }
  return (length, at) => {
    const runs = byLength.get(length)
    if (!runs) return undefined
    while (runs.next < runs.at.length && (runs.at[runs.next] as number) <= at) runs.next++
    return runs.at[runs.next]
  }
}

function codeText(inner: string): string {
  const text = inner.replaceAll('\n', ' ')
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text
}

const isSpace = (character: string) => character === ' ' || /\s/.test(character)
const isMark = (character: string) => !/[a-z0-9]/i.test(character) && /[\p{P}\p{S}]/u.test(character)

/** CommonMark's flanking rules: whether a run of `*`, `_` or `~` can open and can close emphasis. */
function flanks(source: string, at: number, length: number): { canOpen: boolean; canClose: boolean } {
  const before = source[at - 1] ?? ' '
  const after = source[at + length] ?? ' '
  const left = !isSpace(after) && (!isMark(after) || isSpace(before) || isMark(before))
  const right = !isSpace(before) && (!isMark(before) || isSpace(after) || isMark(after))
  if (source[at] !== '_') return { canOpen: left, canClose: right }
  return { canOpen: left && (!right || isMark(before)), canClose: right && (!left || isMark(after)) }
}

/** The end of `(destination "title")` after a closing bracket; undefined where it does not stand there. */
function linkEnd(source: string, at: number): number | undefined {
  if (source[at] !== '(') return undefined
  // Balanced to one level, so that addresses with brackets work; each stretch is bounded.
  const inner =
    /^\(\s{0,20}(?:<[^<>\n]{0,2000}>|(?:[^\s()<>[\]]|\([^\s()]{0,200}\)){0,2000})(?:\s{1,20}(?:"[^"]{0,300}"|'[^']{0,300}'|\([^()]{0,300}\)))?\s{0,20}\)/
  const match = inner.exec(source.slice(at, at + 2_700))
  return match ? at + match[0].length : undefined
}

/** The end of `[label]`, `[text][label]` or `[label][]`, where the label is defined. */
function labelEnd(source: string, from: number, close: number, labels: ReadonlySet<string>): number | undefined {
  if (labels.size === 0) return undefined
  const second = /^\[([^[\]\n]{0,300})\]/.exec(source.slice(close + 1, close + 310))
  if (second?.[1] && labels.has(labelOf(second[1]))) return close + 1 + second[0].length
  if (close - from > 300 || !labels.has(labelOf(source.slice(from, close)))) return undefined
  return close + 1 + (second?.[1] === '' ? 2 : 0)
}

/** Labels are the same whatever their case and spaces. */
export function labelOf(written: string): string {
  return written.trim().replace(/\s+/g, ' ').toLowerCase()
}
