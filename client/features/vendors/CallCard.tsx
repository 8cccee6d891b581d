import type { VendorFacts } from '#contract/vendors.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Phone } from '../../ui/icons.ts'
import { useNow } from '../../ui/Time.tsx'
import { openNow } from './open-hours.ts'
import { telOf } from './tel.ts'
import css from './vendors.module.css'

/** The number to call, large enough to read across a desk; whether somebody answers now. */
export function CallCard({ vendor }: { vendor: VendorFacts }) {
  const now = useNow()
  const open = openNow(vendor.hours, now)
  const { phone, phoneNote } = vendor
  if (!phone) return <p className={css['aside']}>No number to call is known. Add it before the next outage.</p>
  return (
    <section className={css['call']} aria-label="Number to call">
      <a className={css['number']} href={telOf(phone)}>
        <Icon of={Phone} size={20} />
        <span>{phone}</span>
      </a>
      <span className={css['acts']} data-no-print>
        <CopyButton text={phone} what="number" />
      </span>
      {(open ?? phoneNote) && <p className={css['aside']}>{[open?.words, phoneNote].filter(Boolean).join(' · ')}</p>}
    </section>
  )
}
