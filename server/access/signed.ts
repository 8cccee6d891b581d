import { z } from 'zod'
import { IntegrityError, statementMessage } from '#contract/crypto/verify.ts'
import { invalid } from '#contract/problems.ts'
import type { AccountId, Instant } from '#contract/values.ts'
import { secondsBetween } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import type { MemberCall, Origin } from './call.ts'
import { isSignedBy, isSignedByMeanwhile } from './ed25519.ts'

const signerQueries = queries((sql) => ({
  signer: sql.get(
    z.object({ orgId: z.string(), signPublicKey: z.string() }),
    `SELECT o.org_id AS orgId, m.sign_public_key AS signPublicKey
       FROM organizations o
       JOIN members m ON m.organization_id = o.id AND m.account_id = @accountId AND m.removed_at IS NULL
      WHERE o.slug = @slug`,
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
  { actor, now, origin }: MemberCall,
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
  const { orgId, signPublicKey } = actor
  const claim = { type, payload, signature, orgId, signPublicKey }
  if (!isChecked(origin, claim) && !isGood(claim)) {
    throw refuse('The signature is not that of your key in this organization.')
  }
  return statement
}

/** Everything that a signature's being good depends on. */
interface Claim extends Signed {
  type: string
  orgId: string
  signPublicKey: string
}

const checked = new WeakMap<Origin, Claim>()

/**
 * Checks a signature on a thread of its own, before the transaction in which `readSigned` asks for it, and keeps what
 * was good, with all that it depends on, for the rest of the request. What was not good, or is asked for with another
 * key meanwhile, is checked there and then: this decides nothing.
 */
export async function checkMeanwhile(
  { db, origin, accountId, slug }: { db: Db; origin: Origin; accountId: AccountId; slug: string },
  statement: Signed & { type: string },
): Promise<void> {
  const signer = signerQueries(db).signer({ accountId, slug })
  if (!signer) return
  const { type, payload, signature } = statement
  const claim = { type, payload, signature, ...signer }
  const message = messageOf(claim)
  if (message && (await isSignedByMeanwhile(claim.signPublicKey, message, signature))) checked.set(origin, claim)
}

function isGood(claim: Claim): boolean {
  const message = messageOf(claim)
  return message !== undefined && isSignedBy(claim.signPublicKey, message, claim.signature)
}

function isChecked(origin: Origin, claim: Claim): boolean {
  const good = checked.get(origin)
  return (
    good?.type === claim.type &&
    good.payload === claim.payload &&
    good.signature === claim.signature &&
    good.orgId === claim.orgId &&
    good.signPublicKey === claim.signPublicKey
  )
}

/** `H("org", genesis)` of the caller's organization, base64url. */
export const orgIdOfActor = ({ actor }: MemberCall): string => actor.orgId

/** The bytes that are signed; undefined where no such thing can be. */
function messageOf({ type, orgId, payload }: Claim): Uint8Array | undefined {
  try {
    return statementMessage(type, Buffer.from(orgId, 'base64url'), payload)
  } catch (error) {
    if (error instanceof IntegrityError) return undefined
    throw error
  }
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
