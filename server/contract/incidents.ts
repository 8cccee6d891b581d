import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { IncidentReference } from './incident-reference.ts'
import { WhoToCall } from './responsibilities.ts'
import { Outcome } from './runs.ts'
import {
  Cursor,
  Day,
  Done,
  EventId,
  FollowUpId,
  FreshnessState,
  IncidentId,
  Instant,
  line,
  MemberId,
  pageOf,
  PageSize,
  Person,
  QueryFlag,
  Reference,
  RunId,
  Slug,
  text,
} from './values.ts'

/**
 * Incidents (IN): something is broken, people come together, and the timeline writes itself from runs, reveals, calls
 * and notes. Whoever may see the system of an incident sees it and may join; one without a system is seen by everybody
 * in-house but auditors, and by those who take part; one whose system was erased by owners and admins. Of what a reader
 * may not see, the timeline says nothing. Who takes part, owners, admins and editors change and end it.
 *
 * A reveal belongs to an incident if its signed statement has the incident as its ticket and the person takes part.
 */

const inOrganization = { slug: Slug }
const onIncident = { ...inOrganization, incident: IncidentReference }

export const Severity = z.enum(['minor', 'major', 'critical'])
export type Severity = z.infer<typeof Severity>

const system = z.object({ reference: Reference, title: z.string() })

export const IncidentLine = z.object({
  id: IncidentId,
  reference: IncidentReference,
  title: z.string(),
  severity: Severity,
  system: system.optional(),
  openedAt: Instant,
  openedBy: Person,
  closedAt: Instant.optional(),
  /** From opening to the end, or to now. */
  seconds: z.int(),
  /** From opening to the first runbook that somebody had open. */
  secondsToRunbook: z.int().optional(),
  people: z.array(Person),
  /** The caller takes part. */
  isMine: z.boolean(),
})
export type IncidentLine = z.infer<typeof IncidentLine>

/** What devices write by themselves: a runbook was opened, a number was tapped, a note was taken. */
export const WrittenIncidentEvent = z
  .strictObject({
    id: EventId,
    kind: z.enum(['note', 'call', 'runbook']),
    /** The runbook, or the vendor that was called. */
    reference: Reference.optional(),
    /** The person who was called. */
    memberId: MemberId.optional(),
    text: text(4_000).default(''),
    /** By the device's clock: a time in the future counts as now, one before the opening as the opening. */
    at: Instant,
  })
  .refine(({ kind, text: said }) => kind !== 'note' || said.trim() !== '', {
    message: 'Write the note',
    path: ['text'],
  })
  .refine(({ kind, reference }) => kind !== 'runbook' || reference !== undefined, {
    message: 'Say which runbook',
    path: ['reference'],
  })
  .refine(({ kind, reference, memberId }) => kind !== 'note' || (reference ?? memberId) === undefined, {
    message: 'A note stands by itself: name documents in its text',
    path: ['reference'],
  })
export type WrittenIncidentEvent = z.input<typeof WrittenIncidentEvent>

