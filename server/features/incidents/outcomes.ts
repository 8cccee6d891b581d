import { Temporal } from 'temporal-polyfill'
import type { outcomes as outcomesEndpoint } from '#contract/incidents.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type { Day, DocumentId, FreshnessState, Instant } from '#contract/values.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { addDays, later, secondsBetween, startOfDay } from '../../platform/clock.ts'
import { medianOf } from '../../platform/median.ts'
import { laneOutcomes } from '../responsibilities/rules.ts'
import { stateThen, type Known } from './freshness-then.ts'
import { outcomeQueries } from './outcome-queries.ts'

type Outcomes = OutputOf<typeof outcomesEndpoint>

/** A month of the organization's zone: its moments, the last one excluded, and its last day that has come. */
interface Month {
  month: string
  from: Instant
  until: Instant
  lastDay: Day
}

/** How it went over time, as far as the caller sees it. Runs in the reader process. */
export function outcomes(call: CallOf<typeof outcomesEndpoint>): Outcomes {
  const { db, actor, input, now, today } = call
  const months = monthsUntil(call, input.months)
  const [first] = months
  if (!first) throw new Error('There is always this month')
  const since = first.from
  return {
    incidents: incidentFigures(call, months, since),
    lanes: laneOutcomes({ db, actor, now, today }, dayOfMonth(first)),
    ...trustOverTime(call, months),
    followUps: outcomeQueries(db).followUps({ memberId: actor.id, now, today, since }) ?? { open: 0, late: 0, done: 0 },
  }
}

/** The newest last; that one goes up to now. */
function monthsUntil({ actor, now, today }: MemberCall, count: number): Month[] {
  const newest = Temporal.PlainDate.from(today).toPlainYearMonth()
  return Array.from({ length: count }, (_, index) => {
    const month = newest.subtract({ months: count - 1 - index })
    const next = dayOfMonth({ month: month.add({ months: 1 }).toString() })
    const isNewest = index === count - 1
    return {
      month: month.toString(),
      from: startOfDay(actor.timeZone, dayOfMonth({ month: month.toString() })),
      until: isNewest ? later(now, { milliseconds: 1 }) : startOfDay(actor.timeZone, next),
      lastDay: isNewest ? today : addDays(next, -1),
    }
  })
}

const dayOfMonth = ({ month }: Pick<Month, 'month'>) => `${month}-01` as Day
const isIn = ({ from, until }: Month, at: Instant) => at >= from && at < until

// --- Incidents -------------------------------------------------------------------------------------------------------

function incidentFigures(
  { db, actor, now }: MemberCall,
  months: readonly Month[],
  since: Instant,
): Outcomes['incidents'] {
  const found = outcomeQueries(db).incidents({ memberId: actor.id, now, since })
  const taken = found.map(({ openedAt, closedAt, runbookAt, system }) => ({
    openedAt,
    system,
    isOpen: closedAt === undefined,
    seconds: Math.round(secondsBetween(openedAt, closedAt ?? now)),
    toRunbook: runbookAt && Math.round(secondsBetween(openedAt, runbookAt)),
  }))
  const within = taken.filter(({ openedAt }) => openedAt >= since)
  const toRunbook = (some: typeof taken) => some.flatMap((one) => one.toRunbook ?? [])
  const toEnd = (some: typeof taken) => some.flatMap(({ isOpen, seconds }) => (isOpen ? [] : seconds))
  return {
    count: within.length,
    open: taken.filter(({ isOpen }) => isOpen).length,
    secondsToRunbook: figure(toRunbook(within)),
    secondsToEnd: figure(toEnd(within)),
    months: months.map((one) => {
      const own = within.filter(({ openedAt }) => isIn(one, openedAt))
      const [runbook, end] = [medianOf(toRunbook(own)), medianOf(toEnd(own))]
      return {
        month: one.month,
        count: own.length,
        ...(runbook !== undefined && { toRunbook: runbook }),
        ...(end !== undefined && { toEnd: end }),
      }
    }),
    systems: [...Map.groupBy(within, ({ system }) => system?.reference)]
      .map(([, some]) => ({
        system: some[0]?.system,
        count: some.length,
        seconds: some.reduce((sum, { seconds }) => sum + seconds, 0),
      }))
      .sort((one, other) => other.count - one.count || other.seconds - one.seconds),
    runbooks: runbookFigures(outcomeQueries(db).verdicts({ memberId: actor.id, now, since })),
  }
}

