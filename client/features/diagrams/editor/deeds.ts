import type { Device, Drawing, Group, GroupKind, Link, Shape } from '#contract/diagrams.ts'
import {
  boxOf,
  centerOf,
  contains,
  groupHead,
  layoutOf,
  step,
  usualSize,
  type Box,
  type Point,
  type Size,
} from '../geometry.ts'

/** Everything that can be done to a drawing, as pure steps: each gives a new drawing that shares what it left alone. */
export type Placed = Device | Group
export type Ids = ReadonlySet<string>

export const isDevice = (element: Placed): element is Device => 'shape' in element
export const placedOf = ({ devices, groups }: Drawing): Placed[] => [...groups, ...devices]
export const placedAt = (drawing: Drawing, id: string): Placed | undefined =>
  drawing.devices.find((device) => device.id === id) ?? drawing.groups.find((group) => group.id === id)
export const linkAt = (drawing: Drawing, id: string): Link | undefined => drawing.links.find((link) => link.id === id)
export const snapped = (value: number): number => Math.round(value / step) * step

/** An id that nobody else gives at the same time: two people may draw in one diagram and merge. */
export function newId(prefix: 'd' | 'g' | 'l'): string {
  return prefix + crypto.randomUUID().replaceAll('-', '').slice(0, 11)
}

/** Ids of all that stands in these groups, at any depth, without themselves. */
export function insideOf(drawing: Drawing, groups: Ids): Set<string> {
  const inside = new Set<string>()
  let grew = true
  while (grew) {
    grew = false
    for (const { id, group } of placedOf(drawing)) {
      if (group === undefined || inside.has(id) || !(groups.has(group) || inside.has(group))) continue
      inside.add(id)
      grew = true
    }
  }
  return inside
}

/** The innermost group in which the middle of a box stands. */
export function groupUnder(drawing: Drawing, box: Box, except: Ids): string | undefined {
  const middle = centerOf(box)
  const under = drawing.groups.filter((group) => !except.has(group.id) && contains(boxOf(group), middle))
  return under.sort((one, other) => one.width * one.height - other.width * other.height)[0]?.id
}

/** Moves elements, with what stands in them and the corners between them; afterwards each stands in the group under it. */
export function move(drawing: Drawing, by: ReadonlyMap<string, Point>): Drawing {
  const all = new Map(by)
  for (const [id, delta] of by) for (const inner of insideOf(drawing, new Set([id]))) all.set(inner, delta)
  const isMoved = ({ id }: { id: string }) => all.has(id)
  const shifted = <Element extends Placed>(element: Element): Element => {
    const delta = all.get(element.id)
    return delta ? { ...element, x: element.x + delta.x, y: element.y + delta.y } : element
  }
  const links = drawing.links.map((link) => {
    const [from, to] = [all.get(link.from), all.get(link.to)]
    if (!from || !to || link.points.length === 0) return link
    return { ...link, points: link.points.map(({ x, y }) => ({ x: x + from.x, y: y + from.y })) }
  })
  const moved = { ...drawing, devices: drawing.devices.map(shifted), groups: drawing.groups.map(shifted), links }
  if (!placedOf(drawing).some(isMoved)) return drawing
  return regrouped(moved, new Set(by.keys()))
}

/** Puts each of these into the group that it stands on, unless that goes along with it. */
export function regrouped(drawing: Drawing, ids: Ids): Drawing {
  const along = insideOf(drawing, ids)
  const put = <Element extends Placed>(element: Element): Element => {
    if (!ids.has(element.id) || along.has(element.id)) return element
    const except = new Set([element.id, ...(isDevice(element) ? [] : insideOf(drawing, new Set([element.id])))])
    const group = groupUnder(drawing, boxOf(element), except)
    // A group stands in another only where it fits: a large one does not fall into a small one that it covers.
    const fits = group === undefined || isDevice(element) || covers(drawing, group, boxOf(element))
    return withGroup(element, fits ? group : undefined)
  }
  return { ...drawing, devices: drawing.devices.map(put), groups: drawing.groups.map(put) }
}

/** A frame that was put around elements, or made larger or smaller, holds what stands in it, and nothing else. */
export function adopted(drawing: Drawing, id: string): Drawing {
  const group = drawing.groups.find((each) => each.id === id)
  if (!group) return drawing
  const frame = boxOf(group)
  const put = <Element extends Placed>(element: Element): Element => {
    if (element.id === id) return element
    const isIn = contains(frame, centerOf(boxOf(element))) && (isDevice(element) || covers(drawing, id, boxOf(element)))
    if (element.group === group.group && isIn) return withGroup(element, id)
    return element.group === id && !isIn ? withGroup(element, group.group) : element
  }
  return { ...drawing, devices: drawing.devices.map(put), groups: drawing.groups.map(put) }
}

