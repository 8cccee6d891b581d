import { lazy, Suspense, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { openDocument, type Cause, type Document } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { useOrganization } from '../../platform/session.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingText } from '../../ui/states.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { AtReference } from '../documents/AtReference.tsx'
import { DocumentActs, type DocumentDialog } from '../documents/DocumentActs.tsx'
import { DocumentBanner } from '../documents/DocumentBanner.tsx'
import { DocumentMeta } from '../documents/DocumentMeta.tsx'
import { DocumentTrouble } from '../documents/DocumentTrouble.tsx'
import { neighboursOf } from '../documents/neighbours.ts'
import { noteOpen } from '../documents/opens.ts'
import { CredentialFields } from './CredentialFields.tsx'

// What stands beside the fields comes after them.
const CredentialRail = lazy(async () => ({ default: (await import('./CredentialRail.tsx')).CredentialRail }))
const DocumentRail = lazy(async () => ({ default: (await import('../documents/DocumentRail.tsx')).DocumentRail }))
const DocumentDialogs = lazy(() => import('../documents/DocumentDialogs.tsx'))
const kind = 'credential'

/** One credential: copy first, reveal second, and beside it who can open it, who did, and when it must change. */
export default function CredentialPage() {
  return <AtReference kind={kind}>{(reference) => <OneCredential key={reference} reference={reference} />}</AtReference>
}

function OneCredential({ reference }: { reference: Reference }) {
  const { slug, organization, today } = useOrganization()
  const answer = useQuery(query(openDocument, { slug, reference }))
  const document = answer.data
  const isOpen = document !== undefined
  useEffect(() => {
    if (isOpen) noteOpen(slug, reference, today)
  }, [isOpen, slug, reference, today])
  useListKeys(slug, reference)
  const frame = {
    title: [reference, 'Credentials', organization],
    crumbs: [
      { label: 'Credentials', to: listPath(slug, kind) },
      { label: reference, isReference: true },
    ],
  }
  if (document) return <Opened slug={slug} document={document} frame={frame} />
  return (
    <PageFrame {...frame}>
      <PageBody>
        {answer.error ? (
          <DocumentTrouble
            reference={reference}
            kind={kind}
            error={answer.error}
            onRetry={() => void answer.refetch()}
          />
        ) : (
          <LoadingText what={reference} />
        )}
      </PageBody>
    </PageFrame>
  )
}

interface OpenedProps {
  slug: string
  document: Document
  frame: { title: string[]; crumbs: { label: string; to?: string; isReference?: boolean }[] }
}

function Opened({ slug, document, frame }: OpenedProps) {
  const [open, setOpen] = useState<DocumentDialog | Cause>()
  return (
    <PageFrame
      {...frame}
      actions={<DocumentActs slug={slug} document={document} onDialog={setOpen} />}
      banner={<DocumentBanner slug={slug} document={document} onResolve={setOpen} />}
      rail={
        <Suspense>
          <CredentialRail slug={slug} document={document} />
          <DocumentRail slug={slug} document={document} />
        </Suspense>
      }
      railLabel={`About ${document.reference}`}
    >
      <PageBody>
        <PageTitle meta={<DocumentMeta document={document} />}>{document.title}</PageTitle>
        <CredentialFields slug={slug} document={document} />
      </PageBody>
      {open && (
        <Suspense>
          <DocumentDialogs slug={slug} document={document} open={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  )
}

/** `[` and `]` go on in the list that it was opened from; Esc goes back up to the list. */
function useListKeys(slug: string, reference: string): void {
  const navigate = useNavigate()
  const { before, after } = neighboursOf(slug, reference)
  const go = (to: string | undefined) => () => to && void navigate(documentPath(slug, to))
  useShortcut(before && { keys: '[', label: 'Previous in the list', act: go(before) })
  useShortcut(after && { keys: ']', label: 'Next in the list', act: go(after) })
  useShortcut({ keys: 'Esc', label: 'Up to the list', act: () => void navigate(listPath(slug, kind)) })
}
