import { z } from 'zod'
import {
  AccessRequest,
  AccessReviewRow,
  AccessRow,
  ExposureRow,
  LeaseLine,
  RequestState,
  RotationTask,
} from '#contract/access.ts'
import { CredentialClass, Lease } from '#contract/credentials.ts'
import {
  AccountId,
  Day,
  DocumentId,
  GrantId,
  Instant,
  LeaseId,
  MemberId,
  OrganizationId,
  RequestId,
} from '#contract/values.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { leaseRuns } from '../../access/lease-sql.ts'
import { inForce, levelOf } from '../../access/reachable.ts'
import { leaseColumns, leaseJoins } from '../../access/secret-access.ts'
import { queries } from '../../platform/sql.ts'

const requestState =
  `CASE WHEN r.decided IS NOT NULL THEN r.decided WHEN r.expires_at <= @now THEN 'expired' ELSE 'pending' END` as const

const requestColumns = `
  r.id, 'AR-' || printf('%02d', r.number) AS reference, ${requestState} AS state, ${person('m', 'p')} AS requester,
  json_object('reference', ${referenceOf('d')}, 'title', d.title, 'class', k.class) AS document,
  r.fields, r.reason, r.ticket, r.minutes, r.extends_id AS extends, r.created_at AS createdAt, r.expires_at AS expiresAt,
  r.decided_at AS decidedAt,
  CASE WHEN b.id IS NOT NULL THEN ${person('b', 'bp')} END AS decidedBy, r.note,
  (SELECT count(*) FROM reveals v WHERE v.document_id = r.document_id AND v.member_id = r.member_id AND v.at > @since) AS reveals90,
  json_object('payload', r.payload, 'signature', r.signature) AS statement` as const

const requestJoins = `
  JOIN members m ON m.id = r.member_id JOIN parties p ON p.id = m.party_id
  JOIN documents d ON d.id = r.document_id JOIN credentials k ON k.document_id = d.id
  LEFT JOIN members b ON b.id = r.decided_by LEFT JOIN parties bp ON bp.id = b.party_id` as const

/** A credential that the caller (`actor`) still sees: what is out of reach is named nowhere. */
const isSeen = `${levelOf('actor', 'd', 'c')} >= 0` as const

const RequestRow = AccessRequest.omit({ lease: true }).extend({ leaseId: LeaseId.optional(), number: z.int() })
const requestRows = `
  SELECT ${requestColumns}, r.number, (SELECT l.id FROM leases l WHERE l.request_id = r.id) AS leaseId
    FROM members actor JOIN access_requests r ON r.organization_id = actor.organization_id ${requestJoins}
    JOIN collections c ON c.id = d.collection_id
   WHERE actor.id = @memberId AND (@onlyOf IS NULL OR r.member_id = @onlyOf)
     AND (@state IS NULL OR ${requestState} = @state)
     AND (@pending IS NULL OR (${requestState} = 'pending') = @pending)
     AND (@text IS NULL OR m.name LIKE @text ESCAPE '!' OR p.name LIKE @text ESCAPE '!'
          OR 'AR-' || printf('%02d', r.number) LIKE @text ESCAPE '!' OR ${referenceOf('d')} LIKE @text ESCAPE '!'
          OR d.title LIKE @text ESCAPE '!' OR r.ticket LIKE @text ESCAPE '!' OR r.reason LIKE @text ESCAPE '!')
     AND ${isSeen}` as const

const RotationRow = RotationTask.extend({ key: z.string() })
const rotationRows = `
  SELECT t.id, json_object('reference', ${referenceOf('d')}, 'title', d.title, 'class', k.class) AS document, t.cause, t.about,
         t.opened_at AS openedAt, o.name AS openedBy, t.closed_at AS closedAt, e.name AS closedBy, t.id AS key
    FROM members actor JOIN rotation_tasks t ON t.organization_id = actor.organization_id
    JOIN documents d ON d.id = t.document_id JOIN collections c ON c.id = d.collection_id JOIN credentials k ON k.document_id = d.id
    JOIN members o ON o.id = t.opened_by LEFT JOIN members e ON e.id = t.closed_by
   WHERE actor.id = @memberId AND (t.closed_at IS NULL) = @open AND (@cause IS NULL OR t.cause = @cause)
     AND (@text IS NULL OR ${referenceOf('d')} LIKE @text ESCAPE '!' OR d.title LIKE @text ESCAPE '!'
          OR t.about LIKE @text ESCAPE '!' OR o.name LIKE @text ESCAPE '!' OR e.name LIKE @text ESCAPE '!')
     AND ${levelOf('actor', 'd', 'c')} >= 2` as const

