import type { FreshnessState } from '#contract/values.ts'
import { formatCount } from './format.ts'
import { FreshnessLabel } from './FreshnessMark.tsx'
import { ProportionBar } from './ProportionBar.tsx'
import css from './FreshnessSummary.module.css'

const order = ['verified', 'due', 'overdue', 'unverified', 'suspect'] as const satisfies readonly FreshnessState[]

/** One figure, the bar of proportions, and the counts that carry the meaning. With `onPick`, each count is a filter. */
export function FreshnessSummary(props: {
  figure: string
  words: string
  counts: Readonly<Record<FreshnessState, number>>
  picked?: FreshnessState | undefined
  onPick?: ((state: FreshnessState | undefined) => void) | undefined
}) {
  const { counts, picked, onPick } = props
  const shown = order.filter((state) => counts[state] > 0)
  return (
    <section className={css['summary']} aria-label="Freshness">
      <p className={css['figure']}>
        <strong>{props.figure}</strong> {props.words}
      </p>
      <div className={css['parts']}>
        <ProportionBar parts={shown.map((state) => ({ state, count: counts[state] }))} />
        <ul>
          {shown.map((state) => {
            // The sample sector of "verified" stands for the group: three quarters.
            const label = (
              <FreshnessLabel state={state} daysLeft={70} intervalDays={100}>
                {formatCount(counts[state])} {countWords(state, counts[state])}
              </FreshnessLabel>
            )
            return (
              <li key={state}>
                {onPick ? (
                  <button
                    type="button"
                    className={css['pick']}
                    aria-pressed={picked === state}
                    onClick={() => onPick(picked === state ? undefined : state)}
                  >
                    {label}
                  </button>
                ) : (
                  label
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}

function countWords(state: FreshnessState, count: number): string {
  if (state === 'suspect') return count === 1 ? 'problem reported' : 'problems reported'
  return { verified: 'verified', due: 'due', overdue: 'overdue', unverified: 'not verified' }[state]
}
