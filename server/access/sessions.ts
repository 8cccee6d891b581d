import { hash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { v7 as uuidv7 } from 'uuid'
import { AccountId, Instant, MemberId, OrganizationId, PartyId, Role, SessionId, Side, Slug } from '#contract/values.ts'
import { Problem } from '#contract/problems.ts'
import { later, laterByDays, secondsBetween } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import type { Actor, SignedIn } from './call.ts'
import { lacksSecondFactor } from './second-factor.ts'

const SessionRow = z.object({
  id: SessionId,
  accountId: AccountId,
  authenticatedAt: Instant,
  seenAt: Instant,
})

const LiveSession = z.object({
  id: SessionId,
  agent: z.string(),
  address: z.string(),
  startedAt: Instant,
  seenAt: Instant,
  isThis: z.boolean(),
  isNewDevice: z.boolean(),
})
export type LiveSession = z.infer<typeof LiveSession>

const sessionQueries = queries((sql) => ({
  live: sql.get(
    SessionRow,
    `SELECT s.id, s.account_id AS accountId, s.authenticated_at AS authenticatedAt, s.seen_at AS seenAt
       FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.token_hash = @tokenHash AND s.ended_at IS NULL AND s.ends_at > @now AND s.seen_at > @idleSince
        AND a.disabled_at IS NULL`,
  ),
  standing: sql.get(
    z.object({ standing: z.string() }),
    `SELECT coalesce((SELECT group_concat(m.id || m.role, ' ' ORDER BY m.id) FROM members m
                       WHERE m.account_id = s.account_id AND m.removed_at IS NULL), '') AS standing
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
      orgId: z.string(),
      signPublicKey: z.string(),
      timeZone: z.string(),
      role: Role,
      name: z.string(),
      partyId: PartyId,
      side: Side,
      lacksSecondFactor: z.boolean(),
    }),
    `SELECT m.id, m.account_id AS accountId, o.id AS organizationId, o.slug, o.name AS organization,
            o.org_id AS orgId, m.sign_public_key AS signPublicKey, o.time_zone AS timeZone, m.role, m.name, m.party_id AS partyId, p.side,
            ${lacksSecondFactor('m', 'o')} AS lacksSecondFactor
       FROM organizations o
       JOIN members m ON m.organization_id = o.id AND m.account_id = @accountId AND m.removed_at IS NULL
       JOIN parties p ON p.id = m.party_id
      WHERE o.slug = @slug`,
  ),
  start: sql.run(
    `INSERT INTO sessions (token_hash, id, account_id, created_at, authenticated_at, seen_at, ends_at, address, agent,
                           device_hash)
     VALUES (@tokenHash, @id, @accountId, @now, @now, @now, @endsAt, @address, @agent, @deviceHash)`,
  ),
  liveOf: sql.all(
    LiveSession,
    `SELECT s.id, s.agent, s.address, s.created_at AS startedAt, s.seen_at AS seenAt, s.token_hash = @tokenHash AS isThis,
            coalesce(d.first_at > @newSince, 0) AND EXISTS
              (SELECT 1 FROM devices o WHERE o.account_id = s.account_id AND o.first_at < d.first_at) AS isNewDevice
       FROM sessions s LEFT JOIN devices d ON d.account_id = s.account_id AND d.token_hash = s.device_hash
      WHERE s.account_id = @accountId AND s.ended_at IS NULL AND s.ends_at > @now AND s.seen_at > @idleSince
      ORDER BY s.seen_at DESC, s.id DESC`,
  ),
  endById: sql.run(
    `UPDATE sessions SET ended_at = @now
      WHERE account_id = @accountId AND id = @id AND ended_at IS NULL AND ends_at > @now AND seen_at > @idleSince`,
  ),
  end: sql.run(`UPDATE sessions SET ended_at = @now WHERE token_hash = @tokenHash AND ended_at IS NULL`),
  endAllBut: sql.run(
    `UPDATE sessions SET ended_at = @now WHERE account_id = @accountId AND ended_at IS NULL AND token_hash <> @exceptHash`,
  ),
}))

/** 256 random bits as text: the cookie's value. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): string => hash('sha256', token, 'base64url')

/** The signed-in account behind a session token, if the session is alive at `now`. */
export function findSession(
  db: Db,
  config: Config,
  token: string | undefined,
  now: Instant,
): (SignedIn & { seenAt: Instant }) | undefined {
  return token ? findSessionByHash(db, config, hashToken(token), now) : undefined
}

/** The same, for who has the hash of the token. */
export function findSessionByHash(
  db: Db,
  config: Config,
  tokenHash: string,
  now: Instant,
): (SignedIn & { seenAt: Instant }) | undefined {
  const row = sessionQueries(db).live({ tokenHash, now, idleSince: idleSince(config, now) })
  return row && { ...row, tokenHash }
}

/**
 * What a session is worth now: undefined when it has ended, else a text that changes when the account joins or leaves an
 * organization, or is something else in one.
 */
export function standingOf(db: Db, config: Config, tokenHash: string, now: Instant): string | undefined {
  return sessionQueries(db).standing({ tokenHash, now, idleSince: idleSince(config, now) })?.standing
}

/** Notes that a session is in use. */
export function touchSession(db: Db, tokenHash: string, now: Instant): void {
  sessionQueries(db).touch({ tokenHash, now })
}

/** The member that an account is in an organization; undefined also when there is no such organization. */
export function findActor(db: Db, accountId: AccountId, slug: string): Actor | undefined {
  return sessionQueries(db).actor({ accountId, slug })
}

export interface NewSession {
  accountId: AccountId
  now: Instant
  address: string
  agent: string
  /** Of the token that the device keeps, where there is one. */
  deviceHash?: string | undefined
}

/** @returns the token for the cookie, and when the session ends at the latest. */
export function startSession(
  db: Db,
  config: Config,
  { accountId, now, address, agent, deviceHash }: NewSession,
): { token: string; tokenHash: string; endsAt: Instant } {
  const token = newToken()
  const tokenHash = hashToken(token)
  const endsAt = later(now, { hours: config.SESSION_HOURS })
  const id = uuidv7()
  sessionQueries(db).start({ tokenHash, id, accountId, now, endsAt, address, agent: agent.slice(0, 300), deviceHash })
  return { token, tokenHash, endsAt }
}

export function endSession(db: Db, tokenHash: string, now: Instant): void {
  sessionQueries(db).end({ tokenHash, now })
}

/** @returns how many. */
export function endOtherSessions(db: Db, accountId: AccountId, exceptHash: string, now: Instant): number {
  return sessionQueries(db).endAllBut({ accountId, exceptHash, now })
}

const newForDays = 7

/** Where an account is signed in, the last used first. A device that came within a week beside older ones is new. */
export function liveSessions(db: Db, config: Config, session: SignedIn, now: Instant): LiveSession[] {
  const { accountId, tokenHash } = session
  const newSince = laterByDays(now, -newForDays)
  return sessionQueries(db).liveOf({ accountId, tokenHash, now, newSince, idleSince: idleSince(config, now) })
}

/** @returns whether it was one of the account's, and alive. */
export function endSessionById(db: Db, config: Config, { accountId, id, now }: OneOf): boolean {
  return sessionQueries(db).endById({ accountId, id, now, idleSince: idleSince(config, now) }) === 1
}

interface OneOf {
  accountId: AccountId
  id: SessionId
  now: Instant
}

const idleSince = (config: Config, now: Instant): Instant => later(now, { minutes: -config.SESSION_IDLE_MINUTES })

const freshForMinutes = 10

/**
 * For deeds that a forgotten, unlocked screen must not do.
 * @throws Problem 'sign-in-again' unless the person signed in, with everything that takes, within the last ten minutes.
 */
export function requireFreshSignIn({ session, now }: { session: SignedIn; now: Instant }): void {
  if (secondsBetween(session.authenticatedAt, now) > freshForMinutes * 60) {
    throw new Problem('sign-in-again', { facts: { freshForMinutes } })
  }
}
