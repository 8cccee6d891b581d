import { z } from 'zod'
import { Day, DocumentId, IncidentId, Instant, Reference } from '#contract/values.ts'
import { referenceOf } from '../../access/document-line.ts'
import { seesIncident, withSystem } from '../../access/incident-reach.ts'
import { levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'
import { runbookAt } from './queries.ts'

// Aliases as in queries.ts. What is asked for here is put together by months in outcomes.ts, in the reader process.

const Named = z.object({ reference: Reference, title: z.string() })

/** Documents that the caller's lists show, `d`; goes on with AND. */
const listed = `FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
  JOIN collections c ON c.id = d.collection_id
 WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 0` as const

export const outcomeQueries = queries((sql) => ({
  incidents: sql.all(
    z.object({
      id: IncidentId,
      openedAt: Instant,
      closedAt: Instant.optional(),
      runbookAt: Instant.optional(),
      system: Named.optional(),
    }),
    `SELECT i.id, i.opened_at AS openedAt, i.closed_at AS closedAt, ${runbookAt} AS runbookAt,
            CASE WHEN s.id IS NOT NULL THEN json_object('reference', ${referenceOf('s')}, 'title', s.title) END AS system
       FROM members actor JOIN incidents i ON i.organization_id = actor.organization_id ${withSystem}
      WHERE actor.id = @memberId AND ${seesIncident('actor')} AND (i.opened_at >= @since OR i.closed_at IS NULL)
      ORDER BY i.opened_at`,
  ),
  /** How runbooks did in incidents: as was said at the end, or else as their newest run there ended. */
  verdicts: sql.all(
    z.object({ runbook: Named, outcome: z.enum(['worked', 'needs_changes']), at: Instant }),
    `SELECT json_object('reference', ${referenceOf('d')}, 'title', d.title) AS runbook, t.outcome, t.at
       FROM (SELECT v.incident_id, v.document_id, v.outcome, coalesce(x.closed_at, x.opened_at) AS at
               FROM incident_runbooks v JOIN incidents x ON x.id = v.incident_id
             UNION ALL
             SELECT r.incident_id, r.document_id, r.outcome, max(r.finished_at) AS at FROM runs r
              WHERE r.incident_id IS NOT NULL AND r.finished_at IS NOT NULL AND r.is_drill = 0
                AND NOT EXISTS (SELECT 1 FROM incident_runbooks v
                                 WHERE v.incident_id = r.incident_id AND v.document_id = r.document_id)
              GROUP BY r.incident_id, r.document_id) t
       JOIN members actor ON actor.id = @memberId
       JOIN incidents i ON i.id = t.incident_id AND i.organization_id = actor.organization_id ${withSystem}
       JOIN documents d ON d.id = t.document_id JOIN collections c ON c.id = d.collection_id
      WHERE t.outcome IN ('worked', 'needs_changes') AND i.opened_at >= @since
        AND ${seesIncident('actor')} AND ${levelOf('actor', 'd', 'c')} >= 1`,
  ),
  followUps: sql.get(
    z.object({ open: z.int(), late: z.int(), done: z.int() }),
    `SELECT count(*) FILTER (WHERE f.done_at IS NULL) AS open,
            count(*) FILTER (WHERE f.done_at IS NULL AND f.due_on < @today) AS late,
            count(*) FILTER (WHERE f.done_at >= @since) AS done
       FROM members actor JOIN follow_ups f ON f.organization_id = actor.organization_id
       JOIN incidents i ON i.id = f.incident_id ${withSystem}
      WHERE actor.id = @memberId AND ${seesIncident('actor')}`,
  ),

  // --- What is known about documents, with its times -----------------------------------------------------------------

  documents: sql.all(
    z.object({ id: DocumentId, createdAt: Instant, archivedAt: Instant.optional() }),
    `SELECT d.id, d.created_at AS createdAt, d.archived_at AS archivedAt ${listed}`,
  ),
  /** With the days that the interval of today makes of each: what it was before is not kept. */
  verifications: sql.all(
    z.object({ documentId: DocumentId, at: Instant, day: Day, dueOn: Day, dueFrom: Day }),
    `SELECT v.document_id AS documentId, v.at, v.day, date(v.day, '+' || d.interval_days || ' days') AS dueOn,
            date(v.day, '+' || (d.interval_days - min(max(7, (d.interval_days + 4) / 5), 30, d.interval_days - 1)) || ' days') AS dueFrom
       FROM documents d JOIN verifications v ON v.document_id = d.id
      WHERE d.organization_id = @organizationId ORDER BY v.document_id, v.id`,
  ),
  doubts: sql.all(
    z.object({ documentId: DocumentId, isFlag: z.boolean(), at: Instant, endedAt: Instant.optional() }),
    `SELECT x.document_id AS documentId, x.cause = 'flag' AS isFlag, x.at, x.ended_at AS endedAt
       FROM documents d JOIN doubts x ON x.document_id = d.id WHERE d.organization_id = @organizationId`,
  ),
  /** Going into the archive and coming back, from the audit log: a document keeps only how it stands now. */
  archivings: sql.all(
    z.object({ documentId: DocumentId, act: z.enum(['document.archive', 'document.restore']), at: Instant }),
    `SELECT subject_id AS documentId, act, at FROM audit_events
      WHERE organization_id = @organizationId AND act IN ('document.archive', 'document.restore') ORDER BY seq`,
  ),
}))
