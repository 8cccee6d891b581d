import { seedContext, uakContext } from '#contract/crypto/contexts.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { firstEpoch, keyIdOf, type AccountKeys } from '#contract/crypto/keys.ts'
import { exactly, fromBase64url, wipe } from '#contract/crypto/sodium.ts'

/**
 * The two envelopes of an account (CRYPTO.md §3): the unlock key opens the account's key-encryption key (UAK), and that
 * opens the identity seed. Both are bound to the account, the first also to the salt and profile it belongs with.
 */

/** What the server gives back to the owner of an account, as in the session's answer. */
export type SealedKeys = Pick<AccountKeys, 'salt' | 'profile' | 'loginPublicKey' | 'sealedUak' | 'sealedSeed'>

/** The outer of the two does not open: a wrong passphrase, or tampering. Which of them, the keyring may know. */
export class UakDoesNotOpen extends IntegrityError {}

/** @param salt 16 bytes. @param unlockKey, uak 32 bytes each. */
export function sealUak(
  of: { accountId: string; profile: number; salt: Uint8Array },
  unlockKey: Uint8Array,
  uak: Uint8Array,
): Uint8Array {
  return sealEnv(uakBinding(of, unlockKey), uak)
}

/** @param uak, seed 32 bytes each. */
export function sealSeed(accountId: string, uak: Uint8Array, seed: Uint8Array): Uint8Array {
  return sealEnv(seedBinding(accountId, uak), seed)
}

/** @returns 32 bytes each, for the caller to wipe. */
export function openKeys(
  accountId: string,
  keys: SealedKeys,
  unlockKey: Uint8Array,
): { uak: Uint8Array; seed: Uint8Array } {
  const salt = fromBase64url(keys.salt)
  const binding = uakBinding({ accountId, profile: keys.profile, salt }, unlockKey)
  const uak = openUak(binding, fromBase64url(keys.sealedUak))
  try {
    const seed = openEnv(seedBinding(accountId, uak), fromBase64url(keys.sealedSeed))
    return { uak, seed: exactly(32, seed, 'seed') }
  } catch (error) {
    wipe(uak)
    throw error
  }
}

function openUak(binding: EnvBinding, sealed: Uint8Array): Uint8Array {
  try {
    return exactly(32, openEnv(binding, sealed), 'account key')
  } catch (cause) {
    throw new UakDoesNotOpen("the account's key opens", { cause })
  }
}

function uakBinding(of: { accountId: string; profile: number; salt: Uint8Array }, key: Uint8Array): EnvBinding {
  const context = uakContext({ ...of, uakEpoch: firstEpoch })
  return { type: envTypes.uak, keyId: keyIdOf(of.accountId, firstEpoch), key, context, padTo: 0 }
}

function seedBinding(accountId: string, uak: Uint8Array): EnvBinding {
  const context = seedContext({ accountId, epoch: firstEpoch })
  return { type: envTypes.seed, keyId: keyIdOf(accountId, firstEpoch), key: uak, context, padTo: 0 }
}
