import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { around, boxOf, centerOf, contains, grown, layoutOf, type Box, type Point } from './geometry.ts'
import { grid, outlines } from './shapes/outlines.ts'
import { letters, lineHeights, widthOf } from './shapes/text-lines.ts'

/** A word on a link: its middle where `anchor` is `middle`, on the base line. */
export interface LinkWord extends Point {
  text: string
  anchor: 'start' | 'middle' | 'end'
}

/** How a link goes: from border to border through its corners. */
export interface LinkPath {
  points: Point[]
  /** SVG path data, its corners rounded. */
  d: string
  /** Where its label stands: halfway. */
  middle: Point
  /** The label's lines, centred on `middle`, and the box that they cover; no box where it says nothing. */
  words: string[]
  wordsBox: Box | undefined
  fromPort: LinkWord | undefined
  toPort: LinkWord | undefined
}

/** What a link's end may be, with what it covers. */
export interface End {
  box: Box
  /** What a device's words cover under it. */
  words?: Box | undefined
  /** The whole element, where `box` is only what its picture covers. */
  outer?: Box
}

export function endOf(element: Device | Group): End {
  if (!('shape' in element)) return { box: boxOf(element), outer: boxOf(element) }
  const { box, picture, words } = layoutOf(element)
  if (!picture) return { box, outer: box }
  const [x, y, width, height] = outlines[element.shape].covers ?? [5, 5, 38, 38]
  const scale = picture.width / grid
  const covered = { x: picture.x + x * scale, y: picture.y + y * scale, width: width * scale, height: height * scale }
  return { box: grown(covered, gap), words, outer: box }
}
/** Pixels between a picture and its links. */
const gap = 3

/** The paths of all links by id; of several links between the same two, one beside the other. */
export function linkPathsOf({
  devices,
  groups,
  links,
}: Pick<Drawing, 'devices' | 'groups' | 'links'>): Map<string, LinkPath> {
  const ends = new Map([...groups, ...devices].map((element) => [element.id, endOf(element)]))
  const lanes = lanesOf(links)
  const paths = new Map<string, LinkPath>()
  for (const link of links) {
    const from = ends.get(link.from)
    const to = ends.get(link.to)
    if (from && to) paths.set(link.id, linkPath(link, from, to, lanes.get(link.id)))
  }
  return paths
}

/** How far to the side of the straight way each link goes, in pixels, where several join the same two. */
export function lanesOf(links: readonly Link[]): Map<string, number> {
  const pairs = new Map<string, Link[]>()
  for (const link of links) {
    if (link.points.length > 0) continue
    const pair = [link.from, link.to].sort().join(' ')
    const found = pairs.get(pair)
    if (found) found.push(link)
    else pairs.set(pair, [link])
  }
  const lanes = new Map<string, number>()
  for (const together of pairs.values()) {
    if (together.length < 2) continue
    together.forEach((link, index) => {
      const aside = (index - (together.length - 1) / 2) * laneWidth
      // Seen from the same end, whichever way it was drawn.
      lanes.set(link.id, link.from <= link.to ? aside : -aside)
    })
  }
  return lanes
}

const laneWidth = 18

/** The way of one link between two ends; `aside` pixels beside the straight way. */
export function linkPath(link: Link, from: End, to: End, aside = 0): LinkPath {
  const points = link.from === link.to && link.points.length === 0 ? loop(from) : way(link.points, from, to, aside)
  const middle = along(points, lengthOf(points) / 2)
  const words = [link.label, link.speed].filter(Boolean)
  const [first, second] = points
  const [last, beforeLast] = [points.at(-1), points.at(-2)]
  return {
    points,
    d: rounded(points),
    middle,
    words,
    wordsBox: wordsBoxOf(words, middle),
    fromPort: link.fromPort && first && second ? portWord(link.fromPort, first, second) : undefined,
    toPort: link.toPort && last && beforeLast ? portWord(link.toPort, last, beforeLast) : undefined,
  }
}

function wordsBoxOf(words: readonly string[], { x, y }: Point): Box | undefined {
  if (words.length === 0) return undefined
  const width = Math.max(...words.map((text) => widthOf(text, letters.small))) + 10
  const height = words.length * lineHeights.small + 4
  return { x: x - width / 2, y: y - height / 2, width, height }
}

