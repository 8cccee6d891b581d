import type { LaneResult, Target } from '#contract/responsibilities.ts'
import { daysBetween, formatDay } from '../../ui/format.ts'
import { valueWords } from './words.ts'
import css from './responsibilities.module.css'

/** Of the drawing's own units; the picture grows with the page. */
const box = { width: 640, height: 160, left: 64, right: 12, top: 14, bottom: 26 }

/**
 * Results over time, oldest on the left: met ones as filled circles, others as diamonds, the target as a dashed line.
 * Everything in it stands in the table below, so that it is no more than a picture to those who cannot see it.
 */
export function ResultsPlot({ results, target }: { results: readonly LaneResult[]; target: Target | undefined }) {
  const inOrder = [...results].sort((one, other) => (one.on < other.on ? -1 : 1))
  const [first, last] = [inOrder[0], inOrder.at(-1)]
  if (!first || !last) return null
  const isValue = target !== undefined && target.measure !== 'passed'
  const span = Math.max(1, daysBetween(first.on, last.on))
  const most = isValue ? Math.max(target.value, ...inOrder.map(({ value }) => value ?? 0)) * 1.15 || 1 : 1
  const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom }
  const x = ({ on }: LaneResult) => box.left + (inner.width * daysBetween(first.on, on)) / span
  const yOf = (value: number) => box.top + inner.height * (1 - value / most)
  const y = ({ value, passed, met }: LaneResult) => yOf(isValue ? (value ?? 0) : (passed ?? met) ? 0.85 : 0.15)
  const met = inOrder.filter((result) => result.met).length
  const words = `${met} of ${inOrder.length} results met the target, from ${formatDay(first.on)} to ${formatDay(last.on)}`
  return (
    <figure className={css['plot']}>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={words}>
        <line className={css['axis']} x1={box.left} x2={box.width - box.right} y1={yOf(0)} y2={yOf(0)} />
        {isValue ? (
          <>
            <line
              className={css['target']}
              x1={box.left}
              x2={box.width - box.right}
              y1={yOf(target.value)}
              y2={yOf(target.value)}
            />
            <text x={box.left - 8} y={yOf(target.value) + 4} textAnchor="end">
              {valueWords(target.value, target.unit)}
            </text>
          </>
        ) : (
          <>
            <text x={box.left - 8} y={yOf(0.85) + 4} textAnchor="end">
              Passed
            </text>
            <text x={box.left - 8} y={yOf(0.15) + 4} textAnchor="end">
              Not
            </text>
          </>
        )}
        <polyline className={css['course']} points={inOrder.map((result) => `${x(result)},${y(result)}`).join(' ')} />
        {inOrder.map((result) =>
          result.met ? (
            <circle key={result.id} className={css['met']} cx={x(result)} cy={y(result)} r="4.5" />
          ) : (
            <path key={result.id} className={css['missed']} d={diamond(x(result), y(result), 6.5)} />
          ),
        )}
        <text x={box.left} y={box.height - 8}>
          {formatDay(first.on)}
        </text>
        <text x={box.width - box.right} y={box.height - 8} textAnchor="end">
          {formatDay(last.on)}
        </text>
      </svg>
      <figcaption className={css['aside']}>{words}.</figcaption>
    </figure>
  )
}

const diamond = (x: number, y: number, r: number) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`
