import { useState, type PointerEvent, type RefObject } from 'react'
import type { GroupKind, Shape } from '#contract/diagrams.ts'
import { TextField } from '../../../ui/fields.tsx'
import { ShapeSign } from '../shapes/shapes.tsx'
import { nameOf, palette } from './words.ts'
import css from './DrawingEditor.module.css'

interface PaletteProps {
  onAdd: (of: Shape | GroupKind, at?: { x: number; y: number }) => void
  /** Where on the drawing a point of the window lies; nowhere beside the sheet. */
  dropRef: RefObject<((clientX: number, clientY: number) => { x: number; y: number } | undefined) | undefined>
}

/** Shapes to drag onto the sheet, or to press, which adds them in the middle of it. */
export function Palette({ onAdd, dropRef }: PaletteProps) {
  const [looked, setLooked] = useState('')
  const words = looked.trim().toLowerCase()
  const sections = palette
    .map(({ heading, items }) => ({
      heading,
      items: items.filter(({ of, also }) => `${nameOf(of).toLowerCase()} ${also}`.includes(words)),
    }))
    .filter(({ items }) => items.length > 0)
  return (
    <div className={css['palette']} role="group" aria-label="Shapes">
      <div className={css['paletteSearch']}>
        <TextField
          label="Find a shape"
          isLabelHidden
          isSmall
          placeholder="Find a shape"
          autoComplete="off"
          value={looked}
          onChange={(event) => setLooked(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = sections[0]?.items[0]
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            if (first) onAdd(first.of)
          }}
        />
      </div>
      <div className={css['shapes']}>
        {sections.map(({ heading, items }) => (
          <section key={heading} aria-label={heading}>
            <h2>{heading}</h2>
            <div className={css['shapeGrid']}>
              {items.map(({ of }) => (
                <PaletteShape key={of} of={of} onAdd={onAdd} dropRef={dropRef} />
              ))}
            </div>
          </section>
        ))}
        {sections.length === 0 && (
          <p className={css['quiet']}>No shape is called that. A device can stand for anything.</p>
        )}
      </div>
    </div>
  )
}

function PaletteShape({ of, onAdd, dropRef }: PaletteProps & { of: Shape | GroupKind }) {
  const [held, setHeld] = useState<{ x: number; y: number; isDragged: boolean }>()
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    event.currentTarget.setPointerCapture(event.pointerId)
    setHeld({ x: event.clientX, y: event.clientY, isDragged: false })
  }
  const moveTo = (event: PointerEvent) => {
    if (!held) return
    const isDragged = held.isDragged || Math.hypot(event.clientX - held.x, event.clientY - held.y) > 5
    setHeld(isDragged ? { x: event.clientX, y: event.clientY, isDragged } : held)
  }
  const up = (event: PointerEvent<HTMLButtonElement>) => {
    if (!held?.isDragged) return setHeld(undefined)
    const at = dropRef.current?.(event.clientX, event.clientY)
    if (at) onAdd(of, at)
    // The click that follows is no press.
    requestAnimationFrame(() => setHeld(undefined))
  }
  return (
    <>
      <button
        type="button"
        className={css['shape']}
        onPointerDown={down}
        onPointerMove={moveTo}
        onPointerUp={up}
        onPointerCancel={() => setHeld(undefined)}
        onClick={() => held?.isDragged || onAdd(of)}
      >
        <ShapeSign of={of} size={26} />
        <span>{nameOf(of)}</span>
      </button>
      {held?.isDragged && (
        <div
          className={css['ghost']}
          aria-hidden
          ref={(ghost) => ghost?.style.setProperty('translate', `${held.x}px ${held.y}px`)}
        >
          <ShapeSign of={of} size={48} />
        </div>
      )}
    </>
  )
}