/** What a drawing's links cover with their words. */
export const boundsOfLinks = (paths: Iterable<LinkPath>): Box | undefined =>
  around(
    [...paths].flatMap(({ points, wordsBox }) => [
      ...points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })),
      ...(wordsBox ? [wordsBox] : []),
    ]),
  )

function way(corners: readonly Point[], from: End, to: End, aside: number): Point[] {
  const [firstCorner] = corners
  const lastCorner = corners.at(-1)
  if (firstCorner && lastCorner) {
    return [
      border(from, facing(from.box, firstCorner), firstCorner),
      ...corners.map(({ x, y }) => ({ x, y })),
      border(to, facing(to.box, lastCorner), lastCorner),
    ]
  }
  const inner = insideOut(from, to)
  if (inner) return inner
  const straight = upright(from.box, to.box) ?? { start: centerOf(from.box), end: centerOf(to.box) }
  const { start, end } = moved(straight, aside)
  return [border(from, start, end), border(to, end, start)]
}

/** A point of the box that sees the corner straight across or straight up and down, if one does; else its centre. */
function facing(box: Box, corner: Point): Point {
  const center = centerOf(box)
  const isAbove = corner.x > box.x + 2 && corner.x < box.x + box.width - 2
  const isBeside = corner.y > box.y + 2 && corner.y < box.y + box.height - 2
  if (isAbove && !isBeside) return { x: corner.x, y: center.y }
  if (isBeside && !isAbove) return { x: center.x, y: corner.y }
  return center
}

/** From something to the group around it: the short way to the nearest side. */
function insideOut(from: End, to: End): Point[] | undefined {
  const outward = areaOf(to.box) > areaOf(from.box)
  const [small, large] = outward ? [from.box, to.box] : [to.box, from.box]
  if (!contains(large, centerOf(small))) return undefined
  const [inner, outer] = outward ? [from, to.box] : [to, from.box]
  const { x, y } = centerOf(inner.box)
  const sides = [
    { x: outer.x, y },
    { x: outer.x + outer.width, y },
    { x, y: outer.y },
    { x, y: outer.y + outer.height },
  ]
  const nearest = sides.sort((one, other) => distance(one, { x, y }) - distance(other, { x, y }))[0] ?? { x, y }
  const line = [border(inner, { x, y }, nearest), nearest]
  return outward ? line : line.reverse()
}

const areaOf = ({ width, height }: Box): number => width * height

/** Two boxes one above the other, or side by side, are joined by a plumb line where one fits both. */
function upright(one: Box, other: Box): { start: Point; end: Point } | undefined {
  const centers = [centerOf(one), centerOf(other)] as const
  const x = shared(one.x, one.width, other.x, other.width)
  if (x !== undefined) return { start: { x, y: centers[0].y }, end: { x, y: centers[1].y } }
  const y = shared(one.y, one.height, other.y, other.height)
  return y === undefined ? undefined : { start: { x: centers[0].x, y }, end: { x: centers[1].x, y } }
}

/** The middle of the smaller extent, where the larger covers it; between both middles where they nearly agree. */
function shared(at: number, extent: number, otherAt: number, otherExtent: number): number | undefined {
  const [middle, otherMiddle] = [at + extent / 2, otherAt + otherExtent / 2]
  const [low, high] = [Math.max(at, otherAt) + 6, Math.min(at + extent, otherAt + otherExtent) - 6]
  if (high < low) return undefined
  const ratio = extent / otherExtent
  const wanted = ratio > 1.5 ? otherMiddle : ratio < 1 / 1.5 ? middle : (middle + otherMiddle) / 2
  return Math.min(Math.max(wanted, low), high)
}

function moved({ start, end }: { start: Point; end: Point }, aside: number): { start: Point; end: Point } {
  const long = distance(start, end)
  if (aside === 0 || long === 0) return { start, end }
  const by = { x: (-(end.y - start.y) / long) * aside, y: ((end.x - start.x) / long) * aside }
  return { start: { x: start.x + by.x, y: start.y + by.y }, end: { x: end.x + by.x, y: end.y + by.y } }
}

