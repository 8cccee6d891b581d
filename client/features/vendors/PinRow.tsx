import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { fieldNumbers } from '#contract/credentials.ts'
import type { DocumentChip } from '#contract/documents.ts'
import { Button } from '../../ui/Button.tsx'
import { FieldRow, PlainRow } from '../credentials/FieldRow.tsx'
import { ReadFirst } from '../credentials/ReadFirst.tsx'
import { useCredential } from '../credentials/use-credential.ts'
import { useOpener, type Field } from '../credentials/use-opener.ts'
import { documentPath } from '../documents/addresses.ts'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))
const pin: Field = { n: fieldNumbers.password, kind: 'password' }

/** The support PIN, which is a credential of its own: opened in place, recorded as opened from this vendor. */
export function PinRow({ slug, chip, from }: { slug: string; chip: DocumentChip; from: string }) {
  const { credential, of, integrity } = useCredential(slug, chip)
  const opener = useOpener(of, credential, { from })
  const [isAsking, setAsking] = useState(false)
  const link = <Link to={documentPath(slug, chip.reference)}>{chip.reference}</Link>
  if (!credential) return <PlainRow name="Support PIN">{link}</PlainRow>
  if (integrity)
    return (
      <PlainRow name="Support PIN">
        <span role="alert">
          <strong>Do not use it.</strong> {link} is not what its author signed.
        </span>
      </PlainRow>
    )
  if (credential.readFirst)
    return (
      <PlainRow name="Support PIN">
        <span>
          {link}: <ReadFirst slug={slug} of={credential.readFirst} /> first
        </span>
      </PlainRow>
    )
  if (credential.opens === 'open')
    return <FieldRow field={pin} name="Support PIN" opener={opener} isOpen keys={{ reveal: 'R', copy: 'C' }} />
  return (
    <PlainRow name="Support PIN">
      {credential.opens === 'request' ? (
        <Button
          keys="R"
          onClick={() => !credential.waiting && setAsking(true)}
          aria-disabled={credential.waiting !== undefined}
        >
          {credential.waiting ? `Asked: ${credential.waiting.reference}` : 'Request access'}
        </Button>
      ) : (
        <span>You can see {link} but not open it.</span>
      )}
      {isAsking && (
        <Suspense>
          <RequestAccess of={of} credential={credential} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </PlainRow>
  )
}
