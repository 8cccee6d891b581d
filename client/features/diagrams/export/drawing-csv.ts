import type { Drawing } from '#contract/diagrams.ts'
import { labelOf, mediumNames } from '#contract/diagrams/twin.ts'
import { csvOf } from '../../../ui/csv.ts'
import { typeOf } from '../view/element-words.ts'
import { readingOrder } from '../view/reading-order.ts'

/** Devices and groups, one a line, in reading order. */
export function devicesCsv(drawing: Drawing): string {
  const nameOf = names(drawing)
  const rows = readingOrder(drawing).map((element) => [
    labelOf(element),
    typeOf(element),
    element.addresses.join('; '),
    nameOf(element.group),
    element.bound.join('; '),
    element.notes.trim(),
  ])
  return csvOf(['Name', 'Type', 'Addresses', 'Stands in', 'Stands for', 'Notes'], rows)
}

/** Links, one a line. */
export function linksCsv(drawing: Drawing): string {
  const nameOf = names(drawing)
  const rows = drawing.links.map((link) => [
    nameOf(link.from),
    link.fromPort,
    nameOf(link.to),
    link.toPort,
    mediumNames[link.medium],
    link.speed,
    link.label,
    link.notes.trim(),
  ])
  return csvOf(['From', 'From port', 'To', 'To port', 'Kind', 'Speed', 'Label', 'Notes'], rows)
}

function names({ devices, groups }: Drawing): (id: string | undefined) => string {
  const byId = new Map([...groups, ...devices].map((element) => [element.id, element]))
  return (id) => (id === undefined ? '' : labelOf(byId.get(id)))
}
