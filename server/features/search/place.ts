import type { Device, Drawing, Group } from '#contract/diagrams.ts'
import { groupNames, labelOf, shapeNames } from '#contract/diagrams/twin.ts'
import { levels } from '#contract/values.ts'
import { findTerm, looked, type Looked } from './find-in-text.ts'
import type { Searching } from './find.ts'
import { searchQueries, type ResultRow } from './queries.ts'
import type { Term } from './read-text.ts'

/** Where in a diagram a result lands: a device or a group. */
export interface Place {
  id: string
  label: string
}

/** Reading a drawing costs up to some milliseconds: so many results say where they land, those that a page shows. */
const mostRead = 10

/** Where the diagrams among the results land: a device or group that holds words which the title does not have. */
export function placesIn(
  { db, actor, now }: Searching,
  results: readonly ResultRow[],
  terms: readonly Term[],
): Map<number, { place: Place }> {
  const asked = new Map<number, Term[]>()
  for (const { rowId, kind, title, level } of results.slice(0, mostRead)) {
    if (kind !== 'diagram' || level < levels.view) continue
    const ready = looked(title)
    const beyond = terms.filter((term) => !findTerm(ready, term))
    if (beyond.length > 0) asked.set(rowId, beyond)
  }
  const places = new Map<number, { place: Place }>()
  if (asked.size === 0) return places
  const drawn = searchQueries(db).drawn({ rows: JSON.stringify([...asked.keys()]), memberId: actor.id, now })
  for (const { rowId, content } of drawn) {
    const place = placeIn(content, terms, asked.get(rowId) ?? [])
    if (place) places.set(rowId, { place })
  }
  return places
}

/** What a word is worth by where it stands; of an address, it must be the whole of it to be worth most. */
const worth = { whole: 4, label: 3, address: 3, other: 1 } as const

/**
 * The device or group whose label and addresses hold the words best; its notes and its shape's name count little.
 * @param content of a diagram, as JSON
 * @param beyond words that the title does not have, at least one of which the place must hold
 */
export function placeIn(content: string, terms: readonly Term[], beyond: readonly Term[]): Place | undefined {
  const drawing = JSON.parse(content) as Drawing
  let best: { element: Device | Group; score: number; length: number } | undefined
  for (const element of [...drawing.devices, ...drawing.groups]) {
    const fields = fieldsOf(element)
    const held = scoreOf(fields, beyond)
    if (held === 0) continue
    // A word of the title may choose between two devices that hold the others equally well.
    const score = held + scoreOf(fields, terms) / 100
    const { length } = element.label
    if (!best || score > best.score || (score === best.score && length < best.length)) best = { element, score, length }
  }
  return best && { id: best.element.id, label: labelOf(best.element) }
}

interface Fields {
  label: Looked
  addresses: Looked[]
  /** Made ready only where neither has the word: of a thousand devices, most have it nowhere. */
  other: () => Looked
}

function fieldsOf(element: Device | Group): Fields {
  let other: Looked | undefined
  const shape = 'shape' in element ? shapeNames[element.shape] : groupNames[element.kind]
  return {
    label: looked(element.label),
    addresses: element.addresses.map(looked),
    other: () => (other ??= looked(`${shape}\n${element.notes}`)),
  }
}

const scoreOf = (fields: Fields, terms: readonly Term[]): number =>
  terms.reduce((sum, term) => sum + worthOf(fields, term), 0)

function worthOf({ label, addresses, other }: Fields, term: Term): number {
  const inLabel = findTerm(label, term) !== undefined
  const holding = addresses.filter((address) => findTerm(address, term))
  if ((inLabel && isWhole(label, term)) || holding.some((address) => isWhole(address, term))) return worth.whole
  if (inLabel) return worth.label
  if (holding.length > 0) return worth.address
  return findTerm(other(), term) ? worth.other : 0
}

/** 198.51.100.1 stands in 198.51.100.10, too: but there it is not all. */
function isWhole(field: Looked, term: Term): boolean {
  const found = findTerm(field, { ...term, isPrefix: false })
  return found !== undefined && found.start === 0 && found.end === field.text.length
}
