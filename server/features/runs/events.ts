import { v7 as uuidv7 } from 'uuid'
import { invalid, Problem } from '#contract/problems.ts'
import type { addRunEvents, openRun } from '#contract/runs.ts'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import type { AccountId, Instant } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { look, lookersOf, ringLookers } from '../../access/doorbell.ts'
import { atomically } from '../../platform/database.ts'
import { doubtForRun } from '../documents/rules.ts'
import { noteWorkIn } from '../incidents/rules.ts'
import { failedSteps } from './failed-steps.ts'
import { runQueries, type KnownRun } from './queries.ts'
import { eventOf, lineOf, reachRun } from './reach.ts'

export function open(call: CallOf<typeof openRun>) {
  const { db, actor, input, now } = call
  const { run } = reachRun(call, input.runId)
  const row = runQueries(db).line({ id: run.id, memberId: actor.id, now })
  const text = runQueries(db).body(run)
  if (!row || !text) throw new Problem('not-found')
  const here = lookersOf(call, run.id).filter((accountId) => accountId !== actor.accountId)
  look({ db, now, accountId: actor.accountId }, run.id)
  return {
    ...lineOf(call, row),
    body: text.body,
    ...(run.newest > run.revision && { newerRevision: run.newest }),
    events: runQueries(db).events({ id: run.id }).map(eventOf),
    isMine: row.people.some(({ id }) => id === actor.id),
    here: peopleOf(call, here),
  }
}

function peopleOf({ db, actor }: MemberCall, accounts: readonly AccountId[]) {
  if (accounts.length === 0) return []
  return runQueries(db)
    .people({ accounts: JSON.stringify(accounts), organizationId: actor.organizationId })
    .map(({ accountId: _accountId, ...person }) => person)
}

/**
 * More than anybody does by hand, of a run or of all runs of an incident: what comes after is no run any more. Whoever
 * opens it reads all of it.
 */
const mostEvents = 5_000
const mostCharacters = 1_000_000

type Written = CallOf<typeof addRunEvents>['input']['events'][number]

/** Whoever writes takes part from then on. */
export function addEvents(call: CallOf<typeof addRunEvents>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { run, document } = reachRun(call, input.runId)
    input.events.forEach(({ step }, index) => {
      if (step !== undefined && step >= run.steps)
        throw invalid(
          `/events/${index}/step`,
          run.steps === 0 ? 'This text has no steps.' : `Steps go up to ${run.steps - 1}.`,
        )
    })
    const news = newOf(call, run, input.events).map((event) => ({ ...event, at: within(run.startedAt, event.at, now) }))
    const { finishedAt } = run
    const taken = finishedAt === undefined ? news : news.filter(({ at }) => at < finishedAt)
    const tooLate = news.filter((event) => !taken.includes(event)).map(({ id }) => id)
    const counted = runQueries(db).counted({ id: run.id, incidentId: run.incidentId, memberId: actor.id })
    const { events, characters, mine } = counted ?? { events: 0, characters: 0, mine: 0 }
    const more = taken.reduce((sum, { text }) => sum + text.length, 0)
    if (events + taken.length > mostEvents || characters + more > mostCharacters)
      throw new Problem('not-possible-now', {
        detail: 'Too much was written into this run. Finish it and start another.',
      })
    const failedBefore = failedSteps(db, run)
    const place = { runId: run.id, memberId: actor.id, now }
    for (const { step, ...event } of taken) runQueries(db).add({ ...place, ...event, step })
    const [first] = taken.map(({ at }) => at).toSorted()
    if (first && mine === 0 && run.startedBy !== actor.id)
      runQueries(db).add({ ...place, id: uuidv7(), step: undefined, what: 'join', name: '', text: '', at: first })
    if (finishedAt && taken.length > 0) settleAgain(call, run, failedBefore)
    record(call, {
      act: taken.length > 0 ? 'run.work' : 'run.work-again',
      on: ['document', run.documentId],
      details: { reference: document.reference, run: run.id, ...countsOf(taken) },
    })
    ringLookers(call, run.id)
    if (run.incidentId && first) noteWorkIn(call, run.incidentId, first)
    return { added: taken.length, tooLate, warnings: taken.flatMap(warningsOf) }
  })
}

/** What has not come before, each once. */
function newOf({ db }: MemberCall, run: KnownRun, events: readonly Written[]): Written[] {
  const ids = JSON.stringify(events.map(({ id }) => id))
  const seen = new Set<string>(
    runQueries(db)
      .come({ id: run.id, ids })
      .map(({ id }) => id),
  )
  return events.filter(({ id }) => !seen.has(id) && seen.add(id))
}

/** A time that can be: what is still to come is now, and nothing was done before the beginning. */
const within = (start: Instant, at: Instant, now: Instant): Instant => (at > now ? now : at < start ? start : at)

function countsOf(events: readonly Written[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { what } of events) counts[what] = (counts[what] ?? 0) + 1
  return counts
}

/** A value is scanned with its name: what is called a password is one. */
function warningsOf({ id, what, name, text }: Written): { id: Written['id']; rule: string }[] {
  const matches = scanForSecrets(what === 'value' ? `${name}: ${text}` : text)
  return [...new Set(matches.map(({ rule }) => rule))].map((rule) => ({ id, rule }))
}

/** A finished run that learns late which steps failed says so. */
function settleAgain(call: MemberCall, run: KnownRun, before: ReturnType<typeof failedSteps>): void {
  const after = failedSteps(call.db, run)
  if (after.words === before.words) return
  runQueries(call.db).noteFailed({ id: run.id, hasFailedStep: after.words !== undefined })
  doubtForRun(call, run.documentId, { runId: run.id, steps: after.words })
}
