import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { fieldNumbers, openCredential } from '#contract/credentials.ts'
import type { DocumentChip } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { useOrganization } from '../../platform/session.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Copy, KeyRound } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { useOpener, type Field } from '../credentials/use-opener.ts'
import css from './PhoneBar.module.css'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))
const password: Field = { n: fieldNumbers.password, kind: 'password' }

/** Copies the password of the first credential of the steps; whoever may not open it asks for it. */
export function BarPassword({ slug, chip, from }: { slug: string; chip: DocumentChip; from: string }) {
  const { organizationId } = useOrganization()
  const { reference, title } = chip
  const credential = useQuery(query(openCredential, { slug, reference })).data
  const of = { slug, organizationId, reference, title }
  const opener = useOpener(of, credential, { from })
  const [isAsking, setAsking] = useState(false)
  const opens = credential?.opens ?? chip.credential?.opens
  const mayAsk = opens === 'request'
  const press = () => {
    if (!mayAsk) void opener.copy(password)
    else if (!credential?.waiting) setAsking(true)
  }
  return (
    <>
      <button
        type="button"
        className={css['other']}
        aria-disabled={mayAsk && credential?.waiting !== undefined}
        aria-busy={opener.busy !== undefined || undefined}
        onClick={press}
      >
        <span>
          <Icon of={mayAsk ? KeyRound : Copy} />
          <b>
            {!mayAsk && <VisuallyHidden>Copy </VisuallyHidden>}
            {mayAsk ? (credential?.waiting ? 'Asked' : 'Request') : 'Password'}
            <VisuallyHidden>{mayAsk ? ' access to ' : ' of '}</VisuallyHidden>
          </b>
        </span>
        <small>{title}</small>
      </button>
      {isAsking && credential && (
        <Suspense>
          <RequestAccess of={of} credential={credential} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  )
}
