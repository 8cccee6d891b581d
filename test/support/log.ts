import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation } from '#contract/accounts.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { fromBase64url, logEntryHash, toBase64url } from '#contract/crypto/verify.ts'
import { randomBytes, sign } from '#contract/crypto/sodium.ts'
import { statementMessage } from '#contract/crypto/statements.ts'
import { appendToLog } from '#contract/log.ts'
import type { createOrganization } from '#contract/organizations.ts'
import type { AccountKeys, Identity } from '#contract/crypto/keys.ts'
import { nameHash } from '#contract/log/names.ts'
import { entitled, keyOf, type LogState } from '#contract/log/state.ts'
import type { Draft, LogEntry, Party } from '#contract/log/statements.ts'
import type { AccountId, Instant, MemberId, OrganizationId, Role } from '#contract/values.ts'
import {
  accept,
  linkKey,
  missingWraps,
  nextEpoch,
  publicKeysOf,
  state as stated,
  type EpochKeys,
  type Seeds,
  type Signer,
  type Wrap,
} from '../../client/vault/log-writer.ts'
import { startSession, findSession } from '../../server/access/sessions.ts'
import type { PublicCall } from '../../server/access/call.ts'
import { routes } from '../../server/app.ts'
import { createAccount } from '../../server/features/accounts/rules.ts'
import { logState } from '../../server/features/log/rules.ts'
import { foundOrganization } from '../../server/features/organizations/found.ts'
import { operationOf } from '../../server/http/route.ts'
import { runRoute } from '../../server/http/run-route.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import type { Config } from '../../server/platform/config.ts'
import { atomically, type Db } from '../../server/platform/database.ts'
import { identityOf, keysOf } from './keys.ts'

/**
 * Organizations as they come about: signed by those who belong to them, projected by the server's own code. For tests
 * that need people and collections at once, without HTTP.
 */

export interface Person {
  name: string
  accountId: AccountId
  memberId: MemberId
  organizationId: OrganizationId
  /** Of somebody whose keys are not those of the name. */
  signer?: Signer
  cookie?: string
  signedInAt?: Instant
}

export interface Place {
  db: Db
  config: Config
  now: () => Instant
}

export const emailOf = (name: string) => `${name}@acme.example.com`

/** Signs as somebody; private keys and all. */
export function signerOf({ name, memberId, signer }: Pick<Person, 'name' | 'memberId' | 'signer'>): Signer {
  if (signer) return signer
  const { accountId, epoch, identity } = identityOf(name)
  return { id: memberId, account: accountId, epoch, identity }
}

/** What `appendToLog` wants. */
export interface Stated {
  entries: LogEntry[]
  wraps: Wrap[]
  epochs: EpochKeys[]
  names: { collection: string; name: string; salt: string; description?: string }[]
}
export const nothing = (): Stated => ({ entries: [], wraps: [], epochs: [], names: [] })

/** Signs drafts one after the other, whatever the log will say to them: to see what the server says. */
export function signed(
  log: Pick<LogState, 'orgId' | 'seq' | 'head'>,
  signer: Pick<Signer, 'id' | 'identity'>,
  drafts: readonly Draft[],
  at: string,
): LogEntry[] {
  const orgId = fromBase64url(log.orgId)
  let { seq, head: prev } = log
  return drafts.map((draft) => {
    seq += 1
    const payload = JSON.stringify({ v: 1, ...draft, seq, prev, at, by: signer.id })
    const signature = toBase64url(sign(statementMessage(draft.type, orgId, payload), signer.identity.sign.privateKey))
    prev = toBase64url(logEntryHash({ orgId, seq, previous: fromBase64url(prev), payload }))
    return { payload, signature }
  })
}

/** A name for a collection, as the log and the server want it. */
export function named(collection: string, name: string, description = '') {
  const salt = toBase64url(randomBytes(16))
  return { hash: nameHash(collection, salt, name), text: { collection, name, salt, description } }
}

/** A collection and its first keys, after what is stated already. */
export function withCollection(
  log: LogState,
  by: Signer,
  { id, name, restricted, description = '' }: { id: string; name: string; restricted: boolean; description?: string },
  at: string,
): { log: LogState; stated: Stated; seeds: Seeds } {
  const { hash, text } = named(id, name, description)
  const draft: Draft = { type: 'collection.create', collection: id, custody: uuidv7(), name: hash, restricted }
  const created = stated(log, by, draft, at)
  const epoch = nextEpoch(created.log, by, id, undefined, at)
  return {
    log: epoch.log,
    stated: { entries: [created.entry, epoch.entry], wraps: epoch.wraps, epochs: [epoch.keys], names: [text] },
    seeds: epoch.seeds,
  }
}

