import type {
  changeMember as changeEndpoint,
  listMembers as listEndpoint,
  Member,
  removeMember as removeEndpoint,
} from '#contract/organizations.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { AccountId, MemberId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { endOtherSessions } from '../../access/sessions.ts'
import { endGrantsOf, endGrantsUnfitFor } from '../grants/rules.ts'
import { invitationQueries, memberQueries } from './queries.ts'
import { requireFittingRole } from './role-rules.ts'

export { admit } from './admission.ts'

/** Owners, admins and auditors see everybody, technicians themselves. E-mail addresses are for those who manage people. */
export function listMembers({ db, actor, now }: CallOf<typeof listEndpoint>): { items: Member[] } {
  const memberId = actor.role === 'technician' ? actor.id : undefined
  const members = memberQueries(db).all({ organizationId: actor.organizationId, memberId, now })
  if (isKeyHolder(actor)) return { items: members }
  return { items: members.map(({ email: _hidden, ...member }) => member) }
}

/**
 * Changes role and party. What the person could not hold in the new role ends with the change, and so do the sessions:
 * nobody goes on with the rights of before.
 * @throws Problem 'not-found', 'not-permitted', 'last-owner', 'invalid-input' at /role or /partyId.
 */
export function changeMember(call: CallOf<typeof changeEndpoint>): Record<string, never> {
  const { db, actor, input } = call
  const { role, partyId } = input
  const members = memberQueries(db)
  const before = manageable(call, input.memberId)
  const party = members.party({ partyId, organizationId: actor.organizationId })
  if (!party) throw invalid('/partyId', 'There is no such party here.')
  requireFittingRole(actor, role, party.side)
  const formerSide = members.party({ partyId: before.partyId, organizationId: actor.organizationId })?.side
  if (actor.role !== 'owner' && party.side === 'in_house' && formerSide !== 'in_house') {
    // Otherwise an admin could make a partner's person an editor, which only owners decide, by calling them in-house.
    throw new Problem('not-permitted', { detail: 'Only an owner takes somebody into the house.' })
  }
  if (before.role === 'owner' && role !== 'owner') requireAnotherOwner(call)
  const { id: memberId, accountId } = before
  members.change({ memberId, role, partyId })
  const grantsEnded = endGrantsUnfitFor(call, { memberId, role, side: party.side })
  const invitationsRevoked = role !== before.role && role !== 'owner' ? revokeInvitationsBy(call, memberId) : 0
  if (role !== before.role) endSessionsOf(call, accountId)
  record(call, {
    act: 'member.change',
    on: ['member', memberId],
    details: {
      before: { role: before.role, partyId: before.partyId },
      after: { role, partyId },
      grantsEnded,
      invitationsRevoked,
    },
  })
  return {}
}

/**
 * Removes a member: access, grants and open invitations of theirs end at once, and they have to sign in again elsewhere.
 * What they wrote keeps their name.
 * @throws Problem 'not-found', 'not-permitted', 'last-owner'.
 */
export function removeMember(call: CallOf<typeof removeEndpoint>): Record<string, never> {
  const { db, now, input } = call
  const { id: memberId, accountId, name, role } = manageable(call, input.memberId)
  if (role === 'owner') requireAnotherOwner(call)
  memberQueries(db).remove({ memberId, now })
  const grantsEnded = endGrantsOf(call, memberId)
  const invitationsRevoked = revokeInvitationsBy(call, memberId)
  endSessionsOf(call, accountId)
  record(call, {
    act: 'member.remove',
    on: ['member', memberId],
    details: { name, role, grantsEnded, invitationsRevoked },
  })
  return {}
}

/** The member as far as the actor may manage people: admins all but owners. */
function manageable({ db, actor }: MemberCall, memberId: MemberId) {
  const member = memberQueries(db).living({ memberId, organizationId: actor.organizationId })
  if (!member) throw new Problem('not-found')
  if (member.role === 'owner' && actor.role !== 'owner') {
    throw new Problem('not-permitted', { detail: `${member.name} is an owner: only an owner changes that.` })
  }
  return member
}

function requireAnotherOwner({ db, actor }: MemberCall): void {
  const owners = memberQueries(db).owners({ organizationId: actor.organizationId })?.count ?? 0
  if (owners <= 1) throw new Problem('last-owner', { detail: 'Name another owner first.' })
}

/** Whoever loses the right to invite takes back what is still open: a link must not outlive it. */
function revokeInvitationsBy({ db, now }: MemberCall, memberId: MemberId): number {
  return invitationQueries(db).revokeAllBy({ memberId, now })
}

/** All sessions of the account; one's own goes on. */
function endSessionsOf({ db, now, session }: MemberCall, accountId: AccountId): void {
  endOtherSessions(db, accountId, session.accountId === accountId ? session.tokenHash : '', now)
}
