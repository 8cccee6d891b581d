import { insist } from './errors.ts'

/**
 * The closed list of Argon2id settings (CRYPTO.md §3). The server names a number and can never supply parameters.
 * Numbers grow with strength; a new one is added at the end and none is ever changed.
 */
export const kdfProfiles = {
  1: { memoryBytes: 64 * 1024 * 1024, passes: 3 },
  2: { memoryBytes: 128 * 1024 * 1024, passes: 3 },
  3: { memoryBytes: 256 * 1024 * 1024, passes: 3 },
} as const
export type KdfProfile = keyof typeof kdfProfiles

/** Nothing below this is ever computed; also the pin of a device that has not seen the account before. */
export const floorProfile: KdfProfile = 1
/** About half a second on a laptop. */
export const defaultProfile: KdfProfile = 2

/**
 * @param profile what the server names. @param pinnedProfile the highest this device has seen for the account.
 * @throws IntegrityError for a number that is unknown, below the floor or below the pin: a server that asks for less
 * work than before wants the passphrase to be easier to guess.
 */
export function acceptProfile(profile: number, pinnedProfile: number): KdfProfile {
  insist(isProfile(profile), 'the key derivation profile is a known one')
  insist(isProfile(pinnedProfile), 'the pinned profile is a known one')
  insist(profile >= floorProfile && profile >= pinnedProfile, 'the key derivation profile is no weaker than before')
  return profile
}

function isProfile(value: unknown): value is KdfProfile {
  return typeof value === 'number' && Object.hasOwn(kdfProfiles, value)
}
