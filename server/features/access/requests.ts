import type {
  AccessRequest,
  approveRequest as approveEndpoint,
  cancelRequest as cancelEndpoint,
  denyRequest as denyEndpoint,
  listRequests as listEndpoint,
  openRequest as openEndpoint,
  requestAccess as requestEndpoint,
} from '#contract/access.ts'
import { formatRequestReference } from '#contract/access.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { statementHash } from '#contract/sealed/hashes.ts'
import { Request } from '#contract/sealed/statements.ts'
import { levels, type LeaseId, type RequestId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { orgIdOfActor, readSigned } from '../../access/signed.ts'
import { later, laterByDays } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { atomically } from '../../platform/database.ts'
import { requireRead } from '../reading-lists/rules.ts'
import { credentialFacts } from '../credentials/rules.ts'
import { notify, settle } from '../notices/rules.ts'
import { leaseById, signLeaseIn } from './leases.ts'
import { partOf } from './part-of.ts'
import { accessQueries } from './queries.ts'

/** Pending requests lapse after this: what was urgent on Friday is another question on Monday. */
const pendingHours = 24
const mostPending = 20

/**
 * Asks for time-boxed access, in the requester's own signed words.
 * @throws Problem 'not-possible-now' where it needs no request, cannot be requested, or one is open.
 */
export function requestAccess(call: DocumentCallOf<typeof requestEndpoint>): OutputOf<typeof requestEndpoint> {
  const { db, actor, document, now, input } = call
  const facts = credentialFacts(call)
  const it = readSigned(call, Request, 'request', input.statement, '/statement')
  if (it.document !== document.id) throw invalid('/statement/payload', 'This request is for another document.')
  if (document.archivedAt) throw new Problem('not-possible-now', { detail: `${document.reference} is archived.` })
  if (facts.class === 'break_glass') {
    throw new Problem('not-permitted', { detail: `${document.reference} is for the holders of the keys.` })
  }
  if (actor.role === 'auditor') throw new Problem('not-permitted', { detail: 'Auditors open no secrets.' })
  requireRead(call, document.collectionId)
  if (document.level >= levels.reveal) {
    throw new Problem('not-possible-now', { detail: `You can open ${document.reference} already.` })
  }
  if (it.minutes > facts.longestMinutes) {
    throw invalid('/statement/minutes', `Ask for ${facts.longestMinutes} minutes at most.`)
  }
  const rows = accessQueries(db)
  return atomically(db, () => {
    if (rows.requestInUse({ id: it.request })) throw taken()
    if (it.extends) requireExtendable(call, it.extends as LeaseId)
    const open = rows.pendingOf({ documentId: document.id, memberId: actor.id, now })
    if (open) {
      throw new Problem('not-possible-now', { detail: `${formatRequestReference(open.number)} waits for an answer.` })
    }
    const { organizationId } = actor
    if ((rows.pendingCount({ organizationId, memberId: actor.id, now })?.count ?? 0) >= mostPending) {
      throw new Problem('not-possible-now', { detail: `${mostPending} of your requests wait already.` })
    }
    const number = rows.nextNumber({ organizationId })?.last as number
    const expiresAt = later(now, { hours: pendingHours })
    const { request: id, reason, ticket = '', minutes } = it
    rows.addRequest({
      id: id,
      organizationId,
      number,
      documentId: document.id,
      memberId: actor.id,
      payload: input.statement.payload,
      signature: input.statement.signature,
      hash: statementHash('request', orgIdOfActor(call), input.statement.payload),
      fields: it.fields && JSON.stringify(it.fields),
      reason,
      ticket,
      minutes,
      extendsId: it.extends,
      now,
      expiresAt,
    })
    const reference = formatRequestReference(number)
    record(call, {
      act: 'access.request',
      on: ['document', document.id],
      details: {
        request: reference,
        reference: document.reference,
        reason,
        ticket,
        minutes,
        fields: it.fields,
        statement: input.statement.payload,
        signature: input.statement.signature,
      },
    })
    notify(call, {
      to: rows.keyHolders({ organizationId }).map((holder) => holder.id),
      kind: 'access.requested',
      facts: { memberId: actor.id, documentId: document.id, requestId: reference, minutes, ...(ticket && { ticket }) },
      dedupe: requestNotice(id),
    })
    settleLapsed(call)
    return { id: id as RequestId, reference, expiresAt }
  })
}

/** Also named in log/endings.ts, where a removal cancels requests. */
const requestNotice = (id: string) => `access.request:${id}`

/** With whatever is asked or decided next: a clock alone writes nothing. */
function settleLapsed(call: MemberCall): void {
  const { db, actor, now } = call
  const since = laterByDays(now, -30)
  for (const { id } of accessQueries(db).lapsed({ organizationId: actor.organizationId, now, since }))
    settle(call, requestNotice(id))
}

const taken = () =>
  new Problem('already-exists', { errors: [{ pointer: '/statement/payload', detail: 'Make another id.' }] })

function requireExtendable(call: MemberCall, leaseId: LeaseId): void {
  const lease = leaseById(call, leaseId)
  if (!lease || lease.holderId !== call.actor.id)
    throw invalid('/statement/extends', 'There is no such lease of yours.')
  if (!lease.extendable) {
    const detail = lease.isExtension ? 'A lease is extended once.' : 'This lease cannot be extended any more.'
    throw new Problem('not-possible-now', { detail })
  }
}

/** Key holders and auditors see everybody's; others their own. */
const onlyOf = ({ actor }: MemberCall) => (isKeyHolder(actor) || actor.role === 'auditor' ? undefined : actor.id)

export function listRequests(call: CallOf<typeof listEndpoint>): OutputOf<typeof listEndpoint> {
  const { db, actor, now, input } = call
  const { state, pending, text, limit } = input
  const rows = accessQueries(db)
  const found = rows[input.order === 'oldest' ? 'requestsOldestFirst' : 'requests']({
    ...{ memberId: actor.id, state, pending, now },
    onlyOf: input.mine ? actor.id : onlyOf(call),
    text: partOf(text),
    from: input.after === undefined ? undefined : readCursor(input.after, 'number'),
    since: laterByDays(now, -90),
    limit: limit + 1,
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ number: _number, ...row }) => withLease(call, row)),
    ...(found.length > limit && last && { next: cursorOf([last.number]) }),
  }
}

