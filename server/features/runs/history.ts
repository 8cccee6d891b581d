import type { listRuns, runsUnderWay } from '#contract/runs.ts'
import type { Instant, RunId } from '#contract/values.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { look } from '../../access/doorbell.ts'
import { reachDocument } from '../../access/guard.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { medianOf } from '../../platform/median.ts'
import { wordsOfSteps } from './failed-steps.ts'
import { runQueries } from './queries.ts'
import { lineOf } from './reach.ts'

export function history(call: DocumentCallOf<typeof listRuns>) {
  const { db, actor, document, input, now } = call
  const place = { memberId: actor.id, now, documentId: document.id }
  const rows = runQueries(db).ofDocument({ ...place, ...afterIn(input), limit: input.limit + 1 })
  const facts = runQueries(db).facts({ documentId: document.id })
  return { ...pageBy(call, rows, input.limit), worked: 0, ...facts, ...durations(call) }
}

export function underWay(call: CallOf<typeof runsUnderWay>) {
  const { db, actor, input, now } = call
  const document = input.runbook === undefined ? undefined : reachDocument(call, input.runbook, 'view')
  // Whoever has a runbook open learns that somebody started it.
  if (document) look({ db, now, accountId: actor.accountId }, document.id)
  const asking = { memberId: actor.id, now, documentId: document?.id }
  return pageBy(call, runQueries(db).underWay({ ...asking, ...afterIn(input), limit: input.limit + 1 }), input.limit)
}

function afterIn({ after }: { after?: string | undefined }) {
  const [afterAt, afterId] = after === undefined ? [] : readCursor(after, 'pair')
  return { afterAt, afterId }
}

type Row = Parameters<typeof lineOf>[1]

function pageBy(call: MemberCall, rows: readonly Row[], limit: number) {
  const items = rows.slice(0, limit).map((row) => lineOf(call, row))
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: cursorOf([last.startedAt, last.id]) }) }
}

// --- How long it takes -------------------------------------------------------------------------------------------------

/** Out of the last runs that worked: from the start to the end, and to each step of the present text from the one before. */
function durations({ db, document }: DocumentCallOf<typeof listRuns>) {
  const runs = runQueries(db).lastWorked({ documentId: document.id })
  const medianSeconds = medianOf(runs.map((run) => secondsBetween(run.startedAt, run.finishedAt)))
  const times = Map.groupBy(
    runQueries(db).stepTimes({ runs: JSON.stringify(runs.map(({ id }) => id)) }),
    ({ runId }) => runId,
  )
  const present = wordsOfSteps(db, { documentId: document.id, revision: document.revision })
  const placesIn = new Map<number, readonly (number | undefined)[]>()
  const secondsOf = present.map((): number[] => [])
  for (const run of runs) {
    const places =
      placesIn.get(run.revision) ?? placesNow(present, wordsOfSteps(db, { documentId: document.id, ...run }))
    placesIn.set(run.revision, places)
    for (const { step, seconds } of stepSeconds(run, times.get(run.id) ?? [])) {
      const place = places[step]
      if (place !== undefined) secondsOf[place]?.push(seconds)
    }
  }
  const stepMedians = secondsOf.flatMap((taken, step) => {
    const seconds = medianOf(taken)
    return seconds === undefined ? [] : [{ step, seconds, runs: taken.length }]
  })
  return { ...(medianSeconds !== undefined && { medianSeconds }), stepMedians }
}

/** Where the steps of an older text stand in the present one, by their words; of two alike, the first goes to the first. */
function placesNow(present: readonly string[], older: readonly string[]): (number | undefined)[] {
  const free = new Map<string, number[]>()
  present.forEach((words, place) => free.set(words, [...(free.get(words) ?? []), place]))
  return older.map((words) => free.get(words)?.shift())
}

/** Each step that was done, with the time since the one done before it, whichever that was. */
function stepSeconds(
  { startedAt }: { id: RunId; startedAt: Instant },
  times: readonly { step: number; what: string; at: Instant }[],
): { step: number; seconds: number }[] {
  let before = startedAt
  return times
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.step - other.step))
    .flatMap(({ step, what, at }) => {
      const seconds = secondsBetween(before, at)
      if (what !== 'open') before = at
      return what === 'done' ? [{ step, seconds }] : []
    })
}
