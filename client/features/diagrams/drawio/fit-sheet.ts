import type { Drawing } from '#contract/diagrams.ts'
import { around, boxOf } from '../geometry.ts'
import type { LeftOutList } from './left-out.ts'

const corner = 40
const farthest = 49_000

/** As the contract has it. */
const most = { coordinate: 100_000, extent: 50_000 }
const fits = ({ devices, groups, links }: Drawing): boolean =>
  [...devices, ...groups, ...links.flatMap(({ points }) => points)].every(
    ({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) <= most.coordinate,
  ) && [...devices, ...groups].every((each) => Math.max(each.width ?? 0, each.height ?? 0) <= most.extent)

/**
 * Moves a drawing so that it begins near the origin, and makes it smaller where it is larger than a sheet can be. Our own
 * stays where it was.
 */
export function fitted(drawing: Drawing, isOurs: boolean, left: LeftOutList): Drawing {
  const points = drawing.links.flatMap((link) => link.points)
  const box = around([
    ...[...drawing.groups, ...drawing.devices].map(boxOf),
    ...points.map((point) => ({ ...point, width: 0, height: 0 })),
  ])
  if (!box) return drawing
  const stays = isOurs && fits(drawing)
  const scale = stays ? 1 : Math.min(1, farthest / Math.max(box.width, box.height, 1))
  if (scale < 1) left.add('scaled')
  const [x, y] = stays ? [0, 0] : [corner - box.x * scale, corner - box.y * scale]
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
