import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import type { Document, DocumentChip } from '#contract/documents.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessMark, FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Phone } from '../../ui/icons.ts'
import { Reference } from '../../ui/Reference.tsx'
import { telOf } from '../vendors/tel.ts'
import { documentPath } from './addresses.ts'
import { credentialsOf, diagramsOf, vendorsOf } from './system-parts.ts'
import css from './SystemRunbooks.module.css'

const SystemDiagrams = lazy(async () => ({
  default: (await import('../diagrams/view/SystemDiagrams.tsx')).SystemDiagrams,
}))

const SystemCredentials = lazy(async () => ({ default: (await import('./SystemCredentials.tsx')).SystemCredentials }))

/** What opens a system, whom to call about it, and where it is drawn. What stands here is left out beside the text. */
export function SystemParts({ slug, system }: { slug: string; system: Document }) {
  const vendors = vendorsOf(system)
  const diagrams = diagramsOf(system)
  const credentials = credentialsOf(system)
  return (
    <>
      {credentials.length > 0 && (
        <Suspense>
          <SystemCredentials slug={slug} system={system} chips={credentials} />
        </Suspense>
      )}
      {vendors.length > 0 && (
        <section className={css['section']} aria-labelledby="vendors-of-system">
          <header className={css['header']}>
            <h2 id="vendors-of-system">{vendors.length === 1 ? 'Vendor' : 'Vendors'}</h2>
          </header>
          <ul className={css['list']}>
            {vendors.map((chip) => (
              <li key={chip.reference}>
                <VendorLine slug={slug} chip={chip} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {diagrams.length > 0 && (
        <Suspense>
          <SystemDiagrams slug={slug} system={system} chips={diagrams} />
        </Suspense>
      )}
    </>
  )
}

function VendorLine({ slug, chip }: { slug: string; chip: DocumentChip }) {
  const { reference, title, vendor } = chip
  return (
    <div className={css['vendor']}>
      <FreshnessMark {...chip} />
      <Link to={documentPath(slug, reference)} className={css['title']}>
        {title}
      </Link>
      <Reference>{reference}</Reference>
      {vendor?.phone ? (
        <span className={css['call']}>
          <a href={telOf(vendor.phone)} data-calls={reference}>
            <Icon of={Phone} />
            {vendor.phone}
          </a>
          <CopyButton text={vendor.phone} what={`number of ${title}`} />
        </span>
      ) : (
        <span className={css['use']}>no number known</span>
      )}
      <span className={css['state']}>
        <FreshnessText state={chip.state}>{freshnessWords(chip)}</FreshnessText>
      </span>
    </div>
  )
}
