import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import type { DocumentChip } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { freshnessWords } from '../../../ui/freshness.ts'
import { FreshnessLabel } from '../../../ui/FreshnessMark.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Phone } from '../../../ui/icons.ts'
import { Reference as Mono } from '../../../ui/Reference.tsx'
import { kindIcons, ReferenceChip } from '../../../ui/ReferenceChip.tsx'
import { documentPath } from '../../documents/addresses.ts'
import { telOf } from '../../vendors/tel.ts'
import { DriftMark } from './StandingMark.tsx'
import css from './sheet.module.css'

const CredentialChip = lazy(async () => ({
  default: (await import('../../credentials/CredentialChip.tsx')).CredentialChip,
}))

interface BoundRecordProps {
  slug: string
  /** Id of the diagram from which a credential is opened: its record names it. */
  from: string
  reference: Reference
  chip?: DocumentChip
  drift?: 'archived' | 'gone'
}

/** A record that a device stands for, with what one needs of it at once: the secret, or the number to call. */
export function BoundRecord({ slug, from, reference, chip, drift }: BoundRecordProps) {
  if (!chip)
    return (
      <p className={css['missing']}>
        {drift && <DriftMark />}
        <Mono>{reference}</Mono>
        <span>
          {drift ? 'is gone. Bind the device to what took its place.' : 'is not there, or out of your reach.'}
        </span>
      </p>
    )
  const { vendor, credential } = chip
  const [address] = credential?.address.split('\n') ?? []
  return (
    <div className={css['record']}>
      <p className={css['name']}>
        {chip.kind === 'credential' && !chip.archived && credential?.opens !== 'none' ? (
          <Suspense fallback={<ReferenceChip chip={chip} to={documentPath(slug, reference)} />}>
            <CredentialChip slug={slug} chip={chip} from={from} />
          </Suspense>
        ) : (
          <Link to={documentPath(slug, reference)}>
            <Icon of={kindIcons[chip.kind]} />
            {chip.title}
          </Link>
        )}
        <Mono>{reference}</Mono>
      </p>
      {address && (
        <p className={css['line']}>
          <span className={css['mono']} translate="no">
            {address}
          </span>
          <CopyButton text={address} what={`address of ${chip.title}`} />
        </p>
      )}
      {vendor?.phone && (
        <p className={css['line']}>
          <a className={css['call']} href={telOf(vendor.phone)} data-calls={reference}>
            <Icon of={Phone} />
            {vendor.phone}
          </a>
          <CopyButton text={vendor.phone} what={`number of ${chip.title}`} />
        </p>
      )}
      {vendor?.account && (
        <p className={css['line']}>
          <span className={css['quiet']}>{vendor.account.label}</span>
          <span className={css['mono']} translate="no">
            {vendor.account.value}
          </span>
          <CopyButton text={vendor.account.value} what={vendor.account.label} />
        </p>
      )}
      {drift ? (
        <p className={css['drifted']}>
          <DriftMark />
          Archived: the drawing has drifted from what is kept.
        </p>
      ) : (
        <FreshnessLabel {...chip}>{freshnessWords(chip)}</FreshnessLabel>
      )}
    </div>
  )
}
