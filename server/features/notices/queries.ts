import { z } from 'zod'
import { NoticeTopic, NoticeWish } from '#contract/notices.ts'
import { AccountId, Instant, MemberId, OrganizationId, Role, Slug } from '#contract/values.ts'
import { queries } from '../../platform/sql.ts'

/** What a notice needs to be the account's to see: none of an organization that it is no longer in, as that member. */
const mine = `n.account_id = @accountId AND (n.member_id IS NULL OR m.removed_at IS NULL)` as const
const asMember =
  `LEFT JOIN members m ON m.id = n.member_id LEFT JOIN organizations o ON o.id = n.organization_id` as const
const isUnread = `n.read_at IS NULL` as const

const noticeColumns = `n.row_id AS rowId, n.id, n.kind, n.facts, n.created_at AS at, n.read_at AS readAt,
            n.settled_at IS NOT NULL AS settled, n.member_id AS memberId, m.role, n.organization_id AS organizationId,
            o.slug, o.name AS organization` as const

const NoticeRow = z.object({
  rowId: z.int(),
  id: z.string(),
  kind: z.string(),
  facts: z.record(z.string(), z.unknown()),
  at: Instant,
  readAt: Instant.optional(),
  settled: z.boolean(),
  memberId: MemberId.optional(),
  role: Role.optional(),
  organizationId: OrganizationId.optional(),
  slug: Slug.optional(),
  organization: z.string().optional(),
})
export type NoticeRow = z.infer<typeof NoticeRow>

export const noticeQueries = queries((sql) => ({
  /** Members who are there still, and accounts, by ids of either. */
  recipients: sql.all(
    z.object({ accountId: AccountId, memberId: MemberId.optional(), organizationId: OrganizationId.optional() }),
    `SELECT m.account_id AS accountId, m.id AS memberId, m.organization_id AS organizationId
       FROM json_each(@ids) x JOIN members m ON m.id = x.value WHERE m.removed_at IS NULL
      UNION
     SELECT a.id AS accountId, NULL AS memberId, NULL AS organizationId
       FROM json_each(@ids) x JOIN accounts a ON a.id = x.value WHERE a.disabled_at IS NULL`,
  ),
  keyHolders: sql.all(
    z.object({ id: MemberId }),
    `SELECT id FROM members
      WHERE organization_id = @organizationId AND role IN ('owner', 'admin') AND removed_at IS NULL ORDER BY id`,
  ),
  add: sql.run(
    `INSERT INTO notices (id, account_id, organization_id, member_id, kind, facts, dedupe, created_at)
     VALUES (@id, @accountId, @organizationId, @memberId, @kind, @facts, @dedupe, @now)
     ON CONFLICT (account_id, dedupe) WHERE dedupe IS NOT NULL DO NOTHING`,
  ),
  /** Twenty at a time: the list of an account grows by what it is told of, and shrinks faster. */
  dropOld: sql.run(
    `DELETE FROM notices WHERE row_id IN
       (SELECT row_id FROM notices
         WHERE account_id = @accountId AND created_at < @before AND read_at IS NOT NULL ORDER BY row_id LIMIT 20)`,
  ),
  wishes: sql.all(
    z.object({ topic: NoticeTopic, wish: NoticeWish }),
    `SELECT topic, wish FROM notice_wishes WHERE account_id = @accountId`,
  ),
  wish: sql.get(
    z.object({ wish: NoticeWish }),
    `SELECT wish FROM notice_wishes WHERE account_id = @accountId AND topic = @topic`,
  ),
  choose: sql.run(
    `INSERT INTO notice_wishes (account_id, topic, wish) VALUES (@accountId, @topic, @wish)
     ON CONFLICT DO UPDATE SET wish = excluded.wish`,
  ),
  /** Among the newest, which is where a flood is. */
  countBy: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count
       FROM (SELECT kind, facts, created_at FROM notices WHERE account_id = @accountId ORDER BY row_id DESC LIMIT 200)
      WHERE created_at > @since AND kind = @kind AND facts ->> 'memberId' = @by`,
  ),
  waitingFor: sql.all(
    z.object({ accountId: AccountId }),
    `SELECT DISTINCT account_id AS accountId FROM notices
      WHERE organization_id = @organizationId AND dedupe = @dedupe AND settled_at IS NULL
        AND (@accountId IS NULL OR account_id = @accountId)`,
  ),
  settle: sql.run(
    `UPDATE notices SET settled_at = @now
      WHERE organization_id = @organizationId AND dedupe = @dedupe AND settled_at IS NULL
        AND (@accountId IS NULL OR account_id = @accountId)`,
  ),
  one: sql.get(NoticeRow, `SELECT ${noticeColumns} FROM notices n ${asMember} WHERE ${mine} AND n.id = @id`),
  page: sql.all(
    NoticeRow,
    `SELECT ${noticeColumns}
       FROM notices n ${asMember}
      WHERE ${mine} AND n.row_id < @before AND (@unread = 0 OR ${isUnread})
      ORDER BY n.row_id DESC LIMIT @limit`,
  ),
  counts: sql.get(
    z.object({ waiting: z.int(), unread: z.int() }),
    `SELECT count(*) AS unread,
            count(*) FILTER (WHERE n.settled_at IS NULL AND n.kind IN (SELECT value FROM json_each(@waits))) AS waiting
       FROM notices n ${asMember} WHERE ${mine} AND ${isUnread}`,
  ),
  rowId: sql.get(
    z.object({ rowId: z.int() }),
    `SELECT row_id AS rowId FROM notices WHERE account_id = @accountId AND id = @id`,
  ),
  read: sql.run(
    `UPDATE notices SET read_at = @now
      WHERE account_id = @accountId AND read_at IS NULL
        AND (id IN (SELECT value FROM json_each(@ids)) OR row_id <= @upTo)`,
  ),
}))
