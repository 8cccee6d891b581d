import { useCallback, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import Maximize from 'lucide-react/icons/maximize'
import Minus from 'lucide-react/icons/minus'
import Plus from 'lucide-react/icons/plus'
import { IconButton } from '../../../ui/Button.tsx'
import { useMedia } from '../../../ui/media.ts'
import { useShortcut } from '../../../ui/shortcuts.ts'
import { grown, type Box, type Point, type Size } from '../geometry.ts'
import { usePointers } from './use-pointers.ts'
import { fitting, opening, panned, sees, showing, transformOf, zoomed, type Window } from './window.ts'
import css from './view.module.css'

export interface CanvasHandle {
  /** Brings a box into the middle, near enough to be read; with `isGentle` only if it is not seen. */
  show: (box: Box, how?: { isGentle?: boolean; isBesideSheet?: boolean }) => void
}

interface CanvasProps {
  /** What it is, for a screen reader: "Drawing of DG-02: 12 devices, 14 links". */
  label: string
  /** All that is drawn. */
  bounds: Box
  /** SVG, at its place. */
  children: ReactNode
  /** Left of the buttons. */
  tools?: ReactNode
  /** Without keys where it is one of several pictures. */
  hasKeys?: boolean
  ref?: Ref<CanvasHandle>
}

const stepFactor = 1.25
const stepPixels = 80

/** A drawing that can be brought nearer and moved: by wheel, drag, pinch, keys and buttons. On paper all of it is seen. */
export function Canvas({ label, bounds, children, tools, hasKeys = true, ref }: CanvasProps) {
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<SVGGElement>(null)
  const [size, measured] = useSize(box)
  const isPrinting = useMedia('print')
  // Until it is moved it goes by the room that there is.
  const [moved, setMoved] = useState<Window | 'all'>()
  const all = fitting(bounds, size)
  const windowFor = (wanted: typeof moved) => (wanted === 'all' ? all : (wanted ?? opening(bounds, size)))
  const window = isPrinting ? all : windowFor(moved)

  const change = (next: (from: Window) => Window) => setMoved((from) => next(windowFor(from)))
  /** A point of the screen in the drawing. */
  const pointAt = ({ x, y }: Point): Point => {
    const matrix = drawn.current?.getScreenCTM()
    if (!matrix) return window.center
    const point = new DOMPoint(x, y).matrixTransform(matrix.inverse())
    return { x: point.x, y: point.y }
  }
  const zoomBy = (factor: number) => change((from) => zoomed(from, factor, from.center))
  const pointers = usePointers(box, {
    onPan: (by) => change((from) => panned(from, by, bounds)),
    onZoom: (factor, at) => {
      const point = pointAt(at)
      change((from) => zoomed(from, factor, point))
    },
  })
  useImperativeHandle(ref, () => ({
    show: (element, { isGentle = false, isBesideSheet = false } = {}) => {
      const covered = isBesideSheet ? coveredBySheet(box.current) : 0
      box.current?.scrollIntoView({ block: 'nearest' })
      setMoved((from) => {
        const now = windowFor(from)
        return isGentle && sees(now, size, grown(element, 4), covered) ? from : showing(element, now, covered)
      })
    },
  }))

  const onKeyDown = (event: KeyboardEvent) => {
    // On a device, arrows go to the next one.
    if (event.target !== event.currentTarget) return
    const by = arrows[event.key]
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    change((from) => panned(from, by, bounds))
  }
  useShortcut(hasKeys && { keys: '+', label: 'Zoom in', act: () => zoomBy(stepFactor) })
  // The same key, without Shift.
  useShortcut(hasKeys && { keys: '=', act: () => zoomBy(stepFactor) })
  useShortcut(hasKeys && { keys: '-', label: 'Zoom out', act: () => zoomBy(1 / stepFactor) })
  useShortcut(hasKeys && { keys: '0', label: 'Show the whole drawing', act: () => setMoved('all') })

  const ratio = bounds.height / Math.max(bounds.width, 1)
  return (
    <div className={css['canvas']} data-shape={ratio < 0.3 ? 'low' : ratio < 0.62 ? 'middle' : 'high'}>
      <div className={css['bar']} data-no-print>
        {tools}
        <div className={css['zoom']} role="group" aria-label="Zoom">
          <IconButton icon={Minus} label="Zoom out" onClick={() => zoomBy(1 / stepFactor)} />
          <output className={css['percent']}>{Math.round(window.zoom * 100)} %</output>
          <IconButton icon={Plus} label="Zoom in" onClick={() => zoomBy(stepFactor)} />
          <IconButton icon={Maximize} label="Show the whole drawing" onClick={() => setMoved('all')} />
        </div>
      </div>
      <div
        ref={measured}
        className={css['stage']}
        data-near={window.zoom > all.zoom * 1.01 || undefined}
        role="group"
        aria-label={label}
        // Arrow keys move it.
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...pointers}
      >
        <svg
          viewBox={isPrinting ? printBox(bounds) : `0 0 ${size.width} ${size.height}`}
          className={css['svg']}
          focusable="false"
        >
          <g ref={drawn} transform={isPrinting ? undefined : transformOf(window, size)}>
            {children}
          </g>
        </svg>
      </div>
    </div>
  )
}

/** How much of it a sheet covers that lies beside the page, in pixels. */
function coveredBySheet(element: HTMLElement | null): number {
  if (!element || innerWidth < 640) return 0
  const { right, width } = element.getBoundingClientRect()
  return Math.min(Math.max(0, right - (innerWidth - sheetWidth)), width * 0.7)
}
const sheetWidth = 480

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -stepPixels, y: 0 },
  ArrowRight: { x: stepPixels, y: 0 },
  ArrowUp: { x: 0, y: -stepPixels },
  ArrowDown: { x: 0, y: stepPixels },
}

function printBox(bounds: Box): string {
  const { x, y, width, height } = grown(bounds, 8)
  return [x, y, width, height].join(' ')
}

/** The room that an element has, in pixels; measured before it is painted. @returns the size, and the element's `ref` */
function useSize(boxRef: { current: HTMLDivElement | null }) {
  const [size, setSize] = useState<Size>({ width: 800, height: 480 })
  const measured = useCallback(
    (element: HTMLDivElement | null) => {
      boxRef.current = element
      if (!element) return
      const read = () => {
        const { clientWidth: width, clientHeight: height } = element
        if (width > 0 && height > 0) setSize({ width, height })
      }
      read()
      const observer = new ResizeObserver(read)
      observer.observe(element)
      return () => observer.disconnect()
    },
    [boxRef],
  )
  return [size, measured] as const
}
