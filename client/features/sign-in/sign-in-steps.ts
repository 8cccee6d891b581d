import { signIn, startSignIn, type SecondFactorAsked, type Session } from '#contract/accounts.ts'
import { enterSecondFactor } from '#contract/second-factor.ts'
import { call } from '../../platform/api.ts'
import { theVault } from '../../platform/vault.ts'

/**
 * CRYPTO.md §6, "Sign in". Where the account has a second factor, what comes back is a ticket for {@link enterCode}, and
 * the vault waits with what grew out of the passphrase; otherwise the session, and the vault is unlocked.
 */
export async function provePassphrase(email: string, passphrase: string): Promise<Session | SecondFactorAsked> {
  const { accountId, salt, profile, challenge } = await call(startSignIn, { email })
  const ts = new Date().toISOString()
  const { signature } = await theVault().signLogin({ accountId, salt, profile, challenge, ts, passphrase, email })
  const answer = await call(signIn, { accountId, challenge, ts, origin: location.origin, signature })
  if (!isAsked(answer)) await theVault().unlockAfterSignIn(answer)
  return answer
}

/** @param code from the app, or a recovery code. */
export async function enterCode(ticket: string, code: string): Promise<Session> {
  const session = await call(enterSecondFactor, { ticket, code })
  try {
    await theVault().unlockAfterSignIn(session)
  } catch (error) {
    // Locked by itself while somebody looked for the phone: signed in all the same, and asked for when keys are needed.
    if (!(error instanceof Error && error.name === 'LockedMeanwhile')) throw error
  }
  return session
}

export const isAsked = (answer: Session | SecondFactorAsked): answer is SecondFactorAsked => 'secondFactor' in answer

/** What the app shows has six digits; everything else is meant as a recovery code. */
export const isFromApp = (typed: string): boolean => /^\d{6}$/.test(typed.normalize('NFKC').replace(/[\s-]/g, ''))