export interface Founder {
  name: string
  email: string
  signer: Signer
}

/** What `setUp` and `createOrganization` want, signed by its founder. */
export function aBeginning(
  founder: Founder,
  organization: { id: string; name: string; slug: string; timeZone?: string; partyId?: string },
  first: { id: string; name?: string },
  at: string,
) {
  const { id, name, slug, timeZone = 'Europe/London', partyId = uuidv7() } = organization
  const { signer } = founder
  const party: Party = { id: partyId, name, side: 'in_house' }
  const genesis = stated(
    undefined,
    signer,
    {
      type: 'genesis',
      organization: id,
      name,
      nonce: toBase64url(randomBytes(32)),
      founder: {
        member: signer.id,
        account: signer.account,
        name: founder.name,
        email: founder.email,
        epoch: signer.epoch,
        keys: publicKeysOf(signer.identity),
        party,
      },
    },
    at,
  )
  const made = withCollection(
    genesis.log,
    signer,
    { id: first.id, name: first.name ?? 'General', restricted: false },
    at,
  )
  const { entries, wraps, names } = made.stated
  const log = { genesis: genesis.entry, entries, wraps, names }
  return {
    organization: { id, name, slug, timeZone, log } as unknown as InputOf<typeof createOrganization>,
    log: made.log,
    seeds: made.seeds,
  }
}

/**
 * What `setUp` wants of somebody who makes a vault of their own, with the keys of that name unless others are given.
 * @returns the id of the member that they become, too.
 */
export function aFirstOwner(
  name: string,
  {
    email = `${name}@calderwick.example.com`,
    slug = 'calder-wick',
    at,
    by = { id: keysOf(name).accountId, keys: keysOf(name).keys, identity: identityOf(name).identity },
  }: { email?: string; slug?: string; at: string; by?: { id: string; keys: AccountKeys; identity: Identity } },
) {
  const signer: Signer = { id: uuidv7(), account: by.id, epoch: 1, identity: by.identity }
  const person = { name: 'Priya Nandakumar', email }
  const organization = { id: uuidv7(), name: 'Calder & Wick Ltd', slug }
  const begun = aBeginning({ ...person, signer }, organization, { id: uuidv7() }, at)
  const account = { id: by.id as AccountId, ...person, keys: by.keys }
  return { input: { account, organization: begun.organization }, memberId: signer.id, orgId: begun.log.orgId }
}

/** An invitation as its inviter signs it, and the seed of its link. */
export function anInvitation(
  {
    email,
    name,
    role,
    party,
    expiresAt,
    id = uuidv7(),
    rekeys,
  }: {
    email: string
    name: string
    role: Role
    party: Party
    expiresAt: string
    id?: string
    rekeys?: string
  },
  linkSeed = randomBytes(32),
): { draft: Draft<'invite.create'>; id: string; linkSeed: Uint8Array } {
  const key = linkKey(linkSeed)
  const draft: Draft<'invite.create'> = {
    type: 'invite.create',
    invitation: id,
    key,
    name,
    email,
    role,
    party,
    expiresAt,
    ...(rekeys && { rekeys }),
  }
  return { draft, id, linkSeed }
}

/** What somebody signs who uses an invitation. */
export function anAcceptance(
  log: Pick<LogState, 'orgId'>,
  { id, linkSeed }: { id: string; linkSeed: Uint8Array },
  {
    name,
    memberId,
    email = emailOf(name),
    as = name,
    epoch = 1,
  }: {
    name: string
    memberId: string
    email?: string
    /** Whose keys. */
    as?: string
    epoch?: number
  },
  at: string,
) {
  const { accountId, identity } = identityOf(as)
  return accept(log.orgId, linkSeed, identity, {
    invitation: id,
    member: memberId,
    account: accountId,
    name,
    email,
    epoch,
    at,
  })
}

/** Calls a rule of the server as its route does, in a transaction, without HTTP. */
export function ask<E extends Endpoint>(
  { db, config, now }: Place,
  person: Pick<Person, 'accountId'> | undefined,
  endpoint: E,
  input: InputOf<E>,
): OutputOf<E> {
  const route = routes.find((each) => operationOf(each.endpoint) === operationOf(endpoint))
  if (!route) throw new Error(`no route ${operationOf(endpoint)}`)
  return atomically(db, () => {
    const at = now()
    const session =
      person &&
      findSession(
        db,
        config,
        startSession(db, config, { ...person, now: at, address: '127.0.0.1', agent: 'test' }).token,
        at,
      )
    const asked = { ...aCall({ db, config, now }), input: endpoint.input.parse(input), session }
    return JSON.parse(runRoute(route, asked)) as never
  })
}

