import type { ReactNode } from 'react'
import { FreshnessState } from '#contract/values.ts'
import { formatCount, formatShare } from '../../ui/format.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { ProportionBar } from '../../ui/ProportionBar.tsx'
import css from './FreshnessSummary.module.css'

export type Counts = Record<FreshnessState, number>

const stateWords: Record<FreshnessState, string> = {
  verified: 'verified',
  due: 'due',
  overdue: 'overdue',
  unverified: 'not verified',
  suspect: 'in doubt',
}

export const totalOf = (counts: Counts): number => FreshnessState.options.reduce((sum, state) => sum + counts[state], 0)

export function summed(all: readonly (Counts | undefined)[]): Counts {
  const sum = (state: FreshnessState) => all.reduce((total, counts) => total + (counts?.[state] ?? 0), 0)
  return Object.fromEntries(FreshnessState.options.map((state) => [state, sum(state)])) as Counts
}

/**
 * The one figure of the page, the parts of the whole, and their counts.
 * @param part wraps a count into what it leads to: a filter, a link. It takes the class, for its looks.
 */
export function FreshnessSummary(props: {
  counts: Counts
  /** Stays, even at nought: the filter that is on. */
  chosen?: FreshnessState | undefined
  part: (state: FreshnessState, className: string, words: ReactNode) => ReactNode
}) {
  const { counts, chosen, part } = props
  const total = totalOf(counts)
  return (
    <section className={css['summary']} aria-label="How far it can be trusted">
      <p className={css['share']}>
        <b>{formatShare(total === 0 ? 0 : counts.verified / total)}</b> <span>of documents verified</span>
      </p>
      <div className={css['parts']}>
        <ProportionBar parts={FreshnessState.options.map((state) => ({ state, count: counts[state] }))} />
        <div className={css['legend']} role="group" aria-label="State">
          {FreshnessState.options
            .filter((state) => counts[state] > 0 || state === chosen)
            .map((state) =>
              part(
                state,
                css['part'] as string,
                <FreshnessLabel state={state} daysLeft={3} intervalDays={5}>
                  {formatCount(counts[state])} {stateWords[state]}
                </FreshnessLabel>,
              ),
            )}
        </div>
      </div>
    </section>
  )
}
