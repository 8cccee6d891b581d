import type { OutputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import type {
  beginSecondFactor as beginEndpoint,
  confirmSecondFactor as confirmEndpoint,
  endSecondFactor as endEndpoint,
  makeRecoveryCodes as codesEndpoint,
  mySecondFactor as stateEndpoint,
} from '#contract/second-factor.ts'
import type { AccountId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { AccountCall, AccountCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { requireFreshSignIn } from '../../access/sessions.ts'
import { later } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { notify } from '../notices/rules.ts'
import { giveBack, spend } from './allowances.ts'
import { enrolmentAllowances } from './limits.ts'
import { accountQueries } from './queries.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { renewSession } from './rules.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { newSecret, stepOfCode, tellApp } from './totp.ts'
import { digitsOf } from './typed-code.ts'

/** Long enough to find and install an app. */
const enrolmentMinutes = 15

export function secondFactorOf({ db, session }: AccountCall): OutputOf<typeof stateEndpoint> {
  const { accountId } = session
  const queries = secondFactorQueries(db)
  const factor = queries.factor({ accountId })
  return {
    ...(factor && {
      enrolledAt: factor.enrolledAt,
      recoveryCodes: { left: queries.recoveryCodesLeft({ accountId })?.count ?? 0, madeAt: factor.codesMadeAt },
    }),
    requiredBy: queries.requiredBy({ accountId }).map(({ name }) => name),
  }
}

/**
 * Makes a secret and shows it, this once. What is in force stays so until a code from the new secret comes back.
 * @throws Problem 'sign-in-again'.
 */
export function beginSecondFactor(call: AccountCallOf<typeof beginEndpoint>): OutputOf<typeof beginEndpoint> {
  requireFreshSignIn(call)
  const { db, now, session, serverKeys, origins } = call
  const { accountId, id: sessionId } = session
  const own = accountQueries(db).own({ accountId })
  if (!own) throw new Problem('not-signed-in')
  const secret = newSecret()
  const sealedSecret = sealSecret(serverKeys.secondFactor, accountId, secret)
  const expiresAt = later(now, { minutes: enrolmentMinutes })
  secondFactorQueries(db).beginEnrolment({ accountId, sessionId, sealedSecret, expiresAt })
  record(call, { act: 'second-factor.begin', on: ['account', accountId] })
  return { ...tellApp(secret, { email: own.email, host: new URL(origins[0] ?? '').host }), expiresAt }
}

/**
 * Puts the new secret in force, with new recovery codes, ends every session of the account and goes on in a new one.
 * @throws Problem 'second-factor-failed' at /code, 'too-many-attempts'; 'not-possible-now' when nothing was begun in
 * this session, or too long ago.
 */
export function confirmSecondFactor(call: AccountCallOf<typeof confirmEndpoint>): OutputOf<typeof confirmEndpoint> {
  const { db, now, session, input, serverKeys } = call
  const { accountId, id: sessionId } = session
  const queries = secondFactorQueries(db)
  const allowances = enrolmentAllowances(accountId)
  spend(call, allowances)
  const begun = queries.enrolment({ accountId, sessionId, now })
  if (!begun) throw new Problem('not-possible-now', { detail: 'This took too long. Begin again with a new secret.' })
  const code = digitsOf(input.code)
  const secret = openSecret(serverKeys.secondFactor, accountId, begun.sealedSecret)
  const step = code === undefined ? undefined : stepOfCode(secret, code, now)
  if (step === undefined) {
    record(call, { act: 'second-factor.refuse', on: ['account', accountId], details: { reason: 'first code' } })
    const detail =
      'That is not the code for this secret. Codes change every 30 seconds; the clock of your phone must be right.'
    throw new Refusal('second-factor-failed', { errors: [{ pointer: '/code', detail }] })
  }
  giveBack(call, allowances)
  const isReplaced = queries.factor({ accountId }) !== undefined
  queries.enrol({ accountId, sealedSecret: begun.sealedSecret, now, step })
  queries.dropEnrolment({ accountId })
  const recoveryCodes = renewRecoveryCodes(db, accountId)
  startAnew(call)
  record(call, { act: 'second-factor.enrol', on: ['account', accountId], details: { isReplaced } })
  tell(call, 'second-factor.on')
  return { recoveryCodes }
}

/** @throws Problem 'sign-in-again'; 'not-possible-now' where there is none, or an organization asks for it. */
export function endSecondFactor(call: AccountCallOf<typeof endEndpoint>): OutputOf<typeof endEndpoint> {
  requireFreshSignIn(call)
  const { db, session } = call
  const { accountId } = session
  const queries = secondFactorQueries(db)
  requireOne(db, accountId)
  const [asking] = queries.requiredBy({ accountId })
  if (asking) {
    throw new Problem('not-possible-now', {
      detail: `${asking.name} asks its key holders for a second factor. You can move yours to another device.`,
    })
  }
  queries.end({ accountId })
  queries.dropRecoveryCodes({ accountId })
  queries.dropEnrolment({ accountId })
  startAnew(call)
  record(call, { act: 'second-factor.end', on: ['account', accountId] })
  tell(call, 'second-factor.off')
  return {}
}

/** The old ones are worth nothing from then on. @throws Problem 'sign-in-again', 'not-possible-now'. */
export function makeRecoveryCodes(call: AccountCallOf<typeof codesEndpoint>): OutputOf<typeof codesEndpoint> {
  requireFreshSignIn(call)
  const { db, now, session } = call
  const { accountId } = session
  requireOne(db, accountId)
  const recoveryCodes = renewRecoveryCodes(db, accountId)
  secondFactorQueries(db).noteRecoveryCodes({ accountId, now })
  record(call, { act: 'recovery-codes.make', on: ['account', accountId] })
  tell(call, 'recovery-codes.made')
  return { recoveryCodes }
}

/** Whoever was about to sign in by what was in force before begins again, and every other session ends. */
function startAnew(call: AccountCall): void {
  const { accountId } = call.session
  secondFactorQueries(call.db).dropTickets({ accountId })
  renewSession(call)
}

/** Whoever did it knows; it is told for when it was somebody else. */
function tell(call: AccountCall, kind: 'second-factor.on' | 'second-factor.off' | 'recovery-codes.made'): void {
  notify(call, { to: [call.session.accountId], kind, facts: { address: call.origin.address } })
}

function requireOne(db: Db, accountId: AccountId): void {
  if (secondFactorQueries(db).factor({ accountId })) return
  throw new Problem('not-possible-now', { detail: 'There is no second factor on this account.' })
}
