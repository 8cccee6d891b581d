import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { OpenHours, Phone } from './vendors.ts'
import {
  AbsenceId,
  Day,
  Done,
  FreshnessState,
  Instant,
  Kind,
  LaneId,
  LaneResultId,
  line,
  MemberId,
  PartyId,
  Person,
  QueryFlag,
  Reference,
  Role,
  Side,
  Slug,
  text,
} from './values.ts'

/**
 * Responsibilities: who does what. A lane is one function (endpoint patching, backup and restore test), with the one
 * party and person who answer for it, a deputy, who comes first in and out of hours, who is asked and who is told, the
 * outcome aimed at, and what is needed to do it. Every version is confirmed by each party that it names; what is missing
 * is computed when asked.
 *
 * Owners, admins and editors write lanes; everybody in-house and auditors read them all; a partner's people read those
 * that name them or their party, and confirm them for it.
 */

const inOrganization = { slug: Slug }
const onLane = { ...inOrganization, laneId: LaneId }
const onMember = { ...inOrganization, memberId: MemberId }

// --- Lanes -----------------------------------------------------------------------------------------------------------

/** A party, or a person of it. */
export const Holder = z.strictObject({ partyId: PartyId, memberId: MemberId.optional() })
export type Holder = z.infer<typeof Holder>

/** How well the outcome is met: something passes, or a figure stays on one side of a mark, measured so often. */
export const Target = z.discriminatedUnion('measure', [
  z.strictObject({ measure: z.literal('passed'), everyDays: z.int().min(1).max(1_825) }),
  z.strictObject({
    measure: z.enum(['at_most', 'at_least']),
    value: z.number().min(0).max(1_000_000_000),
    /** "days", "%". */
    unit: line(20, 0).default(''),
    everyDays: z.int().min(1).max(1_825),
  }),
])
export type Target = z.infer<typeof Target>

/** What a person writes of a lane; all of it is one revision. */
export const laneFields = {
  name: line(120),
  /** What is part of it, and what is not. */
  about: text(4_000).default(''),
  /** Empty: of the whole organization; otherwise of these systems alone. */
  systems: z.array(Reference).max(50, 'Name at most 50 systems').default([]),
  isCritical: z.boolean().default(false),
  /** First response in an incident of any system that has no lane of its own. */
  answersIncidents: z.boolean().default(false),
  /** One; more than one is a collision, kept because that is how it stands until somebody decides. */
  accountable: z.array(Holder).max(5, 'Name at most 5').default([]),
  deputyId: MemberId.optional(),
  firstInHours: Holder.optional(),
  firstOutOfHours: Holder.optional(),
  consulted: z.array(Holder).max(20, 'Name at most 20').default([]),
  informed: z.array(Holder).max(20, 'Name at most 20').default([]),
  outcome: line(400, 0).default(''),
  target: Target.optional(),
  /** Runbooks, credentials and whatever else it takes. */
  linked: z.array(Reference).max(50, 'Link at most 50 documents').default([]),
  /** Both parties look at it so often. */
  intervalDays: z
    .int()
    .min(1, 'Review at least every 1 day')
    .max(1_825, 'Review at least every 1825 days')
    .default(180),
}
export const LaneContent = z.strictObject(laneFields)
export type LaneContent = z.infer<typeof LaneContent>

/** A party, or a person of it, as a page shows them. */
export const ShownHolder = z.object({
  partyId: PartyId,
  party: z.string(),
  side: Side,
  person: Person.optional(),
  /** Why that person does not count today. */
  standing: z.enum(['here', 'away', 'gone', 'suspended']),
  awayUntil: Day.optional(),
})
export type ShownHolder = z.infer<typeof ShownHolder>

/**
 * What is wrong with a lane today. `nobody` and `two`: accountable. `gone`, `suspended`: the accountable person (or party)
 * is, a gap where nobody stands in; where the deputy does, a matter of care, as it is of the deputy and of who comes
 * first. `away`: and nobody stands in. `hours`: nobody comes first then; `person` is named and not here. `no_runbook`,
 * `no_opener`: critical, and no runbook is linked, or nobody of the lane who is here can open a linked credential (told
 * to those who write lanes and to auditors).
 * `unconfirmed`: by this party, in this version. `review`: the last confirmation, of `since`, is older than the interval.
 * `target`: the outcome was missed on `since`, or, without a day, not measured in time.
 */
