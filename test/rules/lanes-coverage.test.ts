import { describe, expect, test } from 'vitest'
import { coverageOf, reviewOnOf, type LaneFacts } from '#contract/lanes/coverage.ts'
import { confirmingParties, type PartyFact, type PersonFact, type Staff } from '#contract/lanes/standing.ts'
import { usualLanes } from '#contract/lanes/usual.ts'
import type { LaneGap } from '#contract/responsibilities.ts'
import type { Day, MemberId, PartyId, Reference } from '#contract/values.ts'

const house = 'house' as PartyId
const partner = 'partner' as PartyId
const insurer = 'insurer' as PartyId
const priya = { partyId: house, memberId: 'priya' as MemberId }
const marcus = { partyId: partner, memberId: 'marcus' as MemberId }
const tom = 'tom' as MemberId
const today = '2026-11-23' as Day

interface World {
  gone?: string[]
  suspended?: string[]
  away?: { who: string; until?: string; cover?: string }[]
}
function staffOf({ gone = [], suspended = [], away = [] }: World = {}): Staff {
  const homes = { priya: house, tom: house, elena: house, marcus: partner, olu: partner, ines: insurer }
  const people = Object.entries(homes).map(([name, partyId]): [string, PersonFact] => [
    name,
    {
      ...{ id: name as MemberId, name, partyId },
      ...{ isGone: gone.includes(name), isSuspended: suspended.includes(name) },
    },
  ])
  const party = (id: PartyId, name: string, side: PartyFact['side']): [string, PartyFact] => {
    const own = people.filter(([, person]) => person.partyId === id)
    return [id, { id, name, side, isGone: own.every(([, person]) => person.isGone) }]
  }
  return {
    people: new Map(people),
    parties: new Map([
      party(house, 'Calder & Wick', 'in_house'),
      party(partner, 'Northlight', 'partner'),
      party(insurer, 'Hollin Mutual', 'outside'),
    ]),
    absences: away.map(({ who, until = today, cover }) => ({
      memberId: who as MemberId,
      from: today,
      until: until as Day,
      coverId: cover as MemberId | undefined,
    })),
  }
}

/** Nothing is wrong with it, in any hour. */
const sound: LaneFacts = {
  accountable: [priya],
  deputyId: tom,
  firstInHours: priya,
  firstOutOfHours: { partyId: partner },
  isCritical: true,
  answersIncidents: false,
  runbooks: 1,
  credentials: [{ reference: 'CR-01' as Reference, openers: new Set(['priya', 'tom']) }],
  confirmedOn: new Map([
    [house, '2026-11-01' as Day],
    [partner, '2026-11-10' as Day],
  ]),
  intervalDays: 180,
  since: '2026-01-01' as Day,
}
const gapsOf = (
  lane: Partial<LaneFacts> = {},
  world: World = {},
  more: { hasOutOfHours?: boolean; day?: string } = {},
) =>
  coverageOf({ ...sound, ...lane }, staffOf(world), {
    day: (more.day ?? today) as Day,
    hasOutOfHours: more.hasOutOfHours ?? true,
  })
/** `cause`, with an exclamation mark where it is work at once. */
const causes = (gaps: readonly LaneGap[]) =>
  gaps.map(({ cause, isGap, hours }) => `${cause}${hours ? ` ${hours}` : ''}${isGap ? '!' : ''}`)

