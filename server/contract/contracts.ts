import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  AttachmentId,
  ContractId,
  Cursor,
  Day,
  Done,
  Instant,
  line,
  MemberId,
  pageOf,
  PageSize,
  Person,
  QueryFlag,
  Reference,
  Slug,
  text,
} from './values.ts'

/**
 * Contracts of vendors (CT). Whoever sees the vendor sees them; whoever may edit it changes them. What they come to today
 * (which term runs, until when notice must be given) is computed when asked (`contracts/terms.ts`).
 */

const inOrganization = { slug: Slug }

/** CT-04, parsed as generously as references of documents. */
export const ContractReference = z
  .string()
  .max(20)
  .refine((written) => contractNumber(written) !== undefined, 'Enter the reference of a contract, like CT-04')
  .overwrite((written) => {
    const number = contractNumber(written)
    return number === undefined ? written : `CT-${String(number).padStart(2, '0')}`
  })
  .brand<'ContractReference'>()
export type ContractReference = z.infer<typeof ContractReference>
/** @returns the number in a reference as people write it; undefined where it is none. */
export function contractNumber(written: string): number | undefined {
  const match = /^\s*ct[\s_-]?0*([1-9][0-9]{0,8})\s*$/i.exec(written)
  return match ? Number(match[1]) : undefined
}
export const formatContract = (number: number): ContractReference =>
  `CT-${String(number).padStart(2, '0')}` as ContractReference

/** Before the end of a term. Business days leave out weekends and the organization's holidays. */
export const NoticePeriod = z.strictObject({
  amount: z.int().min(0).max(1_000),
  unit: z.enum(['days', 'business_days', 'weeks', 'months']),
  /** How notice is given: "Registered letter to …", "In the portal". */
  channel: line(200, 0).default(''),
})
export type NoticePeriod = z.infer<typeof NoticePeriod>

export const Cost = z.strictObject({
  /** In the smallest unit of the currency: pence, cents. */
  minorUnits: z.int().min(0).max(1_000_000_000_000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'Enter a currency, like GBP'),
  /** `use`: by what is used, see the note. */
  per: z.enum(['month', 'quarter', 'year', 'term', 'once', 'use']),
  /** "320 seats", "per page". */
  note: line(120, 0).default(''),
})
export type Cost = z.infer<typeof Cost>

/** What is agreed; all of it is one revision. */
export const contractFields = {
  title: line(200),
  /** The vendor's number for it. */
  number: line(120, 0).default(''),
  startsOn: Day.optional(),
  /** Last day of the term that was agreed; absent: it runs until somebody ends it. */
  endsOn: Day.optional(),
  /** It goes on by itself for `renewalMonths` more, again and again, unless notice is given. */
  autoRenews: z.boolean().default(false),
  renewalMonths: z.int().min(1).max(120).optional(),
  notice: NoticePeriod.optional(),
  cost: Cost.optional(),
  ownerId: MemberId.optional(),
  fallbackId: MemberId.optional(),
  notes: text(20_000).default(''),
}
export const ContractTerms = z.strictObject(contractFields)
export type ContractTerms = z.infer<typeof ContractTerms>

export const Decision = z.enum(['renew', 'renegotiate', 'cancel'])
export type Decision = z.infer<typeof Decision>

/**
 * `open`: nothing to do yet. `soon`: notice is due within 60 days. `missed`: the day for notice has gone by without a
 * decision. `decided`: for the term that runs. `ended`: the last term is over. `none`: no end, or no notice to give.
 */
export const ContractState = z.enum(['none', 'open', 'soon', 'missed', 'decided', 'ended'])
export type ContractState = z.infer<typeof ContractState>

/** What was said of the term that runs, or of an earlier one. */
export const ContractDecision = z.object({
  decision: Decision,
  at: Instant,
  by: z.string(),
  why: z.string(),
  /** What shows that it was done: "Letter of 3 Nov, receipt no. …". */
  proof: z.string(),
  attachmentId: AttachmentId.optional(),
  /** The end of the term that it is about. */
  termEndsOn: Day.optional(),
})
/** `undoneBy`: who took it back. */
export const PastDecision = ContractDecision.extend({ undoneBy: z.string().optional() })
/** The terms as they were saved, also in the forms of earlier versions. */
export const ContractRevision = z.object({
  revision: z.int(),
  savedAt: Instant,
  savedBy: z.string(),
  terms: ContractTerms.loose(),
})

