import { z } from 'zod'
import { DocumentId, Instant } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

const EventRow = z.object({
  seq: z.int(),
  at: Instant,
  act: z.string(),
  memberId: z.string().optional(),
  accountId: z.string().optional(),
  subjectKind: z.string(),
  subjectId: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  address: z.string().optional(),
})
export type EventRow = z.infer<typeof EventRow>

const columns = `
  e.seq, e.at, e.act, e.member_id AS memberId, e.account_id AS accountId, e.subject_kind AS subjectKind,
  e.subject_id AS subjectId, e.payload -> '$.details' AS details, e.payload ->> '$.from.address' AS address` as const

/** The page before a number, within a time, of some acts. */
const fits = `e.seq < @before AND (@since IS NULL OR e.at >= @since) AND (@until IS NULL OR e.at < @until)
    AND (@acts IS NULL OR e.act IN (SELECT value FROM json_each(@acts)))` as const

/**
 * Pages of the audit chain as one organization sees it, the newest first. Each way to ask starts from an index of its
 * own, takes as many numbers as a page has, and reads the entries of those alone. What an account did outside of any
 * organization counts while it was a member's.
 */
const page = <Found extends string>(found: Found) =>
  `WITH found (seq) AS (${found})
   SELECT ${columns}
     FROM (SELECT seq FROM found ORDER BY seq DESC LIMIT @limit) f CROSS JOIN audit_events e ON e.seq = f.seq
    ORDER BY f.seq DESC` as const

const newest = <From extends string>(from: From) =>
  `SELECT seq FROM (SELECT e.seq FROM ${from} AND ${fits} ORDER BY e.seq DESC LIMIT @limit)` as const

const asAccount = `
  members m CROSS JOIN audit_events e INDEXED BY audit_of_account
      ON e.account_id = m.account_id AND e.organization_id IS NULL
     AND e.act IN (SELECT value FROM json_each(@accountActs))
   WHERE e.at >= m.joined_at AND (m.removed_at IS NULL OR e.at < m.removed_at)` as const

const byWhom = `(@personId IS NULL OR e.member_id = @personId)` as const

export const activityQueries = queries((sql) => ({
  ofAll: sql.all(
    EventRow,
    page(`
      ${newest(`audit_events e INDEXED BY audit_of_organization WHERE e.organization_id = @organizationId`)}
      UNION ${newest(`${asAccount} AND m.organization_id = @organizationId`)}
      UNION ${newest(`
        audit_events e INDEXED BY audit_of_account
         WHERE e.account_id IS NULL AND e.organization_id IS NULL
           AND e.act IN (SELECT value FROM json_each(@installationActs))`)}`),
  ),
  ofPerson: sql.all(
    EventRow,
    page(`
      ${newest(`
        audit_events e INDEXED BY audit_of_member
         WHERE e.member_id = @personId AND e.organization_id = @organizationId`)}
      UNION ${newest(`${asAccount} AND m.id = @personId AND m.organization_id = @organizationId`)}`),
  ),
  ofDocument: sql.all(
    EventRow,
    page(`
      ${newest(`
        audit_events e INDEXED BY audit_of_subject
         WHERE e.subject_id = @documentId AND e.organization_id = @organizationId AND ${byWhom}`)}
      UNION ${newest(`
        audit_events e INDEXED BY audit_about_document
         WHERE e.payload ->> '$.details.documentId' = @documentId AND e.organization_id = @organizationId
           AND ${byWhom}`)}`),
  ),
  ofMember: sql.all(
    EventRow,
    page(`
      ${newest(`
        audit_events e INDEXED BY audit_of_subject
         WHERE e.subject_id = @concernedId AND e.organization_id = @organizationId AND ${byWhom}`)}
      UNION ${newest(`
        audit_events e INDEXED BY audit_about_member
         WHERE e.payload ->> '$.details.memberId' = @concernedId AND e.organization_id = @organizationId
           AND ${byWhom}`)}`),
  ),
  documentId: sql.get(
    z.object({ id: DocumentId }),
    `SELECT id FROM documents WHERE organization_id = @organizationId AND kind = @kind AND number = @number`,
  ),
  /** Of a document that is gone: its number stands in the entry of its end. */
  erasedId: sql.get(
    z.object({ id: DocumentId }),
    `SELECT subject_id AS id FROM audit_events INDEXED BY audit_of_organization
      WHERE organization_id = @organizationId AND act = 'document.purge'
        AND payload ->> '$.details.reference' = @reference
      ORDER BY seq DESC LIMIT 1`,
  ),
  /** The entry with which an export began. */
  exportEvent: sql.get(
    z.object({ seq: z.int(), at: Instant, details: z.record(z.string(), z.unknown()) }),
    `SELECT seq, at, payload -> '$.details' AS details FROM audit_events INDEXED BY audit_of_subject
      WHERE subject_id = @id AND act = 'activity.export' AND organization_id = @organizationId
        AND member_id = @memberId
      ORDER BY seq DESC LIMIT 1`,
  ),
}))
