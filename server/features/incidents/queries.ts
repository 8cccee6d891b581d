import { z } from 'zod'
import { FollowUp, Severity, SuggestedRunbook, TimelineEntry } from '#contract/incidents.ts'
import { Outcome } from '#contract/runs.ts'
import {
  AccountId,
  Day,
  DocumentId,
  FollowUpId,
  IncidentId,
  Instant,
  MemberId,
  OrganizationId,
  Person,
  Reference,
} from '#contract/values.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { daysLeftOf, opened90, stateOf } from '../../access/freshness.ts'
import { seesIncident, withSystem } from '../../access/incident-reach.ts'
import { levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

// Aliases: `actor` and other members, `i` (incidents), `s` and `sc` (its system and that one's collection, may be missing),
// `e` (incident_events), `d` and `c` (any other document and its collection), `f` (follow_ups).

/** Incidents (`i`) that the caller (`actor`) sees; goes on with AND. */
const seenIncidents = `
  FROM members actor JOIN incidents i ON i.organization_id = actor.organization_id ${withSystem}
 WHERE actor.id = @memberId AND ${seesIncident('actor')}` as const

const takesPart =
  `EXISTS (SELECT 1 FROM incident_members im WHERE im.incident_id = i.id AND im.member_id = actor.id)` as const

/**
 * When somebody first had a runbook open in it, of those that the caller may see. What key holders know outlives a
 * runbook that was erased.
 */
export const runbookAt = `coalesce(
    (SELECT min(t.at) FROM (SELECT e.at, e.document_id FROM incident_events e WHERE e.incident_id = i.id AND e.kind = 'runbook'
                            UNION ALL SELECT r.started_at, r.document_id FROM runs r WHERE r.incident_id = i.id) t
       JOIN documents d ON d.id = t.document_id JOIN collections c ON c.id = d.collection_id
      WHERE ${levelOf('actor', 'd', 'c')} >= 1 AND (i.closed_at IS NULL OR t.at <= i.closed_at)),
    CASE WHEN actor.role IN ('owner', 'admin') THEN i.first_runbook_at END)` as const

const SystemName = z.object({ reference: Reference, title: z.string() })
export const IncidentRow = z.object({
  id: IncidentId,
  number: z.int(),
  title: z.string(),
  severity: Severity,
  systemId: DocumentId.optional(),
  system: SystemName.optional(),
  openedAt: Instant,
  openedBy: Person,
  closedAt: Instant.optional(),
  runbookAt: Instant.optional(),
  people: z.array(Person),
  isMine: z.boolean(),
})
const incidentColumns = `
  i.id, i.number, i.title, i.severity, s.id AS systemId,
  CASE WHEN s.id IS NOT NULL THEN json_object('reference', ${referenceOf('s')}, 'title', s.title) END AS system,
  i.opened_at AS openedAt,
  (SELECT ${person('w', 'wp')} FROM members w JOIN parties wp ON wp.id = w.party_id WHERE w.id = i.opened_by) AS openedBy,
  i.closed_at AS closedAt, ${runbookAt} AS runbookAt,
  (SELECT json_group_array(json(q.person)) FROM
     (SELECT ${person('w', 'wp')} AS person FROM incident_members im JOIN members w ON w.id = im.member_id
        JOIN parties wp ON wp.id = w.party_id WHERE im.incident_id = i.id ORDER BY w.id <> i.opened_by, im.joined_at, w.name, w.id) q) AS people,
  ${takesPart} AS isMine` as const

/** The newest outcome of a runbook that says something: of its runs, and of incidents that the caller sees. */
const lastOutcome = `(SELECT json_object('outcome', t.outcome, 'at', t.at) FROM
    (SELECT r.outcome, r.finished_at AS at FROM runs r
      WHERE r.document_id = d.id AND r.outcome IN ('worked', 'needs_changes')
     UNION ALL
     SELECT v.outcome, i.closed_at FROM incident_runbooks v JOIN incidents i ON i.id = v.incident_id ${withSystem}
      WHERE v.document_id = d.id AND v.outcome <> 'not_used' AND i.closed_at IS NOT NULL AND ${seesIncident('actor')}) t
   ORDER BY t.at DESC LIMIT 1)` as const

export const RunbookRow = SuggestedRunbook.omit({ lastOutcome: true, lastRunAt: true }).extend({
  id: DocumentId,
  last: z.object({ outcome: Outcome, at: Instant }).optional(),
})
const runbookColumns = `
  d.id, ${referenceOf('d')} AS reference, d.title, d.summary, ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft,
  d.interval_days AS intervalDays, ${opened90('d')} AS opened90, ${lastOutcome} AS last` as const

/** What is used most comes first, unless it was found wanting the last time. */
const byUse = `coalesce(json_extract(last, '$.outcome') = 'needs_changes', 0), opened90 DESC,
  coalesce(json_extract(last, '$.outcome') = 'worked', 0) DESC, d.title COLLATE NOCASE, d.id` as const

export const FollowUpRow = FollowUp.omit({ incident: true }).extend({
  incident: z.object({ number: z.int(), title: z.string() }),
  ownerId: MemberId.optional(),
})
/** Of somebody who is gone or does not see the incident any more, a follow-up is nobody's. */
const hasOwner = `o.id IS NOT NULL AND ${seesIncident('o')}` as const
const followUpColumns = `
  f.id, f.text, CASE WHEN ${hasOwner} THEN ${person('o', 'op')} END AS owner, CASE WHEN ${hasOwner} THEN o.id END AS ownerId,
  f.due_on AS dueOn, (f.done_at IS NULL AND f.due_on IS NOT NULL AND f.due_on < @today) AS isLate,
  json_object('number', i.number, 'title', i.title) AS incident, f.done_at AS doneAt,
  (SELECT w.name FROM members w WHERE w.id = f.done_by) AS doneBy` as const
const followUps = `
  FROM members actor JOIN follow_ups f ON f.organization_id = actor.organization_id
  JOIN incidents i ON i.id = f.incident_id ${withSystem}
  LEFT JOIN members o ON o.id = f.owner_id LEFT JOIN parties op ON op.id = o.party_id
 WHERE actor.id = @memberId AND ${seesIncident('actor')}` as const

export const incidentQueries = queries((sql) => ({
  one: sql.get(
    IncidentRow.extend({ affected: z.string(), summary: z.string(), closedBy: z.string().optional() }),
    `SELECT ${incidentColumns}, i.affected, i.summary, (SELECT w.name FROM members w WHERE w.id = i.closed_by) AS closedBy
     ${seenIncidents} AND i.number = @number`,
  ),
  list: sql.all(
    IncidentRow,
    `SELECT ${incidentColumns}
     ${seenIncidents} AND (@before IS NULL OR i.number < @before)
        AND (@open IS NULL OR (i.closed_at IS NULL) = @open) AND (@severity IS NULL OR i.severity = @severity)
        AND (@systemId IS NULL OR i.system_id = @systemId)
        AND (@text IS NULL OR i.title LIKE @text ESCAPE '!' OR i.number = @textNumber)
      ORDER BY i.number DESC LIMIT @limit`,
  ),
  /** What others need of an incident before they write something into it. */
  forWriting: sql.get(
    IncidentRow.pick({
      id: true,
      number: true,
      title: true,
      severity: true,
      systemId: true,
      openedAt: true,
      closedAt: true,
      isMine: true,
    }),
    `SELECT i.id, i.number, i.title, i.severity, s.id AS systemId, i.opened_at AS openedAt, i.closed_at AS closedAt, ${takesPart} AS isMine
     ${seenIncidents} AND i.number = @number`,
  ),
  seenById: sql.get(
    z.object({ closedAt: Instant.optional() }),
    `SELECT i.closed_at AS closedAt ${seenIncidents} AND i.id = @incidentId`,
  ),
  timeline: sql.all(
    TimelineEntry.pick({ id: true, at: true, by: true, kind: true, document: true }).extend({
      called: z.string(),
      text: z.string(),
      receivedAt: Instant,
    }),
    `SELECT e.id, e.at, ${person('m', 'p')} AS by, e.kind,
            CASE WHEN d.id IS NOT NULL THEN json_object('reference', ${referenceOf('d')}, 'title', d.title) END AS document,
            e.called, e.text, e.received_at AS receivedAt
       FROM members actor JOIN incident_events e ON e.incident_id = @incidentId
       JOIN members m ON m.id = e.member_id JOIN parties p ON p.id = m.party_id
       LEFT JOIN documents d ON d.id = e.document_id LEFT JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND (d.id IS NULL OR ${levelOf('actor', 'd', 'c')} >= 1)
      ORDER BY e.at, e.received_at, e.id`,
  ),

  // --- Runbooks ----------------------------------------------------------------------------------------------------

  /** Related to a system, or naming it, or named by it. */
  runbooksOfSystem: sql.all(
    RunbookRow,
    `SELECT ${runbookColumns}
       FROM (SELECT related_id AS id FROM document_relations WHERE document_id = @systemId
              UNION SELECT document_id FROM document_relations WHERE related_id = @systemId
              UNION SELECT k.document_id FROM documents x
                JOIN citations k ON k.organization_id = x.organization_id AND k.kind = x.kind AND k.number = x.number
               WHERE x.id = @systemId
              UNION SELECT x.id FROM citations k
                JOIN documents x ON x.organization_id = k.organization_id AND x.kind = k.kind AND x.number = k.number
               WHERE k.document_id = @systemId) r
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = r.id AND d.kind = 'runbook' AND d.archived_at IS NULL
       JOIN collections c ON c.id = d.collection_id
      WHERE ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY ${byUse} LIMIT @limit`,
  ),
  /** Without a system: those that the caller has used lately. */
  runbooksUsed: sql.all(
    RunbookRow,
    `SELECT ${runbookColumns}
       FROM (SELECT DISTINCT document_id AS id FROM opens WHERE member_id = @memberId AND opened_on >= @useSince) r
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = r.id AND d.organization_id = actor.organization_id AND d.kind = 'runbook' AND d.archived_at IS NULL
       JOIN collections c ON c.id = d.collection_id
      WHERE ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY ${byUse} LIMIT @limit`,
  ),
  /** Opened in an incident, run in it, or judged at its end; first used first. */
  runbooksInIncident: sql.all(
    RunbookRow.extend({
      verdict: z.enum(['worked', 'needs_changes', 'not_used']).optional(),
      verdictNote: z.string().optional(),
    }),
    `SELECT ${runbookColumns}, v.outcome AS verdict, v.note AS verdictNote
       FROM (SELECT t.id, min(t.at) AS at FROM
              (SELECT document_id AS id, at FROM incident_events WHERE incident_id = @incidentId AND kind = 'runbook'
               UNION ALL SELECT document_id, started_at FROM runs WHERE incident_id = @incidentId
               UNION ALL SELECT document_id, '9999' FROM incident_runbooks WHERE incident_id = @incidentId) t GROUP BY t.id) r
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = r.id JOIN collections c ON c.id = d.collection_id
       LEFT JOIN incident_runbooks v ON v.incident_id = @incidentId AND v.document_id = d.id
      WHERE ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY r.at, d.title COLLATE NOCASE`,
  ),

  // --- Writing -----------------------------------------------------------------------------------------------------

  nextNumber: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, 'incident', 1)
     ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  ),
  byId: sql.get(
    z.object({ organizationId: OrganizationId, openedBy: MemberId, number: z.int() }),
    `SELECT organization_id AS organizationId, opened_by AS openedBy, number FROM incidents WHERE id = @id`,
  ),
  underWayOf: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM members m JOIN incidents i ON i.organization_id = m.organization_id
      WHERE m.id = @memberId AND i.opened_by = m.id AND i.closed_at IS NULL`,
  ),
  insert: sql.run(
    `INSERT INTO incidents (id, organization_id, number, title, severity, system_id, has_system, opened_at, opened_by)
     VALUES (@id, @organizationId, @number, @title, @severity, @systemId, @systemId IS NOT NULL, @now, @memberId)`,
  ),
  join: sql.run(
    `INSERT OR IGNORE INTO incident_members (incident_id, member_id, joined_at) VALUES (@incidentId, @memberId, @at)`,
  ),
  /** What is there already stays as it is. */
  addEvent: sql.run(
    `INSERT OR IGNORE INTO incident_events (incident_id, id, kind, member_id, document_id, called, text, at, received_at)
     VALUES (@incidentId, @id, @kind, @memberId, @documentId, @called, @text, @at, @now)`,
  ),
  countEvents: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM incident_events WHERE incident_id = @incidentId`,
  ),
  noteRunbook: sql.run(
    `UPDATE incidents SET first_runbook_at = min(coalesce(first_runbook_at, @at), @at)
      WHERE id = @incidentId AND (closed_at IS NULL OR @at <= closed_at)`,
  ),
  change: sql.run(
    `UPDATE incidents SET title = @title, severity = @severity, system_id = @systemId, has_system = @systemId IS NOT NULL
      WHERE id = @incidentId`,
  ),
  close: sql.run(
    `UPDATE incidents SET closed_at = @now, closed_by = @memberId, affected = @affected, summary = @summary
      WHERE id = @incidentId AND closed_at IS NULL`,
  ),
  reopen: sql.run(
    `UPDATE incidents SET closed_at = NULL, closed_by = NULL WHERE id = @incidentId AND closed_at IS NOT NULL`,
  ),
  putVerdict: sql.run(
    `INSERT INTO incident_runbooks (incident_id, document_id, outcome, note) VALUES (@incidentId, @documentId, @outcome, @note)
     ON CONFLICT DO UPDATE SET outcome = excluded.outcome, note = excluded.note`,
  ),

  // --- People ------------------------------------------------------------------------------------------------------

  /** Of these members, those who see the incident, and whether they take part. */
  whoSees: sql.all(
    z.object({ id: MemberId, accountId: AccountId, isIn: z.boolean() }),
    `SELECT m.id, m.account_id AS accountId,
            EXISTS (SELECT 1 FROM incident_members im WHERE im.incident_id = i.id AND im.member_id = m.id) AS isIn
       FROM json_each(@memberIds) x JOIN members m ON m.id = x.value JOIN incidents i ON i.id = @incidentId ${withSystem}
      WHERE m.organization_id = i.organization_id AND ${seesIncident('m')} AND @now IS NOT NULL`,
  ),
  called: sql.get(
    z.object({ name: z.string() }),
    `SELECT name FROM members WHERE id = @memberId AND organization_id = @organizationId`,
  ),
  /** Of an incident that is under way, that the member takes part in and sees. */
  underWay: sql.get(
    z.object({ id: IncidentId }),
    `SELECT i.id ${seenIncidents} AND i.number = @number AND i.closed_at IS NULL AND ${takesPart}`,
  ),

  // --- Follow-ups --------------------------------------------------------------------------------------------------

  followUpsOf: sql.all(
    FollowUpRow,
    `SELECT ${followUpColumns} ${followUps} AND i.id = @incidentId
      ORDER BY f.done_at IS NOT NULL, f.due_on IS NULL, f.due_on, f.created_at, f.id`,
  ),
  followUp: sql.get(
    FollowUpRow.extend({ incidentId: IncidentId, isMine: z.boolean() }),
    `SELECT ${followUpColumns}, i.id AS incidentId, ${takesPart} AS isMine ${followUps} AND f.id = @id`,
  ),
  followUpsOpen: sql.all(
    FollowUpRow.extend({ key: z.string() }),
    `SELECT ${followUpColumns}, coalesce(f.due_on, '9999') AS key ${followUps}
        AND f.done_at IS NULL AND (NOT @mineOnly OR f.owner_id = @memberId)
        AND (@afterId IS NULL OR coalesce(f.due_on, '9999') > @afterKey OR (coalesce(f.due_on, '9999') = @afterKey AND f.id > @afterId))
      ORDER BY key, f.id LIMIT @limit`,
  ),
  followUpsDone: sql.all(
    FollowUpRow.extend({ key: z.string() }),
    `SELECT ${followUpColumns}, f.done_at AS key ${followUps}
        AND f.done_at IS NOT NULL AND (NOT @mineOnly OR f.owner_id = @memberId)
        AND (@afterId IS NULL OR f.done_at < @afterKey OR (f.done_at = @afterKey AND f.id < @afterId))
      ORDER BY f.done_at DESC, f.id DESC LIMIT @limit`,
  ),
  /** With a day, and not done: whose they are, or nobody's. */
  followUpsDue: sql.all(
    z.object({
      id: FollowUpId,
      on: Day,
      title: z.string(),
      number: z.int(),
      incidentTitle: z.string(),
      owner: Person.optional(),
      ownerId: MemberId.optional(),
    }),
    `SELECT f.id, f.due_on AS "on", f.text AS title, i.number, i.title AS incidentTitle,
            CASE WHEN ${hasOwner} THEN ${person('o', 'op')} END AS owner, CASE WHEN ${hasOwner} THEN o.id END AS ownerId
     ${followUps} AND f.done_at IS NULL AND f.due_on IS NOT NULL
        AND (@from IS NULL OR f.due_on >= @from) AND (@until IS NULL OR f.due_on <= @until)`,
  ),
  /** An id that is in use for another incident changes nothing there. */
  putFollowUp: sql.run(
    `INSERT INTO follow_ups (organization_id, id, incident_id, text, owner_id, due_on, created_at, created_by)
     VALUES (@organizationId, @id, @incidentId, @text, @ownerId, @dueOn, @now, @memberId)
     ON CONFLICT DO UPDATE SET text = excluded.text, owner_id = excluded.owner_id, due_on = excluded.due_on
      WHERE incident_id = @incidentId`,
  ),
  followUpPlace: sql.get(
    z.object({ incidentId: IncidentId, ownerId: MemberId.optional() }),
    `SELECT incident_id AS incidentId, owner_id AS ownerId FROM follow_ups WHERE organization_id = @organizationId AND id = @id`,
  ),
  countFollowUps: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM follow_ups WHERE incident_id = @incidentId`,
  ),
  settleFollowUp: sql.run(
    `UPDATE follow_ups SET done_at = CASE WHEN @done THEN @now END, done_by = CASE WHEN @done THEN @memberId END
      WHERE organization_id = @organizationId AND id = @id AND (done_at IS NOT NULL) <> @done`,
  ),
}))