export const LaneGap = z.object({
  cause: z.enum([
    'nobody',
    'two',
    'gone',
    'suspended',
    'away',
    'hours',
    'no_runbook',
    'no_opener',
    'unconfirmed',
    'review',
    'target',
  ]),
  /** Gaps are work at once; the rest is a matter of care. */
  isGap: z.boolean(),
  person: z.string().optional(),
  party: z.string().optional(),
  hours: z.enum(['in', 'out']).optional(),
  /** Of somebody who is away: the last day. */
  until: Day.optional(),
  since: Day.optional(),
  reference: Reference.optional(),
})
export type LaneGap = z.infer<typeof LaneGap>

/** A linked document or system, as far as the caller may see it. */
export const LaneDocument = z.object({
  reference: Reference,
  kind: Kind,
  title: z.string(),
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
})

export const LaneConfirmation = z.object({
  partyId: PartyId,
  party: z.string(),
  by: z.string().optional(),
  at: Instant.optional(),
  /** The caller may confirm it for that party. */
  mine: z.boolean(),
})

export const LaneLine = z.object({
  id: LaneId,
  name: z.string(),
  isCritical: z.boolean(),
  answersIncidents: z.boolean(),
  systems: z.array(LaneDocument),
  accountable: z.array(ShownHolder),
  deputy: ShownHolder.optional(),
  firstInHours: ShownHolder.optional(),
  firstOutOfHours: ShownHolder.optional(),
  outcome: z.string(),
  target: Target.optional(),
  /** The newest result, if any. */
  result: z
    .object({ on: Day, met: z.boolean(), passed: z.boolean().optional(), value: z.number().optional() })
    .optional(),
  gaps: z.array(LaneGap),
  /** Of this version, by each party that has something to do in it, and in-house in any case. */
  confirmations: z.array(LaneConfirmation),
  reviewOn: Day.optional(),
  revision: z.int(),
  retiredAt: Instant.optional(),
})
export type LaneLine = z.infer<typeof LaneLine>

export const LaneResult = z.object({
  id: LaneResultId,
  on: Day,
  passed: z.boolean().optional(),
  value: z.number().optional(),
  met: z.boolean(),
  note: z.string(),
  by: z.string(),
  at: Instant,
})
export type LaneResult = z.infer<typeof LaneResult>

export const Lane = LaneLine.extend({
  about: z.string(),
  consulted: z.array(ShownHolder),
  informed: z.array(ShownHolder),
  linked: z.array(
    LaneDocument.extend({
      /** Of a credential: who of the lane can open it. */ openers: z.array(z.string()).optional(),
    }),
  ),
  /** Of those who write lanes: how many linked documents or systems they may not see; for everybody else 0. */
  hidden: z.int(),
  intervalDays: z.int(),
  results: z.array(LaneResult),
  updatedAt: Instant,
  updatedBy: z.string(),
  mayEdit: z.boolean(),
  /** Results may be written down by those who write lanes, and by those who do something in this one. */
  mayMeasure: z.boolean(),
})
export type Lane = z.infer<typeof Lane>

export const listLanes = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/lanes',
  summary: 'Who does what: lanes in their order, with what is missing',
  input: z.strictObject({ ...inOrganization, retired: QueryFlag.default(false), system: Reference.optional() }),
  /** So many lanes have a gap, and so many more than one accountable. */
  output: z.object({ items: z.array(LaneLine), mayEdit: z.boolean(), gaps: z.int(), collisions: z.int() }),
})
export const openLane = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/lanes/:laneId',
  summary: 'One lane, whole, with its results',
  input: z.strictObject(onLane),
  output: Lane,
})
export const createLane = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes',
  summary: 'Add a lane, at the end',
  input: z.strictObject({ ...inOrganization, id: LaneId, ...laneFields }),
  output: z.object({ revision: z.int() }),
})
/** What the writer may not see of `systems` and `linked` stays as it is. */
export const saveLane = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/lanes/:laneId',
  summary: 'Save a lane as a new version, which asks its parties to confirm again',
  input: z.strictObject({ ...onLane, revision: z.int().min(1), ...laneFields }),
  output: z.object({ revision: z.int() }),
})
export const retireLane = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes/:laneId/retirements',
  summary: 'Retire a lane; what it said stays on the record',
  input: z.strictObject(onLane),
  output: Done,
})
export const reviveLane = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes/:laneId/revivals',
  summary: 'Bring a retired lane back',
  input: z.strictObject(onLane),
  output: Done,
})
export const orderLanes = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/lane-order',
  summary: 'Put the lanes in another order: all that are not retired, each once',
  input: z.strictObject({ ...inOrganization, lanes: z.array(LaneId).min(1).max(500) }),
  output: Done,
})
/** PRODUCT.md's lanes that the organization does not have yet, by name. */
export const addUsualLanes = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/usual-lanes',
  summary: 'Add the lanes that most organizations have',
  input: z.strictObject(inOrganization),
  output: z.object({ added: z.int() }),
})

