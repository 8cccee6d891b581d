import sodium, { type StateAddress } from 'libsodium-wrappers'
import { IntegrityError, insist } from './errors.ts'

/**
 * The one door to libsodium. Behind it, failures come in four shapes (a throw, `false`, `null`, garbage for a wrong
 * length); in front of it there is one: {@link IntegrityError}. Every argument's length is checked here, because some of
 * libsodium's functions quietly do something weaker when one is missing.
 */

let isReady = false

/** Await once before anything else; everything after it is synchronous. Rejects where Argon2id cannot run at full speed. */
export const sodiumReady: Promise<void> = makeReady()

async function makeReady(): Promise<void> {
  // Argon2id in plain JavaScript takes many seconds, which tempts people to weaken it. So no fallback, and a plain word.
  if (!Reflect.get(globalThis, 'WebAssembly')) throw new Error('Runkeep needs WebAssembly, and it is switched off here')
  await sodium.ready
  // The plain build declares crypto_pwhash in its types and lacks it at run time; only the sumo build has it.
  const hasArgon2id = typeof sodium.crypto_pwhash === 'function' && sodium.crypto_pwhash_ALG_ARGON2ID13 === 2
  if (!hasArgon2id) throw new Error('libsodium has no Argon2id here: the sumo build is not installed')
  isReady = true
}

/** @returns `length` bytes of crypto.getRandomValues, the source of randombytes_buf and 15 times faster here. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}

/** BLAKE2b without a key (RFC 7693). @param length bytes to return, 16 to 64. */
export function hash(length: 32 | 64, message: Uint8Array): Uint8Array {
  return attempt('hash', () => sodium.crypto_generichash(length, bytes(message, 'message'), null))
}

/**
 * BLAKE2b with a key (RFC 7693).
 * @param key exactly 32 bytes. libsodium computes an unkeyed hash when the key is missing, hence the check.
 */
export function keyedHash(length: 32 | 64, message: Uint8Array, key: Uint8Array): Uint8Array {
  exactly(32, key, 'key')
  return attempt('keyed hash', () => sodium.crypto_generichash(length, bytes(message, 'message'), key))
}

/**
 * Argon2id 1.3, RFC 9106, one lane. Blocks its thread for 0.3 to 1.5 seconds.
 * @param passphrase not empty: libsodium would take an empty one.
 * @param salt 16 bytes.
 * @returns 32 bytes.
 */
export function argon2id(passphrase: Uint8Array, salt: Uint8Array, passes: number, memoryBytes: number): Uint8Array {
  insist(bytes(passphrase, 'passphrase').length > 0, 'a passphrase is not empty')
  exactly(16, salt, 'salt')
  return attempt('Argon2id', () =>
    sodium.crypto_pwhash(32, passphrase, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13),
  )
}

/**
 * XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03.
 * @param context authenticated, not sent; not empty, because empty and absent are the same to libsodium.
 * @param nonce 24 bytes. @param key 32 bytes.
 * @returns the ciphertext and its 16-byte tag.
 */
export function aeadSeal(content: Uint8Array, context: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  insist(bytes(context, 'context').length > 0, 'a context is not empty')
  exactly(24, nonce, 'nonce')
  exactly(32, key, 'key')
  return attempt('seal', () =>
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(content, 'content'), context, null, nonce, key),
  )
}

/** The reverse of {@link aeadSeal}. @throws IntegrityError unless key, nonce, context and every bit are the same. */
export function aeadOpen(sealed: Uint8Array, context: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  insist(bytes(context, 'context').length > 0, 'a context is not empty')
  exactly(24, nonce, 'nonce')
  exactly(32, key, 'key')
  return attempt('open', () =>
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, bytes(sealed, 'sealed'), context, nonce, key),
  )
}

/** Compares without telling by its duration where the difference is. Different lengths are simply not the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return bytes(a, 'a').length === bytes(b, 'b').length && attempt('compare', () => sodium.memcmp(a, b))
}

/** ISO/IEC 7816-4 padding to a multiple of `block` bytes; always adds at least one byte. */
export function pad(content: Uint8Array, block: 64 | 256): Uint8Array {
  return attempt('pad', () => sodium.pad(bytes(content, 'content'), block))
}

/** @throws IntegrityError when the padding is not one that {@link pad} makes. */
export function unpad(padded: Uint8Array, block: 64 | 256): Uint8Array {
  insist(bytes(padded, 'padded').length > 0 && padded.length % block === 0, 'padding fills its block')
  // A copy: unpad returns a view, and whoever zeroes the contents later should zero all of its buffer.
  return attempt('unpad', () => sodium.unpad(padded, block).slice())
}

/** A public and a private key; 32 and 32 bytes for sealing (X25519), 32 and 64 for signing (Ed25519). */
export type KeyPair = { publicKey: Uint8Array; privateKey: Uint8Array }

/** X25519 (RFC 7748) from a 32-byte seed, hashed with SHA-512 by libsodium. */
export function boxKeyPair(seed: Uint8Array): KeyPair {
  exactly(32, seed, 'seed')
  return withoutType(attempt('box key', () => sodium.crypto_box_seed_keypair(seed)))
}

/** Ed25519 (RFC 8032) from a 32-byte seed. */
export function signKeyPair(seed: Uint8Array): KeyPair {
  exactly(32, seed, 'seed')
  return withoutType(attempt('signing key', () => sodium.crypto_sign_seed_keypair(seed)))
}

