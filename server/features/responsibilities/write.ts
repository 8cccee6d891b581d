import { v7 as uuidv7 } from 'uuid'
import type {
  createLane,
  LaneContent,
  orderLanes,
  retireLane,
  reviveLane,
  saveLane,
} from '#contract/responsibilities.ts'
import { confirmingParties } from '#contract/lanes/standing.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { DocumentId, LaneId, MemberId, Reference } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { keyHoldersOf, notify, settle } from '../notices/rules.ts'
import { laneQueries, StoredLane } from './queries.ts'
import { reachLane } from './reach.ts'
import { actingIn, documentsOf, sceneOf, type Scene } from './scene.ts'
import { isSeen } from './show.ts'

export const mostLanes = 500

/** Sending the same one again (a lost answer, a second press) makes no second. */
export function create(call: CallOf<typeof createLane>) {
  const { db, actor, input } = call
  const { slug: _slug, id: wanted, ...written } = input
  return atomically(db, () => {
    const scene = sceneOf(call)
    const { organizationId } = actor
    const taken = laneQueries(db).one({ id: wanted, organizationId })
    if (taken) {
      if (taken.createdBy !== actor.id) throw new Problem('already-exists')
      record(call, { act: 'lane.create-again', on: ['lane', wanted], details: { name: taken.content.name } })
      return { revision: taken.revision }
    }
    // An id that is in use elsewhere is nobody's business here.
    const id = laneQueries(db).idInUse({ id: wanted }) ? (uuidv7() as LaneId) : wanted
    const content = contentOf(call, scene, written)
    addLane(call, id, content)
    askToConfirm(call, id, content, 1)
    record(call, { act: 'lane.create', on: ['lane', id], details: { name: content.name } })
    return { revision: 1 }
  })
}

/** At the end. @throws Problem 'not-possible-now' where there are too many. */
export function addLane(
  { db, actor, now }: Pick<MemberCall, 'db' | 'now'> & { actor: Pick<MemberCall['actor'], 'id' | 'organizationId'> },
  id: LaneId,
  stored: StoredLane,
): void {
  const { organizationId, id: memberId } = actor
  const { count = 0, last = 0 } = laneQueries(db).places({ organizationId }) ?? {}
  if (count >= mostLanes) throw new Problem('not-possible-now', { detail: `There are ${mostLanes} lanes already.` })
  const content = JSON.stringify(stored)
  laneQueries(db).insert({ id, organizationId, position: last + 1, content, memberId, now })
  laneQueries(db).addRevision({ id, revision: 1, content, memberId, now })
}

export function save(call: CallOf<typeof saveLane>) {
  const { db, input } = call
  const { slug: _slug, laneId, revision, ...written } = input
  return atomically(db, () => {
    const { scene, row } = reachLane(call, laneId)
    if (row.retiredAt)
      throw new Problem('not-possible-now', { detail: `${row.content.name} is retired. Bring it back first.` })
    if (row.revision !== revision) {
      throw new Problem('changed-meanwhile', {
        detail: `${row.updatedBy} saved this while you were writing.`,
        facts: { revision: row.revision },
      })
    }
    const content = contentOf(call, scene, written, row.content)
    if (isSame(content, row.content)) {
      record(call, { act: 'lane.save', on: ['lane', laneId], details: { name: content.name } })
      return { revision }
    }
    return { revision: putVersion(call, { id: laneId, revision }, content) }
  })
}

const isSame = (one: StoredLane, other: StoredLane) =>
  JSON.stringify(StoredLane.parse(one)) === JSON.stringify(StoredLane.parse(other))

/** A new version, which asks its parties to confirm it. @returns its number. */
export function putVersion(
  call: MemberCall,
  { id, revision: before }: { id: LaneId; revision: number },
  stored: StoredLane,
): number {
  const { db, actor, now } = call
  const content = JSON.stringify(stored)
  const saved = laneQueries(db).update({ id, revision: before, content, memberId: actor.id, now })
  if (!saved) throw new Problem('changed-meanwhile')
  const { revision } = saved
  laneQueries(db).addRevision({ id, revision, content, memberId: actor.id, now })
  settleAll(call, id, before)
  askToConfirm(call, id, stored, revision)
  record(call, { act: 'lane.save', on: ['lane', id], details: { name: stored.name, revision } })
  return revision
}

// --- What is written -------------------------------------------------------------------------------------------------

/** Checked against the organization, documents by their ids; what the writer does not see of them stays as it is. */
function contentOf(call: MemberCall, scene: Scene, written: LaneContent, before?: StoredLane): StoredLane {
  const { staff } = scene
  const known = new Set(before ? [before.deputyId, ...everybody(before).map(({ memberId }) => memberId)] : [])
  const checkPerson = (memberId: MemberId, pointer: string) => {
    const person = staff.people.get(memberId)
    // Who has left stays where they stood until somebody decides; nobody is named anew who is not here.
    if (!person || (person.isGone && !known.has(memberId)))
      throw invalid(pointer, 'Choose somebody of this organization.')
    return person
  }
  const check = ({ partyId, memberId }: { partyId: string; memberId?: MemberId | undefined }, pointer: string) => {
    if (!staff.parties.has(partyId)) throw invalid(`${pointer}/partyId`, 'Choose a party of this organization.')
    const person = memberId && checkPerson(memberId, `${pointer}/memberId`)
    if (person && person.partyId !== partyId && !known.has(person.id))
      throw invalid(`${pointer}/memberId`, `${person.name} does not work for that party.`)
  }
  const checkAll = (field: 'accountable' | 'consulted' | 'informed') => {
    const seen = new Set<string>()
    written[field].forEach((held, index) => {
      const pointer = `/${field}/${index}`
      check(held, pointer)
      const key = held.memberId ?? held.partyId
      if (seen.has(key)) throw invalid(`${pointer}/partyId`, 'Name everybody once.')
      seen.add(key)
    })
  }
  checkAll('accountable')
  checkAll('consulted')
  checkAll('informed')
  if (written.firstInHours) check(written.firstInHours, '/firstInHours')
  if (written.firstOutOfHours) check(written.firstOutOfHours, '/firstOutOfHours')
  const { deputyId } = written
  if (deputyId) checkPerson(deputyId, '/deputyId')
  if (deputyId && written.accountable.some(({ memberId }) => memberId === deputyId))
    throw invalid('/deputyId', 'Choose somebody else: the deputy stands in for the accountable person.')
  const documents = before ? documentsOf(call, [before]) : new Map<string, never>()
  const unseen = (ids: readonly DocumentId[] = []) => ids.filter((id) => !isSeen(documents, id))
  const systems = idsOf(call, written.systems, '/systems', 'system')
  const linked = idsOf(call, written.linked, '/linked')
  return {
    ...written,
    systems: [...new Set([...systems, ...unseen(before?.systems)])],
    linked: [...new Set([...linked, ...unseen(before?.linked)])],
  }
}

