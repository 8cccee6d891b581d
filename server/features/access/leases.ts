import type {
  endLease as endEndpoint,
  giveStandby as standbyEndpoint,
  LeaseLine,
  listLeases as listEndpoint,
} from '#contract/access.ts'
import type { SecretWrap, SignedStatement } from '#contract/credentials.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { statementHash } from '#contract/sealed/hashes.ts'
import { Lease } from '#contract/sealed/statements.ts'
import type { DocumentId, Instant, LeaseId, MemberId, RequestId } from '#contract/values.ts'
import { levels } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { orgIdOfActor, readSigned } from '../../access/signed.ts'
import { later, secondsBetween } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { atomically } from '../../platform/database.ts'
import { credentialFacts } from '../credentials/rules.ts'
import { notify } from '../notices/rules.ts'
import { accessQueries } from './queries.ts'

/** The signed times may be this far from what was asked: clocks, and the seconds that an approval takes. */
const toleranceSeconds = 300
/** Standby is approved in advance for so long at most. */
const longestStandbyDays = 366

interface LeaseToSign {
  signed: SignedStatement
  wraps: readonly SecretWrap[]
  documentId: DocumentId
  holderId: MemberId
  /** What it answers; absent for standby, which nobody asked for. */
  request?: {
    id: RequestId
    hash: string
    minutes: number
    fields: number[] | undefined
    extends: LeaseId | undefined
  }
  dekId: string
  longestMinutes: number
}

/**
 * Puts a lease into force that the caller signed, with the key sealed to its holder. Call within a transaction; the
 * caller records it.
 * @throws Problem 'invalid-input' where the lease says something else than what is approved.
 */
export function signLeaseIn(call: MemberCall, it: LeaseToSign): { leaseId: LeaseId; endsAt: Instant } {
  const { db, actor, now } = call
  const rows = accessQueries(db)
  const lease = readSigned(call, Lease, 'lease', it.signed, '/lease')
  const insist = (holds: boolean, detail: string) => {
    if (!holds) throw invalid('/lease/payload', detail)
  }
  const { request } = it
  insist(lease.document === it.documentId, 'The lease is for another document.')
  insist(lease.holder === it.holderId, 'The lease is for somebody else.')
  insist(lease.request === request?.hash, 'The lease answers another request.')
  insist(lease.extends === request?.extends, 'The lease extends another one.')
  insist((lease.standby !== undefined) === (request === undefined), 'Standby is given without a request.')
  const seconds = secondsBetween(lease.notBefore as Instant, lease.notAfter as Instant)
  insist(seconds > 0, 'A lease ends after it begins.')
  insist(lease.notAfter > now, 'Choose an end in the future.')
  if (request) {
    insist(seconds <= request.minutes * 60 + 1, 'The lease is longer than what was asked for.')
    insist(
      Math.abs(secondsBetween(now, lease.notBefore as Instant)) <= toleranceSeconds,
      'A lease begins when it is approved.',
    )
    const asked = request.fields
    insist(
      !asked || (lease.fields?.every((n) => asked.includes(n)) ?? false),
      'The lease is for other fields than asked.',
    )
  } else {
    insist(seconds <= longestStandbyDays * 86_400, 'Give standby for a year at most. It can be renewed.')
  }
  const minutes = lease.standby?.minutes ?? Math.ceil(seconds / 60)
  insist(minutes <= it.longestMinutes + 1, `Leases on this collection last ${it.longestMinutes} minutes at most.`)
  const leaseId = lease.lease as LeaseId
  if (rows.leaseInUse({ id: leaseId })) throw invalid('/lease/payload', 'Make another id.')
  const holder = requireHolder(call, it)
  if (request?.extends) {
    rows.endLease({ leaseId: request.extends, memberId: actor.id, kind: 'extended', note: '', now })
    rows.dropWraps({ leaseId: request.extends })
  }
  rows.addLease({
    id: leaseId,
    organizationId: actor.organizationId,
    documentId: it.documentId,
    memberId: it.holderId,
    requestId: request?.id,
    payload: it.signed.payload,
    signature: it.signed.signature,
    hash: statementHash('lease', orgIdOfActor(call), it.signed.payload),
    approvedBy: actor.id,
    fields: lease.fields && JSON.stringify(lease.fields),
    // What was signed a little ahead of this clock begins now.
    startsAt: lease.standby === undefined || lease.notBefore < now ? now : lease.notBefore,
    endsAt: lease.notAfter,
    mostReveals: lease.maxReveals,
    standbyMinutes: lease.standby?.minutes,
    extendsId: request?.extends,
  })
  rows.dropEndedWraps({ organizationId: actor.organizationId, now })
  addWraps(call, { ...it, leaseId, fields: lease.fields, holder })
  return { leaseId, endsAt: lease.notAfter as Instant }
}

