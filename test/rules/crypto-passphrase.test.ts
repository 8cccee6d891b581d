import { beforeAll, describe, expect, test } from 'vitest'
import { PassphraseError, type PassphraseFault } from '#contract/crypto/errors.ts'
import { passphraseBytes, stretch } from '#contract/crypto/passphrase.ts'
import { acceptProfile, defaultProfile, floorProfile, kdfProfiles, type KdfProfile } from '#contract/crypto/profiles.ts'
import { argon2id, sodiumReady } from '#contract/crypto/sodium.ts'
import { expectIntegrityError, readVectors } from '../vectors/read-vectors.ts'
import { argon2, hex, unhex } from '../vectors/second-opinion.ts'

type Vectors = {
  bytes: { name: string; passphrase: string; bytes?: string; fails?: PassphraseFault }[]
  profiles: { profile: number; pinned: number; fails?: true }[]
  stretched: { name: string; profile: KdfProfile; passphrase: string; salt: string; W: string }[]
  unstretchable: { name: string; passphrase: string; salt: string }[]
}
const vectors = readVectors<Vectors>('passphrase')

beforeAll(() => sodiumReady)

describe('vectors', () => {
  test.each(vectors.bytes)('bytes: $name', ({ passphrase, bytes, fails }) => {
    if (fails) expect(() => passphraseBytes(passphrase)).toThrow(new PassphraseError(fails))
    else expect(hex(passphraseBytes(passphrase))).toBe(bytes)
  })
  test.each(vectors.profiles)('profile $profile where $pinned was seen', ({ profile, pinned, fails }) => {
    if (fails) expectIntegrityError(() => acceptProfile(profile, pinned))
    else expect(acceptProfile(profile, pinned)).toBe(profile)
  })
  test.each(vectors.stretched)('W: $name', ({ profile, passphrase, salt, W }) => {
    expect(hex(stretch(passphraseBytes(passphrase), unhex(salt), profile))).toBe(W)
  })
  test.each(vectors.unstretchable)('no W: $name', ({ passphrase, salt }) => {
    expectIntegrityError(() => stretch(unhex(passphrase), unhex(salt), 1))
  })
})

test('Argon2id agrees with a second implementation, at a size that costs little', async () => {
  const [passphrase, salt] = [passphraseBytes('another twelve or more'), unhex('f0e0d0c0b0a090807060504030201000')]
  expect(hex(argon2id(passphrase, salt, 3, 8 * 1024 * 1024))).toBe(hex(await argon2(passphrase, salt, 8)))
})

test('the list of profiles is closed, grows with its numbers and starts at 64 MiB', () => {
  expect(Object.keys(kdfProfiles)).toEqual(['1', '2', '3'])
  expect(kdfProfiles[floorProfile]).toEqual({ memoryBytes: 64 * 1024 * 1024, passes: 3 })
  expect(kdfProfiles[defaultProfile].memoryBytes).toBe(128 * 1024 * 1024)
  for (const name of ['toString', '__proto__', 'constructor']) {
    expectIntegrityError(() => acceptProfile(name as unknown as number, floorProfile))
  }
  for (const value of [Number.NaN, Infinity, '2', undefined, null]) {
    expectIntegrityError(() => acceptProfile(value as number, floorProfile))
    expectIntegrityError(() => acceptProfile(2, value as number))
  }
})