describe('coverage', () => {
  test.each<[string, Partial<LaneFacts>, World, string[]]>([
    ['all is well', {}, {}, []],
    ['nobody', { accountable: [] }, {}, ['nobody!']],
    ['two', { accountable: [priya, marcus] }, {}, ['two!']],
    ['two of one party are two all the same', { accountable: [priya, { partyId: house }] }, {}, ['two!']],
    ['away, with a deputy: that is what a deputy is for', {}, { away: [{ who: 'priya' }] }, []],
    [
      'away, without a deputy',
      { deputyId: undefined },
      { away: [{ who: 'priya' }] },
      ['away!', 'hours in!', 'no_opener!'],
    ],
    [
      'away, and the deputy too',
      {},
      { away: [{ who: 'priya' }, { who: 'tom' }] },
      ['away!', 'hours in!', 'no_opener!'],
    ],
    ['away, with a cover that accepted', { deputyId: undefined }, { away: [{ who: 'priya', cover: 'tom' }] }, []],
    [
      'away, with a cover who cannot open what it takes',
      { deputyId: undefined },
      { away: [{ who: 'priya', cover: 'elena' }] },
      ['no_opener!'],
    ],
    [
      'away, with a cover who is away as well',
      { deputyId: undefined },
      { away: [{ who: 'priya', cover: 'tom' }, { who: 'tom' }] },
      ['away!', 'hours in!', 'no_opener!'],
    ],
    ['left, and the deputy stands in: not work at once, but no answer either', {}, { gone: ['priya'] }, ['gone']],
    ['left, without a deputy', { deputyId: undefined }, { gone: ['priya'] }, ['gone!', 'hours in!', 'no_opener!']],
    ['suspended, and the deputy stands in', {}, { suspended: ['priya'] }, ['suspended']],
    [
      'suspended, and the deputy left',
      {},
      { suspended: ['priya'], gone: ['tom'] },
      ['suspended!', 'hours in!', 'gone', 'no_opener!'],
    ],
    [
      'a whole partner left',
      { accountable: [{ partyId: partner }], deputyId: undefined },
      { gone: ['marcus', 'olu'] },
      ['gone!', 'hours out!'],
    ],
    ['the deputy left', {}, { gone: ['tom'] }, ['gone']],
    [
      'who comes first is suspended, and the deputy stands in',
      { firstOutOfHours: marcus },
      { suspended: ['marcus'] },
      ['suspended'],
    ],
    ['one of a partner left: the party is there', {}, { gone: ['marcus'] }, []],
    ['one of two accountable left', { accountable: [priya, marcus] }, { gone: ['marcus'] }, ['two!', 'gone']],
    ['nobody in hours', { firstInHours: undefined }, {}, ['hours in!']],
    ['nobody out of hours', { firstOutOfHours: undefined }, {}, ['hours out!']],
    [
      'nobody out of hours, of a lane that is not critical',
      { firstOutOfHours: undefined, isCritical: false },
      {},
      ['hours out'],
    ],
    [
      'nobody at any hour, of a lane that nobody calls',
      { firstInHours: undefined, firstOutOfHours: undefined, isCritical: false },
      {},
      [],
    ],
    [
      'nobody at any hour, of the lane that incidents go to',
      { firstInHours: undefined, firstOutOfHours: undefined, isCritical: false, answersIncidents: true },
      {},
      ['hours in!', 'hours out!'],
    ],
    [
      'who is named out of hours is away, and the lane is not critical: they are counted on all the same',
      { firstOutOfHours: marcus, deputyId: undefined, isCritical: false },
      { away: [{ who: 'marcus' }] },
      ['hours out!'],
    ],
    ['critical, and no runbook', { runbooks: 0 }, {}, ['no_runbook!']],
    ['not critical, and no runbook', { runbooks: 0, isCritical: false }, {}, []],
    [
      'critical, and nobody opens it',
      { credentials: [{ reference: 'CR-01' as Reference, openers: new Set(['elena']) }] },
      {},
      ['no_opener!'],
    ],
    [
      'anybody of a party that is named opens it',
      { credentials: [{ reference: 'CR-01' as Reference, openers: new Set(['olu']) }] },
      {},
      [],
    ],
    ['not confirmed by the partner', { confirmedOn: new Map([[house, '2026-11-01' as Day]]) }, {}, ['unconfirmed']],
    ['not confirmed by anybody', { confirmedOn: new Map() }, {}, ['unconfirmed', 'unconfirmed']],
    [
      'a partner that left confirms nothing',
      { confirmedOn: new Map([[house, '2026-11-01' as Day]]) },
      { gone: ['marcus', 'olu'] },
      ['gone'],
    ],
    ['confirmed too long ago', { intervalDays: 21 }, {}, ['review']],
    ['confirmed just in time', { intervalDays: 22 }, {}, []],
  ])('%s', (_, lane, world, expected) => {
    expect(causes(gapsOf(lane, world))).toEqual(expected)
  })

  test.each<[string, Partial<LaneFacts>, string[]]>([
    ['met, and measured in time', { result: { on: '2026-09-01' as Day, met: true } }, []],
    ['measured on the last day', { result: { on: '2026-08-25' as Day, met: true } }, []],
    ['not measured in time', { result: { on: '2026-08-24' as Day, met: true } }, ['target']],
    ['missed', { result: { on: '2026-11-20' as Day, met: false } }, ['target']],
    ['never measured, and not due yet', { since: '2026-08-25' as Day }, []],
    ['never measured', { since: '2026-08-24' as Day }, ['target']],
  ])('a target of every 90 days: %s', (_, lane, expected) => {
    expect(causes(gapsOf({ ...lane, target: { measure: 'passed', everyDays: 90 } }))).toEqual(expected)
  })

  test('an organization that is there at any hour has nobody to name out of hours', () => {
    expect(causes(gapsOf({ firstOutOfHours: undefined }, {}, { hasOutOfHours: false }))).toEqual([])
    expect(causes(gapsOf({ firstInHours: undefined }, {}, { hasOutOfHours: false }))).toEqual(['hours in!'])
  })

  test('says who, until when, and which credential', () => {
    const away = { away: [{ who: 'priya', until: '2026-12-03' }] }
    expect(gapsOf({ deputyId: undefined }, away)).toEqual([
      { cause: 'away', isGap: true, person: 'priya', party: 'Calder & Wick', until: '2026-12-03' },
      { cause: 'hours', hours: 'in', isGap: true, person: 'priya', party: 'Calder & Wick', until: '2026-12-03' },
      { cause: 'no_opener', isGap: true, reference: 'CR-01' },
    ])
    expect(gapsOf({ intervalDays: 5 })).toEqual([{ cause: 'review', isGap: false, since: '2026-11-01' }])
    expect(
      gapsOf({ result: { on: '2026-11-20' as Day, met: false }, target: { measure: 'passed', everyDays: 9 } }),
    ).toEqual([{ cause: 'target', isGap: false, since: '2026-11-20' }])
  })

  test('the first and the last day away count, the days around them do not', () => {
    const staff = staffOf()
    const lane = { ...sound, deputyId: undefined, isCritical: false }
    const absences = [{ memberId: priya.memberId, from: '2026-12-01' as Day, until: '2026-12-14' as Day }]
    const on = (day: string) =>
      coverageOf(lane, { ...staff, absences }, { day: day as Day, hasOutOfHours: true }).length > 0
    expect(['2026-11-30', '2026-12-01', '2026-12-14', '2026-12-15'].map(on)).toEqual([false, true, true, false])
  })
})

