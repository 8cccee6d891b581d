import { Link } from 'react-router'
import type { DocumentChip } from '#contract/documents.ts'
import type { Kind } from '#contract/values.ts'
import type { LucideIcon } from 'lucide-react'
import { freshnessWords } from './freshness.ts'
import { FreshnessMark } from './FreshnessMark.tsx'
import { Icon } from './Icon.tsx'
import { Book, KeyRound, Network, Server, Store } from './icons.ts'
import { VisuallyHidden } from './VisuallyHidden.tsx'
import css from './ReferenceChip.module.css'

export const kindIcons: Record<Kind, LucideIcon> = {
  runbook: Book,
  credential: KeyRound,
  vendor: Store,
  diagram: Network,
  system: Server,
}

/** A document mentioned in a text or a list: what it is, its title, whether it can be trusted. */
export function ReferenceChip({ chip, to }: { chip: DocumentChip; to: string }) {
  const state = chip.archived ? 'Archived' : freshnessWords(chip)
  return (
    <Link
      to={to}
      className={css['chip']}
      data-archived={chip.archived || undefined}
      data-tooltip={`${chip.reference} · ${state}`}
    >
      <Icon of={kindIcons[chip.kind]} />
      <span className={css['title']}>{chip.title}</span>
      {!chip.archived && <FreshnessMark {...chip} size={14} />}
      <VisuallyHidden>
        , {chip.reference}, {state}
      </VisuallyHidden>
    </Link>
  )
}
