import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint.ts'
import type {
  AccountId,
  Day,
  Instant,
  MemberId,
  OrganizationId,
  PartyId,
  Reference,
  Role,
  SessionId,
  Side,
  Slug,
} from '#contract/values.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/database.ts'
import type { Reached } from './guard.ts'

/** The person who asks, in the organization of the address. */
export interface Actor {
  id: MemberId
  accountId: AccountId
  organizationId: OrganizationId
  slug: Slug
  organization: string
  /** `H("org", genesis)`, base64url. */
  orgId: string
  /** With which the person signs what they state here, base64url; empty before they have keys. */
  signPublicKey: string
  timeZone: string
  role: Role
  name: string
  partyId: PartyId
  side: Side
  /** Is a key holder where those need a second factor, and has none. */
  lacksSecondFactor: boolean
}

/** What is known of a signed-in account before any organization is. */
export interface SignedIn {
  id: SessionId
  accountId: AccountId
  tokenHash: string
  authenticatedAt: Instant
}

/** Where a request came from; what an audit event says of it. */
export interface Origin {
  requestId: string
  address: string
  agent: string
}

/** Keys of the server itself, each from a file beside the database; 32 bytes. They open nothing of anybody's vault. */
export interface ServerKeys {
  /** Seals the secrets of second factors. */
  readonly secondFactor: Uint8Array
}

/** One person, one wish, one instant for the whole request. Rules take it from a route, a nightly job or a test alike. */
export interface PublicCall<Input = unknown> {
  db: Db
  now: Instant
  input: Input
  origin: Origin
  /** Origins under which this installation is reached: sign-in is bound to them. */
  origins: readonly string[]
  config: Config
  serverKeys: ServerKeys
  cookies: Cookies
  session: SignedIn | undefined
}
export interface AccountCall<Input = unknown> extends PublicCall<Input> {
  session: SignedIn
}
export interface MemberCall<Input = unknown> extends AccountCall<Input> {
  actor: Actor
  /** Today in the organization's zone. */
  today: Day
}
export interface DocumentCall<Input = unknown> extends MemberCall<Input> {
  /** What the guard let through: the document that the input names, and how far the caller reaches. */
  document: Reached & { reference: Reference }
}

export type PublicCallOf<E extends Endpoint> = PublicCall<z.output<E['input']>>
export type AccountCallOf<E extends Endpoint> = AccountCall<z.output<E['input']>>
export type CallOf<E extends Endpoint> = MemberCall<z.output<E['input']>>
export type DocumentCallOf<E extends Endpoint> = DocumentCall<z.output<E['input']>>

/** What a rule may ask of the answer: start, end or recognise a session. Takes effect only if the rule succeeds. */
export interface Cookies {
  /** The device token that the browser sent, if any. */
  readonly device: string | undefined
  startSession(token: string, seconds: number): void
  rememberDevice(token: string): void
  endSession(): void
}
