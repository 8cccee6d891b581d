import type { CollectionKeys } from '#contract/log.ts'
import { nameHash } from '#contract/log/names.ts'
import { reveal } from '#contract/log/rights.ts'
import { collectionKeys, type LogCollection } from '#contract/log/state.ts'
import { idBytes } from '#contract/crypto/encoding.ts'
import { IntegrityError, insist } from '#contract/crypto/errors.ts'
import { identityFrom, wipeIdentity, type Identity } from '#contract/crypto/keys.ts'
import { fromBase64url, isSame, wipe, type KeyPair } from '#contract/crypto/sodium.ts'
import { unwrapSeed, wrapTypes } from '#contract/crypto/wrap.ts'
import { openPrevious, type Seeds, type Signer } from './log-writer.ts'
import type { Held, Organizations } from './organizations.ts'
import { keysEver, wasKeyHolder } from './rights-history.ts'
import { KeyMissing } from './vault-errors.ts'

/**
 * The seeds of collections (CRYPTO.md §3): R opens what is standard and guarded, C what is break-glass, and C opens R.
 * Opened when they are needed, and only where the log permits the wrap that brings them and knows the key inside it.
 */

export type SeedOf = 'reveal' | 'custody'

export function makeCollectionKeys(organizations: Organizations) {
  /** What the server has for this account, in place of what it gave before. Nothing is opened yet. */
  function giveKeys(input: { organizationId: string; keys: CollectionKeys[] }): { given: number } {
    const { keys } = organizations.of(input.organizationId)
    keys.clear()
    for (const each of input.keys) keys.set(each.collection, each)
    return { given: keys.size }
  }

  /**
   * Names of collections, against the log.
   * @throws IntegrityError for a name that is not the one that was signed.
   */
  function checkNames(input: { organizationId: string; names: { id: string; name: string; salt: string }[] }): {
    checked: number
  } {
    const { log } = organizations.of(input.organizationId)
    for (const { id, name, salt } of input.names) {
      insist(log.collections.get(id)?.name === nameHash(id, salt, name), 'a collection bears the name that was signed')
    }
    return { checked: input.names.length }
  }

  return { giveKeys, checkNames }
}

/**
 * The identity that grows out of a collection's seed at an epoch.
 * @throws KeyMissing where this member has no wrap of it; IntegrityError for a wrap that the log does not permit.
 */
export const keysOf = (held: Held, me: Signer, collectionId: string, of: SeedOf, epoch: number): Identity =>
  seedAt(held, me, collectionId, of, epoch).identity

/** Both seeds of the epoch in force: copies, for the caller to wipe. Only key holders have them. */
export function bothSeeds(held: Held, me: Signer, collectionId: string): Seeds {
  const { epoch } = collectionIn(held, collectionId)
  const [reveal, custody] = (['reveal', 'custody'] as const).map((of) =>
    seedAt(held, me, collectionId, of, epoch).seed.slice(),
  )
  return { reveal, custody } as Seeds
}

export function collectionIn({ log }: Held, id: string): LogCollection {
  const found = log.collections.get(id)
  insist(found !== undefined, 'the collection is one of the organization')
  return found
}

/** What a seed is of, in wraps and key ids: the collection, or its custody. */
export const principalOf = ({ id, custodyId }: LogCollection, of: SeedOf): string => (of === 'reveal' ? id : custodyId)

function seedAt(held: Held, me: Signer, collectionId: string, of: SeedOf, epoch: number) {
  const collection = collectionIn(held, collectionId)
  const key = `${principalOf(collection, of)}:${epoch}`
  const known = held.seeds.get(key)
  if (known) return known
  insist(epoch >= 1 && epoch <= collection.epoch, 'the epoch is one of the collection')
  const seed =
    epoch === collection.epoch ? seedInForce(held, me, collection, of) : seedBefore(held, me, collection, of, epoch)
  const opened = { seed, identity: identityFrom(seed) }
  held.seeds.set(key, opened)
  return opened
}

