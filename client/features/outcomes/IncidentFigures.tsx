import { Link } from 'react-router'
import { formatCount, formatDay, plural } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { documentPath } from '../documents/addresses.ts'
import { FigureTable } from './FigureTable.tsx'
import { monthWords, mostSeconds, secondsWords } from './figures.ts'
import { MonthPlot } from './MonthPlot.tsx'
import type { Outcomes } from './use-outcomes.ts'
import css from './outcomes.module.css'

type Incidents = Outcomes['incidents']

/** How long until the first runbook was open, and until the end: the middle one of each month, and the worst of all. */
export function IncidentTimes({ incidents }: { incidents: Incidents }) {
  const { count, secondsToRunbook, secondsToEnd, months } = incidents
  const plots = [
    { title: 'Until the first runbook was open', of: 'toRunbook', figure: secondsToRunbook },
    { title: 'Until the end', of: 'toEnd', figure: secondsToEnd },
  ] as const
  return (
    <section className={css['section']} aria-labelledby="outcomes-incidents">
      <header>
        <h2 id="outcomes-incidents">Incidents</h2>
      </header>
      {count === 0 ? (
        <p className={css['none']}>Nothing broke in this time, or nobody wrote it down.</p>
      ) : (
        <div className={css['pair']}>
          {plots.map(({ title, of, figure }) => (
            <MonthPlot
              key={of}
              title={title}
              says={
                figure.median === undefined
                  ? 'Not known of any of them.'
                  : figure.median === figure.worst
                    ? `It took ${secondsWords(figure.median)}.`
                    : `Half took no more than ${secondsWords(figure.median)}; the worst took ${secondsWords(figure.worst)}.`
              }
              most={mostSeconds(months.map((month) => month[of] ?? 0))}
              scaleWords={(seconds) => (seconds === 0 ? '0' : secondsWords(seconds))}
              months={months.map((month) => ({
                month: month.month,
                parts: [{ value: month[of] ?? 0, look: 'plain' }],
                words:
                  month[of] === undefined
                    ? 'none'
                    : `${secondsWords(month[of])}, of ${plural(month.count, 'incident')}`,
              }))}
              table={
                <FigureTable
                  label={title}
                  rows={months}
                  rowKey={({ month }) => month}
                  columns={[
                    { header: 'Month', cell: ({ month }) => monthWords(month) },
                    { header: 'Incidents', cell: (month) => formatCount(month.count), isNumeric: true },
                    { header: 'Median', cell: (month) => secondsWords(month[of]), isNumeric: true },
                  ]}
                />
              }
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** Which systems broke, and which runbooks worked: what was needed most stands first. */
export function IncidentParts({ slug, incidents }: { slug: string; incidents: Incidents }) {
  const { systems, runbooks } = incidents
  if (systems.length + runbooks.length === 0) return null
  const mostOften = Math.max(1, ...systems.map(({ count }) => count))
  return (
    <div className={css['pair']}>
      {systems.length > 0 && (
        <section className={css['section']} aria-labelledby="outcomes-systems">
          <header>
            <h2 id="outcomes-systems">Systems that broke</h2>
          </header>
          <FigureTable
            label="Incidents by system"
            rows={systems}
            rowKey={({ system }) => system?.reference ?? ''}
            columns={[
              {
                header: 'System',
                cell: ({ system, count }) => (
                  <>
                    {system ? <Link to={documentPath(slug, system.reference)}>{system.title}</Link> : 'No system named'}
                    <Bar parts={[{ value: count, look: 'plain' }]} most={mostOften} />
                  </>
                ),
              },
              { header: 'Incidents', cell: ({ count }) => formatCount(count), isNumeric: true },
              { header: 'In all', cell: ({ seconds }) => secondsWords(seconds), isNumeric: true },
            ]}
          />
        </section>
      )}
      {runbooks.length > 0 && (
        <section className={css['section']} aria-labelledby="outcomes-runbooks">
          <header>
            <h2 id="outcomes-runbooks">Runbooks that were used</h2>
          </header>
          <FigureTable
            label="Runbooks in incidents"
            rows={runbooks}
            rowKey={({ runbook }) => runbook.reference}
            columns={[
              {
                header: 'Runbook',
                cell: ({ runbook, worked, needsChanges }) => (
                  <>
                    <Link to={documentPath(slug, runbook.reference)}>{runbook.title}</Link>{' '}
                    <Reference>{runbook.reference}</Reference>
                    <Bar
                      parts={[
                        { value: worked, look: 'verified' },
                        { value: needsChanges, look: 'suspect' },
                      ]}
                      most={Math.max(...runbooks.map((one) => one.worked + one.needsChanges))}
                    />
                  </>
                ),
              },
              {
                header: 'Worked',
                cell: ({ worked }) => <FreshnessText state="verified">{formatCount(worked)}</FreshnessText>,
                isNumeric: true,
              },
              {
                header: 'Needs changes',
                cell: ({ needsChanges }) =>
                  needsChanges > 0 ? <FreshnessText state="suspect">{formatCount(needsChanges)}</FreshnessText> : '0',
                isNumeric: true,
              },
              { header: 'Last', cell: ({ lastAt }) => formatDay(lastAt), isNumeric: true },
            ]}
          />
        </section>
      )}
    </div>
  )
}

/** How much, by length: its figures stand beside it. */
function Bar(props: { parts: readonly { value: number; look: string }[]; most: number }) {
  const { parts, most } = props
  return (
    <svg className={css['bar']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ value, look }, at) => (
        <rect
          key={look}
          className={css['part']}
          data-look={look}
          x={(100 * parts.slice(0, at).reduce((sum, part) => sum + part.value, 0)) / most}
          width={(100 * value) / most}
          height="1"
        />
      ))}
    </svg>
  )
}
