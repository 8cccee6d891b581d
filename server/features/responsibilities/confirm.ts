import { v7 as uuidv7 } from 'uuid'
import type { confirmLane } from '#contract/responsibilities.ts'
import { confirmingParties } from '#contract/lanes/standing.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { laneQueries } from './queries.ts'
import { reachLane } from './reach.ts'
import { mayConfirm } from './show.ts'
import { settleFor } from './write.ts'

/** "This is how it is", for one's party, of the version that was read: also the review of the lane. */
export function confirm(call: CallOf<typeof confirmLane>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { scene, row } = reachLane(call, input.laneId)
    const { id, content, revision, updatedBy } = row
    const { partyId } = actor
    if (!mayConfirm(scene, content)) {
      const isNamed = confirmingParties(scene.staff, content).includes(partyId)
      const detail = isNamed
        ? 'In-house, those confirm a lane who write lanes or are named in it.'
        : 'Your party has nothing to do in this lane.'
      throw new Problem('not-permitted', { detail })
    }
    if (row.retiredAt) throw new Problem('not-possible-now', { detail: `${content.name} is retired.` })
    if (input.revision !== revision) {
      throw new Problem('changed-meanwhile', {
        detail: `${updatedBy} saved another version meanwhile. Look at it first.`,
        facts: { revision },
      })
    }
    laneQueries(db).confirm({ confirmationId: uuidv7(), id, revision, partyId, memberId: actor.id, now })
    settleFor(call, id, revision, partyId)
    record(call, { act: 'lane.confirm', on: ['lane', id], details: { name: content.name, revision, partyId } })
    return {}
  })
}
