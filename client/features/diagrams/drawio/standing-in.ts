import { inherited } from './inherited.ts'
import { areaOf, standsOn, type Body } from './roles.ts'

/**
 * The group that each element stands in: the frame that is its parent in draw.io, or else the smallest one that it was
 * drawn in. What we wrote stands in its parent and nowhere else. No group comes to stand in itself.
 */
export function standingIn(bodies: readonly Body[]): Map<Body, Body> {
  const byItem = new Map(bodies.map((body) => [body.item, body]))
  const groups = bodies
    .filter(({ role }) => role === 'group')
    .sort((one, other) => areaOf(one.item.box) - areaOf(other.item.box))
  const around = new Map<Body, Body>()
  const groupAt = inherited((item): Body | 'none' | undefined => {
    const found = byItem.get(item)
    if (found?.role === 'group') return found
    return found?.role === 'words' || found?.role === 'label' ? 'none' : undefined
  })
  for (const body of bodies) {
    const parent = groupAt(body.item.parent)
    if (parent && parent !== 'none') around.set(body, parent)
  }
  for (const body of bodies) {
    if (around.has(body) || body.isOurs || !['device', 'note', 'group'].includes(body.role)) continue
    const found = groups.find(
      (group) =>
        group !== body &&
        !group.isOurs &&
        isLarger(group, body) &&
        standsOn(body.item.box, group.item.box) &&
        !standsIn(group, body, around),
    )
    if (found) around.set(body, found)
  }
  return around
}

/** Of two frames of one size the earlier, lower one is the outer. */
const isLarger = (group: Body, body: Body): boolean => {
  const [one, other] = [areaOf(group.item.box), areaOf(body.item.box)]
  return one > other || (one === other && group.item.order < body.item.order)
}

function standsIn(body: Body, group: Body, around: ReadonlyMap<Body, Body>): boolean {
  for (let at: Body | undefined = body; at; at = around.get(at)) if (at === group) return true
  return false
}
