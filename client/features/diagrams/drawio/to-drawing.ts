import {
  drawingFormat,
  GroupKind,
  mostDevices,
  mostGroups,
  mostLinks,
  Shape,
  type Device,
  type Drawing,
  type Group,
} from '#contract/diagrams.ts'
import { isBoxed, usualSize, type Box } from '../geometry.ts'
import { letters, widthOf } from '../shapes/text-lines.ts'
import type { Cell } from './cells.ts'
import { DrawioError } from './drawio-error.ts'
import { factsOf, ownFacts, type Facts } from './element-facts.ts'
import { ElementIds } from './element-ids.ts'
import { fitted } from './fit-sheet.ts'
import { joinWords } from './join-words.ts'
import { LeftOutList, type LeftOut } from './left-out.ts'
import { kindOfGroup, nearestShape, shapeOfCloud } from './nearest-shape.ts'
import { marks } from './our-marks.ts'
import { makeHeadRoom } from './head-room.ts'
import { areaOf, bodiesOf, isBar, isBare, type Body } from './roles.ts'
import { isThing, sceneOf, type Item } from './scene.ts'
import { standingIn } from './standing-in.ts'
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
  const frames = [...elements].flatMap(([{ isOurs }, element]) => (!isOurs && isGroup(element) ? [element] : []))
  makeHeadRoom(
    frames.sort((one, other) => areaOf(one) - areaOf(other)),
    [...elements.values()],
  )
  for (const body of bodies) became.set(body.item.cell.id, fateOf(body, elements, left))
  const [devices, groups] = [[...elements.values()].filter(isDevice), [...elements.values()].filter(isGroup)]
  refuseTooMany(devices.length, groups.length, 0)

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

function elementOf(body: Body, ids: ElementIds, left: LeftOutList): Device | Group {
  const { item, role, isOurs, more } = body
  const facts = isOurs
    ? ownFacts(item, item.cell.data.get(marks.label) ?? '')
    : factsOf(item, more, role === 'note', left)
  const id = ids.take(item.cell.id)
  const { x, y, width, height } = item.box
  if (role === 'group') {
    const own = GroupKind.options.find((kind) => kind === item.cell.data.get(marks.kind))
    const kind = own ?? kindOfGroup(body.drawn.family, [facts.label, ...facts.addresses].join(' '))
    const label = own ? facts.label : facts.label || body.drawn.title
    return { id, kind, ...facts, label, x, y, width: extent(width), height: extent(height) }
  }
  const own = Shape.options.find((shape) => shape === item.cell.data.get(marks.shape))
  const shape = own ?? shapeOf(body, facts, left)
  if (own) {
    const usual = (item.cell.data.get(marks.usual) ?? '').split(' ')
    const size = usualSize(shape)
    return {
      id,
      shape,
      ...facts,
      x,
      y,
      ...(usual.includes('width') && width === size.width ? {} : { width: extent(width) }),
      ...(usual.includes('height') && height === size.height ? {} : { height: extent(height) }),
    }
  }
  if (shape === 'note') return { id, shape, ...facts, ...roomFor(facts, item.box) }
  const isBus = isBar(item.box) && shape === 'device' && isBare(body.drawn)
  const label = facts.label || facts.addresses.length > 0 ? facts.label : isBus ? 'Bus' : nameOf(body, shape)
  const box = isBus ? thickened(item.box) : isBoxed(shape) ? item.box : square(item.box)
  return { id, shape, ...facts, label, x: box.x, y: box.y, width: extent(box.width), height: extent(box.height) }
}

function shapeOf(body: Body, facts: Facts, left: LeftOutList): Shape {
  const { item, drawn, role } = body
  if (role === 'note') return 'note'
  const { style } = item
  const named = style.of('shape')
  if (named === 'cloud' || style.names.has('cloud')) return shapeOfCloud(facts.label)
  if (/^cylinder/.test(named) || style.names.has('cylinder')) return 'database'
  if (named === 'umlActor' || named === 'actor' || style.names.has('actor')) return 'person'
  if (/^note/.test(named)) return 'note'
  if (drawn.picture) left.add(drawn.picture === 'web' ? 'web' : 'picture', facts.label || drawn.words)
  const shape = nearestShape(drawn, facts.label)
  if (!shape && drawn.words !== '' && drawn.picture === undefined) left.add('plain', drawn.words)
  return shape && !isFlat(body) ? shape : 'device'
}

/** What nobody named says at least what it was, where our picture does not, or names a model. */
function nameOf({ drawn }: Body, shape: Shape): string {
  if (/\d/.test(drawn.title)) return drawn.title.slice(0, 100)
  return shape === 'device' && drawn.words !== '' ? drawn.words.charAt(0).toUpperCase() + drawn.words.slice(1, 100) : ''
}

/** Units of a rack, seen from the front, are flat: a picture with its name below would hide the next one. */
const isFlat = ({ item, drawn }: Body): boolean =>
  /^rack\b/.test(drawn.family) || item.box.width >= 4.5 * item.box.height

/** Words that stood by themselves need more room on a note than on the bare sheet. */
function roomFor({ label, notes }: Facts, box: Box): Box {
  const lines = [label, ...notes.split('\n').filter(Boolean)]
  const wanted = Math.max(...lines.map((line) => widthOf(line, letters.small))) + 28
  const width = Math.min(Math.max(wanted, 48), Math.max(box.width, 220))
  const height =
    lines.reduce((sum, line) => sum + Math.ceil((widthOf(line, letters.small) + 1) / (width - 22)) * 16, 0) + 18
  return {
    x: box.x + (box.width - width) / 2,
    y: box.y + (box.height - height) / 2,
    width: extent(width),
    height: extent(height),
  }
}

/** Our pictures are as wide as high: a flat one grows to the usual size, about its middle. */
function square({ x, y, width, height }: Box): Box {
  const side = Math.max(Math.min(width, height), Math.min(48, Math.max(width, height)))
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side }
}

/** A bar with room for its name. */
function thickened({ x, y, width, height }: Box): Box {
  const [wide, high] = width > height ? [width, Math.max(height, 22)] : [Math.max(width, 44), height]
  return { x: x - (wide - width) / 2, y: y - (high - height) / 2, width: wide, height: high }
}

const extent = (value: number): number => Math.max(4, value)
