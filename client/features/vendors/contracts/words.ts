import type { Contract, ContractState, Decision, NoticePeriod } from '#contract/contracts.ts'
import type { FreshnessState } from '#contract/values.ts'
import { formatDay, plural } from '../../../ui/format.ts'

/** What the page says of contracts: one form for each thing, on the vendor's page, in Renewals and in the queue. */

const units: Record<NoticePeriod['unit'], string> = {
  days: 'day',
  business_days: 'business day',
  weeks: 'week',
  months: 'month',
}
export const unitChoices = [
  { value: 'days', label: 'days' },
  { value: 'business_days', label: 'business days' },
  { value: 'weeks', label: 'weeks' },
  { value: 'months', label: 'months' },
] as const satisfies readonly { value: NoticePeriod['unit']; label: string }[]

/** `3 months before the end of a term` */
export const noticeWords = ({ amount, unit }: Pick<NoticePeriod, 'amount' | 'unit'>): string =>
  amount === 0 ? 'On the last day of a term' : `${plural(amount, units[unit])} before the end of a term`

/** `every 12 months`, `every year` */
export const renewalWords = (months: number): string =>
  months % 12 === 0 ? (months === 12 ? 'by a year' : `by ${months / 12} years`) : `by ${plural(months, 'month')}`

export const decisionNames: Record<Decision, string> = {
  renew: 'Renew',
  renegotiate: 'Renegotiate',
  cancel: 'Cancel',
}
/** After "Decided to". */
export const decidedWords: Record<Decision, string> = {
  renew: 'Renewing',
  renegotiate: 'Renegotiating',
  cancel: 'Cancelled',
}

export const stateNames: Record<ContractState, string> = {
  missed: 'Notice missed',
  soon: 'Notice due soon',
  open: 'Notice later',
  decided: 'Decided',
  none: 'No notice date',
  ended: 'Ended',
}

/** What a deadline needs of a contract. */
type Standing = Pick<Contract, 'state' | 'noticeBy' | 'actBy' | 'daysLeft' | 'termEndsOn' | 'autoRenews'> & {
  decision?: { decision: Decision } | undefined
}

/** `Notice by 12 Dec 2026, in 21 days` */
export function standingWords(contract: Standing): string {
  const { state, noticeBy, actBy, termEndsOn, autoRenews, decision, daysLeft = 0 } = contract
  const end = termEndsOn && formatDay(termEndsOn)
  switch (state) {
    case 'missed':
      return `Notice missed: was due by ${formatDay(noticeBy ?? '')}`
    case 'soon':
    case 'open': {
      const by = `Notice by ${formatDay(noticeBy ?? '')}`
      if (daysLeft < 0) return `${by}: the last business day has gone by`
      return actBy === noticeBy ? `${by}, ${inDays(daysLeft)}` : `${by}, so act by ${formatDay(actBy ?? '')}`
    }
    case 'decided':
      return `${decidedWords[decision?.decision ?? 'renew']}${end ? (decision?.decision === 'cancel' ? `: ends ${end}` : `: term ends ${end}`) : ''}`
    case 'ended':
      return `Ended ${end ?? ''}`
    case 'none':
      if (!end) return 'No end agreed'
      return autoRenews ? `Renews on ${end}, no notice agreed` : `Ends ${end}`
  }
}

/** The same in a cell under "Notice": `10 Mar 2027`, `12 Dec 2026, in 21 days`, `Missed 1 Oct 2026`. */
export function shortStandingWords(contract: Standing): string {
  const { state, noticeBy, actBy, termEndsOn, decision, daysLeft = 0 } = contract
  const by = noticeBy ? formatDay(noticeBy) : ''
  if (state === 'missed') return `Missed ${by}`
  if (state === 'soon' && daysLeft >= 0 && actBy === noticeBy) return `${by}, ${inDays(daysLeft)}`
  if (state === 'soon') return `${by}, act by ${formatDay(actBy ?? '').slice(0, -5)}`
  if (state === 'open') return by
  if (state === 'decided') return decidedWords[decision?.decision ?? 'renew']
  return state === 'ended' || !termEndsOn ? standingWords(contract) : `None, ${contract.autoRenews ? 'renews' : 'ends'}`
}

/** A few words for a cell: `in 21 days`. */
export const inDays = (days: number): string =>
  days === 0
    ? 'today'
    : days === 1
      ? 'tomorrow'
      : days > 0
        ? `in ${plural(days, 'day')}`
        : `${plural(-days, 'day')} ago`

/** The mark of a deadline, the same as of freshness: ring, clock, diamond; none where there is nothing to count down to. */
export function markOf({
  state,
  daysLeft,
}: Pick<Contract, 'state' | 'daysLeft'>):
  { state: FreshnessState; daysLeft?: number | undefined; intervalDays?: number } | undefined {
  if (state === 'missed') return { state: 'overdue' }
  if (state === 'soon') return { state: 'due' }
  if (state === 'open') return { state: 'verified', daysLeft, intervalDays: 365 }
  if (state === 'decided') return { state: 'verified', daysLeft: 1, intervalDays: 1 }
  return undefined
}

/** `/o/calder-wick/vendors/VN-07?contract=CT-04` */
export const contractPath = (slug: string, vendor: string, contract: string): string =>
  `/o/${slug}/vendors/${vendor}?contract=${contract}`
