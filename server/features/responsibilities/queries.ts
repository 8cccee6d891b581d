import { z } from 'zod'
import { laneFields } from '#contract/responsibilities.ts'
import {
  AbsenceId,
  Day,
  DocumentId,
  FreshnessState,
  Instant,
  Kind,
  LaneId,
  LaneResultId,
  MemberId,
  OrganizationId,
  PartyId,
  Reference,
  Role,
  Side,
} from '#contract/values.ts'
import { hasNoKeeper, opensOf, referenceOf } from '../../access/document-line.ts'
import { daysLeftOf, stateOf } from '../../access/freshness.ts'
import { canView, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

// Aliases: `l` (lanes), `m` and `actor` (members), `p` (parties), `a` (absences), `d` (documents), `c` (collections).

/** A lane as it is kept: documents by their ids. */
export const StoredLane = z.strictObject({
  ...laneFields,
  systems: z.array(DocumentId),
  linked: z.array(DocumentId),
})
export type StoredLane = z.output<typeof StoredLane>

const Confirmed = z.object({ partyId: PartyId, memberId: MemberId, at: Instant })

export const LaneRow = z.object({
  id: LaneId,
  position: z.int(),
  revision: z.int(),
  content: StoredLane,
  createdAt: Instant,
  createdBy: MemberId,
  updatedAt: Instant,
  updatedBy: z.string(),
  retiredAt: Instant.optional(),
  result: z.object({ on: Day, met: z.int(), passed: z.int().optional(), value: z.number().optional() }).optional(),
  confirmed: z.array(Confirmed),
})
export type LaneRow = z.output<typeof LaneRow>

const laneColumns = `l.id, l.position, l.revision, l.content, l.created_at AS createdAt, l.created_by AS createdBy,
  l.updated_at AS updatedAt, (SELECT name FROM members WHERE id = l.updated_by) AS updatedBy, l.retired_at AS retiredAt,
  (SELECT json_object('on', r.on_day, 'met', r.met, 'passed', r.passed, 'value', r.value) FROM lane_results r
    WHERE r.lane_id = l.id AND r.withdrawn_at IS NULL ORDER BY r.on_day DESC, r.at DESC LIMIT 1) AS result,
  (SELECT json_group_array(json_object('partyId', f.party_id, 'memberId', f.member_id, 'at', f.at))
     FROM (SELECT party_id, member_id, max(at) AS at FROM lane_confirmations
            WHERE lane_id = l.id AND revision = l.revision GROUP BY party_id) f) AS confirmed` as const

export const laneQueries = queries((sql) => ({
  /** In their order; those that are retired, or those that are not. */
  all: sql.all(
    LaneRow,
    `SELECT ${laneColumns} FROM lanes l
      WHERE l.organization_id = @organizationId AND (l.retired_at IS NOT NULL) = @retired
      ORDER BY l.position, l.id LIMIT 1000`,
  ),
  one: sql.get(LaneRow, `SELECT ${laneColumns} FROM lanes l WHERE l.id = @id AND l.organization_id = @organizationId`),
  idInUse: sql.get(z.object({ id: LaneId }), `SELECT id FROM lanes WHERE id = @id`),
  places: sql.get(
    z.object({ count: z.int(), last: z.int() }),
    `SELECT count(*) AS count, coalesce(max(position), 0) AS last FROM lanes WHERE organization_id = @organizationId`,
  ),
  insert: sql.run(
    `INSERT INTO lanes (id, organization_id, position, content, created_at, created_by, updated_at, updated_by)
     VALUES (@id, @organizationId, @position, @content, @now, @memberId, @now, @memberId)`,
  ),
  update: sql.get(
    z.object({ revision: z.int() }),
    `UPDATE lanes SET content = @content, revision = revision + 1, updated_at = @now, updated_by = @memberId
      WHERE id = @id AND revision = @revision RETURNING revision`,
  ),
  addRevision: sql.run(
    `INSERT INTO lane_revisions (lane_id, revision, content, saved_at, saved_by)
     VALUES (@id, @revision, @content, @now, @memberId)`,
  ),
  retire: sql.run(`UPDATE lanes SET retired_at = @now, retired_by = @memberId WHERE id = @id AND retired_at IS NULL`),
  revive: sql.run(
    `UPDATE lanes SET retired_at = NULL, retired_by = NULL, position = @position WHERE id = @id AND retired_at IS NOT NULL`,
  ),
  move: sql.run(`UPDATE lanes SET position = @position WHERE id = @id AND organization_id = @organizationId`),

  // --- Versions, confirmations, results --------------------------------------------------------------------------

  versions: sql.all(
    z.object({
      revision: z.int(),
      content: StoredLane,
      savedAt: Instant,
      savedBy: z.string(),
      confirmed: z.array(Confirmed),
    }),
    `SELECT v.revision, v.content, v.saved_at AS savedAt, (SELECT name FROM members WHERE id = v.saved_by) AS savedBy,
            (SELECT json_group_array(json_object('partyId', f.party_id, 'memberId', f.member_id, 'at', f.at))
               FROM (SELECT party_id, member_id, at FROM lane_confirmations
                      WHERE lane_id = v.lane_id AND revision = v.revision ORDER BY at) f) AS confirmed
       FROM lane_revisions v WHERE v.lane_id = @id ORDER BY v.revision DESC LIMIT 200`,
  ),
  confirm: sql.run(
    `INSERT INTO lane_confirmations (id, lane_id, revision, party_id, member_id, at)
     VALUES (@confirmationId, @id, @revision, @partyId, @memberId, @now)`,
  ),
  results: sql.all(
    z.object({
      id: LaneResultId,
      on: Day,
      passed: z.boolean().optional(),
      value: z.number().optional(),
      met: z.boolean(),
      note: z.string(),
      by: z.string(),
      byId: MemberId,
      at: Instant,
    }),
    `SELECT r.id, r.on_day AS "on", r.passed, r.value, r.met, r.note, m.name AS by, m.id AS byId, r.at
       FROM lane_results r JOIN members m ON m.id = r.member_id
      WHERE r.lane_id = @id AND r.withdrawn_at IS NULL ORDER BY r.on_day DESC, r.at DESC, r.id DESC LIMIT 500`,
  ),
  /** Of all living lanes, oldest first. */
  resultsSince: sql.all(
    z.object({ laneId: LaneId, on: Day, met: z.boolean(), value: z.number().optional() }),
    `SELECT r.lane_id AS laneId, r.on_day AS "on", r.met, r.value
       FROM lanes l JOIN lane_results r ON r.lane_id = l.id
      WHERE l.organization_id = @organizationId AND l.retired_at IS NULL AND r.withdrawn_at IS NULL AND r.on_day >= @since
      ORDER BY r.on_day, r.at LIMIT 5000`,
  ),
  resultLane: sql.get(z.object({ laneId: LaneId }), `SELECT lane_id AS laneId FROM lane_results WHERE id = @resultId`),
  addResult: sql.run(
    `INSERT INTO lane_results (id, lane_id, on_day, passed, value, met, note, at, member_id)
     VALUES (@resultId, @id, @on, @passed, @value, @met, @note, @now, @memberId)`,
  ),
  withdrawResult: sql.run(
    `UPDATE lane_results SET withdrawn_at = @now WHERE id = @resultId AND lane_id = @id AND withdrawn_at IS NULL`,
  ),

  // --- What lanes are about --------------------------------------------------------------------------------------

  /** As far as the caller reaches: `level` is below 0 where nothing of it may be told. */
  documents: sql.all(
    z.object({
      id: DocumentId,
      reference: Reference,
      kind: Kind,
      title: z.string(),
      state: FreshnessState,
      daysLeft: z.int().optional(),
      intervalDays: z.int(),
      level: z.int(),
      isArchived: z.boolean(),
    }),
    `SELECT d.id, ${referenceOf('d')} AS reference, d.kind, d.title, ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft,
            d.interval_days AS intervalDays, ${levelOf('actor', 'd', 'c')} AS level, d.archived_at IS NOT NULL AS isArchived
       FROM json_each(@ids) x JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = x.value AND d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE @now IS NOT NULL AND @today IS NOT NULL`,
  ),
  /** Which of these people can open which of these credentials now. */
  openers: sql.all(
    z.object({ documentId: DocumentId, memberId: MemberId }),
    `SELECT d.id AS documentId, actor.id AS memberId
       FROM json_each(@ids) x JOIN documents d ON d.id = x.value JOIN credentials k ON k.document_id = d.id
       JOIN collections c ON c.id = d.collection_id
       JOIN json_each(@people) y JOIN members actor ON actor.id = y.value AND actor.organization_id = d.organization_id
      WHERE actor.removed_at IS NULL AND @now IS NOT NULL AND ${opensOf} = 'open'`,
  ),
  /** The systems that a document belongs to, as far as the caller sees them, the first before. */
  systemsOf: sql.all(
    z.object({ id: DocumentId }),
    `SELECT s.id FROM members actor JOIN document_relations r ON r.document_id = @documentId
       JOIN documents s ON s.id = r.related_id JOIN collections sc ON sc.id = s.collection_id
      WHERE actor.id = @memberId AND s.kind = 'system' AND s.archived_at IS NULL AND @now IS NOT NULL
        AND ${levelOf('actor', 's', 'sc')} >= 0 ORDER BY r.position`,
  ),
}))

export const staffQueries = queries((sql) => ({
  people: sql.all(
    z.object({
      id: MemberId,
      name: z.string(),
      partyId: PartyId,
      role: Role,
      phone: z.string(),
      isGone: z.boolean(),
      isSuspended: z.boolean(),
    }),
    `SELECT m.id, m.name, m.party_id AS partyId, m.role, m.phone, m.removed_at IS NOT NULL AS isGone,
            a.disabled_at IS NOT NULL AS isSuspended
       FROM members m JOIN accounts a ON a.id = m.account_id
      WHERE m.organization_id = @organizationId ORDER BY m.name COLLATE NOCASE, m.id`,
  ),
  /** Of a party that had people, and has none any more, nobody is there. */
  parties: sql.all(
    z.object({ id: PartyId, name: z.string(), side: Side, phone: z.string(), isGone: z.boolean() }),
    `SELECT p.id, p.name, p.side, p.phone,
            EXISTS (SELECT 1 FROM members m WHERE m.party_id = p.id)
              AND NOT EXISTS (SELECT 1 FROM members m WHERE m.party_id = p.id AND m.removed_at IS NULL) AS isGone
       FROM parties p WHERE p.organization_id = @organizationId
      ORDER BY p.side = 'in_house' DESC, p.side = 'partner' DESC, p.name COLLATE NOCASE, p.id`,
  ),
  organization: sql.get(
    z.object({ timeZone: z.string(), hours: z.looseObject({}).optional() }),
    `SELECT time_zone AS timeZone, working_hours AS hours FROM organizations WHERE id = @organizationId`,
  ),
  organizationOf: sql.get(
    z.object({ organizationId: OrganizationId }),
    `SELECT organization_id AS organizationId FROM members WHERE id = @memberId`,
  ),
  holidays: sql.all(
    z.object({ on: Day, name: z.string() }),
    `SELECT on_day AS "on", name FROM holidays WHERE organization_id = @organizationId AND on_day >= @from ORDER BY on_day`,
  ),
  setHours: sql.run(`UPDATE organizations SET working_hours = @hours WHERE id = @organizationId`),
  setPhone: sql.run(
    `UPDATE members SET phone = @phone WHERE id = @personId AND organization_id = @organizationId AND removed_at IS NULL`,
  ),
  setPartyPhone: sql.run(`UPDATE parties SET phone = @phone WHERE id = @partyId AND organization_id = @organizationId`),
}))

export const AbsenceRow = z.object({
  id: AbsenceId,
  personId: MemberId,
  from: Day,
  until: Day,
  note: z.string(),
  coverId: MemberId.optional(),
  askedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  refusedAt: Instant.optional(),
  createdBy: MemberId,
  endedAt: Instant.optional(),
})
export type AbsenceRow = z.output<typeof AbsenceRow>

const absenceColumns =
  `a.id, a.member_id AS personId, a.from_day AS "from", a.until_day AS until, a.note, a.cover_id AS coverId,
  a.cover_asked_at AS askedAt, a.cover_accepted_at AS acceptedAt, a.cover_refused_at AS refusedAt, a.created_by AS createdBy, a.ended_at AS endedAt` as const

export const absenceQueries = queries((sql) => ({
  /** That are not over on a day. */
  since: sql.all(
    AbsenceRow,
    `SELECT ${absenceColumns} FROM absences a
      WHERE a.organization_id = @organizationId AND a.ended_at IS NULL AND a.until_day >= @from
      ORDER BY a.from_day, a.id LIMIT 2000`,
  ),
  past: sql.all(
    AbsenceRow,
    `SELECT ${absenceColumns} FROM absences a
      WHERE a.organization_id = @organizationId AND a.ended_at IS NULL AND a.until_day < @today
      ORDER BY a.until_day DESC, a.id LIMIT 200`,
  ),
  one: sql.get(
    AbsenceRow,
    `SELECT ${absenceColumns} FROM absences a WHERE a.id = @id AND a.organization_id = @organizationId`,
  ),
  idInUse: sql.get(z.object({ id: AbsenceId }), `SELECT id FROM absences WHERE id = @id`),
  overlapping: sql.get(
    z.object({ from: Day, until: Day }),
    `SELECT from_day AS "from", until_day AS until FROM absences
      WHERE member_id = @personId AND ended_at IS NULL AND from_day <= @until AND until_day >= @from
        AND (@id IS NULL OR id <> @id) ORDER BY from_day LIMIT 1`,
  ),
  countOf: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM absences WHERE member_id = @personId AND ended_at IS NULL AND until_day >= @today`,
  ),
  insert: sql.run(
    `INSERT INTO absences (id, organization_id, member_id, from_day, until_day, note, cover_id, cover_asked_at, cover_accepted_at, created_at,
                           created_by)
     VALUES (@id, @organizationId, @personId, @from, @until, @note, @coverId, @askedAt, @acceptedAt, @now, @memberId)`,
  ),
  end: sql.run(`UPDATE absences SET ended_at = @now WHERE id = @id AND ended_at IS NULL`),
  /** Who has been away until yesterday, and is back. */
  cut: sql.run(`UPDATE absences SET until_day = @until WHERE id = @id AND ended_at IS NULL`),
  ask: sql.run(
    `UPDATE absences SET cover_id = @coverId, cover_asked_at = @askedAt, cover_accepted_at = @acceptedAt, cover_refused_at = NULL WHERE id = @id`,
  ),
  answer: sql.run(`UPDATE absences SET cover_accepted_at = @acceptedAt, cover_refused_at = @refusedAt WHERE id = @id`),
}))

const chipFacts =
  `${referenceOf('d')} AS reference, d.kind, d.title, ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft,
  d.interval_days AS intervalDays` as const
const ChipFacts = {
  reference: Reference,
  kind: Kind,
  title: z.string(),
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
}
/** From the caller (`actor`) to living documents that exist for them. */
const reached =
  `FROM members actor JOIN documents d ON d.organization_id = actor.organization_id AND d.archived_at IS NULL
  JOIN collections c ON c.id = d.collection_id` as const
const keptByPerson = `@personId IN (d.owner_id, d.deputy_id)` as const
/** Some other keeper of a document counts: is a member, not suspended, and can see it. */
const otherKeeper = `EXISTS (SELECT 1 FROM members k JOIN accounts ka ON ka.id = k.account_id
    WHERE k.id IN (d.owner_id, d.deputy_id) AND k.id <> @personId AND ka.disabled_at IS NULL AND ${canView('k', 'd', 'c')})` as const

export const loadQueries = queries((sql) => ({
  /** Nobody else keeps these. */
  keptAlone: sql.all(
    z.object({ ...ChipFacts, count: z.int() }),
    `SELECT ${chipFacts}, count(*) OVER () AS count ${reached}
      WHERE actor.id = @memberId AND ${keptByPerson} AND NOT ${otherKeeper}
        AND @now IS NOT NULL AND @today IS NOT NULL AND ${levelOf('actor', 'd', 'c')} >= 0
      ORDER BY CASE d.criticality WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, d.title, d.id
      LIMIT 100`,
  ),
  verifiedAlone: sql.all(
    z.object({ ...ChipFacts, count: z.int() }),
    `SELECT ${chipFacts}, count(*) OVER () AS count ${reached}
      WHERE actor.id = @memberId AND d.verified_by = @personId
        AND NOT EXISTS (SELECT 1 FROM verifications v WHERE v.document_id = d.id AND v.member_id <> @personId)
        AND @now IS NOT NULL AND @today IS NOT NULL AND ${levelOf('actor', 'd', 'c')} >= 0
      ORDER BY CASE d.criticality WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, d.title, d.id
      LIMIT 100`,
  ),
  reviewsDue: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count ${reached}
      WHERE actor.id = @memberId AND (d.owner_id = @personId OR (d.owner_id IS NULL AND d.deputy_id = @personId))
        AND d.due_on BETWEEN @from AND @until AND @now IS NOT NULL AND ${levelOf('actor', 'd', 'c')} >= 0`,
  ),
  /** Credentials that exist for `viewer`, with whether that person opens them. */
  credentialsOf: sql.all(
    z.object({ id: DocumentId, isOpen: z.boolean() }),
    `SELECT d.id, ${opensOf} = 'open' AS isOpen ${reached} JOIN credentials k ON k.document_id = d.id
       JOIN members viewer ON viewer.id = @viewerId
      WHERE actor.id = @personId AND @now IS NOT NULL AND ${levelOf('viewer', 'd', 'c')} >= 0`,
  ),
  /** Whoever holds the keys, beside one person, and is not suspended. */
  otherKeyHolder: sql.get(
    z.object({ id: MemberId }),
    `SELECT m.id FROM members m JOIN accounts a ON a.id = m.account_id
      WHERE m.organization_id = @organizationId AND m.id <> @personId AND m.removed_at IS NULL AND a.disabled_at IS NULL
        AND m.role IN ('owner', 'admin') LIMIT 1`,
  ),
  openedByNobodyElse: sql.all(
    z.object({ id: DocumentId }),
    `SELECT x.value AS id FROM json_each(@ids) x
      WHERE @now IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM documents d JOIN collections c ON c.id = d.collection_id JOIN credentials k ON k.document_id = d.id
          JOIN members actor ON actor.organization_id = d.organization_id JOIN accounts a ON a.id = actor.account_id
         WHERE d.id = x.value AND actor.id <> @personId AND actor.removed_at IS NULL AND a.disabled_at IS NULL
           AND ${opensOf} = 'open')`,
  ),
  chips: sql.all(
    z.object({ ...ChipFacts, id: DocumentId }),
    `SELECT d.id, ${chipFacts} ${reached} JOIN json_each(@ids) x ON x.value = d.id
      WHERE actor.id = @memberId AND @now IS NOT NULL AND @today IS NOT NULL AND ${levelOf('actor', 'd', 'c')} >= 0
      ORDER BY d.title, d.id`,
  ),
  kept: sql.all(
    z.object({ id: DocumentId }),
    `SELECT d.id ${reached} WHERE actor.id = @memberId AND ${keptByPerson} AND @now IS NOT NULL
        AND ${levelOf('actor', 'd', 'c')} >= 0`,
  ),
  /** How far somebody gets with documents: view them, and open what can be given to be opened, which break-glass cannot. */
  reachOf: sql.all(
    z.object({ id: DocumentId, isSecret: z.boolean(), level: z.int(), isOpen: z.boolean() }),
    `SELECT d.id, coalesce(k.class <> 'break_glass', 0) AS isSecret, ${levelOf('actor', 'd', 'c')} AS level, coalesce(${opensOf} = 'open', 0) AS isOpen
       ${reached} JOIN json_each(@ids) x ON x.value = d.id LEFT JOIN credentials k ON k.document_id = d.id
      WHERE actor.id = @personId AND @now IS NOT NULL`,
  ),

  // --- Workload: for those who see every document ------------------------------------------------------------------

  perOwner: sql.all(
    z.object({ personId: MemberId, documents: z.int(), overdue: z.int(), thisMonth: z.int() }),
    `SELECT d.owner_id AS personId, count(*) AS documents, coalesce(sum(d.due_on < @today), 0) AS overdue,
            coalesce(sum(d.due_on BETWEEN @monthFrom AND @monthUntil), 0) AS thisMonth
       FROM documents d WHERE d.organization_id = @organizationId AND d.archived_at IS NULL AND d.owner_id IS NOT NULL
      GROUP BY d.owner_id`,
  ),
  followUpsPerOwner: sql.all(
    z.object({ personId: MemberId, count: z.int() }),
    `SELECT owner_id AS personId, count(*) AS count FROM follow_ups
      WHERE organization_id = @organizationId AND done_at IS NULL AND owner_id IS NOT NULL GROUP BY owner_id`,
  ),
  documents: sql.get(
    z.object({ count: z.int(), nobodys: z.int() }),
    `SELECT count(*) AS count, coalesce(sum(${hasNoKeeper}), 0) AS nobodys
       FROM documents d JOIN collections c ON c.id = d.collection_id
      WHERE d.organization_id = @organizationId AND d.archived_at IS NULL AND @now IS NOT NULL`,
  ),
}))
