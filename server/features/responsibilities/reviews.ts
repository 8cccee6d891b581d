import { reviewOnOf } from '#contract/lanes/coverage.ts'
import type { Day, LaneId, Person } from '#contract/values.ts'
import { readable } from './reach.ts'
import { factsOf, mayWrite, sceneOf, type Looking } from './scene.ts'
import { mayConfirm, personIn } from './show.ts'

export interface LaneReview {
  id: LaneId
  name: string
  on: Day
  intervalDays: number
  /** The accountable person. */
  owner?: Person
  /** The caller is accountable or the deputy; where nobody is accountable, writes lanes. */
  isMine: boolean
}

/** When lanes are to be confirmed again, of those that the caller may read and that were confirmed by all. */
export function laneReviews(looking: Looking): LaneReview[] {
  const scene = sceneOf(looking)
  return readable(scene).flatMap((row) => {
    const { id, content } = row
    const on = reviewOnOf(factsOf(scene, row, new Map(), new Map()), scene.staff)
    if (!on) return []
    const { accountable, deputyId, name, intervalDays } = content
    const people = accountable.flatMap(({ memberId }) => memberId ?? [])
    const owner = people[0] && personIn(scene, people[0])
    const isNamed = people.includes(scene.caller.id) || deputyId === scene.caller.id
    const isMine = isNamed || (people.length === 0 && mayConfirm(scene, content) && mayWrite(scene))
    return [{ id, name, on, intervalDays, ...(owner && { owner }), isMine }]
  })
}
