import { v7 as uuidv7 } from 'uuid'
import {
  addLaneResult,
  answerCover,
  confirmLane,
  listLanes,
  openLane,
  saveLane,
  setAway,
  setPartyPhone,
  setPhone,
  setWorkingHours,
  type Target,
} from '#contract/responsibilities.ts'
import type { Instant, LaneId } from '#contract/values.ts'
import { dayAfter, order, type Planned } from './calendar.ts'
import type { Cast } from './cast.ts'
import { memberOf, partyOf, type Place } from './live.ts'
import type { Act, PersonKey, Reference } from './organization.ts'

/** A person, or a party by its name. */
type Who = PersonKey | { party: string }

interface DemoLane {
  /** One of the lanes that every organization begins with. */
  name: string
  about?: string
  isCritical?: boolean
  accountable: readonly Who[]
  deputy?: PersonKey
  inHours?: Who
  outOfHours?: Who
  consulted?: readonly Who[]
  informed?: readonly Who[]
  outcome?: string
  target?: Target
  systems?: readonly Reference[]
  linked?: readonly Reference[]
  /** Who wrote it down, and who has confirmed it since. */
  written: Act
  confirmed?: readonly Act[]
  results?: readonly (Act & ({ passed: boolean } | { value: number }))[]
}

const northlight = { party: 'Northlight IT' } as const
const inHouse = { party: 'Calder & Wick' } as const
const both = [
  { daysAgo: 58, by: 'priya' },
  { daysAgo: 57, by: 'marcus' },
] as const satisfies readonly Act[]
const written: Act = { daysAgo: 60, by: 'priya' }

/** Lanes with nothing to say but who. */
const plain = (name: string, accountable: PersonKey, deputy: PersonKey, outOfHours: Who = northlight): DemoLane => ({
  name,
  accountable: [accountable],
  deputy,
  inHours: accountable,
  outOfHours,
  written,
  confirmed: outOfHours === northlight ? both : [both[0]],
})

