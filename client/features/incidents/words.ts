import type { IncidentLine, Severity, SuggestedRunbook } from '#contract/incidents.ts'
import type { Outcome } from '#contract/runs.ts'
import { formatDay, formatDuration, plural } from '../../ui/format.ts'

export const severityNames: Record<Severity, string> = { minor: 'Minor', major: 'Major', critical: 'Critical' }
export const severityHints: Record<Severity, string> = {
  minor: 'A few people, or there is a way around',
  major: 'Many people, or something that matters',
  critical: 'Work has stopped',
}

/** How a runbook did; `not_used`: it was opened and not needed. */
export interface Verdict {
  outcome: 'worked' | 'needs_changes' | 'not_used'
  note: string
}

export const verdictNames: Record<Verdict['outcome'], string> = {
  worked: 'Worked',
  needs_changes: 'Needs changes',
  not_used: 'Was not needed',
}

export const outcomeNames: Record<Outcome, string> = {
  worked: 'worked',
  needs_changes: 'needed changes',
  abandoned: 'was given up',
}

/** `Worked 2 Oct 2026 · used 3 times`: why a runbook is worth opening. */
export function trackRecord({ lastOutcome, lastRunAt, opened90 }: SuggestedRunbook): string {
  const outcome = lastOutcome && lastRunAt && `${outcomeNames[lastOutcome]} ${formatDay(lastRunAt)}`
  const words = [outcome, opened90 > 0 && `used ${opened90 === 1 ? 'once' : plural(opened90, 'time')}`]
    .filter(Boolean)
    .join(' · ')
  return words === '' ? 'never run' : words
}

/** `Open for 42 min`, `Took 42 min`. */
export const lengthWords = ({ closedAt, seconds }: Pick<IncidentLine, 'closedAt' | 'seconds'>): string =>
  `${closedAt ? 'Took' : 'Open for'} ${formatDuration(seconds * 1_000)}`
