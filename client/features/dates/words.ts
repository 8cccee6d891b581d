import type { Deadline, WatchedDate, WatchKind } from '#contract/dates.ts'
import { parseReference, type FreshnessState } from '#contract/values.ts'
import { formatDay } from '../../ui/format.ts'
import { documentPath } from '../documents/addresses.ts'
import { contractPath, inDays } from '../vendors/contracts/words.ts'

export const watchNames: Record<WatchKind, string> = {
  domain: 'Domain',
  certificate: 'Certificate',
  licence: 'Licence',
  warranty: 'Warranty',
  support_end: 'End of support',
  other: 'Other',
}
/** So many days before, unless told: what it takes to renew one. */
export const usualLead: Record<WatchKind, number> = {
  domain: 30,
  certificate: 30,
  licence: 60,
  warranty: 60,
  support_end: 180,
  other: 30,
}

/** The same marks as of freshness: ring, clock, diamond. */
export function markOf({ state, daysLeft }: Pick<WatchedDate, 'state' | 'daysLeft'>): {
  state: FreshnessState
  daysLeft?: number
  intervalDays?: number
} {
  if (state === 'late') return { state: 'overdue' }
  return state === 'soon' ? { state: 'due' } : { state: 'verified', daysLeft, intervalDays: 365 }
}

/** `Runs out 4 Apr 2026, in 12 days`; `Ran out 4 Apr 2026, 3 days ago`. */
export const watchedWords = ({ on, daysLeft }: Pick<WatchedDate, 'on' | 'daysLeft'>): string =>
  `${daysLeft < 0 ? 'Ran out' : 'Runs out'} ${formatDay(on)}, ${inDays(daysLeft)}`

/** A contract says little without its vendor. */
export const deadlineTitle = ({ kind, title, document }: Pick<Deadline, 'kind' | 'title' | 'document'>): string =>
  document && (kind === 'notice' || kind === 'contract_end') ? `${document.title}: ${title}` : title

export const referenceOf = ({ contract, document, incident }: Pick<Deadline, 'contract' | 'document' | 'incident'>) =>
  contract ?? document?.reference ?? incident?.reference

/** What is to be done by that day. */
export function deedWords({ kind, watchKind }: Pick<Deadline, 'kind' | 'watchKind'>): string {
  switch (kind) {
    case 'review':
      return 'Review'
    case 'rotation':
      return 'Change the secret'
    case 'notice':
      return 'Decide on notice'
    case 'contract_end':
      return 'Contract ends'
    case 'watched':
      return watchNames[watchKind ?? 'other']
    case 'follow_up':
      return 'Follow-up'
    case 'lane_review':
      return 'Confirm the lane'
  }
}

/** `By 12 Dec 2026, in 12 days`; `Since 12 Dec 2026, 3 days ago`. */
export const deadlineWords = ({ on, daysLeft, state }: Pick<Deadline, 'on' | 'daysLeft' | 'state'>): string =>
  `${state === 'late' ? 'Was due' : 'By'} ${formatDay(on)}, ${inDays(daysLeft)}`

/** Where there is little room: `in 12 days`, `was due 3 days ago`; far away, the day. */
export const soonWords = ({ on, daysLeft, state }: Pick<Deadline, 'on' | 'daysLeft' | 'state'>): string =>
  `${state === 'late' ? 'was due ' : ''}${Math.abs(daysLeft) > 60 ? formatDay(on) : inDays(daysLeft)}`

/** Where it is decided: the contract on its vendor's page, the dates of a system, the document, the incident, the lane. */
export function deadlinePath(slug: string, { document, contract, watchId, incident, laneId }: Deadline): string {
  if (!document)
    return `/o/${slug}/${incident ? `incidents/${incident.reference}` : `responsibilities/${laneId ?? ''}`}`
  if (contract) return contractPath(slug, document.reference, contract)
  const path = documentPath(slug, document.reference)
  return watchId && parseReference(document.reference) ? `${path}?date=${watchId}` : path
}
