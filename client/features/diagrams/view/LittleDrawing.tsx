import { useMemo } from 'react'
import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { openDocument, type DocumentChip } from '#contract/documents.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import { query } from '../../../platform/api.ts'
import { listWords } from '../../../ui/format.ts'
import { documentPath } from '../../documents/addresses.ts'
import { around, grown, type Box } from '../geometry.ts'
import { drawingInWords } from './element-words.ts'
import { Frames } from './Frames.tsx'
import { Layers } from './Layers.tsx'
import { pictureAddress } from './picture-address.ts'
import { framed, prepared, type Prepared } from './prepared.ts'
import type { Placed } from './reading-order.ts'
import css from './little.module.css'

interface LittleDrawingProps {
  slug: string
  chip: DocumentChip
  /** Documents that the reader is busy with: the devices that stand for them are framed, and brought near. */
  about: readonly string[]
}

/** A diagram beside a text: small, with what the text is about framed. A press opens it there. */
export function LittleDrawing({ slug, chip, about }: LittleDrawingProps) {
  const { reference, title } = chip
  const answer = useQuery(query(openDocument, { slug, reference }))
  const content = answer.data?.content
  const drawing = content?.format === 'diagram/1' ? content : undefined
  const of = useMemo(() => drawing && prepared(drawing), [drawing])
  const meant = useMemo(() => elementsAbout(of, about), [of, about])
  const first = meant[0]
  const to = `${documentPath(slug, reference)}${first ? `?device=${first.id}` : ''}`
  if (!of || !drawing) return <div className={css['box']} data-waiting={answer.isPending || undefined} />
  const names = listWords(meant.slice(0, 3).map(labelOf))
  const box = croppedTo(of.bounds, meant)
  return (
    <div className={css['box']} data-shape={box.height / box.width < 0.45 ? 'low' : 'high'}>
      <svg viewBox={[box.x, box.y, box.width, box.height].join(' ')} aria-hidden="true" focusable="false">
        <Layers of={of} pictureHref={drawing.picture && pictureAddress(slug, reference, drawing.picture.attachment)} />
        <Frames found={[]} current={undefined} selected={undefined} meant={meant} />
      </svg>
      {/* Over the picture, whose words are not its name. */}
      <Link to={to} className={css['over']} aria-label={`Open ${title}: ${names || drawingInWords(drawing)}`} />
    </div>
  )
}

function elementsAbout(of: Prepared | undefined, about: readonly string[]): Placed[] {
  const wanted = new Set(about)
  return of?.order.filter(({ bound }) => bound.some((reference) => wanted.has(reference))) ?? []
}

/** Wide enough that words can be read beside a text: of a large drawing, the part around what is meant. */
const widest = 620
const room = 150

function croppedTo(bounds: Box, meant: readonly Placed[]): Box {
  const all = grown(bounds, 16)
  const near = around(meant.map(framed))
  if (!near || all.width <= widest) return all
  const wanted = grown(near, room)
  const width = Math.min(all.width, Math.max(wanted.width, widest * 0.7))
  const height = Math.min(all.height, Math.max(wanted.height, width * 0.5))
  const start = (from: number, extent: number, least: number, most: number, size: number) =>
    Math.min(Math.max(from + extent / 2 - size / 2, least), least + most - size)
  return {
    x: start(near.x, near.width, all.x, all.width, width),
    y: start(near.y, near.height, all.y, all.height, height),
    width,
    height,
  }
}
