import { createHash } from 'node:crypto'
import type {
  acceptInvitation as acceptEndpoint,
  lookUpInvitation as lookUpEndpoint,
  Session,
} from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type {
  createInvitation as createEndpoint,
  Invitation,
  listInvitations as listEndpoint,
  revokeInvitation as revokeEndpoint,
} from '#contract/organizations.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { AccountId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import { isKeyHolder } from '../../access/guard.ts'
import type { CallOf, PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { laterByDays } from '../../platform/clock.ts'
import { beginSession, countLinkAttempt, createAccount, sessionOf, taken } from '../accounts/rules.ts'
import { admit } from './admission.ts'
import { invitationQueries, memberQueries } from './queries.ts'
import { requireFittingRole } from './role-rules.ts'

export function listInvitations({ db, actor, now }: CallOf<typeof listEndpoint>): { items: Invitation[] } {
  const waiting = invitationQueries(db).waiting({ organizationId: actor.organizationId, now })
  return { items: isKeyHolder(actor) ? waiting : waiting.map(({ email: _hidden, ...invitation }) => invitation) }
}

/**
 * Invites a person. Only the hash of the link's secret is kept, so the link cannot be shown again.
 * @throws Problem 'invalid-input' at /partyId or /role, 'not-permitted', 'already-exists' at /email.
 */
export function createInvitation(call: CallOf<typeof createEndpoint>): OutputOf<typeof createEndpoint> {
  const { db, actor, now, config, input } = call
  const { id, email, name, role, partyId, tokenHash } = input
  const { organizationId } = actor
  const invitations = invitationQueries(db)
  const party = memberQueries(db).party({ partyId, organizationId })
  if (!party) throw invalid('/partyId', 'There is no such party here.')
  requireFittingRole(actor, role, party.side)
  if (memberQueries(db).livingByEmail({ email, organizationId })) {
    throw taken('/email', 'Somebody with this e-mail address is a member already.')
  }
  if (invitations.waitingFor({ email, organizationId, now })) {
    throw taken('/email', 'An invitation for this e-mail address is open: take it back first.')
  }
  if (invitations.inUse({ id, tokenHash })) throw taken('/id', 'Make another id and token.')
  const expiresAt = laterByDays(now, config.INVITATION_DAYS)
  invitations.create({
    id,
    organizationId,
    tokenHash,
    email,
    name,
    role,
    partyId,
    invitedBy: actor.id,
    now,
    expiresAt,
  })
  record(call, { act: 'invitation.create', on: ['invitation', id], details: { email, name, role, partyId, expiresAt } })
  return { expiresAt }
}

/** @throws Problem 'not-found', 'not-permitted', 'not-possible-now' once it is accepted, taken back or expired. */
export function revokeInvitation(call: CallOf<typeof revokeEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { invitationId } = input
  const invitations = invitationQueries(db)
  const invitation = invitations.byId({ invitationId, organizationId: actor.organizationId })
  if (!invitation) throw new Problem('not-found')
  if (invitation.role === 'owner' && actor.role !== 'owner') {
    throw new Problem('not-permitted', { detail: 'Only an owner decides about owners.' })
  }
  if (invitations.revoke({ invitationId, now }) === 0) {
    const past = invitation.acceptedAt ? 'accepted' : invitation.revokedAt ? 'taken back' : 'expired'
    throw new Problem('not-possible-now', { detail: `This invitation is ${past} already.` })
  }
  record(call, { act: 'invitation.revoke', on: ['invitation', invitationId], details: { email: invitation.email } })
  return {}
}

// --- The invited person's side ----------------------------------------------------------------------------------------

/** @throws Problem 'not-found' for every link that leads nowhere, or nowhere any more; 'too-many-attempts'. */
export function lookUpInvitation(call: PublicCallOf<typeof lookUpEndpoint>): OutputOf<typeof lookUpEndpoint> {
  return found(call, call.input.token)
}

/**
 * Joins by invitation: with a new account of the invited address, or as the signed-in account that has it. Of many who
 * try at once, one joins.
 * @throws Problem 'not-found', 'not-signed-in', 'not-permitted', 'already-exists', 'too-many-attempts'.
 */
export function acceptInvitation(call: PublicCallOf<typeof acceptEndpoint>): Session {
  const { db, now, input } = call
  const invitation = found(call, input.token)
  const { id: invitationId, organizationId, role, partyId, name } = invitation
  if (invitationQueries(db).accept({ invitationId, now }) !== 1) throw new Problem('not-found')
  const accountId = input.account
    ? newAccount(call, input.account, invitation.email)
    : ownAccount(call, invitation.email)
  const { memberId } = input
  admit(call, { memberId, organizationId, accountId, role, partyId, name, by: { invitationId } })
  if (!input.account && call.session) return sessionOf(db, accountId, call.session.tokenHash, now)
  return beginSession(call, accountId)
}

type NewAccount = NonNullable<PublicCallOf<typeof acceptEndpoint>['input']['account']>

function newAccount(call: PublicCall, account: NewAccount, invitedEmail: string): AccountId {
  if (account.email !== invitedEmail) {
    throw invalid('/account/email', `This invitation is for ${invitedEmail}.`)
  }
  createAccount(call, account)
  return account.id
}

function ownAccount(call: PublicCall, invitedEmail: string): AccountId {
  const { db, session, now } = call
  if (!session) throw new Problem('not-signed-in')
  const { account } = sessionOf(db, session.accountId, session.tokenHash, now)
  if (account.email !== invitedEmail) {
    throw new Problem('not-permitted', {
      detail: `This invitation is for ${invitedEmail}; you are signed in as ${account.email}.`,
    })
  }
  return account.id
}

/** The invitation behind the secret half of a link. Looking counts as an attempt until something is found. */
function found(call: PublicCall, token: string) {
  const takeBack = countLinkAttempt(call)
  const tokenHash = createHash('sha256').update(Buffer.from(token, 'base64url')).digest('base64url')
  const invitation = invitationQueries(call.db).byToken({ tokenHash, now: call.now })
  if (!invitation) throw new Refusal('not-found')
  takeBack()
  return invitation
}
