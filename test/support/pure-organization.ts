import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { CollectionKeys } from '#contract/log.ts'
import { replay } from '#contract/log/apply.ts'
import { keyOf, type LogState } from '#contract/log/state.ts'
import type { LogEntry, ReadEntry } from '#contract/log/statements.ts'
import type { CollectionId, Role } from '#contract/values.ts'
import type { EpochKeys, Wrap } from '../../client/vault/log-writer.ts'
import type { Post } from '../../client/vault/stating.ts'
import type { Stretch } from '../../client/vault/stretch.ts'
import { makeVaultCore, type VaultCore } from '../../client/vault/vault-core.ts'

/**
 * An organization of vaults and a server that only keeps what it is given: the real client code from end to end, with
 * nothing in between that could catch what the vault lets through. Tests rewrite whatever the server answers.
 */

/** The clock of everybody. */
export const clock = { at: '2026-03-02T09:00:00.000Z' }
export function pass(minutes: number): void {
  clock.at = new Date(Date.parse(clock.at) + minutes * 60_000).toISOString()
}

/** In place of Argon2id: these accounts are worth nothing. */
export const quickly: Stretch = ({ passphrase, salt, profile }) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(`${profile}/${passphrase}/`).update(salt).digest()))

export interface PersonOf {
  name: string
  email: string
  account: string
  core: VaultCore
  does: VaultCore['deeds']
  /** Once a member. */
  member: string
  /** Locks and unlocks: nothing of before is held any more. */
  unlockAnew(): Promise<void>
}

export async function aPerson(name: string): Promise<PersonOf> {
  const core = makeVaultCore('https://vault.example', () => clock.at)
  const account = uuidv7()
  const passphrase = `the passphrase of ${name}`
  const keys = await core.keyring.makeAccount({ accountId: account, passphrase, profile: 1 }, quickly)
  const email = `${name.toLowerCase()}@acme.example.com`
  const unlockAnew = async () => {
    core.keyring.lock()
    await core.keyring.unlock({ accountId: account, passphrase, pinnedProfile: 1, keys }, quickly)
  }
  return { name, email, account, core, does: core.deeds, member: uuidv7(), unlockAnew }
}

type StoredWrap = Wrap & { granter: string; granterEpoch: number }

/** Keeps everything, checks nothing but that the log holds. */
export class MemoryServer {
  readonly organizationId = uuidv7()
  orgId = ''
  readonly entries: LogEntry[] = []
  wraps: StoredWrap[] = []
  readonly epochs: EpochKeys[] = []
  readonly names = new Map<string, { id: string; name: string; salt: string }>()

  get log(): LogState {
    return replay(this.entries, undefined, { isTrusted: true }) as LogState
  }

  take(post: Pick<Post, 'entries' | 'wraps'> & Partial<Post>, by: { account: string }): void {
    this.entries.push(...post.entries)
    for (const { collection, name, salt } of post.names ?? [])
      this.names.set(collection, { id: collection, name, salt })
    this.epochs.push(...(post.epochs ?? []))
    this.takeWraps(post.wraps, by)
    const { collections } = this.log
    this.wraps = this.wraps.filter(({ collection, epoch }) => collections.get(collection)?.epoch === epoch)
  }

  takeWraps(wraps: readonly Wrap[], { account }: { account: string }): void {
    for (const wrap of wraps) {
      this.wraps = this.wraps.filter(
        ({ collection, of, to }) => collection !== wrap.collection || of !== wrap.of || to !== wrap.to,
      )
      this.wraps.push({ ...wrap, granter: account, granterEpoch: 1 })
    }
  }

  /** As `myKeys` answers. */
  keysFor(account: string): CollectionKeys[] {
    return [...this.log.collections.values()].flatMap(({ id, custodyId, epoch }) => {
      const here = this.wraps.filter(({ collection }) => collection === id)
      const own = here.filter(({ to }) => to === account)
      const toCustody = here.find(({ to }) => to === custodyId)
      if (own.length === 0) return []
      return [
        {
          collection: id as CollectionId,
          epoch,
          wraps: own.map(({ of, toEpoch, granter, granterEpoch, wrap }) => ({
            of,
            toEpoch,
            granter,
            granterEpoch,
            wrap,
          })),
          ...(toCustody && own.some(({ of }) => of === 'custody') && { revealToCustody: pick(toCustody) }),
          previous: this.epochs
            .filter((each) => each.collection === id && each.previousReveal !== undefined)
            .map(({ epoch: each, previousReveal = '', previousCustody }) => ({
              epoch: each,
              previousReveal,
              ...(previousCustody !== undefined && { previousCustody }),
            })),
        },
      ]
    })
  }

