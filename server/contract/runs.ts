import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { IncidentReference } from './incident-reference.ts'
import { Cursor, EventId, Instant, line, pageOf, PageSize, Person, Reference, RunId, Slug, text } from './values.ts'

/**
 * Runs: one execution of a runbook, in the revision that it was started from. Whoever may read the runbook may start and
 * join a run of it. Events are only ever added, each with an id that the device made and the time at which it was done,
 * so that what was ticked without a network merges: of a step, the newest event says how it stands.
 */

const inOrganization = { slug: Slug }
const onRun = { ...inOrganization, runId: RunId }

export const Outcome = z.enum(['worked', 'needs_changes', 'abandoned'])
export type Outcome = z.infer<typeof Outcome>
export const StepState = z.enum(['open', 'done', 'failed', 'skipped'])
export type StepState = z.infer<typeof StepState>

/** `value`: what a placeholder of the commands stands for, by `name`. `output`: what a command printed. */
export const RunDeed = z.enum(['done', 'failed', 'skipped', 'open', 'note', 'output', 'value'])
export type RunDeed = z.infer<typeof RunDeed>

const deed = {
  id: EventId,
  /** Place of the step in the text, from 0; absent: of the whole run. */
  step: z.int().min(0).max(2_000).optional(),
  what: RunDeed,
  name: line(60, 0).default(''),
  text: text(20_000).default(''),
  /** By the device's clock; a time in the future counts as now, one before the run began as its beginning. */
  at: Instant,
}
export const WrittenRunEvent = z
  .strictObject(deed)
  .refine(({ what, step }) => step !== undefined || !['done', 'failed', 'skipped', 'open'].includes(what), {
    message: 'Say which step',
    path: ['step'],
  })
  .refine(({ what, text: said }) => said.trim() !== '' || !['failed', 'skipped', 'note', 'output'].includes(what), {
    message: 'Say what happened',
    path: ['text'],
  })
  .refine(({ what, name }) => what !== 'value' || name !== '', { message: 'Say which placeholder', path: ['name'] })
export type WrittenRunEvent = z.input<typeof WrittenRunEvent>

export const RunEvent = z.object({
  id: EventId,
  step: z.int().optional(),
  what: z.enum([...RunDeed.options, 'join']),
  name: z.string(),
  text: z.string(),
  at: Instant,
  by: Person,
  /** Done without a network: it came this long after, in seconds. */
  lateSeconds: z.int().optional(),
})
export type RunEvent = z.infer<typeof RunEvent>

export const RunLine = z.object({
  id: RunId,
  runbook: z.object({ reference: Reference, title: z.string() }),
  revision: z.int(),
  isDrill: z.boolean(),
  incident: IncidentReference.optional(),
  startedAt: Instant,
  startedBy: Person,
  finishedAt: Instant.optional(),
  finishedBy: Person.optional(),
  outcome: Outcome.optional(),
  summary: z.string(),
  /** From the start to the end, or to now. */
  seconds: z.int(),
  steps: z.int(),
  stepsDone: z.int(),
  stepsFailed: z.int(),
  people: z.array(Person),
})
export type RunLine = z.infer<typeof RunLine>

export const startRun = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/documents/:reference/runs',
  summary: 'Start a run of a runbook, in earnest or as a drill',
  input: z.strictObject({
    ...inOrganization,
    reference: Reference,
    id: RunId,
    isDrill: z.boolean().default(false),
    incident: IncidentReference.optional(),
  }),
  /** `id` is another one than was sent where that is in use elsewhere. */
  output: z.object({ id: RunId, revision: z.int() }),
})
export const openRun = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/runs/:runId',
  summary: 'One run with its text and everything that was done',
  input: z.strictObject(onRun),
  output: RunLine.extend({
    /** Markdown of the revision that it runs. */
    body: z.string(),
    /** The runbook was changed since the run began. */
    newerRevision: z.int().optional(),
    events: z.array(RunEvent),
    /** The caller takes part. */
    isMine: z.boolean(),
    /** Who has it open, or had a moment ago; never the caller. */
    here: z.array(Person),
  }),
})
/**
 * What has come already is passed over in silence. A run that is finished takes what was done before its end, however
 * late it comes; what was done after is not taken, and named.
 */
export const addRunEvents = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/runs/:runId/events',
  summary: 'Tick, note, paste: what was done in a run, also later than it was done',
  input: z.strictObject({ ...onRun, events: z.array(WrittenRunEvent).min(1).max(200) }),
  output: z.object({
    added: z.int(),
    /** Done after the run was finished: not taken. */
    tooLate: z.array(EventId),
    /** Texts that look like secrets, by event and rule; never the text. */
    warnings: z.array(z.object({ id: EventId, rule: z.string() })),
  }),
  maxBodyBytes: 1_000_000,
})
/** `needs_changes` opens a flag that names the steps; a failed step puts the runbook in doubt. */
export const finishRun = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:slug/runs/:runId/finishings',
  summary: 'Finish a run, saying how it went',
  input: z
    .strictObject({ ...onRun, outcome: Outcome, summary: text(4_000).default('') })
    .refine(({ outcome, summary }) => outcome !== 'needs_changes' || summary.trim().length >= 3, {
      message: 'Say what needs to change',
      path: ['summary'],
    }),
  /** The rules by which what was written looks like a secret. */
  output: z.object({ warnings: z.array(z.string()) }),
})
/** Runs of a runbook, newest first. */
export const listRuns = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/documents/:reference/runs',
  summary: 'Runs of a runbook, with how long steps take',
  input: z.strictObject({ ...inOrganization, reference: Reference, after: Cursor.optional(), limit: PageSize }),
  output: pageOf(RunLine).extend({
    worked: z.int(),
    lastWorkedAt: Instant.optional(),
    lastFailedAt: Instant.optional(),
    /** Of runs that worked. */
    medianSeconds: z.int().optional(),
    /** Of the present revision's steps, by their place: from the step before to this one. */
    stepMedians: z.array(z.object({ step: z.int(), seconds: z.int(), runs: z.int() })),
  }),
})
/** Under way now, of the runbooks that the caller may read, or of one; the newest first. */
export const runsUnderWay = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:slug/runs',
  summary: 'Runs under way',
  input: z.strictObject({
    ...inOrganization,
    runbook: Reference.optional(),
    after: Cursor.optional(),
    limit: PageSize,
  }),
  output: pageOf(RunLine),
})
