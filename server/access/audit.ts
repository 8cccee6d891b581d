import { z } from 'zod'
import type { Instant } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import { chainHash } from './audit-chain.ts'
import type { Actor, Origin, SignedIn } from './call.ts'

const auditQueries = queries((sql) => ({
  head: sql.get(
    z.object({ seq: z.int(), hash: z.string() }),
    `SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1`,
  ),
  append: sql.run(
    `INSERT INTO audit_events (seq, at, organization_id, account_id, member_id, act, subject_kind, subject_id, payload, hash)
     VALUES (@seq, @at, @organizationId, @accountId, @memberId, @act, @subjectKind, @subjectId, @payload, @hash)`,
  ),
  lastAt: sql.get(z.object({ at: z.string() }), `SELECT at FROM audit_events ORDER BY seq DESC LIMIT 1`),
}))

/** Who is behind an act: the member in an organization, or an account, or nobody yet (a failed sign-in). */
export interface Doer {
  db: Db
  now: Instant
  origin: Origin
  session?: SignedIn | undefined
  actor?: Actor
}

export interface Act {
  /** What was done, as `thing.deed`: `document.save`. */
  act: string
  /** The kind and id of what it was done to. */
  on: readonly [kind: string, id: string]
  organizationId?: string
  accountId?: string
  memberId?: string
  details?: Record<string, unknown>
}

const recorded = new WeakSet<Origin>()

/**
 * Writes an audit event at the end of the chain, in the caller's transaction: the act and its trace happen together or
 * not at all.
 * @returns the number of the event.
 */
export function record({ db, now, origin, session, actor }: Doer, act: Act): number {
  if (!db.inTransaction) throw new Error('An audit event belongs into the transaction of the act')
  const head = auditQueries(db).head()
  const seq = (head?.seq ?? 0) + 1
  const event = {
    v: 1,
    at: now,
    organizationId: act.organizationId ?? actor?.organizationId,
    accountId: act.accountId ?? actor?.accountId ?? session?.accountId,
    memberId: act.memberId ?? actor?.id,
    act: act.act,
    subjectKind: act.on[0],
    subjectId: act.on[1],
  }
  const payload = JSON.stringify({
    ...event,
    from: { address: origin.address, request: origin.requestId },
    details: act.details,
  })
  auditQueries(db).append({ ...event, seq, payload, hash: chainHash(seq, head?.hash, payload) })
  recorded.add(origin)
  return seq
}

/** Whether a request has left a trace. */
export const hasRecorded = (origin: Origin): boolean => recorded.has(origin)

export function auditHead(db: Db): { seq: number; hash: string } | undefined {
  return auditQueries(db).head()
}

/** The latest moment that was written down: the clock never goes back behind it. */
export function lastMoment(db: Db): string | undefined {
  return auditQueries(db).lastAt()?.at
}
