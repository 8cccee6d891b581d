import type { FreshnessState } from '#contract/values.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { FigureTable } from './FigureTable.tsx'
import { monthWords, mostCount, shareWords, sumOf } from './figures.ts'
import { MonthPlot } from './MonthPlot.tsx'
import type { Outcomes } from './use-outcomes.ts'
import css from './outcomes.module.css'

const states = [
  ['verified', 'verified'],
  ['due', 'due'],
  ['overdue', 'overdue'],
  ['unverified', 'not verified'],
  ['suspect', 'in doubt'],
] as const satisfies [FreshnessState, string][]

type OfMonth = Outcomes['freshness'][number]
const allOf = (month: OfMonth) => sumOf(states, ([state]) => month[state])

/** How far the documents could be trusted at the end of each month, and whether reviews were done in time. */
export function TrustFigures({ freshness, reviews }: Pick<Outcomes, 'freshness' | 'reviews'>) {
  const [first, last] = [freshness[0], freshness.at(-1)]
  const done = sumOf(reviews, (month) => month.done)
  const onTime = sumOf(reviews, (month) => month.onTime)
  if (!first || !last) return null
  return (
    <section className={css['section']} aria-labelledby="outcomes-trust">
      <header>
        <h2 id="outcomes-trust">Freshness and reviews</h2>
      </header>
      <div className={css['pair']}>
        <MonthPlot
          title="Documents at the end of each month"
          says={`${shareWords(last.verified, allOf(last))} verified now${
            allOf(first) > 0
              ? `, ${shareWords(first.verified, allOf(first))} at the end of ${monthWords(first.month)}`
              : ''
          }.`}
          most={mostCount(freshness.map(allOf))}
          scaleWords={formatCount}
          months={freshness.map((month) => ({
            month: month.month,
            parts: states.map(([state]) => ({ value: month[state], look: state })),
            words: states
              .filter(([state]) => month[state] > 0)
              .map(([state, words]) => `${month[state]} ${words}`)
              .join(', '),
          }))}
          legend={
            <ul className={css['legend']}>
              {states
                .filter(([state]) => freshness.some((month) => month[state] > 0))
                .map(([state, words]) => (
                  <li key={state}>
                    <FreshnessLabel state={state} daysLeft={3} intervalDays={5}>
                      {formatCount(last[state])} {words}
                    </FreshnessLabel>
                  </li>
                ))}
            </ul>
          }
          table={
            <FigureTable
              label="Documents at the end of each month"
              rows={freshness}
              rowKey={({ month }) => month}
              columns={[
                { header: 'Month', cell: ({ month }) => monthWords(month) },
                ...states.map(([state, words]) => ({
                  header: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`,
                  cell: (month: OfMonth) => formatCount(month[state]),
                  isNumeric: true,
                })),
              ]}
            />
          }
        />
        <MonthPlot
          title="Reviews done"
          says={
            done === 0
              ? 'Nothing was reviewed in this time.'
              : `${plural(done, 'review')}, ${shareWords(onTime, done)} of them before they were overdue.`
          }
          most={mostCount(reviews.map((month) => month.done))}
          scaleWords={formatCount}
          months={reviews.map((month) => ({
            month: month.month,
            parts: [
              { value: month.onTime, look: 'verified' },
              { value: month.done - month.onTime, look: 'overdue' },
            ],
            words: month.done === 0 ? 'none' : `${month.onTime} of ${month.done} on time`,
          }))}
          legend={
            done > 0 && (
              <ul className={css['legend']}>
                <li>
                  <FreshnessLabel state="verified" daysLeft={3} intervalDays={5}>
                    {formatCount(onTime)} on time
                  </FreshnessLabel>
                </li>
                {done > onTime && (
                  <li>
                    <FreshnessLabel state="overdue">{formatCount(done - onTime)} late</FreshnessLabel>
                  </li>
                )}
              </ul>
            )
          }
          table={
            <FigureTable
              label="Reviews done"
              rows={reviews}
              rowKey={({ month }) => month}
              columns={[
                { header: 'Month', cell: ({ month }) => monthWords(month) },
                { header: 'Done', cell: (month) => formatCount(month.done), isNumeric: true },
                { header: 'On time', cell: (month) => formatCount(month.onTime), isNumeric: true },
              ]}
            />
          }
        />
      </div>
    </section>
  )
}
