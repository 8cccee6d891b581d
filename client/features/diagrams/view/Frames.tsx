import { framed } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import css from './view.module.css'

interface FramesProps {
  found: readonly Placed[]
  /** The one of them that is looked at. */
  current: Placed | undefined
  selected: Placed | undefined
}

/** Around what is found and what is open. */
export function Frames({ found, current, selected }: FramesProps) {
  return (
    <g aria-hidden="true">
      {found.map((element) => (
        <Frame key={element.id} of={element} is={element === current ? 'current' : 'found'} />
      ))}
      {selected && <Frame of={selected} is="selected" />}
    </g>
  )
}

function Frame({ of, is }: { of: Placed; is: 'found' | 'current' | 'selected' }) {
  const { x, y, width, height } = framed(of)
  return <rect className={css['frame']} data-is={is} x={x} y={y} width={width} height={height} rx={8} />
}
