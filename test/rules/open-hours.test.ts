import { expect, test } from 'vitest'
import type { OpenHours } from '#contract/vendors.ts'
import { hoursInWords, openNow } from '../../client/features/vendors/open-hours.ts'
import { telOf } from '../../client/features/vendors/tel.ts'

const weekdays: OpenHours = {
  timeZone: 'Europe/London',
  always: false,
  note: '',
  spans: [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '18:00' })),
}
const nights: OpenHours = {
  ...weekdays,
  spans: [
    { day: 5, from: '20:00', to: '24:00' },
    { day: 6, from: '00:00', to: '06:00' },
  ],
}

test.each([
  ['2026-11-27T07:59:00Z', weekdays, false, 'Closed. Opens 08:00'],
  ['2026-11-27T08:00:00Z', weekdays, true, 'Open until 18:00'],
  ['2026-11-27T17:59:00Z', weekdays, true, 'Open until 18:00'],
  ['2026-11-27T18:00:00Z', weekdays, false, 'Closed. Opens Monday 08:00'], // a Friday
  ['2026-11-29T12:00:00Z', weekdays, false, 'Closed. Opens tomorrow 08:00'], // a Sunday
  ['2026-06-05T17:30:00Z', weekdays, false, 'Closed. Opens Monday 08:00'], // summer: 18:30 in London
  ['2026-03-29T01:30:00Z', { ...weekdays, spans: [{ day: 7, from: '02:00', to: '03:00' }] }, true, 'Open until 03:00'], // the hour that is skipped
  ['2026-11-27T23:00:00Z', nights, true, 'Open until 06:00'],
  ['2026-11-28T03:00:00Z', nights, true, 'Open until 06:00'],
  ['2026-11-28T06:00:00Z', nights, false, 'Closed. Opens Friday 20:00'],
  ['2026-11-27T23:30:00Z', { ...weekdays, timeZone: 'Pacific/Auckland' }, false, 'Closed. Opens Monday 08:00'], // Saturday there
  ['2026-11-28T03:00:00Z', { ...weekdays, always: true }, true, 'Open day and night'],
] as const)('at %s', (now, hours, isOpen, words) => {
  expect(openNow(hours as OpenHours, new Date(now))).toEqual({ isOpen, words })
})

test('where no hours are known nothing is said', () => {
  expect(openNow(undefined, new Date())).toBeUndefined()
  expect(openNow({ ...weekdays, spans: [] }, new Date())).toBeUndefined()
})

test('days that are alike stand together', () => {
  const spans = [...weekdays.spans, { day: 6, from: '09:00', to: '12:00' }, { day: 6, from: '13:00', to: '15:00' }]
  expect(hoursInWords({ ...weekdays, spans })).toEqual([
    'Monday to Friday 08:00–18:00',
    'Saturday 09:00–12:00, 13:00–15:00',
  ])
})

test.each([
  ['01632 960 118', 'tel:01632960118'],
  ['+44 (0)1632 960118', 'tel:+441632960118'],
  ['01632 960118 ext. 42', 'tel:01632960118,42'],
  ['01632 960118 x42', 'tel:01632960118,42'],
])('%s is dialled as %s', (phone, tel) => {
  expect(telOf(phone)).toBe(tel)
})
