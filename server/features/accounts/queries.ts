import { z } from 'zod'
import { Membership, Waiting } from '#contract/accounts.ts'
import { AccountId, Instant } from '#contract/values.ts'
import { lacksSecondFactor } from '../../access/second-factor.ts'
import { queries } from '../../platform/sql.ts'

/** The account as its own session shows it. */
const OwnAccount = z.object({
  id: AccountId,
  email: z.string(),
  name: z.string(),
  salt: z.string(),
  profile: z.int(),
  loginPublicKey: z.string(),
  sealedUak: z.string(),
  sealedSeed: z.string(),
})

export const accountQueries = queries((sql) => ({
  anyAccount: sql.get(z.object({ id: AccountId }), `SELECT id FROM accounts LIMIT 1`),
  byEmail: sql.get(
    z.object({ accountId: AccountId, salt: z.string(), profile: z.int() }),
    `SELECT id AS accountId, salt, profile FROM accounts WHERE email = @email`,
  ),
  idInUse: sql.get(z.object({ id: AccountId }), `SELECT id FROM accounts WHERE id = @id`),
  login: sql.get(
    z.object({ id: AccountId, loginPublicKey: z.string(), disabledAt: Instant.optional() }),
    `SELECT id, login_public_key AS loginPublicKey, disabled_at AS disabledAt FROM accounts WHERE id = @accountId`,
  ),
  own: sql.get(
    OwnAccount,
    `SELECT id, email, name, salt, profile, login_public_key AS loginPublicKey, sealed_uak AS sealedUak,
            sealed_seed AS sealedSeed
       FROM accounts WHERE id = @accountId`,
  ),
  memberships: sql.all(
    Membership.omit({ today: true }),
    `SELECT m.id AS memberId, o.id AS organizationId, o.org_id AS orgId, o.slug, o.name AS organization, o.time_zone AS timeZone, m.role,
            p.side, p.name AS party, o.keeps_search_texts AS keepsSearchTexts,
            ${lacksSecondFactor('m', 'o')} AS secondFactorNeeded
       FROM members m
       JOIN organizations o ON o.id = m.organization_id
       JOIN parties p ON p.id = m.party_id
      WHERE m.account_id = @accountId AND m.removed_at IS NULL
      ORDER BY o.name COLLATE NOCASE, o.id`,
  ),
  /** Invitations that the account has used, until a key holder has signed. */
  waiting: sql.all(
    Waiting,
    `SELECT i.id AS invitation, o.name AS organization, o.org_id AS orgId, b.name AS invitedBy, i.accepted_at AS since,
            i.reminded_at AS remindedAt, i.rekeys_member_id IS NOT NULL AS returns
       FROM invitations i
       JOIN organizations o ON o.id = i.organization_id
       JOIN members b ON b.id = i.invited_by
      WHERE i.accepted_by = @accountId AND i.admitted_at IS NULL AND i.revoked_at IS NULL
      ORDER BY i.accepted_at, i.id`,
  ),
  home: sql.get(
    z.object({ counter: z.int(), sealed: z.string() }),
    `SELECT counter, sealed FROM homes WHERE account_id = @accountId`,
  ),
  create: sql.run(
    `INSERT INTO accounts (id, email, name, created_at, salt, profile, login_public_key, enc_public_key,
                           sign_public_key, sealed_uak, sealed_seed, keys_changed_at)
     VALUES (@id, @email, @name, @now, @salt, @profile, @loginPublicKey, @encPublicKey,
             @signPublicKey, @sealedUak, @sealedSeed, @now)`,
  ),
  changeKeys: sql.run(
    `UPDATE accounts SET salt = @salt, profile = @profile, login_public_key = @loginPublicKey,
                         sealed_uak = @sealedUak, keys_changed_at = @now
      WHERE id = @accountId`,
  ),

  replaceKeys: sql.run(
    `UPDATE accounts SET salt = @salt, profile = @profile, login_public_key = @loginPublicKey,
                         enc_public_key = @encPublicKey, sign_public_key = @signPublicKey, sealed_uak = @sealedUak,
                         sealed_seed = @sealedSeed, keys_changed_at = @now
      WHERE id = @accountId`,
  ),
  dropHome: sql.run(`DELETE FROM homes WHERE account_id = @accountId`),

  sessionEnd: sql.get(
    z.object({ endsAt: Instant }),
    `SELECT ends_at AS endsAt FROM sessions WHERE token_hash = @tokenHash`,
  ),

  addChallenge: sql.run(
    `INSERT INTO challenges (challenge, account_id, expires_at) VALUES (@challenge, @accountId, @expiresAt)`,
  ),
  takeChallenge: sql.run(
    `DELETE FROM challenges WHERE challenge = @challenge AND account_id = @accountId AND expires_at > @now`,
  ),

  device: sql.get(
    z.object({ lastAt: Instant }),
    `SELECT last_at AS lastAt FROM devices WHERE account_id = @accountId AND token_hash = @tokenHash`,
  ),
  deviceOfAnybody: sql.get(
    z.object({ lastAt: Instant }),
    `SELECT last_at AS lastAt FROM devices WHERE token_hash = @tokenHash LIMIT 1`,
  ),
  anyDevice: sql.get(
    z.object({ lastAt: Instant }),
    `SELECT last_at AS lastAt FROM devices WHERE account_id = @accountId LIMIT 1`,
  ),
  rememberDevice: sql.run(
    `INSERT INTO devices (token_hash, account_id, first_at, last_at) VALUES (@tokenHash, @accountId, @now, @now)
     ON CONFLICT (account_id, token_hash) DO UPDATE SET last_at = excluded.last_at`,
  ),

  serverSecret: sql.get(z.object({ secret: z.string() }), `SELECT secret FROM server_secrets WHERE name = @name`),
  keepServerSecret: sql.run(`INSERT INTO server_secrets (name, secret) VALUES (@name, @secret)`),

  allowance: sql.get(z.object({ fullAt: Instant }), `SELECT full_at AS fullAt FROM allowances WHERE bucket = @bucket`),
  setAllowance: sql.run(
    `INSERT INTO allowances (bucket, full_at) VALUES (@bucket, @fullAt)
     ON CONFLICT (bucket) DO UPDATE SET full_at = excluded.full_at`,
  ),

  // Housekeeping: what has passed says nothing any more. A few rows at a time, found by index.
  dropChallenges: sql.run(
    `DELETE FROM challenges WHERE challenge IN
       (SELECT challenge FROM challenges WHERE expires_at <= @now ORDER BY expires_at LIMIT 20)`,
  ),
  dropSessions: sql.run(
    `DELETE FROM sessions WHERE token_hash IN
       (SELECT token_hash FROM sessions WHERE ends_at <= @now ORDER BY ends_at LIMIT 20)`,
  ),
  dropAllowances: sql.run(
    `DELETE FROM allowances WHERE bucket IN
       (SELECT bucket FROM allowances WHERE full_at <= @now ORDER BY full_at LIMIT 20)`,
  ),
  dropDevices: sql.run(
    `DELETE FROM devices WHERE (account_id, token_hash) IN
       (SELECT account_id, token_hash FROM devices WHERE last_at <= @yearAgo ORDER BY last_at LIMIT 20)`,
  ),
}))
