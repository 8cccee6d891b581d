import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AccountId, Instant, MemberId, OrganizationId, PartyId, Role, Side, Slug } from '#contract/values.ts'
import { Problem } from '#contract/problems.ts'
import { later } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import type { Actor, SignedIn } from './call.ts'

const SessionRow = z.object({
  accountId: AccountId,
  authenticatedAt: Instant,
  seenAt: Instant,
})

const sessionQueries = queries((sql) => ({
  live: sql.get(
    SessionRow,
    `SELECT s.account_id AS accountId, s.authenticated_at AS authenticatedAt, s.seen_at AS seenAt
       FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.token_hash = @tokenHash AND s.ended_at IS NULL AND s.ends_at > @now AND s.seen_at > @idleSince
        AND a.disabled_at IS NULL`,
  ),
  touch: sql.run(`UPDATE sessions SET seen_at = @now WHERE token_hash = @tokenHash AND seen_at < @now`),
  actor: sql.get(
    z.object({
      id: MemberId,
      accountId: AccountId,
      organizationId: OrganizationId,
      slug: Slug,
      organization: z.string(),
      timeZone: z.string(),
      role: Role,
      name: z.string(),
      partyId: PartyId,
      side: Side,
    }),
    `SELECT m.id, m.account_id AS accountId, o.id AS organizationId, o.slug, o.name AS organization,
            o.time_zone AS timeZone, m.role, m.name, m.party_id AS partyId, p.side
       FROM organizations o
       JOIN members m ON m.organization_id = o.id AND m.account_id = @accountId AND m.removed_at IS NULL
       JOIN parties p ON p.id = m.party_id
      WHERE o.slug = @slug`,
  ),
  start: sql.run(
    `INSERT INTO sessions (token_hash, account_id, created_at, authenticated_at, seen_at, ends_at, address, agent)
     VALUES (@tokenHash, @accountId, @now, @now, @now, @endsAt, @address, @agent)`,
  ),
  end: sql.run(`UPDATE sessions SET ended_at = @now WHERE token_hash = @tokenHash AND ended_at IS NULL`),
  endAllBut: sql.run(
    `UPDATE sessions SET ended_at = @now WHERE account_id = @accountId AND ended_at IS NULL AND token_hash <> @exceptHash`,
  ),
}))

/** 256 random bits as text: the cookie's value. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** The signed-in account behind a session token, if the session is alive at `now`. */
export function findSession(
  db: Db,
  config: Config,
  token: string | undefined,
  now: Instant,
): (SignedIn & { seenAt: Instant }) | undefined {
  if (!token) return undefined
  const tokenHash = hashToken(token)
  const idleSince = later(now, { minutes: -config.SESSION_IDLE_MINUTES })
  const row = sessionQueries(db).live({ tokenHash, now, idleSince })
  return row && { ...row, tokenHash }
}

/** Notes that a session is in use. */
export function touchSession(db: Db, tokenHash: string, now: Instant): void {
  sessionQueries(db).touch({ tokenHash, now })
}

/** The member that an account is in an organization; undefined also when there is no such organization. */
export function findActor(db: Db, accountId: AccountId, slug: string): Actor | undefined {
  return sessionQueries(db).actor({ accountId, slug })
}

/** @returns the token for the cookie, and when the session ends at the latest. */
export function startSession(
  db: Db,
  config: Config,
  { accountId, now, address, agent }: { accountId: AccountId; now: Instant; address: string; agent: string },
): { token: string; tokenHash: string; endsAt: Instant } {
  const token = newToken()
  const tokenHash = hashToken(token)
  const endsAt = later(now, { hours: config.SESSION_HOURS })
  sessionQueries(db).start({ tokenHash, accountId, now, endsAt, address, agent: agent.slice(0, 300) })
  return { token, tokenHash, endsAt }
}

export function endSession(db: Db, tokenHash: string, now: Instant): void {
  sessionQueries(db).end({ tokenHash, now })
}

export function endOtherSessions(db: Db, accountId: AccountId, exceptHash: string, now: Instant): void {
  sessionQueries(db).endAllBut({ accountId, exceptHash, now })
}

const freshMinutes = 10

/**
 * For deeds that a forgotten, unlocked screen must not do.
 * @throws Problem 'sign-in-again' unless the passphrase was proven within the last ten minutes.
 */
export function requireFreshSignIn({ session, now }: { session: SignedIn; now: Instant }): void {
  if (session.authenticatedAt < later(now, { minutes: -freshMinutes })) throw new Problem('sign-in-again')
}
