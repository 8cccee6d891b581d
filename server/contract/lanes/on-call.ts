import { Temporal } from 'temporal-polyfill'
import type { Day, Instant, MemberId, PartyId } from '../values.ts'
import type { OpenHours } from '../vendors.ts'
import { actsFor, inPlaceOf, partyOf, standingOfHeld, type Held, type Places, type Staff } from './standing.ts'

/**
 * Whom to call at a moment. Pure: hours, holidays, zone, absences and an instant in, people out.
 *
 * **Hours.** A span begins when the clock first shows its beginning (or jumps over it), and ends when the clock last
 * shows its end: on the night on which an hour comes twice it is an hour longer, on the night on which one is left out an
 * hour shorter. What ends at 24:00 goes on with what begins at 00:00. A holiday has no hours. `always` knows neither.
 */

export type Hours = Pick<OpenHours, 'timeZone' | 'always' | 'spans'>
/** Names of holidays by their day. */
export type Holidays = ReadonlyMap<string, string>

export interface HoursNow {
  isInHours: boolean
  /** The name of today's. */
  holiday?: string | undefined
  /** When the other hours begin; never, or not within a year, if absent. */
  changesAt?: Instant
}

const mostDaysAhead = 400

export function hoursAt(hours: Hours, holidays: Holidays, at: Instant): HoursNow {
  const { timeZone, always, spans } = hours
  const now = Date.parse(at)
  let day = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate()
  const holiday = holidays.get(day.toString())
  if (always) return { isInHours: true, holiday }
  if (spans.length === 0) return { isInHours: false, holiday }
  let end: number | undefined
  for (let ahead = 0; ahead <= mostDaysAhead; ahead += 1, day = day.add({ days: 1 })) {
    for (const [from, to] of holidays.has(day.toString()) ? [] : spansOn(hours, day)) {
      if (to <= now) continue
      if (end === undefined && from > now) return { isInHours: false, holiday, changesAt: instant(from) }
      if (end !== undefined && from > end) return { isInHours: true, holiday, changesAt: instant(end) }
      end = Math.max(end ?? to, to)
    }
    if (end !== undefined && end < startOf(day.add({ days: 1 }), timeZone))
      return { isInHours: true, holiday, changesAt: instant(end) }
  }
  return { isInHours: end !== undefined, holiday }
}

/** Whether there is any hour out of hours. */
export const hasOutOfHours = ({ always }: Hours): boolean => !always

/** As milliseconds since 1970, in order. */
function spansOn({ timeZone, spans }: Hours, day: Temporal.PlainDate): [from: number, to: number][] {
  return spans
    .filter((span) => span.day === day.dayOfWeek)
    .map(({ from, to }): [number, number] => [
      momentOf(day, from, timeZone, 'earlier'),
      to === '24:00' ? startOf(day.add({ days: 1 }), timeZone) : momentOf(day, to, timeZone, 'later'),
    ])
    .filter(([from, to]) => from < to)
    .sort(([one], [other]) => one - other)
}

/** When the clock on the wall shows a time; where it never does, when it jumps over it. */
function momentOf(day: Temporal.PlainDate, time: string, timeZone: string, ofTwo: 'earlier' | 'later'): number {
  const wanted = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const found = wanted.toZonedDateTime(timeZone, { disambiguation: ofTwo })
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds
  // In a gap, `later` lies behind the jump by as much as the time lies in the gap.
  const behind = wanted.toZonedDateTime(timeZone, { disambiguation: 'later' }).add({ milliseconds: 1 })
  return (behind.getTimeZoneTransition('previous') ?? behind).epochMilliseconds
}

const startOf = (day: Temporal.PlainDate, timeZone: string): number => day.toZonedDateTime(timeZone).epochMilliseconds
const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString() as Instant

// --- Who -------------------------------------------------------------------------------------------------------------

export type Caller = { memberId: MemberId } | { partyId: PartyId }
export interface OnCall {
  /** Nobody is named for these hours, or nobody of those is here. */
  first?: Caller | undefined
  /** The one who is named, where somebody else answers, or nobody. */
  absent?: { held: Held; because: 'away' | 'gone' | 'suspended'; until?: Day | undefined } | undefined
  /** In the order in which they are called: deputy, accountable, who has the other hours, and then their parties. */
  others: Caller[]
}

export function onCall(staff: Staff, places: Places, isInHours: boolean, day: Day): OnCall {
  const { accountable, deputyId, firstInHours, firstOutOfHours } = places
  const [named, otherwise] = isInHours ? [firstInHours, firstOutOfHours] : [firstOutOfHours, firstInHours]
  const first = named && actsFor(staff, named, deputyId, day)
  const there = named && standingOfHeld(staff, named, day)
  const people = [deputyId, ...accountable.map(({ memberId }) => memberId), otherwise?.memberId, named?.memberId]
    .flatMap((memberId) => (memberId && inPlaceOf(staff, memberId, day)) ?? [])
    .map((memberId) => ({ memberId }))
  const parties = [named, ...accountable, otherwise]
    .flatMap((held) => (held ? [partyOf(staff, held)] : []))
    .filter((partyId) => {
      const party = staff.parties.get(partyId)
      return party !== undefined && party.side !== 'in_house' && !party.isGone
    })
    .map((partyId) => ({ partyId }))
  const seen = new Set(first ? [keyOf(first)] : [])
  const others = [...people, ...parties].filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)))
  return {
    first,
    absent:
      named && there && there.standing !== 'here'
        ? { held: named, because: there.standing, until: there.until }
        : undefined,
    others,
  }
}

export const keyOf = (caller: Caller): string => ('memberId' in caller ? caller.memberId : caller.partyId)

/**
 * Until when the answer of now holds: the next moment at which somebody else (or nobody) comes first, be it that the hours
 * change or that somebody goes away or comes back before they do.
 */
export function holdsUntil(
  staff: Staff,
  places: Places,
  { now, hours, holidays }: { now: Instant; hours: Hours; holidays: Holidays },
): Instant | undefined {
  const { timeZone } = hours
  const { isInHours, changesAt } = hoursAt(hours, holidays, now)
  const dayOf = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString() as Day
  const today = dayOf(now)
  const answer = (inHours: boolean, day: Day) => {
    const { first } = onCall(staff, places, inHours, day)
    return first && keyOf(first)
  }
  const current = answer(isInHours, today)
  const lastDay = changesAt && dayOf(changesAt)
  const days = staff.absences
    .flatMap(({ from, until }) => [from, Temporal.PlainDate.from(until).add({ days: 1 }).toString() as Day])
    .filter((day) => day > today && (lastDay === undefined || day <= lastDay))
    .sort()
  for (const day of days) {
    const at = instant(startOf(Temporal.PlainDate.from(day), timeZone))
    if ((changesAt === undefined || at < changesAt) && answer(isInHours, day) !== current) return at
  }
  return changesAt && lastDay && answer(!isInHours, lastDay) !== current ? changesAt : undefined
}
