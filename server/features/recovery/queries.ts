import { z } from 'zod'
import { CardHolder, RecoveryKit } from '#contract/recovery.ts'
import { Instant, MemberId, PartyId, Slug } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

export const recoveryQueries = queries((sql) => ({
  kit: sql.get(
    RecoveryKit.omit({ dueOn: true, cards: true }),
    `SELECT r.epoch, r.k, r.n, r.set_at AS madeAt, b.name AS madeBy, r.drilled_at AS drilledAt, d.name AS drilledBy
       FROM recovery_kits r
       JOIN members b ON b.id = r.set_by
       LEFT JOIN members d ON d.id = r.drilled_by
      WHERE r.organization_id = @organizationId`,
  ),
  keyHolders: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM members
      WHERE organization_id = @organizationId AND role IN ('owner', 'admin') AND removed_at IS NULL`,
  ),
  drillDays: sql.get(
    z.object({ drillDays: z.int() }),
    `SELECT drill_days AS drillDays FROM organizations WHERE id = @organizationId`,
  ),
  /** By the kit that was in force: settled once there are newer cards. */
  takeovers: sql.all(
    z.object({ at: Instant, memberId: MemberId, name: z.string(), isSettled: z.boolean() }),
    `SELECT l.at, m.id AS memberId, m.name, r.set_at > l.at AS isSettled
       FROM organization_log l
       JOIN members m ON m.id = l.member_id
       JOIN recovery_kits r ON r.organization_id = l.organization_id
      WHERE l.organization_id = @organizationId AND l.type = 'recovery.takeover' AND l.at > @since
      ORDER BY l.seq DESC`,
  ),
  drilled: sql.run(
    `UPDATE recovery_kits SET drilled_at = @now, drilled_by = @memberId
      WHERE organization_id = @organizationId AND epoch = @epoch`,
  ),

  cardHolders: sql.all(
    CardHolder,
    `SELECT h.card, h.holder, h.noted_at AS notedAt, m.name AS notedBy,
            CASE WHEN p.id IS NOT NULL THEN json_object('id', p.id, 'name', p.name, 'side', p.side) END AS party
       FROM recovery_card_holders h JOIN members m ON m.id = h.noted_by LEFT JOIN parties p ON p.id = h.party_id
      WHERE h.organization_id = @organizationId AND h.epoch = @epoch ORDER BY h.card`,
  ),
  forgetCardHolders: sql.run(`DELETE FROM recovery_card_holders WHERE organization_id = @organizationId`),
  noteCardHolder: sql.run(
    `INSERT INTO recovery_card_holders (organization_id, epoch, card, holder, party_id, noted_at, noted_by)
     VALUES (@organizationId, @epoch, @card, @holder, @partyId, @now, @memberId)`,
  ),
  party: sql.get(
    z.object({ id: PartyId }),
    `SELECT id FROM parties WHERE id = @partyId AND organization_id = @organizationId`,
  ),

  organization: sql.get(
    z.object({ slug: Slug, orgId: z.string() }),
    `SELECT slug, org_id AS orgId FROM organizations WHERE id = @organizationId AND org_id <> ''`,
  ),
  /** Every kit that there was, as it was stated. */
  kits: sql.all(
    z.object({ payload: z.string() }),
    `SELECT payload FROM organization_log
      WHERE organization_id = @organizationId AND type = 'recovery.set' ORDER BY seq DESC`,
  ),
  members: sql.all(
    z.object({ id: MemberId }),
    `SELECT id FROM members WHERE organization_id = @organizationId AND removed_at IS NULL`,
  ),
  elsewhere: sql.get(
    z.object({ id: MemberId }),
    `SELECT id FROM members
      WHERE account_id = @accountId AND organization_id <> @organizationId AND removed_at IS NULL LIMIT 1`,
  ),
  account: sql.get(z.object({ email: z.string() }), `SELECT email FROM accounts WHERE id = @accountId`),
}))
