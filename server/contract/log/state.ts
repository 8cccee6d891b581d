import type { Role, Side } from '../values.ts'
import { edit, isKeyHolderRole, reveal } from './rights.ts'
import type { Keys, OrganizationPolicies, Party } from './statements.ts'

/** What an organization's log says, up to one of its entries. Ids are UUIDs, byte strings base64url. */
export interface LogState {
  /** `H("org", genesis)`: the organization, wherever it is hashed or signed. */
  orgId: string
  /** The row's id, an alias. */
  organization: string
  name: string
  seq: number
  /** Hash of the newest entry. */
  head: string
  at: string
  parties: Map<string, Party>
  /** Everybody who ever was a member, by member id. */
  members: Map<string, LogMember>
  invitations: Map<string, LogInvitation>
  collections: Map<string, LogCollection>
  /** In force as far as the log says; what has an end may be past it. */
  grants: Map<string, LogGrant>
  policies: OrganizationPolicies
  recovery: LogRecovery | undefined
  /** Some of it was hidden from the reader: what it names may be unknown, and lists may have more than is known. */
  isPartial: boolean
}

export interface LogMember {
  id: string
  account: string
  name: string
  email: string
  role: Role
  party: string
  side: Side
  epoch: number
  keys: Keys
  /** Keys of earlier epochs, for what was signed with them. */
  formerKeys: Map<number, Keys>
  /** Hash of the entry that made the person, with these keys, what they are now: it permits wraps to key holders. */
  hash: string
  removed: boolean
}

export interface LogInvitation {
  id: string
  key: string
  name: string
  email: string
  role: Role
  party: Party
  expiresAt: string
  by: string
  rekeys: string | undefined
  state: 'open' | 'used' | 'cancelled'
}

export interface LogCollection {
  id: string
  custodyId: string
  /** Hash of its name. */
  name: string
  restricted: boolean
  archived: boolean
  leaseMinutes: number
  /** Hash of the entry that made it: it permits the wrap of the reveal key to custody. */
  hash: string
  /** 0 until the first `collection.epoch`. */
  epoch: number
  keys: { reveal: Keys; custody: Keys }[]
  /** Everybody who may have got hold of a seed of this epoch, as `keyOf(…)`. */
  holders: Set<string>
}

export interface LogGrant {
  id: string
  member: string
  collection: string | undefined
  document: string | undefined
  level: number
  endsAt: string | undefined
  by: string
  /** Hash of the entry that first gave `reveal`, of a grant that was renewed since; else its own. It permits wraps. */
  hash: string
}

export interface LogRecovery {
  id: string
  epoch: number
  keys: Keys
  k: number
  shares: string[]
  hash: string
}

/** One who is entitled to a seed of a collection. */
export interface Recipient {
  of: 'reveal' | 'custody'
  /** An account, the collection's custody, or the recovery. */
  to: string
  toEpoch: number
  enc: string
  /** Hash of the entry that permits it. */
  authHash: string
}

export const keyOf = ({ of, to, toEpoch }: Pick<Recipient, 'of' | 'to' | 'toEpoch'>): string => `${of}:${to}:${toEpoch}`

export const activeMember = (state: LogState, id: string): LogMember | undefined => {
  const member = state.members.get(id)
  return member && !member.removed ? member : undefined
}

export const memberOfAccount = (state: LogState, account: string): LogMember | undefined =>
  [...state.members.values()].find((member) => member.account === account && !member.removed)

export const isInForce = (grant: Pick<LogGrant, 'endsAt'>, at: string): boolean =>
  grant.endsAt === undefined || grant.endsAt > at

/**
 * Whether a member reads the log without anything hidden: the people in-house, auditors, and whoever may save secrets,
 * which are sealed to everybody who may open them. Everybody else reads of others what it takes to check signatures.
 * A client that ought to read everything and finds something hidden is being deceived.
 */
export function readsWholeLog(state: LogState, memberId: string, at: string): boolean {
  const member = activeMember(state, memberId)
  if (!member) return false
  if (member.role === 'auditor' || (member.side === 'in_house' && member.role !== 'technician')) return true
  for (const grant of state.grants.values()) {
    if (grant.member === memberId && grant.level >= edit && isInForce(grant, at)) return true
  }
  return false
}

/**
 * Who is entitled to the seeds of a collection at a moment: key holders and the recovery kit to custody, which opens
 * the reveal key; everybody with a grant on the collection at `reveal` or above to the reveal key.
 */
export function entitled(state: LogState, collectionId: string, at: string): Recipient[] {
  const found: Recipient[] = []
  for (const member of state.members.values()) {
    if (!member.removed && isKeyHolderRole(member.role)) found.push(toMember('custody', member, member.hash))
  }
  if (state.recovery) {
    const { id, epoch, keys, hash } = state.recovery
    found.push({ of: 'custody', to: id, toEpoch: epoch, enc: keys.enc, authHash: hash })
  }
  for (const grant of state.grants.values()) {
    if (grant.collection !== collectionId || grant.level < reveal || !isInForce(grant, at)) continue
    const member = activeMember(state, grant.member)
    if (member) found.push(toMember('reveal', member, grant.hash))
  }
  return found
}

/** As {@link entitled}, for a single document: those whose grant on it gives `reveal` or more, and what permits it. */
export function entitledToDocument(state: LogState, documentId: string, at: string): (Recipient & { grant: string })[] {
  const found: (Recipient & { grant: string })[] = []
  for (const grant of state.grants.values()) {
    if (grant.document !== documentId || grant.level < reveal || !isInForce(grant, at)) continue
    const member = activeMember(state, grant.member)
    if (member) found.push({ ...toMember('reveal', member, grant.hash), grant: grant.id })
  }
  return found
}

const toMember = (of: Recipient['of'], { account, epoch, keys }: LogMember, authHash: string): Recipient => ({
  of,
  to: account,
  toEpoch: epoch,
  enc: keys.enc,
  authHash,
})

/**
 * Whether somebody may hold a seed of the present epoch who is no longer entitled to it: then nothing is written into
 * it until somebody entitled has signed the next one.
 */
export function isStale(state: LogState, collectionId: string, at: string): boolean {
  const collection = state.collections.get(collectionId)
  if (!collection || collection.epoch === 0) return true
  const now = new Set(entitled(state, collectionId, at).map(keyOf))
  for (const holder of collection.holders) if (!now.has(holder)) return true
  return false
}

/** The public keys of a collection at an epoch. */
export const collectionKeys = (collection: LogCollection, epoch: number) => collection.keys[epoch - 1]

export function copyOf(state: LogState): LogState {
  const copied = <Value extends object>(map: Map<string, Value>) =>
    new Map([...map].map(([key, value]) => [key, { ...value }] as const))
  return {
    ...state,
    parties: copied(state.parties),
    members: new Map(
      [...state.members].map(([key, member]) => [key, { ...member, formerKeys: new Map(member.formerKeys) }] as const),
    ),
    invitations: copied(state.invitations),
    collections: new Map(
      [...state.collections].map(
        ([key, it]) => [key, { ...it, keys: [...it.keys], holders: new Set(it.holders) }] as const,
      ),
    ),
    grants: copied(state.grants),
    policies: { ...state.policies },
  }
}
