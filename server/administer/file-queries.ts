import { z } from 'zod'
import { queries } from '../platform/sql.ts'

/** A content, as its row says. */
export const BlobRow = z.object({
  id: z.string(),
  file: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  lostAt: z.string().optional(),
})
export type BlobRow = z.infer<typeof BlobRow>

const columns = `b.id, b.file, b.size_bytes AS sizeBytes, b.sha256, b.lost_at AS lostAt` as const

/** For checking, backing up and repairing the files of attachments. */
export const fileQueries = queries((sql) => ({
  blobs: sql.all(BlobRow, `SELECT ${columns} FROM blobs b WHERE b.id > @after ORDER BY b.id LIMIT 200`),
  blob: sql.get(BlobRow, `SELECT ${columns} FROM blobs b WHERE b.id = @id`),
  byFile: sql.get(z.object({ id: z.string() }), `SELECT id FROM blobs WHERE file = @file`),
  withContent: sql.get(
    z.object({ file: z.string() }),
    `SELECT file FROM blobs WHERE sha256 = @sha256 AND lost_at IS NULL LIMIT 1`,
  ),
  /** What people know a content by. */
  attachments: sql.all(
    z.object({
      id: z.string(),
      name: z.string(),
      version: z.int(),
      slug: z.string(),
      kind: z.string(),
      number: z.int(),
    }),
    `SELECT a.id, a.name, a.version, o.slug, d.kind, d.number
       FROM attachments a JOIN documents d ON d.id = a.document_id JOIN organizations o ON o.id = d.organization_id
      WHERE a.blob_id = @id ORDER BY a.added_at LIMIT 20`,
  ),
  markLost: sql.run(`UPDATE blobs SET lost_at = @now WHERE id = @id`),
  markFound: sql.run(`UPDATE blobs SET lost_at = NULL WHERE id = @id`),
  usageUnlike: sql.all(
    z.object({ organizationId: z.string(), bytes: z.int() }),
    `SELECT o.id AS organizationId, coalesce(s.bytes, 0) AS bytes
       FROM organizations o LEFT JOIN file_usage u ON u.organization_id = o.id
       LEFT JOIN (SELECT b.organization_id, sum(a.size_bytes) AS bytes FROM attachments a JOIN blobs b ON b.id = a.blob_id
                   GROUP BY b.organization_id) s ON s.organization_id = o.id
      WHERE coalesce(u.bytes, 0) <> coalesce(s.bytes, 0)`,
  ),
  setUsage: sql.run(
    `INSERT INTO file_usage (organization_id, bytes) VALUES (@organizationId, @bytes)
     ON CONFLICT DO UPDATE SET bytes = @bytes`,
  ),
}))