export const laneVersions = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/lanes/:laneId/versions',
  summary: 'Every version of a lane, newest first, in words, with who confirmed it',
  input: z.strictObject(onLane),
  output: z.object({
    items: z.array(
      z.object({
        revision: z.int(),
        savedAt: Instant,
        savedBy: z.string(),
        confirmations: z.array(z.object({ party: z.string(), by: z.string(), at: Instant })),
        /** What changed against the version before: each field by its name, both values in words. */
        changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
      }),
    ),
  }),
})
export const confirmLane = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes/:laneId/confirmations',
  summary: 'Say for my party that this version is how it is',
  input: z.strictObject({ ...onLane, revision: z.int().min(1) }),
  output: Done,
})
export const addLaneResult = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes/:laneId/results',
  summary: 'Write down how the outcome was met on a day',
  input: z.strictObject({
    ...onLane,
    id: LaneResultId,
    on: Day,
    passed: z.boolean().optional(),
    value: z.number().min(0).max(1_000_000_000).optional(),
    note: line(400, 0).default(''),
  }),
  output: Done,
})
export const withdrawLaneResult = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/lanes/:laneId/results/:resultId/withdrawals',
  summary: 'Take a result back that was written down by mistake',
  input: z.strictObject({ ...onLane, resultId: LaneResultId }),
  output: Done,
})

// --- Who to call -----------------------------------------------------------------------------------------------------

export const Responder = z.object({
  /** Absent: nobody is named for this hour, or nobody of those is here. */
  person: Person.optional(),
  /** Whose people answer, where no person is named. */
  party: z.string().optional(),
  phone: z.string().optional(),
  /** Why this one and not the first: the first is away until then, has left, or no person was named. */
  standsInFor: z
    .object({ name: z.string(), because: z.enum(['away', 'gone', 'suspended']), until: Day.optional() })
    .optional(),
})
export type Responder = z.infer<typeof Responder>

/** Right for this minute, in the organization's zone, with its hours and holidays. */
export const WhoToCall = z.object({
  at: Instant,
  timeZone: z.string(),
  isInHours: z.boolean(),
  /** A holiday today, by its name. */
  holiday: z.string().optional(),
  /** When it changes, if the other hours have somebody else. */
  until: Instant.optional(),
  lane: z.object({ id: LaneId, name: z.string() }).optional(),
  first: Responder.optional(),
  /** In order: who else of the lane could be called (deputy, accountable), here today. */
  others: z.array(Responder),
})
export type WhoToCall = z.infer<typeof WhoToCall>

/**
 * Of a lane; of a system; of a document: its system; of none: the organization's first response. Whoever may see the system is
 * told whom to call for it; `lane` and `others` only, who may read the lane.
 */
export const whoToCall = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/who-to-call',
  summary: 'Whom to call now',
  input: z.strictObject({ ...inOrganization, reference: Reference.optional(), laneId: LaneId.optional() }),
  output: WhoToCall,
})

export const workingHours = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/working-hours',
  summary: "The organization's hours",
  input: z.strictObject(inOrganization),
  output: z.object({ hours: OpenHours, isUsual: z.boolean() }),
})
/** In the organization's own zone: `timeZone` must be that. */
export const setWorkingHours = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/working-hours',
  summary: "Set the organization's hours",
  input: z.strictObject({ ...inOrganization, hours: OpenHours }),
  output: Done,
})
export const setPhone = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/members/:memberId/phone',
  summary: 'Set the number under which a person is called: one’s own, or, for owners and admins, anybody’s',
  input: z.strictObject({ ...onMember, phone: Phone.optional() }),
  output: Done,
})
export const setPartyPhone = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/parties/:partyId/phone',
  summary: 'Set the number under which a party is called',
  input: z.strictObject({ ...inOrganization, partyId: PartyId, phone: Phone.optional() }),
  output: Done,
})
/** People and parties that a lane can name. */
export const listPeopleToName = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/responsible-people',
  summary: 'People and parties that lanes can name, with their numbers',
  input: z.strictObject(inOrganization),
  output: z.object({
    parties: z.array(z.object({ id: PartyId, name: z.string(), side: Side, phone: z.string().optional() })),
    people: z.array(
      z.object({
        person: Person,
        partyId: PartyId,
        role: Role,
        phone: z.string().optional(),
        standing: z.enum(['here', 'away', 'suspended']),
        awayUntil: Day.optional(),
      }),
    ),
  }),
})