/** Who does what at Calder & Wick: security alerts at night are nobody's, so that the gap shows. */
const lanes: readonly DemoLane[] = [
  {
    name: 'End-user support',
    about: 'Whatever people ask for by phone, mail or at the door. Northlight takes calls when Tom is out.',
    accountable: ['tom'],
    deputy: 'priya',
    inHours: 'tom',
    outOfHours: northlight,
    informed: [inHouse],
    outcome: 'Nine in ten people helped within four hours',
    target: { measure: 'at_least', value: 90, unit: '%', everyDays: 31 },
    linked: ['RB-10', 'RB-24'],
    written,
    confirmed: both,
    results: [
      { daysAgo: 47, by: 'tom', value: 86, note: 'Two people on leave' },
      { daysAgo: 16, by: 'tom', value: 93 },
    ],
  },
  {
    name: 'Network and firewall',
    about: 'The line, the firewall, switches and Wi-Fi of all three sites. Cabling is the landlord’s.',
    isCritical: true,
    accountable: ['priya'],
    deputy: 'tom',
    inHours: 'priya',
    outOfHours: 'marcus',
    consulted: ['joanna'],
    systems: ['SY-01', 'SY-05'],
    outcome: 'Head office never without a line for more than an hour',
    target: { measure: 'at_most', value: 60, unit: 'min', everyDays: 92 },
    linked: ['RB-14', 'RB-21', 'CR-31', 'VN-07', 'DG-02'],
    written,
    confirmed: both,
    results: [{ daysAgo: 51, by: 'tom', value: 42, note: 'One outage, IN-01' }],
  },
  {
    name: 'Cloud and Microsoft 365',
    isCritical: true,
    accountable: ['tom'],
    deputy: 'priya',
    inHours: 'tom',
    outOfHours: 'joanna',
    systems: ['SY-02'],
    linked: ['RB-11', 'CR-08', 'VN-02'],
    written,
    confirmed: both,
  },
  {
    name: 'Endpoint patching',
    accountable: ['joanna'],
    deputy: 'marcus',
    inHours: northlight,
    outOfHours: northlight,
    informed: ['tom'],
    outcome: 'Critical patches on every PC within 7 days',
    target: { measure: 'at_most', value: 7, unit: 'days', everyDays: 31 },
    linked: ['RB-24'],
    written,
    confirmed: both,
    results: [
      { daysAgo: 55, by: 'joanna', value: 6 },
      { daysAgo: 40, by: 'joanna', value: 9, note: 'The depot’s laptops were off for the fair' },
      { daysAgo: 24, by: 'joanna', value: 5 },
      { daysAgo: 9, by: 'joanna', value: 4 },
    ],
  },
  {
    name: 'Backup and restore test',
    isCritical: true,
    accountable: ['marcus'],
    deputy: 'tom',
    inHours: 'marcus',
    outOfHours: 'joanna',
    informed: ['priya'],
    systems: ['SY-03'],
    outcome: 'A restore test passes each quarter',
    target: { measure: 'passed', everyDays: 92 },
    linked: ['RB-03', 'RB-04', 'CR-14', 'VN-05'],
    written,
    // Northlight has not confirmed what Priya changed last week.
    confirmed: [{ daysAgo: 57, by: 'priya' }],
    results: [
      { daysAgo: 52, by: 'marcus', passed: false, note: 'The ERP database came back without its log: repeated' },
      { daysAgo: 45, by: 'marcus', passed: true, note: 'RB-04, all five machines' },
    ],
  },
  {
    name: 'Security monitoring (business hours)',
    isCritical: true,
    accountable: ['tom'],
    deputy: 'priya',
    inHours: 'tom',
    outOfHours: northlight,
    linked: ['RB-11', 'RB-17'],
    written,
    confirmed: both,
  },
  {
    name: 'First response in an incident',
    isCritical: true,
    accountable: ['priya'],
    deputy: 'tom',
    inHours: 'tom',
    outOfHours: 'marcus',
    linked: ['RB-14', 'RB-17'],
    outcome: 'The right runbook open within five minutes',
    target: { measure: 'at_most', value: 5, unit: 'min', everyDays: 92 },
    written,
    confirmed: both,
    results: [{ daysAgo: 51, by: 'priya', value: 2, note: 'IN-01' }],
  },
  {
    name: 'Vendors and renewals',
    accountable: ['priya'],
    deputy: 'tom',
    inHours: 'priya',
    outOfHours: 'tom',
    linked: ['VN-07', 'VN-02'],
    written,
    confirmed: [both[0]],
  },
  {
    name: 'Software licensing',
    about: 'Northlight orders, Calder & Wick counts: who answers for the audit is not settled.',
    accountable: ['tom', 'joanna'],
    inHours: 'tom',
    outOfHours: 'tom',
    written: { daysAgo: 20, by: 'tom' },
  },
  {
    name: 'Joiners, movers, leavers',
    accountable: ['tom'],
    deputy: 'priya',
    inHours: 'tom',
    outOfHours: 'priya',
    linked: ['RB-12'],
    written,
    confirmed: [both[0]],
  },
  plain('Documentation', 'priya', 'tom', 'tom'),
  plain('Identity and MFA', 'tom', 'priya'),
  plain('Server patching', 'marcus', 'joanna'),
  plain('Vulnerability management', 'joanna', 'marcus'),
  plain('E-mail security', 'tom', 'priya'),
  plain('Disaster recovery plan', 'priya', 'tom', 'tom'),
  plain('Compliance, insurer and regulator contact', 'priya', 'tom', 'tom'),
]

const phones: Partial<Record<PersonKey, string>> = {
  priya: '07700 900 114',
  tom: '07700 900 127',
  marcus: '07700 900 583',
  joanna: '07700 900 584',
}

