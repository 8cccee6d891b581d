import { PassphraseError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import type { NoticeWords } from './Notice.tsx'

/** Why a sign-in failed. Says no more of a wrong passphrase than of an unknown address. */
export function refusalWords(error: unknown): NoticeWords {
  const isWrong =
    (error instanceof Problem && error.code === 'sign-in-failed') ||
    // Too short to be anybody's passphrase: says no more than a wrong one.
    (error instanceof PassphraseError && error.fault !== 'not-text')
  if (isWrong)
    return {
      title: 'That address and passphrase do not go together',
      detail: 'Look at both. Capitals and spaces count: Show helps.',
    }
  const seconds = waitSeconds(error)
  if (seconds !== undefined) return { title: 'Too many attempts', waitSeconds: seconds }
  return failureOf(error)
}