  /** As `keyWork` answers. */
  has(): { collection: string; epoch: number; has: string[] }[] {
    return [...this.log.collections.values()].map(({ id, epoch }) => ({
      collection: id,
      epoch,
      has: this.wraps.filter(({ collection }) => collection === id).map(keyOf),
    }))
  }
}

const pick = ({ granter, granterEpoch, wrap }: StoredWrap) => ({ granter, granterEpoch, wrap })

export interface PureOrganization {
  server: MemoryServer
  owner: PersonOf
  general: string
  /** Reads on and takes the keys in, as a page does before it asks for anything. */
  follow(person: PersonOf, entries?: ReadEntry[]): ReturnType<VaultCore['deeds']['followLog']>
  state(person: PersonOf, wishes: Parameters<VaultCore['deeds']['stateIn']>[0]['wishes']): Promise<void>
  /** Invites somebody and lets them in. */
  letIn(person: PersonOf, role: Role, side?: 'in_house' | 'partner' | 'outside'): Promise<PersonOf>
  /** A new collection, with its first keys. */
  collection(name: string): Promise<string>
}

export async function aPureOrganization(owner?: PersonOf): Promise<PureOrganization> {
  const founder = owner ?? (await aPerson('Mara'))
  const server = new MemoryServer()
  const { organizationId } = server
  const general = uuidv7()
  const partyId = uuidv7()
  const founded = await founder.does.foundOrganization({
    organizationId,
    name: 'Acme Joinery',
    memberId: founder.member,
    person: { name: founder.name, email: founder.email },
    partyId,
    collection: { id: general, custody: uuidv7(), name: 'General', description: '' },
  })
  server.orgId = founded.orgId
  server.take({ ...founded, entries: [founded.genesis, ...founded.entries] }, founder)
  const parties = {
    in_house: { id: partyId, name: 'Acme Joinery', side: 'in_house' },
    partner: { id: uuidv7(), name: 'Northwind IT', side: 'partner' },
    outside: { id: uuidv7(), name: 'Hollin Mutual', side: 'outside' },
  } as const

  const made: PureOrganization = {
    server,
    owner: founder,
    general,
    async follow(person, entries) {
      const { orgId } = server
      const { seq } = person.does.logPlace({ organizationId })
      const given = entries ?? server.entries.slice(seq)
      const summary = await person.does.followLog({
        organizationId,
        orgId,
        after: entries ? 0 : seq,
        entries: given,
      })
      person.does.giveKeys({ organizationId, keys: server.keysFor(person.account) })
      return summary
    },
    async state(person, wishes) {
      await made.follow(person)
      server.take(await person.does.stateIn({ organizationId, wishes }), person)
      await made.follow(person)
    },
    async letIn(person, role, side = 'in_house') {
      const invitation = await invited(person, role, side)
      const { acceptance } = await person.does.acceptInvitation({ ...invitation, memberId: person.member })
      await made.follow(founder)
      const { post } = await founder.does.admit({ organizationId, acceptance })
      server.take(post, founder)
      await made.follow(founder)
      await made.follow(person)
      return person
    },
    async collection(name) {
      const id = uuidv7()
      const custody = uuidv7()
      await made.state(founder, [
        { type: 'collection', collection: id, custody, name, description: '', restricted: false },
      ])
      return id
    },
  }

  async function invited(person: PersonOf, role: Role, side: keyof typeof parties) {
    await made.follow(founder)
    const { post, fragment } = await founder.does.invite({
      organizationId,
      invitation: uuidv7(),
      person: { name: person.name, email: person.email },
      role,
      party: parties[side],
      expiresAt: new Date(Date.parse(clock.at) + 86_400_000).toISOString(),
    })
    server.take(post, founder)
    const [orgId = '', seed = ''] = fragment.split('.')
    return { orgId, seed, log: [...server.entries] }
  }
  await made.follow(founder)
  return made
}
