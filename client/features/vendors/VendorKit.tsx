import { useRef } from 'react'
import { Link } from 'react-router'
import type { DocumentChip } from '#contract/documents.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { RailCard } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { documentPath } from '../documents/addresses.ts'
import { telOf } from './tel.ts'
import css from './VendorKit.module.css'

interface VendorKitProps {
  slug: string
  chips: readonly DocumentChip[]
  /** The number key of the first card: the kit counts on from what stands above. */
  first: number
}

/** Whom to call while the steps are worked, beside them: the number, and what they ask for first. */
export function VendorKit({ slug, chips, first }: VendorKitProps) {
  return chips
    .slice(0, Math.max(0, 10 - first))
    .map((chip, index) => <KitCard key={chip.reference} slug={slug} chip={chip} number={first + index} />)
}

function KitCard({ slug, chip, number }: { slug: string; chip: DocumentChip; number: number }) {
  const { title, reference, vendor } = chip
  const card = useRef<HTMLDivElement>(null)
  useShortcut({ keys: String(number), label: `Go to ${title}`, act: () => card.current?.focus() })
  return (
    <RailCard title="Support" keys={String(number)}>
      <div ref={card} className={css['kit']} tabIndex={-1} role="group" aria-label={title}>
        <p className={css['name']}>
          <Link to={documentPath(slug, reference)}>{title}</Link>
        </p>
        {vendor?.phone ? (
          <p className={css['row']}>
            <a href={telOf(vendor.phone)} data-calls={reference}>
              {vendor.phone}
            </a>
            <CopyButton text={vendor.phone} what={`number of ${title}`} />
          </p>
        ) : (
          <p className={css['aside']}>No number to call is known.</p>
        )}
        {vendor?.account && (
          <p className={css['row']}>
            <span className={css['aside']}>{vendor.account.label}</span>
            <span className={css['mono']}>{vendor.account.value}</span>
            <CopyButton text={vendor.account.value} what={`${vendor.account.label} of ${title}`} />
          </p>
        )}
      </div>
    </RailCard>
  )
}
