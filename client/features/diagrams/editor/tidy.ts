import dagre from '@dagrejs/dagre'
import type { Drawing, Link } from '#contract/diagrams.ts'
import { around, boxOf, groupHead, layoutOf, type Box, type Point, type Size } from '../geometry.ts'
import { isDevice, placedOf, snapped, type Placed } from './deeds.ts'

/**
 * Lays a drawing out anew: every group by itself, from the innermost outwards, what is linked in ranks from the top, what
 * is not in rows under it, racks from top to bottom. Groups become as large as they need; links become straight.
 * @param only the group whose content is laid out; without it the whole drawing
 */
export function tidied(drawing: Drawing, only?: string): Drawing {
  const children = new Map<string | undefined, Placed[]>()
  for (const element of placedOf(drawing)) {
    const siblings = children.get(element.group)
    if (siblings) siblings.push(element)
    else children.set(element.group, [element])
  }
  const parents = new Map(placedOf(drawing).map(({ id, group }) => [id, group]))
  const places = new Map<string, Box>()
  const top = blockOf(only, { children, parents, links: drawing.links, racks: racksOf(drawing) }, places)
  const outer = drawing.groups.find(({ id }) => id === only)
  const origin = outer ? { x: outer.x, y: outer.y } : originOf(drawing)
  const absolute = absolutePlaces(top, origin, places)
  if (outer && only !== undefined) absolute.set(only, { ...origin, width: top.width, height: top.height })
  return {
    ...drawing,
    devices: drawing.devices.map((device) => {
      const at = absolute.get(device.id)
      return at ? { ...device, x: at.x, y: at.y } : device
    }),
    groups: drawing.groups.map((group) => ({ ...group, ...absolute.get(group.id) })),
    links: drawing.links.map((link) =>
      absolute.has(link.from) || absolute.has(link.to) ? { ...link, points: [] } : link,
    ),
  }
}

interface World {
  children: ReadonlyMap<string | undefined, readonly Placed[]>
  parents: ReadonlyMap<string, string | undefined>
  links: readonly Link[]
  racks: ReadonlySet<string>
}

/** What stands in a group, and where, seen from its corner. */
interface Block extends Size {
  inner: { element: Placed; at: Point; block?: Block }[]
}

/** As much of dagre as is used: its own types are not found by every way of resolving them. */
interface LayoutGraph {
  setGraph(options: {
    rankdir: 'TB'
    nodesep: number
    ranksep: number
    ranker: 'network-simplex' | 'longest-path'
  }): void
  setDefaultEdgeLabel(label: () => object): void
  setNode(id: string, size: Size): void
  setEdge(from: string, to: string): void
  /** After the layout: where its middle stands. */
  node(id: string): Point
}
const { graphlib, layout } = dagre as unknown as {
  graphlib: { Graph: new () => LayoutGraph }
  layout: (graph: LayoutGraph) => void
}

const racksOf = ({ groups }: Drawing) => new Set(groups.flatMap(({ id, kind }) => (kind === 'rack' ? [id] : [])))

const originOf = (drawing: Drawing): Point => {
  const box = around(placedOf(drawing).map(boxOf))
  return { x: snapped(box?.x ?? 0), y: snapped(box?.y ?? 0) }
}

function blockOf(id: string | undefined, world: World, places: Map<string, Box>): Block {
  const elements = world.children.get(id) ?? []
  const blocks = new Map(
    elements.filter((element) => !isDevice(element)).map((group) => [group.id, blockOf(group.id, world, places)]),
  )
  const cells = elements.map((element) => cellOf(element, blocks.get(element.id)))
  const isRack = id !== undefined && world.racks.has(id)
  const positions = isRack ? stacked(cells) : ranked(cells, linksAmong(elements, world))
  const inner = cells.map(({ element, inset }) => {
    const at = positions.get(element.id) ?? { x: 0, y: 0 }
    const block = blocks.get(element.id)
    return { element, at: { x: at.x + inset.x, y: at.y + inset.y }, ...(block && { block }) }
  })
  return inBox(inner, cells, positions, id !== undefined)
}

/** What an element needs for itself and its words; `inset` leads from the corner of that to its own. */
interface Cell extends Size {
  element: Placed
  inset: Point
}

function cellOf(element: Placed, block: Block | undefined): Cell {
  if (block) return { element, inset: { x: 0, y: 0 }, width: block.width, height: block.height }
  if (!isDevice(element)) return { element, inset: { x: 0, y: 0 }, ...sizeOf(element) }
  const { box, whole } = layoutOf(element)
  const width = Math.max(whole.width, 64)
  return { element, width, height: whole.height, inset: { x: (width - box.width) / 2, y: 0 } }
}

const sizeOf = (element: Placed): Size => {
  const { width, height } = boxOf(element)
  return { width, height }
}

