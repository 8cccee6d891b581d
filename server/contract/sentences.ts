import { z } from 'zod'
import { Instant, parseReference, Person, Reference } from './values.ts'

/**
 * Sentences about what happened, out of facts that were kept as ids. A template names the facts that it shows, and
 * nothing else of them leaves the server:
 *
 *     gave {memberId:person} {level} access to {collectionId:collection|documentId:document}[ until {endsAt:time}]
 *
 * `{name:form}` is a fact, by its path in the details; `|` parts alternatives, of which the first that is known stands
 * there; what is in brackets goes when one of its facts is missing. `{on}` is what the act was done to, by its kind.
 */

/** A piece of a sentence: words, or something that a screen can draw as more than words. */
export const Part = z.union([
  z.string(),
  z.object({ person: Person }),
  /** Without a title: the reader cannot see the document, or it is gone. */
  z.object({ document: z.object({ reference: Reference, title: z.string().optional() }) }),
  z.object({ time: Instant }),
  z.object({ mono: z.string() }),
])
export type Part = z.infer<typeof Part>

export type Facts = Readonly<Record<string, unknown>>

/** What an act was done to: its kind and id. */
export interface Subject {
  kind: string
  id: string
}

/** How facts become words for one reader; ids of what the reader may not see are unknown. */
export interface Names {
  person(id: string): Person | undefined
  /** By id or by reference. */
  document(named: string): { reference: Reference; title?: string } | undefined
  collection(id: string): string | undefined
  party(id: string): string | undefined
  /** Whether the reader may read what stands in the document that the sentence is about. */
  readsContent: boolean
  /** Whether the reader manages people, and so sees e-mail addresses. */
  seesAddresses: boolean
}

/** What has to be looked up for a sentence. */
export interface Mentions {
  people: string[]
  documents: string[]
  collections: string[]
  parties: string[]
}

interface Slot {
  alternatives: readonly { path: string; form: string }[]
}
type Piece = string | Slot | { optional: readonly (string | Slot)[] }

/** What the template needs names for. */
export function mentionsIn(template: string, facts: Facts, subject?: Subject): Mentions {
  const mentions: Mentions = { people: [], documents: [], collections: [], parties: [] }
  const lists: Partial<Record<string, string[]>> = {
    person: mentions.people,
    document: mentions.documents,
    collection: mentions.collections,
    party: mentions.parties,
  }
  for (const piece of parse(template)) {
    for (const slot of typeof piece === 'object' && 'optional' in piece ? piece.optional : [piece]) {
      if (typeof slot === 'string') continue
      for (const { path, form } of slot.alternatives) {
        const value = path === 'on' ? subject?.id : valueAt(facts, path)
        if (typeof value === 'string') lists[path === 'on' ? formOfKind(subject?.kind) : form]?.push(value)
      }
    }
  }
  return mentions
}

/** The sentence, for the reader to whom `names` belong. */
export function say(template: string, facts: Facts, names: Names, subject?: Subject): Part[] {
  const parts: Part[] = []
  for (const piece of parse(template)) {
    if (typeof piece === 'string') parts.push(piece)
    else if ('alternatives' in piece) parts.push(partOf(piece, facts, names, subject) ?? unknown(piece, facts, subject))
    else parts.push(...(allOf(piece.optional, facts, names, subject) ?? []))
  }
  return joined(parts)
}

