import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator'
import { deadlineAt, deadlineSays } from '#contract/feed.ts'
import type { Instant, OrganizationId, Slug } from '#contract/values.ts'
import type { FoundDeadline } from '../dates/rules.ts'

export interface Entry {
  deadline: FoundDeadline
  member: { organizationId: OrganizationId; slug: Slug; organization: string; titles: boolean }
}

const firstDay = Date.UTC(2026, 0, 1)
const dayMs = 86_400_000

/**
 * iCalendar (RFC 5545): an all-day event for each, without alarms, that takes up no time of the day. The same deadline
 * has the same UID in every reading. What is written is what holds now, so DTSTAMP is now; SEQUENCE never falls and
 * grows by one a day, so that of two readings the later one counts (RFC 5546 §2.1.5) and nothing needs to be remembered.
 */
export function calendarOf(entries: readonly Entry[], { now, origin }: { now: Instant; origin: string }): string {
  const calendar = ical({
    name: 'Runkeep',
    prodId: { company: 'Runkeep', product: 'Runkeep', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 6 * 60 * 60,
  })
  const sequence = Math.max(0, Math.floor((Date.parse(now) - firstDay) / dayMs))
  for (const { deadline, member } of entries) {
    calendar.createEvent({
      id: `${deadline.key.replaceAll('/', '-')}@${member.organizationId}.runkeep`,
      sequence,
      stamp: new Date(now),
      // Written as a day: the generator takes the day that it is in UTC.
      start: new Date(`${deadline.on}T00:00:00.000Z`),
      allDay: true,
      summary: deadlineSays(deadline, member),
      location: member.organization,
      categories: [{ name: member.organization }],
      url: origin + deadlineAt(member.slug, deadline),
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    })
  }
  return calendar.toString()
}
