import { checkStatement, fromBase64url, IntegrityError } from '#contract/crypto/verify.ts'
import { invalid } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import { secondsBetween } from '../../platform/clock.ts'

/** What somebody signed with the key that only enough cards make. Byte strings are base64url. */
export interface SignedByKit {
  payload: string
  signature: string
}

const clockToleranceSeconds = 300

/** @throws Problem 'invalid-input' at /payload for anything of another form, or from another time. */
export function readPayload<Statement extends { at: string }>(
  schema: { safeParse(value: unknown): { success: boolean; data?: Statement } },
  payload: string,
  now: Instant,
): Statement {
  const statement = schema.safeParse(json(payload)).data
  if (!statement) throw invalid('/payload', 'This is no such statement.')
  if (Math.abs(secondsBetween(now, statement.at as Instant)) > clockToleranceSeconds) {
    throw invalid('/payload', `The clock of this device is off by more than 5 minutes: here it is ${now} (UTC).`)
  }
  return statement
}

/** @param orgId what the statement is signed over. @param key Ed25519 of a kit. */
export function isSignedBy(key: string, type: string, orgId: Uint8Array, { payload, signature }: SignedByKit): boolean {
  try {
    checkStatement({ type, orgId, payload }, fromBase64url(signature), fromBase64url(key))
    return true
  } catch (error) {
    if (error instanceof IntegrityError) return false
    throw error
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
