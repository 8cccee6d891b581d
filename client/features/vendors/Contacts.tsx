import type { Document } from '#contract/documents.ts'
import { saveDocument } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import type { Contact, VendorFacts } from '#contract/vendors.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { daysBetween } from '../../ui/format.ts'
import { FreshnessText } from '../../ui/FreshnessMark.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { sent, writingOf } from '../documents/editor/writing.ts'
import { telOf } from './tel.ts'
import css from './vendors.module.css'

/** A contact that nobody has confirmed for a year is one to doubt. */
const confirmEveryDays = 365

/** Whom to call, in that order. */
export function Contacts({ slug, document, vendor }: { slug: string; document: Document; vendor: VendorFacts }) {
  const { today } = useOrganization()
  const saving = useDeed(saveDocument)
  const mayEdit = document.level >= levels.edit && !document.archivedAt
  const confirm = (contact: Contact) => {
    const content = {
      ...vendor,
      contacts: vendor.contacts.map((each) => (each.id === contact.id ? { ...each, confirmedOn: today } : each)),
    }
    const { reference, revision } = document
    const { related: _related, ...fields } = sent({ ...writingOf(document), content: content as VendorFacts })
    saving.mutate(
      { slug, reference, revision, note: `${contact.name} confirmed`.slice(0, 300), ...fields },
      {
        onSuccess: () => toast({ words: `${contact.name} confirmed today` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  }
  return (
    <section aria-labelledby="contacts">
      <h2 id="contacts">Contacts</h2>
      {vendor.contacts.length === 0 ? (
        <p className={css['aside']}>Nobody is named yet. Add whom to call when the first number does not help.</p>
      ) : (
        <ol className={css['contacts']}>
          {vendor.contacts.map((contact) => (
            <li key={contact.id}>
              <p className={css['who']}>
                <strong>{contact.name}</strong>
                {contact.role && <span className={css['aside']}>{contact.role}</span>}
              </p>
              <ul className={css['reach']}>
                {[contact.phone, contact.mobile].map(
                  (number) =>
                    number && (
                      <li key={number}>
                        <a href={telOf(number)}>{number}</a>
                        <CopyButton text={number} what={`number of ${contact.name}`} />
                      </li>
                    ),
                )}
                {contact.email && (
                  <li>
                    <a href={`mailto:${encodeURI(contact.email)}`}>{contact.email}</a>
                    <CopyButton text={contact.email} what={`address of ${contact.name}`} />
                  </li>
                )}
              </ul>
              {contact.notes && <p className={css['notes']}>{contact.notes}</p>}
              <p className={css['confirmed']}>
                <Confirmed contact={contact} today={today} />
                {mayEdit && contact.confirmedOn !== today && (
                  <Button variant="quiet" isPending={saving.isPending} onClick={() => confirm(contact)} data-no-print>
                    Still right
                  </Button>
                )}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function Confirmed({ contact: { confirmedOn }, today }: { contact: Contact; today: string }) {
  if (!confirmedOn) return <FreshnessText state="unverified">Never confirmed</FreshnessText>
  const isOld = daysBetween(confirmedOn, today) > confirmEveryDays
  const words = (
    <>
      Last confirmed <Time at={confirmedOn} />
    </>
  )
  return isOld ? <FreshnessText state="overdue">{words}</FreshnessText> : <span>{words}</span>
}
