import { H, checkStatement, fromBase64url, isSame, logEntryHash, toBase64url, chainStart } from '../crypto/verify.ts'
import { IntegrityError } from '../crypto/errors.ts'
import type { Role } from '../values.ts'
import { refuse, Refused } from './refused.ts'
import { isKeyHolderRole, requireFittingGrant, requireFittingRole, reveal, unfitGrant } from './rights.ts'
import {
  activeMember,
  copyOf,
  entitled,
  isInForce,
  keyOf,
  memberOfAccount,
  type LogCollection,
  type LogMember,
  type LogState,
} from './state.ts'
import {
  Acceptance,
  SignedAcceptance,
  Statement,
  type Keys,
  type LogEntry,
  type Party,
  type ReadEntry,
  type StatementOf,
  type StatementType,
} from './statements.ts'

/**
 * The organization log, read (CRYPTO.md §5): server, browser and command line run this one function over it and come to
 * the same state, or refuse at the same entry. Await `sodiumReady` first; everything here is synchronous.
 */

/** How far the clocks of two signers may be apart. */
const clockToleranceMs = 5 * 60_000
/** 32 bytes, base64url. */
const hashForm = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const defaultPolicies = { secondFactor: false, singleAdmin: false, drillDays: 90 }
const defaultLeaseMinutes = 480

/**
 * What the log says after one more entry. Pure: `state` stays as it is.
 * @throws Refused where the entry is not as it should be, or its signer had no right to state it.
 */
export function apply(state: LogState | undefined, entry: ReadEntry): LogState {
  return step(state && copyOf(state), entry)
}

/**
 * The state after all of these entries.
 * @param from where the reading goes on; it is not changed. @param isTrusted the reader has checked the signatures before.
 * @param each is shown the state after each entry, which goes on to change, and what the entry said unless it is hidden.
 */
export function replay(
  entries: Iterable<ReadEntry>,
  from?: LogState,
  { isTrusted = false, each }: { isTrusted?: boolean; each?: (state: LogState, statement?: Statement) => void } = {},
): LogState | undefined {
  let state = from && copyOf(from)
  for (const entry of entries) state = step(state, entry, isTrusted, each)
  return state
}

/** `H("org", genesis)` as base64url: what the organization is called wherever it is hashed or signed. */
export const orgIdOf = (genesisPayload: string): string => toBase64url(H('org', genesisPayload))

/** The statement of an entry, as far as its form goes. @throws Refused 'forged'. */
export function readStatement(payload: string): Statement {
  return read(Statement, payload)
}

/** Changes `state`, after every check: where it throws, nothing has changed. */
function step(
  state: LogState | undefined,
  entry: ReadEntry,
  isTrusted = false,
  each?: (state: LogState, statement?: Statement) => void,
): LogState {
  // Not by its hash: the server's own rows have both.
  if (!('payload' in entry)) {
    if (!state) refuse('forged', 'The beginning of the log is hidden.')
    if (!hashForm.test(entry.hash)) refuse('forged', 'This is not a hash.')
    state.isPartial = true
    advance(state, entry.hash, state.at)
    each?.(state)
    return state
  }
  const statement = readStatement(entry.payload)
  if (statement.type === 'genesis') {
    if (state) refuse('moved-on', 'The log has its beginning.')
    const begun = genesis(statement, entry, isTrusted)
    each?.(begun, statement)
    return begun
  }
  if (!state) refuse('forged', 'A log begins with its genesis.')
  if (statement.seq !== state.seq + 1 || statement.prev !== state.head) {
    refuse('moved-on', 'Something else was stated meanwhile.')
  }
  if (Date.parse(statement.at) < Date.parse(state.at) - clockToleranceMs) {
    refuse('wrong', 'This is dated before what stands in the log already.', 'at')
  }
  if (!isTrusted) requireSignature(state.orgId, statement.type, entry, signerKey(state, statement))
  const hash = hashOf(state, entry)
  const change = rules[statement.type] as (state: LogState, statement: Statement, hash: string) => void
  change(state, statement, hash)
  advance(state, hash, statement.at > state.at ? statement.at : state.at)
  each?.(state, statement)
  return state
}

function advance(state: LogState, hash: string, at: string): LogState {
  state.seq += 1
  state.head = hash
  state.at = at
  return state
}

function hashOf({ orgId, seq, head }: LogState, { payload }: LogEntry): string {
  return toBase64url(
    logEntryHash({ orgId: fromBase64url(orgId), seq: seq + 1, previous: fromBase64url(head), payload }),
  )
}

