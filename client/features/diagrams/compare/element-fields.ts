import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { groupNames, labelOf, mediumNames, shapeNames } from '#contract/diagrams/twin.ts'

/** One thing that an element says: `key` is compared, `words` are shown. */
export interface Field {
  name: string
  key: string
  words: string
}

/** What an element of a drawing is called, by its id. */
export type NameOf = (id: string | undefined) => string

export function namesIn({ devices, groups }: Pick<Drawing, 'devices' | 'groups'>): NameOf {
  const byId = new Map([...groups, ...devices].map((element) => [element.id, element]))
  return (id) => (id === undefined ? '' : labelOf(byId.get(id)))
}

export const deviceFields = (device: Device, nameOf: NameOf): Field[] => [
  said('Name', device.label),
  said('Type', shapeNames[device.shape]),
  ...placedFields(device, nameOf),
]

export const groupFields = (group: Group, nameOf: NameOf): Field[] => [
  said('Name', group.label),
  said('Type', groupNames[group.kind]),
  ...placedFields(group, nameOf),
]

/** A device that is called something else is changed itself: its links still join the same two. */
export const linkFields = (link: Link, nameOf: NameOf): Field[] => [
  { name: 'From', key: link.from, words: nameOf(link.from) },
  said('From port', link.fromPort),
  { name: 'To', key: link.to, words: nameOf(link.to) },
  said('To port', link.toPort),
  said('Label', link.label),
  said('Kind', mediumNames[link.medium]),
  said('Speed', link.speed),
  said('Notes', link.notes),
]

const placedFields = ({ addresses, group, bound, notes }: Device | Group, nameOf: NameOf): Field[] => [
  said('Addresses', addresses.join(', ')),
  { name: 'Stands in', key: group ?? '', words: nameOf(group) },
  said('Bound to', bound.join(', ')),
  said('Notes', notes),
]

const said = (name: string, words: string): Field => ({ name, key: words, words })
