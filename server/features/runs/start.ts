import { v7 as uuidv7 } from 'uuid'
import { Problem } from '#contract/problems.ts'
import type { startRun } from '#contract/runs.ts'
import type { RunId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { DocumentCallOf, MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import { atomically } from '../../platform/database.ts'
import { refuseArchived } from '../documents/rules.ts'
import { noteRunIn, reachOpenIncident } from '../incidents/rules.ts'
import { wordsOfSteps } from './failed-steps.ts'
import { runQueries } from './queries.ts'
import { reachRun } from './reach.ts'

/** Its timeline tells them all. */
const mostInIncident = 100

/** Starts a run of the text as it stands now. Sent again, it is the same run. */
export function start(call: DocumentCallOf<typeof startRun>) {
  const { db, actor, document, input, now } = call
  if (document.kind !== 'runbook')
    throw new Problem('not-possible-now', { detail: `${document.reference} is no runbook: there is nothing to run.` })
  refuseArchived(call)
  return atomically(db, () => {
    const taken = runQueries(db).taken({ id: input.id })
    if (taken?.documentId === document.id) {
      if (taken.startedBy !== actor.id) throw new Problem('already-exists')
      record(call, { act: 'run.start-again', on: ['document', document.id], details: { run: input.id } })
      return { id: input.id, revision: taken.revision }
    }
    if (taken && isReached(call, input.id)) throw new Problem('already-exists')
    const incident = input.incident === undefined ? undefined : reachOpenIncident(call, input.incident)
    if (incident && (runQueries(db).countIn({ incidentId: incident.id })?.count ?? 0) >= mostInIncident)
      throw new Problem('not-possible-now', { detail: `${incident.reference} has ${mostInIncident} runs already.` })
    const { revision } = document
    const steps = wordsOfSteps(db, { documentId: document.id, revision }).length
    const { organizationId } = actor
    // An id that is in use elsewhere is nobody's business here.
    const id = taken ? (uuidv7() as RunId) : input.id
    runQueries(db).start({
      ...{ id, organizationId, documentId: document.id, revision, steps, now },
      ...{ isDrill: input.isDrill, incidentId: incident?.id, memberId: actor.id },
    })
    record(call, {
      act: 'run.start',
      on: ['document', document.id],
      details: {
        ...{ reference: document.reference, run: id, revision, isDrill: input.isDrill },
        ...(incident && { incident: incident.reference }),
      },
    })
    if (incident) noteRunIn(call, incident.id)
    ringLookers(call, document.id)
    return { id, revision }
  })
}

function isReached(call: MemberCall, id: RunId): boolean {
  try {
    return reachRun(call, id).run.id === id
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
