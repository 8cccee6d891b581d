import type { addIncidentEvents, joinIncident } from '#contract/incidents.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { scanForSecrets } from '#contract/secret-scan/scan.ts'
import { parseReference, type DocumentId, type Instant } from '#contract/values.ts'
import type { z } from 'zod'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { ringLookers } from '../../access/doorbell.ts'
import { reachDocument } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { incidentQueries } from './queries.ts'
import { reachIncident, reachOpenIncident, takePart } from './rules.ts'

export function join(call: CallOf<typeof joinIncident>) {
  const { db, input } = call
  return atomically(db, () => {
    const { id, reference } = reachOpenIncident(call, input.incident)
    const isNew = takePart(call, id)
    record(call, {
      act: isNew ? 'incident.join' : 'incident.join-again',
      on: ['incident', id],
      details: { incident: reference },
    })
    if (isNew) ringLookers(call, id)
    return {}
  })
}

/** An incident of a whole day has some hundreds. */
const mostEvents = 2_000

type Written = z.output<(typeof addIncidentEvents)['input']>['events'][number]

/**
 * Writes down what devices noted, each at its own time within the incident. What names a document that the writer does
 * not reach, or does not reach any more, is passed over: what waited on a device must not stand in the way of the rest.
 */
export function addEvents(call: CallOf<typeof addIncidentEvents>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const found = reachIncident(call, input.incident)
    const { id: incidentId, openedAt, closedAt } = found
    const rows = incidentQueries(db)
    if ((rows.countEvents({ incidentId })?.count ?? 0) + input.events.length > mostEvents)
      throw new Problem('not-possible-now', { detail: `${found.reference} has ${mostEvents} entries already.` })
    const placed = input.events.flatMap((event, index) => {
      const about = aboutWhat(call, event, index)
      const at = event.at > now ? now : event.at < openedAt ? openedAt : event.at
      return about ? [{ ...event, ...about, at }] : []
    })
    const during = placed.filter(({ at }) => closedAt === undefined || at <= closedAt)
    const firstAt = during.reduce<Instant | undefined>((first, { at }) => (first && first < at ? first : at), undefined)
    if (firstAt !== undefined) takePart(call, incidentId, firstAt)
    let added = 0
    const warnings = []
    for (const { id, kind, text, at, documentId, called } of placed) {
      const row = { incidentId, id, kind, memberId: actor.id, documentId, called, text: text.trim(), at, now }
      if (rows.addEvent(row) === 0) continue
      added += 1
      if (kind === 'runbook') rows.noteRunbook({ incidentId, at })
      for (const { rule } of scanForSecrets(text)) warnings.push({ id, rule })
    }
    const looksSecret = [...new Set(warnings.map(({ rule }) => rule))]
    record(call, {
      act: 'incident.note',
      on: ['incident', incidentId],
      details: { incident: found.reference, added, ...(looksSecret.length > 0 && { looksSecret }) },
    })
    if (added > 0) ringLookers(call, incidentId)
    return { added, warnings }
  })
}

const kindFor = { runbook: 'runbook', call: 'vendor' } as const
const wantedWords = { runbook: 'Name a runbook, like RB-14.', call: 'Name the vendor that was called, like VN-07.' }

/** @returns undefined where it is about something that does not exist for the writer. */
function aboutWhat(
  call: MemberCall,
  { kind, reference, memberId }: Written,
  index: number,
): { documentId: DocumentId | undefined; called: string } | undefined {
  const { db, actor } = call
  if (kind === 'note') return { documentId: undefined, called: '' }
  if (reference !== undefined) {
    if (parseReference(reference)?.kind !== kindFor[kind])
      throw invalid(`/events/${index}/reference`, wantedWords[kind])
    try {
      const { id, title } = reachDocument(call, reference, 'view')
      return { documentId: id, called: kind === 'call' ? title : '' }
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }
  if (memberId === undefined) return { documentId: undefined, called: '' }
  const called = incidentQueries(db).called({ memberId, organizationId: actor.organizationId })
  return called && { documentId: undefined, called: called.name }
}
