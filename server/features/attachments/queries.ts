import { z } from 'zod'
import { Attachment } from '#contract/attachments.ts'
import { AttachmentId, Instant, MemberId } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

/** Longer texts are for a program of one's own. */
const longestTextBytes = 1_000_000

const previewOf = `
  CASE WHEN a.sealed = 1 OR a.blob_id IS NULL OR b.lost_at IS NOT NULL THEN 'none'
       WHEN b.width IS NOT NULL THEN 'image'
       WHEN a.media_type = 'application/pdf' THEN 'pdf'
       WHEN a.media_type = 'text/plain' AND a.size_bytes <= ${longestTextBytes} THEN 'text'
       ELSE 'none' END` as const

const columns = `
  a.id, a.name, a.media_type AS mediaType, a.size_bytes AS sizeBytes, a.sha256, ${previewOf} AS preview, b.width, b.height,
  a.sealed, a.added_at AS addedAt, m.name AS addedBy, a.version, a.replaces_id AS replaces,
  a.removed_at AS removedAt, r.name AS removedBy, a.purged_at AS purgedAt` as const

const joins = `
  JOIN members m ON m.id = a.added_by
  LEFT JOIN members r ON r.id = a.removed_by
  LEFT JOIN blobs b ON b.id = a.blob_id` as const

/** Every attachment that came into being by replacing, forwards and back, from @id. */
const family = `
  WITH RECURSIVE family (id, replaces_id) AS (
    SELECT id, replaces_id FROM attachments WHERE id = @id
    UNION
    SELECT a.id, a.replaces_id FROM attachments a JOIN family f ON a.replaces_id = f.id OR a.id = f.replaces_id)` as const

const Stored = z.object({
  id: AttachmentId,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  sealed: z.boolean(),
  version: z.int(),
  addedBy: MemberId,
  replacesId: AttachmentId.optional(),
  removedAt: Instant.optional(),
  purgedAt: Instant.optional(),
  /** Of its bytes; absent once they are purged. */
  blobId: z.string().optional(),
  file: z.string().optional(),
  width: z.int().optional(),
  lostAt: Instant.optional(),
})
export type Stored = z.infer<typeof Stored>

export const attachmentQueries = queries((sql) => ({
  // --- Reading ---------------------------------------------------------------------------------------------------

  list: sql.all(
    Attachment,
    `SELECT ${columns} FROM attachments a ${joins}
      WHERE a.document_id = @documentId AND (@history OR a.removed_at IS NULL)
      ORDER BY a.removed_at IS NOT NULL, a.added_at DESC, a.id DESC`,
  ),
  shown: sql.get(Attachment, `SELECT ${columns} FROM attachments a ${joins} WHERE a.id = @id`),
  stored: sql.get(
    Stored,
    `SELECT a.id, a.name, a.media_type AS mediaType, a.size_bytes AS sizeBytes, a.sha256, a.sealed, a.version,
            a.added_by AS addedBy, a.replaces_id AS replacesId, a.removed_at AS removedAt, a.purged_at AS purgedAt,
            a.blob_id AS blobId, b.file, b.width, b.lost_at AS lostAt
       FROM attachments a LEFT JOIN blobs b ON b.id = a.blob_id
      WHERE a.id = @id AND a.document_id = @documentId`,
  ),
  isTaken: sql.get(z.object({ id: AttachmentId }), `SELECT id FROM attachments WHERE id = @id`),
  counts: sql.get(
    z.object({ present: z.int(), all: z.int() }),
    `SELECT count(*) FILTER (WHERE removed_at IS NULL) AS present, count(*) AS "all"
       FROM attachments WHERE document_id = @documentId`,
  ),
  usage: sql.get(z.object({ bytes: z.int() }), `SELECT bytes FROM file_usage WHERE organization_id = @organizationId`),
  /** The one of those that replaced each other that is in its place now. */
  successor: sql.get(
    z.object({ id: AttachmentId }),
    `${family} SELECT a.id FROM family f JOIN attachments a ON a.id = f.id WHERE a.removed_at IS NULL LIMIT 1`,
  ),
  newestVersion: sql.get(
    z.object({ version: z.int() }),
    `${family} SELECT max(a.version) AS version FROM family f JOIN attachments a ON a.id = f.id`,
  ),

  // --- Writing ---------------------------------------------------------------------------------------------------

  blob: sql.get(
    z.object({ id: z.string(), file: z.string(), sizeBytes: z.int(), lostAt: Instant.optional() }),
    `SELECT id, file, size_bytes AS sizeBytes, lost_at AS lostAt FROM blobs
      WHERE organization_id = @organizationId AND sha256 = @sha256`,
  ),
  addBlob: sql.run(
    `INSERT INTO blobs (id, organization_id, sha256, size_bytes, file, media_type, width, height, created_at)
     VALUES (@id, @organizationId, @sha256, @sizeBytes, @file, @mediaType, @width, @height, @now)`,
  ),
  /** The same content has come again, whole. */
  healBlob: sql.run(
    `UPDATE blobs SET file = @file, media_type = @mediaType, width = @width, height = @height, lost_at = NULL WHERE id = @id`,
  ),
  add: sql.run(
    `INSERT INTO attachments (id, document_id, blob_id, name, media_type, size_bytes, sha256, sealed, version, replaces_id,
                              added_at, added_by)
     VALUES (@id, @documentId, @blobId, @name, @mediaType, @sizeBytes, @sha256, @sealed, @version, @replacesId, @now, @memberId)`,
  ),
  rename: sql.run(`UPDATE attachments SET name = @name WHERE id = @id`),
  remove: sql.run(
    `UPDATE attachments SET removed_at = @now, removed_by = @memberId WHERE id = @id AND removed_at IS NULL`,
  ),
  restore: sql.run(`UPDATE attachments SET removed_at = NULL, removed_by = NULL WHERE id = @id`),
  purge: sql.run(`UPDATE attachments SET blob_id = NULL, purged_at = @now WHERE id = @id AND purged_at IS NULL`),

  named: sql.get(z.object({ id: z.string() }), `SELECT id FROM blobs WHERE file = @file`),

  // --- Erasing ---------------------------------------------------------------------------------------------------

  erasures: sql.all(
    z.object({ blobId: z.string(), file: z.string().optional(), isNeeded: z.boolean() }),
    `SELECT e.blob_id AS blobId, b.file, EXISTS (SELECT 1 FROM attachments a WHERE a.blob_id = e.blob_id) AS isNeeded
       FROM erasures e LEFT JOIN blobs b ON b.id = e.blob_id LIMIT @limit`,
  ),
  erase: sql.run(`DELETE FROM blobs WHERE id = @blobId`),
  erased: sql.run(`DELETE FROM erasures WHERE blob_id = @blobId`),
}))
