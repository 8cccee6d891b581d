import { z } from 'zod'
import { DatedDocument, DateState, WatchedDate, WatchKind } from '#contract/dates.ts'
import { Day, DocumentId, Instant, MemberId, Person, WatchId } from '#contract/values.ts'
import { hasNoKeeper, mustRotate, person, referenceOf } from '../../access/document-line.ts'
import { canView, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

const documentOf = `json_object('reference', ${referenceOf('d')}, 'kind', d.kind, 'title', d.title)` as const

/** From a member (`actor`) to living documents (`d`) of the organization, and their collections (`c`). */
const living = `
  FROM members actor JOIN documents d ON d.organization_id = actor.organization_id AND d.archived_at IS NULL
  JOIN collections c ON c.id = d.collection_id` as const

const ownerOf = `CASE WHEN ${canView('o', 'd', 'c')} THEN ${person('o', 'op')} END AS owner` as const
/** Whose work it is where nobody else is named: the document's keepers, or, where there are none, the key holders. */
const forKeepers = `CASE WHEN @memberId IN (d.owner_id, d.deputy_id) THEN 1
       WHEN ${hasNoKeeper} THEN actor.role IN ('owner', 'admin') ELSE 0 END` as const

/** Most rows are left out by a look at two columns, before anybody's reach is asked for. */
const isWanted = `(NOT @mineOnly OR @memberId IN (d.owner_id, d.deputy_id)
       OR (actor.role IN ('owner', 'admin') AND ${hasNoKeeper}))` as const

const watchColumns = `
  w.id, w.kind, w.name, w.on_day AS "on", w.lead_days AS leadDays, ${ownerOf}, w.note, w.revision,
  CAST(julianday(w.on_day) - julianday(@today) AS INTEGER) AS daysLeft,
  CASE WHEN w.on_day < @today THEN 'late'
       WHEN @today >= date(w.on_day, '-' || w.lead_days || ' days') THEN 'soon' ELSE 'later' END AS state,
  ${documentOf} AS document, ${levelOf('actor', 'd', 'c')} AS level,
  (SELECT json_group_array(json_object('on', r.on_day, 'at', r.renewed_at, 'by', (SELECT name FROM members WHERE id = r.renewed_by)))
     FROM (SELECT * FROM watched_renewals WHERE watch_id = w.id ORDER BY revision DESC LIMIT 50) r) AS before` as const

const watchOwner = `LEFT JOIN members o ON o.id = w.owner_id LEFT JOIN parties op ON op.id = o.party_id` as const
const documentOwner = `LEFT JOIN members o ON o.id = d.owner_id LEFT JOIN parties op ON op.id = o.party_id` as const

export const dateQueries = queries((sql) => ({
  // --- Dates to watch --------------------------------------------------------------------------------------------

  watched: sql.all(
    WatchedDate,
    `SELECT ${watchColumns}
       FROM members actor JOIN documents d ON d.id = @documentId JOIN collections c ON c.id = d.collection_id
       JOIN watched_dates w ON w.document_id = d.id AND w.ended_at IS NULL ${watchOwner}
      WHERE actor.id = @memberId AND @now IS NOT NULL ORDER BY w.on_day, w.id LIMIT 500`,
  ),
  count: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM watched_dates WHERE document_id = @documentId AND ended_at IS NULL`,
  ),
  byId: sql.get(
    z.object({
      documentId: DocumentId,
      createdBy: MemberId,
      revision: z.int(),
      on: Day,
      name: z.string(),
      endedAt: Instant.optional(),
    }),
    `SELECT document_id AS documentId, created_by AS createdBy, revision, on_day AS "on", name, ended_at AS endedAt
       FROM watched_dates WHERE id = @id`,
  ),
  mayKeep: sql.get(
    z.object({ may: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM documents d JOIN collections c ON c.id = d.collection_id
                      JOIN members m ON m.organization_id = d.organization_id
                     WHERE d.id = @documentId AND m.id = @keeperId AND ${canView('m', 'd', 'c')}) AS may`,
  ),
  insert: sql.run(
    `INSERT INTO watched_dates (id, organization_id, document_id, kind, name, on_day, lead_days, owner_id, note, created_at, created_by)
     VALUES (@id, @organizationId, @documentId, @kind, @name, @on, @leadDays, @ownerId, @note, @now, @memberId)`,
  ),
  update: sql.run(
    `UPDATE watched_dates SET kind = @kind, name = @name, on_day = @on, lead_days = @leadDays, owner_id = @ownerId, note = @note,
            revision = revision + 1
      WHERE id = @id AND revision = @revision AND ended_at IS NULL`,
  ),
  addRenewal: sql.run(
    `INSERT INTO watched_renewals (watch_id, revision, on_day, renewed_at, renewed_by)
     VALUES (@id, @revision, @on, @now, @memberId)`,
  ),
  end: sql.run(
    `UPDATE watched_dates SET ended_at = @now, ended_by = @memberId, end_why = @why WHERE id = @id AND ended_at IS NULL`,
  ),

  // --- Everything that has a day ---------------------------------------------------------------------------------

  /** Reviews of what was verified once: due on a day, and work from their lead on. */
  reviews: sql.all(
    z.object({
      id: DocumentId,
      on: Day,
      isLead: z.boolean(),
      document: DatedDocument,
      owner: Person.optional(),
      isMine: z.boolean(),
      snoozedUntil: Day.optional(),
    }),
    `SELECT d.id, d.due_on AS "on", @today >= d.due_from AS isLead, ${documentOf} AS document, ${ownerOf}, ${forKeepers} AS isMine,
            (SELECT until_on FROM snoozes z WHERE z.member_id = actor.id AND z.document_id = d.id AND z.until_on > @today) AS snoozedUntil
       ${living} ${documentOwner}
      WHERE actor.id = @memberId AND d.due_on IS NOT NULL
        AND (@from IS NULL OR d.due_on >= @from) AND (@until IS NULL OR d.due_on <= @until)
        AND (NOT @isWork OR @today >= d.due_from) AND ${isWanted}
        AND ${levelOf('actor', 'd', 'c')} >= 0`,
  ),
  /** Secrets to be changed: on the day that their rotation is due, or since a task was opened. */
  rotations: sql.all(
    z.object({
      id: DocumentId,
      rotateOn: Day.optional(),
      taskSince: Instant.optional(),
      leadFrom: Day.optional(),
      document: DatedDocument,
      owner: Person.optional(),
      isMine: z.boolean(),
    }),
    `SELECT d.id, k.rotate_on AS rotateOn,
            (SELECT min(t.opened_at) FROM rotation_tasks t WHERE t.document_id = d.id AND t.closed_at IS NULL) AS taskSince,
            date(k.rotate_on, '-' || min(max(7, (k.rotation_days + 4) / 5), 30, k.rotation_days - 1) || ' days') AS leadFrom,
            ${documentOf} AS document, ${ownerOf}, ${forKeepers} AS isMine
       ${living} JOIN credentials k ON k.document_id = d.id ${documentOwner}
      WHERE actor.id = @memberId AND (k.rotate_on IS NOT NULL OR ${mustRotate}) AND ${isWanted}
        AND ${levelOf('actor', 'd', 'c')} >= 0`,
  ),
  watchedInReach: sql.all(
    z.object({
      id: WatchId,
      kind: WatchKind,
      title: z.string(),
      on: Day,
      state: DateState,
      document: DatedDocument,
      owner: Person.optional(),
      isMine: z.boolean(),
    }),
    `SELECT w.id, w.kind, w.name AS title, w.on_day AS "on",
            CASE WHEN w.on_day < @today THEN 'late'
                 WHEN @today >= date(w.on_day, '-' || w.lead_days || ' days') THEN 'soon' ELSE 'later' END AS state,
            ${documentOf} AS document, ${ownerOf},
            CASE WHEN o.id IS NOT NULL AND ${canView('o', 'd', 'c')} THEN o.id = actor.id ELSE ${forKeepers} END AS isMine
       ${living} JOIN watched_dates w ON w.document_id = d.id AND w.ended_at IS NULL ${watchOwner}
      WHERE actor.id = @memberId
        AND (@from IS NULL OR w.on_day >= @from) AND (@until IS NULL OR w.on_day <= @until)
        AND (w.owner_id = @memberId OR ${isWanted})
        AND ${levelOf('actor', 'd', 'c')} >= 1`,
  ),
  /** Of a member, what a deadline depends on beside the document. */
  member: sql.get(
    z.object({ isKeyHolder: z.boolean(), timeZone: z.string() }),
    `SELECT m.role IN ('owner', 'admin') AS isKeyHolder, g.time_zone AS timeZone
       FROM members m JOIN organizations g ON g.id = m.organization_id WHERE m.id = @memberId AND m.removed_at IS NULL`,
  ),
}))
