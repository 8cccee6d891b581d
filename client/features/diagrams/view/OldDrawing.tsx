import { useMemo } from 'react'
import type { Drawing } from '#contract/diagrams.ts'
import { Canvas } from './Canvas.tsx'
import { drawingInWords } from './element-words.ts'
import { Layers } from './Layers.tsx'
import { pictureAddress } from './picture-address.ts'
import { prepared } from './prepared.ts'
import css from './view.module.css'

/** A drawing as it was in an earlier version: to look at, not to press. */
export default function OldDrawing(props: { slug: string; reference: string; drawing: Drawing; label: string }) {
  const { slug, reference, drawing, label } = props
  const of = useMemo(() => prepared(drawing), [drawing])
  if (of.order.length === 0 && !drawing.picture) return null
  return (
    <div className={css['old']}>
      <Canvas label={`${label}: ${drawingInWords(drawing)}`} bounds={of.bounds}>
        <Layers of={of} pictureHref={drawing.picture && pictureAddress(slug, reference, drawing.picture.attachment)} />
      </Canvas>
    </div>
  )
}
