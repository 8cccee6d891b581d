import { H, KDF, idBytes, u32be } from './encoding.ts'
import { insist } from './errors.ts'
import { boxKeyPair, exactly, signKeyPair, wipe, type KeyPair } from './sodium.ts'

/** How keys grow out of one another (CRYPTO.md §3), and the shapes in which their public and sealed halves are sent. */

/** The first epoch of an account's key-encryption key and identity. */
export const firstEpoch = 1
/** No second secret: what stands for the Account Key until an account has one. */
export const noAccountKey = new Uint8Array(0)

/** What the server keeps of an account's keys; byte strings are base64url. */
export type AccountKeys = {
  /** 16 random bytes. */
  salt: string
  profile: number
  /** Ed25519, 32 bytes. */
  loginPublicKey: string
  /** ENV type 1 over 32 bytes: 124 bytes. */
  sealedUak: string
  /** ENV type 2 over 32 bytes: 124 bytes. */
  sealedSeed: string
  /** X25519, 32 bytes. */
  encPublicKey: string
  /** Ed25519, 32 bytes. */
  signPublicKey: string
}

/** What a passphrase change replaces, with the proof that the holder of the current passphrase wants it. */
export type PassphraseChange = Pick<AccountKeys, 'salt' | 'profile' | 'loginPublicKey' | 'sealedUak'> & {
  /** Ed25519 by the login key in use until now, 64 bytes, over `passphraseChangeMessage`. */
  proof: string
}

/** What a person's own keys are computed from once, and all of it secret. */
export type Identity = {
  /** For what is sealed to this person. */
  enc: KeyPair
  /** For what this person states. */
  sign: KeyPair
  /** `K_wrap`: for the keys of what this principal holds. */
  wrapKey: Uint8Array
  /** `K_prev`: for the seed before this one. */
  previousKey: Uint8Array
}

/**
 * @param stretched `W`, 32 bytes. @param accountKey `A`: 16 bytes, or {@link noAccountKey}.
 * @returns `MK`, 32 bytes.
 */
export function masterKey(
  stretched: Uint8Array,
  accountKey: Uint8Array,
  accountId: string,
  profile: number,
): Uint8Array {
  insist(accountKey.length === 0 || accountKey.length === 16, 'an Account Key is 16 bytes, or absent')
  return KDF(stretched, 'master', accountKey, idBytes(accountId), u32be(profile))
}

/** `KU`, 32 bytes: opens the account key-encryption key. */
export function unlockKey(master: Uint8Array): Uint8Array {
  return KDF(master, 'unlock')
}

/** Signs in. The server keeps its public half only. */
export function loginKeyPair(master: Uint8Array): KeyPair {
  return fromDerived(master, 'login', signKeyPair)
}

/** @param seed 32 bytes, of a person, a collection or a recovery kit. */
export function identityFrom(seed: Uint8Array): Identity {
  exactly(32, seed, 'seed')
  return {
    enc: fromDerived(seed, 'enc', boxKeyPair),
    sign: fromDerived(seed, 'sign', signKeyPair),
    wrapKey: KDF(seed, 'wrap'),
    previousKey: KDF(seed, 'prev'),
  }
}

/** The key of one field of a secret. @param dek 32 bytes. */
export function fieldKey(dek: Uint8Array, fieldNumber: number): Uint8Array {
  return KDF(dek, 'field', u32be(fieldNumber))
}

/** Seals what its owner is writing on this device. @param uak 32 bytes, the account key-encryption key. */
export function draftsKey(uak: Uint8Array): Uint8Array {
  return KDF(uak, 'draft')
}

/** Which key of which principal sealed something: 16 bytes, not secret. */
export function keyIdOf(principalId: string, epoch: number): Uint8Array {
  return H('keyid', idBytes(principalId), u32be(epoch)).slice(0, 16)
}

export function wipeIdentity({ enc, sign, wrapKey, previousKey }: Identity): void {
  wipe(enc.privateKey, sign.privateKey, wrapKey, previousKey)
}

function fromDerived(key: Uint8Array, label: string, pairFrom: (seed: Uint8Array) => KeyPair): KeyPair {
  const seed = KDF(key, label)
  try {
    return pairFrom(seed)
  } finally {
    wipe(seed)
  }
}
