import { describe, expect, test } from 'vitest'
import type { Decision, NoticePeriod } from '#contract/contracts.ts'
import type { Day, Instant } from '#contract/values.ts'
import {
  businessDayOnOrBefore,
  endOfTermOn,
  noticeDay,
  standingOn,
  type Agreed,
} from '../../server/features/contracts/terms.ts'
import { dayIn } from '../../server/platform/clock.ts'

const day = (text: string) => text as Day
const none: ReadonlySet<string> = new Set()
const renewing = (endsOn: string, renewalMonths: number, notice?: Agreed['notice']): Agreed => ({
  endsOn: day(endsOn),
  autoRenews: true,
  renewalMonths,
  notice,
})
const months = (amount: number): Agreed['notice'] => ({ amount, unit: 'months' })

describe('which term runs', () => {
  test.each([
    // On its last day a term still runs; the day after, the next one does.
    ['2026-01-31', 1, '2026-01-31', '2026-01-31'],
    ['2026-01-31', 1, '2026-02-01', '2026-02-28'],
    // Counted from the first end, so nothing drifts.
    ['2026-01-31', 1, '2026-03-01', '2026-03-31'],
    ['2026-01-31', 1, '2026-04-15', '2026-04-30'],
    ['2026-01-31', 1, '2026-12-31', '2026-12-31'],
    ['2026-01-31', 1, '2027-01-01', '2027-01-31'],
    ['2028-01-31', 1, '2028-02-01', '2028-02-29'],
    // The last day of February is the last day of other months too.
    ['2026-02-28', 1, '2026-03-05', '2026-03-31'],
    ['2026-02-28', 12, '2027-03-01', '2028-02-29'],
    ['2028-02-29', 12, '2028-03-01', '2029-02-28'],
    ['2028-02-29', 12, '2031-03-01', '2032-02-29'],
    // In a leap year the 28th is not.
    ['2028-02-28', 12, '2031-03-01', '2032-02-28'],
    ['2028-02-28', 1, '2028-03-01', '2028-03-28'],
    ['2026-04-30', 3, '2026-05-01', '2026-07-31'],
    // Any other day stays, or takes the month's last.
    ['2026-01-30', 1, '2026-02-01', '2026-02-28'],
    ['2026-01-30', 1, '2026-03-01', '2026-03-30'],
    ['2026-01-29', 1, '2028-02-01', '2028-02-29'],
    ['2026-12-15', 12, '2026-12-16', '2027-12-15'],
    ['2026-06-30', 24, '2030-07-01', '2032-06-30'],
    // Long ago, by months.
    ['1990-01-31', 1, '2026-02-10', '2026-02-28'],
    ['1990-01-31', 7, '2026-02-10', '2026-03-31'],
  ])('a term to %s, renewed by %i months, ends on %s: %s', (endsOn, by, today, expected) => {
    expect(endOfTermOn(day(today), renewing(endsOn, by))).toBe(expected)
  })

  test('every day lies in exactly one term, and terms follow each other without a gap', () => {
    for (const [first, by] of [
      ['2026-01-31', 1],
      ['2027-11-30', 3],
      ['2026-01-29', 1],
      ['2028-02-29', 12],
    ] as const) {
      let end = day(first)
      for (let term = 0; term < 60; term++) {
        expect(endOfTermOn(end, renewing(first, by))).toBe(end)
        const next = endOfTermOn(shifted(end, 1), renewing(first, by))
        expect(next > end).toBe(true)
        for (let day = shifted(end, 1); day < next; day = shifted(day, 7)) {
          expect(endOfTermOn(day, renewing(first, by))).toBe(next)
        }
        end = next
      }
    }
  })

  test('what does not renew has one term', () => {
    expect(endOfTermOn(day('2030-01-01'), { endsOn: day('2026-01-31'), autoRenews: false })).toBe('2026-01-31')
  })
})

