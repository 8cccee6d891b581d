import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Criticality, Cursor, Day, Done, FreshnessState, Kind, Person, Reference, Slug } from './values.ts'

/** A piece of text and whether it is a hit. */
export const Fragment = z.object({ text: z.string(), hit: z.boolean() })
export type Fragment = z.infer<typeof Fragment>

export const SearchResult = z.object({
  reference: Reference,
  kind: Kind,
  title: z.array(Fragment),
  /** Lines of the body around the hits; empty where only title or tags matched, or the caller sees no content. */
  snippet: z.array(Fragment),
  /** The heading under which the snippet stands. */
  heading: z.string().optional(),
  tags: z.array(z.string()),
  collection: z.string(),
  system: z.string().optional(),
  owner: Person.optional(),
  criticality: Criticality,
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
  usedAt: Day.optional(),
  /** Of a diagram: the device or group that holds words which its title does not have; `?device=` lands on it. */
  place: z.object({ id: z.string(), label: z.string() }).optional(),
})
export type SearchResult = z.infer<typeof SearchResult>

/**
 * Words, all of which must be found; the last one as a prefix. Filters: `kind:` `tag:` `owner:me` `is:overdue`
 * `system:SY-01` `in:"Collection"`. The text travels in the body, never in an address.
 */
export const search = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/searches',
  summary: 'Search everything that the caller reaches',
  input: z.strictObject({
    slug: Slug,
    text: z.string().max(300),
    after: Cursor.optional(),
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({
    items: z.array(SearchResult),
    next: Cursor.optional(),
    /** At most 1,000; more than that is said by `countIsLower`. */
    count: z.int(),
    countIsLower: z.boolean(),
    /** Words that were taken for others because nothing was found: written → taken. */
    corrected: z.array(z.object({ from: z.string(), to: z.string() })),
    /** Parts of the text that are no filter we know, with what would be right. */
    hints: z.array(z.string()),
  }),
})

/** How a search ended: reported once by the page when the person moves on. */
export const reportSearch = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/search-reports',
  summary: 'Report how a search ended',
  input: z.strictObject({
    slug: Slug,
    text: z.string().max(300),
    results: z.int().min(0).max(1000),
    opened: Reference.optional(),
  }),
  output: Done,
})

export const Gap = z.object({
  /** Absent where the organization does not keep search texts. */
  text: z.string().optional(),
  searches: z.int(),
  people: z.int(),
  lastOn: Day,
  withoutResult: z.int(),
  withoutClick: z.int(),
})
export const listGaps = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/gaps',
  summary: 'What people searched for and did not find',
  input: z.strictObject({ slug: Slug, after: Cursor.optional() }),
  output: z.object({ items: z.array(Gap), next: Cursor.optional(), textsKept: z.boolean() }),
})
