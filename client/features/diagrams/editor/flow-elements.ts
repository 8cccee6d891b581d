import { Position, type Edge, type Node } from '@xyflow/react'
import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { boxOf, outerFirst } from '../geometry.ts'
import { endOf, lanesOf, type End } from '../link-paths.ts'
import { isDevice, type Ids, type Placed } from './deeds.ts'
import { describe, describeLink } from './words.ts'

/** The drawing as React Flow takes it. An element that did not change keeps its node, so that only others are drawn. */
export type DeviceFlowNode = Node<{ element: Device; key: string; isHotSpot: boolean }, 'device'>
export type GroupFlowNode = Node<{ element: Group; key: string }, 'group'>
export type FlowNode = DeviceFlowNode | GroupFlowNode
export interface LinkData extends Record<string, unknown> {
  link: Link
  from: End
  to: End
  aside: number
}
export type FlowEdge = Edge<LinkData, 'link'>

/** @param isAnew also what did not change: after a drag that came to nothing */
export function nodesOf(
  before: readonly FlowNode[],
  drawing: Drawing,
  selection: Ids,
  current: string | undefined,
  isAnew = false,
): FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  const groups = outerFirst(drawing.groups)
  const byId = new Map(groups.map((group) => [group.id, group]))
  const linkCounts = countLinks(drawing.links)
  return [...groups, ...drawing.devices].map((element, index): FlowNode => {
    const outer = element.group === undefined ? undefined : byId.get(element.group)
    const selected = selection.has(element.id)
    const isCurrent = element.id === current
    const was = known.get(element.id)
    const key = `${outer?.x ?? 0} ${outer?.y ?? 0} ${outer?.label ?? ''} ${linkCounts.get(element.id) ?? 0} ${drawing.picture ? 1 : 0} ${isDevice(element) ? '' : index}`
    if (
      !isAnew &&
      was?.data.element === element &&
      was.data.key === key &&
      was.selected === selected &&
      was.domAttributes?.tabIndex === (isCurrent ? 0 : -1)
    )
      return was
    return nodeOf(drawing, element, { outer, selected, isCurrent, key, index })
  })
}

function countLinks(links: readonly Link[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { from, to } of links) for (const id of [from, to]) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

interface NodeFacts {
  outer: Group | undefined
  selected: boolean
  isCurrent: boolean
  key: string
  index: number
}

function nodeOf(drawing: Drawing, element: Placed, { outer, selected, isCurrent, key, index }: NodeFacts): FlowNode {
  const { x, y, width, height } = boxOf(element)
  const node = {
    id: element.id,
    position: { x: x - (outer?.x ?? 0), y: y - (outer?.y ?? 0) },
    ...(outer && { parentId: outer.id }),
    width,
    height,
    measured: { width, height },
    // Told, not measured: a browser that measures a thousand of them takes its time.
    handles: [{ type: 'source' as const, position: Position.Top, x: 0, y: 0, width, height }],
    selected,
    // Groups below all links, devices above them.
    zIndex: isDevice(element) ? 2_000 : index,
    ariaLabel: describe(drawing, element) + (selected ? ', chosen' : ''),
    ariaRole: 'group' as const,
    domAttributes: { tabIndex: isCurrent ? 0 : -1, 'aria-roledescription': isDevice(element) ? 'device' : 'frame' },
  }
  return isDevice(element)
    ? { ...node, type: 'device', data: { element, isHotSpot: drawing.picture !== undefined, key } }
    : { ...node, type: 'group', data: { element, key } }
}

export function edgesOf(
  before: readonly FlowEdge[],
  drawing: Drawing,
  selection: Ids,
  current: string | undefined,
): FlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const placed = new Map([...drawing.groups, ...drawing.devices].map((element) => [element.id, element]))
  const lanes = lanesOf(drawing.links)
  return drawing.links.flatMap((link): FlowEdge[] => {
    const [from, to] = [placed.get(link.from), placed.get(link.to)]
    if (!from || !to) return []
    const selected = selection.has(link.id)
    const isCurrent = link.id === current
    const aside = lanes.get(link.id) ?? 0
    const was = known.get(link.id)
    if (
      was?.data?.link === link &&
      was.data['ends'] === from &&
      was.data['otherEnd'] === to &&
      was.data.aside === aside &&
      was.selected === selected &&
      was.domAttributes?.tabIndex === (isCurrent ? 0 : -1)
    )
      return [was]
    return [
      {
        id: link.id,
        type: 'link',
        source: link.from,
        target: link.to,
        selected,
        zIndex: selected ? 1_500 : 1_000,
        ariaLabel: describeLink(drawing, link) + (selected ? ', chosen' : ''),
        ariaRole: 'group',
        domAttributes: { tabIndex: isCurrent ? 0 : -1, 'aria-roledescription': 'link' },
        data: { link, from: endOf(from), to: endOf(to), aside, ends: from, otherEnd: to },
      },
    ]
  })
}
