import type { TimelineEntry } from '#contract/incidents.ts'
import type { IncidentId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { runsOfIncident, type RunOfIncident } from '../runs/rules.ts'

/** The runs of an incident whose runbooks the caller may read, the newest last, and what was done in them. */
export function runsIn(call: MemberCall, incidentId: IncidentId): { runs: RunOfIncident[]; entries: TimelineEntry[] } {
  const runs = runsOfIncident(call, incidentId)
  return { runs, entries: runs.flatMap((run) => entriesOf(run)) }
}

/** Who looked on and what stands for a placeholder is told on the page of the run. */
function entriesOf(run: RunOfIncident): TimelineEntry[] {
  const { id: runId, runbook: document, startedAt, startedBy, finishedAt, finishedBy, outcome, summary } = run
  const steps = run.events.flatMap(({ id, what, at, by, step, stepText, text, lateSeconds }): TimelineEntry[] => {
    if (what === 'join' || what === 'value') return []
    const said = text === '' ? {} : { text }
    return [{ id, at, by, kind: 'step', document, runId, step, stepText, state: what, ...said, lateSeconds }]
  })
  const start: TimelineEntry = { id: `${runId}.run`, at: startedAt, by: startedBy, kind: 'run', document, runId }
  if (!finishedAt || !finishedBy) return [start, ...steps]
  const said = summary === '' ? {} : { text: summary }
  const finish = { id: `${runId}.finish`, at: finishedAt, by: finishedBy, document, runId, outcome, ...said }
  return [start, ...steps, { ...finish, kind: 'finish' }]
}
