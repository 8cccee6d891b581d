import { isKeyHolderRole } from '#contract/log/rights.ts'
import type { LogMember } from '#contract/log/state.ts'
import { Acceptance, type Party } from '#contract/log/statements.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { Email, line, type MemberId } from '#contract/values.ts'
import { laterByDays } from '../../platform/clock.ts'
import { settleWaiting } from './admission.ts'
import type { Step } from './append.ts'
import { endSessionsOf } from './endings.ts'
import type { Projections } from './project.ts'
import { projectionQueries } from './queries.ts'

const personName = line(120)

export const projectPeople: Projections<
  | 'genesis'
  | 'invite.create'
  | 'invite.cancel'
  | 'member.add'
  | 'member.rekey'
  | 'member.role'
  | 'member.remove'
  | 'recovery.takeover'
> = {
  genesis(step, { organization, name, founder }) {
    join(step, founder.member)
    return { on: ['organization', organization], about: founder.member, details: { name } }
  },

  'invite.create'(step, it) {
    const { call, organizationId, memberId, pointer } = step
    const { db, now, config } = call
    const { invitation: id, key, email, name, role, party, expiresAt, rekeys } = it
    const rows = projectionQueries(db)
    requireParty(step, party)
    if (!isAsKept(Email, email)) throw invalid(`${pointer}/email`, 'Enter an e-mail address, in small letters.')
    if (!isAsKept(personName, name)) throw invalid(`${pointer}/name`, 'Enter a name, without spaces around it.')
    const latest = laterByDays(now, config.INVITATION_DAYS)
    // A minute for clocks that differ: what the client counted from is its own.
    if (Date.parse(expiresAt) > Date.parse(latest) + 5 * 60_000) {
      throw invalid(`${pointer}/expiresAt`, `Choose an end within ${config.INVITATION_DAYS} days.`)
    }
    if (rows.openFor({ email, organizationId, now })) {
      throw taken(`${pointer}/email`, 'An invitation for this e-mail address is open: take it back first.')
    }
    if (rows.invitationInUse({ id, key })) throw taken(`${pointer}/invitation`, 'Make another id and key.')
    const partyId = party.id
    rows.invite({ id, organizationId, key, email, name, role, partyId, invitedBy: memberId, now, expiresAt, rekeys })
    return { on: ['invitation', id], about: rekeys, details: { email, name, role, partyId, expiresAt, rekeys } }
  },

  'invite.cancel'({ before }, { invitation: id }) {
    return { on: ['invitation', id], details: { email: before?.invitations.get(id)?.email } }
  },

  'member.add'(step, it) {
    const acceptance = accepted(step, it.acceptance.payload)
    const { role, party } = join(step, acceptance.member)
    admitted(step, acceptance.invitation)
    return {
      on: ['member', acceptance.member],
      about: acceptance.member,
      details: { name: acceptance.name, role, partyId: party, invitationId: acceptance.invitation },
    }
  },

  'member.rekey'(step, it) {
    const acceptance = accepted(step, it.acceptance.payload)
    const { name } = change(step, acceptance.member)
    admitted(step, acceptance.invitation)
    return {
      on: ['member', acceptance.member],
      about: acceptance.member,
      details: { name, epoch: acceptance.epoch, invitationId: acceptance.invitation },
    }
  },

  'member.role'(step, { member: id, role, party }) {
    requireParty(step, party)
    const was = step.before?.members.get(id)
    const member = change(step, id)
    if (was?.role === 'owner') requireAnOwner(step)
    if (was?.role !== role) endSessionsOf(step, member.account)
    return {
      on: ['member', id],
      about: id,
      details: {
        name: member.name,
        before: { role: was?.role, partyId: was?.party },
        after: { role, partyId: party.id },
      },
    }
  },

  'member.remove'(step, { member: id }) {
    const member = found(step, id)
    const { account, name, role } = member
    projectionQueries(step.call.db).removeMember({ id, now: step.call.now })
    noteHolding(step, member)
    if (role === 'owner') requireAnOwner(step)
    endSessionsOf(step, account)
    return { on: ['member', id], about: id, details: { name, role } }
  },

  'recovery.takeover'(step, { owner }) {
    const { account, keys } = found(step, owner.member)
    requireParty(step, owner.party)
    requireAccount(step, { account, email: owner.email, keys }, 'owner')
    const wasMember = step.before?.members.has(owner.member) ?? false
    if (wasMember) change(step, owner.member)
    else join(step, owner.member)
    return { on: ['member', owner.member], about: owner.member, details: { name: owner.name, wasMember } }
  },
}

