import { invalid, Problem } from '#contract/problems.ts'
import type { Role, Side } from '#contract/values.ts'
import type { Actor } from '../../access/call.ts'

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

/**
 * Whether somebody may make a person of that side a member in that role.
 * @throws Problem 'invalid-input' at /role where the role does not suit the party; 'not-permitted' for what only owners
 * decide.
 */
export function requireFittingRole(actor: Pick<Actor, 'role'>, role: Role, side: Side): void {
  const fit = suits[side][role]
  if (!fit) throw invalid('/role', `${people[side]} can be: ${Object.keys(suits[side]).join(', ')}.`)
  if (actor.role === 'owner') return
  if (role === 'owner') throw new Problem('not-permitted', { detail: 'Only an owner names owners.' })
  if (fit !== 'yes') {
    throw new Problem('not-permitted', {
      detail: `Only an owner makes somebody ${role} who is not in-house.`,
    })
  }
}
