import type { Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import type { enterSecondFactor as enterEndpoint } from '#contract/second-factor.ts'
import type { AccountId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall, PublicCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { hashToken } from '../../access/sessions.ts'
import { notify } from '../notices/rules.ts'
import { giveBack, spend } from './allowances.ts'
import { codeAllowances, knownDevice, recoveryCodeAllowances } from './limits.ts'
import { hashOfTyped } from './recovery-codes.ts'
import { beginSession } from './rules.ts'
import { openSecret, SealedElsewhere } from './sealed-secret.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { stepOfCode } from './totp.ts'
import { digitsOf } from './typed-code.ts'

/**
 * Finishes a sign-in. The attempt is counted before anything is checked; a wrong code leaves the ticket as it was, so
 * that a slip of the finger does not cost the passphrase again.
 * @throws Problem 'sign-in-expired' for a ticket that is over or was used, 'second-factor-failed', 'too-many-attempts';
 * 'not-possible-now' when this server has lost the key to its secrets.
 */
export function enterSecondFactor(call: PublicCallOf<typeof enterEndpoint>): Session {
  const { db, now, input } = call
  const queries = secondFactorQueries(db)
  const ticketHash = hashToken(input.ticket)
  const pending = queries.ticket({ ticketHash, now })
  if (!pending) throw new Problem('sign-in-expired')
  const { accountId } = pending
  const code = digitsOf(input.code)
  const allowances = code ? codeAllowances(call, accountId) : recoveryCodeAllowances(call, accountId)
  spend(call, allowances)
  const fault = code ? faultOfCode(call, accountId, code) : faultOfRecoveryCode(call, accountId, input.code)
  if (fault) {
    record(call, { act: 'second-factor.refuse', on: ['account', accountId], accountId, details: { reason: fault } })
    tellOwner(call, accountId)
    throw new Refusal('second-factor-failed', { errors: [{ pointer: '/code', detail: words[fault] }] })
  }
  giveBack(call, allowances)
  queries.takeTicket({ ticketHash })
  return beginSession(call, accountId, { secondFactor: code ? 'code' : 'recovery code' })
}

/**
 * Somebody knows the passphrase and not the code: told once a day for each address, and not of a device that has got in
 * before, where it is a slip of the finger.
 */
function tellOwner(call: PublicCall, accountId: AccountId): void {
  if (knownDevice(call, accountId)) return
  const { address } = call.origin
  const dedupe = `second-factor.refused ${call.now.slice(0, 10)} ${address}`
  notify(call, { to: [accountId], kind: 'second-factor.refused', facts: { address }, dedupe })
}

type Fault = 'code' | 'used code' | 'recovery code' | 'used recovery code'
const words: Record<Fault, string> = {
  code: 'That is not the code of now. Codes change every 30 seconds; the clock of your phone must be right.',
  'used code': 'This code has been used. Wait for the next one.',
  'recovery code': 'That is not one of your recovery codes in force.',
  'used recovery code': 'This recovery code has been used. Take another.',
}

/** Takes the code: from then on neither it nor an older one is taken again. */
function faultOfCode({ db, now, serverKeys }: PublicCall, accountId: AccountId, code: string): Fault | undefined {
  const queries = secondFactorQueries(db)
  const factor = queries.factor({ accountId })
  if (!factor) return 'code'
  const step = stepOfCode(opened(serverKeys.secondFactor, accountId, factor.sealedSecret), code, now)
  if (step === undefined) return 'code'
  return queries.useStep({ accountId, step }) === 1 ? undefined : 'used code'
}

/** Takes the recovery code. Hashes do not need the server's key, so this works when that is lost. */
function faultOfRecoveryCode({ db, now }: PublicCall, accountId: AccountId, typed: string): Fault | undefined {
  const queries = secondFactorQueries(db)
  const codeHash = hashOfTyped(typed)
  if (queries.useRecoveryCode({ accountId, codeHash, now }) === 1) return undefined
  return queries.recoveryCode({ accountId, codeHash }) ? 'used recovery code' : 'recovery code'
}

function opened(key: Uint8Array, accountId: AccountId, sealedSecret: string): Uint8Array {
  try {
    return openSecret(key, accountId, sealedSecret)
  } catch (error) {
    if (!(error instanceof SealedElsewhere)) throw error
    throw new Problem('not-possible-now', {
      detail: 'This server cannot check codes from your app any more. Use a recovery code, then set it up again.',
    })
  }
}
