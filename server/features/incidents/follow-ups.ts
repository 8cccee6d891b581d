import type { listFollowUps, saveFollowUp, settleFollowUp } from '#contract/incidents.ts'
import { formatIncident } from '#contract/incident-reference.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Day, FollowUpId, MemberId } from '#contract/values.ts'
import type { z } from 'zod'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { atomically } from '../../platform/database.ts'
import { notify } from '../notices/rules.ts'
import { incidentQueries, type FollowUpRow } from './queries.ts'
import { mayWrite, reachToWrite, type ReachedIncident } from './rules.ts'

export function followUpOf({ ownerId: _ownerId, incident, ...row }: z.infer<typeof FollowUpRow>) {
  return { ...row, incident: { reference: formatIncident(incident.number), title: incident.title } }
}

/** Open ones by their day, those without a day last; done ones newest first. */
export function list({ db, actor, input, now, today }: CallOf<typeof listFollowUps>) {
  const { scope, done, limit } = input
  const [afterKey, afterId] = input.after === undefined ? [] : readCursor(input.after, 'pair')
  const asking = { memberId: actor.id, now, today, mineOnly: scope === 'mine', afterKey, afterId, limit: limit + 1 }
  const rows = done ? incidentQueries(db).followUpsDone(asking) : incidentQueries(db).followUpsOpen(asking)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(({ key: _key, ...row }) => followUpOf(row)),
    ...(last && { next: cursorOf([last.key, last.id]) }),
  }
}

export function save(call: CallOf<typeof saveFollowUp>) {
  const { db, input } = call
  return atomically(db, () => {
    const found = reachToWrite(call, input.incident)
    const { followUpId: id, text, ownerId, dueOn } = input
    putFollowUp(call, found, { id, text, ownerId, dueOn }, '')
    record(call, {
      act: 'follow-up.save',
      on: ['incident', found.id],
      details: { incident: found.reference, followUpId: id, ownerId, dueOn },
    })
    ringLookers(call, found.id)
    return {}
  })
}

const mostFollowUps = 200

interface WrittenFollowUp {
  id: FollowUpId
  text: string
  ownerId?: MemberId | undefined
  dueOn?: Day | undefined
}

/**
 * Adds a follow-up to an incident, or changes it, and tells whom it is given to. In the caller's transaction, which
 * records it.
 * @param pointer where it stands in the input. @throws Problem 'invalid-input'; 'already-exists' where its id is another
 * incident's.
 */
export function putFollowUp(
  call: MemberCall,
  { id: incidentId, reference: incident }: ReachedIncident,
  { id, text, ownerId, dueOn }: WrittenFollowUp,
  pointer: string,
): void {
  const { db, actor, now } = call
  const { organizationId } = actor
  const rows = incidentQueries(db)
  const before = rows.followUpPlace({ organizationId, id })
  if (before && before.incidentId !== incidentId) throw new Problem('already-exists')
  if (!before && (rows.countFollowUps({ incidentId })?.count ?? 0) >= mostFollowUps)
    throw new Problem('not-possible-now', { detail: `${incident} has ${mostFollowUps} follow-ups already.` })
  const isGiven = ownerId !== undefined && ownerId !== before?.ownerId
  if (isGiven && rows.whoSees({ memberIds: JSON.stringify([ownerId]), incidentId, now }).length === 0)
    throw invalid(`${pointer}/ownerId`, `Choose somebody who can see ${incident}.`)
  if (dueOn !== undefined && (dueOn < '2000-01-01' || dueOn > '2199-12-31'))
    throw invalid(`${pointer}/dueOn`, 'Enter a day between 2000 and 2199.')
  rows.putFollowUp({ organizationId, id, incidentId, text, ownerId, dueOn, memberId: actor.id, now })
  if (isGiven && ownerId !== actor.id)
    notify(call, { to: [ownerId], kind: 'follow-up.assigned', facts: { memberId: actor.id, incident, dueOn } })
}

export function settle(call: CallOf<typeof settleFollowUp>) {
  const { db, actor, input, now, today } = call
  return atomically(db, () => {
    const { followUpId: id, done } = input
    const found = incidentQueries(db).followUp({ memberId: actor.id, now, today, id })
    if (!found) throw new Problem('not-found')
    const incident = formatIncident(found.incident.number)
    if (found.ownerId !== actor.id && !mayWrite(call, found))
      throw new Problem('not-permitted', { detail: `This is for its owner and those who take part in ${incident}.` })
    incidentQueries(db).settleFollowUp({
      organizationId: actor.organizationId,
      id,
      done,
      memberId: actor.id,
      now,
    })
    record(call, {
      act: 'follow-up.settle',
      on: ['incident', found.incidentId],
      details: { incident, followUpId: id, done },
    })
    ringLookers(call, found.incidentId)
    return {}
  })
}
