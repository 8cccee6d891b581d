import { z } from 'zod'
import { Invitation, Member } from '#contract/organizations.ts'
import {
  AccountId,
  Instant,
  InvitationId,
  MemberId,
  OrganizationId,
  PartyId,
  Role,
  Side,
  Slug,
} from '#contract/values.ts'
import { canView, collectionLevelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

const waiting = `i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > @now` as const

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
  living: sql.get(
    z.object({
      id: MemberId,
      accountId: AccountId,
      name: z.string(),
      role: Role,
      partyId: PartyId,
      party: z.string(),
      side: Side,
    }),
    `SELECT m.id, m.account_id AS accountId, m.name, m.role, m.party_id AS partyId, p.name AS party, p.side
       FROM members m JOIN parties p ON p.id = m.party_id
      WHERE m.id = @memberId AND m.organization_id = @organizationId AND m.removed_at IS NULL`,
  ),
  livingByEmail: sql.get(
    z.object({ id: MemberId }),
    `SELECT m.id FROM members m JOIN accounts a ON a.id = m.account_id
      WHERE a.email = @email AND m.organization_id = @organizationId AND m.removed_at IS NULL`,
  ),
  livingByAccount: sql.get(
    z.object({ id: MemberId }),
    `SELECT id FROM members WHERE account_id = @accountId AND organization_id = @organizationId AND removed_at IS NULL`,
  ),
  idInUse: sql.get(z.object({ id: MemberId }), `SELECT id FROM members WHERE id = @id`),
  /** Of those who can still sign in. */
  owners: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM members m JOIN accounts a ON a.id = m.account_id
      WHERE m.organization_id = @organizationId AND m.role = 'owner' AND m.removed_at IS NULL AND a.disabled_at IS NULL`,
  ),
  party: sql.get(
    z.object({ id: PartyId, name: z.string(), side: Side }),
    `SELECT id, name, side FROM parties WHERE id = @partyId AND organization_id = @organizationId`,
  ),
  join: sql.run(
    `INSERT INTO members (id, organization_id, account_id, party_id, role, name, joined_at)
     VALUES (@id, @organizationId, @accountId, @partyId, @role, @name, @now)`,
  ),
  change: sql.run(`UPDATE members SET role = @role, party_id = @partyId WHERE id = @memberId`),
  remove: sql.run(`UPDATE members SET removed_at = @now WHERE id = @memberId AND removed_at IS NULL`),
}))

const InvitationRow = z.object({
  id: InvitationId,
  email: z.string(),
  role: Role,
  expiresAt: Instant,
  acceptedAt: Instant.optional(),
  revokedAt: Instant.optional(),
})

export const invitationQueries = queries((sql) => ({
  waiting: sql.all(
    Invitation,
    `SELECT i.id, i.email, i.name, i.role, p.name AS party, b.name AS invitedBy, i.created_at AS createdAt,
            i.expires_at AS expiresAt
       FROM invitations i
       JOIN parties p ON p.id = i.party_id
       JOIN members b ON b.id = i.invited_by
      WHERE i.organization_id = @organizationId AND ${waiting}
      ORDER BY i.created_at DESC, i.id`,
  ),
  byId: sql.get(
    InvitationRow,
    `SELECT id, email, role, expires_at AS expiresAt, accepted_at AS acceptedAt, revoked_at AS revokedAt
       FROM invitations WHERE id = @invitationId AND organization_id = @organizationId`,
  ),
  waitingFor: sql.get(
    z.object({ id: InvitationId }),
    `SELECT i.id FROM invitations i WHERE i.organization_id = @organizationId AND i.email = @email AND ${waiting}`,
  ),
  inUse: sql.get(
    z.object({ id: InvitationId }),
    `SELECT id FROM invitations WHERE id = @id OR token_hash = @tokenHash`,
  ),
  /** What the secret half of a link leads to, as long as it leads anywhere. */
  byToken: sql.get(
    z.object({
      id: InvitationId,
      organizationId: OrganizationId,
      organization: z.string(),
      slug: Slug,
      email: z.string(),
      name: z.string(),
      role: Role,
      partyId: PartyId,
      party: z.string(),
      invitedBy: z.string(),
      expiresAt: Instant,
    }),
    `SELECT i.id, o.id AS organizationId, o.name AS organization, o.slug, i.email, i.name, i.role,
            p.id AS partyId, p.name AS party, b.name AS invitedBy, i.expires_at AS expiresAt
       FROM invitations i
       JOIN organizations o ON o.id = i.organization_id
       JOIN parties p ON p.id = i.party_id
       JOIN members b ON b.id = i.invited_by
      WHERE i.token_hash = @tokenHash AND ${waiting}`,
  ),
  create: sql.run(
    `INSERT INTO invitations (id, organization_id, token_hash, email, name, role, party_id, invited_by, created_at, expires_at)
     VALUES (@id, @organizationId, @tokenHash, @email, @name, @role, @partyId, @invitedBy, @now, @expiresAt)`,
  ),
  /** One statement decides who is the one that accepts. */
  accept: sql.run(`UPDATE invitations AS i SET accepted_at = @now WHERE i.id = @invitationId AND ${waiting}`),
  revoke: sql.run(`UPDATE invitations AS i SET revoked_at = @now WHERE i.id = @invitationId AND ${waiting}`),
  revokeAllBy: sql.run(`UPDATE invitations AS i SET revoked_at = @now WHERE i.invited_by = @memberId AND ${waiting}`),
}))
