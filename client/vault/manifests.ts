import type { SecretVersion } from '#contract/credentials.ts'
import { fieldHash, metaHash, statementHash } from '#contract/sealed/hashes.ts'
import { Lease, Manifest, Request } from '#contract/sealed/statements.ts'
import { insist, IntegrityError } from '#contract/crypto/errors.ts'
import { fromBase64url, sign, toBase64url } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { checkStatement } from '#contract/crypto/verify.ts'
import type { z } from 'zod'
import type { Signer } from './log-writer.ts'
import { collectionIn } from './collection-keys.ts'
import type { Held } from './organizations.ts'
import { couldWrite, hadBegun, keysEver } from './rights-history.ts'

/** Statements about secrets: signing them, and believing them only where the log says that their signer could. */

export type Version = z.infer<typeof SecretVersion>
export interface Signed {
  payload: string
  signature: string
}

/** What the screen is about to show around a secret. `address` as it is stored, several to the line. */
export interface Shown {
  documentId: string
  title: string
  address: string
  class: 'standard' | 'guarded' | 'break_glass'
  collectionId: string
}
/** An earlier version: its words are not what the screen shows. */
export type Earlier = Pick<Shown, 'documentId'> & { isEarlier: true }

/** @param at an Instant: the time that it bears. */
export function signStatement(
  { log }: Held,
  me: Signer,
  at: string,
  says: { type: string } & Record<string, unknown>,
): Signed {
  const { type, ...rest } = says
  const payload = JSON.stringify({ v: 1, type, by: me.id, ts: at, ...rest })
  const signature = sign(statementMessage(type, fromBase64url(log.orgId), payload), me.identity.sign.privateKey)
  return { payload, signature: toBase64url(signature) }
}

/**
 * Reads a statement once one of the keys that `author` ever had in the log has signed it.
 * @throws IntegrityError.
 */
function readSigned<Statement extends { by: string }>(
  { log, history }: Held,
  schema: { safeParse(value: unknown): { success: boolean; data?: Statement } },
  type: string,
  { payload, signature }: Signed,
  author: string,
): Statement {
  const isSigned = keysEver(history, author).some((keys) => {
    try {
      checkStatement(
        { type, orgId: fromBase64url(log.orgId), payload },
        fromBase64url(signature),
        fromBase64url(keys.sign),
      )
      return true
    } catch (error) {
      if (error instanceof IntegrityError) return false
      throw error
    }
  })
  insist(isSigned, `a ${type} is signed by its author, whom the log knows`)
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    insist(false, `a ${type} is JSON`)
  }
  const { success, data } = schema.safeParse(value)
  insist(success && data !== undefined && data.by === author, `a ${type} has its form and names its author`)
  return data
}

/**
 * What the author of a revision signed of it, once it fits what is shown.
 * @throws IntegrityError for another author, one who had no right, another document, other words, an older revision
 * than was seen before.
 */
export function readManifest(held: Held, version: Version, shown: Shown | Earlier): Manifest {
  const manifest = readSigned(held, Manifest, 'manifest', version.manifest, version.author)
  const { document, revision, collection, epoch, ts } = manifest
  insist(document === shown.documentId, 'the secret is of this document')
  insist(revision === version.revision, 'the secret is of this revision')
  insist(epoch <= collectionIn(held, collection).epoch, 'the secret is under keys that the log knows')
  insist(held.log.isPartial || hadBegun(held.history, collection, epoch, ts), 'the keys were there when it was written')
  insist(couldWrite(held.history, version.author, { collection, document }, ts), 'the author had the right to write it')
  if ('isEarlier' in shown) return manifest
  const { title, address, class: secretClass, collectionId } = shown
  insist(manifest.class === secretClass && collection === collectionId, 'class and collection are those that are shown')
  const meta = metaHash({ title, address, class: secretClass, collectionId })
  insist(manifest.meta === meta, 'title, address, class and collection are those that the author saw')
  insist(revision >= (held.revisions.get(document) ?? 0), 'the revision is no older than one that was seen')
  held.revisions.set(document, revision)
  return manifest
}

/** @throws IntegrityError unless the field is the one that the manifest lists. */
export function requireField(manifest: Manifest, field: { n: number; kind: string; sealed: string }): void {
  const said = manifest.fields.find(({ n }) => n === field.n)
  const isTheOne = said !== undefined && said.kind === field.kind && said.hash === fieldHash(field.sealed)
  insist(isTheOne, 'a field is the one that the author sealed')
}

export const manifestHash = ({ log }: Held, { payload }: Signed): string =>
  statementHash('manifest', log.orgId, payload)
export const leaseHash = ({ log }: Held, { payload }: Signed): string => statementHash('lease', log.orgId, payload)
export const requestHash = ({ log }: Held, { payload }: Signed): string => statementHash('request', log.orgId, payload)

/** @param approver as the server names them; the log has to know them as a key holder at that time. */
export const readLease = (held: Held, lease: Signed, approver: string): Lease =>
  readSigned(held, Lease, 'lease', lease, approver)
export const readRequest = (held: Held, request: Signed, requester: string): Request =>
  readSigned(held, Request, 'request', request, requester)