function genesis(statement: StatementOf<'genesis'>, entry: LogEntry, isTrusted: boolean): LogState {
  const { founder, at } = statement
  if (statement.seq !== 1 || !isSame(fromBase64url(statement.prev), chainStart) || statement.by !== founder.member) {
    refuse('forged', 'A genesis is the first entry, signed by the founder.')
  }
  if (founder.party.side !== 'in_house') refuse('wrong', 'A founder is in-house.', 'party')
  const orgId = orgIdOf(entry.payload)
  if (!isTrusted) requireSignature(orgId, 'genesis', entry, founder.keys.sign)
  const state: LogState = {
    orgId,
    organization: statement.organization,
    name: statement.name,
    seq: 0,
    head: toBase64url(chainStart),
    at,
    parties: new Map(),
    members: new Map(),
    invitations: new Map(),
    collections: new Map(),
    grants: new Map(),
    policies: { ...defaultPolicies },
    recovery: undefined,
    isPartial: false,
  }
  const hash = hashOf(state, entry)
  join(state, { ...founder, role: 'owner' }, hash)
  return advance(state, hash, at)
}

// --- Who signs ---------------------------------------------------------------------------------------------------------

function signerKey(state: LogState, statement: Statement): string {
  if (statement.type === 'recovery.takeover') {
    if (!state.recovery || state.recovery.id !== statement.by) refuse('unknown', 'There is no such recovery kit.')
    return state.recovery.keys.sign
  }
  return signer(state, statement).keys.sign
}

function signer(state: LogState, { by }: { by: string }): LogMember {
  return activeMember(state, by) ?? refuse('not-permitted', 'Only members state something here.')
}

function keyHolder(state: LogState, statement: { by: string }): LogMember {
  const member = signer(state, statement)
  if (!isKeyHolderRole(member.role)) refuse('not-permitted', 'This is for owners and admins.')
  return member
}

function owner(state: LogState, statement: { by: string }): LogMember {
  const member = signer(state, statement)
  if (member.role !== 'owner') refuse('not-permitted', 'This is for owners.')
  return member
}

function requireSignature(orgId: string, type: string, { payload, signature }: LogEntry, key: string): void {
  check(() =>
    checkStatement({ type, orgId: fromBase64url(orgId), payload }, fromBase64url(signature), fromBase64url(key)),
  )
}

function check(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (error instanceof IntegrityError) refuse('forged', 'The signature is not that of the one who is named.')
    throw error
  }
}

// --- What each statement does --------------------------------------------------------------------------------------------

type Rules = { [Type in Exclude<StatementType, 'genesis'>]: (s: LogState, it: StatementOf<Type>, hash: string) => void }

