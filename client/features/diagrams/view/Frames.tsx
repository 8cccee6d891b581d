import { framed } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import css from './view.module.css'

interface FramesProps {
  found: readonly Placed[]
  /** The one of them that is looked at. */
  current: Placed | undefined
  selected: Placed | undefined
  /** What a text beside the drawing is about. */
  meant?: readonly Placed[]
}

/** Around what is found, what is open and what is meant. */
export function Frames({ found, current, selected, meant = [] }: FramesProps) {
  return (
    <g aria-hidden="true">
      {found.map((element) => (
        <Frame key={element.id} of={element} is={element === current ? 'current' : 'found'} />
      ))}
      {meant.map((element) => (
        <Frame key={element.id} of={element} is="selected" />
      ))}
      {selected && <Frame of={selected} is="selected" />}
    </g>
  )
}

function Frame({ of, is }: { of: Placed; is: 'found' | 'current' | 'selected' }) {
  const { x, y, width, height } = framed(of)
  return <rect className={css['frame']} data-is={is} x={x} y={y} width={width} height={height} rx={8} />
}