function requireHolder({ db, now }: MemberCall, { documentId, holderId }: LeaseToSign) {
  const holder = accessQueries(db).holder({ documentId, holderId, now })
  if (!holder || holder.level < levels.view)
    throw invalid('/lease/payload', 'There is nobody of that id who may see it.')
  if (holder.role === 'auditor') throw invalid('/lease/payload', 'Auditors open no secrets.')
  return holder
}

/** The whole key where all fields are open; the key of each field where only some are. */
function addWraps(
  { db, actor }: MemberCall,
  of: {
    documentId: DocumentId
    dekId: string
    leaseId: LeaseId
    wraps: readonly SecretWrap[]
    fields: number[] | undefined
    holder: { accountId: string; epoch: number }
  },
): void {
  const rows = accessQueries(db)
  const granterEpoch = rows.holder({ documentId: of.documentId, holderId: actor.id, now: '9999' })?.epoch ?? 1
  const expected = of.fields ? [...of.fields].sort((a, b) => a - b) : [0]
  const given = of.wraps.map(({ n = 0 }) => n).sort((a, b) => a - b)
  const isComplete = expected.length === given.length && expected.every((n, index) => n === given[index])
  const isTheirs = of.wraps.every(
    ({ to, toEpoch, leaseId }) =>
      to === of.holder.accountId && toEpoch === of.holder.epoch && (leaseId ?? of.leaseId) === of.leaseId,
  )
  if (!isComplete || !isTheirs)
    throw invalid('/wraps', 'Send the key of each field that is open, sealed to the holder.')
  for (const { n = 0, wrap } of of.wraps) {
    rows.addWrap({
      documentId: of.documentId,
      dekId: of.dekId,
      accountId: of.holder.accountId,
      recipientEpoch: of.holder.epoch,
      leaseId: of.leaseId,
      n,
      granterId: actor.accountId,
      granterEpoch,
      wrap,
    })
  }
}

/** A lease of the caller's organization, as the contract has it, with what rules need of it. */
export function leaseById({ db, actor, now }: MemberCall, leaseId: LeaseId) {
  return accessQueries(db).lease({ leaseId, organizationId: actor.organizationId, now })
}

const seesAll = ({ actor }: MemberCall): boolean => isKeyHolder(actor) || actor.role === 'auditor'

export function listLeases(call: CallOf<typeof listEndpoint>): OutputOf<typeof listEndpoint> {
  const { actor, input } = call
  if (!seesAll(call) && input.memberId !== undefined && input.memberId !== actor.id) return { items: [] }
  return leasesOf(call, { ...input, memberId: seesAll(call) ? input.memberId : actor.id })
}

/** @param memberId only theirs; everybody's where absent. */
export function leasesOf(
  { db, actor, now }: MemberCall,
  {
    memberId,
    current,
    after,
    limit,
  }: { memberId: MemberId | undefined; current: boolean; after?: string | undefined; limit: number },
): { items: LeaseLine[]; next?: string } {
  const before = after === undefined ? undefined : readCursor(after, 'string')
  const rows = accessQueries(db).leases({
    memberId: actor.id,
    onlyOf: memberId,
    current,
    before,
    now,
    limit: limit + 1,
  })
  const last = rows[limit - 1]
  return {
    items: rows.slice(0, limit).map(({ rowKey: _key, ...line }) => line),
    ...(rows.length > limit && last && { next: cursorOf([last.rowKey]) }),
  }
}

