import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { ContractReference } from './contracts.ts'
import { IncidentReference } from './incident-reference.ts'
import {
  Cursor,
  Day,
  Done,
  FollowUpId,
  Instant,
  Kind,
  LaneId,
  line,
  MemberId,
  pageOf,
  PageSize,
  Person,
  QueryFlag,
  Reference,
  Slug,
  text,
  WatchId,
} from './values.ts'

/**
 * Dates to watch: a domain, a certificate, a licence, a warranty, or any other day on which something of a system or a
 * vendor runs out. Beside them everything else that has a day: reviews, rotations, notices, ends of contracts.
 */

const onDocument = { slug: Slug, reference: Reference }

export const WatchKind = z.enum(['domain', 'certificate', 'licence', 'warranty', 'support_end', 'other'])
export type WatchKind = z.infer<typeof WatchKind>

const watchFields = {
  kind: WatchKind,
  /** "calderwick.example.com", "Wildcard certificate". */
  name: line(200),
  on: Day,
  /** So many days before, it is work. */
  leadDays: z.int().min(0).max(730),
  ownerId: MemberId.optional(),
  note: text(2_000).default(''),
}

/** `late`: gone by. `soon`: within its lead. */
export const DateState = z.enum(['later', 'soon', 'late'])
export const DatedDocument = z.object({ reference: Reference, kind: Kind, title: z.string() })

export const WatchedDate = z.object({
  id: WatchId,
  kind: WatchKind,
  name: z.string(),
  on: Day,
  leadDays: z.int(),
  daysLeft: z.int(),
  state: DateState,
  owner: Person.optional(),
  note: z.string(),
  document: DatedDocument,
  level: z.int(),
  revision: z.int(),
  /** It was renewed: the days it had before, newest first. */
  before: z.array(z.object({ on: Day, at: Instant, by: z.string() })),
})
export type WatchedDate = z.infer<typeof WatchedDate>

export const listWatched = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/dates',
  summary: 'Dates to watch of a system or vendor, soonest first',
  input: z.strictObject(onDocument),
  output: z.object({ items: z.array(WatchedDate) }),
})
export const createWatched = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/dates',
  summary: 'Watch a date of a system or vendor',
  input: z.strictObject({ ...onDocument, id: WatchId, ...watchFields }),
  output: Done,
})
/** A later day than before is a renewal: the old one is kept. */
export const saveWatched = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/documents/:reference/dates/:watchId',
  summary: 'Change or renew a date to watch',
  input: z.strictObject({ ...onDocument, watchId: WatchId, revision: z.int().min(1), ...watchFields }),
  output: Done,
})
export const endWatched = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/dates/:watchId/endings',
  summary: 'Watch a date no longer, saying why',
  input: z.strictObject({ ...onDocument, watchId: WatchId, why: line(300, 3) }),
  output: Done,
})

export const DeadlineKind = z.enum([
  'review',
  'rotation',
  'notice',
  'contract_end',
  'watched',
  'follow_up',
  'lane_review',
])
export type DeadlineKind = z.infer<typeof DeadlineKind>

/** A day on which something is to be done, whatever it is about. */
export const Deadline = z.object({
  kind: DeadlineKind,
  on: Day,
  daysLeft: z.int(),
  state: DateState,
  /** What it is about, in words: the contract's, the date's or the document's name. */
  title: z.string(),
  /** Absent of what is about none: a follow-up of an incident, a lane. */
  document: DatedDocument.optional(),
  contract: ContractReference.optional(),
  watchId: WatchId.optional(),
  watchKind: WatchKind.optional(),
  incident: z.object({ reference: IncidentReference, title: z.string() }).optional(),
  followUpId: FollowUpId.optional(),
  laneId: LaneId.optional(),
  owner: Person.optional(),
})
export type Deadline = z.infer<typeof Deadline>

/** `mine`: what I own or am deputy of, and, for key holders, what nobody owns. `work`: soon or late only. */
export const listDeadlines = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/deadlines',
  summary: 'Everything that has a day, soonest first',
  input: z.strictObject({
    slug: Slug,
    scope: z.enum(['mine', 'all']).default('mine'),
    kind: DeadlineKind.optional(),
    /** Reviews, too: left out where the review queue has them already. */
    reviews: QueryFlag.default(true),
    state: z.enum(['work', 'any']).default('work'),
    until: Day.optional(),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(Deadline),
})
