import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  draftsKey,
  fieldKey,
  identityFrom,
  keyIdOf,
  loginKeyPair,
  masterKey,
  unlockKey,
  wipeIdentity,
} from '#contract/crypto/keys.ts'
import { sign, sodiumReady } from '#contract/crypto/sodium.ts'
import { expectIntegrityError, readVectors, type Outcome } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, unhex } = second
type Vectors = {
  masters: ({ name: string; W: string; accountKey: string; accountId: string; profile: number } & Outcome<{
    MK: string
    KU: string
    login: string
  }>)[]
  identities: ({ name: string; seed: string } & Outcome<{ enc: string; sign: string; wrap: string; prev: string }>)[]
  keyIds: ({ principalId: string; epoch: number } & Outcome<{ keyId: string }>)[]
  fieldKeys: ({ dek: string; fieldNumber: number } & Outcome<{ key: string }>)[]
  draftKeys: ({ uak: string } & Outcome<{ key: string }>)[]
}
const vectors = readVectors<Vectors>('keys')

beforeAll(() => sodiumReady)

describe('vectors', () => {
  test.each(vectors.masters)('master key: $name', (vector) => {
    const make = () => masterKey(unhex(vector.W), unhex(vector.accountKey), vector.accountId, vector.profile)
    if (vector.fails) return expectIntegrityError(make)
    const master = make()
    expect(hex(master)).toBe(vector.MK)
    expect(hex(unlockKey(master))).toBe(vector.KU)
    expect(hex(loginKeyPair(master).publicKey)).toBe(vector.login)
  })
  test.each(vectors.identities)('identity: $name', (vector) => {
    if (vector.fails) return expectIntegrityError(() => identityFrom(unhex(vector.seed)))
    const { enc, sign, wrapKey, previousKey } = identityFrom(unhex(vector.seed))
    const made = [enc.publicKey, sign.publicKey, wrapKey, previousKey].map(hex)
    expect(made).toEqual([vector.enc, vector.sign, vector.wrap, vector.prev])
  })
  test.each(vectors.keyIds)('key id of epoch $epoch', ({ principalId, epoch, ...outcome }) => {
    if (outcome.fails) expectIntegrityError(() => keyIdOf(principalId, epoch))
    else expect(hex(keyIdOf(principalId, epoch))).toBe(outcome.keyId)
  })
  test.each(vectors.fieldKeys)('key of field $fieldNumber', ({ dek, fieldNumber, ...outcome }) => {
    if (outcome.fails) expectIntegrityError(() => fieldKey(unhex(dek), fieldNumber))
    else expect(hex(fieldKey(unhex(dek), fieldNumber))).toBe(outcome.key)
  })
  test.each(vectors.draftKeys)('key of drafts under the account key "$uak"', ({ uak, ...outcome }) => {
    if (outcome.fails) expectIntegrityError(() => draftsKey(unhex(uak)))
    else expect(hex(draftsKey(unhex(uak)))).toBe(outcome.key)
  })
})

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('keys agree with a second implementation, and sign the same', () => {
  fc.assert(
    fc.property(seeds, fc.uint8Array({ maxLength: 200 }), (seed, message) => {
      const identity = identityFrom(seed)
      expect(hex(identity.enc.publicKey)).toBe(hex(second.boxPublicKey(second.KDF(seed, 'enc'))))
      expect(hex(identity.sign.publicKey)).toBe(hex(second.signingPublicKey(second.KDF(seed, 'sign'))))
      const signature = sign(message, identity.sign.privateKey)
      expect(hex(signature)).toBe(hex(second.signature(message, second.KDF(seed, 'sign'))))
    }),
    { numRuns: 20 },
  )
})

test('what grows out of one seed for different purposes has nothing in common', () => {
  const { enc, sign, wrapKey, previousKey } = identityFrom(second.seq(32, 0x60))
  const all = [enc.publicKey, enc.privateKey, sign.publicKey, sign.privateKey, wrapKey, previousKey].map(hex)
  expect(new Set(all).size).toBe(all.length)
})

test('wiping an identity leaves no private byte of it', () => {
  const identity = identityFrom(second.seq(32, 0x60))
  wipeIdentity(identity)
  const { enc, sign, wrapKey, previousKey } = identity
  for (const secret of [enc.privateKey, sign.privateKey, wrapKey, previousKey])
    expect(secret.every((b) => b === 0)).toBe(true)
})