function seedInForce(held: Held, me: Signer, collection: LogCollection, of: SeedOf): Uint8Array {
  const given = held.keys.get(collection.id)
  if (given && given.epoch !== collection.epoch) throw new KeyMissing('behind')
  const recipient = { recipientId: me.account, recipientEpoch: me.epoch, pair: me.identity.enc }
  const mine = given?.wraps.find((wrap) => wrap.of === of && wrap.toEpoch === me.epoch)
  const authHash = permitting(held, me, collection.id, of)
  if (mine && authHash !== undefined) return openWrap(held, collection, of, { ...mine, ...recipient, authHash })
  if (of === 'custody' || !given?.revealToCustody) throw new KeyMissing('no-key')
  const custody = seedAt(held, me, collection.id, 'custody', collection.epoch).identity.enc
  const toCustody = { recipientId: collection.custodyId, recipientEpoch: collection.epoch, pair: custody }
  return openWrap(held, collection, of, { ...given.revealToCustody, ...toCustody, authHash: collection.hash })
}

/** Hash of the entry that entitles this member to the seed, if one does. */
function permitting({ log }: Held, me: Signer, collectionId: string, of: SeedOf): string | undefined {
  if (of === 'custody') return log.members.get(me.id)?.hash
  const grants = [...log.grants.values()]
  return grants.find((it) => it.member === me.id && it.collection === collectionId && it.level >= reveal)?.hash
}

export interface SeedWrapIn {
  recipientId: string
  recipientEpoch: number
  pair: KeyPair
  granter: string
  granterEpoch: number
  authHash: string
  wrap: string
}

/**
 * Opens one wrap of the seed of the epoch in force.
 * @returns 32 bytes. @throws IntegrityError unless the log permits it and knows the public key of what is inside.
 */
export function openWrap(
  held: Pick<Held, 'log' | 'history'>,
  collection: LogCollection,
  of: SeedOf,
  it: SeedWrapIn,
): Uint8Array {
  const { epoch } = collection
  const header = {
    type: wrapTypes.seed,
    subject: idBytes(principalOf(collection, of)),
    subjectEpoch: epoch,
    recipientId: it.recipientId,
    recipientEpoch: it.recipientEpoch,
    granterId: it.granter,
    granterEpoch: it.granterEpoch,
    authHash: fromBase64url(it.authHash),
  }
  const expected = collectionKeys(collection, epoch)?.[of].enc
  insist(expected !== undefined, 'the collection has keys')
  const [orgId, wrap] = [fromBase64url(held.log.orgId), fromBase64url(it.wrap)]
  return withKeyOf(held, it, (key) => unwrapSeed(header, orgId, wrap, it.pair, key, fromBase64url(expected)))
}

/**
 * Tries the keys that whoever gave a wrap has ever signed with here: mostly one.
 * @throws IntegrityError where the giver is nobody who could hold what was given, or none of the keys fits.
 */
export function withKeyOf<Answer>(
  { log, history }: Pick<Held, 'log' | 'history'>,
  { granter }: { granter: string },
  open: (signPublicKey: Uint8Array) => Answer,
  mayGive: (memberId: string) => boolean = (id) => wasKeyHolder(history, id),
): Answer {
  const givers = [...log.members.values()].filter(({ id, account }) => account === granter && mayGive(id))
  const keys = givers.flatMap(({ id }) => keysEver(history, id).map(({ sign }) => sign))
  let failure = new IntegrityError('a key is given by somebody whom the log permits')
  for (const key of new Set(keys)) {
    try {
      return open(fromBase64url(key))
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error
      failure = error
    }
  }
  throw failure
}

/** One wrap opens all history: each epoch has the seed before it. */
function seedBefore(held: Held, me: Signer, collection: LogCollection, of: SeedOf, epoch: number): Uint8Array {
  const next = seedAt(held, me, collection.id, of, epoch + 1)
  const sealed = held.keys.get(collection.id)?.previous.find((each) => each.epoch === epoch + 1)
  const previous = of === 'reveal' ? sealed?.previousReveal : sealed?.previousCustody
  if (previous === undefined) throw new KeyMissing('no-key')
  const seed = openPrevious(next.seed, principalOf(collection, of), epoch + 1, previous)
  const expected = collectionKeys(collection, epoch)?.[of].enc
  const identity = identityFrom(seed)
  const isTheOne = expected !== undefined && isSame(identity.enc.publicKey, fromBase64url(expected))
  wipeIdentity(identity)
  if (!isTheOne) wipe(seed)
  insist(isTheOne, 'the seed gives the public key that the log has')
  return seed
}
