import { z } from 'zod'
import { AccountId, Instant, MemberId, OrganizationId, Slug } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

export const calendarQueries = queries((sql) => ({
  mine: sql.get(
    z.object({ createdAt: Instant, lastReadAt: Instant.optional() }),
    `SELECT created_at AS createdAt, last_read_at AS lastReadAt FROM calendar_feeds WHERE account_id = @accountId`,
  ),
  put: sql.run(
    `INSERT INTO calendar_feeds (account_id, token_hash, created_at) VALUES (@accountId, @tokenHash, @now)
     ON CONFLICT (account_id) DO UPDATE SET token_hash = @tokenHash, created_at = @now, last_read_at = NULL`,
  ),
  end: sql.run(`DELETE FROM calendar_feeds WHERE account_id = @accountId`),
  /** Whose address it is: of somebody who is still here, and a member somewhere. */
  reader: sql.get(
    z.object({ accountId: AccountId }),
    `SELECT f.account_id AS accountId FROM calendar_feeds f JOIN accounts a ON a.id = f.account_id
      WHERE f.token_hash = @tokenHash AND a.disabled_at IS NULL
        AND EXISTS (SELECT 1 FROM members m WHERE m.account_id = a.id AND m.removed_at IS NULL)`,
  ),
  touch: sql.run(`UPDATE calendar_feeds SET last_read_at = @now WHERE token_hash = @tokenHash`),
  memberships: sql.all(
    z.object({
      id: MemberId,
      organizationId: OrganizationId,
      slug: Slug,
      organization: z.string(),
      timeZone: z.string(),
      titles: z.boolean(),
    }),
    `SELECT m.id, o.id AS organizationId, o.slug, o.name AS organization, o.time_zone AS timeZone,
            o.titles_outside AS titles
       FROM members m JOIN organizations o ON o.id = m.organization_id
      WHERE m.account_id = @accountId AND m.removed_at IS NULL ORDER BY o.name COLLATE NOCASE, o.id`,
  ),
}))
