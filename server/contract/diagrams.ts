import { z } from 'zod'
import { line, Reference, text } from './values.ts'

/**
 * A network diagram, as it is kept: `content` of a document of kind `diagram`. The document's body is its text twin
 * (`diagrams/twin.ts`): that is what is searched, cited and printed. Positions are absolute, in CSS pixels at zoom 1, of
 * the upper left corner; x grows to the right, y downwards.
 */
export const drawingFormat = 'diagram/1'
export const mostDevices = 1_000
export const mostGroups = 200
export const mostLinks = 2_000

/** What a device can be drawn as. `device` is anything else; `note` is a text on the sheet. */
export const Shape = z.enum([
  'internet',
  'firewall',
  'router',
  'switch',
  'access_point',
  'load_balancer',
  'server',
  'vm',
  'storage',
  'database',
  'pc',
  'laptop',
  'phone',
  'printer',
  'camera',
  'ups',
  'cloud',
  'person',
  'device',
  'note',
])
export type Shape = z.infer<typeof Shape>
export const GroupKind = z.enum(['site', 'subnet', 'rack', 'area'])
export type GroupKind = z.infer<typeof GroupKind>
export const Medium = z.enum(['copper', 'fibre', 'wireless', 'vpn', 'other'])
export type Medium = z.infer<typeof Medium>

/** Names an element within its diagram, for as long as it stands there: it is in addresses (`?device=fw1`). */
export const ElementId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'Name an element with 1 to 40 letters, digits, hyphens and underscores')
export type ElementId = z.infer<typeof ElementId>

const coordinate = z.number().min(-100_000).max(100_000)
const extent = z.number().min(4).max(50_000)
/** One address of a device, as people write it: 198.51.100.1, a host name, a MAC address, a VLAN. */
const Addresses = z.array(line(120)).max(30, 'List at most 30 addresses')
/** Documents that it stands for: a system, a credential, a vendor, a runbook. */
const Bound = z.array(Reference).max(10, 'Bind at most 10 documents')

const element = {
  id: ElementId,
  label: line(200, 0),
  addresses: Addresses.default([]),
  notes: text(4_000).default(''),
  /** The group that it stands in. */
  group: ElementId.optional(),
  bound: Bound.default([]),
  x: coordinate,
  y: coordinate,
}

export const Device = z.strictObject({
  ...element,
  shape: Shape,
  /** Left out: the shape's usual size. */
  width: extent.optional(),
  height: extent.optional(),
})
export type Device = z.infer<typeof Device>

export const Group = z.strictObject({ ...element, kind: GroupKind, width: extent, height: extent })
export type Group = z.infer<typeof Group>

export const Link = z.strictObject({
  id: ElementId,
  /** Devices or groups. */
  from: ElementId,
  to: ElementId,
  label: line(200, 0).default(''),
  medium: Medium,
  /** As people write it: `1 Gbit/s`. */
  speed: line(60, 0).default(''),
  fromPort: line(60, 0).default(''),
  toPort: line(60, 0).default(''),
  notes: text(2_000).default(''),
  /** Corners on its way; none: straight. */
  points: z
    .array(z.strictObject({ x: coordinate, y: coordinate }))
    .max(60)
    .default([]),
})
export type Link = z.infer<typeof Link>

export const Drawing = z
  .strictObject({
    format: z.literal(drawingFormat),
    /** What stands above the drawing, as Markdown. */
    notes: text(20_000).default(''),
    devices: z.array(Device).max(mostDevices, `Draw at most ${mostDevices} devices in one diagram`),
    groups: z.array(Group).max(mostGroups, `Draw at most ${mostGroups} groups in one diagram`),
    links: z.array(Link).max(mostLinks, `Draw at most ${mostLinks} links in one diagram`),
    /** A picture that lies under the devices: an attachment of this document. Its devices are then hot-spots. */
    picture: z.strictObject({ attachment: z.uuid(), width: extent, height: extent }).optional(),
  })
  .superRefine((drawing, context) => {
    for (const problem of brokenReferences(drawing)) {
      context.addIssue({ code: 'custom', path: problem.path, message: problem.message })
    }
  })
export type Drawing = z.infer<typeof Drawing>
/** A drawing as a client may send it: what has a default may be left out. */
export type DrawingInput = z.input<typeof Drawing>

export const emptyDrawing = (): Drawing => ({ format: drawingFormat, notes: '', devices: [], groups: [], links: [] })

interface Broken {
  path: (string | number)[]
  message: string
}

type Placed = { id: string; group?: string | undefined }
type Shaped = {
  devices: readonly Placed[]
  groups: readonly Placed[]
  links: readonly { id: string; from: string; to: string }[]
}

/** Every id stands for one element; links and groups name what is there; no group is inside itself. */
function brokenReferences({ devices, groups, links }: Shaped): Broken[] {
  const broken: Broken[] = []
  const places = new Set<string>()
  const all = new Set<string>()
  for (const [list, elements] of [
    ['devices', devices],
    ['groups', groups],
    ['links', links],
  ] as const) {
    elements.forEach(({ id }, index) => {
      if (all.has(id)) broken.push({ path: [list, index, 'id'], message: `Two elements are called ${id}` })
      all.add(id)
      if (list !== 'links') places.add(id)
    })
  }
  const parents = new Map(groups.map(({ id, group }) => [id, group]))
  for (const [list, elements] of [
    ['devices', devices],
    ['groups', groups],
  ] as const) {
    elements.forEach(({ group }, index) => {
      if (group !== undefined && !parents.has(group))
        broken.push({ path: [list, index, 'group'], message: `There is no group ${group}` })
    })
  }
  groups.forEach(({ id }, index) => {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
      if (seen.has(at)) {
        broken.push({ path: ['groups', index, 'group'], message: `The group ${id} stands inside itself` })
        break
      }
      seen.add(at)
    }
  })
  links.forEach(({ from, to }, index) => {
    if (!places.has(from)) broken.push({ path: ['links', index, 'from'], message: `There is no device ${from}` })
    if (!places.has(to)) broken.push({ path: ['links', index, 'to'], message: `There is no device ${to}` })
  })
  return broken.slice(0, 20)
}
