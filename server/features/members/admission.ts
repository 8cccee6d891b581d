import { Problem } from '#contract/problems.ts'
import type { AccountId, MemberId, OrganizationId, PartyId, Role } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall } from '../../access/call.ts'
import { memberQueries } from './queries.ts'

export interface Admission {
  memberId: MemberId
  organizationId: OrganizationId
  accountId: AccountId
  partyId: PartyId
  role: Role
  /** As the organization knows the person. */
  name: string
  /** By what right: the founder of an organization, or an invitation. */
  by: { founding: true } | { invitationId: string }
}

/**
 * The one place where an account becomes a member of an organization. Today the server's word is enough; the signed
 * admission of CRYPTO.md §5 (`member.add` in the organization's log, verified here) takes the place of this function.
 * The caller has checked the right that `by` names, in the same transaction.
 * @throws Problem 'already-exists' at /memberId, or when the account is a member already.
 */
export function admit(call: PublicCall, admission: Admission): void {
  const { memberId, organizationId, accountId, partyId, role, name, by } = admission
  const members = memberQueries(call.db)
  if (members.livingByAccount({ accountId, organizationId })) {
    throw new Problem('already-exists', { detail: 'You are a member of this organization already.' })
  }
  if (members.idInUse({ id: memberId })) {
    throw new Problem('already-exists', { errors: [{ pointer: '/memberId', detail: 'Make another id.' }] })
  }
  members.join({ id: memberId, organizationId, accountId, partyId, role, name, now: call.now })
  record(call, {
    act: 'member.join',
    on: ['member', memberId],
    organizationId,
    accountId,
    memberId,
    details: { name, role, partyId, ...by },
  })
}
