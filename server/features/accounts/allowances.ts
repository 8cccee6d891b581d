import { Problem } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import { later, secondsBetween } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { accountQueries } from './queries.ts'

/** So many attempts at once at `most`, and one more every `everySeconds`. Kept in the database: a restart resets nothing. */
export interface Allowance {
  bucket: string
  most: number
  everySeconds: number
}

interface Here {
  db: Db
  now: Instant
}

/**
 * Counts an attempt against every one of the allowances, before anything is checked; if one is used up, against none.
 * @throws Problem 'too-many-attempts' with `retryAfterSeconds`.
 */
export function spend(here: Here, allowances: readonly Allowance[]): void {
  const { db, now } = here
  const next = allowances.map((allowance) => ({ ...allowance, fullAt: fullAfter(here, allowance) }))
  const waits = next.map(({ fullAt, most, everySeconds }) => secondsBetween(now, fullAt) - most * everySeconds)
  const wait = Math.ceil(Math.max(0, ...waits))
  if (wait > 0) throw new Problem('too-many-attempts', { facts: { retryAfterSeconds: wait } })
  for (const { bucket, fullAt } of next) accountQueries(db).setAllowance({ bucket, fullAt })
}

/** Takes a count back: the attempt turned out to be the right person's. */
export function giveBack({ db }: Here, allowances: readonly Allowance[]): void {
  for (const { bucket, everySeconds } of allowances) {
    const fullAt = accountQueries(db).allowance({ bucket })?.fullAt
    if (fullAt)
      accountQueries(db).setAllowance({ bucket, fullAt: later(fullAt, { milliseconds: -everySeconds * 1000 }) })
  }
}

/** When the allowance is full again if one more attempt is counted now. */
function fullAfter({ db, now }: Here, { bucket, everySeconds }: Allowance): Instant {
  const fullAt = accountQueries(db).allowance({ bucket })?.fullAt
  return later(fullAt && fullAt > now ? fullAt : now, { milliseconds: everySeconds * 1000 })
}
