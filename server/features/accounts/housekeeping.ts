import type { Instant } from '#contract/values.ts'
import { laterByDays } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { accountQueries } from './queries.ts'
import { secondFactorQueries } from './second-factor-queries.ts'

/** As long as the device cookie lives. */
const deviceDays = 366

/**
 * Deletes what has passed, twenty rows of a kind at most. Called by every beginning of a sign-in, which adds one row of
 * each at most: so the tables shrink faster than they can be made to grow, with no timer to fail.
 */
export function tidy(db: Db, now: Instant): void {
  const accounts = accountQueries(db)
  accounts.dropChallenges({ now })
  accounts.dropSessions({ now })
  accounts.dropAllowances({ now })
  accounts.dropDevices({ yearAgo: laterByDays(now, -deviceDays) })
  secondFactorQueries(db).dropExpiredTickets({ now })
  secondFactorQueries(db).dropExpiredEnrolments({ now })
}
