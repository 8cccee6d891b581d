import type { TimelineEntry } from '#contract/incidents.ts'
import type { Outcome } from '#contract/runs.ts'
import type { DocumentId, IncidentId, Instant, RunId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'

/** A run of an incident, as far as the caller may read its runbook. */
export interface RunInIncident {
  id: RunId
  documentId: DocumentId
  startedAt: Instant
  finishedAt?: Instant | undefined
  outcome?: Outcome | undefined
  /** What was done in it: `run`, `step`, `finish`. */
  entries: TimelineEntry[]
}

/** The seam to the runs: until their rule is there, an incident has none. */
export function runsIn(_call: MemberCall, _incidentId: IncidentId): RunInIncident[] {
  return []
}

/** Finishes what is under way in an incident. @returns the runbooks of which a run was finished. */
export function finishRunsIn(
  _call: MemberCall,
  _incidentId: IncidentId,
  _verdictOf: (documentId: DocumentId) => { outcome: Outcome; summary: string },
): DocumentId[] {
  return []
}
