import type { Drawing } from '#contract/diagrams.ts'
import type { Box, Point } from '../geometry.ts'
import { adopted, changeDevice, changeGroup, isDevice, move, placedAt, regrouped } from './deeds.ts'
import type { FlowNode } from './flow-elements.ts'

/** The drawing after nodes were dragged. Nodes stand where they are seen from their group; the drawing is absolute. */
export function moved(drawing: Drawing, nodes: readonly FlowNode[], dragged: readonly { id: string }[]): Drawing {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const by = new Map<string, Point>()
  for (const { id } of dragged) {
    const node = byId.get(id)
    const element = placedAt(drawing, id)
    if (!node || !element) continue
    const outer = element.group === undefined ? undefined : placedAt(drawing, element.group)
    const delta = {
      x: Math.round(node.position.x + (outer?.x ?? 0) - element.x),
      y: Math.round(node.position.y + (outer?.y ?? 0) - element.y),
    }
    if (delta.x !== 0 || delta.y !== 0) by.set(id, delta)
  }
  return by.size === 0 ? drawing : move(drawing, by)
}

/** What was made larger or smaller; what stands in a group stays where it is, and in it if it still is. */
export function resized(drawing: Drawing, id: string, { x, y, width, height }: Box): Drawing {
  const element = placedAt(drawing, id)
  if (!element) return drawing
  const box = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
  return isDevice(element)
    ? regrouped(changeDevice(drawing, id, box), new Set([id]))
    : adopted(changeGroup(drawing, id, box), id)
}
