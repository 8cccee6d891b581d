import { Problem } from '#contract/problems.ts'
import type { Outcome, RunEvent, RunLine } from '#contract/runs.ts'
import { formatReference, type DocumentId, type IncidentId } from '#contract/values.ts'
import type { DocumentCall, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { wordsOfSteps } from './failed-steps.ts'
import { finishOne } from './finish.ts'
import { runQueries, type KnownRun } from './queries.ts'
import { eventOf, lineOf } from './reach.ts'

/** A run of an incident, as its timeline tells it. */
export interface RunOfIncident extends RunLine {
  documentId: DocumentId
  /** In the order of their times; of a step with its words. */
  events: (RunEvent & { stepText?: string })[]
}

/** The runs of an incident whose runbooks the caller may read, the first first; of the others nothing. */
export function runsOfIncident(call: MemberCall, incidentId: IncidentId): RunOfIncident[] {
  const { db, actor, now } = call
  const asking = { incidentId, memberId: actor.id, now }
  const events = Map.groupBy(runQueries(db).eventsOfIncident(asking), ({ runId }) => runId)
  return runQueries(db)
    .ofIncident(asking)
    .map(({ documentId, ...row }) => {
      const words = wordsOfSteps(db, { documentId, revision: row.revision })
      const told = (events.get(row.id) ?? []).map(({ runId: _runId, ...event }) => {
        const stepText = event.step === undefined ? undefined : words[event.step]
        return { ...eventOf(event), ...(stepText !== undefined && { stepText }) }
      })
      return { ...lineOf(call, row), documentId, events: told }
    })
}

/**
 * Ends the runs that are still under way when their incident ends, in its transaction, each as is said of its runbook:
 * also those out of the caller's reach, of which nothing can be said.
 * @param verdictOf of a runbook that the caller reaches.
 * @returns the runbooks that were given a flag: nobody has to report them once more.
 */
export function finishRunsOf(
  call: MemberCall,
  { incidentId, verdictOf }: { incidentId: IncidentId; verdictOf: (runbook: DocumentId) => Verdict },
): { flagged: DocumentId[] } {
  const flagged: DocumentId[] = []
  for (const run of runQueries(call.db).underWayIn({ incidentId })) {
    const document = reached(call, run)
    const verdict = document ? verdictOf(document.id) : abandoned
    // Several runs of one runbook are one problem.
    const reports = verdict.outcome === 'needs_changes' && !flagged.includes(run.documentId)
    finishOne(call, run, reports ? document : undefined, verdict)
    if (reports) flagged.push(run.documentId)
  }
  return { flagged }
}

interface Verdict {
  outcome: Outcome
  summary: string
}
const abandoned: Verdict = { outcome: 'abandoned', summary: '' }

function reached(call: MemberCall, { kind, number }: KnownRun): DocumentCall['document'] | undefined {
  try {
    return reachDocument(call, formatReference(kind, number), 'view')
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
