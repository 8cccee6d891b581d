import type { Drawing } from '#contract/diagrams.ts'
import { around, boxOf, type Box, type Point } from '../geometry.ts'
import { insideOf, move, placedOf, snapped, type Ids } from './deeds.ts'

export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Direction = 'across' | 'down'

/** Lines elements up with the one that stands farthest to that side, or in the middle of them all. */
export function align(drawing: Drawing, ids: Ids, side: Side): Drawing {
  const boxes = chosen(drawing, ids)
  const all = around([...boxes.values()])
  if (!all || boxes.size < 2) return drawing
  const by = new Map<string, Point>()
  for (const [id, box] of boxes)
    by.set(id, { x: alignedX(box, all, side) - box.x, y: alignedY(box, all, side) - box.y })
  return move(drawing, by)
}

function alignedX(box: Box, all: Box, side: Side): number {
  if (side === 'left') return all.x
  if (side === 'right') return all.x + all.width - box.width
  return side === 'center' ? all.x + (all.width - box.width) / 2 : box.x
}

function alignedY(box: Box, all: Box, side: Side): number {
  if (side === 'top') return all.y
  if (side === 'bottom') return all.y + all.height - box.height
  return side === 'middle' ? all.y + (all.height - box.height) / 2 : box.y
}

/** Leaves the first and the last where they are, and the same room between all of them. */
export function distribute(drawing: Drawing, ids: Ids, direction: Direction): Drawing {
  const [at, extent] = direction === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const boxes = [...chosen(drawing, ids)].sort(([, one], [, other]) => one[at] - other[at])
  const all = around(boxes.map(([, box]) => box))
  if (!all || boxes.length < 3) return drawing
  const taken = boxes.reduce((total, [, box]) => total + box[extent], 0)
  const gap = (all[extent] - taken) / (boxes.length - 1)
  const by = new Map<string, Point>()
  let place = all[at]
  for (const [id, box] of boxes) {
    const delta = Math.round(place) - box[at]
    by.set(id, direction === 'across' ? { x: delta, y: 0 } : { x: 0, y: delta })
    place += box[extent] + gap
  }
  return move(drawing, by)
}

/** Moves by steps; the grid takes hold again as soon as a whole step is gone. */
export function nudge(drawing: Drawing, ids: Ids, by: Point, isFine: boolean): Drawing {
  const moves = new Map<string, Point>()
  for (const [id, box] of chosen(drawing, ids)) {
    const to = { x: box.x + by.x, y: box.y + by.y }
    const at = isFine ? to : { x: by.x === 0 ? box.x : snapped(to.x), y: by.y === 0 ? box.y : snapped(to.y) }
    moves.set(id, { x: at.x - box.x, y: at.y - box.y })
  }
  return move(drawing, moves)
}

/** The boxes of what is chosen, without what goes along with its group anyway. */
function chosen(drawing: Drawing, ids: Ids): Map<string, Box> {
  const along = insideOf(drawing, ids)
  return new Map(
    placedOf(drawing)
      .filter(({ id }) => ids.has(id) && !along.has(id))
      .map((element) => [element.id, boxOf(element)]),
  )
}

export interface Guide {
  /** `x`: an upright line there, from `from` down to `to`; `y`: a level one. */
  axis: 'x' | 'y'
  at: number
  from: number
  to: number
}

/** Where a moving box lines up with others: how far it is to be drawn there, and the lines that say so. */
export function guidesOf(moving: Box, others: readonly Box[], within = 5): { x: number; y: number; guides: Guide[] } {
  const best = { x: nearest(moving, others, 'x', within), y: nearest(moving, others, 'y', within) }
  const guides: Guide[] = []
  if (best.x) {
    const ys = [moving.y + (best.y?.by ?? 0), best.x.other.y]
    const ends = [moving.y + moving.height, best.x.other.y + best.x.other.height]
    guides.push({ axis: 'x', at: best.x.at, from: Math.min(...ys), to: Math.max(...ends) })
  }
  if (best.y) {
    const xs = [moving.x + (best.x?.by ?? 0), best.y.other.x]
    const ends = [moving.x + moving.width, best.y.other.x + best.y.other.width]
    guides.push({ axis: 'y', at: best.y.at, from: Math.min(...xs), to: Math.max(...ends) })
  }
  return { x: best.x?.by ?? 0, y: best.y?.by ?? 0, guides }
}

function nearest(moving: Box, others: readonly Box[], axis: 'x' | 'y', within: number) {
  const extent = axis === 'x' ? 'width' : 'height'
  const marks = (box: Box) => [box[axis] + box[extent] / 2, box[axis], box[axis] + box[extent]]
  let found: { by: number; at: number; other: Box } | undefined
  for (const other of others) {
    const [middle, ...edges] = marks(other)
    const [ownMiddle, ...ownEdges] = marks(moving)
    const pairs: (readonly [number | undefined, number | undefined])[] = [[middle, ownMiddle]]
    for (const edge of edges) for (const own of ownEdges) pairs.push([edge, own])
    for (const [at, own] of pairs) {
      if (at === undefined || own === undefined) continue
      const by = at - own
      if (Math.abs(by) <= within && (!found || Math.abs(by) < Math.abs(found.by))) found = { by, at, other }
    }
  }
  return found
}