const covers = (drawing: Drawing, id: string, { width, height }: Size): boolean => {
  const group = drawing.groups.find((each) => each.id === id)
  return group !== undefined && group.width >= width && group.height >= height
}

export function withGroup<Element extends Placed>(element: Element, group: string | undefined): Element {
  if (element.group === group) return element
  const { group: _before, ...rest } = element
  return (group === undefined ? rest : { ...rest, group }) as Element
}

const groupSizes: Record<GroupKind, Size> = {
  site: { width: 480, height: 320 },
  subnet: { width: 320, height: 200 },
  rack: { width: 160, height: 320 },
  area: { width: 320, height: 200 },
}
export const sizeOfNew = (of: Shape | GroupKind): Size => (isGroupKind(of) ? groupSizes[of] : usualSize(of))
export const isGroupKind = (of: Shape | GroupKind): of is GroupKind => of in groupSizes

interface AddOptions {
  isExact?: boolean
  /** In no group, rather than in the one that happens to be there. */
  isAlone?: boolean
  label?: string
  group?: string | undefined
}

/** Groups as if they were devices: nothing finds a place on them. */
const withGroupsTaken = (drawing: Drawing): Drawing => ({
  ...drawing,
  devices: [
    ...drawing.devices,
    ...drawing.groups.map(({ kind: _kind, ...group }): Device => ({ ...group, shape: 'device' })),
  ],
})

/** A new device or group, its middle near `middle`: there exactly where `isExact`, else at the next free place. */
export function add(
  drawing: Drawing,
  of: Shape | GroupKind,
  middle: Point,
  { isExact = false, isAlone = false, label = '', group }: AddOptions = {},
): { drawing: Drawing; id: string } {
  const size = sizeOfNew(of)
  const wanted = { x: snapped(middle.x - size.width / 2), y: snapped(middle.y - size.height / 2) }
  const at = isExact ? wanted : freePlace(isAlone ? withGroupsTaken(drawing) : drawing, size, wanted)
  const common = { label, addresses: [], notes: '', bound: [], ...at }
  if (isGroupKind(of)) {
    const id = newId('g')
    const made: Group = { id, kind: of, ...common, ...size }
    const added = { ...drawing, groups: [...drawing.groups, made] }
    return {
      id,
      drawing: group === undefined ? adopted(regrouped(added, new Set([id])), id) : moveInto(added, id, group),
    }
  }
  const id = newId('d')
  const made: Device = { id, shape: of, ...common }
  const added = { ...drawing, devices: [...drawing.devices, made] }
  return { id, drawing: group === undefined ? regrouped(added, new Set([id])) : moveInto(added, id, group) }
}

/** Where an element of that size covers no device: at `wanted`, or in rings around it. */
export function freePlace(drawing: Drawing, size: Size, wanted: Point, within?: Box, except: Ids = new Set()): Point {
  const taken = drawing.devices.filter(({ id }) => !except.has(id)).map((device) => layoutOf(device).whole)
  const isFree = ({ x, y }: Point) => {
    const box = { x: x - 24, y: y - 8, width: size.width + 48, height: size.height + 48 }
    if (within && (x < within.x + 8 || x + size.width > within.x + within.width - 8)) return false
    if (within && (y < within.y + groupHead || y + size.height > within.y + within.height - 8)) return false
    return taken.every((other) => !overlap(box, other))
  }
  if (isFree(wanted)) return wanted
  const [across, down] = [snapped(Math.max(size.width + 56, 96)), snapped(Math.max(size.height + 56, 96))]
  for (let ring = 1; ring <= 20; ring += 1)
    for (let row = -ring; row <= ring; row += 1)
      for (let column = -ring; column <= ring; column += 1) {
        if (Math.max(Math.abs(row), Math.abs(column)) !== ring) continue
        const at = { x: wanted.x + column * across, y: wanted.y + row * down }
        if (isFree(at)) return at
      }
  return wanted
}

export const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height

