import * as z from 'zod/mini'

/**
 * What can be stated in an organization's log (CRYPTO.md §5), as it stands in the signed bytes. `zod/mini`, because the
 * browser's vault reads the same statements and has no room for the whole of zod. Byte strings are base64url.
 */

// The page runs without eval: there schemas are walked. Node compiles them.
if (!('process' in globalThis)) z.config({ jitless: true })

const id = () => z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
/** 32 bytes: a public key or a hash. */
const b32 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/))
const signature = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{85}[AQgw]$/))
const instant = () => z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const line = (most: number) => z.string().check(z.minLength(1), z.maxLength(most), z.regex(/^[^\u0000-\u001f\u007f]+$/))
const count = (most: number) => z.int().check(z.minimum(1), z.maximum(most))

const Role = z.enum(['owner', 'admin', 'editor', 'reader', 'auditor', 'technician'])
export const Party = z.strictObject({ id: id(), name: line(120), side: z.enum(['in_house', 'partner', 'outside']) })
export type Party = z.infer<typeof Party>

/** Public halves of an identity: `enc` X25519, `sign` Ed25519. */
const Keys = z.strictObject({ enc: b32(), sign: b32() })
export type Keys = z.infer<typeof Keys>

/** Somebody who joins: what screens show of them, and what is sealed to. */
const Newcomer = {
  account: id(),
  name: line(120),
  email: line(254),
  /** Of the identity; grows when a person gets a new one. */
  epoch: count(1_000_000),
  keys: Keys,
}

const head = <Type extends string>(type: Type) => ({
  v: z.literal(1),
  type: z.literal(type),
  seq: count(100_000_000),
  /** Hash of the entry before; 32 zero bytes in front of the first. */
  prev: b32(),
  at: instant(),
  /** The member who signs; of `recovery.takeover` the recovery. */
  by: id(),
})

const Genesis = z.strictObject({
  ...head('genesis'),
  organization: id(),
  name: line(120),
  nonce: b32(),
  founder: z.strictObject({ member: id(), ...Newcomer, party: Party }),
})

const InviteCreate = z.strictObject({
  ...head('invite.create'),
  invitation: id(),
  /** Ed25519 of the seed that is in the link. */
  key: b32(),
  name: line(120),
  email: line(254),
  role: Role,
  party: Party,
  expiresAt: instant(),
  /** A member who lost their keys and comes back with new ones. */
  rekeys: z.optional(id()),
})
const InviteCancel = z.strictObject({ ...head('invite.cancel'), invitation: id() })

/** What the joiner signs twice: with the key of the link, and with the identity that joins. */
export const Acceptance = z.strictObject({
  v: z.literal(1),
  type: z.literal('acceptance'),
  invitation: id(),
  member: id(),
  ...Newcomer,
  at: instant(),
})
export type Acceptance = z.infer<typeof Acceptance>
export const SignedAcceptance = z.strictObject({
  payload: z.string().check(z.maxLength(2_000)),
  byLink: signature(),
  byPerson: signature(),
})
export type SignedAcceptance = z.infer<typeof SignedAcceptance>

const MemberAdd = z.strictObject({ ...head('member.add'), acceptance: SignedAcceptance })
const MemberRekey = z.strictObject({ ...head('member.rekey'), acceptance: SignedAcceptance })
const MemberRole = z.strictObject({ ...head('member.role'), member: id(), role: Role, party: Party })
const MemberRemove = z.strictObject({ ...head('member.remove'), member: id() })

const CollectionCreate = z.strictObject({
  ...head('collection.create'),
  collection: id(),
  /** The custody key of a collection is a principal of its own. */
  custody: id(),
  /** `nameHash` of names.ts: the log is read by people who may not see every collection. */
  name: b32(),
  restricted: z.boolean(),
})