function admitted({ call, organizationId }: Step, id: string): void {
  projectionQueries(call.db).admitted({ id, now: call.now })
  settleWaiting(call, organizationId, id)
}

/** Makes the row of somebody who has just become a member. */
function join(step: Step, id: string): LogMember {
  const { call, organizationId } = step
  const rows = projectionQueries(call.db)
  if (rows.memberInUse({ id })) throw taken(`${step.pointer}/member`, 'Make another id.')
  const member = found(step, id)
  const { account: accountId, party: partyId, role, name, epoch, keys } = member
  rows.join({ id, organizationId, accountId, partyId, role, name, now: call.now, epoch, ...keys })
  noteHolding(step, member)
  return member
}

function change(step: Step, id: string): LogMember {
  const member = found(step, id)
  const { role, party: partyId, epoch, keys } = member
  projectionQueries(step.call.db).changeMember({ id, role, partyId, epoch, ...keys })
  noteHolding(step, member)
  return member
}

function noteHolding({ call }: Step, { id, role, removed }: LogMember): void {
  const rows = projectionQueries(call.db)
  const at = { id: id as MemberId, now: call.now }
  if (isKeyHolderRole(role) && !removed) rows.beginHolding(at)
  else rows.endHolding(at)
}

function found({ after }: Step, id: string): LogMember {
  const member = after.members.get(id)
  if (!member) throw new Error(`The log knows no member ${id}`)
  return member
}

/** The log sees to it that an owner is left, and here that one of them can sign in. */
function requireAnOwner({ call, organizationId }: Step): void {
  if ((projectionQueries(call.db).owners({ organizationId })?.count ?? 0) > 0) return
  throw new Problem('last-owner', { detail: 'Name another owner first.' })
}

/** Only what somebody has handed in here, as the account that it names, is signed in. */
function accepted({ call, pointer }: Step, payload: string): Acceptance {
  const acceptance = Acceptance.parse(JSON.parse(payload))
  const kept = projectionQueries(call.db).acceptanceOf({ id: acceptance.invitation })
  if (kept?.payload !== payload || kept.accountId !== acceptance.account) {
    throw invalid(`${pointer}/acceptance`, 'Nobody has used this invitation like that.')
  }
  return acceptance
}

/** The account is there, has that address, and these are its keys. */
export function requireAccount(
  { call, pointer }: Pick<Step, 'call' | 'pointer'>,
  { account: accountId, email, keys }: { account: string; email: string; keys: { enc: string; sign: string } },
  field: string,
): void {
  const account = projectionQueries(call.db).account({ accountId })
  if (account?.email !== email || account.encPublicKey !== keys.enc || account.signPublicKey !== keys.sign) {
    throw invalid(`${pointer}/${field}`, 'Address and keys are those of the account.')
  }
}

/** Parties are made and renamed beside the log: it may still have the name of before. */
function requireParty({ call, organizationId, before, pointer }: Step, { id: partyId, name, side }: Party): void {
  const party = projectionQueries(call.db).party({ partyId: partyId, organizationId })
  const isKnownAs = name === party?.name || name === before?.parties.get(partyId)?.name
  if (party?.side !== side || !isKnownAs) {
    throw invalid(`${pointer}/party`, 'There is no such party here.')
  }
}

const isAsKept = (schema: typeof Email | typeof personName, value: string): boolean => {
  const parsed = schema.safeParse(value)
  return parsed.success && parsed.data === value
}

const taken = (pointer: string, detail: string) => new Problem('already-exists', { errors: [{ pointer, detail }] })
