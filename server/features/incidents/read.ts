import { formatIncident, incidentNumber } from '#contract/incident-reference.ts'
import type {
  listIncidents,
  readIncident,
  suggestRunbooks,
  SuggestedRunbook,
  TimelineEntry,
} from '#contract/incidents.ts'
import { Problem } from '#contract/problems.ts'
import type { DocumentId, Instant } from '#contract/values.ts'
import type { z } from 'zod'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { look } from '../../access/doorbell.ts'
import { useSince } from '../../access/freshness.ts'
import { reachDocument } from '../../access/guard.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { whoToCallFor } from '../responsibilities/rules.ts'
import { followUpOf } from './follow-ups.ts'
import { incidentQueries, type IncidentRow, type RunbookRow } from './queries.ts'
import { ofKind } from './reach-kind.ts'
import { mayWrite } from './rules.ts'
import { runsIn } from './runs.ts'

export function list(call: CallOf<typeof listIncidents>) {
  const { db, actor, input, now } = call
  const { open, severity, text, limit } = input
  const found = incidentQueries(db).list({
    ...{ memberId: actor.id, now, open, severity, limit: limit + 1 },
    before: input.after === undefined ? undefined : readCursor(input.after, 'number'),
    systemId: input.system && ofKind(reachDocument(call, input.system, 'view'), 'system', '/system').id,
    text: text ? `%${text.replaceAll(/[!%_]/g, '!$&')}%` : undefined,
    textNumber: text && incidentNumber(text),
  })
  const last = found.length > limit ? found[limit - 1] : undefined
  return {
    items: found.slice(0, limit).map((row) => lineOf(row, now)),
    ...(last && { next: cursorOf([last.number]) }),
  }
}

function lineOf({ number, systemId: _systemId, runbookAt, ...row }: z.infer<typeof IncidentRow>, now: Instant) {
  return {
    ...row,
    reference: formatIncident(number),
    seconds: Math.max(0, Math.floor(secondsBetween(row.openedAt, row.closedAt ?? now))),
    ...(runbookAt && { secondsToRunbook: Math.max(0, Math.floor(secondsBetween(row.openedAt, runbookAt))) }),
  }
}

/** So many are offered: more is a list to search in. */
const mostSuggested = 8

export function suggest(call: CallOf<typeof suggestRunbooks>) {
  const { input } = call
  const system = input.system && ofKind(reachDocument(call, input.system, 'view'), 'system', '/system')
  return { items: suggestedFor(call, system?.id).map((row) => suggestion(row)) }
}

function suggestedFor({ db, actor, now, today }: MemberCall, systemId: DocumentId | undefined) {
  const asking = { memberId: actor.id, now, today, useSince: useSince(today), limit: mostSuggested }
  const rows = incidentQueries(db)
  return systemId === undefined ? rows.runbooksUsed(asking) : rows.runbooksOfSystem({ ...asking, systemId })
}

function suggestion({ id: _id, last, ...row }: z.infer<typeof RunbookRow>): z.input<typeof SuggestedRunbook> {
  return { ...row, ...(last && { lastOutcome: last.outcome, lastRunAt: last.at }) }
}

/** Whoever reads it is rung for when something changes in it. */
export function read(call: CallOf<typeof readIncident>) {
  const { db, actor, input, now, today } = call
  const number = incidentNumber(input.incident)
  const rows = incidentQueries(db)
  const found = number === undefined ? undefined : rows.one({ memberId: actor.id, now, number })
  if (!found) throw new Problem('not-found')
  const { id: incidentId, systemId, affected, summary, closedBy } = found
  look({ db, now, accountId: actor.accountId }, incidentId)
  const place = { memberId: actor.id, now, today, useSince: useSince(today), incidentId }
  const { runs, entries } = runsIn(call, incidentId)
  const runbooks = rows.runbooksInIncident(place).map(({ verdict, verdictNote, ...row }) => {
    const run = runs.filter(({ documentId }) => documentId === row.id).sort(newestFirst)[0]
    return {
      ...suggestion(row),
      ...(run && { runId: run.id, runOutcome: run.outcome }),
      isRunning: run !== undefined && run.finishedAt === undefined,
      ...(verdict && { verdict }),
      ...(verdictNote && { verdictNote }),
    }
  })
  const used = new Set(runbooks.map(({ reference }) => reference))
  return {
    ...lineOf(found, now),
    ...{ affected, summary, closedBy },
    timeline: timelineOf(call, incidentId, entries),
    runbooks,
    suggested: suggestedFor(call, systemId)
      .map((row) => suggestion(row))
      .filter(({ reference }) => !used.has(reference)),
    followUps: rows.followUpsOf({ memberId: actor.id, now, today, incidentId }).map((row) => followUpOf(row)),
    whoToCall: whoToCallFor(call, systemId),
    mayEnd: mayWrite(call, found),
  }
}

const newestFirst = (one: { startedAt: Instant }, other: { startedAt: Instant }) =>
  one.startedAt < other.startedAt ? 1 : -1

/** Came so much later than it was done: noted without a network. */
const lateSeconds = 60

/** What people and devices wrote and what runs did, in the order in which it was done. */
function timelineOf(
  { db, actor, now }: MemberCall,
  incidentId: z.infer<typeof IncidentRow>['id'],
  ofRuns: readonly TimelineEntry[],
): TimelineEntry[] {
  const written = incidentQueries(db)
    .timeline({ memberId: actor.id, now, incidentId })
    .map(({ receivedAt, called, text, ...row }): TimelineEntry => {
      const late = Math.floor(secondsBetween(row.at, receivedAt))
      return {
        ...row,
        ...(called && { called }),
        ...(text && { text }),
        ...(late >= lateSeconds && { lateSeconds: late }),
      }
    })
  // Stable: of one moment, what people wrote comes before what they did in runs, each in its own order.
  return [...written, ...ofRuns].sort(
    (one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0) || rankOf(one) - rankOf(other),
  )
}

/** Nothing comes before the opening, and what ends with an incident before its end. */
const rankOf = ({ kind }: TimelineEntry): number => ranks[kind] ?? 2
const ranks: Partial<Record<TimelineEntry['kind'], number>> = { opened: 0, joined: 1, closed: 3, reopened: 4 }