function aCall({ db, config, now }: Place): PublicCall {
  return {
    db,
    config,
    now: now(),
    input: undefined,
    serverKeys: { secondFactor: new Uint8Array(32) },
    session: undefined,
    origin: { requestId: uuidv7(), address: '127.0.0.1', agent: 'test' },
    origins: [],
    cookies: { device: undefined, startSession() {}, rememberDevice() {}, endSession() {} },
  }
}

/** Makes the account of somebody, with the keys of that name. */
export function anAccount(place: Place, name: string): AccountId {
  const { accountId: id, keys } = keysOf(name)
  atomically(place.db, () => createAccount(aCall(place), { id: id as AccountId, email: emailOf(name), name, keys }))
  return id as AccountId
}

/** Founds an organization. @returns its seeds. */
export function found(
  place: Place,
  { name, accountId, memberId }: Person,
  ...[organization, first]: [Parameters<typeof aBeginning>[1], { id: string }]
): Seeds {
  const founder = { name, email: emailOf(name), signer: signerOf({ name, memberId }) }
  const { organization: input, seeds } = aBeginning(founder, organization, first, place.now())
  atomically(place.db, () => foundOrganization(aCall(place), { accountId, organization: input as never }))
  return seeds
}

/** Has somebody state something. @throws Problem. */
export function state(place: Place, by: Person, slug: string, stated: Partial<Stated>): void {
  ask(place, by, appendToLog, { slug, ...nothing(), ...stated })
}

/** Invites somebody, has them join with a new account, and lets them in, with the keys they are entitled to. */
export function join(
  place: Place,
  by: Person,
  slug: string,
  { name, memberId, role, party }: { name: string; memberId: string; role: Role; party: Party },
  seeds: ReadonlyMap<string, Seeds>,
): void {
  const at = place.now()
  const expiresAt = laterByDays(at, 7)
  const invitation = anInvitation({ email: emailOf(name), name, role, party, expiresAt })
  const signer = signerOf(by)
  const log = () => logState(place.db, by.organizationId)
  state(place, by, slug, { entries: signed(log(), signer, [invitation.draft], at) })
  const acceptance = anAcceptance(log(), invitation, { name, memberId }, at)
  const { accountId: id, keys } = keysOf(name)
  ask(place, undefined, acceptInvitation, {
    orgId: log().orgId,
    invitation: invitation.id,
    acceptance,
    account: { id: id, email: emailOf(name), name, keys },
  })
  state(place, by, slug, admitting(log(), signer, acceptance, seeds, at))
}

/** The entry that lets somebody in, with the wraps that they are entitled to from then on. */
export function admitting(
  log: LogState,
  signer: Signer,
  acceptance: ReturnType<typeof accept>,
  seeds: ReadonlyMap<string, Seeds>,
  at: string,
  type: 'member.add' | 'member.rekey' = 'member.add',
): Stated {
  const added = stated(log, signer, { type, acceptance }, at)
  return { ...nothing(), entries: [added.entry], wraps: wrapsLacking(log, added.log, signer, seeds, at) }
}

/** The wraps to those who are entitled after, and were not before. */
export function wrapsLacking(
  before: LogState,
  after: LogState,
  signer: Signer,
  seeds: ReadonlyMap<string, Seeds>,
  at: string,
): Wrap[] {
  return [...after.collections.keys()].flatMap((id) => {
    const known = seeds.get(id)
    if (!known || after.collections.get(id)?.archived) return []
    return missingWraps(after, signer, id, known, new Set(entitled(before, id, at).map(keyOf)), at)
  })
}

/** New keys for collections. */
export function renewing(
  log: LogState,
  signer: Signer,
  collections: readonly string[],
  seeds: Map<string, Seeds>,
  at: string,
): Stated {
  const whole = nothing()
  let latest = log
  for (const id of collections) {
    const epoch = nextEpoch(latest, signer, id, seeds.get(id), at)
    latest = epoch.log
    whole.entries.push(epoch.entry)
    whole.wraps.push(...epoch.wraps)
    whole.epochs.push(epoch.keys)
    seeds.set(id, epoch.seeds)
  }
  return whole
}

/** What the log says when nothing is remembered: read from the beginning, in an empty database. */
export function readAnew({ db }: Pick<Place, 'db'>, fresh: Db, organizationId: OrganizationId): LogState {
  const entries = db.prepare(`SELECT * FROM organization_log`).all() as Record<string, unknown>[]
  fresh.pragma('foreign_keys = OFF')
  const columns = Object.keys(entries[0] ?? {})
  const add = fresh.prepare(
    `INSERT INTO organization_log (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  for (const entry of entries) add.run(entry)
  return logState(fresh, organizationId)
}

export { logState }
export type { Seeds, Signer, Wrap }
