import { FreshnessState, Kind, kinds, parseReference } from '#contract/values.ts'
import { compoundParts, foldWord, wordsIn } from './words.ts'

/** A word, a compound or a quoted phrase that must be found. */
export interface Term {
  written: string
  /** Ways in which it may stand in a text, each as words in a row; any of them will do. */
  forms: string[][]
  /** The last word may go on. */
  isPrefix: boolean
  isQuoted?: boolean
  /** Other forms of the word, where the word itself is seldom found. */
  also?: string[][]
  /** The forms with all words that the last one may go on to, where these are few and known. */
  complete?: string[][]
  /** May stand in the middle of a word. */
  isInside?: boolean
}

export interface Filters {
  kind?: Kind
  tags: string[]
  isMine: boolean
  state?: FreshnessState
  isArchived: boolean
  /** As written: a reference or the beginning of a title. */
  system?: string
  /** As written: the beginning of a collection's name. */
  collection?: string
}

export interface Wanted {
  terms: Term[]
  filters: Filters
  /** All the text is a reference. */
  reference?: { kind: Kind; number: number }
  /** What is no filter we know, with what would be right. */
  hints: string[]
}

// A filter with its value, a quoted phrase, or anything up to the next space. A quote that is not closed goes on to the end.
const piecePattern = /([A-Za-z]{2,12}):(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|[^\s"]+/g
const mostTerms = 40
const mostWordsOfTerm = 30

/** Reads what a person typed. Whatever it is, it means something: nothing in it is an operator of the index. */
export function readText(text: string): Wanted {
  const filters: Filters = { tags: [], isMine: false, isArchived: false }
  const hints: string[] = []
  const plain: { written: string; isQuoted: boolean }[] = []
  for (const [piece, key, quotedValue, value, quoted] of text.normalize('NFC').matchAll(piecePattern)) {
    const isFilter = key !== undefined && takeFilter(key.toLowerCase(), quotedValue ?? value ?? '', filters, hints)
    if (!isFilter) plain.push({ written: quoted ?? piece, isQuoted: quoted !== undefined })
  }
  const terms = plain.flatMap(({ written, isQuoted }, index) =>
    termsOf(written, isQuoted, !isQuoted && index === plain.length - 1),
  )
  const reference = parseReference(plain.map(({ written }) => written).join(' '))
  if (terms.length > mostTerms) hints.push(`Only the first ${mostTerms} words were searched for.`)
  return { terms: terms.slice(0, mostTerms), filters, hints, ...(reference && { reference }) }
}

const kindNames = new Map<string, Kind>(
  Kind.options.flatMap((kind) =>
    [kind, kinds[kind].many, kinds[kind].prefix.toLowerCase()].map((name) => [name, kind]),
  ),
)

/** @returns whether it was a filter; a value that none takes leaves a hint and filters nothing. */
function takeFilter(key: string, value: string, filters: Filters, hints: string[]): boolean {
  const folded = value.trim().toLowerCase()
  switch (key) {
    case 'kind': {
      const kind = kindNames.get(folded)
      if (kind) filters.kind = kind
      else hints.push(`“kind:” takes ${Kind.options.join(' or ')}.`)
      return true
    }
    case 'tag':
      if (folded) filters.tags.push(folded.replace(/\s+/g, '-'))
      return true
    case 'owner':
      if (folded === 'me') filters.isMine = true
      else hints.push('“owner:” takes me.')
      return true
    case 'is': {
      const state = FreshnessState.safeParse(folded)
      if (state.success) filters.state = state.data
      else if (folded === 'archived') filters.isArchived = true
      else hints.push(`“is:” takes ${FreshnessState.options.join(', ')} or archived.`)
      return true
    }
    case 'system':
      if (value.trim()) filters.system = value.trim()
      return true
    case 'in':
    case 'collection':
      if (value.trim()) filters.collection = value.trim()
      return true
    default:
      if (key in mistaken) hints.push(`There is no filter “${key}:”. ${mistaken[key]}`)
      return false
  }
}

/** What people write who know other tools. Anything else before a colon (`https:`, `error:`) is a word. */
const mistaken: Record<string, string> = {
  type: 'Use kind:runbook.',
  tags: 'Use tag:vpn.',
  label: 'Use tag:vpn.',
  labels: 'Use tag:vpn.',
  state: 'Use is:overdue.',
  status: 'Use is:overdue.',
  freshness: 'Use is:overdue.',
  criticality: 'Sort by queue instead, or use is:overdue.',
  author: 'Use owner:me.',
  assignee: 'Use owner:me.',
  deputy: 'Use owner:me.',
  sys: 'Use system:SY-01.',
  folder: 'Use in:"Network".',
}

function termsOf(written: string, isQuoted: boolean, isLast: boolean): Term[] {
  const parts = wordsIn(written).slice(0, mostWordsOfTerm)
  const words = parts.map(foldWord).filter(Boolean)
  if (words.length === 0) return []
  if (isQuoted) return [{ written, forms: [words], isPrefix: false, isQuoted }]
  const forms = [words]
  const expanded = parts.flatMap((part) => compoundParts(part) ?? [part]).map(foldWord)
  if (expanded.length > words.length) forms.push(expanded)
  // fail-over is written failover, too.
  if (words.length === 2 && words.every((word) => /^[a-z]+$/.test(word))) forms.push([words.join('')])
  return [{ written: parts.join(' '), forms, isPrefix: isLast && (words.at(-1) as string).length >= 2 }]
}
