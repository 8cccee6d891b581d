import { lazy, Suspense } from 'react'
import type { Document } from '#contract/documents.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useNow } from '../../ui/Time.tsx'
import { picturesOf } from '../attachments/pictures.tsx'
import { Addresses } from '../credentials/Addresses.tsx'
import { PlainRow } from '../credentials/FieldRow.tsx'
import { documentPath } from '../documents/addresses.ts'
import { OneDocument } from '../documents/OneDocument.tsx'
import { CallCard } from './CallCard.tsx'
import { hoursInWords, openNow } from './open-hours.ts'
import fields from '../credentials/credentials.module.css'
import css from './vendors.module.css'

const Contacts = lazy(async () => ({ default: (await import('./Contacts.tsx')).Contacts }))
const PinRow = lazy(async () => ({ default: (await import('./PinRow.tsx')).PinRow }))
const Contracts = lazy(async () => ({ default: (await import('./contracts/Contracts.tsx')).Contracts }))
const WatchedDates = lazy(async () => ({ default: (await import('../dates/WatchedDates.tsx')).WatchedDates }))
const Markdown = lazy(async () => ({ default: (await import('../../ui/Markdown.tsx')).Markdown }))

/** One vendor: the number first, then what they ask for, whom to escalate to, and what was agreed. */
export default function VendorPage() {
  return <OneDocument kind="vendor">{(document, slug) => <Vendor slug={slug} document={document} />}</OneDocument>
}

function Vendor({ slug, document }: { slug: string; document: Document }) {
  const { reference, content, cited, summary } = document
  if (content?.format !== 'vendor/1') return null
  const pin = cited.find(({ reference }) => reference === content.pin)
  const { accounts, email, portal, website, hours, sla, notes } = content
  const hasFacts = accounts.length > 0 || pin || email || portal || website || hours || sla.trim() !== ''
  return (
    <>
      {summary && <p className={css['lead']}>{summary}</p>}
      <CallCard vendor={content} />
      {hasFacts && (
        <dl className={fields['fields']}>
          {accounts.map(({ label, value }, index) => (
            <PlainRow key={index} name={label}>
              <span className={fields['mono']}>{value}</span>
              <CopyButton text={value} what={label} />
            </PlainRow>
          ))}
          {pin && (
            <Suspense fallback={<PlainRow name="Support PIN">…</PlainRow>}>
              <PinRow slug={slug} chip={pin} from={document.id} />
            </Suspense>
          )}
          {(portal ?? website) && (
            <PlainRow name={portal ? 'Portal' : 'Website'}>
              <Addresses text={[portal, website].filter(Boolean).join('\n')} />
            </PlainRow>
          )}
          {email && (
            <PlainRow name="Mail">
              <a href={`mailto:${encodeURI(email)}`}>{email}</a>
              <CopyButton text={email} what="mail address" />
            </PlainRow>
          )}
          {hours && (
            <PlainRow name="Hours">
              <Hours hours={hours} />
            </PlainRow>
          )}
          {sla.trim() !== '' && (
            <PlainRow name="Service level">
              <span className={css['lines']}>{sla}</span>
            </PlainRow>
          )}
        </dl>
      )}
      <Suspense>
        <Contacts slug={slug} document={document} vendor={content} />
        <Contracts slug={slug} vendor={document} />
        <WatchedDates slug={slug} document={document} />
        {notes.trim() !== '' && (
          <section aria-labelledby="notes">
            <h2 id="notes">Notes</h2>
            <Markdown
              text={notes}
              chips={cited}
              linkTo={(chip) => documentPath(slug, chip.reference)}
              renderPicture={picturesOf(slug, reference)}
            />
          </section>
        )}
      </Suspense>
    </>
  )
}

function Hours({ hours }: { hours: NonNullable<Parameters<typeof openNow>[0]> }) {
  const open = openNow(hours, useNow())
  return (
    <span>
      {open && <strong>{open.words}</strong>}
      <span className={css['aside']}>
        {' '}
        {[...(hours.always ? [] : hoursInWords(hours)), hours.note, `${hours.timeZone} time`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  )
}
