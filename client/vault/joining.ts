import { nameHash } from '#contract/log/names.ts'
import { replay } from '#contract/log/apply.ts'
import { Refused } from '#contract/log/refused.ts'
import type { LogInvitation, LogState } from '#contract/log/state.ts'
import {
  Acceptance,
  type LogEntry,
  type Party,
  type ReadEntry,
  type SignedAcceptance,
} from '#contract/log/statements.ts'
import { IntegrityError, insist } from '#contract/crypto/errors.ts'
import { firstEpoch } from '#contract/crypto/keys.ts'
import { exactly, fromBase64url, randomBytes, sodiumReady, toBase64url, wipe } from '#contract/crypto/sodium.ts'
import type { Role } from '#contract/values.ts'
import type { Keyring } from './keyring.ts'
import { accept, linkKey, nextEpoch, publicKeysOf, state, wipeSeeds, type Signer, type Wrap } from './log-writer.ts'
import type { Organizations } from './organizations.ts'
import { postFor, type CollectionName, type Post } from './stating.ts'

/** How an organization begins, and how people come into it: founding, invitation by link, acceptance, admission. */

export interface Founding {
  orgId: string
  genesis: LogEntry
  entries: LogEntry[]
  wraps: Wrap[]
  names: CollectionName[]
}

/** What an invitation says, from the log that its link vouches for. */
export interface InvitationFacts {
  organizationId: string
  organization: string
  invitation: string
  name: string
  email: string
  role: Role
  party: Party
  invitedBy: string
  expiresAt: string
  /** Somebody who comes back with new keys. */
  rekeys: { member: string; account: string; name: string } | undefined
}

