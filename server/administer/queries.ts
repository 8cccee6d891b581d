import { z } from 'zod'
import { AccountId, GrantId, Instant, InvitationId, LeaseId, MemberId, OrganizationId } from '#contract/values.ts'
import { queries } from '../platform/sql.ts'

// What a damaged row holds is not known before it is checked, so nothing is promised about its columns.
const anything = z.unknown().optional()
const ofDocument = { documentId: anything, slug: anything, kind: anything, number: anything }

/** For checking a vault. */
export const checkQueries = queries((sql) => ({
  revisions: sql.all(
    z.object({
      ...ofDocument,
      row: z.int(),
      revision: anything,
      title: anything,
      summary: anything,
      body: anything,
      tags: anything,
      content: anything,
      digest: anything,
    }),
    `SELECT r.rowid AS row, r.document_id AS documentId, o.slug, d.kind, d.number, r.revision, r.title, r.summary,
            r.body, r.tags, r.content, r.digest
       FROM document_revisions r NOT INDEXED
       LEFT JOIN documents d ON d.id = r.document_id LEFT JOIN organizations o ON o.id = d.organization_id
      WHERE r.rowid > @after ORDER BY r.rowid LIMIT 200`,
  ),
  /** Documents that are not their own newest revision, or lack one in between. */
  unlikeTheirRevisions: sql.all(
    z.object(ofDocument),
    `SELECT d.id AS documentId, o.slug, d.kind, d.number
       FROM documents d NOT INDEXED LEFT JOIN organizations o ON o.id = d.organization_id
       LEFT JOIN document_revisions r ON r.document_id = d.id AND r.revision = d.revision
      WHERE r.document_id IS NULL OR d.title IS NOT r.title OR d.summary IS NOT r.summary OR d.body IS NOT r.body
         OR d.tags IS NOT r.tags OR d.content IS NOT r.content
         OR d.revision IS NOT (SELECT count(*) FROM document_revisions n WHERE n.document_id = d.id)
      ORDER BY d.row_id LIMIT 100`,
  ),
  /** Documents whose tags are not those that they are found by. */
  unlikeTheirTags: sql.all(
    z.object(ofDocument),
    `SELECT d.id AS documentId, o.slug, d.kind, d.number
       FROM documents d NOT INDEXED LEFT JOIN organizations o ON o.id = d.organization_id
      WHERE EXISTS (SELECT value FROM json_each(d.tags) EXCEPT SELECT tag FROM document_tags t WHERE t.document_id = d.id)
         OR EXISTS (SELECT tag FROM document_tags t WHERE t.document_id = d.id EXCEPT SELECT value FROM json_each(d.tags))
      ORDER BY d.row_id LIMIT 100`,
  ),
  organizationLogs: sql.all(
    z.object({ organizationId: OrganizationId, slug: z.string(), entries: z.int() }),
    `SELECT l.organization_id AS organizationId, o.slug, count(*) AS entries
       FROM organization_log l JOIN organizations o ON o.id = l.organization_id GROUP BY l.organization_id, o.slug`,
  ),
  table: sql.get(
    z.object({ name: z.string() }),
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name = @name`,
  ),
  auditEntry: sql.get(z.object({ hash: z.string() }), `SELECT hash FROM audit_events WHERE seq = @seq`),
  sizes: sql.get(
    z.object({ organizations: z.int(), documents: z.int(), revisions: z.int() }),
    `SELECT (SELECT count(*) FROM organizations) AS organizations, (SELECT count(*) FROM documents) AS documents,
            (SELECT count(*) FROM document_revisions) AS revisions`,
  ),
}))

/** For restoring: what has ended, where from, and how to end it elsewhere. */
export const endingQueries = queries((sql) => ({
  grants: sql.all(
    z.object({ id: GrantId, endedAt: Instant }),
    `SELECT id, ended_at AS endedAt FROM grants WHERE ended_at IS NOT NULL`,
  ),
  grantsUnderWay: sql.all(z.object({ id: GrantId }), `SELECT id FROM grants WHERE ended_at IS NULL`),
  leases: sql.all(
    z.object({ id: LeaseId, endedAt: Instant, endKind: z.string().optional() }),
    `SELECT id, ended_at AS endedAt, end_kind AS endKind FROM leases WHERE ended_at IS NOT NULL`,
  ),
  endLease: sql.run(
    `UPDATE leases SET ended_at = @endedAt, end_kind = coalesce(@endKind, 'ended') WHERE id = @id AND ended_at IS NULL`,
  ),
  leasesUnderWay: sql.all(z.object({ id: LeaseId }), `SELECT id FROM leases WHERE ended_at IS NULL`),
  /** Keys on their way by access that has ended. */
  dropWraps: sql.run(
    `DELETE FROM secret_wraps
      WHERE by_id IN (SELECT id FROM grants WHERE ended_at IS NOT NULL UNION SELECT id FROM leases WHERE ended_at IS NOT NULL)`,
  ),
  invitationsUnderWay: sql.all(
    z.object({ id: InvitationId }),
    `SELECT id FROM invitations WHERE revoked_at IS NULL AND admitted_at IS NULL`,
  ),
  accountsUnderWay: sql.all(z.object({ id: AccountId }), `SELECT id FROM accounts WHERE disabled_at IS NULL`),
  membersUnderWay: sql.all(z.object({ id: MemberId }), `SELECT id FROM members WHERE removed_at IS NULL`),
  endGrant: sql.run(`UPDATE grants SET ended_at = @endedAt WHERE id = @id AND ended_at IS NULL`),
  invitations: sql.all(
    z.object({ id: InvitationId, endedAt: Instant }),
    `SELECT id, coalesce(revoked_at, admitted_at) AS endedAt FROM invitations
      WHERE admitted_at IS NOT NULL OR revoked_at IS NOT NULL`,
  ),
  /** Those that were used since are not used in a vault of before: they are taken back. */
  endInvitation: sql.run(
    `UPDATE invitations SET revoked_at = @endedAt WHERE id = @id AND admitted_at IS NULL AND revoked_at IS NULL`,
  ),
  accounts: sql.all(
    z.object({ id: AccountId, disabledAt: Instant }),
    `SELECT id, disabled_at AS disabledAt FROM accounts WHERE disabled_at IS NOT NULL`,
  ),
  disableAccount: sql.run(`UPDATE accounts SET disabled_at = @disabledAt WHERE id = @id AND disabled_at IS NULL`),
  members: sql.all(
    z.object({ id: MemberId, organizationId: OrganizationId, removedAt: Instant }),
    `SELECT id, organization_id AS organizationId, removed_at AS removedAt FROM members WHERE removed_at IS NOT NULL`,
  ),
  removeMember: sql.run(`UPDATE members SET removed_at = @removedAt WHERE id = @id AND removed_at IS NULL`),
  owners: sql.all(
    z.object({ id: MemberId, organizationId: OrganizationId }),
    `SELECT id, organization_id AS organizationId FROM members WHERE role = 'owner' AND removed_at IS NULL`,
  ),
  keysChanged: sql.all(
    z.object({ id: AccountId, changedAt: Instant }),
    `SELECT id, keys_changed_at AS changedAt FROM accounts`,
  ),
  hasTable: sql.get(
    z.object({ name: z.string() }),
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name = @name`,
  ),
  feeds: sql.all(z.object({ tokenHash: z.string() }), `SELECT token_hash AS tokenHash FROM calendar_feeds`),
  endFeedsBut: sql.run(
    `DELETE FROM calendar_feeds WHERE token_hash NOT IN (SELECT value FROM json_each(@tokenHashes))`,
  ),
  dropLetters: sql.run(`DELETE FROM letters WHERE sent_at IS NULL AND given_up_at IS NULL`),
  endSessions: sql.run(`UPDATE sessions SET ended_at = @now WHERE ended_at IS NULL`),
  dropChallenges: sql.run(`DELETE FROM challenges`),
}))
