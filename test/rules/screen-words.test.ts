import { expect, test } from 'vitest'
import { freshnessWords } from '../../client/ui/freshness.ts'
import {
  daysBetween,
  formatDay,
  formatDeadline,
  formatDuration,
  formatExact,
  formatInstant,
  formatShare,
  initials,
  listWords,
  plural,
  relative,
  today,
} from '../../client/ui/format.ts'

const now = new Date('2026-11-21T02:14:00.000Z')

test.each([
  ['2026-11-21', 'today'],
  ['2026-11-22', 'tomorrow'],
  ['2026-11-20', 'yesterday'],
  ['2026-11-27', 'in 6 days'],
  ['2026-12-05', 'in 14 days'],
  ['2026-12-06', undefined],
  ['2026-11-07', '14 days ago'],
  ['2026-11-06', undefined],
  ['2026-11-21T02:13:30.000Z', 'just now'],
  ['2026-11-21T01:44:00.000Z', '30 min ago'],
  ['2026-11-20T21:14:00.000Z', '5 h ago'],
  ['2026-11-19T23:00:00.000Z', '2 days ago'],
  ['2026-11-21T02:54:00.000Z', 'in 40 min'],
])('seen on 21 November at 02:14, %s is %s', (value, words) => expect(relative(value, now, 'UTC')).toBe(words))

test('the day of a moment depends on where it is read', () => {
  expect(formatInstant('2026-11-21T23:30:00.000Z', 'Europe/London')).toBe('21 Nov 2026, 23:30')
  expect(formatInstant('2026-11-21T23:30:00.000Z', 'Asia/Tokyo')).toBe('22 Nov 2026, 08:30')
  expect(today('Pacific/Auckland', now)).toBe('2026-11-21')
  expect(today('America/Los_Angeles', now)).toBe('2026-11-20')
})

test('September has three letters like every other month', () => expect(formatDay('2026-09-05')).toBe('5 Sep 2026'))

test('a deadline is in the zone of the organization, and in mine where that differs', () => {
  const at = '2026-11-21T02:14:00.000Z'
  expect(formatDeadline(at, 'Europe/London', 'Europe/London')).toBe('21 Nov 2026, 02:14')
  expect(formatDeadline(at, 'Europe/London', 'Europe/Berlin')).toBe('21 Nov 2026, 02:14 (03:14 for you)')
  expect(formatDeadline(at, 'Europe/London', 'America/New_York')).toBe(
    '21 Nov 2026, 02:14 (20 Nov 2026, 21:14 for you)',
  )
})

test('logs say the offset', () => {
  expect(formatExact('2026-07-01T12:00:05.000Z', 'Europe/London')).toBe('1 Jul 2026, 13:00:05 +01:00')
  expect(formatExact('2026-01-01T12:00:05.000Z', 'Europe/London')).toBe('1 Jan 2026, 12:00:05 +00:00')
})

test('days are counted over a change of the clocks', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2)
})

test.each([
  [0, '0%'],
  [0.001, '1%'],
  [41 / 52, '79%'],
  [0.999, '99%'],
  [1, '100%'],
])('a share of %s is %s', (share, words) => expect(formatShare(share)).toBe(words))

test.each([
  [18_000, '18 s'],
  [120_000, '2 min'],
  [13_200_000, '3 h 40 min'],
  [7_200_000, '2 h'],
  [345_600_000, '4 days'],
])('%s ms are %s', (ms, words) => expect(formatDuration(ms)).toBe(words))

test.each([
  ['Priya Nandakumar', 'PN'],
  ['Tom', 'T'],
  ['  Marcus  van Oyelaran ', 'MO'],
  ['élodie Ö', 'ÉÖ'],
  ['', '?'],
])('%j is %s', (name, letters) => expect(initials(name)).toBe(letters))

test('counts and lists read like words', () => {
  expect(plural(1, 'day')).toBe('1 day')
  expect(plural(1240, 'document')).toBe('1,240 documents')
  expect(plural(2, 'query', 'queries')).toBe('2 queries')
  expect(listWords(['A', 'B', 'C'])).toBe('A, B and C')
})

test.each([
  [{ state: 'verified' }, 'Verified'],
  [{ state: 'verified', editedSinceVerified: true }, 'Verified, edited since'],
  [{ state: 'due', daysLeft: 6 }, 'Due in 6 days'],
  [{ state: 'due', daysLeft: 1 }, 'Due tomorrow'],
  [{ state: 'due', daysLeft: 0 }, 'Due today'],
  [{ state: 'overdue', daysLeft: -1 }, 'Overdue 1 day'],
  [{ state: 'overdue', daysLeft: -23 }, 'Overdue 23 days'],
  [{ state: 'unverified', editedSinceVerified: true }, 'Not verified'],
  [{ state: 'suspect' }, 'In doubt'],
] as const)('%j is labeled %s', (freshness, words) => expect(freshnessWords(freshness)).toBe(words))
