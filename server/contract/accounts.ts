import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { LogBeginning, ReadEntry } from './log.ts'
import {
  AccountId,
  bytes,
  Done,
  Email,
  Instant,
  InvitationId,
  line,
  MemberId,
  OrganizationId,
  Role,
  Side,
  Slug,
  TimeZone,
} from './values.ts'

/** An ENV adds 92 bytes to a key of 32 (CRYPTO.md §4). */
const sealedKeyBytes = 124

/** What a new account hands to the server: nothing here opens anything (CRYPTO.md §3). */
export const AccountKeys = z.strictObject({
  salt: bytes(16),
  /** Number of an Argon2id profile of CRYPTO.md §3; the floor is 1. */
  profile: z.int().min(1).max(3),
  loginPublicKey: bytes(32),
  encPublicKey: bytes(32),
  signPublicKey: bytes(32),
  /** ENV of the account key-encryption key under the passphrase's key. */
  sealedUak: bytes(sealedKeyBytes),
  /** ENV of the identity seed under the account key-encryption key. */
  sealedSeed: bytes(sealedKeyBytes),
})
export type AccountKeys = z.infer<typeof AccountKeys>

export const NewAccount = z.strictObject({
  id: AccountId,
  email: Email,
  name: line(120),
  keys: AccountKeys,
})
export type NewAccount = z.infer<typeof NewAccount>

/** An organization as the account's own switcher shows it. */
export const Membership = z.object({
  memberId: MemberId,
  organizationId: OrganizationId,
  /** What the organization is called wherever it is hashed or signed: the hash of its log's genesis. */
  orgId: z.string(),
  slug: Slug,
  organization: z.string(),
  timeZone: z.string(),
  /** Today in the organization's time zone. */
  today: z.string(),
  role: Role,
  side: Side,
  party: z.string(),
  /** Whether searches without a result may be kept with their text. */
  keepsSearchTexts: z.boolean(),
  /** The organization asks its key holders for a second factor and this one has none: until then they read only. */
  secondFactorNeeded: z.boolean(),
})
export type Membership = z.infer<typeof Membership>

export const Waiting = z.object({
  invitation: InvitationId,
  organization: z.string(),
  orgId: z.string(),
  /** Who invited: the one to ask first. */
  invitedBy: z.string(),
  since: Instant,
  /** When the key holders were last asked again. */
  remindedAt: Instant.optional(),
  /** Whether somebody comes back with new keys, who is a member already. */
  returns: z.boolean(),
})
export type Waiting = z.infer<typeof Waiting>

/** Who is signed in, and the sealed keys that only that person's passphrase opens. */
export const Session = z.object({
  account: z.object({ id: AccountId, email: z.string(), name: z.string() }),
  salt: z.string(),
  profile: z.int(),
  /** Tells this device, when it unlocks, a mistyped passphrase from sealed keys that were tampered with. */
  loginPublicKey: z.string(),
  sealedUak: z.string(),
  sealedSeed: z.string(),
  memberships: z.array(Membership),
  /** Where this account has used an invitation, and a key holder has yet to sign it in. */
  waiting: z.array(Waiting),
  /** The account's own list of organizations and log heads, as `saveHome` left it. */
  home: z.object({ counter: z.int(), sealed: z.string() }).optional(),
  /** After this moment the session ends, whatever is done. */
  endsAt: Instant,
})
export type Session = z.infer<typeof Session>

/** Parameters for the passphrase and a challenge to sign. An unknown address gets a steady fake. */
export const startSignIn = endpoint({
  method: 'POST',
  path: '/api/v1/sign-ins',
  summary: 'Begin to sign in: salt, profile and a challenge for an e-mail address',
  input: z.strictObject({ email: Email }),
  output: z.object({ accountId: AccountId, salt: z.string(), profile: z.int(), challenge: z.string() }),
})

/** The passphrase was right, and a code is still to come (`enterSecondFactor`). No session and no keys before that. */
export const SecondFactorAsked = z.object({
  secondFactor: z.literal('needed'),
  /** Proof, for some minutes, that the passphrase was right: worth nothing without the code. */
  ticket: z.string(),
  expiresAt: Instant,
})
export type SecondFactorAsked = z.infer<typeof SecondFactorAsked>

