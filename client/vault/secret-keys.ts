import type { Credential } from '#contract/credentials.ts'
import { isInForce, activeMember } from '#contract/log/state.ts'
import { reveal } from '#contract/log/rights.ts'
import { classNumbers } from '#contract/sealed/fields.ts'
import type { Lease, Manifest } from '#contract/sealed/statements.ts'
import { dekContext } from '#contract/crypto/contexts.ts'
import { envTypes, openEnv, sealEnv, type EnvBinding } from '#contract/crypto/env.ts'
import { insist } from '#contract/crypto/errors.ts'
import { fieldKey, keyIdOf } from '#contract/crypto/keys.ts'
import { exactly, fromBase64url, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { unwrapKey, wrapKey, wrapTypes, type WrapHeader } from '#contract/crypto/wrap.ts'
import { collectionIn, keysOf, principalOf, withKeyOf, type SeedOf } from './collection-keys.ts'
import type { Signer } from './log-writer.ts'
import { leaseHash, readLease, type Signed } from './manifests.ts'
import type { Held } from './organizations.ts'
import { couldWrite, wasKeyHolder } from './rights-history.ts'
import { KeyMissing } from './vault-errors.ts'

/** The key of a secret (DEK): under the collection's keys, and on its way to single people by a lease or a grant. */

export type OwnWrap = Credential['wraps'][number]
export type Holder = Credential['holders'][number]

/** As `SecretWrap` of the contract. */
export interface NewSecretWrap {
  to: string
  toEpoch: number
  leaseId?: string
  grantId?: string
  n?: number
  wrap: string
}

type Bound = Pick<Manifest, 'collection' | 'epoch' | 'class' | 'document' | 'dek'>

const seedFor = (of: Pick<Manifest, 'class'>): SeedOf => (of.class === 'break_glass' ? 'custody' : 'reveal')

function bindingOf(held: Held, me: Signer, of: Bound): EnvBinding {
  const seed = seedFor(of)
  const collection = collectionIn(held, of.collection)
  return {
    type: envTypes.dek,
    keyId: keyIdOf(principalOf(collection, seed), of.epoch),
    key: keysOf(held, me, of.collection, seed, of.epoch).wrapKey,
    context: dekContext({
      orgId: fromBase64url(held.log.orgId),
      collectionId: of.collection,
      epoch: of.epoch,
      secretClass: classNumbers[of.class],
      documentId: of.document,
      dekId: fromBase64url(of.dek),
    }),
    padTo: 0,
  }
}

/** @param dek 32 bytes. @throws KeyMissing where this member has not the collection's keys. */
export const sealDek = (held: Held, me: Signer, of: Bound, dek: Uint8Array): string =>
  toBase64url(sealEnv(bindingOf(held, me, of), dek))

/**
 * The key of a secret by the collection's keys.
 * @returns 32 bytes, for the caller to wipe. @throws KeyMissing, IntegrityError.
 */
export const openDek = (held: Held, me: Signer, of: Bound, sealed: string): Uint8Array =>
  exactly(32, openEnv(bindingOf(held, me, of), fromBase64url(sealed)), 'key of a secret')

/** Opens fields: by the whole key of the secret, or by single ones of a lease that is limited. */
export interface FieldKeys {
  /** @returns 32 bytes. @throws KeyMissing for a field that is not opened by it. */
  of(n: number): Uint8Array
  wipe(): void
}

/**
 * The keys of a secret's fields, by whatever this member has: the collection's keys, or a wrap of their own.
 * @throws KeyMissing where there is none, IntegrityError for a wrap that neither log nor lease permits.
 */
export function fieldKeysOf(
  held: Held,
  me: Signer,
  manifest: Manifest,
  sealedDek: string | undefined,
  wraps: readonly OwnWrap[],
): FieldKeys {
  const whole = sealedDek === undefined ? undefined : attemptWith(() => openDek(held, me, manifest, sealedDek))
  const opened = whole ? undefined : openWraps(held, me, manifest, wraps)
  const dek = whole ?? opened?.get(0)
  const made: Uint8Array[] = []
  return {
    of(n) {
      const key = dek ? fieldKey(dek, n) : opened?.get(n)
      if (!key) throw new KeyMissing('no-key')
      made.push(key)
      return key
    },
    wipe: () => wipe(...made, ...(whole ? [whole] : []), ...(opened?.values() ?? [])),
  }
}

/** Nothing where this member has not the collection's keys: then a wrap of their own may do. */
function attemptWith(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open()
  } catch (error) {
    if (error instanceof KeyMissing && error.absence !== 'behind') return undefined
    throw error
  }
}

/** By field; 0 is the key of the whole secret. */
function openWraps(held: Held, me: Signer, of: Bound, wraps: readonly OwnWrap[]): Map<number, Uint8Array> {
  const opened = new Map<number, Uint8Array>()
  for (const wrap of wraps) {
    const n = wrap.n ?? 0
    const authHash = wrap.leaseId ? byLease(held, me, of.document, wrap) : byGrant(held, me.id, of, wrap.grantId)
    const granter = { account: wrap.granter, epoch: wrap.granterEpoch }
    const header = headerOf(of.dek, n, { to: me.account, toEpoch: me.epoch }, granter, authHash)
    const [orgId, bytes] = [fromBase64url(held.log.orgId), fromBase64url(wrap.wrap)]
    const mayGive = (id: string) => wasKeyHolder(held.history, id) || couldEver(held, id, of)
    opened.set(
      n,
      withKeyOf(held, wrap, (key) => unwrapKey(header, orgId, bytes, me.identity.enc, key), mayGive),
    )
  }
  return opened
}

