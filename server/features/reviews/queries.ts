import { z } from 'zod'
import { DocumentLine } from '#contract/documents.ts'
import { Person } from '#contract/values.ts'
import { hasNoKeeper, lineColumns, lineJoins } from '../../access/document-line.ts'
import { isSuspect, opened90 } from '../../access/freshness.ts'
import { levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** A document with what makes it urgent. */
export const QueueRow = DocumentLine.extend({ risk: z.number(), isMine: z.boolean(), noOwner: z.boolean() })

/** Days past the review's due date; negative while there is time. */
const lateDays = `(julianday(@today) - julianday(d.due_on))` as const

/**
 * Risk = criticality × use in 90 days × how late. A document in doubt weighs as much as one that is overdue by a whole
 * interval; one that was never verified as much as one that falls due today.
 */
const risk = `round(
    CASE d.criticality WHEN 'critical' THEN 8 WHEN 'high' THEN 4 WHEN 'normal' THEN 2 ELSE 1 END
    * (1 + min(${opened90('d')}, 40) / 10.0)
    * CASE WHEN suspect THEN 3.0
           WHEN d.verified_on IS NULL THEN 1.0
           WHEN @today > d.due_on THEN 2.0 + min(${lateDays} / d.interval_days, 2.0)
           ELSE max(0.1, 1.0 + ${lateDays} / d.interval_days) END, 4)` as const

/** What waits: in doubt, overdue, due, or never verified (an import when its proposed day has come near). */
const waits = `(suspect OR @today > d.due_on OR @today >= d.due_from
    OR (d.verified_on IS NULL AND (d.proposed_on IS NULL OR d.proposed_on <= date(@today, '+14 days'))))` as const

/** Living documents in the caller's reach, with the facts that the queue and its count ask about. */
const candidates = `
  SELECT d.row_id, ${isSuspect('d')} AS suspect, ${hasNoKeeper} AS unkept,
         CASE WHEN @memberId IN (d.owner_id, d.deputy_id) THEN 1 ELSE 0 END AS mine
    FROM members actor JOIN documents d ON d.organization_id = actor.organization_id AND d.archived_at IS NULL
    JOIN collections c ON c.id = d.collection_id
   WHERE actor.id = @memberId AND (@kind IS NULL OR d.kind = @kind) AND ${levelOf('actor', 'd', 'c')} >= 0` as const

/** For `mine`: what I keep and have not snoozed, and for key holders what nobody keeps. */
const isForMe = `((q.mine OR (q.unkept AND @isKeyHolder))
    AND NOT EXISTS (SELECT 1 FROM snoozes z WHERE z.member_id = @memberId AND z.document_id = d.id AND z.until_on > @today))` as const

export const reviewQueries = queries((sql) => ({
  queue: sql.all(
    QueueRow,
    `WITH page AS MATERIALIZED (
       SELECT d.row_id, ${risk} AS risk, q.mine, q.unkept
         FROM (${candidates}) q JOIN documents d ON d.row_id = q.row_id
        WHERE (@mineOnly = 0 OR ${isForMe})
          AND CASE @state WHEN 'suspect' THEN suspect
                WHEN 'unverified' THEN NOT suspect AND d.verified_on IS NULL
                WHEN 'overdue' THEN NOT suspect AND @today > d.due_on
                WHEN 'due' THEN NOT suspect AND @today <= d.due_on AND @today >= d.due_from
                WHEN 'verified' THEN NOT suspect AND @today < d.due_from
                ELSE ${waits} END
          AND (@afterId IS NULL OR ${risk} < @afterRisk OR (${risk} = @afterRisk AND d.id > @afterId))
        ORDER BY risk DESC, d.id LIMIT @limit)
     SELECT ${lineColumns}, page.risk, page.mine AS isMine, page.unkept AS noOwner
       FROM page JOIN members actor ON actor.id = @memberId JOIN documents d ON d.row_id = page.row_id ${lineJoins}
      ORDER BY page.risk DESC, d.id`,
  ),
  waiting: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM (${candidates}) q JOIN documents d ON d.row_id = q.row_id WHERE ${isForMe} AND ${waits}`,
  ),

  // --- Home ------------------------------------------------------------------------------------------------------

  systems: sql.all(
    DocumentLine,
    `SELECT ${lineColumns} FROM members actor
       JOIN documents d ON d.organization_id = actor.organization_id AND d.kind = 'system' AND d.archived_at IS NULL ${lineJoins}
      WHERE actor.id = @memberId AND d.criticality IN ('critical', 'high') AND ${levelOf('actor', 'd', 'c')} >= 0
      ORDER BY d.criticality = 'critical' DESC, opened90 DESC, d.title LIMIT 12`,
  ),
  pinned: sql.all(
    DocumentLine,
    `SELECT ${lineColumns} FROM members actor JOIN pins ON pins.member_id = actor.id
       JOIN documents d ON d.id = pins.document_id AND d.archived_at IS NULL ${lineJoins}
      WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY pins.pinned_at DESC LIMIT 12`,
  ),
  recent: sql.all(
    DocumentLine,
    `SELECT ${lineColumns} FROM (SELECT document_id, max(opened_on) AS opened_on FROM opens
                                  WHERE member_id = @memberId AND opened_on >= @useSince
                                  GROUP BY document_id ORDER BY max(opened_on) DESC LIMIT 40) r
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = r.document_id AND d.archived_at IS NULL ${lineJoins}
      WHERE ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY r.opened_on DESC, d.updated_at DESC LIMIT 8`,
  ),
  keyHolders: sql.all(
    Person,
    `SELECT m.id, m.name, p.side, p.name AS party FROM members actor
       JOIN members m ON m.organization_id = actor.organization_id AND m.removed_at IS NULL AND m.role IN ('owner', 'admin')
       JOIN parties p ON p.id = m.party_id WHERE actor.id = @memberId ORDER BY m.name`,
  ),
  /** What waits beside reviews, as the pages that it leads to would have it. */
  also: sql.get(
    z.object({ requests: z.int(), access: z.int(), followUps: z.int(), handovers: z.int() }),
    `SELECT (SELECT count(*) FROM access_requests r
              WHERE @isKeyHolder AND r.organization_id = actor.organization_id AND r.member_id <> actor.id
                AND r.decided IS NULL AND r.expires_at > @now) AS requests,
            (SELECT count(*) FROM access_requests r
              WHERE r.member_id = actor.id AND r.decided IS NULL AND r.expires_at > @now)
          + (SELECT count(*) FROM leases l
              WHERE l.member_id = actor.id AND l.ended_at IS NULL AND l.ends_at > @now) AS access,
            (SELECT count(*) FROM follow_ups f
              WHERE f.organization_id = actor.organization_id AND f.owner_id = actor.id AND f.done_at IS NULL) AS followUps,
            (SELECT count(*) FROM handovers h
              WHERE h.organization_id = actor.organization_id AND h.closed_at IS NULL
                AND (@isKeyHolder OR actor.role = 'auditor' OR h.member_id = actor.id OR h.party_id = actor.party_id)) AS handovers
       FROM members actor WHERE actor.id = @memberId`,
  ),
}))
