import type { Box } from '../geometry.ts'
import { inherited } from './inherited.ts'
import { drawnBy, type Drawn } from './nearest-shape.ts'
import { marks } from './our-marks.ts'
import { onSheet, type Item } from './scene.ts'
import type { Cell, XY } from './cells.ts'

/** What a shape of draw.io becomes. */
export type Role = 'device' | 'note' | 'group' | 'label' | 'words' | 'dissolved' | 'decoration'

export interface Body {
  item: Item
  drawn: Drawn
  role: Role
  /** Written by us: it says itself what it is, and only its parent says what it stands in. */
  isOurs: boolean
  /** Words of other cells that became this one's. */
  more: string[]
  /** Of `words`: whose they became. */
  into: Body | undefined
}

/** What every visible shape becomes; words are still to find what they belong to (`joinWords`). */
export function bodiesOf(items: readonly Item[]): Body[] {
  const linked = linkedOf(items)
  const isOnLine = inherited((item) => item.cell.isEdge || undefined)
  const isInTable = inherited((item) => isTable(item) || undefined)
  const placeOf = ({ parent }: Item): Place =>
    isOnLine(parent) ? 'on a line' : isInTable(parent) ? 'in a table' : undefined
  const bodies = items
    .filter(({ cell, isVisible }) => cell.isVertex && isVisible)
    .map((item): Body => {
      const drawn = drawnBy(item.style)
      const isOurs = item.cell.data.has(marks.shape) || item.cell.data.has(marks.kind)
      return { item, drawn, role: firstRole(item, placeOf(item), drawn, linked), isOurs, more: [], into: undefined }
    })
  const byItem = new Map(bodies.map((body) => [body.item, body]))
  // Inner frames first: a frame around frames is one as well.
  const frames = bodies.filter(isFrame).sort((one, other) => areaOf(one.item.box) - areaOf(other.item.box))
  const solid = bodies.filter(({ role }) => role === 'device' || role === 'group')
  for (const frame of frames) if (isGroup(frame, solid, byItem)) frame.role = 'group'
  for (const body of bodies) if (body.role === 'device' && !isOfNote(body, linked)) body.role = 'decoration'
  return bodies
}

type Place = 'on a line' | 'in a table' | undefined

function firstRole(item: Item, place: Place, drawn: Drawn, linked: ReadonlySet<Item>): Role {
  const { cell, style, words } = item
  if (cell.data.has(marks.kind)) return 'group'
  if (cell.data.has(marks.shape)) return cell.data.get(marks.shape) === 'note' ? 'note' : 'device'
  if (place === 'on a line') return 'label'
  if (isTable(item)) return 'note'
  if (place === 'in a table') return 'words'
  const isBare = style.of('strokeColor') === 'none' && ['none', ''].includes(style.of('fillColor'))
  if (style.names.has('text') || style.names.has('edgeLabel') || (isBare && drawn.words === '' && words !== ''))
    return words === '' && !linked.has(item) ? 'decoration' : 'note'
  if (words === '' && (style.names.has('group') || (isBare && drawn.words === '')))
    return item.children.length > 0 ? 'dissolved' : linked.has(item) ? 'device' : 'decoration'
  return 'device'
}

export const isTable = ({ style }: Item): boolean => style.of('shape') === 'table'

/** Both ends of every line that is seen. */
function linkedOf(items: readonly Item[]): Set<Item> {
  const byId = new Map(items.map((item) => [item.cell.id, item]))
  const linked = new Set<Item>()
  for (const { cell, isVisible, box } of items) {
    if (!cell.isEdge || !isVisible) continue
    for (const end of [cell.source, cell.target]) {
      const item = end === undefined ? undefined : byId.get(end)
      if (item) linked.add(item)
    }
    for (const point of looseEnds(cell)) {
      const bar = thinBoxAt(items, onSheet({ box }, point))
      if (bar) linked.add(bar)
    }
  }
  return linked
}

const looseEnds = ({ source, target, sourcePoint, targetPoint }: Cell): XY[] =>
  [source === undefined ? sourcePoint : undefined, target === undefined ? targetPoint : undefined].filter(
    (point) => point !== undefined,
  )

