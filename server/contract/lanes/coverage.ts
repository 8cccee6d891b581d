import { Temporal } from 'temporal-polyfill'
import type { LaneGap, Target } from '../responsibilities.ts'
import type { Day, PartyId, Reference } from '../values.ts'
import {
  actsFor,
  confirmingParties,
  doersOf,
  inPlaceOf,
  standingOfHeld,
  type Held,
  type Places,
  type Staff,
} from './standing.ts'

/**
 * What is wrong with a lane on a day, worst first. Pure: it reads nothing but what it is given.
 */

export interface LaneFacts extends Places {
  readonly isCritical: boolean
  readonly answersIncidents: boolean
  /** How many living runbooks are linked. */
  readonly runbooks: number
  /** Living credentials that are linked, with the members who can open them. */
  readonly credentials: readonly { readonly reference: Reference; readonly openers: ReadonlySet<string> }[]
  /** Of this version: the day on which each party confirmed it last. */
  readonly confirmedOn: ReadonlyMap<string, Day>
  readonly intervalDays: number
  readonly target?: Target | undefined
  readonly result?: { readonly on: Day; readonly met: boolean } | undefined
  /** Since when there is something to measure. */
  readonly since: Day
}

export interface CoverageOn {
  readonly day: Day
  /** The organization is not there at any hour. */
  readonly hasOutOfHours: boolean
}

export function coverageOf(lane: LaneFacts, staff: Staff, { day, hasOutOfHours }: CoverageOn): LaneGap[] {
  return [
    ...accountableGaps(lane, staff, day),
    ...hourGaps(lane, staff, 'in', day),
    ...(hasOutOfHours ? hourGaps(lane, staff, 'out', day) : []),
    ...leftGaps(lane, staff, day),
    ...neededGaps(lane, staff, day),
    ...confirmationGaps(lane, staff, day),
    ...targetGaps(lane, day),
  ]
}

/** The causes that depend on who is here: the ones that an absence can open or close. */
export const peopleCauses: ReadonlySet<LaneGap['cause']> = new Set([
  'gone',
  'suspended',
  'away',
  'hours',
  'no_opener',
] as const)

/** When both parties look at it again; absent until every party has confirmed this version. */
export function reviewOnOf(lane: LaneFacts, staff: Staff): Day | undefined {
  const oldest = oldestConfirmation(lane, staff)
  return oldest && addDays(oldest, lane.intervalDays)
}

function accountableGaps(lane: LaneFacts, staff: Staff, day: Day): LaneGap[] {
  const { accountable, deputyId } = lane
  if (accountable.length === 0) return [{ cause: 'nobody', isGap: true }]
  const collision: LaneGap[] = accountable.length > 1 ? [{ cause: 'two', isGap: true }] : []
  const missing = accountable.flatMap((held): LaneGap[] => {
    const { standing, until } = standingOfHeld(staff, held, day)
    if (standing === 'here') return []
    const isGap = actsFor(staff, held, deputyId, day) === undefined
    // Away with a deputy is how it should be; whoever has left or is suspended does not come back by waiting.
    if (standing === 'away' && !isGap) return []
    return [{ cause: standing, isGap, ...named(staff, held), ...(until && { until }) }]
  })
  return [...collision, ...missing]
}

function hourGaps(lane: LaneFacts, staff: Staff, hours: 'in' | 'out', day: Day): LaneGap[] {
  const { firstInHours, firstOutOfHours, deputyId } = lane
  const [held, other] = hours === 'in' ? [firstInHours, firstOutOfHours] : [firstOutOfHours, firstInHours]
  if (!held) {
    const isGap = lane.isCritical || lane.answersIncidents
    // A lane that answers nobody's call needs nobody who comes first; one that answers at some hours says so of the rest.
    return isGap || other ? [{ cause: 'hours', hours, isGap }] : []
  }
  if (actsFor(staff, held, deputyId, day)) return []
  const { until } = standingOfHeld(staff, held, day)
  return [{ cause: 'hours', hours, isGap: true, ...named(staff, held), ...(until && { until }) }]
}

/** Whoever else has left or is suspended, and has a place all the same: the deputy, or who comes first. */
function leftGaps(lane: LaneFacts, staff: Staff, day: Day): LaneGap[] {
  const told = new Set(lane.accountable.map((held) => held.memberId ?? held.partyId))
  return doersOf(staff, lane).flatMap((held): LaneGap[] => {
    const key = held.memberId ?? held.partyId
    const { standing } = standingOfHeld(staff, held, day)
    if (told.has(key) || (standing !== 'gone' && standing !== 'suspended')) return []
    told.add(key)
    return [{ cause: standing, isGap: false, ...named(staff, held) }]
  })
}

/** Of a critical lane: what it takes. */
function neededGaps(lane: LaneFacts, staff: Staff, day: Day): LaneGap[] {
  if (!lane.isCritical) return []
  const here = peopleOf(lane, staff, day)
  const closed = lane.credentials.filter(({ openers }) => !here.some((id) => openers.has(id)))
  return [
    ...(lane.runbooks === 0 ? [{ cause: 'no_runbook', isGap: true } as const] : []),
    ...closed.map(({ reference }): LaneGap => ({ cause: 'no_opener', isGap: true, reference })),
  ]
}

/** Who works in a lane and is here: those who are named, their covers, and, of a party alone, everybody. */
export function peopleOf(places: Places, staff: Staff, day: Day): string[] {
  const ids = doersOf(staff, places).flatMap(({ partyId, memberId }) =>
    memberId ? [memberId] : [...staff.people.values()].filter((one) => one.partyId === partyId).map(({ id }) => id),
  )
  return [...new Set(ids.flatMap((id) => inPlaceOf(staff, id, day) ?? []))]
}

function confirmationGaps(lane: LaneFacts, staff: Staff, day: Day): LaneGap[] {
  const missing = confirmingParties(staff, lane).filter((party) => !lane.confirmedOn.has(party))
  if (missing.length > 0)
    return missing.map((party) => ({ cause: 'unconfirmed', isGap: false, ...named(staff, { partyId: party }) }))
  const reviewOn = reviewOnOf(lane, staff)
  const since = oldestConfirmation(lane, staff)
  return reviewOn && since && reviewOn < day ? [{ cause: 'review', isGap: false, since }] : []
}

function oldestConfirmation(lane: LaneFacts, staff: Staff): Day | undefined {
  const days = confirmingParties(staff, lane).map((party: PartyId) => lane.confirmedOn.get(party))
  return days.every((day) => day !== undefined) ? days.sort()[0] : undefined
}

/** Missed says when; not measured in time says nothing more. */
function targetGaps({ target, result, since }: LaneFacts, day: Day): LaneGap[] {
  if (!target) return []
  if (result && !result.met) return [{ cause: 'target', isGap: false, since: result.on }]
  return addDays(result?.on ?? since, target.everyDays) < day ? [{ cause: 'target', isGap: false }] : []
}

function named({ people, parties }: Staff, { partyId, memberId }: Held): { person?: string; party?: string } {
  const person = memberId && people.get(memberId)?.name
  const party = parties.get(partyId)?.name
  return { ...(person && { person }), ...(party && { party }) }
}

const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString() as Day
