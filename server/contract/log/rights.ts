import type { Role, Side } from '../values.ts'
import { refuse } from './refused.ts'

/** Who may be what, and hold what: the rules of PRODUCT.md that every reader of the log keeps. */

/**
 * Which roles suit whom. The organization holds its own keys: key holders (owner, admin) are in-house, always. A
 * technician is a partner's person, and a partner's person is a technician unless an owner decides otherwise; an auditor
 * may come from anywhere.
 */
const suits: Record<Side, Partial<Record<Role, 'yes' | 'if an owner decides'>>> = {
  in_house: { owner: 'yes', admin: 'yes', editor: 'yes', reader: 'yes', auditor: 'yes' },
  partner: {
    technician: 'yes',
    editor: 'if an owner decides',
    reader: 'if an owner decides',
    auditor: 'if an owner decides',
  },
  outside: { auditor: 'yes', reader: 'if an owner decides' },
}

const people: Record<Side, string> = {
  in_house: 'In-house people',
  partner: 'A partner’s people',
  outside: 'People from outside',
}

export const isKeyHolderRole = (role: Role): boolean => role === 'owner' || role === 'admin'

/** @throws Refused unless somebody in the role of `actor` may make a person of that side a member in that role. */
export function requireFittingRole(actor: { role: Role }, role: Role, side: Side): void {
  const fit = suits[side][role]
  if (!fit) refuse('wrong', `${people[side]} can be: ${Object.keys(suits[side]).join(', ')}.`, 'role')
  if (actor.role === 'owner') return
  if (role === 'owner') refuse('not-permitted', 'Only an owner names owners.')
  if (fit !== 'yes') refuse('not-permitted', `Only an owner makes somebody ${role} who is not in-house.`)
}

/** A year, whatever its length. */
const longestGrantMs = 366 * 86_400_000

export const view = 1
export const reveal = 2
export const edit = 3

/**
 * Owners and admins reach everything by their role. Auditors never reach a secret. A technician's access always has an
 * end, and so has everything above `view` for people who are not in-house, which only an owner gives.
 * @throws Refused with the field that stands against it.
 */
export function requireFittingGrant(
  actor: { role: Role },
  {
    role,
    side,
    name,
    level,
    endsAt,
  }: { role: Role; side: Side; name: string; level: number; endsAt?: string | undefined },
  at: string,
): void {
  const unfit = unfitGrant({ role, side, level, endsAt }, at)
  if (unfit) refuse('wrong', unfit.detail, unfit.field)
  if (side !== 'in_house' && level > view && actor.role !== 'owner') {
    refuse('not-permitted', `${name} is not in-house: only an owner gives more than view.`)
  }
}

/** Why somebody cannot hold such a grant at that moment; undefined if nothing stands against it. */
export function unfitGrant(
  { role, side, level, endsAt }: { role: Role; side: Side; level: number; endsAt?: string | undefined },
  at: string,
): { field: 'member' | 'level' | 'endsAt'; detail: string } | undefined {
  if (isKeyHolderRole(role)) return { field: 'member', detail: 'Owners and admins reach everything already.' }
  if (role === 'auditor' && level > view) {
    return { field: 'level', detail: 'An auditor can be given view, nothing more.' }
  }
  if (endsAt !== undefined && endsAt <= at) return { field: 'endsAt', detail: 'Choose an end in the future.' }
  if (role === 'technician' || (side !== 'in_house' && level > view)) {
    if (endsAt === undefined) {
      return { field: 'endsAt', detail: 'Set an end: access of people from outside does not last for ever.' }
    }
    if (Date.parse(endsAt) - Date.parse(at) > longestGrantMs) {
      return { field: 'endsAt', detail: 'Choose an end within a year. Access can be renewed.' }
    }
  }
  return undefined
}
