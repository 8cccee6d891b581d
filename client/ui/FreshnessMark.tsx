import type { ReactNode } from 'react'
import type { FreshnessState } from '#contract/values.ts'
import { cx } from './cx.ts'
import css from './FreshnessMark.module.css'

/** What a mark needs; a document of the API fits as it is: `<FreshnessMark {...document} />`. */
interface Mark {
  state: FreshnessState
  /** Days until the review is due and the interval: `verified` draws the share that is left, rounded up to quarters. */
  daysLeft?: number | undefined
  intervalDays?: number | undefined
}

/** The mark alone, silent. Only in dense rows where the label stands in the same row. */
export function FreshnessMark({ state, daysLeft, intervalDays, size = 15 }: Mark & { size?: number }) {
  const left = daysLeft !== undefined && intervalDays ? daysLeft / intervalDays : 1
  return (
    <svg className={css[state]} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {drawings[state](left)}
    </svg>
  )
}

/** Mark and words, in the color of the state. `freshnessWords` has the words. */
export function FreshnessLabel({ children, ...mark }: Mark & { children: ReactNode }) {
  return (
    <span className={cx(css['label'], css[mark.state])}>
      <FreshnessMark {...only(mark)} />
      <span>{children}</span>
    </span>
  )
}

/** Words alone, in the color of the state: a table cell whose row carries the mark. */
export function FreshnessText({ state, children }: { state: FreshnessState; children: ReactNode }) {
  return <span className={cx(css['text'], css[state])}>{children}</span>
}

/** Mark and words on the tint of the state: beside a title. */
export function FreshnessBadge({ children, ...mark }: Mark & { children: ReactNode }) {
  return (
    <span className={cx(css['label'], css['badge'], css[mark.state])} data-state={mark.state}>
      <FreshnessMark {...only(mark)} size={16} />
      <span>{children}</span>
    </span>
  )
}

/** A whole document may be spread in; the mark takes its three facts. */
const only = ({ state, daysLeft, intervalDays }: Mark): Mark => ({ state, daysLeft, intervalDays })

const circle = <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.5" />

const drawings: Record<FreshnessState, (left: number) => ReactNode> = {
  verified: (left) => (
    <>
      {circle}
      {sector(Math.ceil(Math.min(1, Math.max(0.01, left)) * 4))}
    </>
  ),
  due: () => (
    <>
      {circle}
      <path
        d="M8 4.4V8l2.5 1.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  overdue: () => (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor" />
      <path d="M8 4.6v4" className={css['cut']} strokeWidth="1.7" strokeLinecap="round" />
      <path d="M8 11v.01" className={css['cut']} strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  unverified: () => (
    <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3 2.18" />
  ),
  suspect: () => (
    <path
      d="M3 1.5v13M3 2h9.6l-2.4 3.3 2.4 3.3H3"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  ),
}

function sector(quarters: number): ReactNode {
  if (quarters >= 4) return <circle cx="8" cy="8" r="4.4" fill="currentColor" />
  const end = ['', '12.4 8', '8 12.4', '3.6 8'][quarters]
  return <path d={`M8 8V3.6A4.4 4.4 0 ${quarters > 2 ? 1 : 0} 1 ${end}Z`} fill="currentColor" />
}
