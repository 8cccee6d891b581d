import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { ContractReference } from './contracts.ts'
import {
  Day,
  Done,
  DocumentId,
  FreshnessState,
  HandoverId,
  Instant,
  Kind,
  LaneId,
  line,
  MemberId,
  PartyId,
  Person,
  ReadingListId,
  Reference,
  Role,
  Slug,
  text,
  WatchId,
} from './values.ts'

/**
 * Handing over (DESIGN-LANGUAGE, journey 5): everything that a person, or a whole partner, keeps, answers for, is named
 * in and can open, moved on step by step. What is left is computed from what there is, so nothing is moved twice and a
 * handover can pause for as long as it likes. It ends with a report that both sides sign. Owners and admins lead it;
 * whoever leaves sees their own and signs.
 */

const inOrganization = { slug: Slug }
const onHandover = { ...inOrganization, handoverId: HandoverId }

export const HandoverStep = z.enum(['documents', 'lanes', 'contacts', 'reading', 'secrets', 'access'])
export type HandoverStep = z.infer<typeof HandoverStep>

const document = {
  id: DocumentId,
  reference: Reference,
  kind: Kind,
  title: z.string(),
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
}

/** What is left of each step today. */
export const HandoverItems = z.object({
  documents: z.array(z.object({ ...document, as: z.enum(['owner', 'deputy']), person: Person })),
  /** Contracts and watched dates that they answer for: moved with the deeds of those. */
  contracts: z.array(z.object({ reference: ContractReference, title: z.string(), vendor: Reference })),
  dates: z.array(z.object({ id: WatchId, name: z.string(), document: Reference })),
  lanes: z.array(
    z.object({
      id: LaneId,
      name: z.string(),
      isCritical: z.boolean(),
      as: z.array(z.enum(['accountable', 'deputy', 'in_hours', 'out_of_hours', 'consulted', 'informed'])),
      person: Person.optional(),
    }),
  ),
  /** Vendors' contacts and contracts that name them: by name, mail address, or as the contract's owner. */
  contacts: z.array(z.object({ ...document, says: z.string() })),
  reading: z.array(
    z.object({
      id: ReadingListId,
      reference: z.string(),
      title: z.string(),
      why: z.enum(['assigned', 'is_assigned']),
      people: z.int(),
    }),
  ),
  /** Seen or openable and not changed since; a rotation task closes by a new secret alone. */
  secrets: z.array(
    z.object({
      ...document,
      person: Person,
      exposure: z.enum(['revealed', 'could_open']),
      lastAt: Instant.optional(),
      hasTask: z.boolean(),
    }),
  ),
  access: z.object({
    members: z.array(z.object({ person: Person, isMember: z.boolean(), role: Role })),
    grants: z.int(),
    leases: z.int(),
    sessions: z.int(),
    /** Recovery cards that are noted as theirs. */
    cards: z.int(),
    /** Open follow-ups, and absences that they cover. */
    followUps: z.int(),
  }),
})
export type HandoverItems = z.infer<typeof HandoverItems>

const counts = z.record(HandoverStep, z.int())

export const HandoverLine = z.object({
  id: HandoverId,
  person: Person.optional(),
  partyId: PartyId.optional(),
  party: z.string(),
  receiver: Person.optional(),
  reason: z.string(),
  startedAt: Instant,
  startedBy: z.string(),
  closedAt: Instant.optional(),
  outcome: z.enum(['done', 'cancelled']).optional(),
  /** How much there was at the start, and how much is left. */
  atStart: counts,
  left: counts,
})
export type HandoverLine = z.infer<typeof HandoverLine>

export const Handover = HandoverLine.extend({
  steps: z.array(
    z.object({ step: HandoverStep, note: z.string(), doneAt: Instant.optional(), doneBy: z.string().optional() }),
  ),
  items: HandoverItems,
  /** What was moved so far, oldest first. */
  moved: z.array(
    z.object({ at: Instant, by: z.string(), step: HandoverStep, says: z.string(), to: z.string().optional() }),
  ),
  signatures: z.array(
    z.object({
      side: z.enum(['leaving', 'staying']),
      name: z.string(),
      /** Signed in here by that person; otherwise noted by somebody as signed on paper. */
      isOwn: z.boolean(),
      note: z.string(),
      signedAt: Instant,
      /** How much was left when it was signed. */
      leftThen: counts,
    }),
  ),
  mayLead: z.boolean(),
  maySign: z.array(z.enum(['leaving', 'staying'])),
  today: Day,
})
export type Handover = z.infer<typeof Handover>

export const listHandovers = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/handovers',
  summary: 'Handovers under way and done',
  input: z.strictObject(inOrganization),
  output: z.object({ items: z.array(HandoverLine) }),
})
/** Before it begins: how much there is of each step. */
export const previewHandover = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/handover-preview',
  summary: 'How much a person or a partner would have to hand over',
  input: z.strictObject({ ...inOrganization, memberId: MemberId.optional(), partyId: PartyId.optional() }),
  output: z.object({ counts }),
})
/** Of one person or of one partner. One at a time: if one is under way, that one is answered. */
export const startHandover = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers',
  summary: 'Begin to hand over what a person or a partner looks after',
  input: z.strictObject({
    ...inOrganization,
    id: HandoverId,
    memberId: MemberId.optional(),
    partyId: PartyId.optional(),
    receiverId: MemberId.optional(),
    reason: line(300, 0).default(''),
  }),
  output: z.object({ id: HandoverId }),
})
export const openHandover = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/handovers/:handoverId',
  summary: 'A handover: what is left, what was moved, who signed',
  input: z.strictObject(onHandover),
  output: Handover,
})
/** All or nothing. @throws 'invalid-input' at every document that the receiver may not see, or that does not exist. */
export const moveDocuments = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/documents',
  summary: 'Give documents a new owner or deputy, in the place of who leaves',
  input: z.strictObject({
    ...onHandover,
    references: z.array(Reference).min(1).max(25),
    /** Absent: nobody; allowed for deputies alone. */
    toId: MemberId.optional(),
  }),
  output: z.object({ moved: z.int() }),
})
export const moveLanes = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/lanes',
  summary: 'Put somebody else into lanes, in the place of who leaves',
  input: z.strictObject({ ...onHandover, lanes: z.array(LaneId).min(1).max(500), toId: MemberId }),
  output: z.object({ moved: z.int() }),
})
export const moveReading = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/reading',
  summary: 'Take back what who leaves had to read, and answer for what they gave others to read',
  input: z.strictObject({ ...onHandover, lists: z.array(ReadingListId).min(1).max(500) }),
  output: z.object({ ended: z.int() }),
})
export const markStep = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/steps/:step',
  summary: 'Call a step done, or open again, with a note',
  input: z.strictObject({ ...onHandover, step: HandoverStep, done: z.boolean(), note: text(2_000).default('') }),
  output: Done,
})
/** Of both sides; the leaving side signs itself, or somebody notes that it signed on paper. */
export const signHandover = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/signatures',
  summary: 'Sign the report of a handover',
  input: z.strictObject({
    ...onHandover,
    side: z.enum(['leaving', 'staying']),
    /** Signed on paper, by this name. */
    onPaper: line(120).optional(),
    note: line(300, 0).default(''),
  }),
  output: Done,
})
/** `done` asks for both signatures, and keeps the report as it is then. */
export const closeHandover = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/handovers/:handoverId/endings',
  summary: 'Close a handover',
  input: z.strictObject({ ...onHandover, outcome: z.enum(['done', 'cancelled']) }),
  output: Done,
})
