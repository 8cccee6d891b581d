import { Secret, TOTP } from 'otpauth'
import { expect } from 'vitest'
import { signIn, type SecondFactorAsked } from '#contract/accounts.ts'
import { enterSecondFactor } from '#contract/second-factor.ts'
import type { AccountId, Instant } from '#contract/values.ts'
import { renewRecoveryCodes } from '../../server/features/accounts/recovery-codes.ts'
import { sealSecret } from '../../server/features/accounts/sealed-secret.ts'
import { secondFactorQueries } from '../../server/features/accounts/second-factor-queries.ts'
import type { House } from '../../server/http/mount.ts'
import { later } from '../../server/platform/clock.ts'
import { signedAttempt } from './sign-in.ts'
import { call, type Name, type Stranger, type Vault } from './vault.ts'

/** The six digits that an authenticator app shows at a moment. @param secret base32. */
export const codeFrom = (secret: string, at: Instant): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(at) })

/** Gives an account a second factor as if it had been there for long; its sessions go on. */
export function giveSecondFactor({ db, clock, serverKeys }: Pick<House, 'db' | 'clock' | 'serverKeys'>, email: string) {
  const accountId = db.prepare(`SELECT id FROM accounts WHERE email = ?`).pluck().get(email) as AccountId
  const secret = new Secret({ size: 20 })
  const sealedSecret = sealSecret(serverKeys.secondFactor, accountId, secret.bytes)
  secondFactorQueries(db).enrol({ accountId, sealedSecret, now: clock.now(), step: 0 })
  return {
    secret: secret.base32,
    recoveryCodes: renewRecoveryCodes(db, accountId),
    /** What the app shows, now or so many seconds from now. */
    code: (seconds = 0) => codeFrom(secret.base32, later(clock.now(), { seconds })),
  }
}

export const withSecondFactor = (vault: Vault, name: Name | Stranger) =>
  giveSecondFactor(vault.house, `${name}@acme.example.com`)

/** Proves the passphrase. @returns the ticket for the second half. */
export async function ticketOf(vault: Vault, name: Name | Stranger, cookie?: string): Promise<string> {
  const { status, body } = await call(vault.app, signIn, { ...(await signedAttempt(vault, name)) }, cookie)
  expect([status, body]).toEqual([
    200,
    { secondFactor: 'needed', ticket: expect.any(String), expiresAt: expect.any(String) },
  ])
  return (body as SecondFactorAsked).ticket
}

/** All of a sign-in, with that code. */
export async function signInWithCode(vault: Vault, name: Name | Stranger, code: string, cookie?: string) {
  const ticket = await ticketOf(vault, name, cookie)
  return call(vault.app, enterSecondFactor, { ticket, code }, cookie)
}
