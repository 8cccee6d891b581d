import { Temporal } from 'temporal-polyfill'
import type { Day, Instant } from '#contract/values.ts'

/** Where "now" comes from. Handed down, never asked for: tests and the demo set their own. */
export interface Clock {
  now(): Instant
}

/** The machine's clock, except that it never goes back: what has ended stays ended when somebody turns the clock. */
export function systemClock(notBefore?: Instant): Clock {
  let latest = notBefore ? Date.parse(notBefore) : 0
  return {
    now() {
      latest = Math.max(latest, Date.now())
      return new Date(latest).toISOString() as Instant
    },
  }
}

/** A clock that stands still until it is set. */
export function settableClock(start: Instant): Clock & { set(now: Instant): void } {
  let current = start
  return {
    now: () => current,
    set(now) {
      current = now
    },
  }
}

export function later(
  now: Instant,
  by: { milliseconds?: number; seconds?: number; minutes?: number; hours?: number },
): Instant {
  const { milliseconds = 0, seconds = 0, minutes = 0, hours = 0 } = by
  // Exact time only, which is what an Instant counts; Temporal takes twenty times as long, and every request asks.
  return new Date(
    Date.parse(now) + milliseconds + ((hours * 60 + minutes) * 60 + seconds) * 1000,
  ).toISOString() as Instant
}

export function laterByDays(now: Instant, days: number): Instant {
  return later(now, { hours: days * 24 })
}

export function secondsBetween(earlier: Instant, late: Instant): number {
  return (Date.parse(late) - Date.parse(earlier)) / 1000
}

const days = new Map<string, Day>()

/** The calendar day in a time zone. Remembered for the minute: it is asked for by every request. */
export function dayIn(timeZone: string, now: Instant): Day {
  const key = timeZone + now.slice(0, 16)
  const known = days.get(key)
  if (known) return known
  const day = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString() as Day
  if (days.size > 500) days.clear()
  days.set(key, day)
  return day
}

/** The first moment of a day in a time zone: the day after a change of clocks has its own. */
export function startOfDay(timeZone: string, day: Day): Instant {
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime(timeZone)
  return midnight.toInstant().toString({ fractionalSecondDigits: 3 }) as Instant
}

export function addDays(day: Day, by: number): Day {
  return Temporal.PlainDate.from(day).add({ days: by }).toString() as Day
}
