import { person, referenceOf } from './document-line.ts'
import { leaseRuns } from './lease-sql.ts'

/**
 * The SQL of who opens a secret, beside `reachable.ts`. Leases add single reveals to what somebody may view; their ends
 * are decided here, when read. Binds @now.
 */

/** `waiting`, `active`, `expired`, `revoked` or `ended`. */
export const leaseState = <L extends string>(lease: L) =>
  `CASE WHEN ${lease}.ended_at IS NOT NULL THEN CASE ${lease}.end_kind WHEN 'revoked' THEN 'revoked' ELSE 'ended' END
        WHEN ${lease}.ends_at <= @now THEN 'expired'
        WHEN ${leaseRuns(lease)} THEN 'active'
        WHEN ${lease}.standby_minutes IS NOT NULL OR ${lease}.starts_at > @now THEN 'waiting'
        ELSE 'expired' END` as const

/**
 * A lease as the contract has it. Joins: `l` (leases), `ld` (its document), `lh` and `lhp` (holder and party), `la` and
 * `lap` (approver and party), `lr` (request, may be missing).
 */
export const leaseColumns = `
  l.id, ${referenceOf('ld')} AS reference,
  coalesce('AR-' || printf('%02d', lr.number), '') AS request,
  ${person('lh', 'lhp')} AS holder, ${person('la', 'lap')} AS approvedBy,
  l.starts_at AS startsAt,
  CASE WHEN l.standby_minutes IS NOT NULL AND l.awake_until < l.ends_at AND l.awake_until > @now
       THEN l.awake_until ELSE l.ends_at END AS endsAt,
  l.fields, coalesce(lr.reason, '') AS reason, coalesce(lr.ticket, '') AS ticket,
  ${leaseState('l')} AS state, l.ended_at AS endedAt, l.standby_minutes IS NOT NULL AS standby,
  (${leaseRuns('l')} AND l.standby_minutes IS NULL AND l.extends_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM access_requests x WHERE x.extends_id = l.id AND x.decided IS NULL AND x.expires_at > @now)) AS extendable,
  l.reveals` as const

export const leaseJoins = `
  JOIN documents ld ON ld.id = l.document_id
  JOIN members lh ON lh.id = l.member_id JOIN parties lhp ON lhp.id = lh.party_id
  JOIN members la ON la.id = l.approved_by JOIN parties lap ON lap.id = la.party_id
  LEFT JOIN access_requests lr ON lr.id = l.request_id` as const
