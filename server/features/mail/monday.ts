import { Temporal } from 'temporal-polyfill'
import type { Day, Instant } from '#contract/values.ts'

const hour = '08:00'

/**
 * The Monday of the week that a moment lies in, as a time zone has it, and when it is eight there. Where clocks leave
 * that hour out it is an hour later, where they have it twice the first one counts.
 */
export function mondayOf(timeZone: string, now: Instant): { monday: Day; at: Instant } {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  const at = monday.toZonedDateTime({ timeZone, plainTime: hour }).toInstant()
  return { monday: monday.toString() as Day, at: at.toString({ fractionalSecondDigits: 3 }) as Instant }
}
