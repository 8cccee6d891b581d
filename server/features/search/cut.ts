import type { Fragment } from '#contract/search.ts'
import { inlineOf } from '#contract/markdown.ts'
import { looked, placesOf, type Looked, type Place } from './find-in-text.ts'
import type { Term } from './read-text.ts'

const mostPlacesOfTerm = 8
const snippetLength = 200
const leadLength = 60
/** Comments in code look like headings, too: a long script is not read to its beginning. */
const mostHeadingsTried = 200

/** A line of text, parted into what was searched for and what was not. */
export function highlight(text: string, terms: readonly Term[]): Fragment[] {
  const ready = looked(text)
  return fragments(ready.text, hitsOf(ready, terms))
}

export interface Cutting {
  snippet: Fragment[]
  /** The heading above. */
  heading?: string
}

/**
 * The stretch of a Markdown text in which most of the words stand together, as plain text with the hits marked.
 * @param headings of the text, one a line: what looks like a heading inside code is none
 * @returns undefined where none of the words stands in the text.
 */
export function cut(body: string, headings: string, terms: readonly Term[]): Cutting | undefined {
  const ready = looked(body)
  const place = densest(ready, terms)
  if (!place) return undefined
  const { text } = ready
  const from = startOf(text, place.start)
  const to = endOf(text, from)
  const stretch = text.slice(from, to)
  const plain = looked(plainText(stretch))
  const hits = hitsOf(plain, terms)
  // Words that stand in an address only are gone from the plain text: then the text is shown as it was written.
  const shown = hits.length > 0 ? plain : looked(stretch.replace(/\s+/g, ' ').trim())
  const parts = fragments(shown.text, hits.length > 0 ? hits : hitsOf(shown, terms))
  const snippet = [
    ...(from > 0 && text[from - 1] !== '\n' ? [{ text: '… ', hit: false }] : []),
    ...parts,
    ...(to < text.length ? [{ text: ' …', hit: false }] : []),
  ]
  const heading = headingAbove(text, place.start, headings)
  return { snippet: joined(snippet), ...(heading !== undefined && { heading }) }
}

function hitsOf(ready: Looked, terms: readonly Term[]): Place[] {
  return terms.flatMap((term) => placesOf(ready, term, mostPlacesOfTerm)).sort((a, b) => a.start - b.start)
}

/** The first place of the stretch that holds most different words, then most of them; headings only if nothing else. */
function densest(ready: Looked, terms: readonly Term[]): Place | undefined {
  const places = terms
    .flatMap((term, index) => placesOf(ready, term, mostPlacesOfTerm).map((place) => ({ ...place, index })))
    .sort((a, b) => a.start - b.start)
  let best: Place | undefined
  let bestWorth = -1
  places.forEach((first, at) => {
    const words = new Set<number>()
    let count = 0
    for (let next = at; next < places.length; next++) {
      const place = places[next] as (typeof places)[number]
      if (place.end > first.start + snippetLength - leadLength) break
      words.add(place.index)
      count += 1
    }
    const worth = words.size * 100 + Math.min(count, 9) * 2 - (isInHeading(ready.text, first.start) ? 50 : 0)
    if (worth > bestWorth) [best, bestWorth] = [first, worth]
  })
  return best
}

const isInHeading = (text: string, at: number) => /^ {0,3}#{1,6} /.test(text.slice(lineStart(text, at), at + 1))
const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1

/** A little before the hit: at the start of its line if that is near, else at a word. */
function startOf(text: string, at: number): number {
  const line = lineStart(text, at)
  if (at - line <= leadLength) return line
  const space = text.indexOf(' ', at - leadLength)
  return space >= 0 && space < at ? space + 1 : at
}

function endOf(text: string, from: number): number {
  if (text.length - from <= snippetLength) return text.length
  const space = text.lastIndexOf(' ', from + snippetLength)
  const end = space > from + snippetLength / 2 ? space : from + snippetLength
  // Never between the halves of a character.
  return /[\ud800-\udbff]/.test(text[end - 1] as string) ? end - 1 : end
}

/** Without the marks of Markdown. */
function plainText(stretch: string): string {
  return stretch
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:`{3,}|~{3,}|[|:\s-]+$|-{3,}$|={3,}$)/.test(line))
    .map((line) => line.replace(/^(?:>\s?|[*+-]\s+|\d{1,9}[.)]\s+|#{1,6}\s+|\[[ xX]\]\s+)+/, ''))
    .map((line) => inlineOf(line.startsWith('|') ? line.replaceAll('|', ' ').trim() : line).text)
    .join(' ')
    .replace(/\s+/g, ' ')
}

/** The last heading before a place: one that the text really has. */
function headingAbove(text: string, at: number, headings: string): string | undefined {
  if (headings === '') return undefined
  const known = new Set(headings.split('\n'))
  // Looked for backwards: most places have theirs near.
  let start = text.lastIndexOf('\n#', at)
  for (let tries = 0; tries < mostHeadingsTried; tries++) {
    const lineEnd = text.indexOf('\n', start + 1)
    const written = /^#{1,6}[ \t]+(\S.*)$/.exec(text.slice(start + 1, lineEnd < 0 ? undefined : lineEnd))?.[1]
    const heading = written && inlineOf(written.replace(/[ \t]+#*[ \t]*$/, '')).text.trim()
    if (heading && known.has(heading)) return heading
    if (start <= 0) return undefined
    start = text.lastIndexOf('\n#', start - 1)
  }
  return undefined
}

function fragments(text: string, hits: readonly Place[]): Fragment[] {
  const parts: Fragment[] = []
  let at = 0
  for (const { start, end } of hits) {
    if (start < at) continue
    if (start > at) parts.push({ text: text.slice(at, start), hit: false })
    parts.push({ text: text.slice(start, end), hit: true })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false })
  return parts
}

function joined(parts: readonly Fragment[]): Fragment[] {
  const result: Fragment[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last && last.hit === part.hit) last.text += part.text
    else result.push({ ...part })
  }
  return result
}
