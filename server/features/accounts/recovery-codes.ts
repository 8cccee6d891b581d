import { createHash } from 'node:crypto'
import { recoveryCodeCount } from '#contract/second-factor.ts'
import type { AccountId } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { inGroups, newSpokenCode, plainCode } from '../../platform/spoken-code.ts'
import { secondFactorQueries } from './second-factor-queries.ts'

/** 120 bits: too many to guess, so that a plain hash is enough (ASVS 6.5.2), which needs no key that could be lost. */
const codeLength = 24

/** Puts new codes in the place of the old. @returns them in the form in which they are shown, once. */
export function renewRecoveryCodes(db: Db, accountId: AccountId): string[] {
  const queries = secondFactorQueries(db)
  queries.dropRecoveryCodes({ accountId })
  const codes = Array.from({ length: recoveryCodeCount }, () => newSpokenCode(codeLength))
  for (const code of codes) queries.addRecoveryCode({ accountId, codeHash: hashOf(code) })
  return codes.map(inGroups)
}

export const hashOfTyped = (typed: string): string => hashOf(plainCode(typed))

const hashOf = (plain: string): string => createHash('sha256').update(plain).digest('base64url')
