import { v7 as uuidv7 } from 'uuid'
import type { addUsualLanes } from '#contract/responsibilities.ts'
import { usualLanes } from '#contract/lanes/usual.ts'
import type { Instant, LaneId, MemberId, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { atomically, type Db } from '../../platform/database.ts'
import { laneQueries, type StoredLane } from './queries.ts'
import { addLane } from './write.ts'

/** Those that the organization does not have yet, by name; what it has retired it does not want. */
export function addUsual(call: CallOf<typeof addUsualLanes>) {
  const { db, actor } = call
  return atomically(db, () => {
    const { organizationId, id: memberId } = actor
    const added = addUsualLanesTo(call, { organizationId, memberId })
    record(call, { act: 'lane.usual', on: ['organization', organizationId], details: { added } })
    return { added }
  })
}

/** Call within a transaction. @returns how many were missing. */
export function addUsualLanesTo(
  { db, now }: { db: Db; now: Instant },
  { organizationId, memberId }: { organizationId: OrganizationId; memberId: MemberId },
): number {
  const all = [false, true].flatMap((retired) => laneQueries(db).all({ organizationId, retired }))
  const names = new Set(all.map(({ content }) => content.name.toLowerCase()))
  const missing = usualLanes.filter(({ name }) => !names.has(name.toLowerCase()))
  for (const { name, about, answersIncidents = false } of missing) {
    const content: StoredLane = { ...blank, name, about, answersIncidents }
    addLane({ db, now, actor: { id: memberId, organizationId } }, uuidv7() as LaneId, content)
  }
  return missing.length
}

const blank = {
  systems: [],
  isCritical: false,
  accountable: [],
  consulted: [],
  informed: [],
  outcome: '',
  linked: [],
  intervalDays: 180,
} satisfies Partial<StoredLane>
