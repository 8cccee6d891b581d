import { z } from 'zod'
import { ContractDecision, ContractRevision, ContractTerms, PastDecision } from '#contract/contracts.ts'
import {
  AttachmentId,
  ContractId,
  CollectionId,
  Day,
  DocumentId,
  Instant,
  MemberId,
  OrganizationId,
  Person,
  Reference,
} from '#contract/values.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { canView, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** As they are kept: whose contract it is stands in columns of its own. */
export const StoredTerms = ContractTerms.omit({ ownerId: true, fallbackId: true })

/** A contract with what the caller may know of it; what it comes to today is computed (terms.ts). */
export const ContractRow = z.object({
  id: ContractId,
  number: z.int(),
  revision: z.int(),
  updatedAt: Instant,
  updatedBy: z.string(),
  archivedAt: Instant.optional(),
  terms: StoredTerms,
  owner: Person.optional(),
  fallback: Person.optional(),
  documentId: DocumentId,
  collectionId: CollectionId,
  vendor: z.object({ reference: Reference, title: z.string() }),
  vendorArchivedAt: Instant.optional(),
  level: z.int(),
  /** The newest about each end of a term, of those that stand. */
  decided: z.array(ContractDecision),
})
export type ContractRow = z.infer<typeof ContractRow>

const decisionOf = `json_object('decision', x.decision, 'at', x.decided_at,
    'by', (SELECT name FROM members WHERE id = x.decided_by), 'why', x.why, 'proof', x.proof,
    'attachmentId', x.attachment_id, 'termEndsOn', x.term_ends_on)` as const

/** From a member (`actor`) to contracts (`k`) of vendors that the member can open. Binds @memberId and @now. */
const fromReach = `
  FROM members actor JOIN contracts k ON k.organization_id = actor.organization_id
  JOIN documents d ON d.id = k.document_id JOIN collections c ON c.id = d.collection_id
  JOIN members u ON u.id = k.updated_by
  LEFT JOIN members o ON o.id = k.owner_id LEFT JOIN parties op ON op.id = o.party_id
  LEFT JOIN members p ON p.id = k.fallback_id LEFT JOIN parties pp ON pp.id = p.party_id
 WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1` as const

const columns = `
  k.id, k.number, k.revision, k.updated_at AS updatedAt, u.name AS updatedBy, k.archived_at AS archivedAt, k.terms,
  CASE WHEN ${canView('o', 'd', 'c')} THEN ${person('o', 'op')} END AS owner,
  CASE WHEN ${canView('p', 'd', 'c')} THEN ${person('p', 'pp')} END AS fallback,
  d.id AS documentId, d.collection_id AS collectionId,
  json_object('reference', ${referenceOf('d')}, 'title', d.title) AS vendor,
  d.archived_at AS vendorArchivedAt, ${levelOf('actor', 'd', 'c')} AS level,
  (SELECT json_group_array(${decisionOf})
     FROM contract_decisions x
    WHERE x.contract_id = k.id AND x.undone_at IS NULL
      AND x.id = (SELECT max(y.id) FROM contract_decisions y
                   WHERE y.contract_id = k.id AND y.undone_at IS NULL AND y.term_ends_on IS x.term_ends_on)) AS decided` as const

