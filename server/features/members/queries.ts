import { z } from 'zod'
import { Invitation, Member } from '#contract/organizations.ts'
import { Instant, InvitationId, MemberId, OrganizationId, Role, Slug } from '#contract/values.ts'
import { canView, collectionLevelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

const usable = `i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > @now` as const

export const memberQueries = queries((sql) => ({
  /** Those who left come last. */
  all: sql.all(
    Member,
    `SELECT m.id, m.name, a.email, m.role, p.id AS partyId, p.name AS party, p.side, m.joined_at AS joinedAt,
            m.removed_at AS removedAt,
            (SELECT coalesce(sum(CASE
                WHEN ${collectionLevelOf('m', 'c')} >= 1 THEN
                  (SELECT count(*) FROM documents d
                    WHERE d.collection_id = c.id AND d.owner_id = m.id AND d.archived_at IS NULL)
                ELSE
                  (SELECT count(*) FROM documents d
                    WHERE d.collection_id = c.id AND d.owner_id = m.id AND d.archived_at IS NULL
                      AND ${canView('m', 'd', 'c')}) END), 0)
               FROM collections c WHERE c.organization_id = m.organization_id) AS owns
       FROM members m
       JOIN accounts a ON a.id = m.account_id
       JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId AND (@memberId IS NULL OR m.id = @memberId)
      ORDER BY m.removed_at IS NOT NULL, m.name COLLATE NOCASE, m.id`,
  ),
  livingByAccount: sql.get(
    z.object({ id: MemberId }),
    `SELECT id FROM members WHERE account_id = @accountId AND organization_id = @organizationId AND removed_at IS NULL`,
  ),
  idInUse: sql.get(z.object({ id: MemberId }), `SELECT id FROM members WHERE id = @id`),
  /** A membership of the account in another organization. */
  elsewhere: sql.get(
    z.object({ id: MemberId }),
    `SELECT id FROM members
      WHERE account_id = @accountId AND organization_id <> @organizationId AND removed_at IS NULL LIMIT 1`,
  ),
  keysOf: sql.get(
    z.object({ enc: z.string(), sign: z.string() }),
    `SELECT enc_public_key AS enc, sign_public_key AS sign FROM accounts WHERE id = @accountId`,
  ),
}))

const facts = `i.id, i.organization_id AS organizationId, i.email, i.rekeys_member_id AS returningId` as const
const Facts = z.object({
  id: InvitationId,
  organizationId: OrganizationId,
  email: z.string(),
  returningId: MemberId.optional(),
})

export const invitationQueries = queries((sql) => ({
  /** Those that can still be used, and those that were and wait for a key holder. */
  open: sql.all(
    Invitation,
    `SELECT i.id, i.email, i.name, i.role, p.name AS party, b.name AS invitedBy, i.created_at AS createdAt,
            i.expires_at AS expiresAt, i.accepted_at AS acceptedAt
       FROM invitations i
       JOIN parties p ON p.id = i.party_id
       JOIN members b ON b.id = i.invited_by
      WHERE i.organization_id = @organizationId AND i.revoked_at IS NULL AND i.admitted_at IS NULL
        AND (i.accepted_at IS NOT NULL OR i.expires_at > @now)
      ORDER BY i.created_at DESC, i.id`,
  ),
  byId: sql.get(
    Facts,
    `SELECT ${facts} FROM invitations i
      WHERE i.id = @invitationId AND i.organization_id = @organizationId AND ${usable}`,
  ),
  /** What a link leads to, as long as it leads anywhere. */
  byKey: sql.get(
    Facts.extend({
      organization: z.string(),
      slug: Slug,
      name: z.string(),
      role: Role,
      party: z.string(),
      invitedBy: z.string(),
      expiresAt: Instant,
    }),
    `SELECT ${facts}, o.name AS organization, o.slug, i.name, i.role, p.name AS party, b.name AS invitedBy,
            i.expires_at AS expiresAt
       FROM invitations i
       JOIN organizations o ON o.id = i.organization_id
       JOIN parties p ON p.id = i.party_id
       JOIN members b ON b.id = i.invited_by
      WHERE i.key = @key AND i.organization_id = @organizationId AND ${usable}`,
  ),
  /** One statement decides who is the one that uses it. */
  accept: sql.run(
    `UPDATE invitations AS i SET accepted_at = @now, accepted_by = @accountId, acceptance = @acceptance
      WHERE i.id = @invitationId AND ${usable}`,
  ),
}))
