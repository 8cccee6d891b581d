import type { changePassphrase as changeEndpoint } from '#contract/accounts.ts'
import { checkPassphraseChange, fromBase64url, IntegrityError } from '#contract/crypto/verify.ts'
import type { ParsedInputOf } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import type { AccountId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { AccountCallOf } from '../../access/call.ts'
import { Refusal } from '../../access/refusal.ts'
import { giveBack, spend } from './allowances.ts'
import { proofAllowances } from './limits.ts'
import { accountQueries } from './queries.ts'
import { renewSession } from './rules.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { refuseOtherTimes } from './sign-in.ts'

/**
 * Puts the sealed account key and the login key of a new passphrase in the place of the old ones, ends every session and
 * goes on in a new one. Whoever has the session but not the passphrase cannot sign for it.
 * @throws Problem 'sign-in-failed' when the key in force did not sign exactly this change.
 */
export function changePassphrase(call: AccountCallOf<typeof changeEndpoint>): Record<string, never> {
  const { db, now, input, session } = call
  const { accountId } = session
  refuseOtherTimes(now, input.ts)
  const allowances = proofAllowances(accountId)
  spend(call, allowances)
  const accounts = accountQueries(db)
  const current = accounts.login({ accountId })
  if (!current) throw new Problem('not-signed-in')
  if (!isProven(input, accountId, current.loginPublicKey)) {
    record(call, { act: 'passphrase.refuse', on: ['account', accountId] })
    const detail = 'This change is not signed with the passphrase in force.'
    throw new Refusal('sign-in-failed', { errors: [{ pointer: '/proof', detail }] })
  }
  giveBack(call, allowances)
  const { salt, profile, loginPublicKey, sealedUak } = input
  accounts.changeKeys({ accountId, salt, profile, loginPublicKey, sealedUak, now })
  secondFactorQueries(db).dropTickets({ accountId })
  renewSession(call)
  record(call, { act: 'passphrase.change', on: ['account', accountId], details: { profile } })
  return {}
}

function isProven(input: ParsedInputOf<typeof changeEndpoint>, accountId: AccountId, currentLoginKey: string): boolean {
  try {
    const change = {
      accountId,
      loginPublicKey: fromBase64url(input.loginPublicKey),
      salt: fromBase64url(input.salt),
      profile: input.profile,
      sealedUak: fromBase64url(input.sealedUak),
      ts: input.ts,
    }
    checkPassphraseChange(change, fromBase64url(input.proof), fromBase64url(currentLoginKey))
    return true
  } catch (error) {
    if (error instanceof IntegrityError) return false
    throw error
  }
}
