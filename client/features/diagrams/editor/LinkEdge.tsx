import { memo, useState, type PointerEvent } from 'react'
import { useReactFlow, type EdgeProps } from '@xyflow/react'
import type { Point } from '../geometry.ts'
import { along, lengthOf, linkPath, type End } from '../link-paths.ts'
import { LinkLine, LinkWords } from '../shapes/shapes.tsx'
import { paints } from '../shapes/paints.ts'
import { changeLink, snapped } from './deeds.ts'
import { useOnSheet } from './editing-context.ts'
import type { FlowEdge } from './flow-elements.ts'
import css from './Canvas.module.css'

/** A link on the sheet. When it is chosen, its corners can be dragged, and a new one out of the middle of each stretch. */
export const LinkEdge = memo(function LinkEdge({
  data,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
}: EdgeProps<FlowEdge>) {
  const [dragged, setDragged] = useState<readonly Point[]>()
  if (!data) return null
  const { link, aside } = data
  // The ends may be on their way: React Flow knows where they are now.
  const from = movedTo(data.from, sourceX, sourceY, data)
  const to = movedTo(data.to, targetX, targetY, data)
  const drawn = dragged ? { ...link, points: [...dragged] } : link
  const path = linkPath(drawn, from, to, aside)
  return (
    <>
      <path d={path.d} className={css['hit']} />
      {selected && <path d={path.d} className={css['chosenLink']} />}
      <LinkLine medium={link.medium} d={path.d} ink={selected ? paints.ink : paints.quiet} />
      <LinkWords medium={link.medium} path={path} />
      {selected && <Corners linkId={link.id} points={drawn.points} way={path.points} onDrag={setDragged} />}
    </>
  )
})

/** React Flow tells the middle of the upper border of the element's box. */
function movedTo(end: End, x: number, y: number, data: Record<string, unknown>): End {
  const element = (end === data['from'] ? data['ends'] : data['otherEnd']) as { x: number; y: number; width?: number }
  const width = end.outer?.width ?? 0
  const by = { x: x - width / 2 - element.x, y: y - element.y }
  if (Math.abs(by.x) < 0.01 && Math.abs(by.y) < 0.01) return end
  const shift = <Area extends Point>(box: Area): Area => ({ ...box, x: box.x + by.x, y: box.y + by.y })
  return { box: shift(end.box), ...(end.words && { words: shift(end.words) }) }
}

interface CornersProps {
  linkId: string
  points: readonly Point[]
  way: readonly Point[]
  onDrag: (points: readonly Point[] | undefined) => void
}

function Corners({ linkId, points, way, onDrag }: CornersProps) {
  const { drawing, apply } = useOnSheet()
  const { screenToFlowPosition } = useReactFlow()
  const [held, setHeld] = useState<{ points: readonly Point[]; index: number }>()

  const hold = (event: PointerEvent, from: readonly Point[], index: number) => {
    if (event.button !== 0) return
    event.stopPropagation()
    // What was pressed may go while it is dragged; the group around it stays.
    event.currentTarget.parentElement?.setPointerCapture(event.pointerId)
    setHeld({ points: from, index })
  }
  const drag = (event: PointerEvent) => {
    if (!held) return
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })
    const next = held.points.map((point, index) =>
      index === held.index ? { x: snapped(at.x), y: snapped(at.y) } : point,
    )
    setHeld({ ...held, points: next })
    onDrag(next)
  }
  const letGo = () => {
    if (held) apply(changeLink(drawing, linkId, { points: held.points.map(({ x, y }) => ({ x, y })) }))
    setHeld(undefined)
    onDrag(undefined)
  }
  const handlers = { onPointerMove: drag, onPointerUp: letGo, onPointerCancel: letGo }
  return (
    <g className="nopan nodrag" {...handlers}>
      {way.slice(0, -1).map((point, index) => {
        const next = way[index + 1] ?? point
        if (held || lengthOf([point, next]) < 40) return null
        // Off the middle of a lone stretch, where its words stand.
        const at = along([point, next], lengthOf([point, next]) * (way.length === 2 ? 0.28 : 0.5))
        const added = [...points.slice(0, index), at, ...points.slice(index)]
        return (
          <rect
            key={index}
            x={at.x - 4}
            y={at.y - 4}
            width={8}
            height={8}
            rx={2}
            className={css['newCorner']}
            onPointerDown={(event) => hold(event, added, index)}
          >
            <title>Drag to add a corner</title>
          </rect>
        )
      })}
      {points.map(({ x, y }, index) => (
        <rect
          key={`corner-${index}`}
          x={x - 5}
          y={y - 5}
          width={10}
          height={10}
          rx={2}
          className={css['corner']}
          onPointerDown={(event) => hold(event, points, index)}
          onDoubleClick={(event) => {
            event.stopPropagation()
            apply(changeLink(drawing, linkId, { points: points.filter((_point, at) => at !== index) }))
          }}
        >
          <title>Drag to move; double-click to take it away</title>
        </rect>
      ))}
    </g>
  )
}