export function makeJoining(organizations: Organizations, keyring: Pick<Keyring, 'opened'>) {
  /** The genesis of a new organization, signed by the account at hand, with its first collection and its keys. */
  async function foundOrganization(input: {
    organizationId: string
    name: string
    memberId: string
    person: { name: string; email: string }
    partyId: string
    collection: { id: string; custody: string; name: string; description: string }
  }): Promise<Founding> {
    await sodiumReady
    const { accountId: account, identity } = keyring.opened()
    const { organizationId: organization, name, memberId: member, person, partyId, collection } = input
    const me: Signer = { id: member, account, epoch: firstEpoch, identity }
    const at = organizations.now()
    const party: Party = { id: partyId, name, side: 'in_house' }
    const founder = { member, account, ...person, epoch: firstEpoch, keys: publicKeysOf(identity), party }
    const nonce = toBase64url(randomBytes(32))
    const begun = state(undefined, me, { type: 'genesis', organization, name, nonce, founder }, at)
    const salt = toBase64url(randomBytes(16))
    const { id, custody, description } = collection
    const hash = nameHash(id, salt, collection.name)
    const made = state(
      begun.log,
      me,
      { type: 'collection.create', collection: id, custody, restricted: false, name: hash },
      at,
    )
    const first = nextEpoch(made.log, me, id, undefined, at)
    wipeSeeds(first.seeds)
    return {
      orgId: begun.log.orgId,
      genesis: begun.entry,
      entries: [made.entry, first.entry],
      wraps: first.wraps,
      names: [{ collection: id, name: collection.name, salt, description }],
    }
  }

  /**
   * An invitation by link. The seed of the link leaves the vault to be shown once, and is sent to nobody.
   * @returns what to append, and the link's part after the `#`.
   */
  async function invite(input: {
    organizationId: string
    invitation: string
    person: { name: string; email: string }
    role: Role
    party: Party
    expiresAt: string
    rekeys?: string
  }): Promise<{ post: Post; fragment: string }> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const me = organizations.signerIn(held)
    const { invitation, person, role, party, expiresAt, rekeys } = input
    const seed = randomBytes(32)
    const key = linkKey(seed)
    const fragment = `${held.log.orgId}.${toBase64url(seed)}`
    wipe(seed)
    const wish = { invitation, key, ...person, role, party, expiresAt, ...(rekeys !== undefined && { rekeys }) }
    return { post: postFor(held, me, [{ type: 'invite.create', ...wish }], organizations.now()), fragment }
  }

  /** The public half of a link: by it the server finds the invitation. */
  async function keyOfLink({ seed }: { seed: string }): Promise<{ key: string }> {
    await sodiumReady
    return { key: linkKey(seedOf(seed)) }
  }

  /**
   * What a link leads to. Needs no keys.
   * @throws IntegrityError where the log is not the one that the link names, or knows no such invitation.
   */
  async function readInvitation(input: Link): Promise<InvitationFacts> {
    await sodiumReady
    const { log, invitation } = invitationIn(input)
    const { id, name, email, role, party, expiresAt, by, rekeys } = invitation
    const returning = rekeys === undefined ? undefined : log.members.get(rekeys)
    return {
      organizationId: log.organization,
      organization: log.name,
      invitation: id,
      ...{ name, email, role, party, expiresAt },
      invitedBy: log.members.get(by)?.name ?? '',
      rekeys: returning && { member: returning.id, account: returning.account, name: returning.name },
    }
  }

  /** Signs that the account at hand joins by this link, and notes the organization in its own list. */
  async function acceptInvitation(
    input: Link & { memberId: string },
  ): Promise<{ invitation: string; acceptance: SignedAcceptance }> {
    await sodiumReady
    const { accountId, identity } = keyring.opened()
    const { log, invitation } = invitationIn(input)
    const returning = invitation.rekeys === undefined ? undefined : log.members.get(invitation.rekeys)
    insist(invitation.rekeys === undefined || returning?.account === accountId, 'the invitation is for this account')
    const acceptance = accept(log.orgId, seedOf(input.seed), identity, {
      invitation: invitation.id,
      member: returning?.id ?? input.memberId,
      account: accountId,
      name: invitation.name,
      email: invitation.email,
      epoch: returning ? returning.epoch + 1 : firstEpoch,
      at: organizations.now(),
    })
    organizations.pinTo({ organizationId: log.organization, log })
    return { invitation: invitation.id, acceptance }
  }

  /**
   * Lets somebody in who has accepted an invitation: everything about the person comes from what they signed.
   * @throws Refused, IntegrityError where the acceptance is not what the log's invitation asks for.
   */
  async function admit(input: {
    organizationId: string
    acceptance: SignedAcceptance
  }): Promise<{ post: Post; name: string }> {
    await sodiumReady
    const held = organizations.of(input.organizationId)
    const me = organizations.signerIn(held)
    const { invitation, name } = Acceptance.parse(JSON.parse(input.acceptance.payload))
    const isReturn = held.log.invitations.get(invitation)?.rekeys !== undefined
    const type = isReturn ? 'member.rekey' : 'member.add'
    const { payload, byLink, byPerson } = input.acceptance
    const wish = { type, acceptance: { payload, byLink, byPerson } } as const
    return { post: postFor(held, me, [wish], organizations.now()), name }
  }

  return { foundOrganization, invite, keyOfLink, readInvitation, acceptInvitation, admit }
}

/** A link, and the log that the server says it leads to. `orgId` and `seed` are the link's own words. */
export interface Link {
  orgId: string
  seed: string
  log: ReadEntry[]
}

function invitationIn({ orgId, seed, log: entries }: Link): { log: LogState; invitation: LogInvitation } {
  const key = linkKey(seedOf(seed))
  const log = replayed(entries)
  insist(log !== undefined && log.orgId === orgId, 'the organization is the one that the link names')
  const invitation = [...log.invitations.values()].find((each) => each.key === key)
  insist(invitation !== undefined, 'the invitation stands in the log')
  return { log, invitation }
}

function replayed(entries: ReadEntry[]): LogState | undefined {
  try {
    return replay(entries)
  } catch (error) {
    if (error instanceof Refused) throw new IntegrityError(`the log holds together: ${error.message}`)
    throw error
  }
}

const seedOf = (text: string): Uint8Array => exactly(32, fromBase64url(text), 'seed of a link')

/** The organization's fingerprint, as six words to compare: loaded when it is asked for, because of its word list. */
export async function fingerprint({ orgId }: { orgId: string }): Promise<{ words: string[] }> {
  await sodiumReady
  const { fingerprintWords } = await import('#contract/crypto/fingerprint.ts')
  return { words: fingerprintWords(fromBase64url(orgId)) }
}