/**
 * `signature` over T("rk1/sig/login", origin, challenge, accountId, ts) with the login key; sets the session's cookie,
 * unless the account has a second factor.
 */
export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/sessions',
  summary: 'Sign in with a signed challenge',
  input: z.strictObject({
    accountId: AccountId,
    challenge: bytes(32),
    ts: Instant,
    origin: z.url().max(300),
    signature: bytes(64),
  }),
  output: z.union([Session, SecondFactorAsked]),
})

export const mySession = endpoint({
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Who is signed in, and in which organizations',
  input: z.strictObject({}),
  output: Session,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'End this session',
  input: z.strictObject({}),
  output: Done,
})

/** `proof` is made with the login key in force, over the new material: knowing the session alone changes nothing. */
export const changePassphrase = endpoint({
  method: 'PUT',
  path: '/api/v1/account/passphrase',
  summary: 'Change the passphrase; all other sessions end',
  input: z.strictObject({
    salt: bytes(16),
    profile: z.int().min(1).max(3),
    loginPublicKey: bytes(32),
    sealedUak: bytes(sealedKeyBytes),
    ts: Instant,
    proof: bytes(64),
  }),
  output: Done,
})

// --- The first owner -----------------------------------------------------------------------------------------------

/** The genesis names the same id and name; the party of its founder goes by the organization's name. */
export const NewOrganization = z.strictObject({
  id: OrganizationId,
  name: line(120),
  slug: Slug,
  timeZone: TimeZone,
  log: LogBeginning,
})

export const setupState = endpoint({
  method: 'GET',
  path: '/api/v1/setup',
  summary: 'Whether this installation still waits for its first owner',
  input: z.strictObject({}),
  output: z.object({ needed: z.boolean(), codeNeeded: z.boolean() }),
})

export const setUp = endpoint({
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Make the first account and organization; gone as soon as one account exists',
  input: z.strictObject({
    account: NewAccount,
    organization: NewOrganization,
    /** The one-time code from the server's log; needed off loopback. */
    code: z.string().max(40).optional(),
  }),
  output: Session,
})

// --- Invitations, from the invited person's side ---------------------------------------------------------------------

/**
 * The link is `/join#<orgId>.<inviteSeed>`, both base64url. The seed stays in the browser: the server is shown its public
 * key to find the invitation, and what is signed with it to accept.
 */
export const lookUpInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/invitation-lookups',
  summary: 'What an invitation link leads to',
  input: z.strictObject({ orgId: bytes(32), key: bytes(32) }),
  output: z.object({
    id: InvitationId,
    organization: z.string(),
    slug: Slug,
    email: z.string(),
    name: z.string(),
    role: Role,
    party: z.string(),
    invitedBy: z.string(),
    expiresAt: Instant,
    /** For a member who lost their keys and comes back with new ones: who that is, and the number of the next keys. */
    returning: z.object({ memberId: MemberId, accountId: AccountId, epoch: z.int() }).optional(),
    /** The log as far as a joiner may read it: the beginning, key holders, and this invitation. */
    log: z.array(ReadEntry),
  }),
})

/** As `log/statements.ts` has it: signed with the key of the link and with the identity that joins. */
const Acceptance = z.strictObject({ payload: z.string().min(1).max(2_000), byLink: bytes(64), byPerson: bytes(64) })

/**
 * With `account`: makes the account and signs in. Without: the signed-in account joins. Either way the person is a member
 * only once a key holder has signed `member.add`: until then `waiting` of the session says so. Somebody who comes back
 * sends `account` with the id of theirs and new keys.
 */
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/invitation-acceptances',
  summary: 'Use an invitation to an organization',
  input: z.strictObject({
    orgId: bytes(32),
    invitation: InvitationId,
    acceptance: Acceptance,
    account: NewAccount.optional(),
  }),
  output: z.union([Session, SecondFactorAsked]),
})