const everybody = ({ accountable, firstInHours, firstOutOfHours, consulted, informed }: StoredLane) => [
  ...accountable,
  ...(firstInHours ? [firstInHours] : []),
  ...(firstOutOfHours ? [firstOutOfHours] : []),
  ...consulted,
  ...informed,
]

function idsOf(call: MemberCall, references: readonly Reference[], at: string, only?: 'system'): DocumentId[] {
  return references.map((reference, index) => {
    const pointer = `${at}/${index}`
    const found = seenDocument(call, reference)
    if (!found) throw invalid(pointer, `There is no ${reference} that you can see.`)
    if (found.archivedAt) throw invalid(pointer, `${reference} is archived.`)
    if (only && found.kind !== only) throw invalid(pointer, 'Choose a system, like SY-01.')
    return found.id
  })
}

function seenDocument(call: MemberCall, reference: Reference) {
  try {
    return reachDocument(call, reference, 'view')
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

// --- Confirmations that are asked for --------------------------------------------------------------------------------

const askedAs = (id: LaneId, revision: number, partyId: string) => `lane ${id} ${revision} ${partyId}`

/** Those of each party who are in it; else whoever can speak for the party. */
function askToConfirm(call: MemberCall, id: LaneId, content: StoredLane, revision: number): void {
  const { db, actor } = call
  const scene = sceneOf(call)
  const { staff } = scene
  const acting = actingIn(scene, content)
  for (const partyId of confirmingParties(staff, content)) {
    const ofParty = (memberId: MemberId) => staff.people.get(memberId)?.partyId === partyId
    const named = acting.filter(ofParty)
    const anybody =
      staff.parties.get(partyId)?.side === 'in_house'
        ? keyHoldersOf(db, actor.organizationId)
        : [...staff.people.values()].filter(({ isGone }) => !isGone).map((person) => person.id)
    notify(call, {
      to: (named.length > 0 ? named : anybody.filter(ofParty)).filter((memberId) => memberId !== actor.id),
      kind: 'lane.confirm',
      facts: { memberId: actor.id, laneId: id, lane: content.name },
      dedupe: askedAs(id, revision, partyId),
    })
  }
}

export const settleFor = (call: MemberCall, id: LaneId, revision: number, partyId: string): void => {
  settle(call, askedAs(id, revision, partyId))
}

/** Nobody is asked about an older version, nor about what is retired. */
function settleAll(call: MemberCall, id: LaneId, revision: number): void {
  for (const partyId of sceneOf(call).staff.parties.keys()) settleFor(call, id, revision, partyId)
}

// --- Retiring, and the order -----------------------------------------------------------------------------------------

export function retire(call: CallOf<typeof retireLane>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { row } = reachLane(call, input.laneId)
    if (laneQueries(db).retire({ id: row.id, memberId: actor.id, now }) === 0)
      throw new Problem('not-possible-now', { detail: `${row.content.name} is retired already.` })
    settleAll(call, row.id, row.revision)
    record(call, { act: 'lane.retire', on: ['lane', row.id], details: { name: row.content.name } })
    return {}
  })
}

export function revive(call: CallOf<typeof reviveLane>) {
  const { db, actor, input } = call
  return atomically(db, () => {
    const { row } = reachLane(call, input.laneId)
    const { last = 0 } = laneQueries(db).places({ organizationId: actor.organizationId }) ?? {}
    if (laneQueries(db).revive({ id: row.id, position: last + 1 }) === 0)
      throw new Problem('not-possible-now', { detail: `${row.content.name} is not retired.` })
    record(call, { act: 'lane.revive', on: ['lane', row.id], details: { name: row.content.name } })
    return {}
  })
}

export function order(call: CallOf<typeof orderLanes>) {
  const { db, actor, input } = call
  return atomically(db, () => {
    const { organizationId } = actor
    const lanes = laneQueries(db).all({ organizationId, retired: false })
    const wanted = new Set(input.lanes)
    if (wanted.size !== input.lanes.length) throw invalid('/lanes', 'Name every lane once.')
    if (wanted.size !== lanes.length || !lanes.every(({ id }) => wanted.has(id)))
      throw new Problem('changed-meanwhile', { detail: 'Lanes were added or retired meanwhile. Order them again.' })
    input.lanes.forEach((id, index) => laneQueries(db).move({ id, organizationId, position: index + 1 }))
    record(call, { act: 'lane.order', on: ['organization', organizationId], details: { lanes: wanted.size } })
    return {}
  })
}
