/** How far a device has seen an account's list of organizations: which list of these keys. */
export interface HomePin {
  counter: number
  /** Public signing key of the account, as the vault has opened it. */
  keys: string
}

/**
 * Remembers on this device how far it has seen an account's sealed list of organizations, so that a server cannot hand
 * out an older one later. A device that keeps nothing takes what it is given. Who comes back with new keys begins a new
 * list, which nothing of the old one holds to: no server can make up keys that the person's passphrase opens.
 */
export function makeHomePins(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const keyOf = (accountId: string) => `runkeep.home.${accountId}`
  return {
    get(accountId: string): HomePin | undefined {
      try {
        const [counter = '', keys = ''] = (storage.getItem(keyOf(accountId)) ?? '').split(' ')
        const seen = Number(counter)
        return Number.isInteger(seen) && seen > 0 && keys !== '' ? { counter: seen, keys } : undefined
      } catch {
        return undefined
      }
    },
    /** Only after the list was opened or saved: a server must not lock a device out by naming a high number. */
    set(accountId: string, { counter, keys }: HomePin): void {
      try {
        storage.setItem(keyOf(accountId), `${counter} ${keys}`)
      } catch {
        // No room or no permission: the next visit takes what it is given.
      }
    },
  }
}
