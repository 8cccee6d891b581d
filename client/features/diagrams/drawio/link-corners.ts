import { centerOf, contains, type Box, type Point } from '../geometry.ts'
import type { Style } from './style.ts'

const mostCorners = 60

/**
 * The corners of a line on the sheet. What draw.io bends by itself between two shapes (its orthogonal and elbow styles)
 * gets the corners that it shows; the rest has those that somebody drew.
 */
export function cornersOf(style: Style, drawn: readonly Point[], from: Box, to: Box): Point[] {
  const isSquare =
    /^(?:orthogonal|elbow|entityRelation|segment|isometric)EdgeStyle$/.test(style.of('edgeStyle')) &&
    !style.is('curved')
  const seen = outside(drawn, from, to)
  if (!isSquare) return thinned(seen)
  return thinned(seen.length > 0 ? squared(seen, from, to) : drawn.length > 0 ? [] : elbow(style, from, to))
}

/** Without the corners at its ends that are under the shapes there, unless one of them stands in the other. */
function outside(drawn: readonly Point[], from: Box, to: Box): readonly Point[] {
  if (contains(from, centerOf(to)) || contains(to, centerOf(from))) return drawn
  const first = drawn.findIndex((point) => !contains(from, point))
  const last = drawn.findLastIndex((point) => !contains(to, point))
  return first < 0 ? [] : drawn.slice(first, last + 1)
}

/** Z-shaped between two boxes of which neither is straight above or beside the other; else straight. */
function elbow(style: Style, from: Box, to: Box): Point[] {
  const [one, other] = [centerOf(from), centerOf(to)]
  const across = gap(from.x, from.width, to.x, to.width)
  const down = gap(from.y, from.height, to.y, to.height)
  if (across < 0 || down < 0) return []
  const isUpright =
    style.of('elbow') === 'vertical' ||
    leavesUpright(style) ||
    (style.of('elbow') === '' && !leavesLevel(style) && down > across)
  if (isUpright) {
    const y = one.y < other.y ? from.y + from.height + down / 2 : to.y + to.height + down / 2
    return [
      { x: one.x, y },
      { x: other.x, y },
    ]
  }
  const x = one.x < other.x ? from.x + from.width + across / 2 : to.x + to.width + across / 2
  return [
    { x, y: one.y },
    { x, y: other.y },
  ]
}

const leavesUpright = (style: Style) =>
  ['0', '1'].includes(style.of('exitY')) && !['0', '1'].includes(style.of('exitX'))
const leavesLevel = (style: Style) => ['0', '1'].includes(style.of('exitX')) && !['0', '1'].includes(style.of('exitY'))

/** Below zero where they overlap. */
const gap = (at: number, extent: number, otherAt: number, otherExtent: number): number =>
  Math.max(at, otherAt) - Math.min(at + extent, otherAt + otherExtent)

/** Between two drawn corners that are not level with each other draw.io goes round one more. */
function squared(drawn: readonly Point[], from: Box, to: Box): Point[] {
  const points: Point[] = []
  const [first] = drawn
  const last = drawn.at(-1)
  if (!first || !last) return []
  if (!sees(from, first)) points.push({ x: first.x, y: centerOf(from).y })
  for (const point of drawn) {
    const before = points.at(-1)
    const isLevel = !before || Math.abs(before.x - point.x) < 1 || Math.abs(before.y - point.y) < 1
    if (!isLevel) points.push(cameLevel(points) ? { x: before.x, y: point.y } : { x: point.x, y: before.y })
    points.push(point)
  }
  if (!sees(to, last))
    points.push(cameLevel(points) ? { x: last.x, y: centerOf(to).y } : { x: centerOf(to).x, y: last.y })
  return points
}

const sees = (box: Box, { x, y }: Point): boolean =>
  (x >= box.x && x <= box.x + box.width) || (y >= box.y && y <= box.y + box.height)

function cameLevel(points: readonly Point[]): boolean {
  const [before, last] = [points.at(-2), points.at(-1)]
  return before !== undefined && last !== undefined && Math.abs(before.y - last.y) < 1
}

/** At most 60, spread over the way. */
function thinned(points: readonly Point[]): Point[] {
  if (points.length <= mostCorners) return [...points]
  return Array.from(
    { length: mostCorners },
    (_, at) => points[Math.round((at * (points.length - 1)) / (mostCorners - 1))] ?? { x: 0, y: 0 },
  )
}