/** Hours, numbers, lanes, results, and who is away. Nothing of the smaller organizations. */
export function planDuties(place: Place, cast: Cast, today: Instant): Planned[] {
  if (place.slug !== 'calder-wick') return []
  const { slug } = place
  const day = (inDays: number) => dayAfter(today, place.organization.timeZone, inDays)
  const ids = new Map<string, LaneId>()
  const idOf = (name: string) => {
    const id = ids.get(name)
    if (!id) throw new Error(`There is no lane ${name}`)
    return id
  }
  return [
    { daysAgo: 61, order: order.documentAccess, happen: () => prepare(place, cast, ids) },
    ...lanes.flatMap((lane): Planned[] => [
      {
        daysAgo: lane.written.daysAgo,
        order: order.documentAccess,
        happen: () => write(place, cast, lane, idOf(lane.name)),
      },
      ...(lane.confirmed ?? []).map(({ daysAgo, by }) => ({
        daysAgo,
        order: order.reading,
        happen: async () => {
          const { revision } = await cast.as(by, openLane, { slug, laneId: idOf(lane.name) })
          await cast.as(by, confirmLane, { slug, laneId: idOf(lane.name), revision })
        },
      })),
      ...(lane.results ?? []).map(({ daysAgo, by, note = '', ...result }) => ({
        daysAgo,
        order: order.reading,
        happen: () =>
          cast
            .as(by, addLaneResult, { slug, laneId: idOf(lane.name), id: uuidv7(), on: day(-daysAgo), note, ...result })
            .then(() => undefined),
      })),
    ]),
    // Joanna covers for Marcus next week; whether Priya covers for Tom after that, she has not said.
    away(place, cast, { daysAgo: 4, by: 'priya' }, 'marcus', [day(8), day(15)], 'joanna', true),
    away(place, cast, { daysAgo: 1, by: 'tom' }, 'tom', [day(19), day(30)], 'priya', false),
  ]
}

async function prepare(place: Place, cast: Cast, ids: Map<string, LaneId>): Promise<void> {
  const { slug, organization } = place
  const workdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: '07:30', to: '17:30' }))
  await cast.as('priya', setWorkingHours, { slug, hours: { timeZone: organization.timeZone, spans: workdays } })
  for (const [person, phone] of Object.entries(phones))
    await cast.as('priya', setPhone, { slug, memberId: memberOf(place, person as PersonKey), phone })
  await cast.as('priya', setPartyPhone, { slug, partyId: partyOf(place, 'Northlight IT').id, phone: '01632 960 400' })
  const { items } = await cast.as('priya', listLanes, { slug })
  for (const { name, id } of items) ids.set(name, id)
}

async function write(place: Place, cast: Cast, lane: DemoLane, laneId: LaneId): Promise<void> {
  const { name, about, isCritical, deputy, inHours, outOfHours, outcome, target, systems, linked } = lane
  const { slug } = place
  const holder = (who: Who) =>
    typeof who === 'string'
      ? { partyId: partyOf(place, partyNameOf(place, who)).id, memberId: memberOf(place, who) }
      : { partyId: partyOf(place, who.party).id }
  const { revision, answersIncidents } = await cast.as(lane.written.by, openLane, { slug, laneId })
  await cast.as(lane.written.by, saveLane, {
    slug,
    laneId,
    revision,
    name,
    answersIncidents,
    accountable: lane.accountable.map(holder),
    consulted: (lane.consulted ?? []).map(holder),
    informed: (lane.informed ?? []).map(holder),
    ...(about !== undefined && { about }),
    ...(isCritical !== undefined && { isCritical }),
    ...(deputy && { deputyId: memberOf(place, deputy) }),
    ...(inHours && { firstInHours: holder(inHours) }),
    ...(outOfHours && { firstOutOfHours: holder(outOfHours) }),
    ...(outcome !== undefined && { outcome }),
    ...(target && { target }),
    ...(systems && { systems: [...systems] }),
    ...(linked && { linked: [...linked] }),
  })
}

function partyNameOf({ organization }: Place, person: PersonKey): string {
  const found = organization.members.find((member) => member.person === person)
  if (!found) throw new Error(`${person} is no member of ${organization.name}`)
  return found.party
}

function away(
  place: Place,
  cast: Cast,
  { daysAgo, by }: Act,
  person: PersonKey,
  [from, until]: readonly [string, string],
  cover: PersonKey,
  isAccepted: boolean,
): Planned {
  const { slug } = place
  return {
    daysAgo,
    order: order.reading,
    async happen() {
      const absenceId = uuidv7()
      const [memberId, coverId] = [memberOf(place, person), memberOf(place, cover)]
      await cast.as(by, setAway, { slug, id: absenceId, memberId, from, until, note: 'Annual leave', coverId })
      if (isAccepted) await cast.as(cover, answerCover, { slug, absenceId, accepts: true })
    },
  }
}
