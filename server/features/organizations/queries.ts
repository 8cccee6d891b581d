import { z } from 'zod'
import { OrganizationSettings, Party } from '#contract/organizations.ts'
import { MemberId, OrganizationId, PartyId } from '#contract/values.ts'
import { requiresSecondFactor } from '../../access/second-factor.ts'
import { queries } from '../../platform/sql.ts'

export const organizationQueries = queries((sql) => ({
  bySlug: sql.get(z.object({ id: OrganizationId }), `SELECT id FROM organizations WHERE slug = @slug`),
  idInUse: sql.get(z.object({ id: OrganizationId }), `SELECT id FROM organizations WHERE id = @id`),
  create: sql.run(
    `INSERT INTO organizations (id, slug, name, time_zone, created_at) VALUES (@id, @slug, @name, @timeZone, @now)`,
  ),
  settings: sql.get(
    OrganizationSettings.omit({ invitationDays: true }),
    `SELECT o.name, o.time_zone AS timeZone, o.keeps_search_texts AS keepsSearchTexts,
            ${requiresSecondFactor('o')} AS requiresSecondFactor
       FROM organizations o WHERE o.id = @organizationId`,
  ),
  change: sql.run(
    `UPDATE organizations SET name = @name, time_zone = @timeZone, keeps_search_texts = @keepsSearchTexts
      WHERE id = @organizationId`,
  ),
  account: sql.get(
    z.object({ email: z.string(), encPublicKey: z.string(), signPublicKey: z.string() }),
    `SELECT email, enc_public_key AS encPublicKey, sign_public_key AS signPublicKey FROM accounts WHERE id = @accountId`,
  ),
  /** Whether somebody holds the keys of any organization here. */
  keyHolder: sql.get(
    z.object({ id: MemberId }),
    `SELECT id FROM members
      WHERE account_id = @accountId AND removed_at IS NULL AND role IN ('owner', 'admin') LIMIT 1`,
  ),
}))

export const partyQueries = queries((sql) => ({
  all: sql.all(
    Party,
    `SELECT p.id, p.name, p.side,
            (SELECT count(*) FROM members m WHERE m.party_id = p.id AND m.removed_at IS NULL) AS members
       FROM parties p WHERE p.organization_id = @organizationId
      ORDER BY p.side = 'in_house' DESC, p.side = 'partner' DESC, p.name COLLATE NOCASE, p.id`,
  ),
  idInUse: sql.get(z.object({ id: PartyId }), `SELECT id FROM parties WHERE id = @id`),
  named: sql.get(
    z.object({ id: PartyId, isInHouse: z.boolean() }),
    `SELECT id, side = 'in_house' AS isInHouse FROM parties
      WHERE organization_id = @organizationId AND name = @name COLLATE NOCASE`,
  ),
  create: sql.run(
    `INSERT INTO parties (id, organization_id, name, side, created_at) VALUES (@id, @organizationId, @name, @side, @now)`,
  ),
  renameInHouse: sql.run(
    `UPDATE parties SET name = @name WHERE organization_id = @organizationId AND side = 'in_house'`,
  ),
}))
