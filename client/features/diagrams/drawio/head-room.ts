import type { Device, Group } from '#contract/diagrams.ts'
import { boxOf, groupHead, layoutOf, step, type Box } from '../geometry.ts'

/** How far a frame may grow beyond what somebody drew, in pixels. */
const most = 40

/**
 * Names stand in the head of our frames and under our pictures, which draw.io puts where there is room: frames grow a
 * little where what stands in them would cover the one or stick out with the other.
 * @param frames inner ones first
 */
export function makeHeadRoom(frames: readonly Group[], elements: readonly (Device | Group)[]): void {
  for (const frame of frames) {
    const inside = elements.filter(({ group }) => group === frame.id)
    if (inside.length === 0) continue
    const around = boxOf(frame)
    const others = frames.filter((other) => other !== frame && !overlap(boxOf(other), around))
    const isFree = (box: Box) => !others.some((other) => overlap(boxOf(other), box))
    const top = Math.max(Math.min(...inside.map(({ y }) => y)) - groupHead, frame.y - most)
    const lowest = Math.min(Math.max(...inside.map(lowestOf)) + 4, frame.y + frame.height + most)
    grow(
      frame,
      Math.max(0, frame.y - top),
      (by) => isFree({ ...around, y: frame.y - by, height: by }),
      (by) => {
        frame.y -= by
      },
    )
    const bottom = frame.y + frame.height
    grow(
      frame,
      Math.max(0, lowest - bottom),
      (by) => isFree({ ...around, y: bottom, height: by }),
      () => {},
    )
  }
}

/** By as much as is wanted and free, in steps of the grid. */
function grow(frame: Group, wanted: number, isFree: (by: number) => boolean, moved: (by: number) => void): void {
  for (let by = wanted; by > 0; by -= step) {
    if (!isFree(by)) continue
    frame.height += by
    moved(by)
    return
  }
}

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height

function lowestOf(element: Device | Group): number {
  const { y, height } = 'shape' in element ? layoutOf(element).whole : boxOf(element)
  return y + height
}
