import { z } from 'zod'
import { checkStatement, fromBase64url, IntegrityError } from '#contract/crypto/verify.ts'
import { invalid } from '#contract/problems.ts'
import type { Instant } from '#contract/values.ts'
import { secondsBetween } from '../platform/clock.ts'
import { queries } from '../platform/sql.ts'
import type { MemberCall } from './call.ts'

const signerQueries = queries((sql) => ({
  signer: sql.get(
    z.object({ orgId: z.string(), signPublicKey: z.string() }),
    `SELECT o.org_id AS orgId, m.sign_public_key AS signPublicKey
       FROM members m JOIN organizations o ON o.id = m.organization_id WHERE m.id = @memberId`,
  ),
}))

/** As signed and sent: the exact bytes as text, and the signature over them, base64url. */
export interface Signed {
  payload: string
  signature: string
}

interface Head {
  by: string
  ts: string
}

/** How far the clock of a device may be off. */
const toleranceSeconds = 300

/**
 * What the caller signed, once the signature, the signer and the time are theirs (CRYPTO.md §6).
 * @param type the label that the signature is bound to. @param at where it stands in the input, for pointers.
 * @throws Problem 'invalid-input' at the payload.
 */
export function readSigned<Statement extends Head>(
  { db, actor, now }: MemberCall,
  schema: { safeParse(value: unknown): { success: boolean; data?: Statement } },
  type: string,
  { payload, signature }: Signed,
  at = '',
): Statement {
  const refuse = (detail: string) => invalid(`${at}/payload`, detail)
  const statement = parse(schema, payload)
  if (!statement) throw refuse('This is no such statement.')
  if (statement.by !== actor.id) throw refuse('Sign as yourself.')
  if (Math.abs(secondsBetween(now, statement.ts as Instant)) > toleranceSeconds) {
    throw refuse(`The clock of this device is off by more than 5 minutes: here it is ${now} (UTC).`)
  }
  const signer = signerQueries(db).signer({ memberId: actor.id })
  try {
    if (!signer) throw new IntegrityError('the signer is a member')
    const orgId = fromBase64url(signer.orgId)
    checkStatement({ type, orgId, payload }, fromBase64url(signature), fromBase64url(signer.signPublicKey))
  } catch (error) {
    if (error instanceof IntegrityError) throw refuse('The signature is not that of your key in this organization.')
    throw error
  }
  return statement
}

/** `H("org", genesis)` of the caller's organization, base64url. */
export function orgIdOfActor({ db, actor }: MemberCall): string {
  return signerQueries(db).signer({ memberId: actor.id })?.orgId ?? ''
}

function parse<Statement>(
  schema: { safeParse(value: unknown): { success: boolean; data?: Statement } },
  payload: string,
): Statement | undefined {
  try {
    return schema.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}
