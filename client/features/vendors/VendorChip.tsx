import type { DocumentChip } from '#contract/documents.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Phone } from '../../ui/icons.ts'
import { ReferenceChip } from '../../ui/ReferenceChip.tsx'
import { documentPath } from '../documents/addresses.ts'
import { telOf } from './tel.ts'
import css from './VendorKit.module.css'

/** A vendor in a text: its name, and the number to call in place. */
export function VendorChip({ slug, chip }: { slug: string; chip: DocumentChip }) {
  const phone = chip.vendor?.phone
  return (
    <span className={css['chip']}>
      <ReferenceChip chip={chip} to={documentPath(slug, chip.reference)} />
      {phone && (
        <a href={telOf(phone)} data-calls={chip.reference} aria-label={`Call ${chip.title}, ${phone}`}>
          <Icon of={Phone} size={13} />
          {phone}
        </a>
      )}
    </span>
  )
}
