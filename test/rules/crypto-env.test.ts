import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as contexts from '#contract/crypto/contexts.ts'
import { envOverheadBytes, envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { sodiumReady } from '#contract/crypto/sodium.ts'
import { expectIntegrityError, readVectors, stated, type Outcome } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, seq, unhex } = second
type Reader = { type: number; keyId: string; key: string; context: string; padTo: number }
type Vectors = {
  reader: Reader
  vectors: ({ name: string; sealed: string } & Partial<Reader> & Outcome<{ opens: string }>)[]
}
const file = readVectors<Vectors>('env')
const vectors = stated(file.reader, file.vectors)

const bindingOf = ({ type, keyId, key, context, padTo }: Reader): EnvBinding =>
  ({ type, keyId: unhex(keyId), key: unhex(key), context: unhex(context), padTo }) as EnvBinding

/** Makes the next random bytes these, so that a known answer can be compared. */
function nextRandom(bytes: Uint8Array): void {
  vi.spyOn(crypto, 'getRandomValues').mockImplementationOnce((target) => {
    ;(target as unknown as Uint8Array).set(bytes)
    return target
  })
}
afterEach(() => vi.restoreAllMocks())
beforeAll(() => sodiumReady)

describe('vectors', () => {
  test.each(vectors)('$name', (vector) => {
    const open = () => openEnv(bindingOf(vector), unhex(vector.sealed))
    if (vector.fails) expectIntegrityError(open)
    else expect(hex(open())).toBe(vector.opens)
  })

  const sealable = vectors.filter(({ opens, name }) => opens !== undefined && !name.includes('read as'))
  test.each(sealable)('sealed with the same nonce: $name', (vector) => {
    const sealed = unhex(vector.sealed)
    nextRandom(sealed.subarray(20, 44))
    expect(hex(sealEnv(bindingOf(vector), unhex(vector.opens ?? '')))).toBe(vector.sealed)
  })

  test('contexts are as the table has them', () => {
    type Context = { of: string; fields: Record<string, string | number> } & Outcome<{ bytes: string }>
    const makers: Record<string, (fields: never) => Uint8Array> = {
      uak: contexts.uakContext,
      seed: contexts.seedContext,
      previousSeed: contexts.previousSeedContext,
      dek: contexts.dekContext,
      field: contexts.fieldContext,
      file: contexts.fileContext,
      home: contexts.homeContext,
      draft: contexts.draftContext,
    }
    const table = readVectors<{ contexts: Context[] }>('contexts').contexts
    for (const { of, fields, ...outcome } of table) {
      const inBytes = Object.entries(fields).map(([name, value]) =>
        ['salt', 'orgId', 'dekId'].includes(name) ? [name, unhex(String(value))] : [name, value],
      )
      const make = () => makers[of]?.(Object.fromEntries(inBytes) as never) ?? new Uint8Array()
      if (outcome.fails) expectIntegrityError(make)
      else expect(hex(make())).toBe(outcome.bytes)
    }
    expect(new Set(table.map(({ of }) => of))).toEqual(new Set(Object.keys(makers)))
  })
})

const binding: EnvBinding = {
  type: envTypes.uak,
  keyId: seq(16, 0x30),
  key: seq(32, 0x40),
  context: contexts.seedContext({ accountId: '019ab3c0-7d21-7abc-8def-0123456789ab', epoch: 1 }),
  padTo: 0,
}

test('no single bit of an ENV can change', () => {
  const sealed = sealEnv(binding, seq(32, 1))
  expect(sealed.length).toBe(32 + envOverheadBytes)
  expect(hex(openEnv(binding, sealed))).toBe(hex(seq(32, 1)))
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = sealed.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expectIntegrityError(() => openEnv(binding, flipped))
  }
})

test('no bit of the key, the key id or the context can change', () => {
  const sealed = sealEnv(binding, seq(32, 1))
  for (const part of ['key', 'keyId', 'context'] as const) {
    for (let bit = 0; bit < binding[part].length * 8; bit++) {
      const flipped = binding[part].slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expectIntegrityError(() => openEnv({ ...binding, [part]: flipped }, sealed))
    }
  }
})

test('nothing can be cut off or added', () => {
  const sealed = sealEnv(binding, seq(32, 1))
  for (let length = 0; length < sealed.length; length++) {
    expectIntegrityError(() => openEnv(binding, sealed.slice(0, length)))
  }
  for (const extra of [1, 16, 64])
    expectIntegrityError(() => openEnv(binding, second.join(sealed, new Uint8Array(extra))))
})

test('an ENV opens under no type and no context but its own', () => {
  const ids = { accountId: '019ab3c0-7d21-7abc-8def-0123456789ab', principalId: '019ab3c0-7d21-7abc-8def-0123456789ab' }
  const draft = { ...ids, organizationId: ids.accountId, draftId: 'RB-14', savedAtMs: 1 }
  const more = { orgId: seq(32, 0), documentId: ids.accountId, dekId: seq(16, 0), collectionId: ids.accountId }
  const all = [
    contexts.uakContext({ ...ids, uakEpoch: 1, profile: 1, salt: seq(16, 0) }),
    contexts.seedContext({ ...ids, epoch: 1 }),
    contexts.previousSeedContext({ ...ids, epoch: 2, previousEpoch: 1 }),
    contexts.dekContext({ ...more, epoch: 1, secretClass: 0 }),
    contexts.fieldContext({ ...more, fieldNumber: 1, kind: 'password' }),
    contexts.fieldContext({ ...more, fieldNumber: 1, kind: 'username' }),
    contexts.fieldContext({ ...more, fieldNumber: 2, kind: 'password' }),
    contexts.fileContext({ ...more, attachmentId: ids.accountId, length: 1 }),
    contexts.homeContext({ ...ids, counter: 1 }),
    contexts.draftContext(draft),
    contexts.draftContext({ ...draft, draftId: 'RB-15' }),
  ]
  for (const [made, context] of all.entries()) {
    for (const type of Object.values(envTypes)) {
      const sealed = sealEnv({ ...binding, type, context }, seq(32, 1))
      for (const [read, other] of all.entries()) {
        for (const otherType of Object.values(envTypes)) {
          const open = () => openEnv({ ...binding, type: otherType, context: other }, sealed)
          if (made === read && type === otherType) expect(open()).toHaveLength(32)
          else expectIntegrityError(open)
        }
      }
    }
  }
})

test('whatever is sealed comes out again, agrees with a second implementation, and hides its length by the block', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 600 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.constantFrom(0, 64, 256),
      (content, key, context, padTo) => {
        const own: EnvBinding = { ...binding, key, context, padTo }
        const sealed = sealEnv(own, content)
        expect(hex(openEnv(own, sealed))).toBe(hex(content))
        const padded = padTo === 0 ? content : second.padded(content, padTo)
        expect(sealed.length).toBe(padded.length + envOverheadBytes)
        expect(hex(sealed)).toBe(hex(second.env({ ...own, nonce: sealed.slice(20, 44), padded })))
      },
    ),
    { numRuns: 60 },
  )
})

test('the same contents never look the same twice', () => {
  const made = Array.from({ length: 100 }, () => hex(sealEnv(binding, seq(32, 1)).subarray(20)))
  expect(new Set(made).size).toBe(100)
})
