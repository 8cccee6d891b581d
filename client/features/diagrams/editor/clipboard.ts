import { GroupKind, Medium, Shape, type Device, type Drawing, type Group, type Link } from '#contract/diagrams.ts'
import { around, boxOf, type Point } from '../geometry.ts'
import { insideOf, newId, placedOf, regrouped, snapped, withGroup, type Ids } from './deeds.ts'

/**
 * A piece of a drawing on its way to another one, perhaps of another organization. What comes from the clipboard was
 * written by anybody: it is read field by field, and whatever is not as it should be is left out.
 */
export interface Clip {
  format: typeof clipFormat
  /** Where it was copied: what its devices are bound to means something only there. */
  organization: string
  devices: Device[]
  groups: Group[]
  links: Link[]
}
export const clipFormat = 'runkeep-drawing/1'

/** Chosen elements, with all that stands in chosen groups and the links among them. */
export function clipOf(drawing: Drawing, ids: Ids, organization: string): Clip {
  const all = new Set([...ids, ...insideOf(drawing, ids)])
  return {
    format: clipFormat,
    organization,
    devices: drawing.devices.filter(({ id }) => all.has(id)),
    groups: drawing.groups.filter(({ id }) => all.has(id)),
    links: drawing.links.filter(({ from, to }) => all.has(from) && all.has(to)),
  }
}

export const isEmptyClip = ({ devices, groups }: Clip): boolean => devices.length + groups.length === 0

/** Puts a clip in with new ids, its middle at `middle` where that is given, else a little beside where it was. */
export function paste(drawing: Drawing, clip: Clip, organization: string, middle?: Point) {
  const isForeign = clip.organization !== organization
  const ids = new Map([
    ...clip.devices.map(({ id }) => [id, newId('d')] as const),
    ...clip.groups.map(({ id }) => [id, newId('g')] as const),
  ])
  const by = shiftOf(clip, drawing, middle)
  let unbound = 0
  const placed = <Element extends Device | Group>(element: Element): Element => {
    if (isForeign) unbound += element.bound.length
    const moved = {
      ...element,
      id: ids.get(element.id) ?? element.id,
      x: element.x + by.x,
      y: element.y + by.y,
      bound: isForeign ? [] : element.bound,
    }
    return withGroup(moved, element.group === undefined ? undefined : ids.get(element.group))
  }
  const links = clip.links.flatMap((link): Link[] => {
    const [from, to] = [ids.get(link.from), ids.get(link.to)]
    if (from === undefined || to === undefined) return []
    return [
      { ...link, id: newId('l'), from, to, points: link.points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })) },
    ]
  })
  const added: Drawing = {
    ...drawing,
    devices: [...drawing.devices, ...clip.devices.map(placed)],
    groups: [...drawing.groups, ...clip.groups.map(placed)],
    links: [...drawing.links, ...links],
  }
  const outermost = new Set(
    placedOf(added).flatMap(({ id, group }) => (isNew(ids, id) && group === undefined ? [id] : [])),
  )
  return { drawing: regrouped(added, outermost), ids: new Set(ids.values()), unbound }
}

const isNew = (ids: ReadonlyMap<string, string>, id: string): boolean => [...ids.values()].includes(id)

function shiftOf(clip: Clip, drawing: Drawing, middle: Point | undefined): Point {
  const box = around([...clip.groups, ...clip.devices].map(boxOf))
  if (!box) return { x: 0, y: 0 }
  if (middle)
    return {
      x: snapped(middle.x - box.width / 2) - snapped(box.x),
      y: snapped(middle.y - box.height / 2) - snapped(box.y),
    }
  const taken = new Set(placedOf(drawing).map(({ x, y }) => `${x} ${y}`))
  let by = 24
  const isTaken = () => [...clip.groups, ...clip.devices].some(({ x, y }) => taken.has(`${x + by} ${y + by}`))
  while (isTaken() && by < 960) by += 24
  return { x: by, y: by }
}

