import type { Drawing, Link } from '#contract/diagrams.ts'
import { groupNames, labelOf, mediumNames, shapeNames } from '#contract/diagrams/twin.ts'
import { plural } from '../../../ui/format.ts'
import type { Placed } from './reading-order.ts'

/** "Firewall", "Site". */
export const typeOf = (element: Placed): string =>
  'shape' in element ? shapeNames[element.shape] : groupNames[element.kind]

/** In the middle of a sentence: "firewall"; PC and UPS keep their capitals. */
export const typeInWords = (element: Placed): string => {
  const name = typeOf(element)
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
}

/** What a screen reader says of it: "FortiGate 100F, firewall, 203.0.113.10". @param state why to look twice, if so */
export function accessibleName(element: Placed, state?: string): string {
  // One without a label is called by what it is: that is not said twice.
  const type = element.label ? typeInWords(element) : ''
  return [labelOf(element), type, ...element.addresses.slice(0, 3), state].filter(Boolean).join(', ')
}

/** "12 devices, 14 links". */
export const drawingInWords = ({ devices, groups, links }: Pick<Drawing, 'devices' | 'groups' | 'links'>): string =>
  [
    plural(devices.length, 'device'),
    ...(groups.length > 0 ? [plural(groups.length, 'group')] : []),
    plural(links.length, 'link'),
  ].join(', ')

/** "fibre, 10 Gbit/s, Uplink". */
export const linkInWords = ({ medium, speed, label }: Link): string =>
  [mediumNames[medium], speed, label].filter(Boolean).join(', ')

/** A link as seen from one of its ends. */
export interface LinkFrom {
  link: Link
  other: Placed
  port: string
  otherPort: string
}

/** The links of an element, each with what it leads to. */
export function linksOf({ devices, groups, links }: Drawing, id: string): LinkFrom[] {
  const byId = new Map<string, Placed>([...groups, ...devices].map((element) => [element.id, element]))
  return links.flatMap((link) => {
    if (link.from !== id && link.to !== id) return []
    const isFrom = link.from === id
    const other = byId.get(isFrom ? link.to : link.from)
    const [port, otherPort] = isFrom ? [link.fromPort, link.toPort] : [link.toPort, link.fromPort]
    return other ? [{ link, other, port, otherPort }] : []
  })
}
