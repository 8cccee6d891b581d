import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Criticality, Cursor, pageOf, PageSize, Person, Reference, Slug } from './values.ts'

/**
 * What the documentation of a system lacks. `runbook`: none that stands belongs to it. `vendor`: none is related to it.
 * `diagram`: it is drawn in none. `owner`: owner and deputy are both gone, or cannot see it. `second_reader`: in 180 days
 * fewer than two people who are still here opened it or one of its runbooks.
 */
export const MissingPart = z.enum(['runbook', 'vendor', 'diagram', 'owner', 'second_reader'])
export type MissingPart = z.infer<typeof MissingPart>

const facts = {
  /** In the order of `MissingPart`; empty where nothing is missing. */
  gaps: z.array(MissingPart),
  /** How many people read it in 180 days. */
  readers: z.int(),
  /** Where that is one: who, for those who may read what everybody did, and for that person. */
  onlyReader: z.string().optional(),
}

export const SystemWithGaps = z.object({
  reference: Reference,
  title: z.string(),
  criticality: Criticality,
  collection: z.string(),
  owner: Person.optional(),
  /** Opens in the last 90 days, once per person and day. */
  opened90: z.int(),
  /** Criticality (8, 4, 2, 1) × (1 + opens in 90 days) × number of gaps: what hurts most comes first. */
  risk: z.int(),
  ...facts,
})
export type SystemWithGaps = z.infer<typeof SystemWithGaps>

/** Told from what the caller sees: what lies out of reach is neither counted nor named. */
export const listDocumentationGaps = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documentation-gaps',
  summary: 'Systems whose documentation lacks something, by risk',
  input: z.strictObject({
    slug: Slug,
    criticality: Criticality.optional(),
    missing: MissingPart.optional(),
    /** Words of the title or the reference. */
    text: z.string().trim().max(200).optional(),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(SystemWithGaps),
})

export const systemGaps = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/gaps',
  summary: 'What the documentation of a system lacks',
  input: z.strictObject({ slug: Slug, reference: Reference }),
  output: z.object(facts),
})
