import { Temporal } from 'temporal-polyfill'
import type { Day, Instant } from '#contract/values.ts'

/** Something that happens on a day, so many days before today; `order` says when on it. */
export interface Planned {
  daysAgo: number
  order: Order
  happen(): Promise<void>
}

/** The hour at which each kind of thing happens. One kind follows another, so that a day can be lived in one go. */
export const order = {
  founding: 8,
  people: 9,
  access: 10,
  documents: 11,
  incident: 13,
  documentAccess: 14,
  reading: 15,
  leaving: 17,
}
type Order = (typeof order)[keyof typeof order]

/**
 * Puts everything in the order in which it happened. What is planned for the same day and hour keeps the order of the
 * list, a few minutes apart.
 * @returns each with its moment: never after `today`'s.
 */
export function inOrder(plans: readonly Planned[], timeZone: string, today: Instant): (Planned & { at: Instant })[] {
  const sorted = [...plans].sort((a, b) => b.daysAgo - a.daysAgo || a.order - b.order)
  let [before, minute] = ['', 0]
  return sorted.map((plan) => {
    const hour = `${plan.daysAgo} ${plan.order}`
    minute = hour === before ? minute + 2 : 0
    before = hour
    const moment = dayBefore(today, timeZone, plan.daysAgo).add({ hours: plan.order, minutes: Math.min(minute, 59) })
    const at = instantOf(moment)
    return { ...plan, at: at < today ? at : today }
  })
}

/** The end of access: five in the afternoon, so many days from today. */
export function endOfDay(today: Instant, timeZone: string, inDays: number): Instant {
  return instantOf(dayBefore(today, timeZone, -inDays).add({ hours: 17 }))
}

/** The calendar day so many days from today, and a period after that. */
export const dayAfter = (
  today: Instant,
  timeZone: string,
  inDays: number,
  then: Temporal.DurationLike = { days: 0 },
): Day => dayBefore(today, timeZone, -inDays).toPlainDate().add(then).toString() as Day

/** So many days later, to the minute. */
export const daysAfter = (instant: Instant, days: number): Instant =>
  instantOf(Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').add({ days }))

function dayBefore(today: Instant, timeZone: string, days: number): Temporal.ZonedDateTime {
  return Temporal.Instant.from(today).toZonedDateTimeISO(timeZone).startOfDay().subtract({ days })
}

const instantOf = (moment: Temporal.ZonedDateTime) =>
  moment.toInstant().toString({ fractionalSecondDigits: 3 }) as Instant
