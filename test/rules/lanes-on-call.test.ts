import { describe, expect, test } from 'vitest'
import { holdsUntil, hoursAt, onCall, type Hours } from '#contract/lanes/on-call.ts'
import type { AbsenceFact, PartyFact, PersonFact, Places, Staff } from '#contract/lanes/standing.ts'
import type { Day, Instant, MemberId, PartyId } from '#contract/values.ts'

const week = (from: string, to: string, days = [1, 2, 3, 4, 5]) => days.map((day) => ({ day, from, to }))
const office = (timeZone: string, spans = week('08:00', '18:00')): Hours => ({ timeZone, always: false, spans })
const none = new Map<string, string>()
const at = (text: string) => text as Instant

describe('hours', () => {
  // Clocks: London 29 Mar and 25 Oct 2026, New York 8 Mar and 1 Nov 2026, both on a Sunday; Kolkata has one all year.
  test.each([
    // A Friday and the weekend around each change of clocks: Monday at eight is another hour of UTC.
    ['Europe/London', '2026-03-27T17:59:59.999Z', true, '2026-03-27T18:00:00.000Z'],
    ['Europe/London', '2026-03-27T18:00:00.000Z', false, '2026-03-30T07:00:00.000Z'],
    ['Europe/London', '2026-03-30T06:59:59.999Z', false, '2026-03-30T07:00:00.000Z'],
    ['Europe/London', '2026-03-30T07:00:00.000Z', true, '2026-03-30T17:00:00.000Z'],
    ['Europe/London', '2026-10-23T17:00:00.000Z', false, '2026-10-26T08:00:00.000Z'],
    ['Europe/London', '2026-10-26T07:30:00.000Z', false, '2026-10-26T08:00:00.000Z'],
    ['Europe/London', '2026-10-26T08:00:00.000Z', true, '2026-10-26T18:00:00.000Z'],
    ['America/New_York', '2026-03-06T23:00:00.000Z', false, '2026-03-09T12:00:00.000Z'],
    ['America/New_York', '2026-03-09T12:00:00.000Z', true, '2026-03-09T22:00:00.000Z'],
    ['America/New_York', '2026-10-30T22:00:00.000Z', false, '2026-11-02T13:00:00.000Z'],
    ['America/New_York', '2026-11-02T12:59:00.000Z', false, '2026-11-02T13:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-27T12:29:59.000Z', true, '2026-03-27T12:30:00.000Z'],
    ['Asia/Kolkata', '2026-03-27T12:30:00.000Z', false, '2026-03-30T02:30:00.000Z'],
  ])('%s, %s: in hours %s, until %s', (timeZone, now, isInHours, changesAt) => {
    expect(hoursAt(office(timeZone), none, at(now))).toMatchObject({ isInHours, changesAt })
  })

  test.each([
    // The night on which 01:00 to 02:00 is left out: what lies in it begins and ends with the jump, at 01:00 UTC.
    ['01:30', '06:00', '2026-03-29T00:59:00.000Z', false, '2026-03-29T01:00:00.000Z'],
    ['01:30', '06:00', '2026-03-29T01:00:00.000Z', true, '2026-03-29T05:00:00.000Z'],
    ['00:30', '01:30', '2026-03-29T00:45:00.000Z', true, '2026-03-29T01:00:00.000Z'],
    ['01:00', '02:00', '2026-03-29T01:00:00.000Z', false, '2026-04-05T00:00:00.000Z'],
    // The night on which it comes twice: from the first 01:30 to the second.
    ['01:30', '06:00', '2026-10-25T00:15:00.000Z', false, '2026-10-25T00:30:00.000Z'],
    ['01:30', '06:00', '2026-10-25T00:30:00.000Z', true, '2026-10-25T06:00:00.000Z'],
    ['01:30', '06:00', '2026-10-25T01:15:00.000Z', true, '2026-10-25T06:00:00.000Z'],
    ['00:30', '01:30', '2026-10-25T01:29:00.000Z', true, '2026-10-25T01:30:00.000Z'],
  ])('on Sundays from %s to %s, in London at %s: in hours %s, until %s', (from, to, now, isInHours, changesAt) => {
    const hours = office('Europe/London', week(from, to, [7]))
    expect(hoursAt(hours, none, at(now))).toMatchObject({ isInHours, changesAt })
  })

  test('a zone in which a day has no midnight begins that day with its first minute', () => {
    // Cairo, Friday 24 April 2026: the clock goes from 23:59:59 to 01:00, at 22:00 UTC.
    const hours = office('Africa/Cairo', week('00:00', '08:00', [5]))
    expect(hoursAt(hours, none, at('2026-04-23T21:59:00.000Z'))).toMatchObject({
      isInHours: false,
      changesAt: '2026-04-23T22:00:00.000Z',
    })
    const before = office('Africa/Cairo', week('18:00', '24:00', [4]))
    expect(hoursAt(before, none, at('2026-04-23T21:59:00.000Z'))).toMatchObject({
      isInHours: true,
      changesAt: '2026-04-23T22:00:00.000Z',
    })
  })

  test('over midnight takes two spans, which are one', () => {
    const hours = office('Europe/London', [
      { day: 1, from: '20:00', to: '24:00' },
      { day: 2, from: '00:00', to: '04:00' },
      { day: 2, from: '03:00', to: '05:00' },
    ])
    expect(hoursAt(hours, none, at('2026-11-02T19:59:00.000Z')).isInHours).toBe(false)
    const shift = { isInHours: true, changesAt: '2026-11-03T05:00:00.000Z' }
    expect(hoursAt(hours, none, at('2026-11-02T20:00:00.000Z'))).toMatchObject(shift)
    expect(hoursAt(hours, none, at('2026-11-03T00:00:00.000Z'))).toMatchObject(shift)
  })

  test('a holiday has no hours, and has a name', () => {
    const holidays = new Map([
      ['2026-12-25', 'Christmas Day'],
      ['2026-12-28', 'Boxing Day (substitute)'],
    ])
    const hours = office('Europe/London')
    expect(hoursAt(hours, holidays, at('2026-12-24T18:00:00.000Z'))).toEqual({
      isInHours: false,
      holiday: undefined,
      changesAt: '2026-12-29T08:00:00.000Z',
    })
    expect(hoursAt(hours, holidays, at('2026-12-25T10:00:00.000Z'))).toMatchObject({
      isInHours: false,
      holiday: 'Christmas Day',
    })
  })

  test('the day of a holiday is that of the zone', () => {
    const holidays = new Map([['2026-11-26', 'Thanksgiving']])
    const hours = office('America/New_York', week('00:00', '24:00', [1, 2, 3, 4, 5, 6, 7]))
    expect(hoursAt(hours, holidays, at('2026-11-26T04:59:00.000Z'))).toMatchObject({
      isInHours: true,
      changesAt: '2026-11-26T05:00:00.000Z',
    })
    expect(hoursAt(hours, holidays, at('2026-11-26T05:00:00.000Z'))).toMatchObject({
      isInHours: false,
      changesAt: '2026-11-27T05:00:00.000Z',
    })
  })

  test('at any hour of any day, or at none: it never changes', () => {
    const always = { ...office('Europe/London', []), always: true }
    const holidays = new Map([['2026-12-25', 'Christmas Day']])
    const christmas = at('2026-12-25T03:00:00.000Z')
    expect(hoursAt(always, holidays, christmas)).toEqual({ isInHours: true, holiday: 'Christmas Day' })
    expect(hoursAt(office('Europe/London', []), none, christmas)).toEqual({ isInHours: false, holiday: undefined })
    const everyHour = office('Europe/London', week('00:00', '24:00', [1, 2, 3, 4, 5, 6, 7]))
    expect(hoursAt(everyHour, none, christmas)).toEqual({ isInHours: true, holiday: undefined })
  })
})

