import type { Cause } from '#contract/documents.ts'
import type { FreshnessState } from '#contract/values.ts'
import { formatDay, plural } from './format.ts'

interface Freshness {
  state: FreshnessState
  daysLeft?: number | undefined
  editedSinceVerified?: boolean | undefined
  /** Of a line: how many causes, and the newest. Of a whole document: all of them, newest first. */
  causes?: number | readonly Cause[] | undefined
  cause?: Cause | undefined
}

/** The label of a state: `Verified`, `Due in 6 days`, `Overdue 23 days`, `Not verified`, or the cause in words. */
export function freshnessWords(freshness: Freshness): string {
  const words = stateWords(freshness)
  return freshness.editedSinceVerified && freshness.state !== 'unverified' ? `${words}, edited since` : words
}

function stateWords({ state, daysLeft = 0, causes, cause }: Freshness): string {
  switch (state) {
    case 'verified':
      return 'Verified'
    case 'unverified':
      return 'Not verified'
    case 'due':
      return daysLeft <= 0 ? 'Due today' : daysLeft === 1 ? 'Due tomorrow' : `Due in ${plural(daysLeft, 'day')}`
    case 'overdue':
      return `Overdue ${plural(Math.abs(daysLeft), 'day')}`
    case 'suspect': {
      const listed = typeof causes === 'object' ? causes : []
      const newest = cause ?? listed[0]
      const count = typeof causes === 'number' ? causes : listed.length
      // A chip or a search result does not carry the cause.
      if (!newest) return stateNames.suspect
      const words = causeWords(newest)
      return count > 1 ? `${words} and ${count - 1} more` : words
    }
  }
}

/** Why a document is in doubt: `Problem reported`, `RB-09 archived 3 Oct 2026`. */
export function causeWords(cause: Cause): string {
  if (cause.cause === 'flag') return 'Problem reported'
  if (cause.cause === 'run_failed') return `${cause.text ?? 'A step'} failed ${formatDay(cause.at)}`
  const what = cause.title ?? cause.reference ?? 'A cited document'
  return `${what} ${doubtWords[cause.cause]} ${formatDay(cause.at)}`
}

/** What happened to a document that is cited. */
export const doubtWords: Record<Exclude<Cause['cause'], 'flag' | 'run_failed'>, string> = {
  cited_archived: 'archived',
  cited_purged: 'erased',
  cited_rotated: 'changed',
  cited_moved: 'moved',
  cited_vendor: 'changed',
  cited_diagram: 'redrawn',
}

export const stateNames: Record<FreshnessState, string> = {
  verified: 'Verified',
  due: 'Due',
  overdue: 'Overdue',
  unverified: 'Not verified',
  suspect: 'In doubt',
}