/** The sentence without anything to press: for a file, a log, a screen reader. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if ('person' in part) return part.person.name
      if ('time' in part) return part.time
      if ('mono' in part) return part.mono
      const { reference, title } = part.document
      return title === undefined ? reference : `${reference} ${title}`
    })
    .join('')
}

// --- Templates -----------------------------------------------------------------------------------------------------

const parsed = new Map<string, readonly Piece[]>()

function parse(template: string): readonly Piece[] {
  let pieces = parsed.get(template)
  if (!pieces) {
    // Every second part stood in brackets.
    pieces = template
      .split(/\[([^[\]]*)\]/)
      .flatMap((text, index): Piece[] => (index % 2 ? [{ optional: slotsOf(text) }] : slotsOf(text)))
    parsed.set(template, pieces)
  }
  return pieces
}

function slotsOf(text: string): (string | Slot)[] {
  return text
    .split(/\{([^{}]+)\}/)
    .map((part, index) => (index % 2 ? slotOf(part) : part))
    .filter((part) => part !== '')
}

function slotOf(written: string): Slot {
  const alternatives = written.split('|').map((alternative) => {
    const [path = '', form = ''] = alternative.split(':')
    return { path, form }
  })
  return { alternatives }
}

// --- Facts ---------------------------------------------------------------------------------------------------------

function allOf(pieces: readonly (string | Slot)[], facts: Facts, names: Names, subject?: Subject): Part[] | undefined {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? piece : partOf(piece, facts, names, subject)))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function partOf({ alternatives }: Slot, facts: Facts, names: Names, subject?: Subject): Part | undefined {
  for (const { path, form } of alternatives) {
    const part =
      path === 'on' && form === ''
        ? subjectPart(facts, names, subject)
        : formed(form, path === 'on' ? subject?.id : valueAt(facts, path), names)
    if (part !== undefined) return part
  }
  return undefined
}

/** What is gone has no row any more: then the facts say what it was called. */
function subjectPart(facts: Facts, names: Names, subject?: Subject): Part | undefined {
  if (!subject) return undefined
  const { reference } = facts
  return (
    formed(formOfKind(subject.kind), subject.id, names) ??
    (subject.kind === 'document' && typeof reference === 'string' ? formed('document', reference, names) : undefined)
  )
}

const formOfKind = (kind: string | undefined): string => (kind === 'member' ? 'person' : (kind ?? ''))

function formed(form: string, value: unknown, names: Names): Part | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const [name = '', ...rest] = form.split(' ')
  const make = forms[name] ?? plain
  return make(value, names, rest.join(' '))
}

type Form = (value: unknown, names: Names, argument: string) => Part | undefined

const plain: Form = (value) => {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  return Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : undefined
}

const ofText =
  (make: (text: string, names: Names) => Part | undefined): Form =>
  (value, names) =>
    typeof value === 'string' ? make(value, names) : undefined

/** `2026-11-27` → `27 Nov 2026`, everywhere the same: a day is no moment. */
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

export const dayWords = (day: string): string => dayFormat.format(new Date(day)).replace('Sept', 'Sep')

const forms: Record<string, Form> = {
  day: ofText(dayWords),
  person: ofText((id, names) => {
    const person = names.person(id)
    return person && { person }
  }),
  document: ofText((named, names) => {
    const document = names.document(named)
    if (document) return { document }
    // What is gone, or out of reach: its number says no more than that there was one.
    return parseReference(named) ? { document: { reference: Reference.parse(named) } } : undefined
  }),
  collection: ofText((id, names) => names.collection(id)),
  party: ofText((id, names) => names.party(id)),
  time: ofText((at) => ({ time: at as Instant })),
  mono: ofText((text) => ({ mono: text })),
  /** Words out of a document: only for those who may read it. */
  content: (value, names, argument) => (names.readsContent ? plain(value, names, argument) : undefined),
  email: (value, names, argument) => (names.seesAddresses ? plain(value, names, argument) : undefined),
  /** `{grantsEnded:n grant}` → 3 grants; nothing for none. */
  n: (value, _names, thing) => {
    const count = Array.isArray(value) ? value.length : value
    if (typeof count !== 'number' || count === 0) return undefined
    return `${count} ${thing}${count === 1 ? '' : 's'}`
  },
  /** A length of time in minutes. */
  minutes: (value) => {
    if (typeof value !== 'number') return undefined
    const [hours, minutes] = [Math.floor(value / 60), value % 60]
    const words = [hours && `${hours} hour${hours === 1 ? '' : 's'}`, minutes && `${minutes} minutes`]
    return words.filter(Boolean).join(' ')
  },
}

const unknownWords: Partial<Record<string, string>> = {
  person: 'somebody',
  document: 'a document',
  collection: 'a collection',
  party: 'a party',
}

/** What stands for a thing that has no name for the reader: of the first alternative that says anything. */
function unknown({ alternatives }: Slot, facts: Facts, subject?: Subject): string {
  const said = alternatives.find(({ path }) => path === 'on' || valueAt(facts, path) !== undefined)
  const { path, form } = said ?? alternatives[0] ?? { path: '', form: '' }
  return unknownWords[path === 'on' && form === '' ? formOfKind(subject?.kind) : form] ?? 'something'
}

/** Only what was written down: nothing that every object has. */
function valueAt(facts: Facts, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      facts,
    )
}

function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = []
  for (const part of parts) {
    const last = whole.at(-1)
    if (typeof part === 'string' && typeof last === 'string') whole[whole.length - 1] = last + part
    else whole.push(part)
  }
  return whole.filter((part) => part !== '')
}
