import type { Device, Drawing, Group } from '#contract/diagrams.ts'
import { boxOf, centerOf } from '../geometry.ts'

export type Placed = Device | Group

/**
 * Devices and groups in the order in which they are read: row by row from the left, each group directly before what
 * stands in it. Screen readers, arrow keys and the list of devices all go by it.
 */
export function readingOrder({ devices, groups }: Pick<Drawing, 'devices' | 'groups'>): Placed[] {
  const inside = new Map<string | undefined, Placed[]>()
  const known = new Set(groups.map(({ id }) => id))
  for (const element of [...groups, ...devices]) {
    const group = element.group !== undefined && known.has(element.group) ? element.group : undefined
    const list = inside.get(group)
    if (list) list.push(element)
    else inside.set(group, [element])
  }
  const seen = new Set<string>()
  const read = (group: string | undefined): Placed[] =>
    inRows(inside.get(group) ?? []).flatMap((element) => {
      if (seen.has(element.id)) return []
      seen.add(element.id)
      return 'shape' in element ? [element] : [element, ...read(element.id)]
    })
  return read(undefined)
}

/** Tops that are no further apart than this are one row, in pixels. */
const rowHeight = 40

function inRows(elements: readonly Placed[]): Placed[] {
  const rows: { top: number; elements: Placed[] }[] = []
  for (const element of elements.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    if (row && element.y - row.top <= rowHeight) row.elements.push(element)
    else rows.push({ top: element.y, elements: [element] })
  }
  return rows.flatMap((row) => row.elements.toSorted((a, b) => a.x - b.x))
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * Where an arrow key goes: to the nearest in that direction; where nothing lies there, to the next one that is read
 * (right and down) or the one before, so that every element is reached. Undefined at the ends.
 */
export function neighbour(order: readonly Placed[], id: string, direction: Direction): Placed | undefined {
  const at = order.findIndex((element) => element.id === id)
  const from = order[at]
  if (!from) return order[0]
  const here = anchorOf(from)
  let best: { element: Placed; cost: number } | undefined
  for (const element of order) {
    if (element === from) continue
    const there = anchorOf(element)
    const [x, y] = [there.x - here.x, there.y - here.y]
    const [ahead, aside] = { up: [-y, x], down: [y, x], left: [-x, y], right: [x, y] }[direction] as [number, number]
    // Within a cone of about 45 degrees to each side.
    if (ahead <= 0 || Math.abs(aside) > ahead * 1.1) continue
    const cost = ahead + 2 * Math.abs(aside)
    if (!best || cost < best.cost) best = { element, cost }
  }
  return best?.element ?? order[at + (direction === 'right' || direction === 'down' ? 1 : -1)]
}

/** Of a group its name counts, which stands at its upper left; of a device its middle. */
function anchorOf(element: Placed) {
  const box = boxOf(element)
  return 'shape' in element ? centerOf(box) : { x: box.x + 40, y: box.y + 16 }
}
