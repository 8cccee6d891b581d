import { isKeyHolderRole } from '#contract/log/rights.ts'
import { isInForce, isStale, memberOfAccount, type LogState } from '#contract/log/state.ts'
import type { OrganizationPolicies, Party } from '#contract/log/statements.ts'
import type { Role, Side } from '#contract/values.ts'

/** What pages are told of a log that the vault has verified: names and rights from here and from nowhere else. */
export interface LogSummary {
  organizationId: string
  orgId: string
  name: string
  seq: number
  members: LogPerson[]
  parties: Party[]
  invitations: {
    id: string
    name: string
    email: string
    role: Role
    party: Party
    expiresAt: string
    invitedBy: string
    rekeys: string | undefined
  }[]
  collections: {
    id: string
    restricted: boolean
    archived: boolean
    leaseMinutes: number
    epoch: number
    isStale: boolean
  }[]
  grants: {
    id: string
    member: string
    collection: string | undefined
    document: string | undefined
    level: number
    endsAt: string | undefined
  }[]
  policies: OrganizationPolicies
  /** `epoch`: how many kits there were. k of n cards open it. */
  recovery: { id: string; epoch: number; k: number; n: number } | undefined
  keyHolders: number
  /** Some of the log is not for this reader. */
  isPartial: boolean
  me: { memberId: string; role: Role; isKeyHolder: boolean; areKeysMine: boolean } | undefined
}

export interface LogPerson {
  id: string
  account: string
  name: string
  email: string
  role: Role
  side: Side
  partyId: string
  /** Its name. */
  party: string
  removed: boolean
}

/** @param own the public signing key at hand, base64url. @param at an Instant. */
export function summaryOf(log: LogState, own: { accountId: string; sign: string }, at: string): LogSummary {
  const me = memberOfAccount(log, own.accountId)
  const nameOf = (id: string) => log.members.get(id)?.name ?? ''
  const members = [...log.members.values()].map(({ id, account, name, email, role, side, party, removed }) => ({
    ...{ id, account, name, email, role, side, removed },
    partyId: party,
    party: log.parties.get(party)?.name ?? '',
  }))
  return {
    organizationId: log.organization,
    orgId: log.orgId,
    name: log.name,
    seq: log.seq,
    members,
    parties: [...log.parties.values()],
    invitations: [...log.invitations.values()]
      .filter(({ state, expiresAt }) => state === 'open' && expiresAt > at)
      .map(({ id, name, email, role, party, expiresAt, by, rekeys }) => ({
        ...{ id, name, email, role, party, expiresAt, rekeys },
        invitedBy: nameOf(by),
      })),
    collections: [...log.collections.values()].map(({ id, restricted, archived, leaseMinutes, epoch }) => ({
      ...{ id, restricted, archived, leaseMinutes, epoch },
      isStale: isStale(log, id, at),
    })),
    grants: [...log.grants.values()]
      .filter((grant) => isInForce(grant, at))
      .map(({ id, member, collection, document, level, endsAt }) => ({
        ...{ id, member, collection, document, level, endsAt },
      })),
    policies: log.policies,
    recovery: log.recovery && {
      id: log.recovery.id,
      epoch: log.recovery.epoch,
      k: log.recovery.k,
      n: log.recovery.shares.length,
    },
    keyHolders: members.filter(({ role, removed }) => !removed && isKeyHolderRole(role)).length,
    isPartial: log.isPartial,
    me: me && {
      memberId: me.id,
      role: me.role,
      isKeyHolder: isKeyHolderRole(me.role),
      areKeysMine: me.keys.sign === own.sign,
    },
  }
}