/** One key on its way: which seed, to whom. `to` is an account, the collection's custody, or the recovery. */
export const WrapNote = z.strictObject({
  of: z.enum(['reveal', 'custody']),
  to: id(),
  toEpoch: count(1_000_000),
  hash: b32(),
})
export type WrapNote = z.infer<typeof WrapNote>
const CollectionEpoch = z.strictObject({
  ...head('collection.epoch'),
  collection: id(),
  epoch: count(1_000_000),
  reveal: Keys,
  custody: Keys,
  /** Exactly those who are entitled: the log leaves no choice. */
  wraps: z.array(WrapNote).check(z.maxLength(5_000)),
})

const Target = z.union([z.strictObject({ collection: id() }), z.strictObject({ document: id() })])
const GrantSet = z.strictObject({
  ...head('grant.set'),
  grant: id(),
  member: id(),
  on: Target,
  /** 1 view, 2 reveal, 3 edit, 4 manage. */
  level: count(4),
  endsAt: z.optional(instant()),
})
const GrantEnd = z.strictObject({ ...head('grant.end'), grant: id() })

export const OrganizationPolicies = z.strictObject({
  /** Key holders sign in with a second factor. */
  secondFactor: z.boolean(),
  /** One person may ask and approve; every owner is told each time. */
  singleAdmin: z.boolean(),
  /** Remind of a drill of the recovery kit after so many days. */
  drillDays: count(730),
})
export type OrganizationPolicies = z.infer<typeof OrganizationPolicies>
export const CollectionPolicies = z.strictObject({
  name: z.optional(b32()),
  restricted: z.optional(z.boolean()),
  /** Put away, with every grant on it. */
  archived: z.optional(z.literal(true)),
  /** The longest lease on its credentials, in minutes: at most 31 days. */
  leaseMinutes: z.optional(count(44_640)),
})
const PolicySet = z.strictObject({
  ...head('policy.set'),
  for: z.union([
    z.strictObject({ organization: z.partial(OrganizationPolicies) }),
    z.strictObject({ collection: id(), set: CollectionPolicies }),
  ]),
})

const RecoverySet = z.strictObject({
  ...head('recovery.set'),
  /** The kit is a principal: its cards rebuild a seed. */
  recovery: id(),
  epoch: count(1_000_000),
  keys: Keys,
  /** So many cards of … */
  k: count(10),
  /** … so many, each with its commitment, in order. */
  shares: z.array(b32()).check(z.minLength(2), z.maxLength(10)),
})
/** Signed with the kit's key. The person takes over as owner, beside who is there. */
const RecoveryTakeover = z.strictObject({
  ...head('recovery.takeover'),
  recovery: id(),
  owner: z.strictObject({ member: id(), ...Newcomer, party: Party }),
  /** By the new owner's identity, over `T("rk1/sig/newcomer", orgId, member id, enc, sign)`. */
  proof: signature(),
})

export const Statement = z.discriminatedUnion('type', [
  Genesis,
  InviteCreate,
  InviteCancel,
  MemberAdd,
  MemberRekey,
  MemberRole,
  MemberRemove,
  CollectionCreate,
  CollectionEpoch,
  GrantSet,
  GrantEnd,
  PolicySet,
  RecoverySet,
  RecoveryTakeover,
])
export type Statement = z.infer<typeof Statement>
export type StatementType = Statement['type']
export type StatementOf<Type extends StatementType> = Extract<Statement, { type: Type }>
/** A statement before it has its place in the log. */
export type Draft<Type extends StatementType = StatementType> = Type extends StatementType
  ? Omit<StatementOf<Type>, 'v' | 'seq' | 'prev' | 'at' | 'by'>
  : never

/** An entry as it is stored and sent: exact bytes as text, and the signature over them. */
export const LogEntry = z.strictObject({ payload: z.string().check(z.maxLength(800_000)), signature: signature() })
export type LogEntry = z.infer<typeof LogEntry>
/** What a reader may not see of the log: its place in the chain and nothing else. */
export type HiddenEntry = { hash: string }
export type ReadEntry = LogEntry | HiddenEntry

/** The longest payload of one entry, in characters. */
export const maximumPayload = 800_000