// --- Who -------------------------------------------------------------------------------------------------------------

const house = 'house' as PartyId
const partner = 'partner' as PartyId
const id = (name: string) => name as MemberId
const priya = { partyId: house, memberId: id('priya') }
const tom = { partyId: house, memberId: id('tom') }
const marcus = { partyId: partner, memberId: id('marcus') }

function staffOf(
  absences: readonly AbsenceFact[] = [],
  changes: Partial<Record<string, Partial<PersonFact>>> = {},
): Staff {
  const person = (name: string, partyId: PartyId): [string, PersonFact] => [
    name,
    { id: id(name), name, partyId, isGone: false, isSuspended: false, ...changes[name] },
  ]
  const people = new Map([
    person('priya', house),
    person('tom', house),
    person('elena', house),
    person('marcus', partner),
  ])
  const isGone = changes['marcus']?.isGone ?? false
  const parties = new Map<string, PartyFact>([
    [house, { id: house, name: 'Calder & Wick', side: 'in_house', isGone: false }],
    [partner, { id: partner, name: 'Northlight', side: 'partner', isGone }],
  ])
  return { people, parties, absences }
}
const away = (who: string, from: string, until: string, cover?: string): AbsenceFact => ({
  memberId: id(who),
  from: from as Day,
  until: until as Day,
  coverId: cover === undefined ? undefined : id(cover),
})
const day = '2026-11-23' as Day
const places: Places = {
  accountable: [priya],
  deputyId: id('tom'),
  firstInHours: priya,
  firstOutOfHours: { partyId: partner },
}