/** People draw a bus as a long thin box, and end lines on it without joining them. */
function thinBoxAt(items: readonly Item[], { x, y }: XY): Item | undefined {
  return items.find(
    ({ cell, isVisible, box }) =>
      cell.isVertex && isVisible && isBar(box) && isInside({ x, y, width: 0, height: 0 }, box, 8),
  )
}
export const isBar = ({ width, height }: Box): boolean =>
  Math.min(width, height) > 0 && Math.min(width, height) <= 24 && Math.max(width, height) >= 6 * Math.min(width, height)

/** Worth keeping: it has words, is linked, or is a picture of something. */
const isOfNote = ({ item, drawn, isOurs }: Body, linked: ReadonlySet<Item>): boolean =>
  isOurs ||
  item.words !== '' ||
  drawn.words !== '' ||
  drawn.picture !== undefined ||
  linked.has(item) ||
  item.cell.data.size > 0

/** Drawn with nothing but lines: a box, an ellipse, a cloud. */
export const isBare = ({ words, picture }: Drawn): boolean => words === '' && picture === undefined

/** Whether it may be a frame around others: a bare shape, what says that it holds others, a picture with parts on it. */
const isFrame = (body: Body): boolean =>
  body.role === 'device' &&
  !body.isOurs &&
  (isBare(body.drawn) ? !hasCorners(body.item) : holds(body.item) || body.drawn.picture !== undefined)

const hasCorners = ({ style }: Item): boolean =>
  ['rhombus', 'triangle', 'step', 'parallelogram', 'trapezoid'].some(
    (name) => style.names.has(name) || style.of('shape') === name,
  )
const holds = ({ style }: Item): boolean =>
  style.names.has('swimlane') ||
  style.is('container') ||
  /(?:^|[._])(?:group|rackGeneral|container)/i.test(style.of('shape'))

/** It holds a device or a frame, by its own word or because one stands in it; or it is an empty frame with a name. */
function isGroup(frame: Body, solid: readonly Body[], byItem: ReadonlyMap<Item, Body>): boolean {
  const isWorthy = (body: Body) =>
    body.role === 'group' || body.item.words !== '' || body.drawn.words !== '' || body.drawn.picture !== undefined
  const children = solidBelow(frame.item, byItem)
  if (children.some(isWorthy)) return true
  if (holds(frame.item)) return frame.item.children.length === 0 && frame.item.words !== ''
  const { box } = frame.item
  let missing = isBare(frame.drawn) ? 1 : 3
  for (const body of solid) {
    const isInside =
      body !== frame &&
      !body.isOurs &&
      isWorthy(body) &&
      areaOf(body.item.box) < areaOf(box) * 0.8 &&
      standsOn(body.item.box, box)
    if (isInside) missing -= 1
    if (missing === 0) return true
  }
  return false
}

/** Wholly; or it is much smaller, and half of it or more: people draw over edges. */
export function standsOn(inner: Box, outer: Box): boolean {
  if (isInside(inner, outer)) return true
  const across = Math.min(inner.x + inner.width, outer.x + outer.width) - Math.max(inner.x, outer.x)
  const down = Math.min(inner.y + inner.height, outer.y + outer.height) - Math.max(inner.y, outer.y)
  if (across <= 0 || down <= 0) return false
  const part = (across * down) / Math.max(areaOf(inner), 1)
  return part >= 0.9 || (part >= 0.5 && areaOf(inner) < areaOf(outer) * 0.35)
}

/** Its children that are no words, through groupings that are not seen. */
function solidBelow({ children }: Item, byItem: ReadonlyMap<Item, Body>): Body[] {
  const found: Body[] = []
  const left = [...children]
  for (let child = left.pop(); child; child = left.pop()) {
    const body = byItem.get(child)
    if (body?.role === 'dissolved') left.push(...child.children)
    else if (body?.role === 'device' || body?.role === 'group') found.push(body)
  }
  return found
}

export const areaOf = ({ width, height }: Pick<Box, 'width' | 'height'>): number => width * height

/** Wholly, but for a few pixels. */
export const isInside = (inner: Box, outer: Box, slack = 3): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack
