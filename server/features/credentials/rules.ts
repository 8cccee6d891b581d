import { v7 as uuidv7 } from 'uuid'
import type {
  listOpeners as openersEndpoint,
  listReveals as revealsEndpoint,
  listSecretVersions as versionsEndpoint,
  openCredential as openEndpoint,
} from '#contract/credentials.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import {
  levels,
  type DocumentId,
  type Instant,
  type Kind,
  type MemberId,
  type OrganizationId,
} from '#contract/values.ts'
import type { DocumentCall, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder, sealsIn } from '../../access/guard.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { unreadBefore } from '../reading-lists/rules.ts'
import { credentialQueries } from './queries.ts'

/** Another kind of document has no secret: for it these addresses are not there. */
export function requireCredential({ kind }: { kind: Kind }): void {
  if (kind !== 'credential') throw new Problem('not-found')
}

/** Everything around the secret. What opens without a reveal is the username, for those who may reveal (CRYPTO.md §6). */
export function openCredential(call: DocumentCallOf<typeof openEndpoint>): OutputOf<typeof openEndpoint> {
  const { db, actor, document, now, today } = call
  requireCredential(document)
  const rows = credentialQueries(db)
  const place = { documentId: document.id, memberId: actor.id, now }
  const facts = rows.facts({ documentId: document.id, today })
  const current = rows.version({ documentId: document.id, revision: document.revision })
  if (!facts || !current) throw new Problem('not-found')
  const { dekId, epoch: _epoch, title: _title, sealedDek, ...shown } = facts
  const lease = rows.ownLease(place)
  const isBreakGlass = facts.class === 'break_glass'
  const opens = isKeyHolder(actor)
    ? 'open'
    : isBreakGlass
      ? 'none'
      : document.level >= levels.reveal || lease
        ? 'open'
        : 'request'
  const readFirst = opens === 'none' ? undefined : unreadBefore(call, facts.collectionId)
  const travels = opens === 'open' && !readFirst && !isBreakGlass && document.level >= levels.reveal
  const username = travels ? rows.field({ documentId: document.id, dekId, n: 1 }) : undefined
  const waiting = rows.waiting(place)
  const lastReveal = document.level >= levels.reveal ? rows.lastReveal({ documentId: document.id }) : undefined
  const { revision, author, payload, signature } = current
  return {
    ...shown,
    reference: document.reference,
    rotations: rows.openRotations({ documentId: document.id }),
    opens,
    ...(readFirst && { readFirst }),
    fields: rows.fieldNames({ documentId: document.id, dekId }),
    seals: document.level >= levels.edit && sealsIn(call, facts.collectionId, isBreakGlass),
    current: { revision, author, manifest: { payload, signature } },
    ...(username && { username: { sealed: username.sealed } }),
    ...(travels && { sealedDek }),
    wraps: opens === 'open' && !readFirst ? rows.ownWraps({ ...place, dekId }) : [],
    ...(lease && { lease }),
    ...(waiting && { waiting }),
    nextActorSeq: (rows.actorSeq({ memberId: actor.id })?.actorSeq ?? 0) + 1,
    holders: document.level >= levels.edit ? rows.holders({ documentId: document.id, now }) : [],
    ...(lastReveal && { lastReveal }),
  }
}

export function listSecretVersions({ db, document, input }: DocumentCallOf<typeof versionsEndpoint>) {
  requireCredential(document)
  const before = input.after === undefined ? undefined : readCursor(input.after, 'number')
  const rows = credentialQueries(db).versions({ documentId: document.id, before, limit: input.limit + 1 })
  return pageBy(rows, input.limit, ({ revision }) => revision)
}

/** Who opened it. Those who only view see their own; key holders, auditors, owner and deputy everybody's. */
export function listReveals({ db, actor, document, input, now }: DocumentCallOf<typeof revealsEndpoint>) {
  requireCredential(document)
  const seesAll =
    isKeyHolder(actor) || actor.role === 'auditor' || [document.ownerId, document.deputyId].includes(actor.id)
  const before = input.after === undefined ? undefined : readCursor(input.after, 'number')
  const place = { documentId: document.id, memberId: actor.id, onlyOwn: seesAll ? 0 : 1 }
  const rows = credentialQueries(db).reveals({ ...place, before, limit: input.limit + 1, now })
  return pageBy(rows, input.limit, ({ id }) => id)
}

export function listOpeners({
  db,
  document,
  now,
}: DocumentCallOf<typeof openersEndpoint>): OutputOf<typeof openersEndpoint> {
  requireCredential(document)
  const rows = credentialQueries(db)
  const byLease = rows.openersByLease({ documentId: document.id, now }).map((lease) => ({
    member: lease.holder,
    by: lease.standby && lease.state === 'waiting' ? ('standby' as const) : ('lease' as const),
    level: levels.reveal,
    endsAt: lease.endsAt,
    leaseId: lease.id,
    ...(lease.lastOpenedAt && { lastOpenedAt: lease.lastOpenedAt }),
  }))
  return { items: [...rows.openersByRight({ documentId: document.id, now }), ...byLease] }
}

// --- For other features ------------------------------------------------------------------------------------------------

/** Opens a task that only a newly saved secret closes; one of a kind and person at a time. @returns whether it is new. */
export function openRotation(
  { db, actor, now }: MemberCall,
  documentId: DocumentId,
  { cause, about, aboutId }: { cause: 'left' | 'used' | 'asked'; about: string; aboutId?: MemberId | undefined },
): boolean {
  const rows = credentialQueries(db)
  if (rows.hasRotation({ documentId, cause, aboutId })) return false
  const { organizationId, id: memberId } = actor
  rows.openRotation({ id: uuidv7(), organizationId, documentId, cause, about, aboutId, now, memberId })
  return true
}

/** Who lacks the key of a secret in force, credential by credential: key holders' clients make up for it. */
export function missingSecretWraps(db: Db, organizationId: OrganizationId, now: Instant) {
  const missing = credentialQueries(db).missingWraps({ organizationId, now })
  const byReference = Map.groupBy(missing, ({ reference }) => reference)
  return [...byReference].map(([reference, rows]) => ({
    reference,
    holders: rows.map(({ reference: _same, ...holder }) => holder),
  }))
}

/** Whether the caller may open what is sealed in it at this moment: by the keys, by a grant, or by a lease that runs. */
export function opensNow(call: DocumentCall): boolean {
  const { db, actor, document, now } = call
  if (isKeyHolder(actor)) return true
  const { class: secretClass, collectionId } = credentialFacts(call)
  if (secretClass === 'break_glass' || unreadBefore(call, collectionId)) return false
  const place = { documentId: document.id, memberId: actor.id, now }
  return document.level >= levels.reveal || credentialQueries(db).ownLease(place) !== undefined
}

/** Whether the caller has opened a field of it since then; a health check is no opening. */
export function hasRevealedSince({ db, actor, document }: DocumentCall, since: Instant): boolean {
  return credentialQueries(db).revealedSince({ documentId: document.id, memberId: actor.id, since }) !== undefined
}

/** What is kept of a credential beside the spine, for features that decide about access to it. */
export function credentialFacts({ db, document, today }: DocumentCall) {
  requireCredential(document)
  const facts = credentialQueries(db).facts({ documentId: document.id, today })
  if (!facts) throw new Problem('not-found')
  return facts
}

function pageBy<Row extends object>(rows: Row[], limit: number, key: (row: Row) => number) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: cursorOf([key(last)]) }) }
}