/** `run`, `step`, `finish` are read from the runs of the incident. */
export const TimelineEntry = z.object({
  id: z.string(),
  at: Instant,
  by: Person,
  kind: z.enum([
    'opened',
    'joined',
    'note',
    'call',
    'runbook',
    'reveal',
    'changed',
    'closed',
    'reopened',
    'run',
    'step',
    'finish',
  ]),
  /** What it is about. */
  document: z.object({ reference: Reference, title: z.string() }).optional(),
  called: z.string().optional(),
  text: z.string().optional(),
  runId: RunId.optional(),
  /** Of a step: its place, its words, and how it ended. */
  step: z.int().optional(),
  stepText: z.string().optional(),
  state: z.enum(['done', 'failed', 'skipped', 'open', 'note', 'output']).optional(),
  outcome: Outcome.optional(),
  lateSeconds: z.int().optional(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** A runbook of the system, by use and by how it went. */
export const SuggestedRunbook = z.object({
  reference: Reference,
  title: z.string(),
  summary: z.string(),
  state: FreshnessState,
  daysLeft: z.int().optional(),
  intervalDays: z.int(),
  opened90: z.int(),
  lastOutcome: Outcome.optional(),
  lastRunAt: Instant.optional(),
})
export type SuggestedRunbook = z.infer<typeof SuggestedRunbook>

/** How a runbook did in an incident; `not_used`: it was opened and not needed. */
export const RunbookVerdict = z.strictObject({
  reference: Reference,
  outcome: z.enum(['worked', 'needs_changes', 'not_used']),
  note: line(1_000, 0).default(''),
})

export const FollowUp = z.object({
  id: FollowUpId,
  text: z.string(),
  owner: Person.optional(),
  dueOn: Day.optional(),
  isLate: z.boolean(),
  incident: z.object({ reference: IncidentReference, title: z.string() }),
  doneAt: Instant.optional(),
  doneBy: z.string().optional(),
})
export type FollowUp = z.infer<typeof FollowUp>

export const suggestRunbooks = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/suggested-runbooks',
  summary: 'Runbooks for a system, by use and last outcome',
  input: z.strictObject({ ...inOrganization, system: Reference.optional() }),
  output: z.object({ items: z.array(SuggestedRunbook) }),
})
/** Wakes the standby access of whoever opens it, and tells the owners, admins and the first responder. */
export const openIncident = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/incidents',
  summary: 'Start an incident',
  input: z.strictObject({
    ...inOrganization,
    id: IncidentId,
    title: line(200),
    severity: Severity.default('major'),
    system: Reference.optional(),
    /** From which it was started: it stands first in the timeline. */
    runbook: Reference.optional(),
  }),
  output: z.object({ incident: IncidentReference, woken: z.int() }),
})
export const listIncidents = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/incidents',
  summary: 'Incidents, newest first',
  input: z.strictObject({
    ...inOrganization,
    open: QueryFlag.optional(),
    system: Reference.optional(),
    severity: Severity.optional(),
    text: z.string().trim().max(200).optional(),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(IncidentLine),
})
export const readIncident = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/incidents/:incident',
  summary: 'One incident with its timeline',
  input: z.strictObject(onIncident),
  output: IncidentLine.extend({
    affected: z.string(),
    summary: z.string(),
    closedBy: z.string().optional(),
    timeline: z.array(TimelineEntry),
    /** Opened or run in it, first used first. */
    runbooks: z.array(
      SuggestedRunbook.extend({
        /** The newest run of it in this incident. */
        runId: RunId.optional(),
        runOutcome: Outcome.optional(),
        isRunning: z.boolean(),
        verdict: RunbookVerdict.shape.outcome.optional(),
        verdictNote: z.string().optional(),
      }),
    ),
    suggested: z.array(SuggestedRunbook),
    followUps: z.array(FollowUp),
    whoToCall: WhoToCall,
    mayEnd: z.boolean(),
  }),
})
export const joinIncident = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/incidents/:incident/joinings',
  summary: 'Take part in an incident',
  input: z.strictObject(onIncident),
  output: Done,
})
/** Whoever writes takes part from then on. What has come already is passed over in silence. */
export const addIncidentEvents = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/incidents/:incident/events',
  summary: 'Note what happens in an incident, also later than it happened',
  input: z.strictObject({ ...onIncident, events: z.array(WrittenIncidentEvent).min(1).max(100) }),
  output: z.object({ added: z.int(), warnings: z.array(z.object({ id: EventId, rule: z.string() })) }),
  maxBodyBytes: 600_000,
})
export const changeIncident = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/incidents/:incident',
  summary: 'Change what an incident is called, how bad it is, or what it is about',
  input: z.strictObject({ ...onIncident, title: line(200), severity: Severity, system: Reference.optional() }),
  output: Done,
})
/** Runbooks that need changes get a flag. Runs under way in it are finished with what is said of their runbook. */
export const closeIncident = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/incidents/:incident/endings',
  summary: 'End an incident: what was affected, how the runbooks did, what is to follow',
  input: z.strictObject({
    ...onIncident,
    affected: text(4_000).default(''),
    summary: text(10_000).default(''),
    runbooks: z.array(RunbookVerdict).max(50).default([]),
    followUps: z
      .array(
        z.strictObject({ id: FollowUpId, text: line(400, 3), ownerId: MemberId.optional(), dueOn: Day.optional() }),
      )
      .max(50)
      .default([]),
  }),
  output: Done,
})
export const reopenIncident = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/incidents/:incident/reopenings',
  summary: 'It was not over after all',
  input: z.strictObject({ ...onIncident, why: line(300, 3) }),
  output: Done,
})

export const listFollowUps = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/follow-ups',
  summary: 'What is still to be done after incidents',
  input: z.strictObject({
    ...inOrganization,
    scope: z.enum(['mine', 'all']).default('mine'),
    done: QueryFlag.default(false),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(FollowUp),
})
export const saveFollowUp = endpoint({
  method: 'PUT',
  path: '/api/v1/organizations/:slug/incidents/:incident/follow-ups/:followUpId',
  summary: 'Add or change a follow-up',
  input: z.strictObject({
    ...onIncident,
    followUpId: FollowUpId,
    text: line(400, 3),
    ownerId: MemberId.optional(),
    dueOn: Day.optional(),
  }),
  output: Done,
})
export const settleFollowUp = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/follow-ups/:followUpId/settlings',
  summary: 'Call a follow-up done, or open again',
  input: z.strictObject({ ...inOrganization, followUpId: FollowUpId, done: z.boolean() }),
  output: Done,
})

// --- Outcomes --------------------------------------------------------------------------------------------------------

const Figure = z.object({ median: z.int().optional(), worst: z.int().optional() })

/** Months of the organization's zone, oldest first. Only what the caller may see is counted. */
export const outcomes = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/outcomes',
  summary: 'How it went over time: incidents, runbooks, lanes, freshness and reviews',
  input: z.strictObject({ ...inOrganization, months: z.coerce.number().int().min(1).max(36).default(12) }),
  output: z.object({
    incidents: z.object({
      count: z.int(),
      open: z.int(),
      secondsToRunbook: Figure,
      secondsToEnd: Figure,
      months: z.array(
        z.object({ month: z.string(), count: z.int(), toRunbook: z.int().optional(), toEnd: z.int().optional() }),
      ),
      systems: z.array(z.object({ system: system.optional(), count: z.int(), seconds: z.int() })),
      runbooks: z.array(z.object({ runbook: system, worked: z.int(), needsChanges: z.int(), lastAt: Instant })),
    }),
    lanes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        outcome: z.string(),
        target: z.string(),
        /** Of the values; empty where something passes or not. */
        unit: z.string(),
        results: z.array(z.object({ on: Day, met: z.boolean(), value: z.number().optional() })),
        missed: z.boolean(),
      }),
    ),
    /** At the end of each month, and now. */
    freshness: z.array(
      z.object({
        month: z.string(),
        verified: z.int(),
        due: z.int(),
        overdue: z.int(),
        unverified: z.int(),
        suspect: z.int(),
      }),
    ),
    /** Reviews done, and how many of them before they were overdue. */
    reviews: z.array(z.object({ month: z.string(), done: z.int(), onTime: z.int() })),
    followUps: z.object({ open: z.int(), late: z.int(), done: z.int() }),
  }),
})
