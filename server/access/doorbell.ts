import type { AccountId } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'

/**
 * Whose bell is to ring when what is being written is on the disk. Somebody who is rung for and finds nothing new, since
 * the work was undone, has asked once in vain: that is all.
 */
const waiting = new WeakMap<Db, Set<AccountId>>()

export function ringAfterCommit(db: Db, accountId: AccountId): void {
  const accounts = waiting.get(db)
  if (accounts) accounts.add(accountId)
  else waiting.set(db, new Set([accountId]))
}

/** Those who are to be rung for now. Each is told of once. */
export function takeRung(db: Db): AccountId[] {
  const accounts = [...(waiting.get(db) ?? [])]
  waiting.delete(db)
  return accounts
}
