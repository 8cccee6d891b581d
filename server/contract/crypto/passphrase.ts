import { utf8 } from './encoding.ts'
import { PassphraseError, passphraseMinCharacters } from './errors.ts'
import { kdfProfiles, type KdfProfile } from './profiles.ts'
import { argon2id } from './sodium.ts'

/** From a passphrase to `W` (CRYPTO.md §3): the one slow step, and the one that a thief of the database must repeat. */

/**
 * The bytes that go into Argon2id: NFKC, because keyboards disagree on how to compose an é, then UTF-8.
 * @throws PassphraseError under 12 characters (code points after NFKC) or where it is not text.
 */
export function passphraseBytes(passphrase: string): Uint8Array {
  if (!passphrase.isWellFormed()) throw new PassphraseError('not-text')
  const normal = passphrase.normalize('NFKC')
  if (Array.from(normal).length < passphraseMinCharacters) throw new PassphraseError('too-short')
  return utf8(normal)
}

/**
 * Blocks its thread for 0.3 to 1.5 seconds: in the browser only ever in its own Worker.
 * @param passphrase from {@link passphraseBytes}. @param salt 16 bytes. @param profile from `acceptProfile`.
 * @returns `W`, 32 bytes.
 */
export function stretch(passphrase: Uint8Array, salt: Uint8Array, profile: KdfProfile): Uint8Array {
  const { memoryBytes, passes } = kdfProfiles[profile]
  return argon2id(passphrase, salt, passes, memoryBytes)
}
