import type { endFeed, makeFeed, myFeed, readFeed } from '#contract/feed.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { AccountCallOf, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { hashToken, newToken } from '../../access/sessions.ts'
import { countLinkAttempt, spend } from '../accounts/rules.ts'
import { addDays, dayIn } from '../../platform/clock.ts'
import { atomically } from '../../platform/database.ts'
import { deadlinesOf } from '../dates/rules.ts'
import { calendarOf, type Entry } from './calendar-text.ts'
import { calendarQueries } from './queries.ts'

// --- The address ---------------------------------------------------------------------------------------------------

export function mine({ db, session }: AccountCallOf<typeof myFeed>) {
  return calendarQueries(db).mine({ accountId: session.accountId }) ?? {}
}

export function make(call: AccountCallOf<typeof makeFeed>) {
  const { db, now, session } = call
  const { accountId } = session
  const token = newToken()
  return atomically(db, () => {
    calendarQueries(db).put({ accountId, tokenHash: hashToken(token), now })
    record(call, { act: 'calendar-feed.make', on: ['account', accountId] })
    return { path: `/calendar/${token}.ics` }
  })
}

export function end(call: AccountCallOf<typeof endFeed>) {
  const { db, session } = call
  const { accountId } = session
  return atomically(db, () => {
    calendarQueries(db).end({ accountId })
    record(call, { act: 'calendar-feed.end', on: ['account', accountId] })
    return {}
  })
}

// --- Reading it ----------------------------------------------------------------------------------------------------

/** Calendars come a few times a day; one that comes more often than every half minute on the whole has gone astray. */
const readAllowance = (accountId: string) => ({ bucket: `calendar ${accountId}`, most: 20, everySeconds: 30 })
const tokenIn = (written: string) => hashToken(written.replace(/\.ics$/, ''))

/**
 * Whose address it is, before the reader process is asked: what nobody has, what has been ended and what belongs to
 * somebody who is gone are all the same, and are counted.
 * @throws Refusal 'not-found'; Problem 'too-many-attempts'.
 */
export function admitReader(call: PublicCallOf<typeof readFeed>): void {
  const { db, now, input } = call
  const tokenHash = tokenIn(input.token)
  const reader = calendarQueries(db).reader({ tokenHash })
  if (!reader) {
    countLinkAttempt(call)
    throw new Refusal('not-found')
  }
  spend({ db, now }, [readAllowance(reader.accountId)])
  calendarQueries(db).touch({ tokenHash, now })
}

const [daysBack, daysAhead] = [30, 400]

/** What the person answers for, in every organization, as far as the person sees it now. */
export function read({ db, now, input, origins }: PublicCallOf<typeof readFeed>): string {
  const reader = calendarQueries(db).reader({ tokenHash: tokenIn(input.token) })
  if (!reader) throw new Problem('not-found')
  const entries: Entry[] = []
  for (const member of calendarQueries(db).memberships(reader)) {
    const today = dayIn(member.timeZone, now)
    const span = { from: addDays(today, -daysBack), until: addDays(today, daysAhead) }
    for (const deadline of deadlinesOf(db, member, { ...span, now, today })) {
      if (deadline.isMine) entries.push({ deadline, member })
    }
  }
  return calendarOf(entries, { now, origin: origins[0] ?? '' })
}
