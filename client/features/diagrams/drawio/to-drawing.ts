import {
  drawingFormat,
  mostDevices,
  mostGroups,
  mostLinks,
  type Device,
  type Drawing,
  type Group,
} from '#contract/diagrams.ts'
import type { Cell } from './cells.ts'
import { DrawioError } from './drawio-error.ts'
import { ElementIds } from './element-ids.ts'
import { fitted } from './fit-sheet.ts'
import { joinWords } from './join-words.ts'
import { LeftOutList, type LeftOut } from './left-out.ts'
import { marks } from './our-marks.ts'
import { makeHeadRoom } from './head-room.ts'
import { findRacks } from './racks.ts'
import { areaOf, bodiesOf, type Body, type Role } from './roles.ts'
import { isThing, sceneOf, type Item } from './scene.ts'
import { standingIn } from './standing-in.ts'
import { elementOf } from './to-element.ts'
import { linkOfEdge, nearestTo } from './to-links.ts'

export interface DrawnPage {
  drawing: Drawing
  /** What did not come, or came otherwise. */
  left: LeftOut[]
  /** The slug of the organization that the bindings are of, where we wrote the file. */
  organization: string | undefined
  /** What became of every shape and line that can be seen, by the id of its cell: an element's id, or a word for why not. */
  became: ReadonlyMap<string, string>
}

/**
 * A page of draw.io as one of our drawings: within what the server accepts, its corner near the origin.
 * @throws DrawioError 'too-many' where the page has more than a diagram holds
 */
export function drawingOf(cells: readonly Cell[]): DrawnPage {
  const left = new LeftOutList()
  const items = sceneOf(cells, left)
  const sheet = items.find(({ cell }) => cell.data.has(marks.format))
  const became = new Map<string, string>()
  for (const item of items) if (isThing(item) && !item.isVisible) left.add('hidden', item.words || layerOf(item))
  const bodies = bodiesOf(items)
  joinWords(bodies)
  const count = (...roles: Role[]) => bodies.filter(({ role }) => roles.includes(role)).length
  // Before anything looks from each to all others.
  refuseTooMany(count('device', 'note'), count('group'), 0)
  const ids = new ElementIds()
  const elements = new Map<Body, Device | Group>()
  const around = standingIn(bodies)
  for (const body of bodies)
    if (body.role === 'device' || body.role === 'note' || body.role === 'group')
      elements.set(body, elementOf(body, ids, left))
  for (const [body, element] of elements) {
    const group = around.get(body)
    const id = group && elements.get(group)?.id
    if (id !== undefined) element.group = id
  }
  for (const body of bodies) became.set(body.item.cell.id, fateOf(body, elements, left))
  const [devices, groups] = [[...elements.values()].filter(isDevice), [...elements.values()].filter(isGroup)]
  const frames = [...elements].flatMap(([{ isOurs }, element]) => (!isOurs && isGroup(element) ? [element] : []))
  frames.sort((one, other) => areaOf(one) - areaOf(other))
  findRacks(frames, devices)
  makeHeadRoom(frames, [...elements.values()])

  const byId = new Map(bodies.map((body) => [body.item.cell.id, body]))
  const ends = { devices, of: (cellId: string) => endAt(byId.get(cellId), byId, elements) }
  const edges = items.filter(({ cell, isVisible }) => cell.isEdge && isVisible)
  refuseTooMany(0, 0, edges.length)
  const links = edges.flatMap((edge) => {
    const link = linkOfEdge(edge, ends, ids, left)
    became.set(edge.cell.id, link?.id ?? 'loose')
    for (const { cell } of edge.children) became.set(cell.id, link?.id ?? 'loose')
    return link ? [link] : []
  })
  const notes = (sheet?.cell.data.get(marks.notes) ?? '').slice(0, 20_000)
  const drawing: Drawing = { format: drawingFormat, notes, devices, groups, links }
  return {
    drawing: fitted(drawing, sheet !== undefined, left),
    left: left.items,
    organization: sheet?.cell.data.get(marks.organization),
    became,
  }
}

const isDevice = (element: Device | Group): element is Device => 'shape' in element
const isGroup = (element: Device | Group): element is Group => 'kind' in element

function layerOf(item: Item): string {
  let at = item
  while (at.parent && !at.cell.isHidden) at = at.parent
  return isThing(at) ? '' : at.cell.label.slice(0, 60)
}

function refuseTooMany(devices: number, groups: number, links: number): void {
  for (const [number, most, what] of [
    [devices, mostDevices, 'devices and notes'],
    [groups, mostGroups, 'frames'],
    [links, mostLinks, 'lines'],
  ] as const) {
    if (number > most)
      throw new DrawioError(
        'too-many',
        `This page has ${number.toLocaleString('en')} ${what}; a diagram holds ${most.toLocaleString('en')}. Split it in draw.io.`,
      )
  }
}

function fateOf(body: Body, elements: ReadonlyMap<Body, Device | Group>, left: LeftOutList): string {
  const element = elements.get(body) ?? (body.into && elements.get(body.into))
  if (element) return element.id
  const { role, item } = body
  if (role === 'dissolved') left.add('grouping', item.words)
  else if (role !== 'label') left.add('decoration', item.words)
  return role
}

/** The element at which a line that was joined to a cell ends. */
function endAt(
  body: Body | undefined,
  byId: ReadonlyMap<string, Body>,
  elements: ReadonlyMap<Body, Device | Group>,
): Device | Group | undefined {
  if (!body) return undefined
  const own = elements.get(body) ?? (body.into && elements.get(body.into))
  if (own) return own
  const inside: (Device | Group)[] = []
  const left = [...body.item.children]
  for (let child = left.pop(); child; child = left.pop()) {
    const found = byId.get(child.cell.id)
    const element = found && elements.get(found)
    if (element) inside.push(element)
    left.push(...child.children)
  }
  return nearestTo(body.item.box, inside)
}
