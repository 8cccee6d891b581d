import { v7 as uuidv7 } from 'uuid'
import { formatIncident, type IncidentReference } from '#contract/incident-reference.ts'
import type { openIncident } from '#contract/incidents.ts'
import { Problem } from '#contract/problems.ts'
import type { DocumentId, IncidentId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { wakeStandby } from '../access/rules.ts'
import { keyHoldersOf, notify } from '../notices/rules.ts'
import { whoToCallFor } from '../responsibilities/rules.ts'
import { incidentQueries } from './queries.ts'
import { ofKind } from './reach-kind.ts'
import { openedNotice } from './rules.ts'

/** Each tells people at night: nobody has more of them on their hands. */
const mostUnderWay = 20

/**
 * Starts an incident: standby access of whoever opens it wakes, and the people who must know are told. Sending the same
 * one again (a lost answer, a second press) makes no second and wakes nobody.
 */
export function open(call: CallOf<typeof openIncident>) {
  const { db, actor, input, now } = call
  if (actor.role === 'auditor') throw new Problem('not-permitted', { detail: 'Auditors start no incidents.' })
  return atomically(db, () => {
    const rows = incidentQueries(db)
    const taken = rows.byId({ id: input.id })
    if (taken?.organizationId === actor.organizationId) {
      if (taken.openedBy !== actor.id) throw new Problem('already-exists')
      const incident = formatIncident(taken.number)
      record(call, { act: 'incident.open-again', on: ['incident', input.id], details: { incident } })
      return { incident, woken: 0 }
    }
    if ((rows.underWayOf({ memberId: actor.id })?.count ?? 0) >= mostUnderWay)
      throw new Problem('not-possible-now', {
        detail: `You have started ${mostUnderWay} that are under way. End some.`,
      })
    const system = input.system && ofKind(reachDocument(call, input.system, 'view'), 'system', '/system')
    const runbook = input.runbook && ofKind(reachDocument(call, input.runbook, 'view'), 'runbook', '/runbook')
    // An id that is in use elsewhere is nobody's business here.
    const id = taken ? (uuidv7() as IncidentId) : input.id
    const { organizationId } = actor
    const number = rows.nextNumber({ organizationId })?.last as number
    const incident = formatIncident(number)
    const { title, severity } = input
    rows.insert({ id, organizationId, number, title, severity, systemId: system?.id, memberId: actor.id, now })
    rows.join({ incidentId: id, memberId: actor.id, at: now })
    const event = { incidentId: id, memberId: actor.id, called: '', text: '', at: now, now }
    rows.addEvent({ ...event, id: uuidv7(), kind: 'opened', documentId: undefined })
    if (runbook) {
      rows.addEvent({ ...event, id: uuidv7(), kind: 'runbook', documentId: runbook.id })
      rows.noteRunbook({ incidentId: id, at: now })
    }
    const woken = wakeStandby(call, actor.id, incident)
    tell(call, { id, incident, title, systemId: system?.id })
    record(call, {
      act: 'incident.open',
      on: ['incident', id],
      details: { incident, severity, woken, ...(system && { systemId: system.id }) },
    })
    return { incident, woken }
  })
}

/** Owners, admins and who comes first now: those of them who may see it. */
function tell(
  call: MemberCall,
  {
    id,
    incident,
    title,
    systemId,
  }: { id: IncidentId; incident: IncidentReference; title: string; systemId?: DocumentId | undefined },
): void {
  const { db, actor, now, today } = call
  const { organizationId } = actor
  const keyHolders = keyHoldersOf(db, organizationId)
  // Whom a key holder would be told to call: a partner's technician is not told everybody, and is to be helped all the same.
  const [asker = actor.id] = keyHolders
  const { first } = whoToCallFor({ db, actor: { id: asker, organizationId }, now, today }, systemId)
  const asked = [...keyHolders, ...(first?.person ? [first.person.id] : [])]
  const to = incidentQueries(db)
    .whoSees({ memberIds: JSON.stringify([...new Set(asked)]), incidentId: id, now })
    .filter(({ isIn }) => !isIn)
  notify(call, {
    to: to.map((one) => one.id),
    kind: 'incident.opened',
    // A title is people's own words: letters say them only where titles may leave the house.
    facts: { memberId: actor.id, incident, reason: title, ...(systemId && { documentId: systemId }) },
    dedupe: openedNotice(id),
  })
}
