import { z } from 'zod'
import { RunEvent, RunLine } from '#contract/runs.ts'
import {
  CollectionId,
  DocumentId,
  EventId,
  IncidentId,
  Instant,
  Kind,
  MemberId,
  Person,
  RunId,
} from '#contract/values.ts'
import { hasFailed, person, referenceOf } from '../../access/document-line.ts'
import { seesIncident, withSystem } from '../../access/incident-reach.ts'
import { levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

// Aliases: `actor`, `m`, `b` and `f` (members: who asks, who did, who began and who finished), `r` (runs),
// `e` (run_events), `d` (documents), `c` (collections), `i` (incidents).

/** How many steps stand how: of each the newest event counts, and of two at one moment the one made later. */
const standing =
  `(SELECT json_object('done', count(*) FILTER (WHERE what = 'done'), 'failed', count(*) FILTER (WHERE what = 'failed'))
   FROM (SELECT e.what, max(e.at || e.id) FROM run_events e
          WHERE e.run_id = r.id AND e.what IN ('done', 'failed', 'skipped', 'open') GROUP BY e.step))` as const

/** Who took part, the one who started it first. */
const people = `(SELECT json_group_array(${person('m', 'p')} ORDER BY m.id <> r.started_by, m.name, m.id)
   FROM members m JOIN parties p ON p.id = m.party_id
  WHERE m.id IN (SELECT r.started_by UNION SELECT r.finished_by UNION SELECT e.member_id FROM run_events e WHERE e.run_id = r.id))` as const

/** An incident is named to those who see it. */
const incidentOf = `(SELECT printf('IN-%02d', i.number) FROM incidents i ${withSystem}
  WHERE i.id = r.incident_id AND ${seesIncident('actor')})` as const

export const RunRow = RunLine.omit({ seconds: true, stepsDone: true, stepsFailed: true }).extend({
  standing: z.object({ done: z.int(), failed: z.int() }),
})
const runColumns = `r.id, json_object('reference', ${referenceOf('d')}, 'title', d.title) AS runbook, r.revision,
  r.is_drill AS isDrill, ${incidentOf} AS incident, r.started_at AS startedAt, ${person('b', 'bp')} AS startedBy,
  r.finished_at AS finishedAt, CASE WHEN f.id IS NOT NULL THEN ${person('f', 'fp')} END AS finishedBy, r.outcome, r.summary,
  r.steps, ${standing} AS standing, ${people} AS people` as const
const runJoins = `
  JOIN members b ON b.id = r.started_by JOIN parties bp ON bp.id = b.party_id
  LEFT JOIN members f ON f.id = r.finished_by LEFT JOIN parties fp ON fp.id = f.party_id` as const

const eventColumns = `e.id, e.step, e.what, e.name, e.text, e.at, ${person('m', 'p')} AS by,
  CAST(round((julianday(e.received_at) - julianday(e.at)) * 86400) AS INTEGER) AS lateSeconds` as const
const eventJoins = `JOIN members m ON m.id = e.member_id JOIN parties p ON p.id = m.party_id` as const

const KnownRun = z.object({
  id: RunId,
  documentId: DocumentId,
  kind: Kind,
  number: z.int(),
  collectionId: CollectionId,
  revision: z.int(),
  newest: z.int(),
  steps: z.int(),
  isDrill: z.boolean(),
  incidentId: IncidentId.optional(),
  startedAt: Instant,
  startedBy: MemberId,
  finishedAt: Instant.optional(),
  finishedBy: z.string().optional(),
  hasFailedStep: z.boolean(),
})
export type KnownRun = z.infer<typeof KnownRun>
const knownColumns =
  `r.id, r.document_id AS documentId, d.kind, d.number, d.collection_id AS collectionId, r.revision, d.revision AS newest,
  r.steps, r.is_drill AS isDrill, r.incident_id AS incidentId, r.started_at AS startedAt, r.started_by AS startedBy,
  r.finished_at AS finishedAt, (SELECT name FROM members WHERE id = r.finished_by) AS finishedBy,
  r.has_failed_step AS hasFailedStep` as const

export const runQueries = queries((sql) => ({
  known: sql.get(
    KnownRun,
    `SELECT ${knownColumns} FROM runs r JOIN documents d ON d.id = r.document_id
      WHERE r.id = @id AND r.organization_id = @organizationId`,
  ),
  /** Whose an id is, in whichever organization. */
  taken: sql.get(
    z.object({ startedBy: MemberId, documentId: DocumentId, revision: z.int() }),
    `SELECT started_by AS startedBy, document_id AS documentId, revision FROM runs WHERE id = @id`,
  ),
  body: sql.get(
    z.object({ body: z.string() }),
    `SELECT body FROM document_revisions WHERE document_id = @documentId AND revision = @revision`,
  ),
  line: sql.get(
    RunRow,
    `SELECT ${runColumns} FROM members actor JOIN runs r ON r.id = @id JOIN documents d ON d.id = r.document_id ${runJoins}
      WHERE actor.id = @memberId AND @now IS NOT NULL`,
  ),
  events: sql.all(
    RunEvent,
    `SELECT ${eventColumns} FROM run_events e ${eventJoins} WHERE e.run_id = @id ORDER BY e.at, e.what <> 'join', e.id`,
  ),
  people: sql.all(
    Person.extend({ accountId: z.string() }),
    `SELECT m.id, m.name, p.side, p.name AS party, m.account_id AS accountId
       FROM json_each(@accounts) x JOIN members m ON m.account_id = x.value JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId AND m.removed_at IS NULL ORDER BY m.name, m.id`,
  ),

  // --- Writing -----------------------------------------------------------------------------------------------------

  start: sql.run(
    `INSERT INTO runs (id, organization_id, document_id, revision, steps, is_drill, incident_id, started_at, started_by)
     VALUES (@id, @organizationId, @documentId, @revision, @steps, @isDrill, @incidentId, @now, @memberId)`,
  ),
  /** Of the ids, those that have come already. */
  come: sql.all(
    z.object({ id: EventId }),
    `SELECT e.id FROM json_each(@ids) x JOIN run_events e ON e.run_id = @id AND e.id = x.value`,
  ),
  /** Of the run, and of the others of its incident; `mine` of the run alone. */
  counted: sql.get(
    z.object({ events: z.int(), characters: z.int(), mine: z.int() }),
    `SELECT count(*) AS events, coalesce(sum(length(text)), 0) AS characters,
            count(*) FILTER (WHERE run_id = @id AND member_id = @memberId) AS mine
       FROM run_events WHERE run_id = @id OR run_id IN (SELECT id FROM runs WHERE incident_id = @incidentId)`,
  ),
  countIn: sql.get(z.object({ count: z.int() }), `SELECT count(*) AS count FROM runs WHERE incident_id = @incidentId`),
  add: sql.run(
    `INSERT INTO run_events (id, run_id, step, what, name, text, member_id, at, received_at)
     VALUES (@id, @runId, @step, @what, @name, @text, @memberId, @at, @now)`,
  ),
  steps: sql.all(
    z.object({ step: z.int(), what: RunEvent.shape.what, text: z.string(), newest: z.string() }),
    `SELECT e.step, e.what, e.text, max(e.at || e.id) AS newest FROM run_events e
      WHERE e.run_id = @id AND e.what IN ('done', 'failed', 'skipped', 'open') GROUP BY e.step ORDER BY e.step`,
  ),
  finish: sql.run(
    `UPDATE runs SET finished_at = @now, finished_by = @memberId, outcome = @outcome, summary = @summary,
            has_failed_step = @hasFailedStep WHERE id = @id AND finished_at IS NULL`,
  ),
  noteFailed: sql.run(`UPDATE runs SET has_failed_step = @hasFailedStep WHERE id = @id`),

  // --- Lists -------------------------------------------------------------------------------------------------------

  ofDocument: sql.all(
    RunRow,
    `SELECT ${runColumns}
       FROM (SELECT id FROM runs r WHERE r.document_id = @documentId
                AND (@afterId IS NULL OR (r.started_at, r.id) < (@afterAt, @afterId))
              ORDER BY r.started_at DESC, r.id DESC LIMIT @limit) page
       JOIN members actor ON actor.id = @memberId
       JOIN runs r ON r.id = page.id JOIN documents d ON d.id = r.document_id ${runJoins}
      WHERE @now IS NOT NULL ORDER BY r.started_at DESC, r.id DESC`,
  ),
  facts: sql.get(
    z.object({ worked: z.int(), lastWorkedAt: Instant.optional(), lastFailedAt: Instant.optional() }),
    `SELECT count(*) FILTER (WHERE r.outcome = 'worked') AS worked,
            max(CASE WHEN r.outcome = 'worked' THEN r.finished_at END) AS lastWorkedAt,
            max(CASE WHEN ${hasFailed('r')} THEN r.finished_at END) AS lastFailedAt
       FROM runs r WHERE r.document_id = @documentId AND r.outcome IS NOT NULL`,
  ),
  /** The last that worked: out of these, how long it takes. */
  lastWorked: sql.all(
    z.object({ id: RunId, revision: z.int(), startedAt: Instant, finishedAt: Instant }),
    `SELECT r.id, r.revision, r.started_at AS startedAt, r.finished_at AS finishedAt FROM runs r
      WHERE r.document_id = @documentId AND r.outcome = 'worked' ORDER BY r.finished_at DESC LIMIT 25`,
  ),
  /** When each step was done for the last time, where that is how it stands. */
  stepTimes: sql.all(
    z.object({ runId: RunId, step: z.int(), what: RunEvent.shape.what, at: Instant, newest: z.string() }),
    `SELECT e.run_id AS runId, e.step, e.what, e.at, max(e.at || e.id) AS newest
       FROM json_each(@runs) x JOIN run_events e ON e.run_id = x.value
      WHERE e.what IN ('done', 'failed', 'skipped', 'open') GROUP BY e.run_id, e.step`,
  ),
  underWay: sql.all(
    RunRow,
    `SELECT ${runColumns}
       FROM members actor JOIN runs r ON r.organization_id = actor.organization_id AND r.finished_at IS NULL
       JOIN documents d ON d.id = r.document_id JOIN collections c ON c.id = d.collection_id ${runJoins}
      WHERE actor.id = @memberId AND (@documentId IS NULL OR r.document_id = @documentId)
        AND (@afterId IS NULL OR (r.started_at, r.id) < (@afterAt, @afterId))
        AND ${levelOf('actor', 'd', 'c')} >= 1
      ORDER BY r.started_at DESC, r.id DESC LIMIT @limit`,
  ),

  // --- Incidents ---------------------------------------------------------------------------------------------------

  ofIncident: sql.all(
    RunRow.extend({ documentId: DocumentId }),
    `SELECT ${runColumns}, d.id AS documentId
       FROM members actor JOIN runs r ON r.incident_id = @incidentId JOIN documents d ON d.id = r.document_id
       JOIN collections c ON c.id = d.collection_id ${runJoins}
      WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY r.started_at, r.id`,
  ),
  eventsOfIncident: sql.all(
    RunEvent.extend({ runId: RunId }),
    `SELECT ${eventColumns}, r.id AS runId
       FROM members actor JOIN runs r ON r.incident_id = @incidentId JOIN documents d ON d.id = r.document_id
       JOIN collections c ON c.id = d.collection_id JOIN run_events e ON e.run_id = r.id ${eventJoins}
      WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1 ORDER BY e.at, e.what <> 'join', e.id`,
  ),
  underWayIn: sql.all(
    KnownRun,
    `SELECT ${knownColumns} FROM runs r JOIN documents d ON d.id = r.document_id
      WHERE r.incident_id = @incidentId AND r.finished_at IS NULL ORDER BY r.started_at, r.id`,
  ),
}))
