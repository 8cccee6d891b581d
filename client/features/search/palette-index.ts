import type { IndexEntry } from '#contract/documents.ts'
import { Kind, parseReference } from '#contract/values.ts'
import { daysBetween } from '../../ui/format.ts'
import { beginsWithSlips, slipsAllowed } from './typos.ts'
import { fold, tokensOf, wordsOf, type Word } from './words.ts'

/**
 * Titles, references, tags and systems of everything the person reaches, searched within a frame. Plain data and no
 * browser, so that it runs in the Worker and in tests alike.
 */

/** An entry and the organization it is from; `key` is `slug/RB-14`. */
export interface Listed extends IndexEntry {
  slug: string
  key: string
}

/** Something found, and the parts of its title that were typed. */
export interface Hit {
  entry: Listed
  marks: readonly (readonly [from: number, to: number])[]
}

export interface Found {
  best: Hit | undefined
  /** Nothing is written as it was typed: the best is only similar. */
  isSimilar: boolean
  groups: { kind: Kind; hits: Hit[] }[]
  /** All that match, shown or not. */
  total: number
}

export type PaletteIndex = ReturnType<typeof makePaletteIndex>

export const mostPerGroup = 5

interface Indexed {
  entry: Listed
  /** `forms`: as people begin to write it, `rb09` and `rb9`. */
  reference: { kind: Kind; number: number; forms: readonly string[] }
  title: string
  words: Word[]
  /** Words of tags and system. */
  other: string[]
}

// Order of DESIGN-LANGUAGE §7: classes never mix, what raises works inside a class.
const classes = {
  reference: 600,
  wholeTitle: 550,
  titleStart: 500,
  referenceStart: 450,
  titleWord: 400,
  slip: 300,
  other: 200,
}
const raises = { runbook: 45, pinned: 20, usedLately: 12, critical: 8, high: 3 }
const latelyDays = 30

/** @param today a Day, for "used in 30 days" */
export function makePaletteIndex(entriesBySlug: ReadonlyMap<string, readonly IndexEntry[]>, today: string) {
  const all: Indexed[] = []
  for (const [slug, entries] of entriesBySlug)
    for (const entry of entries) all.push(indexed({ ...entry, slug, key: `${slug}/${entry.reference}` }))
  const vocabulary = makeVocabulary(all)
  const raise = Float64Array.from(all, ({ entry }) => raiseOf(entry, today))

  /** @param slugs organizations to look in */
  function find(text: string, slugs: readonly string[]): Found {
    const tokens = tokensOf(text)
    if (tokens.length === 0) return { best: undefined, isSimilar: false, groups: [], total: 0 }
    const allowed = new Set(slugs)
    const scores = score(tokens, text)
    const found = all
      .map((indexed, at) => ({ indexed, score: scores[at] ?? 0 }))
      .filter(({ indexed, score }) => score > 0 && allowed.has(indexed.entry.slug))
      .sort((a, b) => b.score - a.score || compare(a.indexed.entry, b.indexed.entry))
    const isSimilar = Math.floor((found[0]?.score ?? 0) / 100) * 100 === classes.slip
    return grouped(
      found.map(({ indexed }) => hitOf(indexed, tokens)),
      isSimilar,
    )
  }

  /** The best class that an entry reaches, plus what raises it; 0 where it does not match. */
  function score(tokens: readonly string[], text: string): Float64Array {
    const strict = vocabulary.matching(tokens, false)
    const hasEnough = strict.reduce((sum, quality) => sum + (quality > 0 ? 1 : 0), 0) >= mostPerGroup
    const loose = hasEnough ? strict : vocabulary.matching(tokens, true)
    const typed = fold(text).trim().replace(/\s+/g, ' ')
    const reference = parseReference(text)
    const isReferenceStart = /^[a-z]{2}[\s_-]?[0-9]+$/.test(typed)
    const start = isReferenceStart ? typed.replace(/[\s_-]/, '') : ''
    return Float64Array.from(all, ({ title, reference: own }, at) => {
      if (reference && own.kind === reference.kind && own.number === reference.number) return classes.reference
      if (title === typed) return classes.wholeTitle + (raise[at] ?? 0)
      if (title.startsWith(typed)) return classes.titleStart + (raise[at] ?? 0)
      // By their numbers: somebody is half-way through typing one of them.
      if (isReferenceStart && own.forms.some((form) => form.startsWith(start)))
        return classes.referenceStart - own.number / 1e9
      const worst = classOf(Math.max(strict[at] ?? 0, loose[at] ?? 0))
      return worst && worst + (raise[at] ?? 0)
    })
  }

  /** What somebody opened lately: first what this page saw, then what the server knows. */
  function recent(visited: readonly string[], slugs: readonly string[]): Hit[] {
    const byKey = new Map(all.map(({ entry }) => [entry.key, entry]))
    const seen = visited.flatMap((key) => byKey.get(key) ?? [])
    const used = all
      .map(({ entry }) => entry)
      .filter((entry) => entry.usedAt !== undefined || entry.pinned)
      .sort((a, b) => (b.usedAt ?? '').localeCompare(a.usedAt ?? '') || raiseOf(b, today) - raiseOf(a, today))
    const entries = [...new Set([...seen, ...used])].filter(({ slug }) => slugs.includes(slug))
    return entries.slice(0, mostPerGroup).map((entry) => ({ entry, marks: [] }))
  }

  return { find, recent, size: all.length }
}