/** Puts an element, with what stands in it, into a group at a free place, or out of every group where it stands. */
export function moveInto(drawing: Drawing, id: string, groupId: string | undefined): Drawing {
  const element = placedAt(drawing, id)
  const group = drawing.groups.find((each) => each.id === groupId)
  if (!element || element.group === groupId) return drawing
  const along = insideOf(drawing, new Set([id]))
  if (groupId === id || (groupId !== undefined && (along.has(groupId) || !group))) return drawing
  const set = (from: Drawing): Drawing => ({
    ...from,
    devices: from.devices.map((each) => (each.id === id ? withGroup(each, groupId) : each)),
    groups: from.groups.map((each) => (each.id === id ? withGroup(each, groupId) : each)),
  })
  if (!group) {
    // Out of it, to its right, so that it is seen to be out.
    const outer = drawing.groups.find((each) => each.id === element.group)
    if (!outer) return set(drawing)
    const delta = { x: snapped(outer.x + outer.width + 48 - element.x), y: 0 }
    return set(shifted(drawing, new Set([id, ...along]), delta))
  }
  const box = boxOf(element)
  const room = boxOf(group)
  if (contains(room, { x: box.x, y: box.y }) && contains(room, { x: box.x + box.width, y: box.y + box.height }))
    return set(drawing)
  const wanted = { x: snapped(group.x + 32), y: snapped(group.y + groupHead + 16) }
  const at = freePlace(drawing, box, wanted, room, new Set([id, ...along]))
  const inside = set(shifted(drawing, new Set([id, ...along]), { x: at.x - element.x, y: at.y - element.y }))
  return fitted(inside, group.id)
}

function shifted(drawing: Drawing, ids: Ids, by: Point): Drawing {
  const shift = <Element extends Placed>(element: Element): Element =>
    ids.has(element.id) ? { ...element, x: element.x + by.x, y: element.y + by.y } : element
  return { ...drawing, devices: drawing.devices.map(shift), groups: drawing.groups.map(shift) }
}

/** Makes a group, and those around it, large enough for what stands in it. */
export function fitted(drawing: Drawing, id: string): Drawing {
  const group = drawing.groups.find((each) => each.id === id)
  if (!group) return drawing
  const inner = placedOf(drawing)
    .filter((element) => element.group === id)
    .map((element) => (isDevice(element) ? layoutOf(element).whole : boxOf(element)))
  const left = Math.min(group.x, ...inner.map(({ x }) => snapped(x - 12)))
  const top = Math.min(group.y, ...inner.map(({ y }) => snapped(y - groupHead)))
  const right = Math.max(group.x + group.width, ...inner.map(({ x, width }) => snapped(x + width + 12)))
  const bottom = Math.max(group.y + group.height, ...inner.map(({ y, height }) => snapped(y + height + 12)))
  const larger = { ...group, x: left, y: top, width: right - left, height: bottom - top }
  const grown = { ...drawing, groups: drawing.groups.map((each) => (each.id === id ? larger : each)) }
  return group.group === undefined ? grown : fitted(grown, group.group)
}

export function link(drawing: Drawing, from: string, to: string): { drawing: Drawing; id: string } {
  const id = newId('l')
  const ends = [placedAt(drawing, from), placedAt(drawing, to)]
  const isAir = ends.some((end) => end && isDevice(end) && end.shape === 'access_point')
  const isTwin = ends.every((end) => end && isDevice(end) && end.shape === 'access_point')
  const medium = isAir && isTwin ? 'wireless' : 'copper'
  const made: Link = { id, from, to, medium, label: '', speed: '', fromPort: '', toPort: '', notes: '', points: [] }
  return { id, drawing: { ...drawing, links: [...drawing.links, made] } }
}

export const changeDevice = (drawing: Drawing, id: string, changes: Partial<Device>): Drawing => ({
  ...drawing,
  devices: drawing.devices.map((device) => (device.id === id ? { ...device, ...changes } : device)),
})
export const changeGroup = (drawing: Drawing, id: string, changes: Partial<Group>): Drawing => ({
  ...drawing,
  groups: drawing.groups.map((group) => (group.id === id ? { ...group, ...changes } : group)),
})
export const changeLink = (drawing: Drawing, id: string, changes: Partial<Link>): Drawing => ({
  ...drawing,
  links: drawing.links.map((each) => (each.id === id ? { ...each, ...changes } : each)),
})

/** Takes elements out, with the links at them; what stood in a group stays, in the group around that. */
export function remove(drawing: Drawing, ids: Ids): Drawing {
  const parents = new Map(drawing.groups.map(({ id, group }) => [id, group]))
  const stays = <Element extends Placed>(element: Element): Element => {
    let group = element.group
    while (group !== undefined && ids.has(group)) group = parents.get(group)
    return withGroup(element, group)
  }
  return {
    ...drawing,
    devices: drawing.devices.filter(({ id }) => !ids.has(id)).map(stays),
    groups: drawing.groups.filter(({ id }) => !ids.has(id)).map(stays),
    links: drawing.links.filter(({ id, from, to }) => !ids.has(id) && !ids.has(from) && !ids.has(to)),
  }
}