// --- Away ------------------------------------------------------------------------------------------------------------

export const Absence = z.object({
  id: AbsenceId,
  person: Person,
  from: Day,
  until: Day,
  note: z.string(),
  cover: Person.optional(),
  /** Of the cover that was asked. */
  answer: z.enum(['asked', 'accepted', 'refused']).optional(),
  isNow: z.boolean(),
  mayEnd: z.boolean(),
  /** The caller was asked to cover and has not answered. */
  asksMe: z.boolean(),
})
export type Absence = z.infer<typeof Absence>

export const listAbsences = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/absences',
  summary: 'Who is away now and later',
  input: z.strictObject({ ...inOrganization, past: QueryFlag.default(false) }),
  output: z.object({ items: z.array(Absence) }),
})
/** One's own; owners and admins set anybody's. */
export const setAway = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/absences',
  summary: 'Say that somebody is away, and ask somebody to cover',
  input: z.strictObject({
    ...inOrganization,
    id: AbsenceId,
    memberId: MemberId,
    from: Day,
    until: Day,
    note: line(200, 0).default(''),
    coverId: MemberId.optional(),
  }),
  output: Done,
})
/** Back early, or a change of plan. */
export const endAbsence = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/absences/:absenceId/endings',
  summary: 'Say that somebody is not away after all, or is back',
  input: z.strictObject({ ...inOrganization, absenceId: AbsenceId }),
  output: Done,
})
/** Somebody else, after a refusal or a change of plan. */
export const askCover = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/absences/:absenceId/covers',
  summary: 'Ask somebody to cover an absence that is under way or to come',
  input: z.strictObject({ ...inOrganization, absenceId: AbsenceId, coverId: MemberId }),
  output: Done,
})
export const answerCover = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/absences/:absenceId/answers',
  summary: 'Accept or refuse to cover for somebody',
  input: z.strictObject({ ...inOrganization, absenceId: AbsenceId, accepts: z.boolean() }),
  output: Done,
})

/** "What if this person is away for two weeks?" Of anybody, for owners and admins; of oneself for everybody. */
export const whatIfAway = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/members/:memberId/what-if-away',
  summary: 'What would be uncovered while a person is away',
  input: z.strictObject({ ...onMember, from: Day, until: Day, coverId: MemberId.optional() }),
  output: z.object({
    /**
     * Lanes that change: `gaps` that they would have then and do not have now, none where all is covered; `goesTo`: who
     * comes first in the place of this person.
     */
    lanes: z.array(
      z.object({
        id: LaneId,
        name: z.string(),
        isCritical: z.boolean(),
        goesTo: z.string().optional(),
        gaps: z.array(LaneGap),
      }),
    ),
    /** Nobody else keeps these, in all `documentCount`. */
    documents: z.array(LaneDocument),
    documentCount: z.int(),
    /** Nobody else can open these. */
    secrets: z.array(LaneDocument),
    secretCount: z.int(),
    /** Nobody else has ever verified these. */
    verified: z.array(LaneDocument),
    verifiedCount: z.int(),
    /** Reviews that fall into that time. */
    reviewsDue: z.int(),
    /** What the cover cannot see or open of what the person keeps or answers for: offered as grants with an end. */
    cover: z.array(LaneDocument.extend({ needs: z.enum(['view', 'reveal']) })),
  }),
})

// --- Workload --------------------------------------------------------------------------------------------------------

export const Workload = z.object({
  person: Person,
  documents: z.int(),
  overdue: z.int(),
  lanes: z.int(),
  reviewsThisMonth: z.int(),
  followUps: z.int(),
  awayUntil: Day.optional(),
  /** What is too much on this one person, in words: "Keeps 38 of 52 documents". */
  tooMuch: z.array(z.string()),
})
export type Workload = z.infer<typeof Workload>
/** For owners, admins and auditors, who see all there is. */
export const workload = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/workload',
  summary: 'What each person has on their hands',
  input: z.strictObject(inOrganization),
  output: z.object({ people: z.array(Workload), nobodys: z.object({ documents: z.int(), lanes: z.int() }) }),
})
