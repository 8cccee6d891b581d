import { readdirSync, readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import sodium from 'libsodium-wrappers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import * as verify from '#contract/crypto/verify.ts'
import {
  aeadOpen,
  aeadSeal,
  argon2id,
  boxKeyPair,
  boxOpen,
  boxSeal,
  checkSignature,
  hash,
  isSame,
  keyedHash,
  pad,
  SecretStream,
  sign,
  signKeyPair,
  sodiumReady,
  unpad,
} from '#contract/crypto/sodium.ts'
import { expectIntegrityError } from '../vectors/read-vectors.ts'
import { hex, seq } from '../vectors/second-opinion.ts'

/** CRYPTO.md §8: what libsodium does by itself, and that our door to it does not. */

const cryptoFolder = new URL('../../server/contract/crypto/', import.meta.url)
const nothing = undefined as unknown as Uint8Array

beforeAll(() => sodiumReady)

describe('what is installed', () => {
  test('has Argon2id at run time', () => {
    expect(typeof sodium.crypto_pwhash).toBe('function')
    expect(sodium.crypto_pwhash_ALG_ARGON2ID13).toBe(2)
  })
  test('refuses to start without WebAssembly, instead of taking many seconds', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    try {
      const fresh = await import('#contract/crypto/sodium.ts')
      await expect(fresh.sodiumReady).rejects.toThrow('Runkeep needs WebAssembly, and it is switched off here')
      expect(() => fresh.hash(32, seq(1, 0))).toThrow('await sodiumReady')
    } finally {
      vi.unstubAllGlobals()
    }
  })
  test('says so when it is used before it is ready', () => {
    const program = `const { hash } = await import('./server/contract/crypto/sodium.ts')
      try { hash(32, new Uint8Array(1)) } catch (error) { console.log(error.name, error.message) }`
    const root = new URL('../../', import.meta.url)
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' })
    expect(said.trim()).toBe('Error await sodiumReady before using any of the crypto')
  })
})

