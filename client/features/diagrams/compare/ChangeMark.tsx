import { roundRect } from '../shapes/outlines.ts'
import type { Change } from './compare-drawings.ts'

/** Signs that are told apart by their form: plus, minus, an arrow, and "is not the same". */
const signs: Record<Change, string> = {
  added: 'M9 4.5v9M4.5 9h9',
  removed: 'M4.5 9h9',
  moved: 'M4 9h9.5M10 5.5 13.5 9 10 12.5',
  changed: 'M4.5 7h9M4.5 11h9M11.5 3.5l-5 11',
}

/** The sign of a change in a dark square of 18 pixels: in a drawing at a place, in a list by itself. */
export function ChangeSign({ of }: { of: Change }) {
  return (
    <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      <path d={roundRect(0, 0, 18, 18, 4)} fill="var(--ink)" />
      <path
        d={signs[of]}
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
