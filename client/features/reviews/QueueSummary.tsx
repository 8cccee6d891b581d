import { FreshnessState } from '#contract/values.ts'
import { formatCount, formatShare } from '../../ui/format.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { ProportionBar } from '../../ui/ProportionBar.tsx'
import type { Counts } from './use-queue.ts'
import css from './QueueSummary.module.css'

const stateWords: Record<FreshnessState, string> = {
  verified: 'verified',
  due: 'due',
  overdue: 'overdue',
  unverified: 'not verified',
  suspect: 'in doubt',
}

export const totalOf = (counts: Counts): number => FreshnessState.options.reduce((sum, state) => sum + counts[state], 0)

/** The one figure of the page, the parts of the whole, and their counts as filters. */
export function QueueSummary(props: {
  counts: Counts
  state: FreshnessState | undefined
  onState: (state: FreshnessState | undefined) => void
}) {
  const { counts, state, onState } = props
  const total = totalOf(counts)
  return (
    <section className={css['summary']} aria-label="How far it can be trusted">
      <p className={css['share']}>
        <b>{formatShare(total === 0 ? 0 : counts.verified / total)}</b> <span>of documents verified</span>
      </p>
      <div className={css['parts']}>
        <ProportionBar parts={FreshnessState.options.map((each) => ({ state: each, count: counts[each] }))} />
        <div className={css['legend']} role="group" aria-label="State">
          {FreshnessState.options
            .filter((each) => counts[each] > 0 || each === state)
            .map((each) => (
              <button
                key={each}
                type="button"
                className={css['part']}
                aria-pressed={each === state}
                onClick={() => onState(each === state ? undefined : each)}
              >
                <FreshnessLabel state={each} daysLeft={3} intervalDays={5}>
                  {formatCount(counts[each])} {stateWords[each]}
                </FreshnessLabel>
              </button>
            ))}
        </div>
      </div>
    </section>
  )
}
