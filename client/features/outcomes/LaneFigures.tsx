import { Link } from 'react-router'
import { daysBetween, formatCount, formatDay } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { lanePath, valueWords } from '../responsibilities/words.ts'
import { FigureTable } from './FigureTable.tsx'
import type { Outcomes } from './use-outcomes.ts'
import css from './outcomes.module.css'

type Lane = Outcomes['lanes'][number]

/** What lanes aim at, and how often it was met. @param since the first day of the period. @param until today. */
export function LaneFigures(props: { slug: string; lanes: readonly Lane[]; since: string; until: string }) {
  const { slug, lanes, since, until } = props
  if (lanes.length === 0) return null
  return (
    <section className={css['section']} aria-labelledby="outcomes-lanes">
      <header>
        <h2 id="outcomes-lanes">Outcomes of lanes</h2>
      </header>
      <FigureTable
        label="Outcomes of lanes"
        rows={lanes}
        rowKey={({ id }) => id}
        columns={[
          {
            header: 'Lane',
            cell: ({ id, name, outcome }) => (
              <>
                <Link to={lanePath(slug, id)}>{name}</Link>
                {outcome && <small>{outcome}</small>}
              </>
            ),
          },
          { header: 'Target', cell: ({ target }) => target },
          { header: 'Over time', cell: (lane) => <Course lane={lane} since={since} until={until} /> },
          { header: 'Met', cell: ({ results }) => metWords(results), isNumeric: true },
          { header: 'Newest', cell: (lane) => <Newest lane={lane} />, isNumeric: true },
        ]}
      />
    </section>
  )
}

const metWords = (results: Lane['results']): string =>
  results.length === 0
    ? '—'
    : `${formatCount(results.filter(({ met }) => met).length)} of ${formatCount(results.length)}`

function Newest({ lane: { results, unit, missed } }: { lane: Lane }) {
  const newest = newestOf(results)
  if (!newest)
    return missed ? (
      <FreshnessText state="overdue">Not met before, and not measured since</FreshnessText>
    ) : (
      <>None yet</>
    )
  const { value, met } = newest
  const passed = met ? 'Passed' : 'Not passed'
  return (
    <>
      <FreshnessText state={met ? 'verified' : 'overdue'}>
        {value === undefined ? passed : `${valueWords(value, unit)}${met ? '' : ', not met'}`}
      </FreshnessText>
      <small>{formatDay(newest.on)}</small>
    </>
  )
}

const newestOf = (results: Lane['results']) => results.toSorted((a, b) => (a.on < b.on ? 1 : -1))[0]

const size = { width: 180, height: 18, r: 4 }

/** Results where they fall in the period: met ones as filled circles, others as diamonds. Its figures stand beside it. */
function Course({ lane: { results }, since, until }: { lane: Lane; since: string; until: string }) {
  const span = Math.max(1, daysBetween(since, until))
  const x = (on: string) => 6 + ((size.width - 12) * daysBetween(since, on)) / span
  const y = size.height / 2
  return (
    <svg className={css['course']} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <line className={css['grid']} x1="0" x2={size.width} y1={y} y2={y} />
      {results.map(({ on, met }, at) =>
        met ? (
          <circle key={at} className={css['part']} data-look="verified" cx={x(on)} cy={y} r={size.r} />
        ) : (
          <path key={at} className={css['part']} data-look="overdue" d={`M${x(on)} ${y - 6}l6 6-6 6-6-6Z`} />
        ),
      )}
    </svg>
  )
}