describe('the traps are real, and closed', () => {
  test('a hash whose key is missing is an unkeyed hash', () => {
    expect(hex(sodium.crypto_generichash(32, seq(5, 0), nothing))).toBe(hex(hash(32, seq(5, 0))))
    for (const key of [nothing, null as unknown as Uint8Array, seq(0, 0), seq(16, 0), seq(31, 0), seq(64, 0)]) {
      expectIntegrityError(() => keyedHash(32, seq(5, 0), key))
    }
  })
  test('empty and absent context are the same', () => {
    const [nonce, key] = [seq(24, 0), seq(32, 0)]
    const seal = (context: Uint8Array | null) =>
      hex(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(seq(5, 0), context, null, nonce, key))
    expect(seal(null)).toBe(seal(seq(0, 0)))
    expectIntegrityError(() => aeadSeal(seq(5, 0), seq(0, 0), nonce, key))
    expectIntegrityError(() => aeadSeal(seq(5, 0), nothing, nonce, key))
    expectIntegrityError(() => aeadOpen(aeadSeal(seq(5, 0), seq(1, 0), nonce, key), seq(0, 0), nonce, key))
  })
  test('a signature of a wrong length throws and a bad one is false', () => {
    const { publicKey, privateKey } = signKeyPair(seq(32, 0))
    const good = sign(seq(5, 0), privateKey)
    expect(() => sodium.crypto_sign_verify_detached(good.slice(1), seq(5, 0), publicKey)).toThrow(TypeError)
    expect(sodium.crypto_sign_verify_detached(good, seq(6, 0), publicKey)).toBe(false)
    expect(() => checkSignature(good, seq(5, 0), publicKey)).not.toThrow()
    expectIntegrityError(() => checkSignature(good.slice(1), seq(5, 0), publicKey))
    expectIntegrityError(() => checkSignature(good, seq(6, 0), publicKey))
    expectIntegrityError(() => checkSignature(good, seq(5, 0), publicKey.slice(1)))
  })
  test('a broken chunk of a stream is false', () => {
    const { stream, header } = SecretStream.toSeal(seq(32, 0))
    const sealed = stream.seal(seq(5, 0), seq(8, 0), true)
    stream.end()
    const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, seq(32, 0))
    expect(sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, seq(8, 1))).toBe(false)
    const reader = SecretStream.toOpen(seq(32, 0), header)
    expectIntegrityError(() => reader.open(sealed, seq(8, 1)))
    expectIntegrityError(() => reader.open(sealed.slice(0, 5), seq(8, 0)))
    expect(reader.open(sealed, seq(8, 0))).toEqual({ content: seq(5, 0), isFinal: true })
    reader.end()
    reader.end()
    expectIntegrityError(() => reader.open(sealed, seq(8, 0)))
  })
  test('a sealed box for somebody else throws', () => {
    const [mine, theirs] = [boxKeyPair(seq(32, 0)), boxKeyPair(seq(32, 1))]
    const sealed = boxSeal(seq(5, 0), mine.publicKey)
    expect(hex(boxOpen(sealed, mine))).toBe(hex(seq(5, 0)))
    expectIntegrityError(() => boxOpen(sealed, theirs))
    expectIntegrityError(() => boxOpen(sealed.slice(1), mine))
    expectIntegrityError(() => boxOpen(seq(0, 0), mine))
    expectIntegrityError(() => boxSeal(seq(5, 0), new Uint8Array(32)))
  })
  test('bytes of unequal length cannot be compared', () => {
    expect(() => sodium.memcmp(seq(4, 0), seq(5, 0))).toThrow(TypeError)
    expect(isSame(seq(4, 0), seq(5, 0))).toBe(false)
    expect(isSame(seq(4, 0), seq(4, 0))).toBe(true)
    expect(isSame(seq(0, 0), seq(0, 0))).toBe(true)
    expectIntegrityError(() => isSame(seq(4, 0), nothing))
  })
  test('an empty passphrase is a passphrase', () => {
    const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13
    expect(sodium.crypto_pwhash(32, '', seq(16, 0), 1, 8192, algorithm)).toHaveLength(32)
    expectIntegrityError(() => argon2id(seq(0, 0), seq(16, 0), 1, 8192))
  })
  test('unpadding gives a window on the same bytes', () => {
    const padded = pad(seq(5, 0), 64)
    expect(sodium.unpad(padded, 64).buffer.byteLength).toBe(64)
    expect(unpad(padded, 64).buffer.byteLength).toBe(5)
    expectIntegrityError(() => unpad(seq(0, 0), 64))
    expectIntegrityError(() => unpad(padded.slice(1), 64))
  })
})

describe('who may do what with it', () => {
  const sources = readdirSync(cryptoFolder).map(
    (name) => [name, readFileSync(new URL(name, cryptoFolder), 'utf8')] as const,
  )

  test('one module imports libsodium', () => {
    const importers = sources.filter(([, source]) => /from 'libsodium/.test(source)).map(([name]) => name)
    expect(importers).toEqual(['sodium.ts'])
  })
  test('what server code may import checks and hashes, and can neither open nor seal nor sign', () => {
    expect(Object.keys(verify).sort()).toEqual([
      'H',
      'IntegrityError',
      'auditEntryHash',
      'chainStart',
      'checkCheckpoint',
      'checkLogin',
      'checkPassphraseChange',
      'checkStatement',
      'checkpointMessage',
      'fromBase64url',
      'isSame',
      'logEntryHash',
      'sodiumReady',
      'statementMessage',
      'toBase64url',
    ])
  })
  test('nothing is compared with ===, and nothing random comes from Math', () => {
    for (const [name, source] of sources) {
      expect(source, name).not.toMatch(/Math\.random/)
      expect(source, name).not.toMatch(/\b(commitment|seed|key|uak|inner|okm)\s*[!=]==/)
    }
  })
})
