import { Medium, type Link } from '#contract/diagrams.ts'
import { boxOf, centerOf, type Box, type Point } from '../geometry.ts'
import type { Device, Group } from '#contract/diagrams.ts'
import { cut, notesOf, ownText } from './element-facts.ts'
import type { ElementIds } from './element-ids.ts'
import { tidyLines } from './html-text.ts'
import type { LeftOutList } from './left-out.ts'
import { cornersOf } from './link-corners.ts'
import { linkWords, mediumOf, type LinkWords } from './link-words.ts'
import { fromPortId, marks, shownOnLink, toPortId } from './our-marks.ts'
import { onSheet, type Item } from './scene.ts'

/** What a line may end at. */
export interface Ends {
  /** The element that a cell became, if any. */
  of: (cellId: string) => Device | Group | undefined
  devices: readonly Device[]
}

/** How far beside a device a loose end may be to be meant for it, in pixels. */
const near = 24

/** The link that a line becomes; nothing where it does not join two elements, which is noted. */
export function linkOfEdge(edge: Item, ends: Ends, ids: ElementIds, left: LeftOutList): Link | undefined {
  const { cell } = edge
  const begin = endOf(cell.source, cell.sourcePoint, edge, ends)
  const end = endOf(cell.target, cell.targetPoint, edge, ends)
  const labels = edge.children.filter((child) => child.isVisible)
  const isGuessed = begin?.isNear || end?.isNear
  const said = [edge.words, ...labels.map(({ words }) => words)].filter(Boolean).join(' ')
  const isLoop = begin?.element === end?.element && (isGuessed || (said === '' && !cell.data.has(marks.medium)))
  if (!begin || !end || isLoop) {
    left.add('loose', said)
    return undefined
  }
  if (isGuessed) left.add('nearest', edge.words)
  const [from, to] = [begin.element, end.element]
  const drawn = cell.points.map((point) => onSheet(edge, point))
  if (drawn.length > 60) left.add('corners', edge.words)
  const isOurs = cell.data.has(marks.medium)
  const words = isOurs ? ownWords(edge, labels) : foreignWords(edge, labels)
  const medium = Medium.options.find((each) => each === cell.data.get(marks.medium))
  return {
    id: ids.take(cell.id),
    from: from.id,
    to: to.id,
    ...words,
    medium: medium ?? mediumOf(edge, said),
    notes: isOurs ? notesOf(edge).slice(0, 2_000) : dataNotes(edge),
    points: isOurs ? drawn.slice(0, 60) : cornersOf(edge.style, drawn, boxOf(from), boxOf(to)),
  }
}

function endOf(
  cellId: string | undefined,
  point: Point | undefined,
  edge: Item,
  ends: Ends,
): { element: Device | Group; isNear: boolean } | undefined {
  const named = cellId === undefined ? undefined : ends.of(cellId)
  if (named) return { element: named, isNear: false }
  if (!point) return undefined
  const at = onSheet(edge, point)
  let best: { element: Device; isNear: true } | undefined
  let least = near
  for (const element of ends.devices) {
    if (element.shape === 'note') continue
    const away = distance(boxOf(element), at)
    if (away < least || (away === least && !best)) [best, least] = [{ element, isNear: true }, away]
  }
  return best
}

/** Pixels from a box to a point; 0 inside. */
const distance = ({ x, y, width, height }: Box, point: Point): number =>
  Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height))

function foreignWords(edge: Item, labels: readonly Item[]): LinkWords {
  const words = linkWords(
    edge.words,
    labels.map(({ words, cell }) => ({ words, at: cell.x })),
  )
  return { ...words, label: cut(words.label, 200) }
}

/** To the letter, where draw.io shows what we wrote; what was changed there counts. */
function ownWords(edge: Item, labels: readonly Item[]): LinkWords {
  const { data } = edge.cell
  const port = (id: string, mark: string) => {
    const shown = labels.find(({ cell }) => cell.id === id)
    return shown ? cut(ownText(edge, mark, data.get(mark) ?? '', shown.words), 60) : ''
  }
  const ports = {
    fromPort: port(fromPortId(edge.cell), marks.fromPort),
    toPort: port(toPortId(edge.cell), marks.toPort),
  }
  const kept = { label: data.get(marks.label) ?? '', speed: data.get(marks.speed) ?? '' }
  const isKept = tidyLines(shownOnLink(kept)) === edge.words
  const others = labels.filter(({ cell }) => cell.id !== fromPortId(edge.cell) && cell.id !== toPortId(edge.cell))
  const now = isKept ? kept : linkWords(edge.words, [])
  const added = others.map(({ words }) => words).filter(Boolean)
  return { label: cut([now.label, ...added].filter(Boolean).join(' '), 200), speed: cut(now.speed, 60), ...ports }
}

const dataNotes = ({ cell }: Item): string =>
  cut(
    [...cell.data]
      .filter(([name, value]) => name !== 'link' && name !== 'placeholders' && value.trim() !== '')
      .map(([name, value]) => `${tidyLines(name)}: ${tidyLines(value)}`)
      .join('\n'),
    2_000,
  )

/** The element of several whose middle is nearest to that of a box. */
export function nearestTo(box: Box, elements: readonly (Device | Group)[]): Device | Group | undefined {
  const middle = centerOf(box)
  const away = (element: Device | Group) => {
    const { x, y } = centerOf(boxOf(element))
    return Math.hypot(x - middle.x, y - middle.y)
  }
  return elements.reduce<Device | Group | undefined>(
    (best, each) => (!best || away(each) < away(best) ? each : best),
    undefined,
  )
}
