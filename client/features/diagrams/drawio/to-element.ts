import { GroupKind, Shape, type Device, type Group } from '#contract/diagrams.ts'
import { isBoxed, usualSize, type Box } from '../geometry.ts'
import { letters, widthOf } from '../shapes/text-lines.ts'
import { factsOf, ownFacts, type Facts } from './element-facts.ts'
import type { ElementIds } from './element-ids.ts'
import type { LeftOutList } from './left-out.ts'
import { kindOfGroup, nearestShape, shapeOfCloud } from './nearest-shape.ts'
import { marks } from './our-marks.ts'
import { isBar, isBare, type Body } from './roles.ts'

/** A shape of draw.io as an element of ours, not yet in a group. */
export function elementOf(body: Body, ids: ElementIds, left: LeftOutList): Device | Group {
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
  const notes = noted(facts, body, shape)
  return { id, shape, ...facts, label, notes, x: box.x, y: box.y, width: extent(box.width), height: extent(box.height) }
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

/** A plain box that has a name still says what it was: a model, often. */
const noted = ({ label, notes }: Facts, { drawn }: Body, shape: Shape): string =>
  shape === 'device' && label !== '' && drawn.words !== ''
    ? [notes, `Drawn as ${drawn.title || drawn.words}`].filter(Boolean).join('\n').slice(0, 4_000)
    : notes

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
