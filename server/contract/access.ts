import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { CredentialClass, Lease, SecretWrap, SignedStatement } from './credentials.ts'
import {
  CollectionId,
  Cursor,
  Day,
  GrantId,
  Instant,
  LeaseId,
  line,
  MemberId,
  pageOf,
  PageSize,
  PartyId,
  Person,
  QueryFlag,
  Reference,
  RequestId,
  Slug,
} from './values.ts'

/** Access requests, leases, standby, reviews of standing access, exposure and rotation (PRODUCT.md, "Words"). */

const inOrganization = { slug: Slug }
/** Of a list: part of a name, a reference, a title or a word of why. */
const sought = z.string().trim().max(200).optional()
const Order = z.enum(['newest', 'oldest']).default('newest')

/** AR-12: of an access request. Numbers count per organization, like those of documents. */
export const RequestReference = z
  .string()
  .max(20)
  .regex(/^\s*ar[\s_-]?0*[1-9][0-9]{0,8}\s*$/i, 'Enter a reference, like AR-12')
  .overwrite((text) => formatRequestReference(Number(/[0-9]+/.exec(text)?.[0] ?? 0)))
  .brand<'RequestReference'>()
export type RequestReference = z.infer<typeof RequestReference>
export const formatRequestReference = (number: number): string => `AR-${String(number).padStart(2, '0')}`

// --- Requests --------------------------------------------------------------------------------------------------------

export const RequestState = z.enum(['pending', 'approved', 'denied', 'cancelled', 'expired'])
export type RequestState = z.infer<typeof RequestState>

export const AccessRequest = z.object({
  id: RequestId,
  reference: z.string(),
  state: RequestState,
  requester: Person,
  /** The credential. */
  document: z.object({ reference: Reference, title: z.string(), class: CredentialClass }),
  fields: z.array(z.int()).optional(),
  reason: z.string(),
  ticket: z.string(),
  minutes: z.int(),
  /** The lease that it would extend. */
  extends: LeaseId.optional(),
  createdAt: Instant,
  /** Pending requests lapse then. */
  expiresAt: Instant,
  decidedAt: Instant.optional(),
  decidedBy: Person.optional(),
  note: z.string(),
  /** Of the requester on this credential in the last 90 days. */
  reveals90: z.int(),
  lease: Lease.optional(),
  /** As signed: the approver's client compares everything above with it. */
  statement: z.object({ payload: z.string(), signature: z.string() }),
})
export type AccessRequest = z.infer<typeof AccessRequest>

/** Payload: `request` of sealed/statements.ts. */
export const requestAccess = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/requests',
  summary: 'Ask for time-boxed access to a credential',
  input: z.strictObject({ ...inOrganization, reference: Reference, statement: SignedStatement }),
  output: z.object({ id: RequestId, reference: z.string(), expiresAt: Instant }),
})
export const listRequests = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/requests',
  summary: 'Access requests: everybody’s for key holders and auditors, one’s own for others',
  input: z.strictObject({
    ...inOrganization,
    state: RequestState.optional(),
    /** Only those that wait, or only those that do not. */
    pending: QueryFlag.optional(),
    /** Only one's own, whoever asks. */
    mine: QueryFlag.default(false),
    text: sought,
    order: Order,
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(AccessRequest),
})
export const openRequest = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/requests/:request',
  summary: 'One access request',
  input: z.strictObject({ ...inOrganization, request: RequestReference }),
  output: AccessRequest,
})
/** The lease is signed by the approver and brings the key, sealed to the holder: never to anybody else. */
export const approveRequest = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/requests/:request/approvals',
  summary: 'Approve a request with a signed lease',
  input: z.strictObject({
    ...inOrganization,
    request: RequestReference,
    lease: SignedStatement,
    wraps: z.array(SecretWrap).min(1).max(60),
  }),
  output: z.object({ leaseId: LeaseId, endsAt: Instant }),
})
export const denyRequest = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/requests/:request/denials',
  summary: 'Deny a request',
  input: z.strictObject({ ...inOrganization, request: RequestReference, note: line(300, 0).default('') }),
  output: z.object({}),
})
export const cancelRequest = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/requests/:request/cancellations',
  summary: 'Take one’s own request back',
  input: z.strictObject({ ...inOrganization, request: RequestReference }),
  output: z.object({}),
})

// --- Leases ----------------------------------------------------------------------------------------------------------

export const LeaseLine = Lease.extend({ title: z.string(), class: CredentialClass, lastUsedAt: Instant.optional() })
export type LeaseLine = z.infer<typeof LeaseLine>
export const listLeases = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/leases',
  summary: 'Leases: everybody’s for key holders and auditors, one’s own for others',
  input: z.strictObject({
    ...inOrganization,
    memberId: MemberId.optional(),
    /** Only those that run or sleep now. */
    current: z.stringbool().default(true),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(LeaseLine),
})
/** The holder finishes early; a key holder revokes. */
export const endLease = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/leases/:leaseId/ends',
  summary: 'End a lease now',
  input: z.strictObject({ ...inOrganization, leaseId: LeaseId, note: line(300, 0).default('') }),
  output: z.object({}),
})
/** Approved in advance for a named person; sleeps until that person opens an incident. */
export const giveStandby = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/standby',
  summary: 'Give standby access with a signed lease',
  input: z.strictObject({
    ...inOrganization,
    reference: Reference,
    lease: SignedStatement,
    wraps: z.array(SecretWrap).min(1).max(60),
  }),
  output: z.object({ leaseId: LeaseId }),
})

// --- Who can open what -----------------------------------------------------------------------------------------------

