import { z } from 'zod'
import { ContractReference, formatContract } from '#contract/contracts.ts'
import { HandoverItems, HandoverStep } from '#contract/handovers.ts'
import { VendorFacts } from '#contract/vendors.ts'
import {
  DocumentId,
  HandoverId,
  Instant,
  Level,
  MemberId,
  PartyId,
  Person,
  Reference,
  Role,
  WatchId,
} from '#contract/values.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { daysLeftOf, stateOf } from '../../access/freshness.ts'
import { leaseRuns } from '../../access/lease-sql.ts'
import { canView, inForce, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

const shape = HandoverItems.shape
const counts = z.record(HandoverStep, z.int())

export const HandoverRow = z.object({
  id: HandoverId,
  memberId: MemberId.optional(),
  person: Person.optional(),
  partyId: PartyId.optional(),
  party: z.string(),
  receiver: Person.optional(),
  reason: z.string(),
  startedAt: Instant,
  startedBy: z.string(),
  atStart: counts,
  closedAt: Instant.optional(),
  outcome: z.enum(['done', 'cancelled']).optional(),
  report: z.object({ items: HandoverItems, left: counts }).optional(),
})
export type HandoverRow = z.infer<typeof HandoverRow>

const columns = `h.id, h.member_id AS memberId, h.party_id AS partyId, h.reason, h.started_at AS startedAt,
    b.name AS startedBy, h.at_start AS atStart, h.closed_at AS closedAt, h.outcome, h.report,
    CASE WHEN m.id IS NOT NULL THEN ${person('m', 'mp')} END AS person,
    coalesce(p.name, mp.name) AS party,
    CASE WHEN r.id IS NOT NULL THEN ${person('r', 'rp')} END AS receiver` as const
const joins = `handovers h JOIN members b ON b.id = h.started_by
    LEFT JOIN members m ON m.id = h.member_id LEFT JOIN parties mp ON mp.id = m.party_id
    LEFT JOIN parties p ON p.id = h.party_id
    LEFT JOIN members r ON r.id = h.receiver_id LEFT JOIN parties rp ON rp.id = r.party_id` as const

/** A document of the organization that the caller sees. Binds @memberId, @now, @today; `@members` are those who leave. */
const chip = `d.id, ${referenceOf('d')} AS reference, d.kind, d.title, ${stateOf('d')} AS state,
    ${daysLeftOf('d')} AS daysLeft, d.interval_days AS intervalDays` as const
const seen = `FROM members actor
    JOIN documents d ON d.organization_id = actor.organization_id AND d.archived_at IS NULL
    JOIN collections c ON c.id = d.collection_id` as const
const isSeen = `actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 0` as const
/** What stands in it: contracts, dates and contacts are no titles. */
const isRead = `actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1` as const
const leaving = `(SELECT value FROM json_each(@members))` as const

export const handoverQueries = queries((sql) => ({
  all: sql.all(
    HandoverRow,
    `SELECT ${columns} FROM ${joins} WHERE h.organization_id = @organizationId
      ORDER BY h.closed_at IS NOT NULL, h.started_at DESC LIMIT 500`,
  ),
  one: sql.get(HandoverRow, `SELECT ${columns} FROM ${joins} WHERE h.id = @id AND h.organization_id = @organizationId`),
  idInUse: sql.get(z.object({ id: HandoverId }), `SELECT id FROM handovers WHERE id = @id`),
  underWay: sql.get(
    z.object({ id: HandoverId }),
    `SELECT id FROM handovers
      WHERE organization_id = @organizationId AND closed_at IS NULL
        AND (member_id = @leavingId OR party_id = @partyId)`,
  ),
  insert: sql.run(
    `INSERT INTO handovers (id, organization_id, member_id, party_id, receiver_id, reason, started_at, started_by, at_start)
     VALUES (@id, @organizationId, @leavingId, @partyId, @receiverId, @reason, @now, @memberId, @atStart)`,
  ),
  close: sql.run(
    `UPDATE handovers SET closed_at = @now, closed_by = @memberId, outcome = @outcome, report = @report
      WHERE id = @id AND closed_at IS NULL`,
  ),

  // --- Who -----------------------------------------------------------------------------------------------------------

  member: sql.get(
    z.object({
      id: MemberId,
      name: z.string(),
      side: z.string(),
      partyId: PartyId,
      role: Role,
      removedAt: Instant.optional(),
    }),
    `SELECT m.id, m.name, p.side, m.party_id AS partyId, m.role, m.removed_at AS removedAt
       FROM members m JOIN parties p ON p.id = m.party_id WHERE m.id = @id AND m.organization_id = @organizationId`,
  ),
  party: sql.get(
    z.object({ id: PartyId, name: z.string(), side: z.string() }),
    `SELECT id, name, side FROM parties WHERE id = @id AND organization_id = @organizationId`,
  ),
  membersOf: sql.all(
    z.object({ id: MemberId }),
    `SELECT id FROM members WHERE organization_id = @organizationId AND (id = @leavingId OR party_id = @partyId) ORDER BY id`,
  ),

  // --- What is left --------------------------------------------------------------------------------------------------

  documents: sql.all(
    shape.documents.element,
    `SELECT ${chip}, CASE WHEN d.owner_id = m.id THEN 'owner' ELSE 'deputy' END AS "as", ${person('m', 'mp')} AS person
       ${seen}
       JOIN members m ON m.id IN (d.owner_id, d.deputy_id) JOIN parties mp ON mp.id = m.party_id
      WHERE ${isSeen} AND m.id IN ${leaving}
      ORDER BY d.kind, d.number, "as" DESC LIMIT 5000`,
  ),
  contracts: sql.all(
    z.object({ number: z.int(), title: z.string(), vendor: Reference }),
    `SELECT k.number, k.terms ->> 'title' AS title, ${referenceOf('d')} AS vendor
       ${seen} JOIN contracts k ON k.document_id = d.id AND k.archived_at IS NULL
      WHERE ${isRead} AND (k.owner_id IN ${leaving} OR k.fallback_id IN ${leaving})
      ORDER BY k.number LIMIT 2000`,
  ),
  dates: sql.all(
    shape.dates.element,
    `SELECT w.id, w.name, ${referenceOf('d')} AS document
       ${seen} JOIN watched_dates w ON w.document_id = d.id AND w.ended_at IS NULL
      WHERE ${isRead} AND w.owner_id IN ${leaving} ORDER BY w.on_day, w.id LIMIT 2000`,
  ),
  /** Vendors that name somebody by name or by mail address; who exactly, is read from their contacts. */
  vendors: sql.all(
    shape.contacts.element.omit({ says: true }).extend({ content: VendorFacts.pick({ contacts: true }) }),
    `SELECT ${chip}, json_object('contacts', d.content -> '$.contacts') AS content
       ${seen}
      WHERE ${isRead} AND d.kind = 'vendor'
        AND EXISTS (SELECT 1 FROM json_each(d.content, '$.contacts') x
                      JOIN members m ON m.id IN ${leaving} JOIN accounts a ON a.id = m.account_id
                     WHERE lower(x.value ->> 'name') = lower(m.name) OR lower(x.value ->> 'email') = a.email)
      ORDER BY d.number LIMIT 1000`,
  ),
  named: sql.all(
    z.object({ name: z.string(), email: z.string() }),
    `SELECT m.name, a.email FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.id IN ${leaving}`,
  ),
  reading: sql.all(
    shape.reading.element.omit({ reference: true }).extend({ number: z.int() }),
    `SELECT l.id, l.number, l.title, x.why, x.people
       FROM (SELECT a.list_id, 'is_assigned' AS why, count(*) AS people FROM reading_assignments a
              WHERE a.ended_at IS NULL AND a.member_id IN ${leaving} GROUP BY a.list_id
             UNION ALL
             SELECT a.list_id, 'assigned' AS why, count(*) AS people FROM reading_assignments a
              WHERE a.ended_at IS NULL AND a.assigned_by IN ${leaving} GROUP BY a.list_id) x
       JOIN reading_lists l ON l.id = x.list_id AND l.organization_id = @organizationId AND l.archived_at IS NULL
      ORDER BY x.why DESC, l.number LIMIT 1000`,
  ),
  /** Opened, written, or openable at any time since its secret was last changed. */
  secrets: sql.all(
    shape.secrets.element,
    `SELECT ${chip}, ${person('m', 'mp')} AS person,
            CASE WHEN x.at IS NULL THEN 'could_open' ELSE 'revealed' END AS exposure, x.at AS lastAt,
            EXISTS (SELECT 1 FROM rotation_tasks t WHERE t.document_id = d.id AND t.closed_at IS NULL) AS hasTask
       ${seen}
       JOIN credentials k ON k.document_id = d.id
       JOIN members m ON m.id IN ${leaving} JOIN parties mp ON mp.id = m.party_id
       LEFT JOIN (SELECT member_id, document_id, max(at) AS at FROM
                    (SELECT member_id, document_id, at FROM reveals WHERE member_id IN ${leaving}
                     UNION ALL SELECT saved_by, document_id, saved_at FROM secrets WHERE saved_by IN ${leaving})
                   GROUP BY member_id, document_id) x ON x.member_id = m.id AND x.document_id = d.id
      WHERE ${isSeen} AND coalesce(x.at >= k.rotated_at, 0) = 1
         OR ${isSeen} AND x.at IS NULL AND (
           EXISTS (SELECT 1 FROM key_holder_times t WHERE t.member_id = m.id AND coalesce(t.ended_at, '9999') > k.rotated_at)
           OR (k.class <> 'break_glass' AND EXISTS (SELECT 1 FROM grants g WHERE g.member_id = m.id AND g.level >= 2
                AND (g.document_id = d.id OR g.collection_id = d.collection_id)
                AND min(coalesce(g.ended_at, '9999'), coalesce(g.ends_at, '9999'), coalesce(g.lapses_at, '9999')) > k.rotated_at))
           OR EXISTS (SELECT 1 FROM leases l WHERE l.member_id = m.id AND l.document_id = d.id
                AND min(coalesce(l.ended_at, '9999'), l.ends_at) > k.rotated_at))
      ORDER BY exposure DESC, d.number LIMIT 5000`,
  ),
  members: sql.all(
    shape.access.shape.members.element,
    `SELECT ${person('m', 'mp')} AS person, m.removed_at IS NULL AS isMember, m.role
       FROM members m JOIN parties mp ON mp.id = m.party_id WHERE m.id IN ${leaving} ORDER BY m.name, m.id`,
  ),
  access: sql.get(
    shape.access.omit({ members: true }),
    `SELECT
       (SELECT count(*) FROM grants g WHERE g.member_id IN ${leaving} AND ${inForce}) AS grants,
       (SELECT count(*) FROM leases l WHERE l.member_id IN ${leaving} AND ${leaseRuns('l')}) AS leases,
       (SELECT count(*) FROM sessions s JOIN members m ON m.account_id = s.account_id
         WHERE m.id IN ${leaving} AND m.removed_at IS NULL AND s.ended_at IS NULL AND s.ends_at > @now) AS sessions,
       (SELECT count(*) FROM recovery_card_holders k JOIN members m ON m.id IN ${leaving} AND lower(m.name) = lower(k.holder)
         WHERE k.organization_id = @organizationId
           AND k.epoch = (SELECT max(epoch) FROM recovery_card_holders WHERE organization_id = @organizationId)) AS cards,
       (SELECT count(*) FROM follow_ups f WHERE f.owner_id IN ${leaving} AND f.done_at IS NULL) AS followUps`,
  ),

  // --- What a kept report speaks of, as far as the caller sees it: @ids are ids, or numbers of contracts ------------------

  documentsNamed: sql.all(
    z.object({ id: DocumentId, title: z.string(), level: Level }),
    `SELECT d.id, d.title, ${levelOf('actor', 'd', 'c')} AS level
       FROM members actor JOIN json_each(@ids) x
       JOIN documents d ON d.id = x.value AND d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE ${isSeen} AND @now IS NOT NULL`,
  ),
  contractsNamed: sql.all(
    z.object({ number: z.int(), title: z.string() }),
    `SELECT k.number, k.terms ->> 'title' AS title
       FROM members actor JOIN json_each(@ids) x
       JOIN contracts k ON k.organization_id = actor.organization_id AND k.number = x.value
       JOIN documents d ON d.id = k.document_id JOIN collections c ON c.id = d.collection_id
      WHERE ${isRead} AND @now IS NOT NULL`,
  ),
  datesNamed: sql.all(
    z.object({ id: WatchId, name: z.string() }),
    `SELECT w.id, w.name
       FROM members actor JOIN json_each(@ids) x
       JOIN watched_dates w ON w.id = x.value AND w.organization_id = actor.organization_id
       JOIN documents d ON d.id = w.document_id JOIN collections c ON c.id = d.collection_id
      WHERE ${isRead} AND @now IS NOT NULL`,
  ),

  // --- Steps, moves, signatures --------------------------------------------------------------------------------------

  steps: sql.all(
    z.object({ step: HandoverStep, note: z.string(), doneAt: Instant.optional(), doneBy: z.string().optional() }),
    `SELECT s.step, s.note, s.done_at AS doneAt, m.name AS doneBy
       FROM handover_steps s LEFT JOIN members m ON m.id = s.done_by WHERE s.handover_id = @id`,
  ),
  putStep: sql.run(
    `INSERT INTO handover_steps (handover_id, step, note, done_at, done_by) VALUES (@id, @step, @note, @doneAt, @doneBy)
     ON CONFLICT DO UPDATE SET note = excluded.note, done_at = excluded.done_at, done_by = excluded.done_by`,
  ),
  /** What the caller does not see any more is left out. */
  moves: sql.all(
    z.object({ at: Instant, by: z.string(), step: HandoverStep, says: z.string(), to: z.string().optional() }),
    `SELECT v.at, b.name AS "by", v.step, v.says, t.name AS "to"
       FROM members actor
       JOIN handover_moves v ON v.handover_id = @id JOIN members b ON b.id = v.member_id
       LEFT JOIN members t ON t.id = v.to_id
       LEFT JOIN documents d ON d.id = v.document_id LEFT JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND (v.document_id IS NULL OR ${levelOf('actor', 'd', 'c')} >= 0)
      ORDER BY v.at, v.id LIMIT 5000`,
  ),
  addMove: sql.run(
    `INSERT INTO handover_moves (id, handover_id, step, says, document_id, to_id, at, member_id)
     VALUES (@id, @handoverId, @step, @says, @documentId, @toId, @now, @memberId)`,
  ),
  signatures: sql.all(
    z.object({
      side: z.enum(['leaving', 'staying']),
      name: z.string(),
      isOwn: z.boolean(),
      note: z.string(),
      signedAt: Instant,
      leftThen: counts,
    }),
    `SELECT side, name, member_id IS NOT NULL AS isOwn, note, signed_at AS signedAt, left_then AS leftThen
       FROM handover_signatures WHERE handover_id = @id ORDER BY signed_at, side DESC`,
  ),
  sign: sql.run(
    `INSERT INTO handover_signatures (handover_id, side, member_id, name, note, left_then, signed_at, noted_by)
     VALUES (@id, @side, @signerId, @name, @note, @left, @now, @memberId)
     ON CONFLICT DO UPDATE SET member_id = excluded.member_id, name = excluded.name, note = excluded.note,
       left_then = excluded.left_then, signed_at = excluded.signed_at, noted_by = excluded.noted_by`,
  ),

  // --- Moving --------------------------------------------------------------------------------------------------------

  keepers: sql.get(
    z.object({
      documentId: DocumentId,
      level: Level.or(z.literal(-1)),
      ownerId: MemberId.optional(),
      deputyId: MemberId.optional(),
      receiverSees: z.boolean(),
    }),
    `SELECT d.id AS documentId, ${levelOf('actor', 'd', 'c')} AS level, d.owner_id AS ownerId, d.deputy_id AS deputyId,
            coalesce((SELECT ${canView('t', 'd', 'c')} FROM members t
                       WHERE t.id = @toId AND t.organization_id = d.organization_id), 0) AS receiverSees
       FROM members actor
       JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.kind = @kind AND d.number = @number`,
  ),
  setKeepers: sql.run(`UPDATE documents SET owner_id = @ownerId, deputy_id = @deputyId WHERE id = @documentId`),
  endAssignments: sql.run(
    `UPDATE reading_assignments SET ended_at = @now, ended_by = @memberId
      WHERE list_id = @listId AND member_id IN ${leaving} AND ended_at IS NULL
        AND list_id IN (SELECT id FROM reading_lists WHERE organization_id = @organizationId)`,
  ),
  giveAssignments: sql.run(
    `UPDATE reading_assignments SET assigned_by = @memberId
      WHERE list_id = @listId AND assigned_by IN ${leaving} AND ended_at IS NULL
        AND list_id IN (SELECT id FROM reading_lists WHERE organization_id = @organizationId)`,
  ),
}))

export const contractReference = (number: number): ContractReference => formatContract(number)