describe('the last day on which notice counts', () => {
  test.each<[string, number, NoticePeriod['unit'], string]>([
    ['2026-03-31', 0, 'days', '2026-03-31'],
    ['2026-03-31', 1, 'days', '2026-03-30'],
    ['2026-03-31', 30, 'days', '2026-03-01'],
    ['2026-03-31', 90, 'days', '2025-12-31'],
    ['2028-03-31', 90, 'days', '2028-01-01'],
    ['2026-03-31', 6, 'weeks', '2026-02-17'],
    ['2026-05-31', 3, 'months', '2026-02-28'],
    ['2028-05-31', 3, 'months', '2028-02-29'],
    ['2026-06-30', 3, 'months', '2026-03-30'],
    ['2026-03-31', 1, 'months', '2026-02-28'],
    ['2026-12-31', 12, 'months', '2025-12-31'],
    ['2028-02-29', 12, 'months', '2027-02-28'],
    ['2026-01-15', 1, 'months', '2025-12-15'],
    // Over the change of clocks in Europe (29 March) and the other (25 October): days are days.
    ['2026-04-05', 14, 'days', '2026-03-22'],
    ['2026-11-01', 14, 'days', '2026-10-18'],
  ])('for %s, %i %s before: %s', (end, amount, unit, expected) => {
    expect(noticeDay(day(end), { amount, unit }, none)).toBe(expected)
  })

  const holidays = new Set(['2026-04-03', '2026-04-06', '2026-12-25', '2026-12-28', '2027-01-01', '2026-04-04'])
  test.each([
    // Good Friday the 3rd and Easter Monday the 6th of April; the 4th is a Saturday, and counts only once.
    ['2026-04-10', 0, '2026-04-10'], // a Friday
    ['2026-04-10', 1, '2026-04-09'],
    ['2026-04-10', 4, '2026-04-02'], // Tue to Fri lie after it
    ['2026-04-10', 5, '2026-04-01'],
    ['2026-04-12', 0, '2026-04-10'], // a Sunday: the last business day
    ['2026-04-12', 1, '2026-04-09'],
    ['2026-04-13', 1, '2026-04-10'],
    ['2026-12-31', 10, '2026-12-15'],
    ['2027-01-04', 1, '2026-12-31'],
    ['2027-01-04', 30, '2026-11-18'],
  ])('for %s, %i business days before, holidays left out: %s', (end, amount, expected) => {
    expect(noticeDay(day(end), { amount, unit: 'business_days' }, holidays)).toBe(expected)
  })

  test('a long period is counted like a short one', () => {
    const slowly = (end: string, amount: number) => {
      let left = amount
      let at = day(end)
      for (; ; at = shifted(at, -1)) {
        const isBusiness = ![0, 6].includes(new Date(at).getUTCDay()) && !holidays.has(at)
        if (isBusiness && left === 0) return at
        if (isBusiness) left -= 1
      }
    }
    for (const amount of [0, 1, 4, 5, 6, 17, 99, 261, 1000]) {
      for (const end of ['2027-01-01', '2027-01-03', '2027-01-04', '2026-04-06']) {
        expect(noticeDay(day(end), { amount, unit: 'business_days' }, holidays)).toBe(slowly(end, amount))
      }
    }
  })

  test.each([
    ['2026-04-04', '2026-04-02'],
    ['2026-04-06', '2026-04-02'],
    ['2026-04-07', '2026-04-07'],
  ])('to act by, %s is %s', (on, expected) => {
    expect(businessDayOnOrBefore(day(on), holidays)).toBe(expected)
  })
})