const rules: Rules & { genesis: () => never } = {
  genesis: () => refuse('moved-on', 'The log has its beginning.'),

  'invite.create'(state, it) {
    const actor = keyHolder(state, it)
    requireParty(state, it.party)
    requireFittingRole(actor, it.role, it.party.side)
    if (state.invitations.has(it.invitation)) refuse('taken', 'Make another id.', 'invitation')
    if (it.expiresAt <= it.at) refuse('wrong', 'Choose an end in the future.', 'expiresAt')
    const returning = it.rekeys === undefined ? undefined : manageable(state, actor, it.rekeys)
    if (returning && returning.email !== it.email) refuse('wrong', `${returning.name} has another address.`, 'email')
    if (!returning && [...state.members.values()].some(({ email, removed }) => !removed && email === it.email)) {
      refuse('taken', 'Somebody with this e-mail address is a member already.', 'email')
    }
    const { invitation: id, key, name, email, role, party, expiresAt, by, rekeys } = it
    addParty(state, party)
    state.invitations.set(id, { id, key, name, email, role, party, expiresAt, by, rekeys, state: 'open' })
  },

  'invite.cancel'(state, it) {
    const actor = keyHolder(state, it)
    const invitation = state.invitations.get(it.invitation) ?? refuse('unknown', 'There is no such invitation.')
    if (invitation.role === 'owner' && actor.role !== 'owner') {
      refuse('not-permitted', 'Only an owner decides about owners.')
    }
    if (invitation.state !== 'open') refuse('wrong', `This invitation is ${invitation.state} already.`)
    invitation.state = 'cancelled'
  },

  'member.add'(state, it, hash) {
    keyHolder(state, it)
    const { acceptance, invitation } = readAcceptance(state, it.acceptance)
    if (invitation.rekeys !== undefined) refuse('wrong', 'This invitation is for somebody who comes back.')
    if (state.members.has(acceptance.member)) refuse('taken', 'Make another id.', 'member')
    if (memberOfAccount(state, acceptance.account)) refuse('taken', `${acceptance.name} is a member already.`)
    join(state, { ...acceptance, party: invitation.party, role: invitation.role }, hash)
    invitation.state = 'used'
  },

  'member.rekey'(state, it, hash) {
    keyHolder(state, it)
    const { acceptance, invitation } = readAcceptance(state, it.acceptance)
    const member = activeMember(state, invitation.rekeys ?? '') ?? refuse('unknown', 'There is no such member.')
    if (acceptance.member !== member.id || acceptance.account !== member.account) {
      refuse('wrong', `This invitation is for ${member.name}.`)
    }
    if (acceptance.epoch <= member.epoch) refuse('wrong', 'New keys have a higher number.', 'epoch')
    takeKeys(member, acceptance)
    member.hash = hash
    invitation.state = 'used'
    noteEntitled(state)
  },

  'member.role'(state, it, hash) {
    const actor = keyHolder(state, it)
    const member = manageable(state, actor, it.member)
    requireParty(state, it.party)
    requireFittingRole(actor, it.role, it.party.side)
    if (actor.role !== 'owner' && it.party.side === 'in_house' && member.side !== 'in_house') {
      // Otherwise an admin could make a partner's person an editor, which only owners decide, by calling them in-house.
      refuse('not-permitted', 'Only an owner takes somebody into the house.')
    }
    if (member.role === 'owner' && it.role !== 'owner') requireAnotherOwner(state)
    const loses = isKeyHolderRole(member.role) && member.role !== it.role && it.role !== 'owner'
    // Whoever goes on being a key holder keeps the wraps of before, and with them the entry that permits those.
    if (!isKeyHolderRole(member.role) || !isKeyHolderRole(it.role)) member.hash = hash
    addParty(state, it.party)
    member.role = it.role
    member.party = it.party.id
    member.side = it.party.side
    if (loses) cancelInvitationsBy(state, member)
    const unfit = [...state.grants.values()].filter(
      (grant) => grant.member === member.id && (!isInForce(grant, it.at) || unfitGrant({ ...member, ...grant }, it.at)),
    )
    for (const { id } of unfit) state.grants.delete(id)
    noteEntitled(state)
  },

  'member.remove'(state, it) {
    const actor = keyHolder(state, it)
    const member = manageable(state, actor, it.member)
    if (member.role === 'owner') requireAnotherOwner(state)
    member.removed = true
    cancelInvitationsBy(state, member)
    for (const grant of [...state.grants.values()]) if (grant.member === member.id) state.grants.delete(grant.id)
  },

  'collection.create'(state, it, hash) {
    keyHolder(state, it)
    const ids = [...state.collections.values()].flatMap(({ id, custodyId }) => [id, custodyId])
    if (ids.includes(it.collection) || ids.includes(it.custody) || it.collection === it.custody) {
      refuse('taken', 'Make another id.', 'collection')
    }
    state.collections.set(it.collection, {
      id: it.collection,
      custodyId: it.custody,
      name: it.name,
      restricted: it.restricted,
      archived: false,
      leaseMinutes: defaultLeaseMinutes,
      hash,
      epoch: 0,
      keys: [],
      holders: new Set(),
    })
  },

  'collection.epoch'(state, it) {
    keyHolder(state, it)
    const collection = livingCollection(state, it.collection)
    if (it.epoch !== collection.epoch + 1) refuse('moved-on', 'The collection has another epoch by now.')
    const expected = [
      ...entitled(state, it.collection, it.at),
      { of: 'reveal' as const, to: collection.custodyId, toEpoch: it.epoch },
    ].map(keyOf)
    const listed = new Set(it.wraps.map(keyOf))
    if (
      listed.size !== it.wraps.length ||
      (listed.size !== expected.length && !state.isPartial) ||
      !expected.every((key) => listed.has(key))
    ) {
      refuse('wrong', 'An epoch is for everybody who is entitled, and nobody else.', 'wraps')
    }
    const used = collection.keys.flatMap(({ reveal, custody }) => [reveal.enc, custody.enc])
    if (used.includes(it.reveal.enc) || used.includes(it.custody.enc) || it.reveal.enc === it.custody.enc) {
      refuse('wrong', 'A new epoch has new keys.', 'reveal')
    }
    collection.epoch = it.epoch
    collection.keys.push({ reveal: it.reveal, custody: it.custody })
    collection.holders = new Set(it.wraps.filter(({ to }) => to !== collection.custodyId).map(keyOf))
  },

  'grant.set'(state, it, hash) {
    const actor = keyHolder(state, it)
    const member = activeMember(state, it.member) ?? refuse('wrong', 'There is no such member here.', 'member')
    const isHidden = 'collection' in it.on && state.isPartial && !state.collections.has(it.on.collection)
    if ('collection' in it.on && !isHidden) livingCollection(state, it.on.collection)
    requireFittingGrant(actor, { ...member, level: it.level, endsAt: it.endsAt }, it.at)
    if (state.grants.has(it.grant)) refuse('taken', 'Make another id.', 'grant')
    const collection = 'collection' in it.on ? it.on.collection : undefined
    const document = 'document' in it.on ? it.on.document : undefined
    let permits = hash
    for (const other of [...state.grants.values()]) {
      const isSame = other.member === it.member && other.collection === collection && other.document === document
      if (!isSame) continue
      state.grants.delete(other.id)
      // A renewed grant keeps the wraps of the one before: the key is the same, and so is what permits it.
      if (collection !== undefined && other.level >= reveal && it.level >= reveal) permits = other.hash
    }
    const { grant: id, level, endsAt, by } = it
    state.grants.set(id, { id, member: it.member, collection, document, level, endsAt, by, hash: permits })
    if (collection !== undefined && level >= reveal) noteEntitled(state, collection)
  },

  'grant.end'(state, it) {
    keyHolder(state, it)
    if (!state.grants.delete(it.grant)) refuse('unknown', 'This access has ended already.', 'grant')
  },

  'policy.set'(state, it) {
    if ('organization' in it.for) {
      owner(state, it)
      Object.assign(state.policies, defined(it.for.organization))
      return
    }
    keyHolder(state, it)
    const collection = livingCollection(state, it.for.collection)
    Object.assign(collection, defined(it.for.set))
    if (!collection.archived) return
    for (const grant of [...state.grants.values()])
      if (grant.collection === collection.id) state.grants.delete(grant.id)
  },

  'recovery.set'(state, it, hash) {
    owner(state, it)
    if (it.k < 2 || it.k > it.shares.length) refuse('wrong', 'Between two and all of the cards open the vault.', 'k')
    if (new Set(it.shares).size !== it.shares.length) refuse('wrong', 'No two cards are the same.', 'shares')
    const before = state.recovery
    if (it.epoch !== (before?.epoch ?? 0) + 1 || (before && before.id !== it.recovery)) {
      refuse('moved-on', 'There is another recovery kit by now.')
    }
    if (before && before.keys.enc === it.keys.enc) refuse('wrong', 'New cards have a new key.', 'keys')
    const { recovery: id, epoch, keys, k, shares } = it
    state.recovery = { id, epoch, keys, k, shares, hash }
    noteEntitled(state)
  },

  'recovery.takeover'(state, it, hash) {
    const { owner: taker, proof } = it
    requireParty(state, taker.party)
    if (taker.party.side !== 'in_house') refuse('wrong', 'An owner is in-house.', 'party')
    const member = memberOfAccount(state, taker.account)
    if (member ? member.id !== taker.member : state.members.has(taker.member)) {
      refuse('taken', member ? `${member.name} is a member already.` : 'Make another id.', 'owner')
    }
    if (member && !goesOnWith(member, taker)) refuse('wrong', 'These are not the keys of this member.', 'owner')
    const claim = newcomerClaim(taker)
    check(() =>
      checkStatement(
        { type: 'newcomer', orgId: fromBase64url(state.orgId), payload: claim },
        fromBase64url(proof),
        fromBase64url(taker.keys.sign),
      ),
    )
    if (!member) return join(state, { ...taker, role: 'owner' }, hash)
    addParty(state, taker.party)
    if (taker.epoch > member.epoch) takeKeys(member, taker)
    Object.assign(member, { role: 'owner', party: taker.party.id, side: taker.party.side, hash })
    noteEntitled(state)
  },
}

