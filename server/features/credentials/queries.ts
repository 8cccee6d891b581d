import { z } from 'zod'
import { CredentialClass, FieldKind, Lease, RevealLine, SealedField } from '#contract/credentials.ts'
import {
  CollectionId,
  Day,
  DocumentId,
  GrantId,
  Instant,
  LeaseId,
  MemberId,
  Person,
  Reference,
} from '#contract/values.ts'
import { person, referenceOf, rotateInOf } from '../../access/document-line.ts'
import { leaseRuns } from '../../access/lease-sql.ts'
import { inForce, levelOf } from '../../access/reachable.ts'
import { leaseColumns, leaseJoins } from '../../access/secret-access.ts'
import { queries } from '../../platform/sql.ts'

const Signed = z.object({ payload: z.string(), signature: z.string() })
const FieldsOfManifest = z.array(z.object({ n: z.int(), kind: FieldKind }))

export const credentialQueries = queries((sql) => ({
  // --- Reading ---------------------------------------------------------------------------------------------------

  facts: sql.get(
    z.object({
      id: DocumentId,
      address: z.string(),
      title: z.string(),
      class: CredentialClass,
      collectionId: CollectionId,
      rotationDays: z.int().optional(),
      dekId: z.string(),
      epoch: z.int(),
      rotatedAt: Instant,
      rotateOn: Day.optional(),
      rotateIn: z.int().optional(),
      longestMinutes: z.int(),
      sealedDek: z.string(),
    }),
    `SELECT d.id, d.body AS address, d.title, k.class, d.collection_id AS collectionId, k.rotation_days AS rotationDays,
            k.dek_id AS dekId, s.epoch, k.rotated_at AS rotatedAt, k.rotate_on AS rotateOn, ${rotateInOf} AS rotateIn,
            c.lease_minutes AS longestMinutes, s.sealed_dek AS sealedDek
       FROM documents d JOIN credentials k ON k.document_id = d.id JOIN collections c ON c.id = d.collection_id
       JOIN secrets s ON s.document_id = d.id AND s.dek_id = k.dek_id
      WHERE d.id = @documentId`,
  ),
  version: sql.get(
    z.object({
      revision: z.int(),
      dekId: z.string(),
      class: CredentialClass,
      author: MemberId,
      payload: z.string(),
      signature: z.string(),
      sealedDek: z.string(),
      /** Of the secret in force. */
      currentDekId: z.string(),
      currentClass: CredentialClass,
    }),
    `SELECT m.revision, m.dek_id AS dekId, s.class, m.member_id AS author, m.payload, m.signature, s.sealed_dek AS sealedDek,
            k.dek_id AS currentDekId, k.class AS currentClass
       FROM manifests m JOIN secrets s ON s.document_id = m.document_id AND s.dek_id = m.dek_id
       JOIN credentials k ON k.document_id = m.document_id
      WHERE m.document_id = @documentId AND m.revision = @revision`,
  ),
  field: sql.get(
    SealedField,
    `SELECT n, kind, sealed FROM secret_fields WHERE document_id = @documentId AND dek_id = @dekId AND n = @n`,
  ),
  fieldNames: sql.all(
    z.object({ n: z.int(), kind: FieldKind }),
    `SELECT n, kind FROM secret_fields WHERE document_id = @documentId AND dek_id = @dekId ORDER BY n`,
  ),
  openRotations: sql.all(
    z.object({ id: z.string(), cause: z.string(), at: Instant, about: z.string() }),
    `SELECT id, cause, opened_at AS at, about FROM rotation_tasks
      WHERE document_id = @documentId AND closed_at IS NULL ORDER BY opened_at DESC`,
  ),
  /** The caller's own: by a lease that runs, or by a grant in force. */
  ownWraps: sql.all(
    z.object({
      granter: z.string(),
      granterEpoch: z.int(),
      toEpoch: z.int(),
      leaseId: LeaseId.optional(),
      grantId: GrantId.optional(),
      n: z.int().optional(),
      wrap: z.string(),
      lease: Signed.extend({ approver: MemberId }).optional(),
    }),
    `SELECT w.granter_id AS granter, w.granter_epoch AS granterEpoch, w.recipient_epoch AS toEpoch,
            l.id AS leaseId, g.id AS grantId, nullif(w.n, 0) AS n, w.wrap,
            CASE WHEN l.id IS NOT NULL
                 THEN json_object('payload', l.payload, 'signature', l.signature, 'approver', l.approved_by) END AS lease
       FROM secret_wraps w JOIN members m ON m.id = @memberId AND m.account_id = w.account_id
       LEFT JOIN leases l ON w.by_kind = 'lease' AND l.id = w.by_id AND l.member_id = m.id AND ${leaseRuns('l')}
       LEFT JOIN grants g ON w.by_kind = 'grant' AND g.id = w.by_id AND g.member_id = m.id AND ${inForce}
      WHERE w.document_id = @documentId AND w.dek_id = @dekId AND (l.id IS NOT NULL OR g.id IS NOT NULL)`,
  ),
  ownLease: sql.get(
    Lease,
    `SELECT ${leaseColumns} FROM leases l ${leaseJoins}
      WHERE l.document_id = @documentId AND l.member_id = @memberId AND ${leaseRuns('l')}
      ORDER BY l.ends_at DESC LIMIT 1`,
  ),
  revealedSince: sql.get(
    z.object({ at: Instant }),
    `SELECT at FROM reveals
      WHERE member_id = @memberId AND document_id = @documentId AND at >= @since AND purpose <> 'check' LIMIT 1`,
  ),
  waiting: sql.get(
    z.object({ reference: z.string(), since: Instant }),
    `SELECT 'AR-' || printf('%02d', number) AS reference, created_at AS since FROM access_requests
      WHERE document_id = @documentId AND member_id = @memberId AND decided IS NULL AND expires_at > @now
      ORDER BY created_at DESC LIMIT 1`,
  ),
  actorSeq: sql.get(z.object({ actorSeq: z.int() }), `SELECT actor_seq AS actorSeq FROM members WHERE id = @memberId`),
  /** Everybody who must get the key of a new secret: holders of leases that run or sleep, and of grants on the document. */
  holders: sql.all(
    z.object({
      account: z.string(),
      leaseId: LeaseId.optional(),
      grantId: GrantId.optional(),
      fields: z.array(z.int()).optional(),
      lease: Signed.extend({ approver: MemberId }).optional(),
    }),
    `SELECT m.account_id AS account, l.id AS leaseId, NULL AS grantId, l.fields,
            json_object('payload', l.payload, 'signature', l.signature, 'approver', l.approved_by) AS lease
       FROM leases l JOIN members m ON m.id = l.member_id AND m.removed_at IS NULL
      WHERE l.document_id = @documentId AND l.ended_at IS NULL AND l.ends_at > @now
     UNION ALL
     SELECT m.account_id, NULL, g.id, NULL, NULL
       FROM grants g JOIN members m ON m.id = g.member_id AND m.removed_at IS NULL
      WHERE g.document_id = @documentId AND g.level >= 2 AND ${inForce}`,
  ),
  /** Of an organization: who should have the key of a secret in force, and has not. */
  missingWraps: sql.all(
    z.object({
      reference: Reference,
      account: z.string(),
      leaseId: LeaseId.optional(),
      grantId: GrantId.optional(),
      fields: z.array(z.int()).optional(),
    }),
    `SELECT ${referenceOf('d')} AS reference, m.account_id AS account, l.id AS leaseId, NULL AS grantId, l.fields
       FROM leases l JOIN members m ON m.id = l.member_id AND m.removed_at IS NULL
       JOIN documents d ON d.id = l.document_id JOIN credentials k ON k.document_id = d.id
      WHERE l.organization_id = @organizationId AND l.ended_at IS NULL AND l.ends_at > @now
        AND NOT EXISTS (SELECT 1 FROM secret_wraps w WHERE w.document_id = d.id AND w.dek_id = k.dek_id
                          AND w.by_kind = 'lease' AND w.by_id = l.id AND w.recipient_epoch = m.epoch)
     UNION ALL
     SELECT ${referenceOf('d')}, m.account_id, NULL, g.id, NULL
       FROM grants g JOIN members m ON m.id = g.member_id AND m.removed_at IS NULL
       JOIN documents d ON d.id = g.document_id JOIN credentials k ON k.document_id = d.id AND k.class <> 'break_glass'
      WHERE g.organization_id = @organizationId AND g.level >= 2 AND ${inForce}
        AND NOT EXISTS (SELECT 1 FROM secret_wraps w WHERE w.document_id = d.id AND w.dek_id = k.dek_id
                          AND w.by_kind = 'grant' AND w.by_id = g.id AND w.recipient_epoch = m.epoch)
     LIMIT 500`,
  ),
  lastReveal: sql.get(
    z.object({ by: Person, at: Instant, purpose: z.string() }),
    `SELECT ${person('m', 'p')} AS by, r.at, r.purpose
       FROM reveals r JOIN members m ON m.id = r.member_id JOIN parties p ON p.id = m.party_id
      WHERE r.document_id = @documentId AND r.purpose <> 'check' ORDER BY r.id DESC LIMIT 1`,
  ),
  versions: sql.all(
    z.object({
      revision: z.int(),
      savedAt: Instant,
      savedBy: z.string(),
      note: z.string(),
      fields: FieldsOfManifest,
      changed: z.array(z.int()),
    }),
    `SELECT m.revision, v.saved_at AS savedAt, u.name AS savedBy, v.note,
            (SELECT json_group_array(json_object('n', f.value ->> 'n', 'kind', f.value ->> 'kind'))
               FROM json_each(m.payload, '$.fields') f) AS fields,
            m.payload ->> '$.changed' AS changed
       FROM manifests m JOIN document_revisions v ON v.document_id = m.document_id AND v.revision = m.revision
       JOIN members u ON u.id = m.member_id
      WHERE m.document_id = @documentId AND (@before IS NULL OR m.revision < @before)
      ORDER BY m.revision DESC LIMIT @limit`,
  ),
  reveals: sql.all(
    RevealLine.extend({ id: z.int() }),
    `SELECT r.id, r.event, r.at, ${person('m', 'p')} AS by, r.purpose, r.fields, r.reason, r.ticket, r.revision,
            (SELECT ${referenceOf('d')} FROM documents d JOIN collections c ON c.id = d.collection_id
               JOIN members actor ON actor.id = @memberId
              WHERE d.id = r.from_id AND ${levelOf('actor', 'd', 'c')} >= 0) AS "from"
       FROM reveals r JOIN members m ON m.id = r.member_id JOIN parties p ON p.id = m.party_id
      WHERE r.document_id = @documentId AND (@onlyOwn = 0 OR r.member_id = @memberId)
        AND (@before IS NULL OR r.id < @before)
      ORDER BY r.id DESC LIMIT @limit`,
  ),
  openersByRight: sql.all(
    z.object({
      member: Person,
      by: z.enum(['role', 'collection', 'document']),
      level: z.int(),
      endsAt: Instant.optional(),
      grantId: GrantId.optional(),
      lastOpenedAt: Instant.optional(),
    }),
    `SELECT ${person('m', 'p')} AS member, x.by, x.level, x.ends_at AS endsAt, x.grant_id AS grantId,
            (SELECT max(r.at) FROM reveals r WHERE r.member_id = m.id AND r.document_id = @documentId) AS lastOpenedAt
       FROM (SELECT m.id AS member_id, 'role' AS by, 4 AS level, NULL AS ends_at, NULL AS grant_id
               FROM members m JOIN documents d ON d.organization_id = m.organization_id
              WHERE d.id = @documentId AND m.removed_at IS NULL AND m.role IN ('owner', 'admin')
             UNION ALL
             SELECT g.member_id, CASE WHEN g.document_id IS NULL THEN 'collection' ELSE 'document' END, g.level, g.ends_at, g.id
               FROM documents d JOIN grants g ON (g.document_id = d.id OR g.collection_id = d.collection_id)
              WHERE d.id = @documentId AND g.level >= 2 AND ${inForce}
                AND NOT EXISTS (SELECT 1 FROM credentials k WHERE k.document_id = d.id AND k.class = 'break_glass')) x
       JOIN members m ON m.id = x.member_id AND m.removed_at IS NULL JOIN parties p ON p.id = m.party_id
      ORDER BY x.by = 'role' DESC, m.name LIMIT 500`,
  ),
  openersByLease: sql.all(
    Lease.extend({ lastOpenedAt: Instant.optional() }),
    `SELECT ${leaseColumns},
            (SELECT max(r.at) FROM reveals r WHERE r.lease_id = l.id) AS lastOpenedAt
       FROM leases l ${leaseJoins}
      WHERE l.document_id = @documentId AND l.ended_at IS NULL AND l.ends_at > @now ORDER BY l.ends_at`,
  ),

  // --- Writing ---------------------------------------------------------------------------------------------------

  insert: sql.run(
    `INSERT INTO credentials (document_id, class, rotation_days, dek_id, rotated_at, rotated_on)
     VALUES (@documentId, @class, @rotationDays, @dekId, @since, @sinceDay)`,
  ),
  change: sql.run(
    `UPDATE credentials SET class = @class, rotation_days = @rotationDays, dek_id = @dekId,
            rotated_at = CASE WHEN @rotated THEN @now ELSE rotated_at END,
            rotated_on = CASE WHEN @rotated THEN @today ELSE rotated_on END
      WHERE document_id = @documentId`,
  ),
  addSecret: sql.run(
    `INSERT INTO secrets (dek_id, document_id, collection_id, epoch, class, sealed_dek, saved_at, saved_by)
     VALUES (@dekId, @documentId, @collectionId, @epoch, @class, @sealedDek, @now, @memberId)`,
  ),
  addField: sql.run(
    `INSERT INTO secret_fields (document_id, dek_id, n, kind, sealed) VALUES (@documentId, @dekId, @n, @kind, @sealed)`,
  ),
  addManifest: sql.run(
    `INSERT INTO manifests (document_id, revision, dek_id, member_id, payload, signature)
     VALUES (@documentId, @revision, @dekId, @memberId, @payload, @signature)`,
  ),
  addWrap: sql.run(
    `INSERT OR REPLACE INTO secret_wraps (document_id, dek_id, account_id, recipient_epoch, by_kind, by_id, n, granter_id, granter_epoch, wrap)
     VALUES (@documentId, @dekId, @accountId, @recipientEpoch, @byKind, @byId, @n, @granterId, @granterEpoch, @wrap)`,
  ),
  clearWraps: sql.run(`DELETE FROM secret_wraps WHERE document_id = @documentId AND dek_id <> @dekId`),
  closeRotations: sql.run(
    `UPDATE rotation_tasks SET closed_at = @now, closed_by = @memberId WHERE document_id = @documentId AND closed_at IS NULL`,
  ),
  openRotation: sql.run(
    `INSERT INTO rotation_tasks (id, organization_id, document_id, cause, about, about_id, opened_at, opened_by)
     VALUES (@id, @organizationId, @documentId, @cause, @about, @aboutId, @now, @memberId)`,
  ),
  hasRotation: sql.get(
    z.object({ id: z.string() }),
    `SELECT id FROM rotation_tasks WHERE document_id = @documentId AND cause = @cause AND about_id = @aboutId AND closed_at IS NULL`,
  ),

  // --- Revealing -------------------------------------------------------------------------------------------------

  countReveal: sql.run(`UPDATE members SET actor_seq = @actorSeq WHERE id = @memberId AND actor_seq = @actorSeq - 1`),
  runningLease: sql.get(
    z.object({ id: LeaseId, fields: z.array(z.int()).optional() }),
    `SELECT l.id, l.fields FROM leases l
      WHERE l.document_id = @documentId AND l.member_id = @memberId AND l.hash = @hash AND ${leaseRuns('l')}`,
  ),
  countLease: sql.run(`UPDATE leases SET reveals = reveals + 1 WHERE id = @leaseId`),
  addReveal: sql.run(
    `INSERT INTO reveals (event, document_id, dek_id, revision, member_id, at, purpose, fields, reason, ticket, lease_id, from_id)
     VALUES (@event, @documentId, @dekId, @revision, @memberId, @now, @purpose, @fields, @reason, @ticket, @leaseId, @fromId)`,
  ),
  keyHolders: sql.all(
    z.object({ id: MemberId }),
    `SELECT id FROM members WHERE organization_id = @organizationId AND removed_at IS NULL AND role IN ('owner', 'admin')`,
  ),
  /** For the health check: what the caller opens by standing right, never break-glass. */
  checkable: sql.get(
    z.object({
      id: DocumentId,
      reference: Reference,
      collectionId: CollectionId,
      revision: z.int(),
      dekId: z.string(),
      rotatedAt: Instant,
    }),
    `SELECT d.id, ${referenceOf('d')} AS reference, d.collection_id AS collectionId, d.revision, k.dek_id AS dekId, k.rotated_at AS rotatedAt
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id JOIN credentials k ON k.document_id = d.id
      WHERE actor.id = @memberId AND d.id = @documentId AND k.class <> 'break_glass' AND d.archived_at IS NULL
        AND ${levelOf('actor', 'd', 'c')} >= 2`,
  ),
}))
