import { partyOf, type Held } from '#contract/lanes/standing.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { LaneId, MemberId, PartyId, Person } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { laneQueries, type StoredLane } from './queries.ts'
import { readable } from './reach.ts'
import { sceneOf, type Looking, type Scene } from './scene.ts'
import { personIn } from './show.ts'
import { putVersion } from './write.ts'

/** Lanes of somebody who leaves, or of a whole party, and who takes their places. */

export type LanePlace = 'accountable' | 'deputy' | 'in_hours' | 'out_of_hours' | 'consulted' | 'informed'
export interface NamedIn {
  id: LaneId
  name: string
  isCritical: boolean
  as: LanePlace[]
  /** Which of them; absent where the party alone is named. */
  person?: Person
}
/** People, and, when a whole party leaves, the party with everybody of it. */
export interface Leavers {
  people: readonly MemberId[]
  partyId?: PartyId | undefined
}

/**
 * Living lanes that name them, in their order: one line for each person of them, and one for the party alone. Only lanes
 * that the caller may read.
 */
export function lanesNaming(looking: Looking, who: Leavers): NamedIn[] {
  const scene = sceneOf(looking)
  return readable(scene).flatMap(({ id, content }) => {
    const lines = new Map<string, NamedIn>()
    for (const [place, held] of placesOf(scene, content)) {
      if (!isOf(scene, held, who)) continue
      const { memberId } = held
      const key = memberId ?? ''
      const person = memberId && personIn(scene, memberId)
      const line = lines.get(key) ?? {
        ...{ id, name: content.name, isCritical: content.isCritical, as: [] },
        ...(person && { person }),
      }
      line.as.push(place)
      lines.set(key, line)
    }
    return [...lines.values()]
  })
}

/**
 * Puts somebody into every place that they have in these lanes: a new version of each, which asks to be confirmed. Call
 * within a transaction, for somebody who writes lanes.
 * @returns the lanes that changed. @throws Problem 'not-found' for a lane that is not there; 'invalid-input' at /toId for
 * somebody who is not here, or is one of them.
 */
export function replaceInLanes(
  call: MemberCall,
  { laneIds, toId, ...from }: Leavers & { laneIds: readonly LaneId[]; toId: MemberId },
): { id: LaneId; name: string }[] {
  const scene = sceneOf(call)
  const to = scene.staff.people.get(toId)
  if (!to || to.isGone || isOf(scene, { partyId: to.partyId, memberId: toId }, from))
    throw invalid('/toId', 'Choose somebody else of this organization.')
  const changed: { id: LaneId; name: string }[] = []
  for (const id of new Set(laneIds)) {
    const row = laneQueries(call.db).one({ id, organizationId: call.actor.organizationId })
    if (!row || row.retiredAt) throw new Problem('not-found')
    const content = replaced(scene, row.content, from, { partyId: to.partyId, memberId: toId })
    if (!content) continue
    putVersion(call, row, content)
    changed.push({ id, name: content.name })
  }
  return changed
}

/** @returns undefined where it names none of them. */
function replaced(
  scene: Scene,
  content: StoredLane,
  from: Leavers,
  to: { partyId: PartyId; memberId: MemberId },
): StoredLane | undefined {
  if (!placesOf(scene, content).some(([, held]) => isOf(scene, held, from))) return undefined
  const one = (held: Held) => (isOf(scene, held, from) ? to : held)
  const all = (held: readonly Held[]) => {
    const next = held.map(one)
    return next.filter((each, index) => next.findIndex((other) => keyOf(other) === keyOf(each)) === index)
  }
  const { deputyId, firstInHours, firstOutOfHours, ...others } = content
  const accountable = all(content.accountable)
  const deputy = deputyId && isOf(scene, deputyOf(scene, deputyId), from) ? to.memberId : deputyId
  // Nobody stands in for themselves.
  const keepsDeputy = deputy && !accountable.some(({ memberId }) => memberId === deputy)
  return {
    ...others,
    accountable,
    ...(keepsDeputy && { deputyId: deputy }),
    ...(firstInHours && { firstInHours: one(firstInHours) }),
    ...(firstOutOfHours && { firstOutOfHours: one(firstOutOfHours) }),
    consulted: all(content.consulted),
    informed: all(content.informed),
  }
}

function placesOf(scene: Scene, content: StoredLane): [LanePlace, Held][] {
  const { accountable, deputyId, firstInHours, firstOutOfHours, consulted, informed } = content
  const as = (place: LanePlace, held: readonly (Held | undefined)[]) =>
    held.flatMap((one): [LanePlace, Held][] => (one ? [[place, one]] : []))
  return [
    ...as('accountable', accountable),
    ...as('deputy', [deputyId && deputyOf(scene, deputyId)]),
    ...as('in_hours', [firstInHours]),
    ...as('out_of_hours', [firstOutOfHours]),
    ...as('consulted', consulted),
    ...as('informed', informed),
  ]
}

const deputyOf = ({ staff }: Scene, memberId: MemberId): Held => ({
  partyId: staff.people.get(memberId)?.partyId as PartyId,
  memberId,
})
const isOf = ({ staff }: Scene, held: Held, { people, partyId }: Leavers): boolean =>
  (held.memberId !== undefined && people.includes(held.memberId)) ||
  (partyId !== undefined && partyOf(staff, held) === partyId)
const keyOf = ({ memberId, partyId }: Held) => memberId ?? partyId
