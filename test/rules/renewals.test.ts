import { describe, expect, test } from 'vitest'
import type { Membership } from '#contract/accounts.ts'
import type { Contract } from '#contract/contracts.ts'
import { fits, isInPeriod, readFilters } from '../../client/features/renewals/renewal-filters.ts'
import { groupOf, monthsFrom, renewalOf, sorted, type Renewal } from '../../client/features/renewals/renewals.ts'
import { renewalsCsv } from '../../client/features/renewals/save-csv.ts'
import { readHolidays } from '../../client/features/settings/read-holidays.ts'
import {
  costWords,
  formatMoney,
  moneyToType,
  perYear,
  readMoney,
  totalPerYear,
  totalWords,
} from '../../client/features/vendors/contracts/money.ts'
import { sentOf, typedOf } from '../../client/features/vendors/contracts/contract-form.ts'
import { shortStandingWords, standingWords } from '../../client/features/vendors/contracts/words.ts'

const cost = (minorUnits: number, per: NonNullable<Contract['cost']>['per'] = 'year', currency = 'GBP') => ({
  minorUnits,
  currency,
  per,
  note: '',
})

describe('money', () => {
  test.each([
    ['9480', 'GBP', 948_000],
    ['9,480', 'GBP', 948_000],
    ['£9,480.50', 'GBP', 948_050],
    ['9.480,50 €', 'EUR', 948_050],
    ['9 480,5', 'EUR', 948_050],
    ['CHF 1’250.–'.replace('.–', ''), 'CHF', 125_000],
    ['1,234,567.89', 'USD', 123_456_789],
    ['0.02', 'GBP', 2],
    ['0', 'GBP', 0],
    ['1,000', 'JPY', 1_000],
    ['1.5', 'JPY', undefined],
    ['1.234', 'KWD', 1_234],
    ['12,34,567', 'GBP', undefined],
    ['9,48', 'GBP', 948],
    ['1.2.3', 'GBP', undefined],
    ['nine', 'GBP', undefined],
    ['-5', 'GBP', undefined],
    ['1e9', 'GBP', undefined],
    ['99999999999999', 'GBP', undefined],
  ])('“%s” in %s is %s in the smallest unit', (written, currency, expected) => {
    expect(readMoney(written, currency)).toBe(expected)
  })

  test.each([
    [948_000, 'GBP', '£9,480', '9480'],
    [948_050, 'GBP', '£9,480.50', '9480.50'],
    [2, 'GBP', '£0.02', '0.02'],
    [1_000, 'JPY', 'JP¥1,000', '1000'],
    [120_000, 'EUR', '€1,200', '1200'],
  ])('%i in %s is shown as %s and typed as %s', (minorUnits, currency, shown, typed) => {
    expect(formatMoney(minorUnits, currency)).toBe(shown)
    expect(moneyToType(minorUnits, currency)).toBe(typed)
    expect(readMoney(typed, currency)).toBe(minorUnits)
  })

  test.each([
    [cost(79_000, 'month'), undefined, 948_000],
    [cost(10_000, 'quarter'), undefined, 40_000],
    [cost(948_000), undefined, 948_000],
    [cost(300_000, 'term'), 36, 100_000],
    [cost(300_000, 'term'), undefined, undefined],
    [cost(300_000, 'once'), 12, undefined],
    [cost(2, 'use'), 12, undefined],
    [undefined, 12, undefined],
  ])('%j, renewed by %s months, is %s a year', (agreed, renewalMonths, expected) => {
    expect(perYear({ cost: agreed, renewalMonths })).toBe(expected)
  })

  test('currencies stand side by side and are never one sum', () => {
    const contracts = [cost(100), cost(200), cost(50_000, 'year', 'EUR'), cost(5, 'use')].map((cost) => ({ cost }))
    const { totals, uncounted } = totalPerYear(contracts)
    expect(totals).toEqual([
      { currency: 'EUR', minorUnits: 50_000 },
      { currency: 'GBP', minorUnits: 300 },
    ])
    expect(uncounted).toBe(1)
    expect(totalWords(totals)).toBe('€500 + £3')
    expect(totalWords([{ currency: 'GBP', minorUnits: 4_120_000 }], 12)).toBe('£3,433')
  })

  test('a cost says of what', () => {
    expect(costWords({ ...cost(1_184_000, 'month'), note: '320 seats' })).toBe('£11,840 a month (320 seats)')
  })
})

