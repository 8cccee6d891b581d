import type { AccountId, Instant } from '#contract/values.ts'
import { secondsBetween } from '../platform/clock.ts'
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

/**
 * Who looks at something that several people work on at once (a run, an incident): those who have read it lately. Kept
 * in memory alone, since whoever comes back to a server that was started again reads it anew.
 */
const lookers = new WeakMap<Db, Map<string, Map<AccountId, Instant>>>()
const looksForSeconds = 15 * 60
const isHereSeconds = 2 * 60
const mostLookedAt = 5_000

/** @param what an id, which only who may see it can have read. */
export function look({ db, now, accountId }: { db: Db; now: Instant; accountId: AccountId }, what: string): void {
  const all = lookers.get(db) ?? new Map<string, Map<AccountId, Instant>>()
  lookers.set(db, all)
  // Nobody works on so many things at once: what is there then is old.
  if (all.size >= mostLookedAt) all.clear()
  const accounts = all.get(what) ?? new Map<AccountId, Instant>()
  all.set(what, accounts.set(accountId, now))
}

/** Who has looked at it in the last two minutes: whoever has it open looks at least once a minute. */
export function lookersOf({ db, now }: { db: Db; now: Instant }, what: string): AccountId[] {
  const accounts = lookers.get(db)?.get(what) ?? new Map<AccountId, Instant>()
  return [...accounts].filter(([, at]) => secondsBetween(at, now) <= isHereSeconds).map(([accountId]) => accountId)
}

/** Rings for everybody who looks at it; what has changed, they ask for themselves. */
export function ringLookers({ db, now }: { db: Db; now: Instant }, what: string): void {
  const accounts = lookers.get(db)?.get(what)
  if (!accounts) return
  for (const [accountId, at] of accounts) {
    if (secondsBetween(at, now) > looksForSeconds) accounts.delete(accountId)
    else ringAfterCommit(db, accountId)
  }
  if (accounts.size === 0) lookers.get(db)?.delete(what)
}