/** Out at the right and back in at the top. */
function loop({ box }: End): Point[] {
  const right = box.x + box.width
  const { x, y } = centerOf(box)
  return [
    { x: right, y },
    { x: right + 24, y },
    { x: right + 24, y: box.y - 24 },
    { x, y: box.y - 24 },
    { x, y: box.y },
  ]
}

/** Where the way from a point in the end towards another point leaves it, and its words, for the last time. */
function border({ box, words }: End, inside: Point, towards: Point): Point {
  const leaves = exit(box, inside, towards)
  const later = words ? exit(words, inside, towards) : 0
  const part = Math.min(Math.max(leaves, later), 1)
  return { x: inside.x + (towards.x - inside.x) * part, y: inside.y + (towards.y - inside.y) * part }
}

/** The part of the way from one point to another at which it leaves a box; 0 where it never is in it. */
function exit(box: Box, from: Point, to: Point): number {
  let [enters, leaves] = [0, Infinity]
  for (const [at, by, low, high] of [
    [from.x, to.x - from.x, box.x, box.x + box.width],
    [from.y, to.y - from.y, box.y, box.y + box.height],
  ] as const) {
    if (by === 0) {
      if (at < low || at > high) return 0
      continue
    }
    const [one, other] = [(low - at) / by, (high - at) / by]
    enters = Math.max(enters, Math.min(one, other))
    leaves = Math.min(leaves, Math.max(one, other))
  }
  return enters <= leaves && leaves !== Infinity ? leaves : 0
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

export function lengthOf(points: readonly Point[]): number {
  return points.reduce((total, point, index) => {
    const before = points[index - 1]
    return before ? total + distance(before, point) : 0
  }, 0)
}

/** The point so many pixels along the way; its end where the way is shorter. */
export function along(points: readonly Point[], pixels: number): Point {
  let left = pixels
  for (let index = 1; index < points.length; index += 1) {
    const [one, other] = [points[index - 1], points[index]]
    if (!one || !other) break
    const long = distance(one, other)
    if (left <= long) {
      const part = long === 0 ? 0 : left / long
      return { x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part }
    }
    left -= long
  }
  return points.at(-1) ?? { x: 0, y: 0 }
}

/** A port's name stands beside its end of the link: above a level one, at the right of an upright one. */
function portWord(text: string, end: Point, next: Point): LinkWord {
  const isLevel = Math.abs(next.x - end.x) >= Math.abs(next.y - end.y)
  if (isLevel) {
    const isRight = next.x >= end.x
    const slope = next.x === end.x ? 0 : (next.y - end.y) / Math.abs(next.x - end.x)
    return { text, x: end.x + (isRight ? 6 : -6), y: end.y + slope * 6 - 5, anchor: isRight ? 'start' : 'end' }
  }
  const isDown = next.y >= end.y
  const slope = (next.x - end.x) / Math.abs(next.y - end.y)
  return { text, x: end.x + slope * 14 + 6, y: end.y + (isDown ? 14 : -7), anchor: 'start' }
}

/** Path data of a broken line whose corners are rounded. */
export function rounded(points: readonly Point[], radius = 8): string {
  const near = (value: number) => Math.round(value * 10) / 10
  return points
    .map((point, index) => {
      const at = `${near(point.x)} ${near(point.y)}`
      const [before, after] = [points[index - 1], points[index + 1]]
      if (!before) return `M${at}`
      if (!after) return `L${at}`
      const [into, outOf] = [distance(before, point), distance(point, after)]
      const r = Math.min(radius, into / 2, outOf / 2)
      if (r < 1) return `L${at}`
      const enter = { x: point.x - ((point.x - before.x) / into) * r, y: point.y - ((point.y - before.y) / into) * r }
      const leave = { x: point.x + ((after.x - point.x) / outOf) * r, y: point.y + ((after.y - point.y) / outOf) * r }
      return `L${near(enter.x)} ${near(enter.y)}Q${at} ${near(leave.x)} ${near(leave.y)}`
    })
    .join('')
}
