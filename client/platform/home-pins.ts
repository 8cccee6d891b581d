/**
 * Remembers on this device how far it has seen an account's sealed list of organizations, so that a server cannot hand
 * out an older one later. A device that keeps nothing takes what it is given.
 */
export function makeHomePins(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const keyOf = (accountId: string) => `runkeep.home.${accountId}`
  return {
    get(accountId: string): number {
      try {
        const seen = Number(storage.getItem(keyOf(accountId)))
        return Number.isInteger(seen) && seen > 0 ? seen : 0
      } catch {
        return 0
      }
    },
    /** Only after the list was opened or saved: a server must not lock a device out by naming a high number. */
    set(accountId: string, counter: number): void {
      try {
        storage.setItem(keyOf(accountId), String(counter))
      } catch {
        // No room or no permission: the next visit takes what it is given.
      }
    },
  }
}
