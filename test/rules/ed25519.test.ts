import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkSignature, sign, signKeyPair, sodiumReady, toBase64url } from '#contract/crypto/sodium.ts'
import { isSignedBy, isSignedByMeanwhile } from '../../server/access/ed25519.ts'

// The tables below are made before any test begins.
await sodiumReady

// The server checks statements with OpenSSL, browsers check them with libsodium. What the server takes and a browser
// does not would stand in the log and stop everybody who reads it. So: nothing is taken that libsodium refuses.

const { Point } = ed25519
type Point = InstanceType<typeof Point>
const L = Point.Fn.ORDER
const P = Point.Fp.ORDER
const message = new TextEncoder().encode('rk1/sig/reveal: the same bytes for all')

beforeAll(() => sodiumReady)

interface Case {
  publicKey: Uint8Array
  signature: Uint8Array
  message?: Uint8Array
}
const ours = ({ publicKey, signature, message: said = message }: Case) =>
  isSignedBy(toBase64url(publicKey), said, toBase64url(signature))
function libsodium({ publicKey, signature, message: said = message }: Case): boolean {
  try {
    checkSignature(signature, said, publicKey)
    return true
  } catch {
    return false
  }
}
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))
const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const mod = (value: bigint) => ((value % L) + L) % L
const challenge = (R: Uint8Array, A: Uint8Array, said: Uint8Array) => mod(numberOf(sha512(joined(R, A, said))))

const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex, true))
/** Of order 8. */
const T8 = torsion.find((point) => !point.multiplyUnsafe(4n).equals(Point.ZERO)) as Point
const a = 0x1234_5678_9abc_def0_1357_9bdf_0246_8ace_1122_3344n
const A = Point.BASE.multiply(a)
const r = 0x0fed_cba9_8765_4321_0eca_8642_fdb9_7531_5566_7788n
const R = Point.BASE.multiply(r)

/** Everything that a signer who does not follow the rules may choose. Tries messages until the challenge suits. */
function made(by: {
  key: Uint8Array
  commitment: Uint8Array
  r: bigint
  a: bigint
  suits?: (h: bigint) => boolean
}): Case {
  for (let turn = 0; ; turn++) {
    const said = joined(message, bytesOf(BigInt(turn)))
    const h = challenge(by.commitment, by.key, said)
    if (by.suits && !by.suits(h)) continue
    return { publicKey: by.key, signature: joined(by.commitment, bytesOf(mod(by.r + h * by.a))), message: said }
  }
}

/** All spellings of the points of small order: y and y + p where that fits, with either sign of x. */
const spellings = [
  ...new Set(
    torsion.flatMap((point) => {
      const { y } = point.toAffine()
      const written = [y, y + P].filter((value) => value < 1n << 255n)
      return written.flatMap((value) => [value, value | (1n << 255n)])
    }),
  ),
].map(bytesOf)

test('an honest signature is good for both, here and meanwhile', async () => {
  const { publicKey, privateKey } = signKeyPair(new Uint8Array(32).fill(7))
  const signature = sign(message, privateKey)
  expect([ours({ publicKey, signature }), libsodium({ publicKey, signature })]).toEqual([true, true])
  const [key, signed] = [toBase64url(publicKey), toBase64url(signature)]
  expect(await isSignedByMeanwhile(key, message, signed)).toBe(true)
  expect(await isSignedByMeanwhile(key, message.subarray(1), signed)).toBe(false)
  expect(ours(made({ key: A.toBytes(), commitment: R.toBytes(), r, a }))).toBe(true)
})

describe('a point of small order', () => {
  test('has fourteen spellings, of which some are of no point', () => {
    expect(spellings.length).toBe(14)
  })

  test.each(spellings.map((key) => [toBase64url(key), key]))('is no key: %s', (_written, key) => {
    // Where the challenge is a multiple of 8 the key falls out of the equation, and anybody can sign.
    const forged = made({ key, commitment: R.toBytes(), r, a: 0n, suits: (h) => h % 8n === 0n })
    expect([libsodium(forged), ours(forged)]).toEqual([false, false])
  })

  test.each(spellings.map((commitment) => [toBase64url(commitment), commitment]))(
    'is no R: %s',
    (_written, commitment) => {
      for (const key of [A, A.add(T8)].map((point) => point.toBytes())) {
        const signed = made({ key, commitment, r: 0n, a, suits: (h) => h % 8n === 0n })
        expect([libsodium(signed), ours(signed)]).toEqual([false, false])
      }
    },
  )
})

