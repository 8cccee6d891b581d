import { v7 as uuidv7 } from 'uuid'
import type { changeIncident, closeIncident, reopenIncident } from '#contract/incidents.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Outcome } from '#contract/runs.ts'
import type { DocumentId, IncidentId, Reference } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import { reachDocument, type Reached } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { flag } from '../documents/rules.ts'
import { settle } from '../notices/rules.ts'
import { finishRunsOf } from '../runs/rules.ts'
import { putFollowUp } from './follow-ups.ts'
import { incidentQueries } from './queries.ts'
import { ofKind } from './reach-kind.ts'
import { isOver, openedNotice, reachToWrite, takePart, type ReachedIncident } from './rules.ts'

const severityWords = { minor: 'Minor', major: 'Major', critical: 'Critical' } as const

export function change(call: CallOf<typeof changeIncident>) {
  const { db, input } = call
  return atomically(db, () => {
    const before = reachToWrite(call, input.incident)
    const { id: incidentId, reference: incident } = before
    if (before.closedAt) throw isOver(incident)
    const system = input.system && ofKind(reachDocument(call, input.system, 'view'), 'system', '/system')
    const { title, severity } = input
    takePart(call, incidentId)
    if (title !== before.title) note(call, before, `Called “${title}” now, before that “${before.title}”`)
    if (severity !== before.severity)
      note(call, before, `${severityWords[severity]} now, before that ${before.severity}`)
    if (system?.id !== before.systemId)
      note(call, before, system ? 'Now about this system' : 'Now about no one system', system?.id)
    incidentQueries(db).change({ incidentId, title, severity, systemId: system?.id })
    record(call, {
      act: 'incident.change',
      on: ['incident', incidentId],
      details: { incident, severity, ...(system && { systemId: system.id }) },
    })
    ringLookers(call, incidentId)
    return {}
  })
}

function note(call: MemberCall, incident: ReachedIncident, text: string, documentId?: DocumentId): void {
  addOwnEvent(call, incident.id, 'changed', text, documentId)
}

function addOwnEvent(
  { db, actor, now }: MemberCall,
  incidentId: IncidentId,
  kind: string,
  text: string,
  documentId?: DocumentId,
): void {
  const event = { id: uuidv7(), kind, memberId: actor.id, documentId, called: '', text, at: now, now }
  incidentQueries(db).addEvent({ incidentId, ...event })
}

// --- The end ---------------------------------------------------------------------------------------------------------

interface Verdict {
  document: Reached & { reference: Reference }
  outcome: 'worked' | 'needs_changes' | 'not_used'
  note: string
}

/** Sending it again after the answer was lost finds the incident over, and says so. */
export function close(call: CallOf<typeof closeIncident>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const found = reachToWrite(call, input.incident)
    const { id: incidentId, reference: incident } = found
    const { affected, summary, followUps } = input
    const verdicts = verdictsOf(call)
    takePart(call, incidentId)
    const rows = incidentQueries(db)
    if (rows.close({ incidentId, affected, summary, memberId: actor.id, now }) === 0) {
      throw new Problem('not-possible-now', { detail: `${incident} is over already.` })
    }
    for (const { document, outcome, note: said } of verdicts)
      rows.putVerdict({ incidentId, documentId: document.id, outcome, note: said })
    const verdictOf = (runbook: DocumentId) => runOutcome(incident, verdicts, runbook)
    const { flagged } = finishRunsOf(call, { incidentId, verdictOf })
    for (const verdict of verdicts) {
      // A run that needs changes has raised its flag, with the steps in it.
      if (verdict.outcome === 'needs_changes' && !flagged.includes(verdict.document.id)) raise(call, incident, verdict)
    }
    followUps.forEach((followUp, index) => putFollowUp(call, found, followUp, `/followUps/${index}`))
    addOwnEvent(call, incidentId, 'closed', '')
    settle(call, openedNotice(incidentId))
    record(call, {
      act: 'incident.close',
      on: ['incident', incidentId],
      details: { incident, followUps: followUps.length, runbooks: verdicts.length },
    })
    ringLookers(call, incidentId)
    return {}
  })
}

/** @throws Problem 'invalid-input' naming the runbook that is none, or is there twice. */
function verdictsOf(call: CallOf<typeof closeIncident>): Verdict[] {
  const { runbooks } = call.input
  return runbooks.map(({ reference, outcome, note: said }, index) => {
    const pointer = `/runbooks/${index}/reference`
    if (runbooks.findIndex((other) => other.reference === reference) !== index)
      throw invalid(pointer, 'Judge each runbook once.')
    try {
      return { document: ofKind(reachDocument(call, reference, 'view'), 'runbook', pointer), outcome, note: said }
    } catch (error) {
      if (error instanceof Problem && error.code !== 'invalid-input')
        throw invalid(pointer, `There is no ${reference} that you can see.`)
      throw error
    }
  })
}

/** What is not said of a runbook, or was not needed, leaves its run abandoned. */
function runOutcome(
  incident: string,
  verdicts: readonly Verdict[],
  runbook: DocumentId,
): { outcome: Outcome; summary: string } {
  const verdict = verdicts.find(({ document }) => document.id === runbook)
  if (!verdict || verdict.outcome === 'not_used')
    return { outcome: 'abandoned', summary: verdict?.note || `${incident} ended.` }
  if (verdict.outcome === 'worked') return { outcome: 'worked', summary: verdict.note }
  return { outcome: 'needs_changes', summary: flagText(incident, verdict.note) }
}

const longestFlag = 500
/** Not in the middle of a character. */
const flagText = (incident: string, said: string) =>
  `In ${incident}: ${said || 'it needed changes'}`.slice(0, longestFlag).replace(/\p{Surrogate}$/u, '')

/** What cannot take a flag, archived or full of them, is in doubt already: the end of an incident does not wait for it. */
function raise(call: CallOf<typeof closeIncident>, incident: string, { document, note: said }: Verdict): void {
  const { reference } = document
  try {
    flag({ ...call, document, input: { slug: call.input.slug, reference, text: flagText(incident, said) } })
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not-possible-now')) throw error
  }
}

export function reopen(call: CallOf<typeof reopenIncident>) {
  const { db, input } = call
  return atomically(db, () => {
    const { id: incidentId, reference: incident } = reachToWrite(call, input.incident)
    if (incidentQueries(db).reopen({ incidentId }) === 0)
      throw new Problem('not-possible-now', { detail: `${incident} is under way.` })
    takePart(call, incidentId)
    addOwnEvent(call, incidentId, 'reopened', input.why)
    record(call, { act: 'incident.reopen', on: ['incident', incidentId], details: { incident } })
    ringLookers(call, incidentId)
    return {}
  })
}
