import type { Responder, WhoToCall, whoToCall } from '#contract/responsibilities.ts'
import { holdsUntil, hoursAt, onCall, type Caller } from '#contract/lanes/on-call.ts'
import type { DocumentId } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { laneQueries, type LaneRow } from './queries.ts'
import { reachLane } from './reach.ts'
import { holidaysIn, mayRead, sceneOf, type Looking, type Scene } from './scene.ts'
import { personIn } from './show.ts'

/** Of a lane; of a system; of a document: its system; of neither: the organization's first response. */
export function whoToCallNow(call: CallOf<typeof whoToCall>): WhoToCall {
  const { reference, laneId } = call.input
  if (laneId) {
    const { scene, row } = reachLane(call, laneId)
    return answerFor(scene, row, call)
  }
  return whoToCallFor(call, reference && systemOf(call, reference))
}

function systemOf(call: CallOf<typeof whoToCall>, reference: NonNullable<typeof call.input.reference>) {
  const { db, actor, now } = call
  const { id, kind } = reachDocument(call, reference, 'list')
  return kind === 'system' ? id : laneQueries(db).systemsOf({ documentId: id, memberId: actor.id, now })[0]?.id
}

/**
 * Whom to call now. Call it for a system that the caller sees: whoever may see it is told whom to call for it.
 * Without one, a lane that the caller may not read answers nothing.
 */
export function whoToCallFor(looking: Looking, systemId: DocumentId | undefined): WhoToCall {
  const scene = sceneOf(looking)
  return answerFor(scene, laneFor(scene, systemId), looking)
}

function answerFor(scene: Scene, row: LaneRow | undefined, looking: Looking): WhoToCall {
  const { now, today, hours, staff, timeZone } = scene
  const holidays = holidaysIn(looking)
  const { isInHours, holiday } = hoursAt(hours, holidays, now)
  const common = { at: now, timeZone, isInHours, ...(holiday !== undefined && { holiday }) }
  if (!row) return { ...common, others: [] }
  const { first, absent, others } = onCall(staff, row.content, isInHours, today)
  const until = holdsUntil(staff, row.content, { now, hours, holidays })
  const name = absent && nameOf(scene, absent.held)
  const answering: Responder = {
    ...(first && responder(scene, first)),
    ...(absent &&
      name !== undefined && {
        standsInFor: { name, because: absent.because, ...(absent.until && { until: absent.until }) },
      }),
  }
  return {
    ...common,
    ...(until && { until }),
    ...(Object.keys(answering).length > 0 && { first: answering }),
    ...(mayRead(scene, row.content)
      ? {
          lane: { id: row.id, name: row.content.name },
          others: others.map((one) => responder(scene, one)),
        }
      : { others: [] }),
  }
}

/** Lanes of that system, critical ones first, and then the general one; of those that name somebody, if any do. */
function laneFor(scene: Scene, systemId: DocumentId | undefined): LaneRow | undefined {
  const { db, actor } = scene
  const all = laneQueries(db).all({ organizationId: actor.organizationId, retired: false })
  const own = systemId ? all.filter(({ content }) => content.systems.includes(systemId)) : []
  const general = all.filter(({ content }) => content.answersIncidents && content.systems.length === 0)
  const candidates = [
    ...own.filter(({ content }) => content.isCritical),
    ...own.filter(({ content }) => !content.isCritical),
    ...general.filter(({ content }) => systemId !== undefined || mayRead(scene, content)),
  ]
  const names = ({ content }: LaneRow) =>
    content.firstInHours !== undefined || content.firstOutOfHours !== undefined || content.accountable.length > 0
  return candidates.find(names) ?? candidates[0]
}

function responder(scene: Scene, caller: Caller): Responder {
  const { people, parties } = scene.staff
  // Auditors see nobody's number (hours.ts).
  const number = (phone: string | undefined) => (phone && scene.caller.role !== 'auditor' ? { phone } : {})
  if ('partyId' in caller) {
    const party = parties.get(caller.partyId)
    return { ...(party && { party: party.name, ...number(party.phone) }) }
  }
  const person = personIn(scene, caller.memberId)
  // Somebody without a number of their own is reached through their party.
  const own = people.get(caller.memberId)
  const phone = own?.phone || (own && parties.get(own.partyId)?.phone)
  return { ...(person && { person, party: person.party }), ...number(phone) }
}

const nameOf = ({ staff }: Scene, { memberId, partyId }: { memberId?: string | undefined; partyId: string }) =>
  memberId ? staff.people.get(memberId)?.name : staff.parties.get(partyId)?.name
