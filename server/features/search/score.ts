import type { Criticality } from '#contract/values.ts'
import { findTerm, looked, placesOf } from './find-in-text.ts'
import type { Term } from './read-text.ts'

/** What a result is judged by. */
export interface Judged {
  title: string
  tags: readonly string[]
  headings: string
  /** Empty where the text is not looked at. */
  summary: string
  body: string
  criticality: Criticality
  pinned: boolean
  /** By the caller; absent if longer ago than the last 30 days. */
  daysSinceUse?: number | undefined
}

/** What a word is worth by where it stands; DESIGN-LANGUAGE §7 gives the order. The best place counts. */
const worth = { title: 4, tag: 2.4, heading: 1.8, summary: 1.2, body: 0.4 } as const
/** What lifts a result beside its words. Being overdue lifts nothing and lowers nothing. */
const lift = {
  exactTitle: 3,
  titlePrefix: 1.5,
  titlePhrase: 0.5,
  pinned: 0.6,
  used: 0.5,
  critical: 0.3,
  high: 0.1,
} as const

/** What another form of the word is worth: block, where blocking stands. */
const otherForm = 0.85

/** A document with this much has all the words in its title. */
export const inTitle = worth.title

/** Words that say little by themselves: they must be found, but hardly decide the order. */
const small = new Set(
  'a an and are at be by do for from how i in is it my no not of on or our the to we what when where with'.split(' '),
)
const weightOf = ({ forms }: Term) => (forms[0]?.length === 1 && small.has(forms[0][0] as string) ? 0.2 : 1)

/** How well a document answers: the mean of what its words are worth, and what lifts it. */
export function scoreOf(document: Judged, terms: readonly Term[]): number {
  return wordsWorth(document, terms) + titleLift(document.title, terms) + lifts(document)
}

function wordsWorth({ title, tags, headings, summary, body }: Judged, terms: readonly Term[]): number {
  if (terms.length === 0) return 0
  const fields = {
    title: looked(title),
    tag: looked(tags.join('\n')),
    heading: looked(headings),
    summary: looked(summary),
    body: looked(body),
  }
  let sum = 0
  let weights = 0
  for (const term of terms) {
    const inBody = bodyWorth(placesOf(fields.body, term, 8).length)
    const place = (['title', 'tag', 'heading', 'summary'] as const).find((field) => findTerm(fields[field], term))
    const isExact = !term.also || !place || findTerm(fields[place], { ...term, also: [] }) !== undefined
    const weight = weightOf(term)
    sum += weight * ((place ? worth[place] * (isExact ? 1 : otherForm) : worth.body) + inBody * 0.7)
    weights += weight
  }
  return sum / weights
}

/** The first mention says most: 0 for none, towards 1 for many. */
const bodyWorth = (mentions: number) => mentions / (mentions + 2)

function titleLift(title: string, terms: readonly Term[]): number {
  if (terms.length === 0) return 0
  const ready = looked(title)
  const first = findTerm(ready, terms[0] as Term)
  if (!first) return 0
  let { end } = first
  for (const term of terms.slice(1)) {
    const next = findTerm(ready, term, end)
    if (!next || /[\p{L}\p{N}]/u.test(ready.text.slice(end, next.start))) return 0
    end = next.end
  }
  const before = ready.text.slice(0, first.start)
  if (/[\p{L}\p{N}]/u.test(before)) return terms.length > 1 ? lift.titlePhrase : 0
  return /[\p{L}\p{N}]/u.test(ready.text.slice(end)) ? lift.titlePrefix : lift.exactTitle
}

const daysOfUse = 30

function lifts({ pinned, criticality, daysSinceUse }: Judged): number {
  const used = daysSinceUse === undefined ? 0 : lift.used * (1 - daysSinceUse / (2 * daysOfUse))
  const weight = criticality === 'critical' ? lift.critical : criticality === 'high' ? lift.high : 0
  return (pinned ? lift.pinned : 0) + used + weight
}