/** What a clipboard's text holds of ours; nothing where it is something else. */
export function readClip(text: string): Clip | undefined {
  if (!text.includes(clipFormat) || text.length > 5_000_000) return undefined
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isThing(read) || read['format'] !== clipFormat) return undefined
  const devices = list(read['devices']).slice(0, 1_000).flatMap(readDevice)
  const groups = list(read['groups']).slice(0, 200).flatMap(readGroup)
  const known = new Set([...devices, ...groups].map(({ id }) => id))
  if (known.size !== devices.length + groups.length) return undefined
  const groupIds = new Set(groups.map(({ id }) => id))
  const inKnown = <Element extends Device | Group>(element: Element): Element =>
    element.group !== undefined && groupIds.has(element.group) ? element : withGroup(element, undefined)
  const links = list(read['links']).slice(0, 2_000).flatMap(readLink)
  const clip: Clip = {
    format: clipFormat,
    organization: words(read['organization'], 100),
    devices: devices.map(inKnown),
    groups: groups.map(inKnown),
    links: links.filter(({ from, to }) => known.has(from) && known.has(to)),
  }
  return isEmptyClip(clip) || isCircular(clip.groups) ? undefined : clip
}

function isCircular(groups: readonly Group[]): boolean {
  const parents = new Map(groups.map(({ id, group }) => [id, group]))
  return groups.some(({ id }) => {
    let at = parents.get(id)
    for (let steps = 0; at !== undefined; steps += 1) {
      if (at === id || steps > groups.length) return true
      at = parents.get(at)
    }
    return false
  })
}

type Thing = Readonly<Record<string, unknown>>
const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const words = (value: unknown, most: number) =>
  // eslint-disable-next-line no-control-regex -- what a line may not hold
  typeof value === 'string' ? value.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, most) : ''
const text = (value: unknown, most: number) => (typeof value === 'string' ? value.slice(0, most) : '')
const number = (value: unknown, low: number, high: number): number | undefined =>
  typeof value === 'number' && value >= low && value <= high ? value : undefined
const place = (value: unknown) => number(value, -100_000, 100_000)
const extent = (value: unknown) => number(value, 4, 50_000)
const id = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(value) ? value : undefined
const oneOf = <Value extends string>(value: unknown, options: readonly Value[]): Value | undefined =>
  options.find((each) => each === value)

function readPlaced(value: unknown) {
  if (!isThing(value)) return undefined
  const [own, x, y] = [id(value['id']), place(value['x']), place(value['y'])]
  if (own === undefined || x === undefined || y === undefined) return undefined
  const group = id(value['group'])
  const [width, height] = [extent(value['width']), extent(value['height'])]
  const common = {
    id: own,
    x,
    y,
    label: words(value['label'], 200),
    addresses: list(value['addresses'])
      .map((each) => words(each, 120).trim())
      .filter(Boolean)
      .slice(0, 30),
    notes: text(value['notes'], 4_000),
    bound: list(value['bound'])
      .map((each) => words(each, 20))
      .filter((each) => /^[A-Z]{2}-\d{1,9}$/.test(each))
      .slice(0, 10),
    ...(group !== undefined && { group }),
  }
  return { value, common, width, height }
}

function readDevice(from: unknown): Device[] {
  const read = readPlaced(from)
  const shape = read && oneOf(read.value['shape'], Shape.options)
  if (!read || !shape) return []
  const { common, width, height } = read
  return [
    { ...common, bound: common.bound as Device['bound'], shape, ...(width && { width }), ...(height && { height }) },
  ]
}

function readGroup(from: unknown): Group[] {
  const read = readPlaced(from)
  const kind = read && oneOf(read.value['kind'], GroupKind.options)
  if (!read || !kind || !read.width || !read.height) return []
  return [{ ...read.common, bound: read.common.bound as Group['bound'], kind, width: read.width, height: read.height }]
}

function readLink(from: unknown): Link[] {
  if (!isThing(from)) return []
  const [own, start, end] = [id(from['id']), id(from['from']), id(from['to'])]
  const medium = oneOf(from['medium'], Medium.options)
  if (own === undefined || start === undefined || end === undefined || !medium) return []
  const points = list(from['points'])
    .slice(0, 60)
    .flatMap((point) => {
      const [x, y] = isThing(point) ? [place(point['x']), place(point['y'])] : []
      return x === undefined || y === undefined ? [] : [{ x, y }]
    })
  return [
    {
      id: own,
      from: start,
      to: end,
      medium,
      label: words(from['label'], 200),
      speed: words(from['speed'], 60),
      fromPort: words(from['fromPort'], 60),
      toPort: words(from['toPort'], 60),
      notes: text(from['notes'], 2_000),
      points,
    },
  ]
}