export const AccessRow = z.object({
  member: Person,
  role: z.string(),
  /** What it opens: everything, a collection or a document. */
  collection: z.object({ id: CollectionId, name: z.string() }).optional(),
  document: z.object({ reference: Reference, title: z.string() }).optional(),
  by: z.enum(['role', 'grant', 'lease', 'standby']),
  level: z.int(),
  grantId: GrantId.optional(),
  leaseId: LeaseId.optional(),
  since: Instant,
  endsAt: Instant.optional(),
  /** The review under way would end it then, unless it is kept. */
  lapsesAt: Instant.optional(),
  lastUsedAt: Instant.optional(),
})
export type AccessRow = z.infer<typeof AccessRow>
export const accessOverview = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/access',
  summary: 'Who can open what, by what right, until when',
  input: z.strictObject({
    ...inOrganization,
    memberId: MemberId.optional(),
    partyId: PartyId.optional(),
    side: z.enum(['in_house', 'partner', 'outside']).optional(),
    reference: Reference.optional(),
  }),
  output: z.object({ items: z.array(AccessRow) }),
})
/** For a technician: what is open to me here, and what I wait for. What was decided is `listRequests` of `mine`. */
export const myAccess = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/my-access',
  summary: 'The caller’s own grants, leases and waiting requests',
  input: z.strictObject(inOrganization),
  output: z.object({
    grants: z.array(AccessRow),
    leases: z.array(LeaseLine),
    requests: z.array(AccessRequest),
  }),
})

// --- Review of standing access -----------------------------------------------------------------------------------------

export const AccessReview = z.object({
  id: z.uuid(),
  startedAt: Instant,
  startedBy: z.string(),
  /** Undecided access ends at the end of this day, in the organization's zone. */
  dueOn: Day,
  closedAt: Instant.optional(),
  /** How much standing access there was to decide on, and how much of it nobody has decided on. */
  grants: z.int(),
  undecided: z.int(),
})
export const AccessReviewRow = AccessRow.extend({
  grantId: GrantId,
  decision: z.enum(['keep', 'end']).optional(),
  decidedBy: z.string().optional(),
})
export type AccessReviewRow = z.infer<typeof AccessReviewRow>
export const startAccessReview = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/access-reviews',
  summary: 'Put all standing access up for review, with a day by which it is decided',
  input: z.strictObject({ ...inOrganization, id: z.uuid(), dueOn: Day }),
  output: z.object({}),
})
export const currentAccessReview = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/access-reviews/current',
  summary: 'The review under way, or the last one',
  input: z.strictObject(inOrganization),
  output: z.object({ review: AccessReview.optional() }),
})
export const listAccessReviewRows = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/access-reviews/current/rows',
  summary: 'The standing access of that review, row by row, with what was decided',
  input: z.strictObject({
    ...inOrganization,
    text: sought,
    /** `none`: what nobody has decided on. */
    decision: z.enum(['keep', 'end', 'none']).optional(),
    order: z.enum(['person', 'oldest', 'newest']).default('person'),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(AccessReviewRow),
})
/** `end` takes effect through `grant.end` in the log, sent before; this keeps the decision. */
export const decideInAccessReview = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/access-reviews/current/decisions',
  summary: 'Keep or end standing access',
  input: z.strictObject({ ...inOrganization, grantId: GrantId, decision: z.enum(['keep', 'end']) }),
  output: z.object({}),
})

// --- Exposure and rotation ---------------------------------------------------------------------------------------------

export const ExposureRow = z.object({
  reference: Reference,
  title: z.string(),
  class: CredentialClass,
  member: Person,
  /** `at_risk`: opened or written by them, unchanged since. `closed`: the same, changed since. `exposed`: could have. */
  is: z.enum(['at_risk', 'closed', 'exposed']),
  /** When they last opened or wrote it. */
  seenAt: Instant.optional(),
  changedAt: Instant.optional(),
  rotationId: z.uuid().optional(),
})
export type ExposureRow = z.infer<typeof ExposureRow>
export const exposure = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/exposure',
  summary: 'What a person, or a whole partner, has seen or could have: at risk, exposed, closed',
  input: z.strictObject({ ...inOrganization, memberId: MemberId.optional(), partyId: PartyId.optional() }),
  output: z.object({ items: z.array(ExposureRow) }),
})

/** Whoever saw it has left; it was opened in an emergency; somebody asked. */
export const RotationCause = z.enum(['left', 'used', 'asked'])
export type RotationCause = z.infer<typeof RotationCause>
export const RotationTask = z.object({
  id: z.uuid(),
  document: z.object({ reference: Reference, title: z.string(), class: CredentialClass }),
  cause: RotationCause,
  /** Whom it is about: who left, who used it. */
  about: z.string(),
  openedAt: Instant,
  openedBy: z.string(),
  /** Set when a new value was saved: nothing else closes it. */
  closedAt: Instant.optional(),
  closedBy: z.string().optional(),
})
export type RotationTask = z.infer<typeof RotationTask>
export const listRotations = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/rotations',
  summary: 'Secrets that must be changed, and those that were',
  input: z.strictObject({
    ...inOrganization,
    open: z.stringbool().default(true),
    cause: RotationCause.optional(),
    text: sought,
    order: Order,
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(RotationTask),
})
export const askForRotation = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/rotations',
  summary: 'Ask for a secret to be changed',
  input: z.strictObject({ ...inOrganization, reference: Reference, id: z.uuid(), note: line(200, 0).default('') }),
  output: z.object({}),
})
/** Opens a task for everything that these people have seen and nobody has changed since. */
export const openRotationsFor = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/rotation-lists',
  summary: 'Open rotation tasks for what people who leave have seen',
  input: z.strictObject({ ...inOrganization, memberIds: z.array(MemberId).min(1).max(200) }),
  output: z.object({ opened: z.int() }),
})
