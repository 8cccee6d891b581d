import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20, hchacha, xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { blake2b } from '@noble/hashes/blake2.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { argon2id } from 'hash-wasm'

/**
 * The constructions of CRYPTO.md a second time, from their description and on other libraries (noble, hash-wasm), to
 * test ours against. Written to be read beside the text, shares no code with the product, opens and checks nothing.
 */

type Field = Uint8Array | string

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
/** `seq(n, o)` of CRYPTO.md §9: bytes o, o+1, … */
export const seq = (length: number, from: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (from + index) & 0xff)
export const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export function u32(value: number): Uint8Array {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return new Uint8Array(out)
}

export function u64(value: number): Uint8Array {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(BigInt(value))
  return new Uint8Array(out)
}

export function T(label: string, ...fields: Field[]): Uint8Array {
  const parts = [label, ...fields].map((field) => (typeof field === 'string' ? bytesOf(field) : field))
  return join(u32(parts.length), ...parts.flatMap((part) => [u32(part.length), part]))
}

export const KDF = (key: Uint8Array, label: string, ...context: Field[]): Uint8Array =>
  blake2b(T(`rk1/kdf/${label}`, ...context), { dkLen: 32, key })

export const H = (label: string, ...fields: Field[]): Uint8Array =>
  blake2b(T(`rk1/h/${label}`, ...fields), { dkLen: 32 })

export const argon2 = (passphrase: Uint8Array, salt: Uint8Array, mebibytes: number): Promise<Uint8Array> =>
  argon2id({
    password: passphrase,
    salt,
    parallelism: 1,
    iterations: 3,
    memorySize: mebibytes * 1024,
    hashLength: 32,
    outputType: 'binary',
  })

export const signingPublicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed)
export const signature = (message: Uint8Array, seed: Uint8Array): Uint8Array => ed25519.sign(message, seed)
export const isSignature = (made: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean =>
  ed25519.verify(made, message, publicKey, { zip215: false })

const boxPrivateKey = (seed: Uint8Array): Uint8Array => sha512(seed).slice(0, 32)
export const boxPublicKey = (seed: Uint8Array): Uint8Array => x25519.getPublicKey(boxPrivateKey(seed))

/** What may differ in an ENV that somebody else made. */
export type EnvParts = {
  type: number
  keyId: Uint8Array
  nonce: Uint8Array
  key: Uint8Array
  context: Uint8Array
  padded: Uint8Array
  magic?: number
  suite?: number
  flags?: number
}

export function env({ type, keyId, nonce, key, context, padded, magic, suite, flags }: EnvParts): Uint8Array {
  const header = join(Uint8Array.of(magic ?? 0x45, suite ?? 1, type, flags ?? 0), keyId, nonce)
  const okm = blake2b(T('rk1/env', header, context), { dkLen: 64, key })
  const sealed = xchacha20poly1305(okm.slice(0, 32), nonce, join(header, context)).encrypt(padded)
  return join(header, okm.slice(32), sealed)
}

/** ISO/IEC 7816-4, as sodium.pad. */
export function padded(content: Uint8Array, block: number): Uint8Array {
  const out = new Uint8Array((Math.floor(content.length / block) + 1) * block)
  out.set(content)
  out[content.length] = 0x80
  return out
}

/** crypto_box_seal, with the key that libsodium would draw at random. */
export function boxSeal(content: Uint8Array, publicKey: Uint8Array, onceKey: Uint8Array): Uint8Array {
  const oncePublic = x25519.getPublicKey(onceKey)
  const nonce = blake2b(join(oncePublic, publicKey), { dkLen: 24 })
  return join(oncePublic, xsalsa20poly1305(boxKey(onceKey, publicKey), nonce).encrypt(content))
}

function boxKey(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const out = new Uint32Array(8)
  hsalsa(sigma(), words(x25519.getSharedSecret(privateKey, publicKey)), new Uint32Array(4), out)
  return new Uint8Array(out.buffer)
}

export type WrapParts = {
  header: Uint8Array
  orgId: Uint8Array
  key: Uint8Array
  recipientPublicKey: Uint8Array
  granterSeed: Uint8Array
  onceKey: Uint8Array
}

/** @param header bytes 0..96 */
export function wrap({ header, orgId, key, recipientPublicKey, granterSeed, onceKey }: WrapParts): Uint8Array {
  const inner = join(H('wrap', orgId, header, recipientPublicKey), key)
  const sealed = boxSeal(inner, recipientPublicKey, onceKey)
  return join(header, sealed, signature(T('rk1/sig/wrap', orgId, header, sealed), granterSeed))
}

export type StreamParts = {
  type: number
  keyId: Uint8Array
  salt: Uint8Array
  key: Uint8Array
  context: Uint8Array
  streamHeader: Uint8Array
  chunks: { content: Uint8Array; tag: number; index?: number }[]
}

export function stream({ type, keyId, salt, key, context, streamHeader, chunks }: StreamParts): Uint8Array {
  const head = join(Uint8Array.of(0x53, 1, type, 16), keyId, salt)
  const okm = blake2b(T('rk1/stream', head, context), { dkLen: 64, key })
  const push = secretStream(okm.slice(0, 32), streamHeader)
  const sealed = chunks.map(({ content, tag, index }, position) => push(content, u64(index ?? position), tag))
  return join(head, okm.slice(32), streamHeader, ...sealed)
}

/** crypto_secretstream_xchacha20poly1305_push, after its specification; without rekeying, which nobody here uses. */
function secretStream(key: Uint8Array, header: Uint8Array) {
  const derived = new Uint32Array(8)
  hchacha(sigma(), words(key), words(header.slice(0, 16)), derived)
  const streamKey = new Uint8Array(derived.buffer)
  let counter = 1
  const inonce = header.slice(16, 24)

  return (content: Uint8Array, ad: Uint8Array, tag: number): Uint8Array => {
    const counterBytes = Buffer.alloc(4)
    counterBytes.writeUInt32LE(counter++)
    const nonce = join(new Uint8Array(counterBytes), inonce)
    const macKey = chacha20(streamKey, nonce, new Uint8Array(32))
    const tagBlock = chacha20(streamKey, nonce, join(Uint8Array.of(tag), new Uint8Array(63)), undefined, 1)
    const cipher = chacha20(streamKey, nonce, content, undefined, 2)
    const lengths = Buffer.alloc(16)
    lengths.writeBigUInt64LE(BigInt(ad.length), 0)
    lengths.writeBigUInt64LE(BigInt(64 + content.length), 8)
    const mac = poly1305(
      join(
        ad,
        new Uint8Array((16 - ad.length) & 15),
        tagBlock,
        cipher,
        new Uint8Array((16 - 64 + content.length) & 15),
        new Uint8Array(lengths),
      ),
      macKey,
    )
    for (let at = 0; at < 8; at++) inonce[at] = (inonce[at] ?? 0) ^ (mac[at] ?? 0)
    return join(tagBlock.slice(0, 1), cipher, mac)
  }
}

const sigma = (): Uint32Array => words(bytesOf('expand 32-byte k'))
const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.slice().buffer)
