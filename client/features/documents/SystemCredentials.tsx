import type { Document, DocumentChip } from '#contract/documents.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { CredentialChip } from '../credentials/CredentialChip.tsx'
import { classNames, rotationWords } from '../credentials/words.ts'
import css from './SystemRunbooks.module.css'

/** The credentials of a system: what each asks for, when it must change, and copy or a request in place. */
export function SystemCredentials(props: { slug: string; system: Document; chips: readonly DocumentChip[] }) {
  const { slug, system, chips } = props
  return (
    <section className={css['section']} aria-labelledby="credentials-of-system" data-no-print>
      <header className={css['header']}>
        <h2 id="credentials-of-system">Credentials</h2>
      </header>
      <ul className={css['list']}>
        {chips.map((chip) => (
          <li key={chip.reference} className={css['vendor']}>
            <span className={css['title']}>
              <CredentialChip slug={slug} chip={chip} from={system.id} />
            </span>
            <Reference>{chip.reference}</Reference>
            {chip.credential && <span className={css['use']}>{classNames[chip.credential.class]}</span>}
            <Rotation chip={chip} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Rotation({ chip: { credential } }: { chip: DocumentChip }) {
  const words = credential && rotationWords(credential)
  if (!credential || words === undefined) return <span className={css['use']}>no rotation set</span>
  const { mustRotate, rotateIn = 0 } = credential
  if (mustRotate || rotateIn < 0) return <FreshnessLabel state="overdue">{words}</FreshnessLabel>
  if (rotateIn <= 14) return <FreshnessLabel state="due">{words}</FreshnessLabel>
  return <span className={css['use']}>{words}</span>
}