function indexed(entry: Listed): Indexed {
  const other = [...entry.tags, entry.system ?? ''].flatMap((text) => wordsOf(text).map((each) => each.text))
  const title = fold(entry.title).trim().replace(/\s+/g, ' ')
  const written = entry.reference.toLowerCase().replace('-', '')
  const number = Number(written.slice(2))
  const reference = { kind: entry.kind, number, forms: [written, `${written.slice(0, 2)}${number}`] }
  return { entry, reference, title, words: wordsOf(entry.title), other }
}

/** How well one word is matched; a text is matched as well as its worst word. */
const quality = { no: 0, other: 1, slip: 2, title: 3 }
const classOf = (value: number): number => [0, classes.other, classes.slip, classes.titleWord][value] ?? 0

/** Every word that occurs, sorted, with the entries it occurs in: a prefix is one stretch of it. */
function makeVocabulary(all: readonly Indexed[]) {
  const postings = new Map<string, { title: number[]; other: number[] }>()
  const postingOf = (text: string) => {
    let known = postings.get(text)
    if (!known) postings.set(text, (known = { title: [], other: [] }))
    return known
  }
  all.forEach(({ words, other }, at) => {
    for (const { text } of words) postingOf(text).title.push(at)
    for (const text of other) postingOf(text).other.push(at)
  })
  const sorted = [...postings.keys()].sort()

  /** @returns for every entry the quality of its worst word. */
  function matching(tokens: readonly string[], withSlips: boolean): Uint8Array {
    const worst = new Uint8Array(all.length).fill(quality.title)
    for (const token of new Set(tokens)) {
      const best = new Uint8Array(all.length)
      const reach = (at: number, value: number): void => {
        if ((best[at] ?? 0) < value) best[at] = value
      }
      for (let at = firstFrom(sorted, token); sorted[at]?.startsWith(token); at++) {
        const found = postings.get(sorted[at] ?? '')
        for (const entry of found?.title ?? []) reach(entry, quality.title)
        for (const entry of found?.other ?? []) reach(entry, quality.other)
      }
      const slips = withSlips ? slipsAllowed(token) : 0
      if (slips > 0)
        for (const word of sorted)
          if (beginsWithSlips(word, token, slips))
            for (const entry of postings.get(word)?.title ?? []) reach(entry, quality.slip)
      for (let at = 0; at < worst.length; at++) worst[at] = Math.min(worst[at] ?? 0, best[at] ?? 0)
    }
    return worst
  }

  return { matching }
}

/** Index of the first word that is not before `from`. */
function firstFrom(sorted: readonly string[], from: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as string) < from) low = middle + 1
    else high = middle
  }
  return low
}

function raiseOf(entry: IndexEntry, today: string): number {
  const isLate = entry.usedAt !== undefined && daysBetween(entry.usedAt, today) <= latelyDays
  return (
    (entry.kind === 'runbook' ? raises.runbook : 0) +
    (entry.pinned ? raises.pinned : 0) +
    (isLate ? raises.usedLately : 0) +
    (entry.criticality === 'critical' ? raises.critical : entry.criticality === 'high' ? raises.high : 0)
  )
}

const compare = (a: Listed, b: Listed): number =>
  a.title.length - b.title.length || (a.title < b.title ? -1 : a.title > b.title ? 1 : a.key < b.key ? -1 : 1)

function hitOf({ entry, words }: Indexed, tokens: readonly string[]): Hit {
  const marks = words.flatMap(({ text, at: [from, to] }) => {
    const longest = Math.max(0, ...tokens.map((token) => (text.startsWith(token) ? token.length : 0)))
    // A joined word (`wifi` for `Wi-Fi`) is longer as written than as typed: it is marked whole.
    if (longest > 0) return [[from, text.length === to - from ? from + longest : to] as const]
    const isSlip = tokens.some((token) => slipsAllowed(token) > 0 && beginsWithSlips(text, token, slipsAllowed(token)))
    return isSlip ? [[from, to] as const] : []
  })
  return { entry, marks: joined(marks) }
}

function joined(marks: (readonly [number, number])[]): (readonly [number, number])[] {
  const result: [number, number][] = []
  for (const [from, to] of marks.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

function grouped(hits: Hit[], isSimilar: boolean): Found {
  const [best, ...rest] = hits
  const groups = Kind.options.map((kind) => ({
    kind,
    hits: rest.filter((hit) => hit.entry.kind === kind).slice(0, mostPerGroup),
  }))
  return { best, isSimilar, groups: groups.filter((group) => group.hits.length > 0), total: hits.length }
}