describe('where a contract stands', () => {
  const agreed = renewing('2026-05-31', 12, months(3)) // notice by Sat 28 Feb 2026, so act by Fri 27 Feb
  const at = (today: string, decisions: [Decision, string?][] = [], of: Agreed = agreed) =>
    standingOn(
      day(today),
      of,
      decisions.map(([decision, termEndsOn]) => ({ decision, termEndsOn: termEndsOn as Day | undefined })),
      none,
    )

  test.each([
    ['2025-12-28', 'open', 61],
    ['2025-12-29', 'soon', 60],
    ['2026-02-27', 'soon', 0],
    // The business day is over, the deadline is not.
    ['2026-02-28', 'soon', -1],
    ['2026-03-01', 'missed', -2],
    ['2026-05-31', 'missed', -93],
  ] as const)('on %s it is %s, %i days before one has to act', (today, state, daysLeft) => {
    expect(at(today)).toEqual({
      state,
      daysLeft,
      termEndsOn: '2026-05-31',
      noticeBy: '2026-02-28',
      actBy: '2026-02-27',
      rollsOn: true,
    })
  })

  test('once the term is over it asks about the next one', () => {
    expect(at('2026-06-01')).toMatchObject({ state: 'open', termEndsOn: '2027-05-31', noticeBy: '2027-02-28' })
  })

  test.each(['renew', 'renegotiate'] as const)(
    'deciding to %s settles one term, and the next one asks again',
    (what) => {
      const decisions: [Decision, string][] = [[what, '2026-05-31']]
      expect(at('2026-03-15', decisions)).toMatchObject({ state: 'decided', rollsOn: true })
      expect(at('2026-05-31', decisions)).toMatchObject({ state: 'decided' })
      expect(at('2026-06-01', decisions)).toMatchObject({ state: 'open', termEndsOn: '2027-05-31' })
    },
  )

  test('cancelled, it ends with the term and never comes back', () => {
    const decisions: [Decision, string][] = [['cancel', '2026-05-31']]
    expect(at('2026-05-31', decisions)).toMatchObject({ state: 'decided', rollsOn: false, termEndsOn: '2026-05-31' })
    expect(at('2026-06-01', decisions)).toEqual({ state: 'ended', termEndsOn: '2026-05-31', rollsOn: false })
    expect(at('2031-06-01', decisions)).toMatchObject({ state: 'ended', termEndsOn: '2026-05-31' })
  })

  test('a decision about a day on which no term ends any more settles nothing', () => {
    const later = renewing('2026-09-30', 12, months(3))
    expect(at('2026-05-01', [['cancel', '2026-05-31']], later)).toMatchObject({ state: 'soon' })
    expect(at('2026-11-01', [['cancel', '2026-05-31']], later)).toMatchObject({
      state: 'open',
      termEndsOn: '2027-09-30',
    })
  })

  test('without renewal it ends, decided or not', () => {
    const once: Agreed = { endsOn: day('2026-05-31'), autoRenews: false, notice: months(3) }
    expect(at('2026-02-01', [], once)).toMatchObject({ state: 'soon', rollsOn: false })
    expect(at('2026-06-01', [], once)).toEqual({ state: 'ended', termEndsOn: '2026-05-31', rollsOn: false })
    expect(at('2026-06-01', [['renew', '2026-05-31']], once)).toMatchObject({ state: 'ended' })
  })

  test('without notice there is an end but no deadline; without an end there is neither', () => {
    expect(at('2026-05-01', [], renewing('2026-05-31', 12))).toEqual({
      state: 'none',
      termEndsOn: '2026-05-31',
      rollsOn: true,
    })
    expect(at('2026-05-01', [], { autoRenews: false, notice: months(1) })).toEqual({ state: 'none', rollsOn: true })
    expect(at('2026-05-01', [['renegotiate']], { autoRenews: false })).toMatchObject({ state: 'decided' })
  })

  test.each([
    // 23:30 UTC on the last day for notice: still that day in London, the next one in Auckland.
    ['Europe/London', '2026-02-28T23:30:00.000Z', 'soon'],
    ['Pacific/Auckland', '2026-02-28T23:30:00.000Z', 'missed'],
    ['Pacific/Auckland', '2026-02-28T10:59:59.999Z', 'soon'],
    ['Pacific/Auckland', '2026-02-28T11:00:00.000Z', 'missed'],
    ['America/Los_Angeles', '2026-03-01T07:59:59.999Z', 'soon'],
    ['America/Los_Angeles', '2026-03-01T08:00:00.000Z', 'missed'],
    // Days of 23 and of 25 hours end at their own midnight.
    ['Europe/Berlin', '2026-02-28T22:59:59.999Z', 'soon'],
  ])('in %s at %s it is %s: the day is the organization’s', (zone, now, state) => {
    expect(at(dayIn(zone, now as Instant)).state).toBe(state)
  })

  test.each([
    ['2026-03-29', '2026-03-29T21:59:59.999Z', 'soon'], // a day of 23 hours: 23:59:59 in summer time
    ['2026-03-29', '2026-03-29T22:00:00.000Z', 'missed'],
    ['2026-10-25', '2026-10-25T22:59:59.999Z', 'soon'], // a day of 25 hours
    ['2026-10-25', '2026-10-25T23:00:00.000Z', 'missed'],
  ])('when clocks change in Berlin on %s, at %s it is %s', (noticeBy, now, state) => {
    const weekBefore: Agreed = {
      endsOn: shifted(day(noticeBy), 7),
      autoRenews: false,
      notice: { amount: 1, unit: 'weeks' },
    }
    expect(at(dayIn('Europe/Berlin', now as Instant), [], weekBefore)).toMatchObject({ state, noticeBy })
  })
})

const shifted = (on: Day, by: number) =>
  new Date(Date.parse(`${on}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10) as Day
