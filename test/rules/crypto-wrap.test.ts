import { beforeAll, describe, expect, test } from 'vitest'
import { keyIdOf } from '#contract/crypto/keys.ts'
import { boxKeyPair, signKeyPair, sodiumReady } from '#contract/crypto/sodium.ts'
import { unwrapKey, unwrapSeed, wrapBytes, wrapKey, wrapTypes, type WrapHeader } from '#contract/crypto/wrap.ts'
import { expectIntegrityError, readVectors, stated, type Outcome } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, seq, unhex } = second
type Reader = {
  type: 1 | 2 | 3
  subject: string
  subjectEpoch: number
  recipientId: string
  recipientEpoch: number
  granterId: string
  granterEpoch: number
  authHash: string
  orgId: string
  recipientSeed: string
  granterPublicKey: string
  encPublicKey: string
}
type Vectors = {
  reader: Reader
  vectors: ({ name: string; wrapped: string } & Partial<Reader> & Outcome<{ opens: string }>)[]
}
const file = readVectors<Vectors>('wrap')

beforeAll(() => sodiumReady)

function open(vector: Reader & { wrapped: string }): Uint8Array {
  const { type, subjectEpoch, recipientId, recipientEpoch, granterId, granterEpoch } = vector
  const [subject, authHash, orgId] = [unhex(vector.subject), unhex(vector.authHash), unhex(vector.orgId)]
  const header = { subject, subjectEpoch, recipientId, recipientEpoch, granterId, granterEpoch, authHash }
  const [wrapped, granter] = [unhex(vector.wrapped), unhex(vector.granterPublicKey)]
  const recipient = boxKeyPair(unhex(vector.recipientSeed))
  if (type !== 1) return unwrapKey({ ...header, type }, orgId, wrapped, recipient, granter)
  return unwrapSeed({ ...header, type }, orgId, wrapped, recipient, granter, unhex(vector.encPublicKey))
}

describe('vectors', () => {
  test.each(stated(file.reader, file.vectors))('$name', (vector) => {
    if (vector.fails) expectIntegrityError(() => open(vector))
    else expect(hex(open(vector))).toBe(vector.opens)
  })
})

const [orgId, granter, recipient] = [seq(32, 0xe0), seq(32, 0x12), seq(32, 0x11)]
const header: WrapHeader = {
  type: wrapTypes.dek,
  subject: seq(16, 0x70),
  subjectEpoch: 1,
  recipientId: '019ab3c0-7d21-7abc-8def-0123456789ab',
  recipientEpoch: 1,
  granterId: '019ab3c0-7d21-7abc-8def-0123456789ac',
  granterEpoch: 1,
  authHash: seq(32, 0xb0),
}

test('a wrapped key arrives, and no single bit of it can change on the way', () => {
  const [from, to] = [signKeyPair(granter), boxKeyPair(recipient)]
  const wrapped = wrapKey(header, orgId, seq(32, 1), to.publicKey, from.privateKey)
  expect(wrapped.length).toBe(wrapBytes)
  expect(hex(unwrapKey(header, orgId, wrapped, to, from.publicKey))).toBe(hex(seq(32, 1)))
  for (let bit = 0; bit < wrapped.length * 8; bit++) {
    const flipped = wrapped.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expectIntegrityError(() => unwrapKey(header, orgId, flipped, to, from.publicKey))
  }
})

test('the same key to the same person never looks the same twice, and only whole keys go', () => {
  const [from, to] = [signKeyPair(granter), boxKeyPair(recipient)]
  const make = () => hex(wrapKey(header, orgId, seq(32, 1), to.publicKey, from.privateKey).subarray(96))
  expect(make()).not.toBe(make())
  for (const length of [0, 16, 31, 33]) {
    expectIntegrityError(() => wrapKey(header, orgId, seq(length, 1), to.publicKey, from.privateKey))
  }
  expectIntegrityError(() =>
    wrapKey(
      { ...header, subject: keyIdOf(header.granterId, 1).slice(1) },
      orgId,
      seq(32, 1),
      to.publicKey,
      from.privateKey,
    ),
  )
})
