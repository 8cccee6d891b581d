import type { Membership, NewAccount, Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import type { AccountId, Instant } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { AccountCall, PublicCall } from '../../access/call.ts'
import { endOtherSessions, endSession, hashToken, newToken, startSession } from '../../access/sessions.ts'
import { dayIn } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { notify } from '../notices/rules.ts'
import { giveBack, spend } from './allowances.ts'
import { deviceWords } from './device-words.ts'
import { knownDevice, linkAllowances } from './limits.ts'
import { accountQueries } from './queries.ts'
import { secondFactorQueries } from './second-factor-queries.ts'

export { spend } from './allowances.ts'
export { askForCode } from './ask-for-code.ts'

/** Whether somebody here has a second factor: then the key that seals them had better be there. */
export const hasSecondFactors = (db: Db): boolean => secondFactorQueries(db).any() !== undefined

/** Whether this installation has an account at all: until then it waits for its first owner. */
export const hasAccounts = (db: Db): boolean => accountQueries(db).anyAccount() !== undefined

/**
 * Makes an account out of what its owner's device has made.
 * @throws Problem 'already-exists' for an address or id that is in use.
 */
export function createAccount(call: PublicCall, account: NewAccount): void {
  const accounts = accountQueries(call.db)
  if (accounts.byEmail({ email: account.email })) {
    throw taken('/account/email', 'There is an account with this e-mail address: sign in with it first.')
  }
  if (accounts.idInUse({ id: account.id })) throw taken('/account/id', 'This id is in use: make another.')
  const { id, email, name, keys } = account
  accounts.create({ id, email, name, ...keys, now: call.now })
  record(call, { act: 'account.create', on: ['account', id], accountId: id, details: { email, name } })
}

export const hasAccountWith = (db: Db, { id, email }: { id: AccountId; email: string }): boolean =>
  accountQueries(db).byEmail({ email })?.accountId === id

/**
 * Puts new keys in the place of those that their owner has lost, and ends every session: what was sealed for the old ones
 * stays closed to the account until somebody wraps it anew. The caller has checked who vouches for the person.
 */
export function replaceKeys(call: PublicCall, { id, keys }: NewAccount): void {
  const { db, now } = call
  accountQueries(db).replaceKeys({ accountId: id, ...keys, now })
  accountQueries(db).dropHome({ accountId: id })
  secondFactorQueries(db).dropTickets({ accountId: id })
  endOtherSessions(db, id, '', now)
  record(call, { act: 'account.replace-keys', on: ['account', id], accountId: id })
}

/**
 * Starts a session for an account that has proven itself, sets its cookies, and ends the one that was sent along: a
 * token never outlives a rise in what it can do.
 */
export function beginSession(
  call: PublicCall,
  accountId: AccountId,
  how: { secondFactor?: 'code' | 'recovery code' } = {},
): Session {
  const { db, config, now, origin, cookies } = call
  if (call.session) endSession(db, call.session.tokenHash, now)
  const { deviceHash, isKnown, isFirst } = rememberDevice(call, accountId)
  const { token, tokenHash } = startSession(db, config, { accountId, now, ...origin, deviceHash })
  cookies.startSession(token, config.SESSION_HOURS * 3600)
  record(call, {
    act: 'session.start',
    on: ['account', accountId],
    accountId,
    details: { knownDevice: isKnown, agent: origin.agent.slice(0, 300), ...how },
  })
  const { address } = origin
  if (!isKnown && !isFirst) {
    notify(call, { to: [accountId], kind: 'device.new', facts: { device: deviceWords(origin.agent), address } })
  }
  if (how.secondFactor === 'recovery code') {
    const left = secondFactorQueries(db).recoveryCodesLeft({ accountId })?.count
    notify(call, { to: [accountId], kind: 'recovery-code.used', facts: { address, left } })
  }
  return sessionOf(db, accountId, tokenHash, now)
}

/** Ends every session of the account and goes on in a new one, with its cookie: what proves the person has changed. */
export function renewSession(call: AccountCall): void {
  const { db, config, now, session, origin, cookies } = call
  const { accountId } = session
  const deviceHash = knownDevice(call, accountId)
  const { token, tokenHash } = startSession(db, config, { accountId, now, ...origin, deviceHash })
  endOtherSessions(db, accountId, tokenHash, now)
  cookies.startSession(token, config.SESSION_HOURS * 3600)
}

/** A device keeps one token for all who sign in on it; one that we have not given out is never taken up. */
function rememberDevice({ db, now, cookies }: PublicCall, accountId: AccountId) {
  const accounts = accountQueries(db)
  const sentHash = hashToken(cookies.device ?? '')
  const isOurs = accounts.deviceOfAnybody({ tokenHash: sentHash }) !== undefined
  const isKnown = isOurs && accounts.device({ accountId, tokenHash: sentHash }) !== undefined
  const isFirst = accounts.anyDevice({ accountId }) === undefined
  const token = isOurs && cookies.device ? cookies.device : newToken()
  const deviceHash = hashToken(token)
  accounts.rememberDevice({ accountId, tokenHash: deviceHash, now })
  cookies.rememberDevice(token)
  return { deviceHash, isKnown, isFirst }
}

/** Who is signed in, as that person sees it. */
export function sessionOf(db: Db, accountId: AccountId, tokenHash: string, now: Instant): Session {
  const own = accountQueries(db).own({ accountId })
  const end = accountQueries(db).sessionEnd({ tokenHash })
  if (!own || !end) throw new Problem('not-signed-in')
  const { id, email, name, ...keys } = own
  const home = accountQueries(db).home({ accountId })
  return {
    account: { id, email, name },
    ...keys,
    memberships: membershipsOf(db, accountId, now),
    waiting: accountQueries(db).waiting({ accountId }),
    ...(home && { home }),
    endsAt: end.endsAt,
  }
}

export function membershipsOf(db: Db, accountId: AccountId, now: Instant): Membership[] {
  return accountQueries(db)
    .memberships({ accountId })
    .map((membership) => ({ ...membership, today: dayIn(membership.timeZone, now) }))
}

/**
 * Counts an attempt to use a link or code that was handed over.
 * @returns takes the count back, for when it was the right one.
 * @throws Problem 'too-many-attempts'.
 */
export function countLinkAttempt(call: PublicCall): () => void {
  const allowances = linkAllowances(call)
  spend(call, allowances)
  return () => giveBack(call, allowances)
}

/** A thing that exists already, at the field that names it. */
export const taken = (pointer: string, detail: string) =>
  new Problem('already-exists', { errors: [{ pointer, detail }] })
