import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { monthWords, shortMonth } from './figures.ts'
import css from './outcomes.module.css'

/** One part of a month's column, from below. */
export interface Part {
  value: number
  /** Of the drawing: `plain`, or a state. */
  look: Look
}
export type Look = 'plain' | 'rest' | 'verified' | 'due' | 'overdue' | 'unverified' | 'suspect'

export interface PlotMonth {
  month: string
  parts: readonly Part[]
  /** In the tip of the column, and nowhere else that the table has not: `3 of 4 on time`. */
  words: string
}

interface MonthPlotProps {
  title: string
  /** What the picture says, in a sentence. */
  says: string
  months: readonly PlotMonth[]
  /** The end of the scale; nothing is above it. */
  most: number
  scaleWords: (value: number) => string
  legend?: ReactNode
  /** Everything that the picture shows, as figures. */
  table: ReactNode
}

/**
 * Columns by month. The picture stretches with the page, so its words stand around it as text. The same figures are in a
 * table: read out and printed always, seen by those who ask for it.
 */
export function MonthPlot({ title, says, months, most, scaleWords, legend, table }: MonthPlotProps) {
  const [isTable, setTable] = useState(false)
  return (
    <figure className={css['plot']}>
      <figcaption className={css['caption']}>
        <h3>{title}</h3>
        <Button
          variant="quiet"
          aria-expanded={isTable}
          aria-label={`Figures: ${title}`}
          onClick={() => setTable(!isTable)}
          data-no-print
        >
          Figures
        </Button>
      </figcaption>
      <p className={css['says']}>{says}</p>
      <div className={css['drawing']} aria-hidden="true">
        <div className={css['scale']}>
          <span>{scaleWords(most)}</span>
          <span>{scaleWords(most / 2)}</span>
          <span>{scaleWords(0)}</span>
        </div>
        <svg viewBox={`0 0 ${months.length} 100`} preserveAspectRatio="none">
          {[0, 50, 100].map((y) => (
            <line key={y} className={css['grid']} x1="0" x2={months.length} y1={y} y2={y} />
          ))}
          {months.map((month, at) => (
            <Column key={month.month} month={month} at={at} width={widthOf(months.length)} most={most} />
          ))}
        </svg>
        <div className={css['months']} data-many={months.length > 12 || undefined}>
          {months.map(({ month }, at) => (
            <span key={month}>
              {shortMonth(month)}
              {(at === 0 || month.endsWith('-01') || months.length > 12) && <small>{month.slice(0, 4)}</small>}
            </span>
          ))}
        </div>
      </div>
      {legend}
      <div className={css['twin']} data-shown={isTable || undefined}>
        {table}
      </div>
    </figure>
  )
}

/** Few months have slender columns, too. */
const widthOf = (count: number): number => (count <= 3 ? 0.2 : count <= 6 ? 0.34 : count <= 12 ? 0.52 : 0.66)

function Column({ month, at, width, most }: { month: PlotMonth; at: number; width: number; most: number }) {
  const x = at + (1 - width) / 2
  const heights = month.parts.map(({ value }) => (100 * value) / most)
  return (
    <g>
      <title>{`${monthWords(month.month)}: ${month.words}`}</title>
      {/* The whole height answers the pointer, also of a month with little in it. */}
      <rect className={css['room']} x={at} y={0} width={1} height={100} />
      {month.parts.map(({ value, look }, index) => {
        const height = heights[index] ?? 0
        const below = heights.slice(0, index).reduce((sum, each) => sum + each, 0)
        return value > 0 ? (
          <rect
            key={look}
            className={css['part']}
            data-look={look}
            x={x}
            y={100 - below - height}
            width={width}
            height={height}
          />
        ) : null
      })}
    </g>
  )
}