export const Contract = z.object({
  id: ContractId,
  reference: ContractReference,
  vendor: z.object({ reference: Reference, title: z.string() }),
  /** What the caller may do: 1 read, 3 and more change it. */
  level: z.int(),
  /** Whoever may change it, and its owner and fallback. */
  mayDecide: z.boolean(),
  revision: z.int(),
  updatedAt: Instant,
  updatedBy: z.string(),
  archivedAt: Instant.optional(),
  ...ContractTerms.omit({ ownerId: true, fallbackId: true }).shape,
  owner: Person.optional(),
  fallback: Person.optional(),
  /** Nobody who can still see it answers for it. */
  noOwner: z.boolean(),
  state: ContractState,
  /** Last day of the term that runs today, renewals counted in. */
  termEndsOn: Day.optional(),
  /** The notice deadline: the last day on which notice counts. */
  noticeBy: Day.optional(),
  /** The business day by which to act: the deadline, or the last one before it. */
  actBy: Day.optional(),
  /** Calendar days until `actBy`: negative once it has gone by. */
  daysLeft: z.int().optional(),
  decision: ContractDecision.optional(),
})
export type Contract = z.infer<typeof Contract>

export const listContracts = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/contracts',
  summary: 'Contracts of the vendors that the caller reaches, by notice date',
  input: z.strictObject({
    ...inOrganization,
    vendor: Reference.optional(),
    state: ContractState.optional(),
    owner: z.union([z.enum(['me', 'none']), MemberId]).optional(),
    /** Notice must be given in these days, the last one included. */
    from: Day.optional(),
    until: Day.optional(),
    text: z.string().trim().max(200).optional(),
    archived: QueryFlag.default(false),
    sort: z.enum(['notice', 'end', 'title', 'cost']).default('notice'),
    descending: QueryFlag.default(false),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(Contract),
})
/** For the form, before anything is saved: days as the organization counts them, its holidays left out. */
export const previewContract = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/contract-preview',
  summary: 'What terms of a contract come to today',
  input: z.strictObject({
    ...inOrganization,
    startsOn: Day.optional(),
    endsOn: Day.optional(),
    autoRenews: QueryFlag.default(false),
    renewalMonths: z.coerce.number().int().min(1).max(120).optional(),
    noticeAmount: z.coerce.number().int().min(0).max(1_000).optional(),
    noticeUnit: NoticePeriod.shape.unit.default('days'),
  }),
  output: z.object({
    state: ContractState,
    termEndsOn: Day.optional(),
    noticeBy: Day.optional(),
    actBy: Day.optional(),
    daysLeft: z.int().optional(),
    /** It goes on after this term unless something is done. */
    rollsOn: z.boolean(),
  }),
})
export const createContract = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/contracts',
  summary: 'Add a contract to a vendor',
  input: z.strictObject({ ...inOrganization, reference: Reference, id: ContractId, ...contractFields }),
  output: z.object({ contract: ContractReference, revision: z.int() }),
})
export const openContract = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/contracts/:contract',
  summary: 'One contract, with its decisions',
  input: z.strictObject({ ...inOrganization, contract: ContractReference }),
  output: Contract.extend({
    decisions: z.array(PastDecision),
    revisions: z.array(ContractRevision),
  }),
})
export const saveContract = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/contracts/:contract',
  summary: 'Change a contract: a new revision',
  input: z.strictObject({
    ...inOrganization,
    contract: ContractReference,
    revision: z.int().min(1),
    ...contractFields,
  }),
  output: z.object({ revision: z.int() }),
})
export const archiveContract = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/contracts/:contract/archivals',
  summary: 'Archive a contract',
  input: z.strictObject({ ...inOrganization, contract: ContractReference }),
  output: Done,
})
export const restoreContract = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/contracts/:contract/restorations',
  summary: 'Bring an archived contract back',
  input: z.strictObject({ ...inOrganization, contract: ContractReference }),
  output: Done,
})
/** Settles the deadline of the term that runs. */
export const decideContract = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/contracts/:contract/decisions',
  summary: 'Say what becomes of a contract: renew, renegotiate or cancel',
  input: z.strictObject({
    ...inOrganization,
    contract: ContractReference,
    decision: Decision,
    why: line(500, 3),
    proof: line(500, 0).default(''),
    attachmentId: AttachmentId.optional(),
  }),
  output: Done,
})
export const undoDecision = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/contracts/:contract/decision-reversals',
  summary: 'Take the decision about the running term back',
  input: z.strictObject({ ...inOrganization, contract: ContractReference }),
  output: Done,
})

/** Days on which nobody works, beside weekends: business days leave them out. */
export const listHolidays = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/holidays',
  summary: 'Holidays of the organization',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(z.object({ on: Day, name: z.string() })) }),
})
export const setHolidays = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/holidays',
  summary: 'Set the holidays of the organization',
  input: z.strictObject({
    ...inOrganization,
    items: z.array(z.strictObject({ on: Day, name: line(80, 0).default('') })).max(400),
  }),
  output: Done,
})
