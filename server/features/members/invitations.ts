import type {
  acceptInvitation as acceptEndpoint,
  lookUpInvitation as lookUpEndpoint,
  NewAccount,
} from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { readAcceptance } from '#contract/log/apply.ts'
import type { Acceptance } from '#contract/log/statements.ts'
import type { Invitation, listInvitations as listEndpoint } from '#contract/organizations.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { AccountId, Instant, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import { isKeyHolder } from '../../access/guard.ts'
import type { CallOf, PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { secondsBetween } from '../../platform/clock.ts'
import {
  askForCode,
  beginSession,
  countLinkAttempt,
  createAccount,
  hasAccountWith,
  replaceKeys,
  sessionOf,
} from '../accounts/rules.ts'
import { logForJoiner, logState, organizationBehind, refusing, tellOfWaiting } from '../log/rules.ts'
import { invitationQueries, memberQueries } from './queries.ts'

export function listInvitations({ db, actor, now }: CallOf<typeof listEndpoint>): { items: Invitation[] } {
  const open = invitationQueries(db).open({ organizationId: actor.organizationId, now })
  return { items: isKeyHolder(actor) ? open : open.map(({ email: _hidden, ...invitation }) => invitation) }
}

// --- The invited person's side ----------------------------------------------------------------------------------------

/** @throws Problem 'not-found' for every link that leads nowhere, or nowhere any more; 'too-many-attempts'. */
export function lookUpInvitation(call: PublicCallOf<typeof lookUpEndpoint>): OutputOf<typeof lookUpEndpoint> {
  const { db, now, input } = call
  const invitation = found(call, input.orgId, (organizationId) =>
    invitationQueries(db).byKey({ key: input.key, organizationId, now }),
  )
  const { organizationId, returningId, ...facts } = invitation
  const returning = returningId === undefined ? undefined : logState(db, organizationId).members.get(returningId)
  return {
    ...facts,
    ...(returning && {
      returning: { memberId: returning.id, accountId: returning.account, epoch: returning.epoch + 1 } as never,
    }),
    log: logForJoiner(db, organizationId, invitation.id),
  }
}

/**
 * Uses an invitation: with a new account of the invited address, or as the signed-in account that has it. What the person
 * signed waits for a key holder, whose client checks it against the log and signs `member.add`; until then the account is
 * no member. Of many who try at once, one is taken.
 * @throws Problem 'not-found', 'not-signed-in', 'not-permitted', 'already-exists', 'too-many-attempts'; 'invalid-input'
 * for an acceptance that the log would not take.
 */
export function acceptInvitation(call: PublicCallOf<typeof acceptEndpoint>): OutputOf<typeof acceptEndpoint> {
  const { db, now, input } = call
  const { id: invitationId, ...invitation } = found(call, input.orgId, (organizationId) =>
    invitationQueries(db).byId({ invitationId: input.invitation, organizationId, now }),
  )
  const { organizationId, email } = invitation
  const log = logState(db, organizationId)
  const { acceptance } = refusing('/acceptance', () => readAcceptance(log, input.acceptance))
  requirePresent(now, acceptance.at as Instant)
  const accountId = accountOf(call, invitation)
  requireThatAccount(call, acceptance, accountId)
  const returning = invitation.returningId === undefined ? undefined : log.members.get(invitation.returningId)
  if (returning ? acceptance.member !== returning.id : memberQueries(db).idInUse({ id: acceptance.member })) {
    throw invalid('/acceptance/member', returning ? `This invitation is for ${returning.name}.` : 'Make another id.')
  }
  if (!returning && memberQueries(db).livingByAccount({ accountId, organizationId })) {
    throw new Problem('already-exists', { detail: 'You are a member of this organization already.' })
  }
  const signed = JSON.stringify(input.acceptance)
  if (invitationQueries(db).accept({ invitationId, accountId, acceptance: signed, now }) !== 1) {
    throw new Problem('not-found')
  }
  record(call, {
    act: 'invitation.accept',
    on: ['invitation', invitationId],
    organizationId,
    accountId,
    details: { name: acceptance.name, email, ...input.acceptance },
  })
  tellOfWaiting(call, organizationId, { invitation: invitationId, name: acceptance.name })
  if (!input.account && call.session) return sessionOf(db, accountId, call.session.tokenHash, now)
  return askForCode(call, accountId) ?? beginSession(call, accountId)
}

interface Invited {
  organizationId: OrganizationId
  email: string
  returningId?: string | undefined
}

/** Whose account joins: a new one, the signed-in one, or, of somebody who comes back, theirs with new keys. */
function accountOf(call: PublicCallOf<typeof acceptEndpoint>, invited: Invited): AccountId {
  const { account } = call.input
  if (!account) return ownAccount(call, invited.email)
  if (account.email !== invited.email) throw invalid('/account/email', `This invitation is for ${invited.email}.`)
  if (invited.returningId !== undefined) return returningAccount(call, account, invited)
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

/**
 * Somebody who lost their passphrase begins anew with other keys. The organization's key holders vouch for them, and for
 * nobody else's organization: who is a member elsewhere too has to be helped by whoever runs the server.
 */
function returningAccount(call: PublicCall, account: NewAccount, { organizationId, email }: Invited): AccountId {
  const { db } = call
  if (!hasAccountWith(db, { id: account.id, email })) {
    throw invalid('/account/id', 'This invitation is for the account that you have.')
  }
  if (memberQueries(db).elsewhere({ accountId: account.id, organizationId })) {
    throw new Problem('not-permitted', {
      detail: 'This account belongs to other organizations too, which have not vouched for these new keys.',
    })
  }
  replaceKeys(call, account)
  return account.id
}

/** What is signed is about this account and its keys. */
function requireThatAccount({ db }: PublicCall, acceptance: Acceptance, accountId: AccountId): void {
  const keys = memberQueries(db).keysOf({ accountId })
  const isThat = acceptance.account === accountId
  if (!isThat || acceptance.keys.enc !== keys?.enc || acceptance.keys.sign !== keys.sign) {
    throw invalid('/acceptance/payload', 'What you sign is about your own account and its keys.')
  }
}

function requirePresent(now: Instant, at: Instant): void {
  if (Math.abs(secondsBetween(now, at)) <= 300) return
  throw invalid('/acceptance/at', `The clock of this device is off by more than 5 minutes: here it is ${now} (UTC).`)
}

/** The invitation behind a link. Looking counts as an attempt until something is found. */
function found<Row>(call: PublicCall, orgId: string, find: (id: OrganizationId) => Row | undefined): Row {
  const takeBack = countLinkAttempt(call)
  const organization = organizationBehind(call, orgId)
  const invitation = organization && find(organization.organizationId)
  if (!invitation) throw new Refusal('not-found')
  takeBack()
  return invitation
}