const member = { slug: 'acme', organization: 'Acme', today: '2026-11-22', memberId: 'm1' } as unknown as Membership
const renewal = (fields: Partial<Contract>): Renewal =>
  renewalOf(
    {
      reference: 'CT-01',
      title: 'Line',
      number: '',
      vendor: { reference: 'VN-07', title: 'Brightline' },
      state: 'open',
      autoRenews: true,
      noOwner: false,
      ...fields,
    } as Contract,
    member,
  )
const filters = (query = '') => readFilters(new URLSearchParams(query))

describe('twelve months', () => {
  test('begin with this one, over the turn of the year, and hold what is to be said in each', () => {
    const renewals = [
      renewal({ noticeBy: '2026-11-30' as never }),
      renewal({ noticeBy: '2027-10-31' as never }),
      renewal({ noticeBy: '2027-11-01' as never }),
      renewal({ termEndsOn: '2027-01-31' as never, state: 'none' }),
      renewal({ noticeBy: '2026-11-20' as never, state: 'missed' }),
    ]
    const months = monthsFrom('2026-11-22', renewals)
    expect(months.map(({ short }) => short)).toEqual([
      'Nov',
      'Dec',
      'Jan 2027',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
    ])
    expect(months.map(({ renewals }) => renewals.length)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(groupOf(renewals[4] as Renewal)).toBe('missed')
  })

  test.each([
    ['2026-11-30', 'open', '3', true],
    ['2027-01-31', 'open', '3', true],
    ['2027-02-01', 'open', '3', false],
    ['2027-10-31', 'open', '12', true],
    ['2027-11-01', 'open', '12', false],
    ['2027-11-01', 'open', 'all', true],
    ['2026-08-01', 'missed', '3', true],
    [undefined, 'none', '12', false],
    [undefined, 'none', 'all', true],
  ] as const)('%s, %s, stands in the next %s months: %s', (noticeBy, state, period, expected) => {
    expect(isInPeriod(renewal({ noticeBy: noticeBy as never, state }), period)).toBe(expected)
  })

  test('missed ones come first in either direction', () => {
    const [missed, soon, late, none] = [
      renewal({ reference: 'CT-01' as never, noticeBy: '2026-10-01' as never, state: 'missed' }),
      renewal({ reference: 'CT-02' as never, noticeBy: '2026-12-01' as never }),
      renewal({ reference: 'CT-03' as never, noticeBy: '2027-05-01' as never }),
      renewal({ reference: 'CT-04' as never, state: 'none' }),
    ]
    const all = [none, late, missed, soon]
    const order = (isDescending: boolean) => sorted(all, 'notice', isDescending).map(({ reference }) => reference)
    expect(order(false)).toEqual(['CT-01', 'CT-02', 'CT-03', 'CT-04'])
    expect(order(true)).toEqual(['CT-01', 'CT-03', 'CT-02', 'CT-04'])
  })

  test('filters read what an address says, and leave out what makes no sense', () => {
    expect(filters('state=gone&period=99&sort=-price')).toMatchObject({
      state: undefined,
      period: '12',
      sort: { by: 'notice', isDescending: true },
    })
    const mine = renewal({ owner: { id: 'm1', name: 'Me' } as never })
    const ended = renewal({ state: 'ended' })
    const me = new Set(['m1'])
    expect(fits(mine, filters('owner=me'), me)).toBe(true)
    expect(fits(mine, filters('owner=none'), me)).toBe(false)
    expect(fits(renewal({}), filters('owner=me'), me)).toBe(false)
    expect(fits(mine, filters('text=bright+ct-01'), me)).toBe(true)
    expect(fits(mine, filters('text=bright+nothing'), me)).toBe(false)
    expect([fits(ended, filters(), me), fits(ended, filters('state=ended'), me)]).toEqual([false, true])
  })
})

test('a saved list has a line a contract, with nothing where there is nothing to say', () => {
  const cost = { minorUnits: 948_050, currency: 'GBP', per: 'year', note: '' } as const
  const [header = '', line = '', end] = renewalsCsv([renewal({ cost, noticeBy: '2026-11-30' as never })]).split('\r\n')
  expect(header).toContain('Contract,Title,Number,State,Notice by,')
  expect(line).toMatch(/^Acme,Brightline,VN-07,CT-01,Line,,.+,2026-11-30,/)
  expect(line).toContain(',9480.50,GBP,year,,9480.50,')
  expect(line.split(',')).toHaveLength(header.split(',').length)
  expect(end).toBe('')
})

describe('a form', () => {
  const typed = { ...typedOf(undefined, 'GBP'), title: 'Line' }
  test('sends what was typed, and leaves out what was not', () => {
    expect(sentOf(typed)).toEqual({ terms: { title: 'Line', number: '', autoRenews: false, notes: '' } })
    const whole = {
      ...typed,
      endsOn: '2026-12-31',
      autoRenews: true,
      amount: '3',
      minorUnits: '£9,480',
      currency: 'gbp',
    }
    expect(sentOf(whole)).toEqual({
      terms: {
        title: 'Line',
        number: '',
        endsOn: '2026-12-31',
        autoRenews: true,
        renewalMonths: 12,
        notice: { amount: 3, unit: 'months', channel: '' },
        cost: { minorUnits: 948_000, currency: 'GBP', per: 'year', note: '' },
        notes: '',
      },
    })
  })

  test.each([
    [{ title: ' ' }, 'title'],
    [{ autoRenews: true }, 'endsOn'],
    [{ autoRenews: true, endsOn: '2026-12-31', renewalMonths: 'a year' }, 'renewalMonths'],
    [{ amount: 'three' }, 'amount'],
    [{ minorUnits: 'a lot' }, 'minorUnits'],
    [{ minorUnits: '5', currency: '£' }, 'currency'],
  ])('%j is put right at %s', (wrong, field) => {
    expect(sentOf({ ...typed, ...wrong })).toMatchObject({ errors: { [field]: expect.any(String) as string } })
  })
})

test.each([
  [
    { state: 'soon', noticeBy: '2026-12-12', actBy: '2026-12-11', daysLeft: 19 },
    'Notice by 12 Dec 2026, so act by 11 Dec 2026',
    '12 Dec 2026, act by 11 Dec',
  ],
  [
    { state: 'soon', noticeBy: '2026-12-11', actBy: '2026-12-11', daysLeft: 0 },
    'Notice by 11 Dec 2026, today',
    '11 Dec 2026, today',
  ],
  [
    { state: 'missed', noticeBy: '2026-11-20', daysLeft: -2 },
    'Notice missed: was due by 20 Nov 2026',
    'Missed 20 Nov 2026',
  ],
  [{ state: 'none', termEndsOn: '2026-12-31', autoRenews: false }, 'Ends 31 Dec 2026', 'None, ends'],
  [{ state: 'none', autoRenews: false }, 'No end agreed', 'No end agreed'],
  [
    { state: 'decided', decision: { decision: 'cancel' }, termEndsOn: '2026-12-31' },
    'Cancelled: ends 31 Dec 2026',
    'Cancelled',
  ],
  [{ state: 'ended', termEndsOn: '2026-10-31' }, 'Ended 31 Oct 2026', 'Ended 31 Oct 2026'],
])('%j reads “%s”', (standing, words, short) => {
  const contract = { autoRenews: true, ...standing } as never
  expect(standingWords(contract)).toBe(words)
  expect(shortStandingWords(contract)).toBe(short)
})

test.each([
  ['2026-12-25 Christmas Day', '2026-12-25', 'Christmas Day'],
  ['25/12/2026, Christmas Day', '2026-12-25', 'Christmas Day'],
  ['25.12.2026;Weihnachten', '2026-12-25', 'Weihnachten'],
  ['1. Mai 2026'.replace('Mai', 'May'), '2026-05-01', ''],
  ['3 Apr 2026 – Good Friday', '2026-04-03', 'Good Friday'],
  ['2026-12-25\tChristmas', '2026-12-25', 'Christmas'],
])('“%s” is %s, %s', (line, on, name) => {
  expect(readHolidays(`\n${line}\n${line}\n`)).toEqual({ holidays: [{ on, name }] })
})

test.each(['30/02/2026 Nothing', '2026-13-01', 'Christmas', '25/12/26', '2026-12-255'])(
  '“%s” is no day, and is named',
  (line) => {
    expect(readHolidays(`2026-01-01\n${line}`)).toEqual({ holidays: [{ on: '2026-01-01', name: '' }], wrong: line })
  },
)
