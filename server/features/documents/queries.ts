import { z } from 'zod'
import { Content } from '#contract/content.ts'
import { Cause, Document, DocumentChip, Revision, RevisionLine, Verification } from '#contract/documents.ts'
import { CollectionId, Criticality, DocumentId, Instant, Kind, MemberId } from '#contract/values.ts'
import { causeOf, chipColumns, documentColumns, lineJoins, referenceOf } from '../../access/document-line.ts'
import { doubtsOf } from '../../access/freshness.ts'
import { canView, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** Whether a row that is about to be named in an answer is in the caller's reach at all. */
const isListed = `${levelOf('actor', 'd', 'c')} >= 0` as const

export const documentQueries = queries((sql) => ({
  // --- One document ----------------------------------------------------------------------------------------------

  whole: sql.get(
    Document.omit({ causes: true, related: true, usedIn: true, cited: true, mayVerify: true }),
    `SELECT ${documentColumns}, d.body, d.content, d.created_at AS createdAt, (SELECT name FROM members WHERE id = d.created_by) AS createdBy,
            (SELECT name FROM members WHERE id = d.verified_by) AS verifiedBy, d.verification_note AS verificationNote,
            (SELECT until_on FROM snoozes WHERE snoozes.member_id = actor.id AND snoozes.document_id = d.id AND until_on > @today) AS snoozedUntil
       FROM members actor JOIN documents d ON d.id = @documentId ${lineJoins}
      WHERE actor.id = @memberId`,
  ),
  causes: sql.all(
    z.object({ cause: Cause }),
    `SELECT ${causeOf} AS cause
       FROM members actor JOIN documents d ON d.id = @documentId JOIN doubts x ON ${doubtsOf('d')}
      WHERE actor.id = @memberId AND @now IS NOT NULL
      ORDER BY x.cause = 'flag' DESC, x.at DESC LIMIT 50`,
  ),
  related: sql.all(
    DocumentChip,
    `SELECT ${chipColumns}
       FROM (SELECT related_id AS id, position FROM document_relations WHERE document_id = @documentId
              UNION SELECT document_id, 1000 FROM document_relations WHERE related_id = @documentId
                AND document_id NOT IN (SELECT related_id FROM document_relations WHERE document_id = @documentId)) r
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = r.id JOIN collections c ON c.id = d.collection_id
      WHERE ${isListed}
      ORDER BY r.position, d.kind DESC, d.title LIMIT 300`,
  ),
  usedIn: sql.all(
    DocumentChip,
    `SELECT ${chipColumns}
       FROM documents this JOIN members actor ON actor.id = @memberId
       JOIN citations k ON k.organization_id = this.organization_id AND k.kind = this.kind AND k.number = this.number
       JOIN documents d ON d.id = k.document_id AND d.archived_at IS NULL JOIN collections c ON c.id = d.collection_id
      WHERE this.id = @documentId AND d.id <> this.id AND ${isListed}
      ORDER BY d.title LIMIT 200`,
  ),
  cited: sql.all(
    DocumentChip,
    `SELECT ${chipColumns}
       FROM citations k JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.organization_id = k.organization_id AND d.kind = k.kind AND d.number = k.number
       JOIN collections c ON c.id = d.collection_id
      WHERE k.document_id = @documentId AND ${isListed}
      ORDER BY k.position LIMIT 500`,
  ),

  // --- Writing ---------------------------------------------------------------------------------------------------

  nextNumber: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, @kind, 1)
     ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  ),
  skipTo: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, @kind, @number)
     ON CONFLICT DO UPDATE SET last = @number WHERE last < @number RETURNING last`,
  ),
  byId: sql.get(
    z.object({ organizationId: z.string(), createdBy: MemberId, kind: Kind, number: z.int(), revision: z.int() }),
    `SELECT organization_id AS organizationId, created_by AS createdBy, kind, number, revision FROM documents WHERE id = @id`,
  ),
  insert: sql.run(
    `INSERT INTO documents (id, organization_id, kind, number, collection_id, title, summary, body, headings, word_parts, tags,
                            owner_id, deputy_id, criticality, interval_days, created_at, created_by, updated_at, updated_by,
                            proposed_on, imported_revision, content)
     VALUES (@id, @organizationId, @kind, @number, @collectionId, @title, @summary, @body, @headings, @wordParts, @tags,
             @ownerId, @deputyId, @criticality, @intervalDays, @now, @memberId, @now, @memberId, @proposedOn, @importedRevision, @content)`,
  ),
  update: sql.get(
    z.object({ revision: z.int() }),
    `UPDATE documents SET collection_id = @collectionId, title = @title, summary = @summary, body = @body, content = @content,
            headings = @headings, word_parts = @wordParts, tags = @tags, owner_id = @ownerId, deputy_id = @deputyId, criticality = @criticality,
            interval_days = @intervalDays, updated_at = @now, updated_by = @memberId, revision = revision + 1,
            material_revision = CASE WHEN @isMaterial THEN revision + 1 ELSE material_revision END,
            imported_revision = CASE WHEN @imported THEN revision + 1 ELSE imported_revision END
      WHERE id = @id AND revision = @revision RETURNING revision`,
  ),
  forUpdate: sql.get(
    z.object({
      title: z.string(),
      summary: z.string(),
      body: z.string(),
      content: Content.optional(),
      tags: z.array(z.string()),
      collectionId: CollectionId,
      ownerId: MemberId.optional(),
      deputyId: MemberId.optional(),
      criticality: Criticality,
      intervalDays: z.int(),
    }),
    `SELECT title, summary, body, content, tags, collection_id AS collectionId, owner_id AS ownerId, deputy_id AS deputyId,
            criticality, interval_days AS intervalDays FROM documents WHERE id = @documentId`,
  ),
  addRevision: sql.run(
    `INSERT INTO document_revisions (document_id, revision, saved_at, saved_by, note, title, summary, body, tags, content, digest)
     VALUES (@documentId, @revision, @now, @memberId, @note, @title, @summary, @body, @tags, @content, @digest)`,
  ),
  clearTags: sql.run(`DELETE FROM document_tags WHERE document_id = @documentId`),
  addTags: sql.run(`INSERT INTO document_tags (document_id, tag) SELECT @documentId, value FROM json_each(@tags)`),
  /** What the saver cannot see stays related: it was not theirs to leave out. */
  clearRelations: sql.run(
    `DELETE FROM document_relations
      WHERE document_id = @documentId
        AND EXISTS (SELECT 1 FROM members actor JOIN documents d ON d.id = document_relations.related_id
                      JOIN collections c ON c.id = d.collection_id WHERE actor.id = @memberId AND @now IS NOT NULL AND ${isListed})`,
  ),
  /** Relations that were named on the other end, unless the saver kept them. */
  clearRelationsBack: sql.run(
    `DELETE FROM document_relations
      WHERE related_id = @documentId AND document_id NOT IN (SELECT value FROM json_each(@kept))
        AND EXISTS (SELECT 1 FROM members actor JOIN documents d ON d.id = document_relations.document_id
                      JOIN collections c ON c.id = d.collection_id WHERE actor.id = @memberId AND @now IS NOT NULL AND ${isListed})`,
  ),
  addRelation: sql.run(
    `INSERT OR IGNORE INTO document_relations (document_id, related_id, position)
     SELECT @documentId, @relatedId, @position
      WHERE NOT EXISTS (SELECT 1 FROM document_relations WHERE document_id = @relatedId AND related_id = @documentId)`,
  ),
  clearCitations: sql.run(`DELETE FROM citations WHERE document_id = @documentId`),
  addCitation: sql.run(
    `INSERT OR IGNORE INTO citations (document_id, kind, number, position, organization_id)
     VALUES (@documentId, @kind, @number, @position, @organizationId)`,
  ),
  /** What somebody else has saved meanwhile, for the conflict screen. */
  current: sql.get(
    z.object({
      revision: z.int(),
      title: z.string(),
      summary: z.string(),
      body: z.string(),
      content: Content.optional(),
      tags: z.array(z.string()),
      savedAt: Instant,
      savedBy: z.string(),
    }),
    `SELECT d.revision, d.title, d.summary, d.body, d.content, d.tags, d.updated_at AS savedAt, m.name AS savedBy
       FROM documents d JOIN members m ON m.id = d.updated_by WHERE d.id = @documentId`,
  ),
  /** Members of the organization who can view a document of that collection, and so may keep it. */
  mayKeep: sql.get(
    z.object({ may: z.boolean() }),
    `SELECT EXISTS (SELECT 1 FROM collections c JOIN members m ON m.organization_id = c.organization_id
                      JOIN (SELECT @documentId AS id, @collectionId AS collection_id) d
                     WHERE c.id = @collectionId AND m.id = @keeperId AND ${canView('m', 'd', 'c')}) AS may`,
  ),
  assign: sql.run(`UPDATE documents SET owner_id = @ownerId, deputy_id = @deputyId WHERE id = @documentId`),

  // --- Archive ---------------------------------------------------------------------------------------------------

  archive: sql.run(`UPDATE documents SET archived_at = @now WHERE id = @documentId AND archived_at IS NULL`),
  /** It comes back unverified: nobody has looked at it since. */
  restore: sql.run(
    `UPDATE documents SET archived_at = NULL, verified_at = NULL, verified_on = NULL, verified_by = NULL,
            verified_revision = NULL, verification_note = '' WHERE id = @documentId AND archived_at IS NOT NULL`,
  ),
  purge: sql.run(`DELETE FROM documents WHERE id = @documentId AND archived_at IS NOT NULL`),
  /** What is drawn, or known of a vendor, is no less right because a password or a number that it is bound to changed. */
  citers: sql.all(
    z.object({ id: DocumentId }),
    `SELECT k.document_id AS id FROM documents d
       JOIN citations k ON k.organization_id = d.organization_id AND k.kind = d.kind AND k.number = d.number
      WHERE d.id = @documentId AND k.document_id <> d.id
        AND NOT (@cause IN ('cited_rotated', 'cited_moved', 'cited_vendor')
                 AND (SELECT kind FROM documents WHERE id = k.document_id) IN ('diagram', 'vendor'))
        AND NOT EXISTS (SELECT 1 FROM doubts x WHERE x.document_id = k.document_id AND x.cause = @cause
                          AND x.source_id = d.id AND x.ended_at IS NULL)`,
  ),

  // --- Trust -----------------------------------------------------------------------------------------------------

  addDoubt: sql.run(
    `INSERT INTO doubts (id, document_id, cause, at, member_id, text, source_id, source_kind, source_number)
     VALUES (@id, @documentId, @cause, @now, @memberId, @text, @sourceId, @sourceKind, @sourceNumber)`,
  ),
  /** What was archived is back: those who cite it need not doubt any more. */
  withdrawDoubts: sql.run(
    `UPDATE doubts SET ended_at = @now, ended_by = @memberId WHERE source_id = @sourceId AND cause = 'cited_archived' AND ended_at IS NULL`,
  ),
  endDoubtsByVerifying: sql.run(
    `UPDATE doubts SET ended_at = @now, ended_by = @memberId WHERE document_id = @documentId AND cause <> 'flag' AND ended_at IS NULL`,
  ),
  /** A cause that came from a citation ends when the text cites it no longer. */
  endDoubtsNoLongerCited: sql.run(
    `UPDATE doubts SET ended_at = @now, ended_by = @memberId
      WHERE document_id = @documentId AND cause NOT IN ('flag', 'run_failed') AND ended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM citations k WHERE k.document_id = @documentId
                         AND k.kind = source_kind AND k.number = source_number)`,
  ),
  /** What a run once said of its runbook. */
  endDoubtsFromRun: sql.run(
    `UPDATE doubts SET ended_at = @now, ended_by = @memberId
      WHERE source_id = @runId AND cause = 'run_failed' AND ended_at IS NULL`,
  ),
  criticality: sql.get(
    z.object({ criticality: Criticality }),
    `SELECT criticality FROM documents WHERE id = @documentId`,
  ),
  openFlags: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM doubts WHERE document_id = @documentId AND cause = 'flag' AND ended_at IS NULL`,
  ),
  flag: sql.get(
    z.object({ id: z.string(), endedAt: Instant.optional() }),
    `SELECT id, ended_at AS endedAt FROM doubts WHERE id = @flagId AND document_id = @documentId AND cause = 'flag'`,
  ),
  resolveFlag: sql.run(
    `UPDATE doubts SET ended_at = @now, ended_by = @memberId, ended_note = @note WHERE id = @flagId AND ended_at IS NULL`,
  ),
  verify: sql.run(
    `UPDATE documents SET verified_at = @now, verified_on = @today, verified_by = @memberId, verified_revision = revision,
            verification_note = @note, proposed_on = NULL WHERE id = @documentId AND revision = @revision`,
  ),
  addVerification: sql.run(
    `INSERT INTO verifications (document_id, revision, at, day, member_id, checks, note)
     VALUES (@documentId, @revision, @now, @today, @memberId, @checks, @note)`,
  ),
  verifications: sql.all(
    Verification.extend({ id: z.int() }),
    `SELECT v.id, v.at, m.name AS by, v.revision, v.note FROM verifications v JOIN members m ON m.id = v.member_id
      WHERE v.document_id = @documentId AND (@before IS NULL OR v.id < @before) ORDER BY v.id DESC LIMIT @limit`,
  ),
  snooze: sql.run(
    `INSERT INTO snoozes (member_id, document_id, until_on) VALUES (@memberId, @documentId, @until)
     ON CONFLICT DO UPDATE SET until_on = excluded.until_on`,
  ),
  wake: sql.run(`DELETE FROM snoozes WHERE document_id = @documentId`),
  pin: sql.run(`INSERT OR IGNORE INTO pins (member_id, document_id, pinned_at) VALUES (@memberId, @documentId, @now)`),
  unpin: sql.run(`DELETE FROM pins WHERE member_id = @memberId AND document_id = @documentId`),
  open: sql.run(
    `INSERT OR IGNORE INTO opens (document_id, opened_on, member_id)
     SELECT d.id, @today, actor.id
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.kind = @kind AND d.number = @number AND ${levelOf('actor', 'd', 'c')} >= 1`,
  ),

  // --- Revisions -------------------------------------------------------------------------------------------------

  revisions: sql.all(
    RevisionLine,
    `SELECT r.revision, r.saved_at AS savedAt, m.name AS savedBy, r.title, r.note, v.at AS verifiedAt, vm.name AS verifiedBy
       FROM document_revisions r JOIN members m ON m.id = r.saved_by
       LEFT JOIN verifications v ON v.id = (SELECT max(id) FROM verifications WHERE document_id = r.document_id AND revision = r.revision)
       LEFT JOIN members vm ON vm.id = v.member_id
      WHERE r.document_id = @documentId AND (@before IS NULL OR r.revision < @before)
      ORDER BY r.revision DESC LIMIT @limit`,
  ),
  revision: sql.get(
    Revision,
    `SELECT r.revision, r.saved_at AS savedAt, m.name AS savedBy, r.title, r.note, r.summary, r.body, r.tags, r.content,
            v.at AS verifiedAt, vm.name AS verifiedBy
       FROM document_revisions r JOIN members m ON m.id = r.saved_by
       LEFT JOIN verifications v ON v.id = (SELECT max(id) FROM verifications WHERE document_id = r.document_id AND revision = r.revision)
       LEFT JOIN members vm ON vm.id = v.member_id
      WHERE r.document_id = @documentId AND r.revision = @revision`,
  ),

  // --- Tags and imports --------------------------------------------------------------------------------------------

  tags: sql.all(
    z.object({ tag: z.string(), documents: z.int() }),
    `SELECT t.tag, count(*) AS documents
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id AND d.archived_at IS NULL
       JOIN collections c ON c.id = d.collection_id JOIN document_tags t ON t.document_id = d.id
      WHERE actor.id = @memberId AND ${levelOf('actor', 'd', 'c')} >= 1
      GROUP BY t.tag ORDER BY documents DESC, t.tag LIMIT 500`,
  ),
  importedFile: sql.get(
    z.object({ kind: Kind, number: z.int(), reference: z.string() }),
    `SELECT f.kind, f.number, ${referenceOf('f')} AS reference FROM imported_files f
      WHERE f.collection_id = @collectionId AND f.source = @source AND f.path = @path`,
  ),
  reserveFile: sql.run(
    `INSERT INTO imported_files (organization_id, collection_id, source, path, kind, number)
     VALUES (@organizationId, @collectionId, @source, @path, @kind, @number)`,
  ),
  imported: sql.get(
    z.object({
      revision: z.int(),
      importedRevision: z.int().optional(),
      archivedAt: Instant.optional(),
      title: z.string(),
      summary: z.string(),
      body: z.string(),
      tags: z.array(z.string()),
    }),
    `SELECT revision, imported_revision AS importedRevision, archived_at AS archivedAt, title, summary, body, tags
       FROM documents WHERE organization_id = @organizationId AND kind = @kind AND number = @number`,
  ),
}))
