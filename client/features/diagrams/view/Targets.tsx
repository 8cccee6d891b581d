import { memo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { accessibleName } from './element-words.ts'
import { pressable } from './prepared.ts'
import { neighbour, type Direction, type Placed } from './reading-order.ts'
import { StandingMark } from './StandingMark.tsx'
import type { Standing } from './standing.ts'
import css from './view.module.css'

interface TargetsProps {
  order: readonly Placed[]
  standing: ReadonlyMap<string, Standing>
  selected: string | undefined
  onOpen: (id: string) => void
  /** The keyboard came to an element. */
  onReach: (element: Placed) => void
}

/**
 * What can be pressed in a drawing, in reading order: one stop for Tab, arrow keys go from one to the next, Home and End to
 * the first and last.
 */
export function Targets({ order, standing, selected, onOpen, onReach }: TargetsProps) {
  const all = useRef<SVGGElement>(null)
  const [reached, setReached] = useState<string>()
  const stop = [reached, selected].find((id) => order.some((element) => element.id === id)) ?? order[0]?.id

  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || stop === undefined) return
    const direction = directions[event.key]
    const next = direction
      ? neighbour(order, stop, direction)
      : event.key === 'Home'
        ? order[0]
        : event.key === 'End'
          ? order.at(-1)
          : undefined
    if (!next) {
      // At the ends the picture stays where it is.
      if (direction) event.preventDefault()
      return
    }
    event.preventDefault()
    setReached(next.id)
    onReach(next)
    const links = all.current?.querySelectorAll<SVGAElement>('a[data-element]') ?? []
    ;[...links].find((link) => link.dataset['element'] === next.id)?.focus({ preventScroll: true })
  }
  return (
    <g ref={all} onKeyDown={onKeyDown}>
      {order.map((element) => (
        <Target
          key={element.id}
          element={element}
          standing={standing.get(element.id)}
          isStop={element.id === stop}
          isSelected={element.id === selected}
          onOpen={onOpen}
          onFocus={setReached}
        />
      ))}
    </g>
  )
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

interface TargetProps {
  element: Placed
  standing: Standing | undefined
  isStop: boolean
  isSelected: boolean
  onOpen: (id: string) => void
  onFocus: (id: string) => void
}

const Target = memo(function Target({ element, standing, isStop, isSelected, onOpen, onFocus }: TargetProps) {
  const { x, y, width, height } = pressable(element)
  const open = (event: MouseEvent) => {
    // With Ctrl it opens in a tab of its own, as every link does.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(element.id)
  }
  return (
    <a
      href={`?device=${element.id}`}
      className={css['target']}
      data-element={element.id}
      data-selected={isSelected || undefined}
      tabIndex={isStop ? 0 : -1}
      aria-label={accessibleName(element, standing?.words)}
      aria-current={isSelected ? 'true' : undefined}
      onClick={open}
      onFocus={() => onFocus(element.id)}
    >
      <rect x={x} y={y} width={width} height={height} rx={6} />
      {standing && <StandingMark of={element} standing={standing} />}
    </a>
  )
})
