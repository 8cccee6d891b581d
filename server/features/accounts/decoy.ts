import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import { accountIdFrom } from '#contract/account-id.ts'
import type { AccountId } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { accountQueries } from './queries.ts'

/**
 * What an address that nobody has gets at sign-in: always the same, and looking like anybody's (ASSURANCE T25). The
 * secret it comes from is a row of the database: who can read that reads the accounts themselves.
 */
export function decoyFor(db: Db, email: string): { accountId: AccountId; salt: string; profile: number } {
  const made = createHmac('sha256', decoySecret(db)).update(email).digest()
  return { accountId: accountIdFrom(made), salt: made.subarray(16, 32).toString('base64url'), profile: 2 }
}

/** A login key whose private half nobody has: what a signature for an unknown account is checked with. */
export const decoyLoginKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x as string

function decoySecret(db: Db): Buffer {
  const name = 'sign-in-decoys'
  const accounts = accountQueries(db)
  const kept = accounts.serverSecret({ name })?.secret
  if (kept) return Buffer.from(kept, 'base64url')
  const secret = randomBytes(32)
  accounts.keepServerSecret({ name, secret: secret.toString('base64url') })
  return secret
}
