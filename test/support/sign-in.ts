import { expect } from 'vitest'
import { signIn, startSignIn } from '#contract/accounts.ts'
import type { AccountId, Instant } from '#contract/values.ts'
import { keysOf, signLoginAs } from './keys.ts'
import { call, origin, type Name, type Stranger, type Vault } from './vault.ts'

/** Gives somebody of the cast keys with which signing in works. @returns the e-mail address. */
export function withKeys(vault: Vault, name: Name | Stranger): string {
  const { keys } = keysOf(name)
  vault.db
    .prepare(
      `UPDATE accounts SET salt = ?, profile = ?, login_public_key = ?, sealed_uak = ?, sealed_seed = ? WHERE id = ?`,
    )
    .run(keys.salt, keys.profile, keys.loginPublicKey, keys.sealedUak, keys.sealedSeed, vault.account(name))
  return `${name}@acme.example.com`
}

export interface Attempt {
  accountId: AccountId
  challenge: string
  ts: Instant
  origin: string
  signature: string
}

/** A fresh challenge, signed by that person now. */
export async function signedAttempt(vault: Vault, name: Name | Stranger): Promise<Attempt> {
  const { body } = await call(vault.app, startSignIn, { email: `${name}@acme.example.com` })
  const login = { accountId: body.accountId, challenge: body.challenge, ts: vault.clock.now(), origin }
  return { ...login, signature: signLoginAs(name, login) }
}

export async function signInAs(vault: Vault, name: Name | Stranger, cookie?: string) {
  return call(vault.app, signIn, { ...(await signedAttempt(vault, name)) }, cookie)
}

/** `name=value` of a cookie that an answer sets. */
export function cookieIn(cookies: readonly string[], name: '__Host-runkeep' | '__Host-runkeep-device'): string {
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(';')[0]
  expect(found).toBeDefined()
  return found as string
}

/** The acts in the audit log since a number, oldest first. */
export function acts(vault: Pick<Vault, 'db'>, since = 0): string[] {
  return vault.db.prepare(`SELECT act FROM audit_events WHERE seq > ? ORDER BY seq`).pluck().all(since) as string[]
}

/** The newest audit event of an act, as it was hashed. */
export function lastEvent(vault: Pick<Vault, 'db'>, act: string): Record<string, unknown> | undefined {
  const payload = vault.db
    .prepare(`SELECT payload FROM audit_events WHERE act = ? ORDER BY seq DESC LIMIT 1`)
    .pluck()
    .get(act) as string | undefined
  return payload === undefined ? undefined : (JSON.parse(payload) as Record<string, unknown>)
}
