import type { Device, Group, Link } from '#contract/diagrams.ts'

/**
 * What we write beside a drawing into a draw.io file, as attributes that draw.io keeps and shows under "Edit data": so that
 * a drawing that went there and back is the same, with what it is bound to.
 */
export const marks = {
  /** On the page itself: the drawing's format; whose organization its references are of; its notes. */
  format: 'runkeep-format',
  organization: 'runkeep-organization',
  notes: 'runkeep-notes',
  shape: 'runkeep-shape',
  kind: 'runkeep-kind',
  medium: 'runkeep-medium',
  /** To the letter; counts while the label that draw.io shows still says the same. */
  label: 'runkeep-label',
  speed: 'runkeep-speed',
  fromPort: 'runkeep-from-port',
  toPort: 'runkeep-to-port',
  /** One a line. */
  addresses: 'runkeep-addresses',
  /** References with spaces between: `CR-31 SY-01`. */
  bound: 'runkeep-bound',
  /** `width height`, or one of them: left to the shape. */
  usual: 'runkeep-usual',
} as const

/** Ids that no element can have: theirs have no dot. */
export const rootId = 'runkeep.root'
export const layerId = 'runkeep.layer'
export const fromPortId = (link: Pick<Link, 'id'>): string => `${link.id}.from`
export const toPortId = (link: Pick<Link, 'id'>): string => `${link.id}.to`

/** draw.io puts the addresses in its place. */
export const addressesPlaceholder = `%${marks.addresses}%`

/** A label as draw.io keeps it, without that place. */
export const withoutPlaceholder = (label: string): string => label.replace(addressesPlaceholder, '')

/** Placeholders are filled in as HTML, and a name with percent signs could be taken for one. */
export const showsAddresses = ({ label, addresses }: Pick<Device | Group, 'label' | 'addresses'>): boolean =>
  addresses.length > 0 && !label.includes('%') && addresses.every((address) => !/[<>&]/.test(address))

/** What draw.io writes on a link. */
export const shownOnLink = ({ label, speed }: Pick<Link, 'label' | 'speed'>): string =>
  [label, speed].filter(Boolean).join(', ')
