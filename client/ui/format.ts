/**
 * Words for times, counts and sizes. Everything that a person reads goes through here, so that one thing has one form:
 * `27 Nov 2026`, `02:14`, `in 6 days`, `1,240 documents`.
 */

const locale = 'en-GB' // day before month and the 24 h clock; words are written for it
const dayMs = 86_400_000

/** The zone of this device. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let known = formatters.get(name)
  if (!known) formatters.set(name, (known = new Intl.DateTimeFormat(locale, options)))
  return known
}

/** `2026-11-27` or an instant → `27 Nov 2026`. An instant needs the zone whose day is meant. */
export function formatDay(value: string, zone = ownZone): string {
  const isDay = value.length === 10
  const timeZone = isDay ? 'UTC' : zone
  const format = formatter(`day ${timeZone}`, { day: 'numeric', month: 'short', year: 'numeric', timeZone })
  return format.format(new Date(value)).replace('Sept', 'Sep')
}

/** An instant → `02:14`. */
export function formatTime(instant: string, zone = ownZone): string {
  return formatter(`time ${zone}`, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
    new Date(instant),
  )
}

/** An instant → `27 Nov 2026, 02:14`. */
export function formatInstant(instant: string, zone = ownZone): string {
  return `${formatDay(instant, zone)}, ${formatTime(instant, zone)}`
}

/** For logs and evidence: `27 Nov 2026, 02:14:09 +00:00`. */
export function formatExact(instant: string, zone = ownZone): string {
  const date = new Date(instant)
  const parts = formatter(`exact ${zone}`, {
    second: '2-digit',
    timeZoneName: 'longOffset',
    timeZone: zone,
  }).formatToParts(date)
  const seconds = parts.find((part) => part.type === 'second')?.value.padStart(2, '0') ?? '00'
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'
  return `${formatInstant(instant, zone)}:${seconds} ${offset}`
}

/** A deadline in the organization's zone, and the reader's where it differs: `02:14 (03:14 for you)`. */
export function formatDeadline(instant: string, organizationZone: string, zone = ownZone): string {
  const theirs = formatInstant(instant, organizationZone)
  const mine = formatInstant(instant, zone)
  if (theirs === mine) return theirs
  const isSameDay = formatDay(instant, organizationZone) === formatDay(instant, zone)
  return `${theirs} (${isSameDay ? formatTime(instant, zone) : mine} for you)`
}

/** Today as a `Day` in a zone. */
export function today(zone = ownZone, now: Date = new Date()): string {
  const parts = formatter(`iso ${zone}`, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: zone,
  }).formatToParts(now)
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Whole days from one `Day` to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** Relative words within 14 days, else undefined: `in 6 days`, `today`, `5 h ago`, `just now`. */
export function relative(value: string, now: Date = new Date(), zone = ownZone): string | undefined {
  if (value.length === 10) return relativeDays(daysBetween(today(zone, now), value))
  const ms = Date.parse(value) - now.getTime()
  const ago = (words: string) => (ms < 0 ? `${words} ago` : `in ${words}`)
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  if (minutes < 1) return ms < 0 ? 'just now' : 'in a moment'
  if (minutes < 60) return ago(`${minutes} min`)
  if (minutes < 24 * 60) return ago(`${Math.floor(minutes / 60)} h`)
  return relativeDays(daysBetween(today(zone, now), today(zone, new Date(value))))
}

function relativeDays(days: number): string | undefined {
  if (Math.abs(days) > 14) return undefined
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  return days > 0 ? `in ${days} days` : `${-days} days ago`
}

/** `4 days`, `1 day`, `1,240 documents`. @param many only where an `s` does not do */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

export function formatCount(count: number): string {
  return numbers.format(count)
}
const numbers = new Intl.NumberFormat(locale)

/** A share, 0 to 1 → `79%`. Never `100%` or `0%` unless it is exactly that. */
export function formatShare(share: number): string {
  if (share >= 1) return '100%'
  if (share <= 0) return '0%'
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`
}

/** A length of time → `3 h 40 min`, `18 s`, `2 min`, `4 days`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return plural(Math.floor(hours / 24), 'day')
}

/** `Priya Nandakumar` → `PN`. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word))
  const first = words[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (firstLetter(first) + firstLetter(last)).toUpperCase()
}

/** The first character as people count them: an accent or a flag stays whole. */
export function firstLetter(word: string): string {
  return letters.segment(word)[Symbol.iterator]().next().value?.segment ?? ''
}
const letters = new Intl.Segmenter(locale)

/** A list in words: `A`, `A and B`, `A, B and C`. */
export function listWords(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
