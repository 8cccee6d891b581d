import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { bytes, CollectionId, GrantId, Instant, InvitationId, line, Slug } from './values.ts'

/**
 * The organization's signed log over HTTP (CRYPTO.md §5). Everything that decides who may do what is a statement in it:
 * members, roles, invitations, collections, grants, policies, recovery. What statements look like: `log/statements.ts`.
 */

const inOrganization = { slug: Slug }
export const wrapBytes = 272
/** ENV over a seed of 32 bytes. */
const sealedSeedBytes = 124

/** An entry as it was signed, or, where the caller may not read it, its hash: the chain holds all the same. */
export const ReadEntry = z.union([
  z.object({ payload: z.string(), signature: z.string() }),
  z.object({ hash: z.string() }),
])
export type ReadEntry = z.infer<typeof ReadEntry>

export const NewEntry = z.strictObject({ payload: z.string().min(1).max(800_000), signature: bytes(64) })

/** A seed of a collection on its way to one recipient: WRAP type 1. */
export const SeedWrap = z.strictObject({
  collection: CollectionId,
  epoch: z.int().min(1),
  of: z.enum(['reveal', 'custody']),
  /** An account, the custody of the collection, or the recovery kit. */
  to: z.uuid(),
  toEpoch: z.int().min(1),
  wrap: bytes(wrapBytes),
})
export type SeedWrap = z.infer<typeof SeedWrap>

/** What the hashed name of a collection stands for, for those who may see it. */
export const CollectionName = z.strictObject({
  collection: CollectionId,
  name: line(80),
  salt: bytes(16),
  description: line(300, 0).default(''),
})

/** How an organization begins: signed by its founder, with the first collection and its keys. */
export const LogBeginning = z.strictObject({
  genesis: NewEntry,
  /** A `collection.create` and its first `collection.epoch`, most of all: the first runbook needs a place. */
  entries: z.array(NewEntry).max(20).default([]),
  wraps: z.array(SeedWrap).max(100).default([]),
  names: z.array(CollectionName).max(10).default([]),
})

export const readLog = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/log',
  summary: 'The signed log of the organization, as far as the caller may read it',
  input: z.strictObject({ ...inOrganization, after: z.coerce.number().int().min(0).default(0) }),
  output: z.object({
    /** What the organization is called wherever it is hashed or signed. */
    orgId: z.string(),
    items: z.array(ReadEntry),
    /** Whether there is more after these. */
    more: z.boolean(),
  }),
})

/**
 * Adds signed statements, all of them or none, with the keys that belong to them. The order of the log is the server's
 * to keep and not to change: an entry made for another place is refused with `changed-meanwhile`, and the client reads
 * on and signs again. Wrong input is named by `/entries/0/…` and the statement's own field.
 */
export const appendToLog = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/log',
  summary: 'State something: people, roles, collections, grants, policies, recovery',
  input: z.strictObject({
    ...inOrganization,
    entries: z.array(NewEntry).min(1).max(100),
    wraps: z.array(SeedWrap).max(5_000).default([]),
    /** Of each `collection.epoch` but the first: the seeds before, sealed under the new ones. */
    epochs: z
      .array(
        z.strictObject({
          collection: CollectionId,
          epoch: z.int().min(1),
          previousReveal: bytes(sealedSeedBytes).optional(),
          previousCustody: bytes(sealedSeedBytes).optional(),
        }),
      )
      .max(100)
      .default([]),
    /** With every new collection and every new name. */
    names: z.array(CollectionName).max(100).default([]),
  }),
  output: z.object({ seq: z.int() }),
  maxBodyBytes: 4_000_000,
})

/** The wraps of one collection that open something for the caller. */
export const CollectionKeys = z.object({
  collection: CollectionId,
  epoch: z.int(),
  /** To the caller: of custody for key holders, of the reveal key for holders of a grant. */
  wraps: z.array(
    z.object({
      of: z.enum(['reveal', 'custody']),
      toEpoch: z.int(),
      granter: z.string(),
      granterEpoch: z.int(),
      wrap: z.string(),
    }),
  ),
  /** The reveal key to custody, for key holders. */
  revealToCustody: z.object({ granter: z.string(), granterEpoch: z.int(), wrap: z.string() }).optional(),
  /** Of every epoch but the first: the seed before it, sealed under it. */
  previous: z.array(z.object({ epoch: z.int(), previousReveal: z.string(), previousCustody: z.string().optional() })),
})
export type CollectionKeys = z.infer<typeof CollectionKeys>

export const myKeys = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/keys',
  summary: 'The wrapped seeds of the collections that the caller opens',
  input: z.strictObject({ ...inOrganization, collection: CollectionId.optional() }),
  output: z.object({ items: z.array(CollectionKeys) }),
})

/** Somebody who used an invitation and waits for a key holder’s signature. */
export const WaitingAdmission = z.object({
  invitation: InvitationId,
  /** The signed acceptance, to be checked against the log and put into `member.add` or `member.rekey`. */
  acceptance: z.object({ payload: z.string(), byLink: z.string(), byPerson: z.string() }),
  since: Instant,
})

/** What unlocked key holders do in the background: let people in, renew epochs, make the wraps that are missing. */
export const keyWork = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/key-work',
  summary: 'What waits for the keys of an owner or admin',
  input: z.strictObject(inOrganization),
  output: z.object({
    admissions: z.array(WaitingAdmission),
    /** Grants that lapsed because nobody kept them in an access review: to be ended in the log. */
    lapsed: z.array(GrantId),
    /**
     * Collections with keys in which somebody lacks what the log entitles them to, and the wraps that exist there, as
     * `keyOf` of log/state.ts. Where nothing is lacking a collection is not named.
     */
    collections: z.array(z.object({ collection: CollectionId, epoch: z.int(), has: z.array(z.string()) })),
  }),
})

export const addWraps = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/wraps',
  summary: 'Hand over wraps that were missing',
  input: z.strictObject({ ...inOrganization, wraps: z.array(SeedWrap).min(1).max(5_000) }),
  output: z.object({}),
  maxBodyBytes: 4_000_000,
})

/** Asks the key holders once more to let the caller in; at most once in a while. */
export const remindOfAdmission = endpoint({
  method: 'POST',
  path: '/api/v1/admission-reminders',
  summary: 'Ask again to be let in',
  input: z.strictObject({ invitation: InvitationId }),
  output: z.object({}),
})

/** The caller's own list of organizations and log heads, sealed under the account's key: what a device may rely on. */
export const saveHome = endpoint({
  method: 'PUT',
  path: '/api/v1/account/home',
  summary: 'Keep the sealed list of my organizations',
  input: z.strictObject({
    /** One more than the one it replaces. */
    counter: z.int().min(1),
    sealed: z
      .string()
      .min(1)
      .max(200_000)
      .regex(/^[A-Za-z0-9_-]+$/),
  }),
  output: z.object({}),
  maxBodyBytes: 300_000,
})
