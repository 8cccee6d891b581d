import type { Device, Group } from '#contract/diagrams.ts'
import { boxOf, groupHead, layoutOf, type Box } from '../geometry.ts'

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
    if (top < frame.y && isFree({ ...around, y: top, height: frame.y - top })) {
      frame.height += frame.y - top
      frame.y = top
    }
    const bottom = frame.y + frame.height
    if (lowest > bottom && isFree({ ...around, y: bottom, height: lowest - bottom })) frame.height = lowest - frame.y
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