/** Whoever writes a new secret wraps its key for all who hold a lease or a grant: that may be an editor. */
const couldEver = ({ history }: Held, id: string, { collection, document }: Bound): boolean =>
  (history.members.get(id) ?? []).some(({ from }) => couldWrite(history, id, { collection, document }, from))

/** The lease behind a wrap. @throws IntegrityError unless a key holder signed it for this person and document. */
function leaseFor(
  held: Held,
  holder: string,
  document: string,
  leaseId: string,
  signed: (Signed & { approver: string }) | undefined,
): { lease: Lease; hash: string } {
  insist(signed !== undefined, 'a wrap by a lease comes with the lease')
  const lease = readLease(held, signed, signed.approver)
  insist(wasKeyHolder(held.history, signed.approver, lease.ts), 'a lease is signed by a key holder')
  insist(lease.lease === leaseId && lease.holder === holder && lease.document === document, 'the lease is this one')
  return { lease, hash: leaseHash(held, signed) }
}

/** @returns the hash of the lease that permits a wrap of one's own. */
function byLease(held: Held, me: Signer, document: string, { leaseId, lease: signed, n }: OwnWrap): string {
  const { lease, hash } = leaseFor(held, me.id, document, leaseId ?? '', signed)
  insist(!lease.fields || (n !== undefined && lease.fields.includes(n)), 'the lease opens this field')
  return hash
}

function byGrant({ log }: Held, member: string, { document }: Bound, grantId: string | undefined): string {
  const grant = log.grants.get(grantId ?? '')
  const permits = grant !== undefined && grant.member === member && grant.document === document && grant.level >= reveal
  insist(permits, 'a grant in the log permits the wrap')
  return grant.hash
}

/**
 * The key of a secret for everybody who holds a lease or a grant on it. Whose access has ended by the log gets none.
 * @throws IntegrityError for a holder whom neither log nor lease knows: nothing is sealed to such.
 */
export function wrapForHolders(
  held: Held,
  me: Signer,
  of: Bound,
  dek: Uint8Array,
  holders: readonly Holder[],
  at: string,
): NewSecretWrap[] {
  return holders.flatMap(({ account, leaseId, grantId: given, lease: signed }): NewSecretWrap[] => {
    const grantId: string = given ?? ''
    const known = [...held.log.members.values()].filter((each) => each.account === account)
    insist(known.length > 0, 'a holder is somebody whom the log knows')
    const member = known.find(({ removed }) => !removed)
    if (!member) return []
    if (leaseId === undefined) {
      if (isOver(held, grantId, at)) return []
      const authHash = byGrant(held, member.id, of, grantId)
      return wrapTo(held, me, of.dek, dek, member.id, undefined, authHash).map((wrap) => ({ ...wrap, grantId }))
    }
    const { lease, hash } = leaseFor(held, member.id, of.document, leaseId, signed)
    if (lease.notAfter <= at) return []
    return wrapTo(held, me, of.dek, dek, member.id, lease.fields, hash).map((wrap) => ({ ...wrap, leaseId }))
  })
}

/** By the log: the server may not have read on yet. */
function isOver({ log }: Held, grantId: string, at: string): boolean {
  const grant = log.grants.get(grantId)
  return !grant || !isInForce(grant, at)
}

/**
 * The key of a secret, or of some of its fields, to one member: to the key that the log has of them.
 * @throws IntegrityError where the log knows no such member.
 */
export function wrapTo(
  { log }: Held,
  me: Signer,
  dekId: string,
  dek: Uint8Array,
  memberId: string,
  fields: readonly number[] | undefined,
  authHash: string,
): NewSecretWrap[] {
  const member = activeMember(log, memberId)
  insist(member !== undefined, 'the recipient is a member by the log')
  const to = { to: member.account, toEpoch: member.epoch }
  const seal = (n: number, key: Uint8Array): string => {
    const header = headerOf(dekId, n, to, me, authHash)
    const [orgId, recipient] = [fromBase64url(log.orgId), fromBase64url(member.keys.enc)]
    return toBase64url(wrapKey(header, orgId, key, recipient, me.identity.sign.privateKey))
  }
  if (!fields) return [{ ...to, wrap: seal(0, dek) }]
  return fields.map((n) => {
    const key = fieldKey(dek, n)
    try {
      return { ...to, n, wrap: seal(n, key) }
    } finally {
      wipe(key)
    }
  })
}

/** @param n the field; 0 for the whole secret. */
function headerOf(
  dekId: string,
  n: number,
  { to, toEpoch }: { to: string; toEpoch: number },
  granter: { account: string; epoch: number },
  authHash: string,
): WrapHeader {
  return {
    type: n === 0 ? wrapTypes.dek : wrapTypes.fieldKey,
    subject: exactly(16, fromBase64url(dekId), 'dekId'),
    subjectEpoch: n,
    recipientId: to,
    recipientEpoch: toEpoch,
    granterId: granter.account,
    granterEpoch: granter.epoch,
    authHash: fromBase64url(authHash),
  }
}
