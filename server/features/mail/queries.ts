import { z } from 'zod'
import { MailWishes } from '#contract/feed.ts'
import { AccountId, Instant, MemberId, OrganizationId, Role, Slug } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

/** What an organization may know of: its own letters, and what its members get of all their organizations together. */
const isOfOrganization = `(l.organization_id = @organizationId OR l.organization_id IS NULL AND EXISTS (
    SELECT 1 FROM members m
     WHERE m.account_id = l.account_id AND m.organization_id = @organizationId AND m.removed_at IS NULL))` as const
const waits = `l.sent_at IS NULL AND l.given_up_at IS NULL` as const

const LetterRow = z.object({
  id: z.string(),
  accountId: AccountId,
  organizationId: OrganizationId.optional(),
  kind: z.string(),
  facts: z.record(z.string(), z.unknown()),
  createdAt: Instant,
  tries: z.int(),
  failure: z.string(),
  name: z.string(),
  email: z.string(),
  /** The account is in use and, of a letter about one organization, a member there. */
  isThere: z.boolean(),
})
export type LetterRow = z.infer<typeof LetterRow>

export const mailQueries = queries((sql) => ({
  // --- Letters on their way --------------------------------------------------------------------------------------

  add: sql.run(
    `INSERT INTO letters (id, account_id, organization_id, kind, dedupe, facts, created_at, next_try_at)
     VALUES (@id, @accountId, @organizationId, @kind, @dedupe, @facts, @now, @now) ON CONFLICT (dedupe) DO NOTHING`,
  ),
  next: sql.get(
    LetterRow,
    `SELECT l.id, l.account_id AS accountId, l.organization_id AS organizationId, l.kind, l.facts,
            l.created_at AS createdAt, l.tries, l.failure, a.name, a.email,
            a.disabled_at IS NULL AND EXISTS (
              SELECT 1 FROM members m WHERE m.account_id = a.id AND m.removed_at IS NULL
                 AND (l.organization_id IS NULL OR m.organization_id = l.organization_id)) AS isThere
       FROM letters l JOIN accounts a ON a.id = l.account_id
      WHERE ${waits} AND l.next_try_at <= @now ORDER BY l.next_try_at, l.id LIMIT 1`,
  ),
  trying: sql.run(`UPDATE letters SET tries = tries + 1, next_try_at = @nextTryAt WHERE id = @id`),
  sent: sql.run(`UPDATE letters SET sent_at = @now, failure = '' WHERE id = @id`),
  failed: sql.run(`UPDATE letters SET failure = @failure WHERE id = @id`),
  giveUp: sql.run(`UPDATE letters SET given_up_at = @now, failure = @failure WHERE id = @id`),
  oldest: sql.get(
    z.object({ id: z.string() }),
    `SELECT id FROM letters WHERE coalesce(sent_at, given_up_at) < @before LIMIT 1`,
  ),
  dropOld: sql.run(
    `DELETE FROM letters WHERE id IN
       (SELECT id FROM letters WHERE coalesce(sent_at, given_up_at) < @before LIMIT 100)`,
  ),
  byDedupe: sql.get(z.object({ id: z.string() }), `SELECT id FROM letters WHERE dedupe = @dedupe`),
  tests: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM letters WHERE account_id = @accountId AND kind = 'test' AND created_at > @since`,
  ),
  standing: sql.get(
    z.object({ waiting: z.int(), lastSentAt: Instant.optional(), lastFailure: z.string().optional() }),
    `SELECT (SELECT count(*) FROM letters l WHERE ${waits} AND ${isOfOrganization}) AS waiting,
            (SELECT max(l.sent_at) FROM letters l WHERE ${isOfOrganization}) AS lastSentAt,
            (SELECT l.failure FROM letters l WHERE l.failure <> '' AND l.created_at > @since AND ${isOfOrganization}
              ORDER BY l.created_at DESC, l.id DESC LIMIT 1) AS lastFailure`,
  ),

  // --- Who wants what --------------------------------------------------------------------------------------------

  wishes: sql.get(MailWishes, `SELECT digest, at_once AS atOnce FROM mail_wishes WHERE member_id = @memberId`),
  choose: sql.run(
    `INSERT INTO mail_wishes (member_id, digest, at_once) VALUES (@memberId, @digest, @atOnce)
     ON CONFLICT (member_id) DO UPDATE SET digest = @digest, at_once = @atOnce`,
  ),
  titles: sql.get(
    z.object({ titles: z.boolean() }),
    `SELECT titles_outside AS titles FROM organizations WHERE id = @organizationId`,
  ),
  setTitles: sql.run(`UPDATE organizations SET titles_outside = @titles WHERE id = @organizationId`),
  memberships: sql.all(
    z.object({
      memberId: MemberId,
      organizationId: OrganizationId,
      slug: Slug,
      organization: z.string(),
      timeZone: z.string(),
      role: Role,
      titles: z.boolean(),
      digest: z.boolean(),
      atOnce: z.boolean(),
    }),
    `SELECT m.id AS memberId, o.id AS organizationId, o.slug, o.name AS organization, o.time_zone AS timeZone, m.role,
            o.titles_outside AS titles, coalesce(w.digest, 1) AS digest, coalesce(w.at_once, 1) AS atOnce
       FROM members m JOIN organizations o ON o.id = m.organization_id LEFT JOIN mail_wishes w ON w.member_id = m.id
      WHERE m.account_id = @accountId AND m.removed_at IS NULL ORDER BY o.name COLLATE NOCASE, o.id`,
  ),
  /** By whose clock a person's Monday begins: of the organization that they work for in-house, or were in first. */
  digestReaders: sql.all(
    z.object({ accountId: AccountId, timeZone: z.string(), joinedAt: Instant }),
    `SELECT accountId, timeZone, joinedAt FROM (
       SELECT m.account_id AS accountId, o.time_zone AS timeZone, m.joined_at AS joinedAt,
              row_number() OVER (PARTITION BY m.account_id ORDER BY p.side = 'in_house' DESC, m.joined_at, m.id) AS place
         FROM members m JOIN organizations o ON o.id = m.organization_id JOIN parties p ON p.id = m.party_id
         JOIN accounts a ON a.id = m.account_id AND a.disabled_at IS NULL
         LEFT JOIN mail_wishes w ON w.member_id = m.id
        WHERE m.removed_at IS NULL AND coalesce(w.digest, 1) = 1)
      WHERE place = 1`,
  ),
  /** Requests that wait, as those who hold the keys see them. */
  requestsWaiting: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM access_requests
      WHERE organization_id = @organizationId AND decided IS NULL AND expires_at > @now`,
  ),
}))
