import { T, concat } from './encoding.ts'
import { insist } from './errors.ts'
import { aeadOpen, aeadSeal, exactly, isSame, keyedHash, pad, randomBytes, unpad, wipe } from './sodium.ts'

/**
 * ENV (CRYPTO.md §4): contents sealed under a key of 32 bytes, 92 bytes longer than the padded contents.
 *
 *   0 0x45 | 1 suite | 2 type | 3 0x00 | 4 keyId 16 | 20 nonce 24 | 44 commitment 32 | 76 ciphertext and tag
 *
 * XChaCha20-Poly1305 alone does not commit to its key: one blob can be made to open under two. So both the message key
 * and a commitment are derived from key, header and context, and the commitment is checked before anything is opened.
 */

export const envTypes = { uak: 1, seed: 2, previousSeed: 3, dek: 4, field: 5, home: 6, draft: 7 } as const
export type EnvType = (typeof envTypes)[keyof typeof envTypes]

/** What an ENV is bound to; the reader states it again, and only the same opens. */
export type EnvBinding = {
  type: EnvType
  /** 16 bytes: which key this is, `keyIdOf` or a dekId. Not secret. */
  keyId: Uint8Array
  /** 32 bytes. */
  key: Uint8Array
  /** From contexts.ts; not empty. */
  context: Uint8Array
  /** Hides the length: 64 for passwords, codes and usernames, 256 for notes and keys, 0 where all are equally long. */
  padTo: 0 | 64 | 256
}

export const envOverheadBytes = 92

const magic = 0x45
const suite = 0x01
const commitmentAt = 44
const ciphertextAt = 76

/** Seals `content` so that it opens only under the same key, type and context. */
export function sealEnv(binding: EnvBinding, content: Uint8Array): Uint8Array {
  const { type, keyId, context, padTo } = binding
  const nonce = randomBytes(24)
  const header = concat(Uint8Array.of(magic, suite, type, 0), exactly(16, keyId, 'keyId'), nonce)
  const { messageKey, commitment } = committed(binding.key, header, context)
  const padded = padTo === 0 ? content : pad(content, padTo)
  try {
    return concat(header, commitment, aeadSeal(padded, concat(header, context), nonce, messageKey))
  } finally {
    wipe(messageKey)
    if (padTo !== 0) wipe(padded)
  }
}

/** @throws IntegrityError unless every bit of `sealed`, the key and the whole binding are those it was sealed with. */
export function openEnv(binding: EnvBinding, sealed: Uint8Array): Uint8Array {
  const { type, keyId, context, padTo } = binding
  insist(sealed instanceof Uint8Array && sealed.length >= envOverheadBytes, 'an ENV is at least 92 bytes')
  const header = sealed.subarray(0, commitmentAt)
  const expected = concat(Uint8Array.of(magic, suite, type, 0), exactly(16, keyId, 'keyId'))
  insist(isSame(header.subarray(0, 20), expected), 'format, suite, type and key are the expected ones')
  const { messageKey, commitment } = committed(binding.key, header, context)
  try {
    insist(isSame(sealed.subarray(commitmentAt, ciphertextAt), commitment), 'the commitment fits key and context')
    const nonce = header.subarray(20)
    const padded = aeadOpen(sealed.subarray(ciphertextAt), concat(header, context), nonce, messageKey)
    if (padTo === 0) return padded
    try {
      return unpad(padded, padTo)
    } finally {
      wipe(padded)
    }
  } finally {
    wipe(messageKey)
  }
}

function committed(key: Uint8Array, header: Uint8Array, context: Uint8Array) {
  insist(context instanceof Uint8Array && context.length > 0, 'a context is not empty')
  const okm = keyedHash(64, T('rk1/env', header, context), key)
  const parts = { messageKey: okm.slice(0, 32), commitment: okm.slice(32) }
  wipe(okm)
  return parts
}