describe('nothing is taken that libsodium refuses', () => {
  const eighth = (h: bigint) => h % 8n === 0n
  const other = (h: bigint) => h % 8n !== 0n
  const mixedA = A.add(T8).toBytes()
  const mixedR = R.add(T8).toBytes()
  const honest = () => made({ key: A.toBytes(), commitment: R.toBytes(), r, a })
  const withS = (change: (s: bigint) => bigint): Case => {
    const signed = honest()
    const s = change(numberOf(signed.signature.subarray(32)))
    return { ...signed, signature: joined(signed.signature.subarray(0, 32), bytesOf(s)) }
  }
  const table: [string, () => Case, boolean][] = [
    [
      'a key of mixed order, where that falls out',
      () => made({ key: mixedA, commitment: R.toBytes(), r, a, suits: eighth }),
      true,
    ],
    ['a key of mixed order', () => made({ key: mixedA, commitment: R.toBytes(), r, a, suits: other }), false],
    ['R of mixed order', () => made({ key: A.toBytes(), commitment: mixedR, r, a }), false],
    ['key and R of mixed order', () => made({ key: mixedA, commitment: mixedR, r, a }), false],
    ['S + L', () => withS((s) => s + L), false],
    ['S + 2 L', () => withS((s) => s + 2n * L), false],
    ['S with its highest bit set', () => withS((s) => s | (1n << 255n)), false],
    ['S = L', () => withS(() => L), false],
    ['S of nothing', () => withS(() => 0n), false],
    ['the negative of S', () => withS((s) => L - s), false],
    ['another message', () => ({ ...honest(), message: new Uint8Array(3) }), false],
  ]
  test.each(table)('%s', (_what, make, isTaken) => {
    const signed = make()
    expect(ours(signed)).toBe(isTaken)
    if (isTaken) expect(libsodium(signed)).toBe(true)
  })

  test.each([2n, 3n, 4n, 5n, 6n, 9n, 10n, 14n, 16n, 18n])('a key whose y is written as %i + p', (y) => {
    for (const value of [y + P, (y + P) | (1n << 255n)]) {
      const key = bytesOf(value)
      const signed = made({ key, commitment: R.toBytes(), r, a, suits: eighth })
      expect([libsodium(signed), ours(signed)]).toEqual([false, false])
    }
  })

  test('one bit anywhere makes both refuse', () => {
    const signed = honest()
    for (let bit = 0; bit < 96 * 8; bit++) {
      const both = joined(signed.publicKey, signed.signature)
      both[bit >> 3] = (both[bit >> 3] as number) ^ (1 << (bit & 7))
      const changed = { ...signed, publicKey: both.subarray(0, 32), signature: both.subarray(32) }
      expect([bit, ours(changed), libsodium(changed)]).toEqual([bit, false, false])
    }
  })

  test('keys and signatures have one form', () => {
    const { publicKey, signature, message: said } = honest() as Required<Case>
    const [key, signed] = [toBase64url(publicKey), toBase64url(signature)]
    expect(isSignedBy(key, said, signed)).toBe(true)
    const otherwise = (text: string) => [
      `${text}=`,
      `${text}A`,
      text.slice(0, -1),
      ` ${text}`,
      `${text}\n`,
      text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1),
      Buffer.from(text, 'base64url').toString('hex'),
      '',
    ]
    for (const written of otherwise(key)) expect([written, isSignedBy(written, said, signed)]).toEqual([written, false])
    for (const written of otherwise(signed)) expect([written, isSignedBy(key, said, written)]).toEqual([written, false])
  })
})
