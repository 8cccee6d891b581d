import { H, T, concat, idBytes, u32be } from './encoding.ts'
import { identityFrom, wipeIdentity } from './keys.ts'
import { insist } from './errors.ts'
import { boxOpen, boxSeal, checkSignature, exactly, isSame, sign, wipe, type KeyPair } from './sodium.ts'

/**
 * WRAP (CRYPTO.md §4): a key of 32 bytes on its way to one person, sealed to that person and signed by who gives it.
 * 272 bytes:
 *
 *   0 0x57 | 1 suite | 2 type | 3 0x00 | 4 subject 16 | 20 subjectEpoch | 24 recipient 16 | 40 recipientEpoch
 *   44 granter 16 | 60 granterEpoch | 64 authHash 32 | 96 sealed 112 | 208 signature 64
 *
 * crypto_box_seal says nothing about the sender, hence the signature; and the signature says nothing about whether the
 * signer knew the contents, hence the hash of header and recipient inside the sealed part.
 */

export const wrapTypes = { seed: 1, dek: 2, fieldKey: 3 } as const
export type WrapType = (typeof wrapTypes)[keyof typeof wrapTypes]

/** Everything about a wrap but the key; the reader rebuilds it from the verified log. */
export type WrapHeader = {
  type: WrapType
  /** 16 bytes: what the key is of, a principal's id or a dekId. */
  subject: Uint8Array
  subjectEpoch: number
  /** Account or collection. */
  recipientId: string
  recipientEpoch: number
  granterId: string
  granterEpoch: number
  /** 32 bytes: the hash of the log statement or lease that permits it. */
  authHash: Uint8Array
}

export const wrapBytes = 272

const sealedAt = 96
const signatureAt = 208

/**
 * @param key 32 bytes. @param recipientPublicKey X25519, from the log and never merely from the server.
 * @param granterPrivateKey Ed25519, 64 bytes.
 */
export function wrapKey(
  header: WrapHeader,
  orgId: Uint8Array,
  key: Uint8Array,
  recipientPublicKey: Uint8Array,
  granterPrivateKey: Uint8Array,
): Uint8Array {
  const head = headerBytes(header)
  const inner = concat(innerHash(orgId, head, recipientPublicKey), exactly(32, key, 'key'))
  try {
    const sealed = boxSeal(inner, recipientPublicKey)
    return concat(head, sealed, sign(signedMessage(orgId, head, sealed), granterPrivateKey))
  } finally {
    wipe(inner)
  }
}

/**
 * @param header the one that the verified log permits. @param granterPublicKey Ed25519, from the log.
 * @returns the key, 32 bytes. For a seed use {@link unwrapSeed}.
 * @throws IntegrityError unless it is that wrap, by that granter, for this recipient.
 */
export function unwrapKey(
  header: WrapHeader,
  orgId: Uint8Array,
  wrapped: Uint8Array,
  recipient: KeyPair,
  granterPublicKey: Uint8Array,
): Uint8Array {
  exactly(wrapBytes, wrapped, 'wrap')
  const head = wrapped.subarray(0, sealedAt)
  insist(isSame(head, headerBytes(header)), 'the wrap is the one that the log permits')
  const sealed = wrapped.subarray(sealedAt, signatureAt)
  checkSignature(wrapped.subarray(signatureAt), signedMessage(orgId, head, sealed), granterPublicKey)
  const inner = exactly(64, boxOpen(sealed, recipient), 'wrap contents')
  try {
    insist(isSame(inner.subarray(0, 32), innerHash(orgId, head, recipient.publicKey)), 'the giver knew the contents')
    return inner.slice(32)
  } finally {
    wipe(inner)
  }
}

/**
 * As {@link unwrapKey}, for a seed, which is worth using only if it is the one that the log speaks of.
 * @param encPublicKey X25519 of the subject at that epoch, from the log.
 */
export function unwrapSeed(
  header: WrapHeader & { type: 1 },
  orgId: Uint8Array,
  wrapped: Uint8Array,
  recipient: KeyPair,
  granterPublicKey: Uint8Array,
  encPublicKey: Uint8Array,
): Uint8Array {
  const seed = unwrapKey(header, orgId, wrapped, recipient, granterPublicKey)
  const identity = identityFrom(seed)
  const isTheOne = isSame(identity.enc.publicKey, encPublicKey)
  wipeIdentity(identity)
  if (!isTheOne) wipe(seed)
  insist(isTheOne, 'the seed gives the public key that the log has')
  return seed
}

function headerBytes(header: WrapHeader): Uint8Array {
  return concat(
    Uint8Array.of(0x57, 0x01, header.type, 0),
    exactly(16, header.subject, 'subject'),
    u32be(header.subjectEpoch),
    idBytes(header.recipientId),
    u32be(header.recipientEpoch),
    idBytes(header.granterId),
    u32be(header.granterEpoch),
    exactly(32, header.authHash, 'authHash'),
  )
}

function innerHash(orgId: Uint8Array, head: Uint8Array, recipientPublicKey: Uint8Array): Uint8Array {
  return H('wrap', exactly(32, orgId, 'orgId'), head, recipientPublicKey)
}

function signedMessage(orgId: Uint8Array, head: Uint8Array, sealed: Uint8Array): Uint8Array {
  return T('rk1/sig/wrap', orgId, head, sealed)
}
