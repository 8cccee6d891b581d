import { z } from 'zod'
import { auditEntryHash, chainStart } from '#contract/crypto/verify.ts'
import type { Instant } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
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
  // Whatever stands there: a damaged entry is to be named, not to be tripped over.
  page: sql.all(
    z.object({
      seq: z.int(),
      at: z.unknown().optional(),
      organizationId: z.unknown().optional(),
      accountId: z.unknown().optional(),
      memberId: z.unknown().optional(),
      act: z.unknown().optional(),
      subjectKind: z.unknown().optional(),
      subjectId: z.unknown().optional(),
      exact: z.unknown().optional(),
      hash: z.unknown().optional(),
    }),
    `SELECT seq, at, organization_id AS organizationId, account_id AS accountId, member_id AS memberId, act,
            subject_kind AS subjectKind, subject_id AS subjectId, payload AS exact, hash
       FROM audit_events WHERE seq > @after ORDER BY seq LIMIT 1000`,
  ),
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
 */
export function record({ db, now, origin, session, actor }: Doer, act: Act): void {
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
}

/** Whether a request has left a trace. */
export const hasRecorded = (origin: Origin): boolean => recorded.has(origin)

export function auditHead(db: Db): { seq: number; hash: string } | undefined {
  return auditQueries(db).head()
}

/**
 * Recomputes the whole chain and compares every column with the payload that was hashed.
 * @returns the head, and the number of the first entry that is not as it was written, if any.
 */
export function verifyAuditChain(db: Db): { events: number; head: string | undefined; firstBad: number | undefined } {
  let after = 0
  let previous: string | undefined
  for (;;) {
    const page = auditQueries(db).page({ after })
    if (page.length === 0) return { events: after, head: previous, firstBad: undefined }
    for (const { seq, exact, hash, ...columns } of page) {
      const isWhole = seq === after + 1 && typeof exact === 'string' && hash === chainHash(seq, previous, exact)
      if (!isWhole || !saysTheSame(columns, exact)) return { events: after, head: previous, firstBad: after + 1 }
      after = seq
      previous = hash
    }
  }
}

const columnsOfEvent = ['at', 'organizationId', 'accountId', 'memberId', 'act', 'subjectKind', 'subjectId'] as const

/** Columns are for finding entries; what was hashed is the payload, and they must agree, where they are empty too. */
function saysTheSame(columns: Partial<Record<(typeof columnsOfEvent)[number], unknown>>, exact: string): boolean {
  const payload = JSON.parse(exact) as Record<string, unknown>
  return columnsOfEvent.every((name) => columns[name] === payload[name])
}

function chainHash(seq: number, previous: string | undefined, payload: string): string {
  const before = previous === undefined ? chainStart : new Uint8Array(Buffer.from(previous, 'hex'))
  return Buffer.from(auditEntryHash({ seq, previous: before, payload })).toString('hex')
}

/** The latest moment that was written down: the clock never goes back behind it. */
export function lastMoment(db: Db): string | undefined {
  return auditQueries(db).lastAt()?.at
}