describe('on call', () => {
  const inHours = (staff: Staff, more: Partial<Places> = {}) => onCall(staff, { ...places, ...more }, true, day)
  const gone = { isGone: true }

  test.each<[string, Staff, Partial<Places>, string | undefined, string | undefined]>([
    ['the one who is named', staffOf(), {}, 'priya', undefined],
    ['the deputy, while that one is away', staffOf([away('priya', day, day)]), {}, 'tom', 'away'],
    ['the cover before the deputy', staffOf([away('priya', day, day, 'elena')]), {}, 'elena', 'away'],
    [
      'the cover of the cover',
      staffOf([away('priya', day, day, 'elena'), away('elena', day, day, 'marcus')]),
      {},
      'marcus',
      'away',
    ],
    [
      'the deputy, where covers cover each other',
      staffOf([away('priya', day, day, 'elena'), away('elena', day, day, 'priya')]),
      {},
      'tom',
      'away',
    ],
    [
      'the cover of the deputy, where both are away',
      staffOf([away('priya', day, day), away('tom', day, day, 'elena')]),
      {},
      'elena',
      'away',
    ],
    ['nobody, where both are away', staffOf([away('priya', day, day), away('tom', day, day)]), {}, undefined, 'away'],
    ['the deputy of somebody who left', staffOf([], { priya: gone }), {}, 'tom', 'gone'],
    ['the deputy of somebody who is suspended', staffOf([], { priya: { isSuspended: true } }), {}, 'tom', 'suspended'],
    ['nobody, where the deputy has left, too', staffOf([], { priya: gone, tom: gone }), {}, undefined, 'gone'],
    [
      'not the cover of somebody who left',
      staffOf([away('priya', day, day, 'elena')], { priya: gone }),
      {},
      'tom',
      'gone',
    ],
    [
      'a cover who left covers nothing',
      staffOf([away('priya', day, day, 'elena')], { elena: gone }),
      {},
      'tom',
      'away',
    ],
    ['nobody, where nobody is named', staffOf(), { firstInHours: undefined }, undefined, undefined],
    ['a party for itself', staffOf(), { firstInHours: { partyId: partner } }, 'partner', undefined],
    [
      'the deputy of a party that left',
      staffOf([], { marcus: gone }),
      { firstInHours: { partyId: partner } },
      'tom',
      'gone',
    ],
    ['the one who is away tomorrow', staffOf([away('priya', '2026-11-24', '2026-11-30')]), {}, 'priya', undefined],
    [
      'the one who was away until yesterday',
      staffOf([away('priya', '2026-11-01', '2026-11-22')]),
      {},
      'priya',
      undefined,
    ],
    ['the deputy on the last day away', staffOf([away('priya', '2026-11-01', day)]), {}, 'tom', 'away'],
  ])('%s', (_, staff, more, first, because) => {
    const answer = inHours(staff, more)
    expect(answer.first && ('memberId' in answer.first ? answer.first.memberId : answer.first.partyId)).toBe(first)
    expect(answer.absent?.because).toBe(because)
  })

  test('out of hours it is who is named for them', () => {
    expect(onCall(staffOf(), places, false, day).first).toEqual({ partyId: partner })
  })

  test('then the deputy, the accountable and the others, everybody once, and their party last', () => {
    const { others } = onCall(staffOf(), { ...places, firstInHours: marcus, accountable: [priya, tom] }, true, day)
    expect(others).toEqual([{ memberId: 'tom' }, { memberId: 'priya' }, { partyId: 'partner' }])
  })

  test('who is away is not called', () => {
    const { others } = inHours(staffOf([away('tom', day, day)]), { firstInHours: marcus })
    expect(others).toEqual([{ memberId: 'priya' }, { partyId: 'partner' }])
  })
})

describe('how long the answer holds', () => {
  const hours = office('Europe/London')
  const until = (staff: Staff, lane: Places, now: string) =>
    holdsUntil(staff, lane, { now: at(now), hours, holidays: none })
  const monday = '2026-11-23T10:00:00.000Z'

  test('until the hours change, where somebody else has the others', () => {
    expect(until(staffOf(), places, monday)).toBe('2026-11-23T18:00:00.000Z')
    expect(until(staffOf(), { ...places, firstOutOfHours: priya }, monday)).toBeUndefined()
    expect(until(staffOf(), { ...places, firstOutOfHours: undefined }, monday)).toBe('2026-11-23T18:00:00.000Z')
  })
  test('or until somebody goes away before that', () => {
    const friday = '2026-11-27T20:00:00.000Z'
    const lane = { ...places, firstInHours: priya, firstOutOfHours: priya }
    expect(until(staffOf([away('priya', '2026-11-28', '2026-11-29')]), lane, friday)).toBe('2026-11-28T00:00:00.000Z')
    expect(until(staffOf([away('priya', '2026-11-28', '2026-11-29')], { tom: { isGone: true } }), lane, friday)).toBe(
      '2026-11-28T00:00:00.000Z',
    )
    // The deputy being away changes nothing as long as the first is here.
    expect(until(staffOf([away('tom', '2026-11-28', '2026-11-29')]), lane, friday)).toBeUndefined()
  })
  test('or until somebody comes back', () => {
    const lane = { ...places, firstOutOfHours: priya }
    const staff = staffOf([away('priya', '2026-11-20', '2026-11-28')])
    expect(until(staff, lane, '2026-11-27T20:00:00.000Z')).toBe('2026-11-29T00:00:00.000Z')
  })
})