export function openRequest(call: CallOf<typeof openEndpoint>): AccessRequest {
  return withLease(call, found(call))
}

function found(call: CallOf<typeof openEndpoint>) {
  const { db, actor, now, input } = call
  const number = Number(/[0-9]+/.exec(input.request)?.[0] ?? 0)
  const place = { memberId: actor.id, number, onlyOf: onlyOf(call), now, since: laterByDays(now, -90) }
  const request = accessQueries(db).request(place)
  if (!request) throw new Problem('not-found')
  return request
}

function withLease<Row extends { leaseId?: LeaseId | undefined }>(call: MemberCall, { leaseId, ...request }: Row) {
  const lease = leaseId && leaseById(call, leaseId)
  return { ...request, ...(lease && { lease }) }
}

/**
 * Approves with the approver's signed lease and the key sealed to the requester. Of many who approve at once, one does.
 * @throws Problem 'not-permitted' for one's own request, unless the organization has a single admin and says so.
 */
export function approveRequest(call: CallOf<typeof approveEndpoint>): OutputOf<typeof approveEndpoint> {
  const { db, actor, now, input } = call
  return atomically(db, () => {
    const rows = accessQueries(db)
    const request = found(call)
    const { organizationId } = actor
    const isOwn = request.memberId === actor.id
    if (isOwn && !rows.policies({ organizationId })?.singleAdmin) {
      throw new Problem('not-permitted', { detail: 'Somebody else approves what you ask for.' })
    }
    if (!request.isMember) throw new Problem('not-possible-now', { detail: `${request.requester.name} has left.` })
    if (rows.decide({ id: request.id, decided: 'approved', memberId: actor.id, note: '', now }) !== 1) {
      throw new Problem('not-possible-now', { detail: `${request.reference} is ${request.state} already.` })
    }
    const lease = signLeaseIn(call, {
      signed: input.lease,
      wraps: input.wraps,
      documentId: request.documentId,
      holderId: request.memberId,
      request: {
        id: request.id,
        hash: request.hash,
        minutes: request.minutes,
        fields: request.fields,
        extends: request.extends,
      },
      dekId: request.dekId,
      longestMinutes: request.leaseMinutes,
    })
    const facts = {
      request: request.reference,
      reference: request.document.reference,
      by: actor.name,
      endsAt: lease.endsAt,
    }
    record(call, {
      act: 'access.approve',
      on: ['document', request.documentId],
      details: {
        ...facts,
        to: request.requester.name,
        leaseId: lease.leaseId,
        statement: input.lease.payload,
        signature: input.lease.signature,
      },
    })
    settle(call, requestNotice(request.id))
    settleLapsed(call)
    const told = {
      memberId: actor.id,
      documentId: request.documentId,
      requestId: request.reference,
      reference: request.document.reference,
      endsAt: lease.endsAt,
    }
    notify(call, { to: [request.memberId], kind: 'access.approved', facts: told })
    if (isOwn) {
      const owners = rows.keyHolders({ organizationId }).filter(({ role }) => role === 'owner')
      notify(call, { to: owners.map(({ id }) => id), kind: 'access.self-approved', facts: told })
    }
    return lease
  })
}

export function denyRequest(call: CallOf<typeof denyEndpoint>): Record<string, never> {
  return decide(call, 'denied', call.input.note)
}

export function cancelRequest(call: CallOf<typeof cancelEndpoint>): Record<string, never> {
  return decide(call, 'cancelled', '')
}

function decide(
  call: CallOf<typeof denyEndpoint> | CallOf<typeof cancelEndpoint>,
  decided: 'denied' | 'cancelled',
  note: string,
): Record<string, never> {
  const { db, actor, now } = call
  return atomically(db, () => {
    const request = found(call)
    if (decided === 'cancelled' && request.memberId !== actor.id) {
      throw new Problem('not-permitted', { detail: `${request.reference} is ${request.requester.name}’s.` })
    }
    if (accessQueries(db).decide({ id: request.id, decided, memberId: actor.id, note, now }) !== 1) {
      throw new Problem('not-possible-now', { detail: `${request.reference} is ${request.state} already.` })
    }
    const facts = { request: request.reference, reference: request.document.reference, by: actor.name }
    record(call, {
      act: decided === 'denied' ? 'access.deny' : 'access.cancel',
      on: ['document', request.documentId],
      details: { ...facts, note },
    })
    settle(call, requestNotice(request.id))
    settleLapsed(call)
    const told = {
      memberId: actor.id,
      documentId: request.documentId,
      requestId: request.reference,
      ...(note && { reason: note }),
    }
    if (decided === 'denied') notify(call, { to: [request.memberId], kind: 'access.denied', facts: told })
    return {}
  })
}
