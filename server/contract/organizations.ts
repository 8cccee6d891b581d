import { z } from 'zod'
import { Membership, NewOrganization } from './accounts.ts'
import { endpoint } from './endpoint.ts'
import {
  CollectionId,
  Done,
  GrantId,
  Instant,
  InvitationId,
  Level,
  line,
  MemberId,
  Person,
  PartyId,
  Reference,
  Role,
  Side,
  Slug,
  TimeZone,
} from './values.ts'

const inOrganization = { slug: Slug }

// --- Organizations ---------------------------------------------------------------------------------------------------

export const createOrganization = endpoint({
  method: 'POST',
  path: '/api/v1/organizations',
  summary: 'Make another organization; its maker becomes the owner',
  input: NewOrganization,
  output: Membership,
})

export const OrganizationSettings = z.object({
  name: z.string(),
  timeZone: z.string(),
  keepsSearchTexts: z.boolean(),
  /** A policy of the log, like `singleAdmin` there. */
  requiresSecondFactor: z.boolean(),
  /** How long an invitation is open at most, as this installation is set up. */
  invitationDays: z.int(),
})
export const organizationSettings = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/settings',
  summary: 'Name, time zone and policies of the organization',
  input: z.strictObject(inOrganization),
  output: OrganizationSettings,
})
export const changeOrganizationSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/settings',
  summary: 'Change name, time zone or policies',
  input: z.strictObject({ ...inOrganization, name: line(120), timeZone: TimeZone, keepsSearchTexts: z.boolean() }),
  output: Done,
})

// --- Parties ---------------------------------------------------------------------------------------------------------

export const Party = z.object({ id: PartyId, name: z.string(), side: Side, members: z.int() })
export type Party = z.infer<typeof Party>
export const listParties = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/parties',
  summary: 'In-house, partners and outsiders',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(Party) }),
})
export const createParty = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/parties',
  summary: 'Add a partner or an outside party',
  input: z.strictObject({ ...inOrganization, id: PartyId, name: line(120), side: z.enum(['partner', 'outside']) }),
  output: Done,
})

// --- Members and invitations -------------------------------------------------------------------------------------------

export const Member = z.object({
  id: MemberId,
  name: z.string(),
  /** Only for those who manage people. */
  email: z.string().optional(),
  role: Role,
  partyId: PartyId,
  party: z.string(),
  side: Side,
  joinedAt: Instant,
  /** Set once the person is gone: history keeps the name. */
  removedAt: Instant.optional(),
  /** Documents owned. */
  owns: z.int(),
})
export type Member = z.infer<typeof Member>

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/members',
  summary: 'The people of the organization',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(Member) }),
})
/** For owner and deputy fields: who may be named on a document of that collection. */
export const listKeepers = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/collections/:collectionId/keepers',
  summary: 'People who can view the documents of a collection, and so may own them',
  input: z.strictObject({ ...inOrganization, collectionId: CollectionId }),
  output: z.object({ items: z.array(Person) }),
})
export const Invitation = z.object({
  id: InvitationId,
  /** Only for those who manage people. */
  email: z.string().optional(),
  name: z.string(),
  role: Role,
  party: z.string(),
  invitedBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  /** Since when the invited person waits for a key holder to sign them in. */
  acceptedAt: Instant.optional(),
})
export type Invitation = z.infer<typeof Invitation>
export const listInvitations = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/invitations',
  summary: 'Invitations that can still be used, and those whose people wait to be let in',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(Invitation) }),
})
// --- Collections -------------------------------------------------------------------------------------------------------

export const Collection = z.object({
  id: CollectionId,
  name: z.string(),
  /** The log has a hash of the name with this salt: `nameHash` of log/names.ts. */
  salt: z.string(),
  description: z.string(),
  /** Restricted: only key holders and people with a grant. */
  restricted: z.boolean(),
  /** The longest lease on its credentials. */
  leaseMinutes: z.int(),
  /** How far the caller reaches into its documents. */
  level: Level,
  /** How far the caller reaches into its credentials: a role that edits runbooks gives no more than view there. */
  credentialLevel: Level,
  /** Living documents in it, as far as the caller sees them. */
  documents: z.int(),
  revision: z.int(),
  archivedAt: Instant.optional(),
})
export type Collection = z.infer<typeof Collection>
export const listCollections = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/collections',
  summary: 'The collections that the caller reaches',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(Collection) }),
})
// --- Grants ------------------------------------------------------------------------------------------------------------

export const Grant = z.object({
  id: GrantId,
  memberId: MemberId,
  member: z.string(),
  party: z.string(),
  side: Side,
  /** What it opens: a collection by name, or a document by reference. */
  collectionId: CollectionId.optional(),
  collection: z.string().optional(),
  reference: Reference.optional(),
  title: z.string().optional(),
  level: Level,
  grantedBy: z.string(),
  grantedAt: Instant,
  endsAt: Instant.optional(),
})
export type Grant = z.infer<typeof Grant>
export const listGrants = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/grants',
  summary: 'Standing access in force; key holders and auditors see all, others their own',
  input: z.strictObject({ ...inOrganization, memberId: MemberId.optional() }),
  output: z.object({ items: z.array(Grant) }),
})