const ReviewRow = AccessReviewRow.extend({ key: z.string() })
/** Who is not in-house first: theirs is what a review is for. */
const reviewKey = `(p.side = 'in_house') || lower(m.name)` as const
const underReview = `
  FROM access_reviews a JOIN grants g ON g.organization_id = a.organization_id AND g.granted_at <= a.started_at
  JOIN members m ON m.id = g.member_id JOIN parties p ON p.id = m.party_id
  LEFT JOIN documents d ON d.id = g.document_id LEFT JOIN collections c ON c.id = g.collection_id
  LEFT JOIN access_decisions x ON x.review_id = a.id AND x.grant_id = g.id LEFT JOIN members b ON b.id = x.decided_by
 WHERE a.id = @reviewId AND (g.ended_at IS NULL OR g.ended_at > a.started_at) AND (g.ends_at IS NULL OR g.ends_at > a.started_at)` as const
const reviewColumns = `
  ${person('m', 'p')} AS member, m.role,
  CASE WHEN g.collection_id IS NOT NULL THEN json_object('id', c.id, 'name', c.name) END AS collection,
  CASE WHEN g.document_id IS NOT NULL THEN json_object('reference', ${referenceOf('d')}, 'title', d.title) END AS document,
  'grant' AS by, g.level, g.id AS grantId, g.granted_at AS since, g.ends_at AS endsAt, g.lapses_at AS lapsesAt,
  (SELECT max(v.at) FROM reveals v JOIN documents vd ON vd.id = v.document_id
    WHERE v.member_id = m.id AND (vd.id = g.document_id OR vd.collection_id = g.collection_id)) AS lastUsedAt,
  x.decision, b.name AS decidedBy` as const
const reviewNarrowed = `
     AND (@decision IS NULL OR coalesce(x.decision, 'none') = @decision)
     AND (@text IS NULL OR m.name LIKE @text ESCAPE '!' OR p.name LIKE @text ESCAPE '!' OR c.name LIKE @text ESCAPE '!'
          OR ${referenceOf('d')} LIKE @text ESCAPE '!' OR d.title LIKE @text ESCAPE '!')` as const

