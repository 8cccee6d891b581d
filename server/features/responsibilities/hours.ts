import type {
  listPeopleToName,
  setPartyPhone,
  setPhone,
  setWorkingHours,
  workingHours,
} from '#contract/responsibilities.ts'
import { standingOf } from '#contract/lanes/standing.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { OpenHours } from '#contract/vendors.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { staffQueries } from './queries.ts'
import { sceneOf, usualSpans, type Scene } from './scene.ts'
import { personIn } from './show.ts'

// --- The organization's hours ----------------------------------------------------------------------------------------

export function hours({ db, actor }: CallOf<typeof workingHours>) {
  const { organizationId, timeZone } = actor
  const kept = staffQueries(db).organization({ organizationId })?.hours as unknown as OpenHours | undefined
  const usual: OpenHours = { timeZone, always: false, spans: usualSpans, note: '' }
  return { hours: { ...usual, ...kept, timeZone }, isUsual: kept === undefined }
}

export function setHours(call: CallOf<typeof setWorkingHours>) {
  const { db, actor, input } = call
  const { organizationId, timeZone } = actor
  if (input.hours.timeZone !== timeZone)
    throw invalid('/hours/timeZone', `The hours are those of the organization, in ${timeZone}.`)
  return atomically(db, () => {
    staffQueries(db).setHours({ organizationId, hours: JSON.stringify(input.hours) })
    const { always, spans } = input.hours
    record(call, { act: 'hours.set', on: ['organization', organizationId], details: { always, spans } })
    return {}
  })
}

// --- Numbers to call -------------------------------------------------------------------------------------------------

/** One's own; owners and admins set anybody's. The number itself is in no record. */
export function setOwnPhone(call: CallOf<typeof setPhone>) {
  const { db, actor, input } = call
  const { memberId: personId, phone = '' } = input
  if (personId !== actor.id && !isKeyHolder(actor))
    throw new Problem('not-permitted', { detail: 'Owners and admins set the numbers of others.' })
  return atomically(db, () => {
    const { organizationId } = actor
    if (staffQueries(db).setPhone({ personId, organizationId, phone }) === 0) throw new Problem('not-found')
    record(call, { act: 'member.phone', on: ['member', personId], details: { memberId: personId, has: phone !== '' } })
    return {}
  })
}

export function setPhoneOfParty(call: CallOf<typeof setPartyPhone>) {
  const { db, actor, input } = call
  const { partyId, phone = '' } = input
  return atomically(db, () => {
    const { organizationId } = actor
    if (staffQueries(db).setPartyPhone({ partyId, organizationId, phone }) === 0) throw new Problem('not-found')
    record(call, { act: 'party.phone', on: ['party', partyId], details: { has: phone !== '' } })
    return {}
  })
}

// --- People and parties that lanes can name --------------------------------------------------------------------------

/** A partner's people see those of their own party; auditors see nobody's number. */
export function peopleToName(call: CallOf<typeof listPeopleToName>) {
  const scene = sceneOf(call)
  const { staff, today, caller } = scene
  const number = (phone: string) => (phone && caller.role !== 'auditor' ? { phone } : {})
  const parties = [...staff.parties.values()].filter(({ id }) => seesParty(scene, id))
  const people = [...staff.people.values()].flatMap((one) => {
    const person = personIn(scene, one.id)
    if (!person || one.isGone || !seesParty(scene, one.partyId)) return []
    const { standing, until } = standingOf(staff, one.id, today)
    if (standing === 'gone') return []
    const { partyId, role, phone } = one
    return [{ person, partyId, role, ...number(phone), standing, ...(until && { awayUntil: until }) }]
  })
  return { parties: parties.map(({ id, name, side, phone }) => ({ id, name, side, ...number(phone) })), people }
}

/** A partner's people, and readers from outside, know their own. */
export function seesParty({ caller }: Scene, partyId: string): boolean {
  const seesAll = caller.side === 'in_house' || ['owner', 'admin', 'editor', 'auditor'].includes(caller.role)
  return seesAll || caller.partyId === partyId
}
