import { expect, test } from 'vitest'
import type { Lane, LaneGap, LaneLine, ShownHolder } from '#contract/responsibilities.ts'
import type { Day, MemberId, PartyId, Reference } from '#contract/values.ts'
import { dayAfter } from '../../client/features/responsibilities/days.ts'
import { hasWords, matches } from '../../client/features/responsibilities/lane-filters.ts'
import {
  emptyLane,
  merged,
  sentLane,
  withParts,
  wrongIn,
  type LaneForm,
} from '../../client/features/responsibilities/lane-form.ts'
import { lanesCsv } from '../../client/features/responsibilities/lanes-csv.ts'
import {
  gapWords,
  orderedGaps,
  summaryWords,
  targetWords,
  waitsForMe,
} from '../../client/features/responsibilities/words.ts'

const party = 'party' as PartyId
const [priya, tom] = ['priya', 'tom'] as [MemberId, MemberId]
const base: LaneForm = { ...emptyLane(), name: 'Backup', outcome: 'It restores' }

test('what only one of two writers changed is taken, and what both changed is asked', () => {
  const mine: LaneForm = { ...base, about: 'All servers', outcome: 'Mine', deputyId: tom }
  const theirs: LaneForm = {
    ...base,
    isCritical: true,
    outcome: 'Theirs',
    accountable: [{ partyId: party, memberId: priya }],
  }
  const { form, disputed } = merged(base, mine, theirs)
  expect(disputed).toEqual(['outcome'])
  expect(form).toMatchObject({ about: 'All servers', deputyId: tom, isCritical: true, outcome: 'Mine' })
  expect(form.accountable).toEqual([{ partyId: party, memberId: priya }])
  expect(withParts(form, theirs, ['outcome']).outcome).toBe('Theirs')
})

test('the same change by both is no dispute, and whoever was taken out stays out', () => {
  const before: LaneForm = { ...base, deputyId: tom }
  const { deputyId: _deputyId, ...without } = before
  const { form, disputed } = merged(
    before,
    { ...before, name: 'Backups' },
    { ...(without as LaneForm), name: 'Backups' },
  )
  expect(disputed).toEqual([])
  expect(form.name).toBe('Backups')
  expect('deputyId' in form).toBe(false)
})

test.each([
  [{ name: ' ' }, ['name']],
  [{ intervalDays: '0' }, ['intervalDays']],
  [{ measure: 'at_most', value: '7,5', everyDays: '30' }, []],
  [{ measure: 'at_least', value: '', everyDays: 'x' }, ['everyDays', 'value']],
  [{ measure: 'none', value: 'x', everyDays: '' }, []],
] as const)('of %o the form says that %o is wrong', (changes, fields) => {
  expect(Object.keys(wrongIn({ ...base, ...changes })).sort()).toEqual([...fields])
})

test('a target is sent as a number, and none without a measure', () => {
  expect(sentLane({ ...base, measure: 'at_most', value: '7,5', unit: ' days ', everyDays: '31' }).target).toEqual({
    measure: 'at_most',
    value: 7.5,
    unit: 'days',
    everyDays: 31,
  })
  expect('target' in sentLane({ ...base, value: '7' })).toBe(false)
})

test.each([
  [{ cause: 'nobody', isGap: true }, 'Nobody is accountable'],
  [
    { cause: 'away', isGap: true, person: 'Priya', until: '2026-12-03' },
    'Priya is away until 3 Dec 2026, and nobody stands in',
  ],
  [{ cause: 'gone', isGap: false, person: 'Tom' }, 'Tom has left'],
  [{ cause: 'hours', isGap: true, hours: 'out' }, 'Nobody comes first out of hours'],
  [
    { cause: 'hours', isGap: true, hours: 'in', person: 'Tom', until: '2026-12-03' },
    'Tom comes first in hours, is away until 3 Dec 2026, and nobody stands in',
  ],
  [{ cause: 'unconfirmed', isGap: false, party: 'Northlight IT' }, 'Northlight IT has not confirmed this version'],
] as const)('%o is said as “%s”', (gap, words) => {
  expect(gapWords(gap as LaneGap)).toBe(words)
})

test('work at once comes before care', () => {
  const gaps = [
    { cause: 'review', isGap: false },
    { cause: 'unconfirmed', isGap: false },
    { cause: 'two', isGap: true },
  ] as const
  expect(orderedGaps(gaps).map(({ cause }) => cause)).toEqual(['two', 'unconfirmed', 'review'])
})

test.each([
  [{ gaps: 3, collisions: 1, unconfirmed: 2 }, '3 gaps, 1 collision, 2 versions to confirm'],
  [{ gaps: 0, collisions: 0, unconfirmed: 1 }, '1 version to confirm'],
  [{ gaps: 0, collisions: 0, unconfirmed: 0 }, 'No gaps'],
])('%o sums up to “%s”', (counts, words) => {
  expect(summaryWords(counts)).toBe(words)
})

test('targets in words', () => {
  expect(targetWords({ measure: 'passed', everyDays: 92 })).toBe('passed every 92 days')
  expect(targetWords({ measure: 'at_most', value: 7, unit: 'days', everyDays: 7 })).toBe(
    'at most 7 days, measured every week',
  )
  expect(targetWords({ measure: 'at_least', value: 90, unit: '%', everyDays: 31 })).toBe(
    'at least 90%, measured every 31 days',
  )
})

const holder = (name: string, id: MemberId): ShownHolder => ({
  partyId: party,
  party: 'Northlight IT',
  side: 'partner',
  person: { id, name, side: 'partner', party: 'Northlight IT' },
  standing: 'here',
})
const lane = {
  id: 'lane' as Lane['id'],
  name: '=cmd()',
  isCritical: true,
  answersIncidents: false,
  systems: [
    { reference: 'SY-01' as Reference, kind: 'system', title: 'Internet', state: 'verified', intervalDays: 365 },
  ],
  accountable: [holder('Marcus Oyelaran', priya)],
  outcome: '',
  gaps: [{ cause: 'hours', isGap: true, hours: 'out' }],
  confirmations: [{ partyId: party, party: 'Northlight IT', mine: true }],
  revision: 2,
} as const satisfies LaneLine

test('lanes are found by any of their words, by whom they name and by what is missing', () => {
  expect(hasWords(lane, 'marcus internet')).toBe(true)
  expect(hasWords(lane, 'marcus printer')).toBe(false)
  expect(matches(lane, 'gaps', tom)).toBe(true)
  expect(matches(lane, 'mine', tom)).toBe(false)
  expect(matches(lane, 'mine', priya)).toBe(true)
  expect(matches(lane, 'unconfirmed', tom)).toBe(true)
  expect(waitsForMe(lane)).toBe(true)
  expect(waitsForMe({ ...lane, confirmations: [{ ...lane.confirmations[0], mine: false }] })).toBe(false)
})

test('a saved table has every lane in words, and runs nothing in a spreadsheet', () => {
  const [, line] = lanesCsv([lane]).split('\r\n')
  expect(line).toContain(`"'=cmd()",yes,SY-01,Marcus Oyelaran,Northlight IT,,,,Nobody comes first out of hours,`)
})

test('two weeks end on the fourteenth day, also where clocks and years change', () => {
  expect(dayAfter('2026-03-20', 13)).toBe('2026-04-02' as Day)
  expect(dayAfter('2026-10-20', 13)).toBe('2026-11-02')
  expect(dayAfter('2026-12-25', 13)).toBe('2027-01-07')
})
