import type { RunFacts } from '#contract/documents.ts'
import type { Outcome, RunLine, StepState } from '#contract/runs.ts'
import { formatDay, formatDuration, formatTime, plural, today } from '../../ui/format.ts'

export const outcomeNames: Record<Outcome, string> = {
  worked: 'Worked',
  needs_changes: 'Needs changes',
  abandoned: 'Abandoned',
}

export const stateNames: Record<StepState, string> = {
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  open: 'Opened again',
}

/** `02:14`; with its day where that is not today. */
export function momentWords(at: string): string {
  const day = formatDay(at)
  return day === formatDay(today()) ? formatTime(at) : `${day}, ${formatTime(at)}`
}

/** Whole seconds → `27 min`; what took less than a minute in seconds. */
export const durationWords = (seconds: number): string => formatDuration(seconds * 1_000)

/** `3 of 9 steps, 1 failed`. */
export function stepsWords({ steps, stepsDone, stepsFailed }: RunLine): string {
  if (steps === 0) return 'no steps'
  const failed = stepsFailed > 0 ? `, ${stepsFailed} failed` : ''
  return `${stepsDone} of ${plural(steps, 'step')}${failed}`
}

/** `used 3 times · last worked 2 Oct 2026` */
export function runWords({ times, lastWorkedAt, lastFailedAt }: RunFacts): string {
  const count = times === 1 ? 'once' : plural(times, 'time')
  const hasFailedSince = lastFailedAt !== undefined && (lastWorkedAt === undefined || lastFailedAt >= lastWorkedAt)
  return [
    times > 0 ? `used ${count}` : 'started, never carried through',
    lastWorkedAt && `last worked ${formatDay(lastWorkedAt)}`,
    hasFailedSince && `last failed ${formatDay(lastFailedAt)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** `worked 2 Oct 2026`, or `failed …` where that was later; undefined of what was never run. */
export function lastRunWords(runs: RunFacts | undefined): string | undefined {
  const { lastWorkedAt, lastFailedAt } = runs ?? {}
  if (lastFailedAt && (!lastWorkedAt || lastFailedAt >= lastWorkedAt)) return `failed ${formatDay(lastFailedAt)}`
  return lastWorkedAt && `worked ${formatDay(lastWorkedAt)}`
}