/** Links between these, or between what stands in them: as pairs of these. */
function linksAmong(elements: readonly Placed[], { links, parents }: World): [string, string][] {
  const here = new Set(elements.map(({ id }) => id))
  const lifted = (id: string): string | undefined => {
    let at: string | undefined = id
    while (at !== undefined && !here.has(at)) at = parents.get(at)
    return at
  }
  return links.flatMap(({ from, to }): [string, string][] => {
    const [one, other] = [lifted(from), lifted(to)]
    return one === undefined || other === undefined || one === other ? [] : [[one, other]]
  })
}

function ranked(cells: readonly Cell[], pairs: readonly [string, string][]): Map<string, Point> {
  const linked = new Set(pairs.flat())
  const graph = new graphlib.Graph()
  graph.setGraph({
    rankdir: 'TB',
    nodesep: 40,
    ranksep: 64,
    ranker: cells.length > 150 ? 'longest-path' : 'network-simplex',
  })
  graph.setDefaultEdgeLabel(() => ({}))
  const ordered = [...cells].sort((one, other) => one.element.y - other.element.y || one.element.x - other.element.x)
  for (const { element, width, height } of ordered)
    if (linked.has(element.id)) graph.setNode(element.id, { width, height })
  const rankOf = new Map(ordered.map(({ element }, index) => [element.id, index]))
  for (const [from, to] of pairs) {
    // Downwards as it was drawn: what stood above stays above.
    const isDown = (rankOf.get(from) ?? 0) <= (rankOf.get(to) ?? 0)
    graph.setEdge(isDown ? from : to, isDown ? to : from)
  }
  if (linked.size > 0) layout(graph)
  const positions = new Map<string, Point>()
  for (const { element, width, height } of ordered) {
    const node = linked.has(element.id) ? graph.node(element.id) : undefined
    if (node) positions.set(element.id, { x: snapped(node.x - width / 2), y: snapped(node.y - height / 2) })
  }
  placeRest(
    ordered.filter(({ element }) => !linked.has(element.id)),
    ordered,
    positions,
  )
  return positions
}

/** What is linked to nothing stands in rows under the rest, about as wide as that. */
function placeRest(rest: readonly Cell[], all: readonly Cell[], positions: Map<string, Point>): void {
  const boxes = all.flatMap(({ element, width, height }): Box[] => {
    const at = positions.get(element.id)
    return at ? [{ ...at, width, height }] : []
  })
  const used = around(boxes)
  const area = rest.reduce((total, { width, height }) => total + (width + 40) * (height + 32), 0)
  const widest = Math.max(used?.width ?? 0, Math.sqrt(area) * 1.4, ...rest.map(({ width }) => width))
  let [x, y, rowHeight] = [used?.x ?? 0, used ? snapped(used.y + used.height + 56) : 0, 0]
  const left = x
  for (const { element, width, height } of rest) {
    if (x > left && x + width > left + widest) {
      x = left
      y = snapped(y + rowHeight + 32)
      rowHeight = 0
    }
    positions.set(element.id, { x: snapped(x), y })
    x += width + 40
    rowHeight = Math.max(rowHeight, height)
  }
}

/** In a rack one stands above the other, as they stood. */
function stacked(cells: readonly Cell[]): Map<string, Point> {
  const widest = Math.max(0, ...cells.map(({ width }) => width))
  const positions = new Map<string, Point>()
  let y = 0
  for (const { element, width, height } of [...cells].sort((one, other) => one.element.y - other.element.y)) {
    positions.set(element.id, { x: snapped((widest - width) / 2), y })
    y = snapped(y + height + 16)
  }
  return positions
}

const pad = 24

/** Everything moved so that it begins at the corner, under the group's name and inside its frame. */
function inBox(
  inner: Block['inner'],
  cells: readonly Cell[],
  positions: ReadonlyMap<string, Point>,
  isFramed: boolean,
): Block {
  const used = around(
    cells.map(({ element, width, height }) => ({ ...(positions.get(element.id) ?? { x: 0, y: 0 }), width, height })),
  )
  const corner = isFramed ? { x: pad, y: groupHead + 16 } : { x: 0, y: 0 }
  const by = { x: snapped(corner.x - (used?.x ?? 0)), y: snapped(corner.y - (used?.y ?? 0)) }
  const moved = inner.map((each) => ({ ...each, at: { x: snapped(each.at.x + by.x), y: snapped(each.at.y + by.y) } }))
  const around0 = isFramed ? { width: 2 * pad, height: groupHead + 16 + pad } : { width: 0, height: 0 }
  return {
    inner: moved,
    width: Math.max(snapped((used?.width ?? 0) + around0.width), isFramed ? 160 : 0),
    height: Math.max(snapped((used?.height ?? 0) + around0.height), isFramed ? 96 : 0),
  }
}

function absolutePlaces(block: Block, origin: Point, places: Map<string, Box>): Map<string, Box> {
  for (const { element, at, block: within } of block.inner) {
    const place = { x: origin.x + at.x, y: origin.y + at.y }
    places.set(element.id, { ...place, ...(within ? { width: within.width, height: within.height } : sizeOf(element)) })
    if (within) absolutePlaces(within, place, places)
  }
  return places
}
