import { useLayoutEffect, useRef, type PointerEvent, type RefObject } from 'react'
import type { Point } from '../geometry.ts'

interface Moves {
  /** By so many pixels of the screen. */
  onPan: (by: Point) => void
  /** By a factor, around a point of the screen. */
  onZoom: (factor: number, at: Point) => void
}

/** A press that goes no further than this is a press on what lies there. */
const slackPixels = 4

/** One finger or the mouse moves the drawing, two fingers and the wheel with Ctrl bring it nearer. */
export function usePointers(box: RefObject<HTMLElement | null>, { onPan, onZoom }: Moves) {
  const down = useRef(new Map<number, Point>())
  const press = useRef({ from: { x: 0, y: 0 }, isDrag: false })
  const latest = useRef(onZoom)
  useLayoutEffect(() => {
    latest.current = onZoom
  })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      // Without Ctrl the page scrolls, as everywhere. A pinch on a trackpad comes with it.
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      latest.current(Math.exp((-event.deltaY * lines) / 300), { x: event.clientX, y: event.clientY })
    }
    // React listens passively: the page would zoom as well.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [box])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    const at = { x: event.clientX, y: event.clientY }
    if (down.current.size === 0) press.current = { from: at, isDrag: false }
    down.current.set(event.pointerId, at)
  }

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = down.current.get(event.pointerId)
    if (!before) return
    const at = { x: event.clientX, y: event.clientY }
    const { from } = press.current
    if (!press.current.isDrag) {
      if (down.current.size < 2 && Math.hypot(at.x - from.x, at.y - from.y) < slackPixels) return
      press.current.isDrag = true
      // From here on the drag goes on outside of the box, and what lies under it is not pressed.
      for (const id of down.current.keys()) event.currentTarget.setPointerCapture(id)
    }
    const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
    down.current.set(event.pointerId, at)
    if (!other) return onPan({ x: before.x - at.x, y: before.y - at.y })
    const spread = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
    // The middle between the fingers goes half as far as the one that moves.
    onPan({ x: (before.x - at.x) / 2, y: (before.y - at.y) / 2 })
    onZoom(spread(at) / spread(before), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 })
  }

  const onPointerEnd = (event: PointerEvent<HTMLElement>) => void down.current.delete(event.pointerId)

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: onPointerEnd,
    onPointerCancel: onPointerEnd,
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void }) => {
      if (!press.current.isDrag) return
      press.current.isDrag = false
      event.preventDefault()
      event.stopPropagation()
    },
    // The browser would drag the link or the picture instead.
    onDragStart: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
}
