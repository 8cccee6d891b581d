import { lazy } from 'react'
import { OneDocument } from '../documents/OneDocument.tsx'
import { CredentialFields } from './CredentialFields.tsx'

// What stands beside the fields comes after them.
const CredentialRail = lazy(async () => ({ default: (await import('./CredentialRail.tsx')).CredentialRail }))

/** One credential: copy first, reveal second, and beside it who can open it, who did, and when it must change. */
export default function CredentialPage() {
  return (
    <OneDocument kind="credential" rail={(document, slug) => <CredentialRail slug={slug} document={document} />}>
      {(document, slug) => <CredentialFields slug={slug} document={document} />}
    </OneDocument>
  )
}
