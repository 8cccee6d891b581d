import { floorProfile } from '#contract/crypto/profiles.ts'

/**
 * Remembers on this device the strongest key derivation profile it has seen for an account, so that a server cannot
 * lower it later. By address as well as by account, because it is the server that says which account an address has.
 */
export type ProfilePins = ReturnType<typeof makeProfilePins>

/** @param storage localStorage, or anything like it. A device that keeps nothing starts from the floor each time. */
export function makeProfilePins(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  async function pinOf(accountId: string, email: string): Promise<number> {
    const seen = (await keysOf(accountId, email)).map((key) => Number(read(key)))
    return Math.max(floorProfile, ...seen.filter((profile) => Number.isInteger(profile)))
  }

  /** Only after the keys have opened: a server must not be able to lock a device out by naming a high profile once. */
  async function raise(accountId: string, email: string, profile: number): Promise<void> {
    const pinned = await pinOf(accountId, email)
    for (const key of await keysOf(accountId, email)) write(key, Math.max(profile, pinned))
  }

  function read(key: string): string | null {
    try {
      return storage.getItem(key)
    } catch {
      return null
    }
  }

  function write(key: string, profile: number): void {
    try {
      storage.setItem(key, String(profile))
    } catch {
      // No room or no permission: the next visit starts from the floor.
    }
  }

  return { pinOf, raise }
}

/** The address is hashed: what lies in the browser's store names nobody. */
async function keysOf(accountId: string, email: string): Promise<string[]> {
  const address = new TextEncoder().encode(`rk1/pin/${email.trim().toLowerCase()}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', address))
  const hex = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [`runkeep.profile.account.${accountId}`, `runkeep.profile.address.${hex}`]
}
