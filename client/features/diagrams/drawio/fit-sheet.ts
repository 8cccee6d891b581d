import type { Drawing } from '#contract/diagrams.ts'
import { around, boxOf } from '../geometry.ts'
import type { LeftOutList } from './left-out.ts'

const corner = 40
const farthest = 49_000

/** Moves a drawing so that it begins near the origin, and makes it smaller where it is larger than a sheet can be. */
export function fitted(drawing: Drawing, isOurs: boolean, left: LeftOutList): Drawing {
  const points = drawing.links.flatMap((link) => link.points)
  const box = around([
    ...[...drawing.groups, ...drawing.devices].map(boxOf),
    ...points.map((point) => ({ ...point, width: 0, height: 0 })),
  ])
  if (!box) return drawing
  const scale = Math.min(1, farthest / Math.max(box.width, box.height, 1))
  if (scale < 1) left.add('scaled')
  const isFar = scale < 1 || [box.x, box.y].some((value) => Math.abs(value) > farthest)
  const [x, y] = isOurs && !isFar ? [0, 0] : [corner - box.x * scale, corner - box.y * scale]
  const at = (point: { x: number; y: number }) => ({ x: round(point.x * scale + x), y: round(point.y * scale + y) })
  const long = (value: number) => Math.max(4, round(value * scale))
  return {
    ...drawing,
    groups: drawing.groups.map((group) => ({
      ...group,
      ...at(group),
      width: long(group.width),
      height: long(group.height),
    })),
    devices: drawing.devices.map((device) => ({
      ...device,
      ...at(device),
      ...(device.width !== undefined && { width: long(device.width) }),
      ...(device.height !== undefined && { height: long(device.height) }),
    })),
    links: drawing.links.map((link) => ({ ...link, points: link.points.map(at) })),
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
