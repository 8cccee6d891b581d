import { nameHash } from '#contract/log/names.ts'
import { activeMember, entitled, isStale, keyOf, type LogState, type Recipient } from '#contract/log/state.ts'
import { isKeyHolderRole } from '#contract/log/rights.ts'
import type { Draft, LogEntry } from '#contract/log/statements.ts'
import { randomBytes, sodiumReady, toBase64url } from '#contract/crypto/sodium.ts'
import { bothSeeds } from './collection-keys.ts'
import {
  missingWraps,
  nextEpoch,
  state,
  wipeSeeds,
  type EpochKeys,
  type Seeds,
  type Signer,
  type Wrap,
} from './log-writer.ts'
import type { Held, Organizations } from './organizations.ts'
import { KeyMissing } from './vault-errors.ts'

/**
 * Stating something in an organization: the signed entries, the keys that go with them, and new epochs for collections
 * whose keys somebody may still hold who is not entitled any more.
 */

/** What to send to `appendToLog`, beside the slug. */
export interface Post {
  entries: LogEntry[]
  wraps: Wrap[]
  epochs: EpochKeys[]
  names: CollectionName[]
}
export interface CollectionName {
  collection: string
  name: string
  /** 16 bytes: what hides the name in the log. */
  salt: string
  description: string
}

/** What somebody wants to state. Collections are named by the names that people read; the log gets a hash of them. */
export type Wish =
  | Exclude<Draft, { type: 'genesis' | 'collection.create' | 'collection.epoch' | 'policy.set' }>
  | { type: 'policies'; set: { secondFactor?: boolean; singleAdmin?: boolean; drillDays?: number } }
  | { type: 'collection'; collection: string; custody: string; name: string; description: string; restricted: boolean }
  | {
      type: 'collection.set'
      collection: string
      called?: { name: string; description: string }
      restricted?: boolean
      archived?: true
      leaseMinutes?: number
    }

/** As many as one request takes, with room to spare: what is left over, the work in the background does. */
const most = { entries: 90, wraps: 4_500 }

export function makeStating(organizations: Organizations) {
  /**
   * Signs wishes for the next places in the log.
   * @throws Refused where nobody would accept it; KeyMissing where the log knows other keys of this account.
   */
  async function stateIn(input: { organizationId: string; wishes: Wish[] }): Promise<Post> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const me = organizations.signerIn(held)
    return postFor(held, me, input.wishes, organizations.now())
  }

  /**
   * New epochs for collections that are stale or have no keys yet, and the wraps that are missing.
   * @param input `has`: of each collection the wraps that the server has, as `keyOf`.
   * @returns `post` to append where it has entries, and wraps to hand over by themselves.
   */
  async function renew(input: {
    organizationId: string
    has: { collection: string; epoch: number; has: string[] }[]
  }): Promise<{ post: Post; wraps: Wrap[] }> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const me = organizations.signerIn(held)
    const at = organizations.now()
    const post = postFor(held, me, [], at)
    const wraps: Wrap[] = []
    for (const { collection, epoch, has } of input.has) {
      const known = held.log.collections.get(collection)
      if (!known || known.archived || known.epoch !== epoch || epoch === 0 || isStale(held.log, collection, at))
        continue
      if (wraps.length > most.wraps) break
      const lacks = entitled(held.log, collection, at).some((recipient) => !has.includes(keyOf(recipient)))
      if (!lacks) continue
      const seeds = seedsIfHeld(held, me, collection)
      if (!seeds) continue
      wraps.push(...missingWraps(held.log, me, collection, seeds, new Set(has), at))
      wipeSeeds(seeds)
    }
    return { post, wraps }
  }

  return { stateIn, renew }
}

/** The entries of some wishes, with every key that belongs to them. */
export function postFor(held: Held, me: Signer, wishes: Wish[], at: string): Post {
  const post: Post = { entries: [], wraps: [], epochs: [], names: [] }
  let log = held.log
  for (const wish of wishes) {
    const stated = state(log, me, draftOf(wish, post), at)
    post.entries.push(stated.entry)
    log = stated.log
  }
  // Who has just stepped down gives no keys any more.
  const signer = activeMember(log, me.id)
  if (signer && isKeyHolderRole(signer.role)) addKeys(held, log, me, at, post)
  return post
}

function draftOf(wish: Wish, post: Post): Draft {
  switch (wish.type) {
    case 'policies':
      return { type: 'policy.set', for: { organization: wish.set } }
    case 'collection': {
      const { collection, custody, restricted } = wish
      return { type: 'collection.create', collection, custody, restricted, name: hashed(collection, wish, post) }
    }
    case 'collection.set': {
      const { type: _type, collection, called, ...set } = wish
      const name = called && hashed(collection, called, post)
      return { type: 'policy.set', for: { collection, set: { ...set, ...(name !== undefined && { name }) } } }
    }
    default:
      return wish
  }
}

function hashed(collection: string, of: { name: string; description: string }, post: Post): string {
  const name = of.name.trim()
  const salt = toBase64url(randomBytes(16))
  post.names.push({ collection, name, salt, description: of.description.trim() })
  return nameHash(collection, salt, name)
}

/** @param log the state after what was stated; before it stands in `held`. */
function addKeys(held: Held, log: LogState, me: Signer, at: string, post: Post): void {
  let state = log
  for (const { id, archived, epoch } of log.collections.values()) {
    if (archived || post.entries.length >= most.entries || post.wraps.length >= most.wraps) continue
    const isNew = epoch === 0
    const newcomers = isNew ? [] : newlyEntitled(held.log, log, id, at)
    const needsEpoch = isNew || isStale(log, id, at)
    if (!needsEpoch && newcomers.length === 0) continue
    const seeds = isNew ? undefined : seedsIfHeld(held, me, id)
    if (!isNew && !seeds) continue
    if (needsEpoch) {
      const next = nextEpoch(state, me, id, seeds, at)
      post.entries.push(next.entry)
      post.wraps.push(...next.wraps)
      post.epochs.push(next.keys)
      wipeSeeds(next.seeds)
      state = next.log
    } else {
      const others = entitled(log, id, at).map(keyOf)
      const has = new Set(others.filter((key) => !newcomers.includes(key)))
      post.wraps.push(...missingWraps(log, me, id, seeds as Seeds, has, at))
    }
    if (seeds) wipeSeeds(seeds)
  }
}

/** Who is entitled now and was not, or by another entry: a wrap names the entry that permits it. */
function newlyEntitled(before: LogState, after: LogState, collectionId: string, at: string): string[] {
  const permitted = (recipient: Recipient) => `${keyOf(recipient)} ${recipient.authHash}`
  const had = new Set(entitled(before, collectionId, at).map(permitted))
  return entitled(after, collectionId, at)
    .filter((recipient) => !had.has(permitted(recipient)))
    .map(keyOf)
}

/** Copies, to be wiped. Nothing where this member was given no key yet: then another key holder does it. */
function seedsIfHeld(held: Held, me: Signer, collectionId: string): Seeds | undefined {
  try {
    return bothSeeds(held, me, collectionId)
  } catch (error) {
    if (error instanceof KeyMissing) return undefined
    throw error
  }
}