/** Seals to a public key of 32 bytes from a key made for this once: says nothing about the sender. Adds 48 bytes. */
export function boxSeal(content: Uint8Array, publicKey: Uint8Array): Uint8Array {
  exactly(32, publicKey, 'public key')
  return attempt('box seal', () => sodium.crypto_box_seal(bytes(content, 'content'), publicKey))
}

export function boxOpen(sealed: Uint8Array, { publicKey, privateKey }: KeyPair): Uint8Array {
  exactly(32, publicKey, 'public key')
  exactly(32, privateKey, 'private key')
  return attempt('box open', () => sodium.crypto_box_seal_open(bytes(sealed, 'sealed'), publicKey, privateKey))
}

/** Ed25519 (RFC 8032). @param privateKey 64 bytes. @returns a signature of 64 bytes. */
export function sign(message: Uint8Array, privateKey: Uint8Array): Uint8Array {
  exactly(64, privateKey, 'private key')
  return attempt('sign', () => sodium.crypto_sign_detached(bytes(message, 'message'), privateKey))
}

/** @throws IntegrityError unless `signature` (64 bytes) over exactly `message` was made by the owner of `publicKey`. */
export function checkSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): void {
  exactly(64, signature, 'signature')
  exactly(32, publicKey, 'public key')
  insist(
    attempt('signature', () => sodium.crypto_sign_verify_detached(signature, bytes(message, 'message'), publicKey)),
    'the signature fits the message and the signer',
  )
}

/**
 * One secretstream (libsodium crypto_secretstream_xchacha20poly1305), for sealing or for opening. libsodium never frees
 * the state behind it, which holds the key: {@link end} zeroes and frees it, and must be called.
 */
export class SecretStream {
  /** The address in libsodium's memory; the types say an object, which it is not at run time. */
  #state: unknown

  private constructor(state: unknown) {
    insist(typeof state === 'number' && state > 0, 'a stream has an address')
    this.#state = state
  }

  /** @param key 32 bytes. @returns the stream, and the 24 bytes that its reader needs first. */
  static toSeal(key: Uint8Array): { stream: SecretStream; header: Uint8Array } {
    exactly(32, key, 'key')
    const { state, header } = attempt('stream', () => sodium.crypto_secretstream_xchacha20poly1305_init_push(key))
    return { stream: new SecretStream(state), header }
  }

  static toOpen(key: Uint8Array, header: Uint8Array): SecretStream {
    exactly(32, key, 'key')
    exactly(24, header, 'header')
    return new SecretStream(
      attempt('stream', () => sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, key)),
    )
  }

  /** @returns the chunk, 17 bytes longer. */
  seal(chunk: Uint8Array, context: Uint8Array, isFinal: boolean): Uint8Array {
    const tag = isFinal
      ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
      : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
    return attempt('seal chunk', () =>
      sodium.crypto_secretstream_xchacha20poly1305_push(this.#address(), chunk, context, tag),
    )
  }

  open(sealed: Uint8Array, context: Uint8Array): { content: Uint8Array; isFinal: boolean } {
    // false, not a throw, for a chunk that was tampered with.
    const opened = attempt('open chunk', () =>
      sodium.crypto_secretstream_xchacha20poly1305_pull(this.#address(), sealed, context),
    )
    insist(opened !== false, 'the chunk is whole and in its place')
    const isFinal = opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    insist(
      isFinal || opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
      'the tag is one we write',
    )
    return { content: opened.message, isFinal }
  }

  end(): void {
    const address = this.#state
    this.#state = undefined
    if (typeof address !== 'number') return
    const { libsodium } = sodium as unknown as { libsodium: { HEAPU8: Uint8Array; _free(address: number): void } }
    libsodium.HEAPU8.fill(0, address, address + secretStreamStateBytes)
    libsodium._free(address)
  }

  #address(): StateAddress {
    insist(this.#state !== undefined, 'the stream has not ended')
    return this.#state as StateAddress
  }
}

const secretStreamStateBytes = 52

/** Overwrites with zeros. What libsodium copied into its own memory meanwhile is freed, not zeroed. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0)
}

/** base64url without padding, RFC 4648 §5. */
export function toBase64url(content: Uint8Array): string {
  return attempt('to base64url', () =>
    sodium.to_base64(bytes(content, 'content'), sodium.base64_variants.URLSAFE_NO_PADDING),
  )
}

/** The reverse of {@link toBase64url}; takes only the one text that it would write for these bytes. */
export function fromBase64url(text: string): Uint8Array {
  const content = attempt('base64url', () => sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING))
  insist(toBase64url(content) === text, 'base64url is written in its one form')
  return content
}

/** Runs one libsodium call; whatever it throws becomes the one error. */
export function attempt<T>(what: string, call: () => T): T {
  if (!isReady) throw new Error('await sodiumReady before using any of the crypto')
  try {
    return call()
  } catch (cause) {
    if (cause instanceof IntegrityError) throw cause
    throw new IntegrityError(`${what} failed`, { cause })
  }
}

export function bytes(value: Uint8Array, what: string): Uint8Array {
  insist(value instanceof Uint8Array, `${what} is a Uint8Array`)
  return value
}

export function exactly(length: number, value: Uint8Array, what: string): Uint8Array {
  insist(bytes(value, what).length === length, `${what} is ${length} bytes`)
  return value
}

function withoutType({ publicKey, privateKey }: KeyPair): KeyPair {
  return { publicKey, privateKey }
}