/** The same keys, or newer ones. */
const goesOnWith = (member: LogMember, { epoch, keys }: { epoch: number; keys: Keys }): boolean =>
  epoch > member.epoch || (epoch === member.epoch && keys.enc === member.keys.enc && keys.sign === member.keys.sign)

function takeKeys(member: LogMember, { epoch, keys }: { epoch: number; keys: Keys }): void {
  member.formerKeys.set(member.epoch, member.keys)
  member.epoch = epoch
  member.keys = keys
}

/** What somebody who takes over signs with their own new identity. */
export const newcomerClaim = ({ member, account, keys }: { member: string; account: string; keys: Keys }): string =>
  JSON.stringify({ v: 1, type: 'newcomer', member, account, enc: keys.enc, sign: keys.sign })

/**
 * The acceptance of an open invitation, by the person whom it names.
 * @throws Refused unless both signatures are there: of the link, and of the identity that joins.
 */
export function readAcceptance(state: LogState, { payload, byLink, byPerson }: SignedAcceptance) {
  const acceptance = read(Acceptance, payload)
  const invitation = state.invitations.get(acceptance.invitation) ?? refuse('unknown', 'There is no such invitation.')
  if (invitation.state !== 'open') refuse('wrong', `This invitation is ${invitation.state} already.`)
  if (acceptance.at > invitation.expiresAt) refuse('wrong', 'This invitation has expired.')
  if (acceptance.email !== invitation.email) refuse('wrong', `This invitation is for ${invitation.email}.`, 'email')
  if (acceptance.name !== invitation.name) refuse('wrong', `This invitation is for ${invitation.name}.`, 'name')
  for (const [signature, key] of [
    [byLink, invitation.key],
    [byPerson, acceptance.keys.sign],
  ] as const) {
    requireSignature(state.orgId, 'acceptance', { payload, signature }, key)
  }
  return { acceptance, invitation }
}