describe('confirming', () => {
  test('is for the parties that do something, and always for the organization itself', () => {
    const staff = staffOf()
    expect(confirmingParties(staff, { accountable: [] })).toEqual([])
    expect(confirmingParties(staff, { accountable: [priya] })).toEqual([house])
    expect(confirmingParties(staff, { accountable: [marcus] })).toEqual([house, partner])
    expect(confirmingParties(staff, { accountable: [], deputyId: marcus.memberId })).toEqual([house, partner])
    expect(confirmingParties(staff, { accountable: [priya], firstOutOfHours: { partyId: insurer } })).toEqual([
      house,
      insurer,
    ])
  })
  test('who changed sides is asked as one of the new side', () => {
    const staff = staffOf()
    const moved = new Map([
      ...staff.people,
      ['marcus', { ...staff.people.get('marcus'), partyId: house } as PersonFact],
    ])
    expect(confirmingParties({ ...staff, people: moved }, { accountable: [marcus] })).toEqual([house])
  })
  test('the next review counts from the party that confirmed first', () => {
    expect(reviewOnOf(sound, staffOf())).toBe('2027-04-30')
    expect(reviewOnOf({ ...sound, confirmedOn: new Map([[house, today]]) }, staffOf())).toBeUndefined()
  })
})

test('the usual lanes are those of the product, each once, and one of them answers incidents', () => {
  expect(usualLanes).toHaveLength(18)
  expect(new Set(usualLanes.map(({ name }) => name.toLowerCase())).size).toBe(18)
  expect(usualLanes.filter(({ answersIncidents }) => answersIncidents).map(({ name }) => name)).toEqual([
    'First response in an incident',
  ])
})
