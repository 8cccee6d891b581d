import { z } from 'zod'
import { countDocuments, DocumentLine } from './documents.ts'
import { endpoint } from './endpoint.ts'
import { Cursor, FreshnessState, Kind, pageOf, PageSize, Person, Slug } from './values.ts'

/** A document that waits for somebody, with why it stands where it stands. */
export const ReviewLine = DocumentLine.extend({
  /** Criticality × use in 90 days × how late. */
  risk: z.number(),
  /** The reasons in words, strongest first: "Overdue 23 days", "Critical", "Opened 14 times in 90 days". */
  reasons: z.array(z.string()),
  mayVerify: z.boolean(),
  noOwner: z.boolean(),
})
export type ReviewLine = z.infer<typeof ReviewLine>

/** `mine`: what I own or am deputy of, and, for key holders, what nobody owns. `all`: everything I reach. */
export const ReviewScope = z.enum(['mine', 'all'])
export const listReviews = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/reviews',
  summary: 'The review queue, riskiest first',
  input: z.strictObject({
    slug: Slug,
    scope: ReviewScope.default('mine'),
    state: FreshnessState.optional(),
    kind: Kind.optional(),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(ReviewLine),
})

/** The first page after unlocking, for one organization. */
export const home = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/home',
  summary: 'Critical systems, what waits for me, pinned and recent',
  input: z.strictObject({ slug: Slug }),
  output: z.object({
    counts: countDocuments.output,
    /** How many reviews wait for the caller. */
    waiting: z.int(),
    reviews: z.array(ReviewLine),
    systems: z.array(DocumentLine),
    pinned: z.array(DocumentLine),
    recent: z.array(DocumentLine),
    keyHolders: z.array(Person),
    /** How much there is of what the page goes on with: of what there is none, nothing is asked. */
    also: z.object({
      /** Reading lists given to me that I am not through with. */
      reading: z.int(),
      /** Access requests of others that wait; of key holders only. */
      requests: z.int(),
      /** My own leases, standby too, and my requests that wait. */
      access: z.int(),
      followUps: z.int(),
      /** Handovers under way that I lead, look on at, or am to sign. */
      handovers: z.int(),
    }),
  }),
})
