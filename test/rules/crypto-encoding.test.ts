import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { H, KDF, T, idBytes, textOf, u32be, u64be, u8, utf8 } from '#contract/crypto/encoding.ts'
import { fromBase64url, sodiumReady, toBase64url } from '#contract/crypto/sodium.ts'
import { expectIntegrityError, readVectors, type Outcome } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, unhex } = second
type Bytes = Outcome<{ bytes: string }>
type Vectors = {
  T: ({ name: string; label: string; fields: string[] } & Bytes)[]
  numbers: ({ as: 'u8' | 'u32' | 'u64'; value: number } & Bytes)[]
  ids: ({ text: string } & Bytes)[]
  hashes: { label: string; fields: string[]; bytes: string }[]
  derivations: ({ name: string; key: string; label: string; context: string[] } & Bytes)[]
  base64url: ({ text: string } & Bytes)[]
}
const vectors = readVectors<Vectors>('encoding')

beforeAll(() => sodiumReady)

function check(deed: () => Uint8Array, { fails, bytes }: Bytes): void {
  if (fails) expectIntegrityError(deed)
  else expect(hex(deed())).toBe(bytes)
}

describe('vectors', () => {
  test.each(vectors.T)('T: $name', (vector) => {
    check(() => T(vector.label, ...vector.fields.map(unhex)), vector)
  })
  test.each(vectors.numbers)('$as of $value', (vector) => {
    check(() => ({ u8, u32: u32be, u64: u64be })[vector.as](vector.value), vector)
  })
  test.each(vectors.ids)('id $text', (vector) => {
    check(() => idBytes(vector.text), vector)
  })
  test.each(vectors.hashes)('H $label', (vector) => {
    check(() => H(vector.label, ...vector.fields.map(unhex)), vector)
  })
  test.each(vectors.derivations)('KDF: $name', (vector) => {
    check(() => KDF(unhex(vector.key), vector.label, ...vector.context.map(unhex)), vector)
  })
  test.each(vectors.base64url)('base64url $text', (vector) => {
    check(() => fromBase64url(vector.text), vector)
    if (!vector.fails) expect(toBase64url(unhex(vector.bytes))).toBe(vector.text)
  })
})

const label = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
const fields = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 })

test('two lists of fields share their bytes only when they are the same', () => {
  fc.assert(
    fc.property(label, fields, label, fields, (labelA, fieldsA, labelB, fieldsB) => {
      const isSame = labelA === labelB && JSON.stringify(fieldsA) === JSON.stringify(fieldsB)
      expect(hex(T(labelA, ...fieldsA)) === hex(T(labelB, ...fieldsB))).toBe(isSame)
    }),
  )
})

test('T, H and KDF agree with a second implementation', () => {
  fc.assert(
    fc.property(label, fields, fc.uint8Array({ minLength: 32, maxLength: 32 }), (name, parts, key) => {
      expect(hex(T(name, ...parts))).toBe(hex(second.T(name, ...parts)))
      expect(hex(H(name, ...parts))).toBe(hex(second.H(name, ...parts)))
      expect(hex(KDF(key, name, ...parts))).toBe(hex(second.KDF(key, name, ...parts)))
    }),
  )
})

test('base64url is what Node makes of the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(hex(fromBase64url(text))).toBe(hex(bytes))
    }),
  )
})

test('text goes to UTF-8 and back, and half of a character does not go at all', () => {
  expect(textOf(utf8('Zoë 🦊\ufeff'))).toBe('Zoë 🦊\ufeff')
  expectIntegrityError(() => utf8('half \ud83e'))
  expectIntegrityError(() => textOf(unhex('c328')))
})

test('a key derivation without a key is refused, which libsodium itself would quietly hash without one', () => {
  expectIntegrityError(() => KDF(undefined as unknown as Uint8Array, 'unlock'))
  expectIntegrityError(() => KDF(null as unknown as Uint8Array, 'unlock'))
  expectIntegrityError(() => KDF('0123456789abcdef0123456789abcdef' as unknown as Uint8Array, 'unlock'))
  expectIntegrityError(() => KDF(new Uint16Array(16) as unknown as Uint8Array, 'unlock'))
})
