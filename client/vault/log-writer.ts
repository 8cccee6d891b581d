import { apply } from '#contract/log/apply.ts'
import { keyOf, entitled, type LogState, type Recipient } from '#contract/log/state.ts'
import type { Acceptance, Draft, LogEntry, SignedAcceptance, WrapNote } from '#contract/log/statements.ts'
import { H, idBytes } from '#contract/crypto/encoding.ts'
import { envTypes, openEnv, sealEnv } from '#contract/crypto/env.ts'
import { previousSeedContext } from '#contract/crypto/contexts.ts'
import { identityFrom, keyIdOf, wipeIdentity, type Identity } from '#contract/crypto/keys.ts'
import { fromBase64url, randomBytes, sign, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { wrapKey, wrapTypes } from '#contract/crypto/wrap.ts'
import { insist } from '#contract/crypto/errors.ts'

/**
 * Writing into an organization's log: signs what a member states, and makes the keys and wraps that go with it. Pure of
 * any keyring: whoever calls holds the identity. Byte strings in and out are base64url.
 */

/** Who signs: the member (of a takeover, the recovery), and the identity at its epoch. */
export interface Signer {
  id: string
  account: string
  epoch: number
  identity: Identity
}

/** The zero hash in front of the first entry, base64url. Written out: libsodium is not ready while modules load. */
const start = 'A'.repeat(43)

/**
 * Signs a statement for the next place in the log, after reading it as everybody will.
 * @returns the entry and the state with it.
 * @throws Refused where nobody would accept it.
 */
export function state(
  log: LogState | undefined,
  signer: Pick<Signer, 'id' | 'identity'>,
  draft: Draft,
  at: string,
): { entry: LogEntry; log: LogState } {
  const place = { seq: (log?.seq ?? 0) + 1, prev: log?.head ?? start }
  const payload = JSON.stringify({ v: 1, ...draft, ...place, at, by: signer.id })
  const orgId = log ? fromBase64url(log.orgId) : H('org', payload)
  const signature = sign(statementMessage(draft.type, orgId, payload), signer.identity.sign.privateKey)
  const entry = { payload, signature: toBase64url(signature) }
  return { entry, log: apply(log, entry) }
}

/** What a joiner signs. @param linkSeed 32 bytes: the secret half of the link. */
export function accept(
  orgId: string,
  linkSeed: Uint8Array,
  identity: Identity,
  newcomer: Omit<Acceptance, 'v' | 'type' | 'keys'>,
): SignedAcceptance {
  const keys = publicKeysOf(identity)
  const payload = JSON.stringify({ v: 1, type: 'acceptance', ...newcomer, keys })
  const message = statementMessage('acceptance', fromBase64url(orgId), payload)
  const link = identityFrom(linkSeed)
  const byLink = toBase64url(sign(message, link.sign.privateKey))
  wipeIdentity(link)
  return { payload, byLink, byPerson: toBase64url(sign(message, identity.sign.privateKey)) }
}

/** The public key of a link's seed, as `invite.create` names it. */
export function linkKey(linkSeed: Uint8Array): string {
  const link = identityFrom(linkSeed)
  const key = toBase64url(link.sign.publicKey)
  wipeIdentity(link)
  return key
}

export const publicKeysOf = ({ enc, sign }: Identity): { enc: string; sign: string } => ({
  enc: toBase64url(enc.publicKey),
  sign: toBase64url(sign.publicKey),
})

/** The seeds of a collection at one epoch, 32 bytes each. */
export interface Seeds {
  reveal: Uint8Array
  custody: Uint8Array
}

/** A wrap as the server keeps it. */
export interface Wrap {
  collection: string
  epoch: number
  of: 'reveal' | 'custody'
  to: string
  toEpoch: number
  wrap: string
}

/** What goes with a `collection.epoch`: the seeds before, sealed under the new ones. */
export interface EpochKeys {
  collection: string
  epoch: number
  previousReveal?: string
  previousCustody?: string
}

/**
 * The next epoch of a collection: new seeds, a wrap for everybody who is entitled and nobody else.
 * @param before the seeds of the epoch now in force; absent for the first.
 * @returns everything to send; `seeds` are the caller's to keep or to wipe.
 */
export function nextEpoch(
  log: LogState,
  signer: Signer,
  collectionId: string,
  before: Seeds | undefined,
  at: string,
): { entry: LogEntry; log: LogState; wraps: Wrap[]; keys: EpochKeys; seeds: Seeds } {
  const collection = log.collections.get(collectionId)
  insist(
    collection !== undefined && (collection.epoch === 0) === (before === undefined),
    'an epoch follows its last one',
  )
  const epoch = collection.epoch + 1
  const seeds: Seeds = { reveal: randomBytes(32), custody: randomBytes(32) }
  const [reveal, custody] = [identityFrom(seeds.reveal), identityFrom(seeds.custody)]
  try {
    const toCustody: Recipient = {
      of: 'reveal',
      to: collection.custodyId,
      toEpoch: epoch,
      enc: toBase64url(custody.enc.publicKey),
      authHash: collection.hash,
    }
    const recipients = [...entitled(log, collectionId, at), toCustody]
    const wraps = recipients.map((to) => wrapSeed(log, signer, collectionId, epoch, seeds, to))
    const notes: WrapNote[] = wraps.map(({ of, to, toEpoch, wrap }) => ({ of, to, toEpoch, hash: wrapHash(wrap) }))
    const keys: EpochKeys = { collection: collectionId, epoch }
    if (before) {
      keys.previousReveal = sealPrevious(reveal, collectionId, epoch, before.reveal)
      keys.previousCustody = sealPrevious(custody, collection.custodyId, epoch, before.custody)
    }
    const draft: Draft = {
      type: 'collection.epoch',
      collection: collectionId,
      epoch,
      reveal: publicKeysOf(reveal),
      custody: publicKeysOf(custody),
      wraps: notes,
    }
    return { ...state(log, signer, draft, at), wraps, keys, seeds }
  } finally {
    wipeIdentity(reveal)
    wipeIdentity(custody)
  }
}

/** The wraps of the epoch in force for those who are entitled and have none. @param has `keyOf` of wraps that exist. */
export function missingWraps(
  log: LogState,
  signer: Signer,
  collectionId: string,
  seeds: Seeds,
  has: ReadonlySet<string>,
  at: string,
): Wrap[] {
  const epoch = log.collections.get(collectionId)?.epoch ?? 0
  insist(epoch > 0, 'the collection has keys')
  return entitled(log, collectionId, at)
    .filter((recipient) => !has.has(keyOf(recipient)))
    .map((to) => wrapSeed(log, signer, collectionId, epoch, seeds, to))
}

function wrapSeed(
  log: LogState,
  signer: Signer,
  collectionId: string,
  epoch: number,
  seeds: Seeds,
  { of, to, toEpoch, enc, authHash }: Recipient,
): Wrap {
  const custodyId = log.collections.get(collectionId)?.custodyId ?? ''
  const header = {
    type: wrapTypes.seed,
    subject: idBytes(of === 'reveal' ? collectionId : custodyId),
    subjectEpoch: epoch,
    recipientId: to,
    recipientEpoch: toEpoch,
    granterId: signer.account,
    granterEpoch: signer.epoch,
    authHash: fromBase64url(authHash),
  }
  const key = signer.identity.sign.privateKey
  const wrap = wrapKey(header, fromBase64url(log.orgId), seeds[of], fromBase64url(enc), key)
  return { collection: collectionId, epoch, of, to, toEpoch, wrap: toBase64url(wrap) }
}

/** `H("wrap-bytes", wrap)`: how `collection.epoch` names a wrap. */
export const wrapHash = (wrap: string): string => toBase64url(H('wrap-bytes', fromBase64url(wrap)))

function sealPrevious(next: Identity, principalId: string, epoch: number, seed: Uint8Array): string {
  return toBase64url(sealEnv(previousBinding(next, principalId, epoch), seed))
}

/** The seed of the epoch before, from the one that follows it. @returns 32 bytes. */
export function openPrevious(seed: Uint8Array, principalId: string, epoch: number, sealed: string): Uint8Array {
  const identity = identityFrom(seed)
  try {
    return openEnv(previousBinding(identity, principalId, epoch), fromBase64url(sealed))
  } finally {
    wipeIdentity(identity)
  }
}

const previousBinding = (identity: Identity, principalId: string, epoch: number) => ({
  type: envTypes.previousSeed,
  keyId: keyIdOf(principalId, epoch),
  key: identity.previousKey,
  context: previousSeedContext({ principalId, epoch, previousEpoch: epoch - 1 }),
  padTo: 0 as const,
})

export const wipeSeeds = ({ reveal, custody }: Seeds): void => wipe(reveal, custody)
