import { useState } from 'react'
import type { Drawing, Link } from '#contract/diagrams.ts'
import { plural } from '../../../ui/format.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { X } from '../../../ui/icons.ts'
import type { Point } from '../geometry.ts'
import { linkPathsOf, along, lengthOf } from '../link-paths.ts'
import { snapped } from './deeds.ts'
import css from './DrawingEditor.module.css'

interface NumberFieldProps {
  label: string
  value: number
  low: number
  high: number
  onChange: (value: number) => void
}

/** A whole number of pixels; taken as soon as it is one. */
export function NumberField({ label, value, low, high, onChange }: NumberFieldProps) {
  const shown = String(Math.round(value))
  const [typed, setTyped] = useState<string>()
  return (
    <TextField
      label={label}
      inputMode="numeric"
      autoComplete="off"
      isSmall
      value={typed ?? shown}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const number = Number(text)
        if (/^-?\d+$/.test(text.trim()) && number >= low && number <= high) onChange(number)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

/** The corners of a link, for those who do not drag them. */
export function CornerFields(props: { drawing: Drawing; link: Link; onChange: (points: Point[]) => void }) {
  const { drawing, link, onChange } = props
  const put = (index: number, changes: Partial<Point>) =>
    onChange(link.points.map((point, at) => (at === index ? { ...point, ...changes } : point)))
  const add = () => {
    const way = linkPathsOf({ ...drawing, links: [link] }).get(link.id)?.points ?? []
    // In the middle of the last stretch.
    const last = way.slice(-2)
    const at = along(last, lengthOf(last) / 2)
    onChange([...link.points, { x: snapped(at.x), y: snapped(at.y) }])
  }
  return (
    <fieldset className={css['corners']}>
      <legend>Way</legend>
      <p className={css['quiet']}>{link.points.length === 0 ? 'Straight' : plural(link.points.length, 'corner')}</p>
      {link.points.map((point, index) => (
        <div key={index} className={css['corner']}>
          <NumberField
            label={`Corner ${index + 1}, left`}
            value={point.x}
            low={-100_000}
            high={100_000}
            onChange={(x) => put(index, { x })}
          />
          <NumberField label="Top" value={point.y} low={-100_000} high={100_000} onChange={(y) => put(index, { y })} />
          <IconButton
            icon={X}
            label={`Take corner ${index + 1} away`}
            onClick={() => onChange(link.points.filter((_point, at) => at !== index))}
          />
        </div>
      ))}
      <div className={css['buttons']}>
        {link.points.length < 60 && <Button onClick={add}>Add a corner</Button>}
        {link.points.length > 0 && <Button onClick={() => onChange([])}>Straighten</Button>}
      </div>
    </fieldset>
  )
}