export const accessQueries = queries((sql) => ({
  // --- Requests ----------------------------------------------------------------------------------------------------

  nextNumber: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, 'request', 1)
     ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  ),
  addRequest: sql.run(
    `INSERT INTO access_requests (id, organization_id, number, document_id, member_id, payload, signature, hash, fields,
                                  reason, ticket, minutes, extends_id, created_at, expires_at)
     VALUES (@id, @organizationId, @number, @documentId, @memberId, @payload, @signature, @hash, @fields,
             @reason, @ticket, @minutes, @extendsId, @now, @expiresAt)`,
  ),
  requestInUse: sql.get(z.object({ id: RequestId }), `SELECT id FROM access_requests WHERE id = @id`),
  pendingOf: sql.get(
    z.object({ number: z.int() }),
    `SELECT number FROM access_requests WHERE document_id = @documentId AND member_id = @memberId AND decided IS NULL AND expires_at > @now`,
  ),
  pendingCount: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM access_requests WHERE organization_id = @organizationId AND member_id = @memberId AND decided IS NULL AND expires_at > @now`,
  ),
  requests: sql.all(
    RequestRow,
    `${requestRows} AND (@from IS NULL OR r.number < @from) ORDER BY r.number DESC LIMIT @limit`,
  ),
  requestsOldestFirst: sql.all(
    RequestRow,
    `${requestRows} AND (@from IS NULL OR r.number > @from) ORDER BY r.number LIMIT @limit`,
  ),
  request: sql.get(
    AccessRequest.omit({ lease: true }).extend({
      leaseId: LeaseId.optional(),
      documentId: DocumentId,
      memberId: MemberId,
      accountId: AccountId,
      accountEpoch: z.int(),
      hash: z.string(),
      isMember: z.boolean(),
      dekId: z.string(),
      leaseMinutes: z.int(),
    }),
    `SELECT ${requestColumns}, (SELECT l.id FROM leases l WHERE l.request_id = r.id) AS leaseId,
            r.document_id AS documentId, r.member_id AS memberId, m.account_id AS accountId, m.epoch AS accountEpoch, r.hash,
            m.removed_at IS NULL AS isMember, k.dek_id AS dekId, c.lease_minutes AS leaseMinutes
       FROM members actor JOIN access_requests r ON r.organization_id = actor.organization_id ${requestJoins}
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND r.number = @number AND (@onlyOf IS NULL OR r.member_id = @onlyOf) AND ${isSeen}`,
  ),
  /** Requests that nobody answered in time: their notices wait for nobody any more. */
  lapsed: sql.all(
    z.object({ id: RequestId }),
    `SELECT id FROM access_requests
      WHERE organization_id = @organizationId AND decided IS NULL AND expires_at <= @now AND expires_at > @since`,
  ),
  decide: sql.run(
    `UPDATE access_requests SET decided = @decided, decided_at = @now, decided_by = @memberId, note = @note
      WHERE id = @id AND decided IS NULL AND expires_at > @now`,
  ),

  // --- Leases ------------------------------------------------------------------------------------------------------

  leaseInUse: sql.get(z.object({ id: LeaseId }), `SELECT id FROM leases WHERE id = @id`),
  addLease: sql.run(
    `INSERT INTO leases (id, organization_id, document_id, member_id, request_id, payload, signature, hash, approved_by,
                         fields, starts_at, ends_at, most_reveals, standby_minutes, extends_id)
     VALUES (@id, @organizationId, @documentId, @memberId, @requestId, @payload, @signature, @hash, @approvedBy,
             @fields, @startsAt, @endsAt, @mostReveals, @standbyMinutes, @extendsId)`,
  ),
  addWrap: sql.run(
    `INSERT INTO secret_wraps (document_id, dek_id, account_id, recipient_epoch, by_kind, by_id, n, granter_id, granter_epoch, wrap)
     VALUES (@documentId, @dekId, @accountId, @recipientEpoch, 'lease', @leaseId, @n, @granterId, @granterEpoch, @wrap)`,
  ),
  /** What has ended by the clock needs its keys no more: none would be given out, and none shall lie about. */
  dropEndedWraps: sql.run(
    `DELETE FROM secret_wraps
      WHERE (by_kind = 'lease' AND by_id IN (SELECT id FROM leases
              WHERE organization_id = @organizationId AND (ended_at IS NOT NULL OR ends_at <= @now)))
         OR (by_kind = 'grant' AND by_id IN (SELECT g.id FROM grants g
              WHERE g.organization_id = @organizationId AND NOT (${inForce})))`,
  ),
  dropWraps: sql.run(`DELETE FROM secret_wraps WHERE by_kind = 'lease' AND by_id = @leaseId`),
  lease: sql.get(
    Lease.extend({
      holderId: MemberId,
      title: z.string(),
      documentId: DocumentId,
      isOver: z.boolean(),
      isExtension: z.boolean(),
    }),
    `SELECT ${leaseColumns}, l.member_id AS holderId, ld.title, l.document_id AS documentId,
            (l.ended_at IS NOT NULL OR l.ends_at <= @now) AS isOver, l.extends_id IS NOT NULL AS isExtension
       FROM leases l ${leaseJoins}
      WHERE l.id = @leaseId AND l.organization_id = @organizationId`,
  ),
  endLease: sql.run(
    `UPDATE leases SET ended_at = @now, ended_by = @memberId, end_kind = @kind, end_note = @note
      WHERE id = @leaseId AND ended_at IS NULL`,
  ),
  leases: sql.all(
    LeaseLine.extend({ rowKey: z.string() }),
    `SELECT ${leaseColumns}, ld.title, k.class, (SELECT max(v.at) FROM reveals v WHERE v.lease_id = l.id) AS lastUsedAt, l.id AS rowKey
       FROM members actor JOIN leases l ON l.organization_id = actor.organization_id ${leaseJoins}
       JOIN documents d ON d.id = l.document_id JOIN collections c ON c.id = d.collection_id
       JOIN credentials k ON k.document_id = d.id
      WHERE actor.id = @memberId AND (@onlyOf IS NULL OR l.member_id = @onlyOf)
        AND (NOT @current OR (l.ended_at IS NULL AND l.ends_at > @now))
        AND (@before IS NULL OR l.id < @before) AND ${isSeen}
      ORDER BY l.id DESC LIMIT @limit`,
  ),
  sleeping: sql.all(
    z.object({ id: LeaseId, minutes: z.int(), documentId: DocumentId }),
    `SELECT id, standby_minutes AS minutes, document_id AS documentId FROM leases
      WHERE member_id = @memberId AND standby_minutes IS NOT NULL AND ended_at IS NULL
        AND starts_at <= @now AND ends_at > @now AND coalesce(awake_until, '') <= @now`,
  ),
  wake: sql.run(`UPDATE leases SET woken_at = @now, awake_until = @until WHERE id = @leaseId`),
  holder: sql.get(
    z.object({
      id: MemberId,
      accountId: AccountId,
      epoch: z.int(),
      name: z.string(),
      role: z.string(),
      level: z.int(),
    }),
    `SELECT actor.id, actor.account_id AS accountId, actor.epoch, actor.name, actor.role, ${levelOf('actor', 'd', 'c')} AS level
       FROM members actor JOIN documents d ON d.id = @documentId JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @holderId AND actor.removed_at IS NULL AND actor.organization_id = d.organization_id`,
  ),

  // --- Who can open what ---------------------------------------------------------------------------------------------

  byRole: sql.all(
    AccessRow,
    `SELECT ${person('m', 'p')} AS member, m.role, 'role' AS by, 4 AS level, m.joined_at AS since,
            (SELECT max(v.at) FROM reveals v WHERE v.member_id = m.id) AS lastUsedAt
       FROM members m JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId AND m.removed_at IS NULL AND m.role IN ('owner', 'admin')
        AND (@memberId IS NULL OR m.id = @memberId) AND (@partyId IS NULL OR p.id = @partyId)
        AND (@side IS NULL OR p.side = @side)
      ORDER BY m.name`,
  ),
  byGrant: sql.all(
    AccessRow.extend({ grantId: GrantId }),
    `SELECT ${person('m', 'p')} AS member, m.role,
            CASE WHEN g.collection_id IS NOT NULL THEN json_object('id', c.id, 'name', c.name) END AS collection,
            CASE WHEN g.document_id IS NOT NULL THEN json_object('reference', ${referenceOf('d')}, 'title', d.title) END AS document,
            'grant' AS by, g.level, g.id AS grantId, g.granted_at AS since, g.ends_at AS endsAt, g.lapses_at AS lapsesAt,
            (SELECT max(v.at) FROM reveals v JOIN documents vd ON vd.id = v.document_id
              WHERE v.member_id = m.id AND (vd.id = g.document_id OR vd.collection_id = g.collection_id)) AS lastUsedAt
       FROM grants g JOIN members m ON m.id = g.member_id AND m.removed_at IS NULL JOIN parties p ON p.id = m.party_id
       LEFT JOIN documents d ON d.id = g.document_id LEFT JOIN collections c ON c.id = g.collection_id
      WHERE g.organization_id = @organizationId AND ${inForce}
        AND (@memberId IS NULL OR m.id = @memberId) AND (@partyId IS NULL OR p.id = @partyId)
        AND (@side IS NULL OR p.side = @side)
        AND (@documentId IS NULL OR g.document_id = @documentId
             OR g.collection_id = (SELECT collection_id FROM documents WHERE id = @documentId))
      ORDER BY m.name, g.granted_at`,
  ),
  byLease: sql.all(
    AccessRow,
    `SELECT ${person('m', 'p')} AS member, m.role,
            json_object('reference', ${referenceOf('d')}, 'title', d.title) AS document,
            CASE WHEN l.standby_minutes IS NULL THEN 'lease' ELSE 'standby' END AS by, 2 AS level, l.id AS leaseId,
            l.starts_at AS since,
            CASE WHEN l.standby_minutes IS NOT NULL AND l.awake_until < l.ends_at AND l.awake_until > @now THEN l.awake_until ELSE l.ends_at END AS endsAt,
            (SELECT max(v.at) FROM reveals v WHERE v.lease_id = l.id) AS lastUsedAt
       FROM leases l JOIN members m ON m.id = l.member_id AND m.removed_at IS NULL JOIN parties p ON p.id = m.party_id
       JOIN documents d ON d.id = l.document_id
      WHERE l.organization_id = @organizationId AND l.ended_at IS NULL AND l.ends_at > @now
        AND (@memberId IS NULL OR m.id = @memberId) AND (@partyId IS NULL OR p.id = @partyId)
        AND (@side IS NULL OR p.side = @side) AND (@documentId IS NULL OR l.document_id = @documentId)
      ORDER BY l.ends_at`,
  ),

  // --- Reviews -------------------------------------------------------------------------------------------------------

  review: sql.get(
    z.object({ id: z.string(), startedAt: Instant, startedBy: z.string(), dueOn: Day, closedAt: Instant.optional() }),
    `SELECT a.id, a.started_at AS startedAt, m.name AS startedBy, a.due_on AS dueOn, a.closed_at AS closedAt
       FROM access_reviews a JOIN members m ON m.id = a.started_by
      WHERE a.organization_id = @organizationId ORDER BY a.closed_at IS NULL DESC, a.started_at DESC LIMIT 1`,
  ),
  reviewInUse: sql.get(z.object({ id: z.string() }), `SELECT id FROM access_reviews WHERE id = @id`),
  startReview: sql.run(
    `INSERT INTO access_reviews (id, organization_id, started_at, started_by, due_on) VALUES (@id, @organizationId, @now, @memberId, @dueOn)`,
  ),
  closeReview: sql.run(`UPDATE access_reviews SET closed_at = @now WHERE id = @id AND closed_at IS NULL`),
  lapse: sql.run(
    `UPDATE grants SET lapses_at = @lapsesAt WHERE organization_id = @organizationId AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > @now)`,
  ),
  keep: sql.run(`UPDATE grants SET lapses_at = NULL WHERE id = @grantId`),
  unlapse: sql.run(
    `UPDATE grants SET lapses_at = NULL WHERE organization_id = @organizationId AND ended_at IS NULL AND lapses_at > @now`,
  ),
  decision: sql.run(
    `INSERT INTO access_decisions (review_id, grant_id, decision, decided_at, decided_by) VALUES (@reviewId, @grantId, @decision, @now, @memberId)
     ON CONFLICT DO UPDATE SET decision = @decision, decided_at = @now, decided_by = @memberId`,
  ),
  reviewCounts: sql.get(
    z.object({ grants: z.int(), undecided: z.int() }),
    `SELECT count(*) AS grants, count(*) FILTER (WHERE x.decision IS NULL) AS undecided ${underReview}`,
  ),
  reviewRow: sql.get(AccessReviewRow, `SELECT ${reviewColumns} ${underReview} AND g.id = @grantId`),
  reviewByPerson: sql.all(
    ReviewRow,
    `SELECT ${reviewColumns}, ${reviewKey} AS key ${underReview} ${reviewNarrowed}
        AND (@fromKey IS NULL OR ${reviewKey} > @fromKey OR (${reviewKey} = @fromKey AND g.id > @fromId))
      ORDER BY key, g.id LIMIT @limit`,
  ),
  reviewOldestFirst: sql.all(
    ReviewRow,
    `SELECT ${reviewColumns}, g.granted_at AS key ${underReview} ${reviewNarrowed}
        AND (@fromKey IS NULL OR g.granted_at > @fromKey OR (g.granted_at = @fromKey AND g.id > @fromId))
      ORDER BY g.granted_at, g.id LIMIT @limit`,
  ),
  reviewNewestFirst: sql.all(
    ReviewRow,
    `SELECT ${reviewColumns}, g.granted_at AS key ${underReview} ${reviewNarrowed}
        AND (@fromKey IS NULL OR g.granted_at < @fromKey OR (g.granted_at = @fromKey AND g.id < @fromId))
      ORDER BY g.granted_at DESC, g.id DESC LIMIT @limit`,
  ),

  // --- Exposure and rotation -------------------------------------------------------------------------------------------

  /** What people opened or wrote, with the newest change of the secret: at risk, or closed. */
  seen: sql.all(
    ExposureRow,
    `SELECT ${referenceOf('d')} AS reference, d.title, k.class, ${person('m', 'p')} AS member,
            CASE WHEN k.rotated_at > x.at THEN 'closed' ELSE 'at_risk' END AS "is", x.at AS seenAt, k.rotated_at AS changedAt,
            (SELECT t.id FROM rotation_tasks t WHERE t.document_id = d.id AND t.closed_at IS NULL LIMIT 1) AS rotationId
       FROM (SELECT member_id, document_id, max(at) AS at FROM
               (SELECT member_id, document_id, at FROM reveals
                UNION ALL SELECT saved_by, document_id, saved_at FROM secrets)
              GROUP BY member_id, document_id) x
       JOIN members m ON m.id = x.member_id JOIN parties p ON p.id = m.party_id
       JOIN documents d ON d.id = x.document_id JOIN credentials k ON k.document_id = d.id
      WHERE m.organization_id = @organizationId AND (@memberId IS NULL OR m.id = @memberId)
        AND (@partyId IS NULL OR m.party_id = @partyId)
      ORDER BY "is", d.title LIMIT 5000`,
  ),
  /** What people hold or held the key of, and never opened: every version that was in force while they could. */
  held: sql.all(
    ExposureRow,
    `SELECT DISTINCT ${referenceOf('d')} AS reference, d.title, k.class, ${person('m', 'p')} AS member, 'exposed' AS "is",
            k.rotated_at AS changedAt,
            (SELECT t.id FROM rotation_tasks t WHERE t.document_id = d.id AND t.closed_at IS NULL LIMIT 1) AS rotationId
       FROM members m JOIN parties p ON p.id = m.party_id
       JOIN documents d ON d.organization_id = m.organization_id AND d.archived_at IS NULL
       JOIN credentials k ON k.document_id = d.id
      WHERE m.organization_id = @organizationId AND (@memberId IS NULL OR m.id = @memberId)
        AND (@partyId IS NULL OR m.party_id = @partyId)
        AND NOT EXISTS (SELECT 1 FROM reveals v WHERE v.member_id = m.id AND v.document_id = d.id)
        AND NOT EXISTS (SELECT 1 FROM secrets s WHERE s.saved_by = m.id AND s.document_id = d.id)
        AND (EXISTS (SELECT 1 FROM key_holder_times t WHERE t.member_id = m.id
                       AND coalesce(t.ended_at, '9999') > k.rotated_at)
             OR (k.class <> 'break_glass' AND EXISTS (SELECT 1 FROM grants g WHERE g.member_id = m.id AND g.level >= 2
                   AND (g.document_id = d.id OR g.collection_id = d.collection_id)
                   AND min(coalesce(g.ended_at, '9999'), coalesce(g.ends_at, '9999'), coalesce(g.lapses_at, '9999')) > k.rotated_at))
             OR EXISTS (SELECT 1 FROM leases l WHERE l.member_id = m.id AND l.document_id = d.id
                   AND min(coalesce(l.ended_at, '9999'), l.ends_at) > k.rotated_at))
      ORDER BY d.title LIMIT 5000`,
  ),
  atRiskFor: sql.all(
    z.object({ documentId: DocumentId, memberId: MemberId, name: z.string() }),
    `SELECT x.document_id AS documentId, x.member_id AS memberId, m.name
       FROM (SELECT member_id, document_id, max(at) AS at FROM
               (SELECT member_id, document_id, at FROM reveals WHERE member_id IN (SELECT value FROM json_each(@memberIds))
                UNION ALL SELECT saved_by, document_id, saved_at FROM secrets WHERE saved_by IN (SELECT value FROM json_each(@memberIds)))
              GROUP BY member_id, document_id) x
       JOIN members m ON m.id = x.member_id JOIN credentials k ON k.document_id = x.document_id
      WHERE m.organization_id = @organizationId AND k.rotated_at <= x.at`,
  ),
  rotations: sql.all(
    RotationRow,
    `${rotationRows} AND (@from IS NULL OR t.id < @from) ORDER BY t.id DESC LIMIT @limit`,
  ),
  rotationsOldestFirst: sql.all(
    RotationRow,
    `${rotationRows} AND (@from IS NULL OR t.id > @from) ORDER BY t.id LIMIT @limit`,
  ),

  keyHolders: sql.all(
    z.object({ id: MemberId, role: z.string() }),
    `SELECT id, role FROM members WHERE organization_id = @organizationId AND removed_at IS NULL AND role IN ('owner', 'admin')`,
  ),
  policies: sql.get(
    z.object({ singleAdmin: z.boolean() }),
    `SELECT single_admin AS singleAdmin FROM organizations WHERE id = @organizationId`,
  ),
  document: sql.get(
    z.object({ reference: z.string(), organizationId: OrganizationId }),
    `SELECT ${referenceOf('d')} AS reference, d.organization_id AS organizationId FROM documents d WHERE d.id = @documentId`,
  ),
  running: sql.get(
    z.object({ id: LeaseId, class: CredentialClass }),
    `SELECT l.id, k.class FROM leases l JOIN credentials k ON k.document_id = l.document_id
      WHERE l.id = @leaseId AND l.member_id = @memberId AND ${leaseRuns('l')}`,
  ),
}))
export type StateOfRequest = z.infer<typeof RequestState>
