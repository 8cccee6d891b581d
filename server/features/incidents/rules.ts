import { v7 as uuidv7 } from 'uuid'
import { formatIncident, incidentNumber, type IncidentReference } from '#contract/incident-reference.ts'
import type { Severity } from '#contract/incidents.ts'
import { Problem } from '#contract/problems.ts'
import { fieldNumbers } from '#contract/sealed/fields.ts'
import type { Reveal } from '#contract/sealed/statements.ts'
import type { Day, DocumentId, IncidentId, Instant, MemberId, Role } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import type { Db } from '../../platform/database.ts'
import { settle } from '../notices/rules.ts'
import { incidentQueries } from './queries.ts'

/**
 * What other features need of incidents. It knows nothing of them in turn: runs and reveals point at incidents, and
 * reading an incident asks the runs.
 */

type Asking = Pick<MemberCall, 'db' | 'now' | 'actor'>

export interface ReachedIncident {
  id: IncidentId
  reference: IncidentReference
  title: string
  severity: Severity
  systemId?: DocumentId | undefined
  openedAt: Instant
  closedAt?: Instant | undefined
  /** The caller takes part. */
  isMine: boolean
}

/** The incident behind a reference. @throws Problem 'not-found' where the caller does not see it, as for a made-up one. */
export function reachIncident({ db, actor, now }: Asking, written: string): ReachedIncident {
  const number = incidentNumber(written)
  const found = number === undefined ? undefined : incidentQueries(db).forWriting({ memberId: actor.id, now, number })
  if (!found) throw new Problem('not-found')
  return { ...found, reference: formatIncident(found.number) }
}

/** The same of one that is under way. @throws Problem 'not-found'; 'not-possible-now' once it is over. */
export function reachOpenIncident(call: Asking, written: string): ReachedIncident {
  const found = reachIncident(call, written)
  if (found.closedAt) throw isOver(found.reference)
  return found
}
export const isOver = (reference: IncidentReference) =>
  new Problem('not-possible-now', { detail: `${reference} is over. Reopen it first.` })

const writers: readonly Role[] = ['owner', 'admin', 'editor']
/** Who takes part, and who looks after documents anyway, says how an incident stands. */
export const mayWrite = ({ actor }: Pick<MemberCall, 'actor'>, { isMine }: { isMine: boolean }): boolean =>
  isMine || writers.includes(actor.role)

/** @throws Problem 'not-found'; 'not-permitted' for whoever sees it and does not take part. */
export function reachToWrite(call: Asking, written: string): ReachedIncident {
  const found = reachIncident(call, written)
  if (!mayWrite(call, found)) throw new Problem('not-permitted', { detail: `Join ${found.reference} first.` })
  return found
}

/** Waits for each who was told until they join, and for nobody once it is over. */
export const openedNotice = (id: IncidentId): string => `incident:${id}`

/** Whoever does something in an incident takes part from then on. @returns whether that is new. */
export function takePart(call: Asking, incidentId: IncidentId, at = call.now): boolean {
  const { db, actor, now } = call
  const isNew = incidentQueries(db).join({ incidentId, memberId: actor.id, at }) > 0
  if (isNew) {
    const nothing = { documentId: undefined, called: '', text: '' }
    const event = { id: uuidv7(), kind: 'joined', memberId: actor.id, ...nothing, at }
    incidentQueries(db).addEvent({ incidentId, ...event, now })
    settle(call, openedNotice(incidentId), { accountId: actor.accountId })
  }
  return isNew
}

/** For a run that begins in an incident, in its transaction: a runbook is open from then on, and its starter takes part. */
export function noteRunIn(call: Asking, incidentId: IncidentId): void {
  const { db, now } = call
  incidentQueries(db).noteRunbook({ incidentId, at: now })
  noteWorkIn(call, incidentId, now)
}

/**
 * Something was done in a run of an incident: whoever did it takes part, if they see the incident and it was under way
 * then, and whoever looks at it is told.
 */
export function noteWorkIn(call: Asking, incidentId: IncidentId, at: Instant): void {
  const { db, actor, now } = call
  const found = incidentQueries(db).seenById({ memberId: actor.id, now, incidentId })
  if (found && (found.closedAt === undefined || at <= found.closedAt)) takePart(call, incidentId, at)
  ringLookers(call, incidentId)
}

/**
 * Writes a reveal into the timeline of the incident that its signed statement names as the ticket, if that is under way
 * and the caller takes part. In the transaction of the reveal; asks nothing where the ticket names no incident, since
 * reveals are frequent.
 */
export function noteReveal(
  call: Asking,
  {
    ticket,
    documentId,
    purpose,
    fields,
  }: { ticket: string; documentId: DocumentId } & Pick<Reveal, 'purpose' | 'fields'>,
): void {
  if (ticket === '') return
  const number = incidentNumber(ticket)
  if (number === undefined) return
  const { db, actor, now } = call
  const found = incidentQueries(db).underWay({ memberId: actor.id, now, number })
  if (!found) return
  const incidentId = found.id
  const text = revealWords(purpose, fields)
  const event = { id: uuidv7(), kind: 'reveal', memberId: actor.id, documentId, called: '', text, at: now }
  incidentQueries(db).addEvent({ incidentId, ...event, now })
  ringLookers(call, incidentId)
}

const fieldNames = new Map<number, string>([
  [fieldNumbers.username, 'User name'],
  [fieldNumbers.password, 'Password'],
  [fieldNumbers.totp, 'One-time code'],
  [fieldNumbers.note, 'Note'],
])
const deeds: Partial<Record<Reveal['purpose'], string>> = {
  copy: 'copied',
  totp: 'taken',
  run: 'used',
  export: 'exported',
}

/** "Password copied": what the timeline says beside the credential. Fields of one's own have sealed names. */
function revealWords(purpose: Reveal['purpose'], fields: readonly number[]): string {
  const [first, ...more] = fields
  const name = more.length > 0 || first === undefined ? 'Several fields' : (fieldNames.get(first) ?? 'Field')
  return `${name} ${deeds[purpose] ?? 'shown'}`
}

// --- Follow-ups that have a day --------------------------------------------------------------------------------------

/** Follow-ups with a day that a member may see and that are not done, for everything that lists days. */
export function followUpsDue(
  db: Db,
  asking: { memberId: MemberId; now: Instant; from: Day | undefined; until: Day | undefined },
) {
  return incidentQueries(db)
    .followUpsDue(asking)
    .map(({ number, incidentTitle, ...row }) => ({
      ...row,
      incident: { reference: formatIncident(number), title: incidentTitle },
    }))
}
