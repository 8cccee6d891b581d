import { z } from 'zod'
import { NewAccount, SecondFactorAsked, Session } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import { NewEntry, ReadEntry, SeedWrap } from './log.ts'
import {
  bytes,
  CollectionId,
  Day,
  Done,
  Instant,
  line,
  MemberId,
  OrganizationId,
  PartyId,
  Side,
  Slug,
} from './values.ts'

/**
 * The recovery kit (CRYPTO.md §6): cards, k of n, that open everything when nobody else can. The kit itself is set in the
 * organization's log; here is what stands around it: how it is doing, the drill, and the way in with cards.
 */

const inOrganization = { slug: Slug }

export const CardHolder = z.object({
  card: z.int(),
  holder: z.string(),
  /** For whom the holder works; absent for a place, such as a safe. */
  party: z.object({ id: PartyId, name: z.string(), side: Side }).optional(),
  notedAt: Instant,
  notedBy: z.string(),
})
export type CardHolder = z.infer<typeof CardHolder>

export const RecoveryKit = z.object({
  /** Which kit this is, from 1. */
  epoch: z.int(),
  k: z.int(),
  n: z.int(),
  madeAt: Instant,
  madeBy: z.string(),
  /** When and by whom enough cards of this kit last opened everything. */
  drilledAt: Instant.optional(),
  drilledBy: z.string().optional(),
  /** When the next drill is due, in the organization's zone; a kit that was never drilled is due at once. */
  dueOn: Day.optional(),
  /** Who holds which card, as far as an owner has noted it: names, and nothing that opens anything. */
  cards: z.array(CardHolder).optional(),
})

export const RecoveryState = z.object({
  /** What key holders are reminded of until it is well: one alone, no kit, cards that nobody has tried or that were used. */
  kit: RecoveryKit.optional(),
  /** Owners and admins. Absent, like the kit, for those who are neither. */
  keyHolders: z.int().optional(),
  drillDays: z.int().optional(),
  /** Of the last 30 days: everybody sees these. */
  takeovers: z.array(
    z.object({
      at: Instant,
      memberId: MemberId,
      name: z.string(),
      /** Whether new cards were made since. */
      isSettled: z.boolean(),
    }),
  ),
})
export type RecoveryState = z.infer<typeof RecoveryState>

export const recoveryState = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/recovery',
  summary: 'How the recovery kit is doing, and who has taken over with it',
  input: z.strictObject(inOrganization),
  output: RecoveryState,
})

/** All that is known of the cards of the kit in force, anew: a card that is not named is nobody's that anybody knows of. */
export const noteCardHolders = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/recovery/card-holders',
  summary: 'Note who holds which recovery card',
  input: z.strictObject({
    ...inOrganization,
    epoch: z.int().min(1),
    cards: z
      .array(z.strictObject({ card: z.int().min(1).max(10), holder: line(120), partyId: PartyId.optional() }))
      .max(10),
  }),
  output: Done,
})

/** A seed of a collection on its way to the kit: opens with k cards and with nothing else. */
export const RecoveryWrap = z.object({
  collection: CollectionId,
  epoch: z.int(),
  toEpoch: z.int(),
  granter: z.string(),
  granterEpoch: z.int(),
  wrap: z.string(),
})
export type RecoveryWrap = z.infer<typeof RecoveryWrap>

export const recoveryWraps = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/recovery/wraps',
  summary: 'What the recovery kit opens, sealed to it: for a drill',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(RecoveryWrap) }),
})

/** Signed with the key of the kit, as type `drill`: nobody records a drill without the cards. */
export const Drill = z.strictObject({
  v: z.literal(1),
  type: z.literal('drill'),
  recovery: z.uuid(),
  epoch: z.int().min(1),
  member: MemberId,
  /** Which cards were used. */
  cards: z.array(z.int().min(1).max(10)).min(2).max(10),
  /** How many collections they opened: all that there are. */
  collections: z.int().min(0),
  at: Instant,
})

const signedByKit = { payload: z.string().min(1).max(1_000), signature: bytes(64) }

export const recordDrill = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/recovery/drills',
  summary: 'Record that enough cards have opened everything',
  input: z.strictObject({ ...inOrganization, ...signedByKit }),
  output: Done,
})

/**
 * Signed with the key of the kit, as type `recovery`, over the organization's row id: who comes with cards has no log
 * yet. Bound to the place and to five minutes; what it is answered with opens with the cards alone.
 */
export const RecoveryProof = z.strictObject({
  v: z.literal(1),
  type: z.literal('recovery'),
  organization: OrganizationId,
  epoch: z.int().min(1),
  origin: z.url().max(300),
  at: Instant,
})

export const openRecovery = endpoint({
  method: 'POST',
  path: '/api/v1/recovery-openings',
  summary: 'Prove that enough recovery cards are at hand, and see what they open',
  input: z.strictObject(signedByKit),
  output: z.object({
    slug: Slug,
    /** From its beginning, nothing hidden. */
    log: z.array(ReadEntry),
    wraps: z.array(RecoveryWrap),
  }),
})

/**
 * Makes somebody an owner. With `account`: makes that account and signs in; where it is the account of a member of this
 * organization alone, its keys are replaced. Without: the account that is signed in takes over.
 */
export const takeOver = endpoint({
  method: 'POST',
  path: '/api/v1/recovery-takeovers',
  summary: 'Become an owner of an organization with enough of its recovery cards',
  input: z.strictObject({
    organization: OrganizationId,
    /** A `recovery.takeover`, signed with the key of the kit. */
    entry: NewEntry,
    /** The seeds of the collections, to the new owner. */
    wraps: z.array(SeedWrap).max(5_000),
    account: NewAccount.optional(),
  }),
  output: z.union([Session, SecondFactorAsked]),
  maxBodyBytes: 4_000_000,
})
