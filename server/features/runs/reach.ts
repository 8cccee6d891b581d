import type { z } from 'zod'
import { Problem } from '#contract/problems.ts'
import type { RunEvent, RunLine } from '#contract/runs.ts'
import { formatReference, type RunId } from '#contract/values.ts'
import type { MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { runQueries, type KnownRun, type RunRow } from './queries.ts'

/**
 * A run, for somebody who may read its runbook now. @throws Problem 'not-found' for anybody else, as for a made-up one;
 * 'not-permitted' for those who see only that the runbook exists.
 */
export function reachRun(call: MemberCall, id: RunId) {
  const run = runQueries(call.db).known({ id, organizationId: call.actor.organizationId })
  if (!run) throw new Problem('not-found')
  return { run, document: reachDocument(call, formatReference(run.kind, run.number), 'view') }
}

/** A row as the contract has it. */
export function lineOf({ now }: Pick<MemberCall, 'now'>, row: z.infer<typeof RunRow>): RunLine {
  const { standing, ...shown } = row
  const seconds = Math.round(secondsBetween(row.startedAt, row.finishedAt ?? now))
  return { ...shown, seconds, stepsDone: standing.done, stepsFailed: standing.failed }
}

/** Below that, it came as fast as a network is. */
const lateFromSeconds = 15

export function eventOf<Row extends RunEvent>({ lateSeconds = 0, ...event }: Row) {
  return lateSeconds >= lateFromSeconds ? { ...event, lateSeconds } : event
}

/** Sentence for those who come after the end. */
export const isOver = ({ finishedBy }: Pick<KnownRun, 'finishedBy'>): Problem =>
  new Problem('not-possible-now', { detail: `${finishedBy ?? 'Somebody'} finished this run already.` })