const figure = (seconds: readonly number[]) => {
  const median = medianOf(seconds)
  return median === undefined ? {} : { median, worst: Math.max(...seconds) }
}

type Named = NonNullable<Outcomes['incidents']['systems'][number]['system']>

/** What was used most comes first. */
function runbookFigures(
  verdicts: readonly { runbook: Named; outcome: string; at: Instant }[],
): Outcomes['incidents']['runbooks'] {
  const uses = ({ worked, needsChanges }: { worked: number; needsChanges: number }) => worked + needsChanges
  return [...Map.groupBy(verdicts, ({ runbook }) => runbook.reference).values()]
    .flatMap((some) => {
      const newest = some.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]
      if (!newest) return []
      const worked = some.filter(({ outcome }) => outcome === 'worked').length
      return [{ runbook: newest.runbook, worked, needsChanges: some.length - worked, lastAt: newest.at }]
    })
    .sort((one, other) => uses(other) - uses(one) || one.runbook.title.localeCompare(other.runbook.title, 'en'))
}

// --- Freshness and reviews -------------------------------------------------------------------------------------------

const states = ['verified', 'due', 'overdue', 'unverified', 'suspect'] as const satisfies FreshnessState[]

/** Of what the caller's lists show now: how it stood at the end of each month, and how it was looked after. */
function trustOverTime(call: MemberCall, months: readonly Month[]): Pick<Outcomes, 'freshness' | 'reviews'> {
  const { db, actor, now } = call
  const { organizationId } = actor
  const rows = outcomeQueries(db)
  const verifications = Map.groupBy(rows.verifications({ organizationId }), ({ documentId }) => documentId)
  const doubts = Map.groupBy(rows.doubts({ organizationId }), ({ documentId }) => documentId)
  const archivings = archivingsOf(call)
  const documents = rows.documents({ memberId: actor.id, now })
  const known = documents.map(({ id, createdAt, archivedAt }): Known & Pick<Verified, 'verifications'> => {
    const moves = archivings.get(id) ?? []
    // What no log tells of (a sample that was brought along) is told by the document itself.
    const isTold = moves.length > 0 || archivedAt === undefined
    return {
      createdAt,
      verifications: verifications.get(id) ?? [],
      doubts: doubts.get(id) ?? [],
      archivings: isTold ? moves : [{ isArchived: true, at: archivedAt }],
    }
  })
  return {
    freshness: months.map(({ month, lastDay, until }) => {
      const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<FreshnessState, number>
      for (const one of known) {
        const state = stateThen(one, lastDay, until)
        if (state) counts[state] += 1
      }
      return { month, ...counts }
    }),
    reviews: reviewsBy(months, known),
  }
}

function archivingsOf({ db, actor }: MemberCall) {
  const all = outcomeQueries(db).archivings({ organizationId: actor.organizationId })
  return Map.groupBy(
    all.map(({ documentId, act, at }) => ({ documentId, at, isArchived: act === 'document.archive' })),
    ({ documentId }): DocumentId => documentId,
  )
}

interface Verified {
  verifications: readonly { at: Instant; day: Day; dueOn: Day }[]
}

/** In time: not after the day on which the verification before ran out. The first of a document is never late. */
function reviewsBy(months: readonly Month[], documents: readonly Verified[]): Outcomes['reviews'] {
  const reviews = documents.flatMap(({ verifications }) =>
    verifications.map(({ at, day }, index) => {
      const before = verifications[index - 1]
      return { at, isOnTime: before === undefined || day <= before.dueOn }
    }),
  )
  return months.map((one) => {
    const done = reviews.filter(({ at }) => isIn(one, at))
    return { month: one.month, done: done.length, onTime: done.filter(({ isOnTime }) => isOnTime).length }
  })
}
