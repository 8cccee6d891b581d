import { useRef } from 'react'
import { Link } from 'react-router'
import type { Document, DocumentChip } from '#contract/documents.ts'
import { freshnessWords } from '../../../ui/freshness.ts'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { RailCard } from '../../../ui/PageFrame.tsx'
import { useShortcut } from '../../../ui/shortcuts.ts'
import { documentPath } from '../../documents/addresses.ts'
import { LittleDrawing } from './LittleDrawing.tsx'
import css from './little.module.css'

interface DiagramKitProps {
  slug: string
  /** What the text cites and belongs to: devices that stand for it are framed. */
  document: Document
  chips: readonly DocumentChip[]
  /** The number key of the first card: the kit counts on from what stands above. */
  first: number
}

/** Each is fetched whole. */
const most = 3

/** Where what the steps are about is plugged in, beside them. */
export function DiagramKit({ slug, document, chips, first }: DiagramKitProps) {
  const about = [...document.cited, ...document.related].map(({ reference }) => reference)
  return chips
    .slice(0, Math.min(most, Math.max(0, 10 - first)))
    .map((chip, index) => <KitCard key={chip.reference} slug={slug} chip={chip} about={about} number={first + index} />)
}

function KitCard(props: { slug: string; chip: DocumentChip; about: readonly string[]; number: number }) {
  const { slug, chip, about, number } = props
  const card = useRef<HTMLDivElement>(null)
  useShortcut({ keys: String(number), label: `Go to ${chip.title}`, act: () => card.current?.focus() })
  return (
    <RailCard title="Diagram" keys={String(number)}>
      <div ref={card} className={css['kit']} tabIndex={-1} role="group" aria-label={chip.title}>
        <LittleDrawing slug={slug} chip={chip} about={about} />
        <p className={css['name']}>
          <Link to={documentPath(slug, chip.reference)}>{chip.title}</Link>
          {chip.state !== 'verified' && <FreshnessLabel {...chip}>{freshnessWords(chip)}</FreshnessLabel>}
        </p>
      </div>
    </RailCard>
  )
}
