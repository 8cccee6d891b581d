import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import Eye from 'lucide-react/icons/eye'
import { fieldNumbers, openCredential } from '#contract/credentials.ts'
import type { DocumentChip } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { useOrganization } from '../../platform/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Copy, X } from '../../ui/icons.ts'
import { ReferenceChip } from '../../ui/ReferenceChip.tsx'
import { documentPath } from '../documents/addresses.ts'
import { Countdown } from './Countdown.tsx'
import { ReadFirst } from './ReadFirst.tsx'
import { SecretText } from './SecretText.tsx'
import { useOpener, type Field } from './use-opener.ts'
import css from './CredentialChip.module.css'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))
const password: Field = { n: fieldNumbers.password, kind: 'password' }

/** A credential in a text: its name, copy and reveal in place for those who may, a request for the rest. */
export function CredentialChip({ slug, chip, from }: { slug: string; chip: DocumentChip; from: string }) {
  const { organizationId } = useOrganization()
  const { reference, title } = chip
  const credential = useQuery(query(openCredential, { slug, reference })).data
  const of = { slug, organizationId, reference, title }
  const opener = useOpener(of, credential, { from })
  const [isAsking, setAsking] = useState(false)
  const link = <ReferenceChip chip={chip} to={documentPath(slug, reference)} />
  if (!credential) return link
  const { opens, lease, fields, waiting, readFirst } = credential
  const isOpen =
    opens === 'open' &&
    !readFirst &&
    fields.some(({ n }) => n === password.n) &&
    (lease?.fields?.includes(password.n) ?? true)
  const shown = opener.shown?.n === password.n ? opener.shown.text : undefined
  return (
    <span className={css['chip']}>
      {link}
      {isOpen && shown === undefined && (
        <>
          <button
            type="button"
            aria-label={`Copy password of ${title}`}
            data-tooltip="Copy password"
            onClick={() => void opener.copy(password)}
          >
            <Icon of={Copy} size={14} />
          </button>
          <button
            type="button"
            aria-label={`Reveal password of ${title}`}
            data-tooltip="Reveal password"
            onClick={() => void opener.reveal(password)}
          >
            <Icon of={Eye} size={14} />
          </button>
        </>
      )}
      {shown !== undefined && (
        <span className={css['shown']}>
          <SecretText text={shown} /> <Countdown of={opener.shownSeconds} onEnd={opener.hide} />
          <button type="button" aria-label="Hide" onClick={opener.hide}>
            <Icon of={X} size={14} />
          </button>
        </span>
      )}
      {readFirst && (
        <ReadFirst slug={slug} of={readFirst}>
          Read {readFirst.list} first
        </ReadFirst>
      )}
      {opens === 'request' && !readFirst && (
        <button
          type="button"
          className={css['ask']}
          aria-disabled={waiting !== undefined}
          onClick={() => !waiting && setAsking(true)}
        >
          {waiting ? `Asked: ${waiting.reference}` : 'Request access'}
        </button>
      )}
      {isAsking && (
        <Suspense>
          <RequestAccess of={of} credential={credential} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </span>
  )
}
