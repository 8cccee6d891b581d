import type { Document, DocumentChip } from '#contract/documents.ts'
import { Link } from 'react-router'
import { freshnessWords } from '../../../ui/freshness.ts'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { documentPath } from '../../documents/addresses.ts'
import { LittleDrawing } from './LittleDrawing.tsx'
import css from './little.module.css'

/** Each is fetched whole; further ones are named. */
const most = 2

/** The diagrams in which a system is drawn, at the devices that it runs on. */
export function SystemDiagrams(props: { slug: string; system: Document; chips: readonly DocumentChip[] }) {
  const { slug, system, chips } = props
  const about = [system.reference]
  return (
    <section className={css['section']} aria-labelledby="diagrams-of-system">
      <h2 id="diagrams-of-system">{chips.length === 1 ? 'Diagram' : 'Diagrams'}</h2>
      <ul className={css['drawings']}>
        {chips.map((chip, at) => (
          <li key={chip.reference}>
            <p className={css['name']}>
              <Link to={documentPath(slug, chip.reference)}>{chip.title}</Link>
              <FreshnessLabel {...chip}>{freshnessWords(chip)}</FreshnessLabel>
            </p>
            {at < most && <LittleDrawing slug={slug} chip={chip} about={about} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