/** The holder finishes; a key holder revokes. What was seen stays seen: the answer to that is to rotate. */
export function endLease(call: CallOf<typeof endEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  return atomically(db, () => {
    const lease = leaseById(call, input.leaseId)
    if (!lease || (!seesAll(call) && lease.holderId !== actor.id)) throw new Problem('not-found')
    const isHolder = lease.holderId === actor.id
    if (!isHolder && !isKeyHolder(actor))
      throw new Problem('not-permitted', { detail: 'Owners and admins end leases.' })
    if (lease.isOver) throw new Problem('not-possible-now', { detail: 'This access has ended already.' })
    const kind = isHolder ? 'ended' : 'revoked'
    const rows = accessQueries(db)
    rows.endLease({ leaseId: lease.id, memberId: actor.id, kind, note: input.note, now })
    rows.dropWraps({ leaseId: lease.id })
    const facts = { reference: lease.reference, by: actor.name, holder: lease.holder.name, note: input.note }
    record(call, {
      act: isHolder ? 'access.finish' : 'access.revoke',
      on: ['document', lease.documentId],
      details: { ...facts, leaseId: lease.id },
    })
    if (!isHolder)
      notify(call, {
        to: [lease.holderId],
        kind: lease.standby ? 'standby.ended' : 'access.ended',
        facts: { memberId: actor.id, documentId: lease.documentId, requestId: lease.request },
      })
    return {}
  })
}

/** Access in advance for a named person: it sleeps until {@link wakeStandby}. */
export function giveStandby(call: DocumentCallOf<typeof standbyEndpoint>): OutputOf<typeof standbyEndpoint> {
  const { db, actor, document, input } = call
  if (!isKeyHolder(actor)) throw new Problem('not-permitted', { detail: 'Owners and admins give standby access.' })
  const facts = credentialFacts(call)
  if (facts.class === 'break_glass')
    throw new Problem('not-permitted', { detail: `${document.reference} is for the holders of the keys.` })
  return atomically(db, () => {
    const holderId = holderOf(input.lease.payload)
    if (holderId === actor.id) throw invalid('/lease/payload', 'You can open it already.')
    const { leaseId, endsAt } = signLeaseIn(call, {
      signed: input.lease,
      wraps: input.wraps,
      documentId: document.id,
      holderId,
      dekId: facts.dekId,
      longestMinutes: facts.longestMinutes,
    })
    notify(call, {
      to: [holderId],
      kind: 'standby.given',
      facts: { memberId: actor.id, documentId: document.id, reference: document.reference, endsAt },
    })
    record(call, {
      act: 'access.standby',
      on: ['document', document.id],
      details: {
        reference: document.reference,
        holderId,
        leaseId,
        endsAt,
        statement: input.lease.payload,
        signature: input.lease.signature,
      },
    })
    return { leaseId }
  })
}

/** Whom a lease names, before anything of it is believed. */
function holderOf(payload: string): MemberId {
  try {
    return Lease.parse(JSON.parse(payload)).holder as MemberId
  } catch {
    throw invalid('/lease/payload', 'This is no such statement.')
  }
}

/**
 * The switch of standby access: an incident that this member opens wakes what was approved for them, each for its time,
 * and tells every owner. Nothing else does.
 * @param about the incident's reference, for the words. @returns how many woke.
 */
export function wakeStandby(call: MemberCall, memberId: MemberId, about: string): number {
  const { db, actor, now } = call
  const rows = accessQueries(db)
  const sleeping = rows.sleeping({ memberId, now })
  for (const { id: leaseId, minutes, documentId } of sleeping) {
    const until = later(now, { minutes })
    rows.wake({ leaseId, now, until })
    record(call, { act: 'access.wake', on: ['document', documentId], details: { leaseId, about, until } })
  }
  if (sleeping.length > 0) {
    const owners = rows.keyHolders({ organizationId: actor.organizationId }).filter(({ role }) => role === 'owner')
    notify(call, {
      to: owners.map(({ id }) => id),
      kind: 'standby.woken',
      facts: { memberId, about },
    })
  }
  return sleeping.length
}

/** Ends every lease of a member who leaves. @returns how many. */
export function endLeasesOf({ db, actor, now }: MemberCall, memberId: MemberId): number {
  const rows = accessQueries(db)
  const running = rows.leases({
    memberId: actor.id,
    onlyOf: memberId,
    current: true,
    before: undefined,
    now,
    limit: 10_000,
  })
  for (const { id: leaseId } of running) {
    rows.endLease({ leaseId, memberId: actor.id, kind: 'revoked', note: '', now })
    rows.dropWraps({ leaseId })
  }
  return running.length
}
