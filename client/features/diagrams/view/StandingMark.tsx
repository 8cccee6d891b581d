import { FreshnessMark } from '../../../ui/FreshnessMark.tsx'
import { layoutOf, type Point } from '../geometry.ts'
import type { Placed } from './reading-order.ts'
import type { Standing } from './standing.ts'
import css from './view.module.css'

/** How the records stand that an element is bound to, at its upper right corner. The words are in its name. */
export function StandingMark({ of, standing }: { of: Placed; standing: Standing }) {
  const { x, y } = cornerOf(of)
  return (
    <g aria-hidden="true">
      {standing.worst && (
        <g transform={`translate(${x} ${y})`}>
          <rect className={css['plate']} x={-3} y={-3} width={22} height={22} rx={6} />
          <FreshnessMark {...standing.worst} size={16} />
        </g>
      )}
      {standing.hasDrifted && (
        <g transform={`translate(${standing.worst ? x - 24 : x} ${y})`}>
          <rect className={css['plate']} x={-3} y={-3} width={22} height={22} rx={6} />
          <DriftMark />
        </g>
      )}
    </g>
  )
}

function cornerOf(element: Placed): Point {
  if (!('shape' in element)) return { x: element.x + element.width - 26, y: element.y + 8 }
  const { box, picture } = layoutOf(element)
  const corner = picture ?? box
  return { x: corner.x + corner.width - 8, y: corner.y - 8 }
}

/** A chain that is broken: the record is archived or gone. */
export function DriftMark() {
  return (
    <svg className={css['drift']} width={16} height={16} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d="M6.5 11.5 5 13a2.5 2.5 0 0 1-3.5-3.5L4 7M9.5 4.5 11 3a2.5 2.5 0 0 1 3.5 3.5L12 9M6 2.5V1M2.5 6H1M10 13.5V15M13.5 10H15"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
