import { randomBytes } from 'node:crypto'
import type { signIn as signInEndpoint, startSignIn as startEndpoint } from '#contract/accounts.ts'
import { checkLogin, fromBase64url, IntegrityError } from '#contract/crypto/verify.ts'
import type { OutputOf, ParsedInputOf } from '#contract/endpoint.ts'
import { invalid } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { later, secondsBetween } from '../../platform/clock.ts'
import { giveBack, spend } from './allowances.ts'
import { decoyFor, decoyLoginKey } from './decoy.ts'
import { askForCode } from './ask-for-code.ts'
import { tidy } from './housekeeping.ts'
import { challengeAllowances, signInAllowances } from './limits.ts'
import { accountQueries } from './queries.ts'
import { beginSession } from './rules.ts'

const challengeMinutes = 5
const clockToleranceSeconds = 300

/**
 * Hands out what a device needs to prove a passphrase. An address that nobody has gets the same kind of answer, with the
 * same work done for it.
 * @throws Problem 'too-many-attempts'.
 */
export function startSignIn(call: PublicCallOf<typeof startEndpoint>): OutputOf<typeof startEndpoint> {
  const { db, now, input } = call
  const accounts = accountQueries(db)
  const decoy = decoyFor(db, input.email)
  const { accountId, salt, profile } = accounts.byEmail({ email: input.email }) ?? decoy
  spend(call, challengeAllowances(call, accountId))
  tidy(db, now)
  const challenge = randomBytes(32).toString('base64url')
  accounts.addChallenge({ challenge, accountId, expiresAt: later(now, { minutes: challengeMinutes }) })
  return { accountId, salt, profile, challenge }
}

/**
 * Signs in by a signed challenge. The attempt is counted and the challenge used up whatever the outcome; why a sign-in
 * is refused is for the audit log, never for the answer. Where the account has a second factor, the answer is a ticket:
 * no session and no sealed keys before the code.
 * @throws Problem 'too-many-attempts', 'sign-in-failed'; 'invalid-input' where the device's clock or address is off.
 */
export function signIn(call: PublicCallOf<typeof signInEndpoint>): OutputOf<typeof signInEndpoint> {
  const { db, now, input } = call
  refuseWrongPlaceOrTime(call, input)
  const accounts = accountQueries(db)
  const allowances = signInAllowances(call, input.accountId)
  spend(call, allowances)
  const account = accounts.login(input)
  const { challenge, accountId } = input
  const isOurs = accounts.takeChallenge({ challenge, accountId, now }) === 1
  const isSigned = isSignedBy(input, account?.loginPublicKey ?? decoyLoginKey)
  if (!account || account.disabledAt || !isOurs || !isSigned) {
    const reason = !account ? 'account' : account.disabledAt ? 'disabled' : !isOurs ? 'challenge' : 'signature'
    record(call, {
      act: 'session.refuse',
      on: ['account', accountId],
      ...(account && { accountId: account.id }),
      details: { reason },
    })
    throw new Refusal('sign-in-failed')
  }
  giveBack(call, allowances)
  return askForCode(call, account.id) ?? beginSession(call, account.id)
}

type SignedLogin = ParsedInputOf<typeof signInEndpoint>

function isSignedBy({ challenge, signature, origin, accountId, ts }: SignedLogin, loginPublicKey: string): boolean {
  try {
    const login = { origin, challenge: fromBase64url(challenge), accountId, ts }
    checkLogin(login, fromBase64url(signature), fromBase64url(loginPublicKey))
    return true
  } catch (error) {
    if (error instanceof IntegrityError) return false
    throw error
  }
}

/** Both are the same for everybody, so the answer may say what is wrong: otherwise a slow clock looks like a wrong passphrase. */
function refuseWrongPlaceOrTime({ origins, now }: PublicCall, { origin, ts }: SignedLogin): void {
  if (!origins.includes(origin)) throw invalid('/origin', `Sign in at ${origins.join(' or ')}.`)
  refuseOtherTimes(now, ts)
}

/** @throws Problem 'invalid-input' for a time that is more than five minutes off. */
export function refuseOtherTimes(now: Instant, ts: Instant): void {
  if (Math.abs(secondsBetween(now, ts)) > clockToleranceSeconds) {
    throw invalid('/ts', `The clock of this device is off by more than 5 minutes: here it is ${now} (UTC).`)
  }
}