export const contractQueries = queries((sql) => ({
  /** Archived ones, and those of archived vendors, only when asked for; of one vendor, all that stand. */
  list: sql.all(
    ContractRow,
    `SELECT ${columns} ${fromReach}
        AND (@documentId IS NULL OR k.document_id = @documentId)
        AND CASE WHEN @archived THEN k.archived_at IS NOT NULL OR (d.archived_at IS NOT NULL AND @documentId IS NULL)
                 ELSE k.archived_at IS NULL AND (d.archived_at IS NULL OR @documentId IS NOT NULL) END
        AND (@text IS NULL OR k.terms ->> 'title' LIKE @text ESCAPE '!' OR k.terms ->> 'number' LIKE @text ESCAPE '!'
             OR 'CT-' || printf('%02d', k.number) LIKE @text ESCAPE '!'
             OR d.title LIKE @text ESCAPE '!' OR ${referenceOf('d')} LIKE @text ESCAPE '!')`,
  ),
  one: sql.get(ContractRow, `SELECT ${columns} ${fromReach} AND k.number = @number`),
  decisions: sql.all(
    PastDecision,
    `SELECT x.decision, x.decided_at AS at, m.name AS by, x.why, x.proof, x.attachment_id AS attachmentId,
            x.term_ends_on AS termEndsOn, (SELECT name FROM members WHERE id = x.undone_by) AS undoneBy
       FROM contract_decisions x JOIN members m ON m.id = x.decided_by
      WHERE x.contract_id = @contractId ORDER BY x.id DESC LIMIT 200`,
  ),
  revisions: sql.all(
    ContractRevision,
    `SELECT r.revision, r.saved_at AS savedAt, m.name AS savedBy, r.terms
       FROM contract_revisions r JOIN members m ON m.id = r.saved_by
      WHERE r.contract_id = @contractId ORDER BY r.revision DESC LIMIT 200`,
  ),
  byId: sql.get(
    z.object({
      organizationId: OrganizationId,
      documentId: DocumentId,
      createdBy: MemberId,
      number: z.int(),
      revision: z.int(),
    }),
    `SELECT organization_id AS organizationId, document_id AS documentId, created_by AS createdBy, number, revision
       FROM contracts WHERE id = @id`,
  ),
  count: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM contracts WHERE document_id = @documentId`,
  ),
  /** The vendor as the spine names it. */
  vendorOf: sql.get(
    z.object({ number: z.int(), ownerId: MemberId.optional(), owner: z.string().optional() }),
    `SELECT d.number, o.id AS ownerId, o.name AS owner FROM documents d LEFT JOIN members o ON o.id = d.owner_id WHERE d.id = @documentId`,
  ),
  mayKeep: sql.get(
    z.object({ may: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM documents d JOIN collections c ON c.id = d.collection_id
                      JOIN members m ON m.organization_id = d.organization_id
                     WHERE d.id = @documentId AND m.id = @keeperId AND ${canView('m', 'd', 'c')}) AS may`,
  ),
  attachment: sql.get(
    z.object({ id: AttachmentId }),
    `SELECT id FROM attachments
      WHERE id = @attachmentId AND document_id = @documentId AND removed_at IS NULL AND purged_at IS NULL`,
  ),

  // --- Writing ---------------------------------------------------------------------------------------------------

  nextNumber: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, 'contract', 1)
     ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  ),
  insert: sql.run(
    `INSERT INTO contracts (id, organization_id, number, document_id, owner_id, fallback_id, terms, created_at, created_by, updated_at, updated_by)
     VALUES (@id, @organizationId, @number, @documentId, @ownerId, @fallbackId, @terms, @now, @memberId, @now, @memberId)`,
  ),
  update: sql.get(
    z.object({ revision: z.int() }),
    `UPDATE contracts SET owner_id = @ownerId, fallback_id = @fallbackId, terms = @terms, updated_at = @now, updated_by = @memberId,
            revision = revision + 1
      WHERE id = @id AND revision = @revision RETURNING revision`,
  ),
  addRevision: sql.run(
    `INSERT INTO contract_revisions (contract_id, revision, saved_at, saved_by, terms)
     VALUES (@contractId, @revision, @now, @memberId, @terms)`,
  ),
  archive: sql.run(`UPDATE contracts SET archived_at = @now WHERE id = @contractId AND archived_at IS NULL`),
  restore: sql.run(`UPDATE contracts SET archived_at = NULL WHERE id = @contractId AND archived_at IS NOT NULL`),
  decide: sql.run(
    `INSERT INTO contract_decisions (contract_id, term_ends_on, decision, why, proof, attachment_id, decided_at, decided_by)
     VALUES (@contractId, @termEndsOn, @decision, @why, @proof, @attachmentId, @now, @memberId)`,
  ),
  /** The newest that stands about that end. */
  undo: sql.run(
    `UPDATE contract_decisions SET undone_at = @now, undone_by = @memberId
      WHERE id = (SELECT max(id) FROM contract_decisions
                   WHERE contract_id = @contractId AND undone_at IS NULL AND term_ends_on IS @termEndsOn)`,
  ),

  // --- Holidays --------------------------------------------------------------------------------------------------

  holidays: sql.all(
    z.object({ on: Day, name: z.string() }),
    `SELECT on_day AS "on", name FROM holidays WHERE organization_id = @organizationId ORDER BY on_day`,
  ),
  clearHolidays: sql.run(`DELETE FROM holidays WHERE organization_id = @organizationId`),
  addHolidays: sql.run(
    `INSERT INTO holidays (organization_id, on_day, name)
     SELECT @organizationId, value ->> 'on', value ->> 'name' FROM json_each(@items)`,
  ),
}))
