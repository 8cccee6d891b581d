import type { Day, MemberId, PartyId, Side } from '../values.ts'

/**
 * Who is here on a day, and who acts in the place of somebody who is not. Pure: facts in, people out.
 */

export interface PersonFact {
  readonly id: MemberId
  readonly name: string
  readonly partyId: PartyId
  /** Is no member any more. */
  readonly isGone: boolean
  /** The account is disabled. */
  readonly isSuspended: boolean
}
export interface PartyFact {
  readonly id: PartyId
  readonly name: string
  readonly side: Side
  /** Everybody of it has left. */
  readonly isGone: boolean
}
/** Both days included. `coverId`: of a cover that has accepted. */
export interface AbsenceFact {
  readonly memberId: MemberId
  readonly from: Day
  readonly until: Day
  readonly coverId?: MemberId | undefined
}
/** The people of an organization. */
export interface Staff {
  readonly people: ReadonlyMap<string, PersonFact>
  readonly parties: ReadonlyMap<string, PartyFact>
  readonly absences: readonly AbsenceFact[]
}

/** A party, or a person of it. */
export interface Held {
  readonly partyId: PartyId
  readonly memberId?: MemberId | undefined
}
/** Who has which place in a lane. */
export interface Places {
  readonly accountable: readonly Held[]
  readonly deputyId?: MemberId | undefined
  readonly firstInHours?: Held | undefined
  readonly firstOutOfHours?: Held | undefined
}

export interface Standing {
  standing: 'here' | 'away' | 'gone' | 'suspended'
  /** Away: the last day. */
  until?: Day
  coverId?: MemberId | undefined
}

export function standingOf({ people, absences }: Staff, memberId: MemberId, day: Day): Standing {
  const person = people.get(memberId)
  if (!person || person.isGone) return { standing: 'gone' }
  if (person.isSuspended) return { standing: 'suspended' }
  const away = absences.find((one) => one.memberId === memberId && one.from <= day && day <= one.until)
  return away ? { standing: 'away', until: away.until, coverId: away.coverId } : { standing: 'here' }
}

/** As of a person; a party is gone when everybody of it is. */
export function standingOfHeld(staff: Staff, { partyId, memberId }: Held, day: Day): Standing {
  if (memberId) return standingOf(staff, memberId, day)
  return { standing: (staff.parties.get(partyId)?.isGone ?? true) ? 'gone' : 'here' }
}

/** The person, or whoever has accepted to cover while they are away; nobody twice, however people cover each other. */
export function inPlaceOf(staff: Staff, memberId: MemberId, day: Day): MemberId | undefined {
  const asked = new Set<MemberId>()
  let current: MemberId | undefined = memberId
  while (current !== undefined && !asked.has(current)) {
    asked.add(current)
    const { standing, coverId } = standingOf(staff, current, day)
    if (standing === 'here') return current
    current = standing === 'away' ? coverId : undefined
  }
  return undefined
}

/**
 * Who acts for a place of a lane: the person, their cover, or else the lane's deputy (or the deputy's cover); a party
 * for itself, as long as somebody of it is there.
 */
export function actsFor(
  staff: Staff,
  held: Held,
  deputyId: MemberId | undefined,
  day: Day,
): { memberId: MemberId } | { partyId: PartyId } | undefined {
  if (!held.memberId && standingOfHeld(staff, held, day).standing === 'here') return { partyId: held.partyId }
  const memberId =
    (held.memberId && inPlaceOf(staff, held.memberId, day)) ?? (deputyId && inPlaceOf(staff, deputyId, day))
  return memberId ? { memberId } : undefined
}

/** Whose people somebody is one of today: who changes sides takes their places along. */
export const partyOf = ({ people }: Staff, { partyId, memberId }: Held): PartyId =>
  (memberId && people.get(memberId)?.partyId) ?? partyId

/** Everybody who has something to do in a lane, the deputy too. */
export function doersOf(staff: Staff, { accountable, deputyId, firstInHours, firstOutOfHours }: Places): Held[] {
  const deputy = deputyId && staff.people.get(deputyId)
  return [
    ...accountable,
    ...(deputy ? [{ partyId: deputy.partyId, memberId: deputy.id }] : []),
    ...(firstInHours ? [firstInHours] : []),
    ...(firstOutOfHours ? [firstOutOfHours] : []),
  ]
}

/**
 * The parties that confirm a lane: those that do something in it, and, as soon as anybody does, the organization
 * itself. Who is only asked or told confirms nothing, nor does a party that has left.
 */
export function confirmingParties(staff: Staff, places: Places): PartyId[] {
  const named = new Set(doersOf(staff, places).map((held) => partyOf(staff, held)))
  return [...staff.parties.values()]
    .filter(({ id, side, isGone }) => !isGone && (named.has(id) || (side === 'in_house' && named.size > 0)))
    .map(({ id }) => id)
}