interface Joiner {
  member: string
  account: string
  name: string
  email: string
  epoch: number
  keys: Keys
  role: Role
  party: Party
}

function join(state: LogState, { member: id, account, name, email, epoch, keys, role, party }: Joiner, hash: string) {
  requireParty(state, party)
  addParty(state, party)
  const { id: partyId, side } = party
  const whole = { id, account, name, email, role, party: partyId, side, epoch, keys, hash }
  state.members.set(id, { ...whole, formerKeys: new Map(), removed: false })
  noteEntitled(state)
}

/** Whoever is entitled now may hold a seed from now on. @param only where no other collection is concerned. */
function noteEntitled(state: LogState, only?: string): void {
  for (const collection of state.collections.values()) {
    if (collection.epoch === 0 || (only !== undefined && collection.id !== only)) continue
    for (const recipient of entitled(state, collection.id, state.at)) collection.holders.add(keyOf(recipient))
  }
}

function requireParty(state: LogState, { id, side }: Party): void {
  const known = state.parties.get(id)
  if (known && known.side !== side) refuse('wrong', `${known.name} is another kind of party.`, 'party')
  if (known || side !== 'in_house') return
  if ([...state.parties.values()].some((party) => party.side === 'in_house')) {
    refuse('wrong', 'An organization has one in-house party.', 'party')
  }
}

function addParty(state: LogState, party: Party): void {
  state.parties.set(party.id, party)
}

/** The member as far as the actor may manage people: admins all but owners. */
function manageable(state: LogState, actor: LogMember, id: string): LogMember {
  const member = activeMember(state, id) ?? refuse('unknown', 'There is no such member here.', 'member')
  if (member.role === 'owner' && actor.role !== 'owner') {
    refuse('not-permitted', `${member.name} is an owner: only an owner changes that.`)
  }
  return member
}

function requireAnotherOwner(state: LogState): void {
  const owners = [...state.members.values()].filter(({ role, removed }) => role === 'owner' && !removed)
  if (owners.length <= 1) refuse('last-owner', 'Name another owner first.')
}

/** Whoever loses the right to invite takes back what is still open: a link must not outlive it. */
function cancelInvitationsBy(state: LogState, { id }: LogMember): void {
  for (const invitation of state.invitations.values()) {
    if (invitation.by === id && invitation.state === 'open') invitation.state = 'cancelled'
  }
}

function livingCollection(state: LogState, id: string): LogCollection {
  const found = state.collections.get(id) ?? refuse('unknown', 'There is no such collection here.', 'collection')
  if (found.archived) refuse('wrong', 'This collection is archived.', 'collection')
  return found
}

const defined = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Value>

function read<Value>(
  schema: { safeParse(value: unknown): { success: true; data: Value } | { success: false } },
  text: string,
): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    refuse('forged', 'This is not a statement.')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) refuse('forged', 'This is not a statement.')
  return parsed.data
}

export { Refused }
