import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { openDocument, type Cause, type Document } from '#contract/documents.ts'
import { levels, type Kind, type Reference } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { useOrganization } from '../../platform/session.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LoadingText } from '../../ui/states.tsx'
import { documentPath, listPath } from './addresses.ts'
import { AtReference } from './AtReference.tsx'
import { DocumentActs, type DocumentDialog } from './DocumentActs.tsx'
import { DocumentBanner } from './DocumentBanner.tsx'
import { DocumentMeta } from './DocumentMeta.tsx'
import { DocumentTrouble } from './DocumentTrouble.tsx'
import { neighboursOf } from './neighbours.ts'
import { noteOpen } from './opens.ts'
import { PrintFoot, PrintHead } from './PrintFrame.tsx'
import { kindNames } from './words.ts'

const ReadingBar = lazy(async () => ({ default: (await import('../reading/ReadingBar.tsx')).ReadingBar }))
const DraftNote = lazy(async () => ({ default: (await import('./DraftNote.tsx')).DraftNote }))
const dialogs = () => import('./DocumentDialogs.tsx')
const DocumentDialogs = lazy(dialogs)
// What stands beside a document comes after it.
const DocumentRail = lazy(async () => ({ default: (await import('./DocumentRail.tsx')).DocumentRail }))

interface OneDocumentProps {
  kind: Kind
  /** What the kind is made of. */
  children: (document: Document, slug: string) => ReactNode
  /** Cards above those that every kind has. */
  rail?: (document: Document, slug: string) => ReactNode
  /** Not a text: as wide as there is room. */
  isWide?: boolean
  /** What has to be known of it before acting on it. */
  banner?: (document: Document, slug: string) => ReactNode
  /** Its own acts, left of those that every kind has. */
  acts?: (document: Document, slug: string) => ReactNode
}

/** The page of one document of any kind: its frame, acts, dialogs and rail around what the kind is made of. */
export function OneDocument(props: OneDocumentProps) {
  return (
    <AtReference kind={props.kind}>
      {(reference) => <AtHand key={reference} reference={reference} {...props} />}
    </AtReference>
  )
}

function AtHand(props: OneDocumentProps & { reference: Reference }) {
  const { kind, reference } = props
  const { slug, organization, today } = useOrganization()
  const answer = useQuery(query(openDocument, { slug, reference }))
  const document = answer.data
  const isOpen = document !== undefined
  useEffect(() => {
    if (isOpen) noteOpen(slug, reference, today)
  }, [isOpen, slug, reference, today])
  useListKeys(slug, kind, reference)

  const { many } = kindNames[kind]
  const frame = {
    title: [reference, many, organization],
    crumbs: [
      { label: many, to: listPath(slug, kind) },
      { label: reference, isReference: true },
    ],
  }
  if (document) return <Opened {...props} slug={slug} document={document} frame={frame} />
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

interface OpenedProps extends OneDocumentProps {
  slug: string
  document: Document
  frame: { title: string[]; crumbs: { label: string; to?: string; isReference?: boolean }[] }
}

function Opened({ slug, document, frame, children, rail, banner, acts, isWide }: OpenedProps) {
  const [open, setOpen] = useState<DocumentDialog | Cause>()
  useEffect(() => {
    // Fetched once the page has time, so that V opens at once.
    const timer = setTimeout(() => void dialogs(), 1_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <PageFrame
      {...frame}
      actions={
        <>
          {acts?.(document, slug)}
          <DocumentActs slug={slug} document={document} onDialog={setOpen} />
        </>
      }
      banner={
        <>
          <Suspense>
            <ReadingBar slug={slug} reference={document.reference} revision={document.revision} />
          </Suspense>
          <DocumentBanner slug={slug} document={document} onResolve={setOpen} />
          {banner?.(document, slug)}
        </>
      }
      rail={
        <Suspense>
          {rail?.(document, slug)}
          <DocumentRail slug={slug} document={document} />
        </Suspense>
      }
      railLabel={`About ${document.reference}`}
    >
      <PrintHead document={document} />
      <PageBody isWide={isWide}>
        <PageTitle meta={<DocumentMeta document={document} />}>{document.title}</PageTitle>
        {document.level >= levels.edit && !document.archivedAt && (
          <Suspense>
            <DraftNote slug={slug} reference={document.reference} />
          </Suspense>
        )}
        {children(document, slug)}
      </PageBody>
      <PrintFoot document={document} />
      {open && (
        <Suspense>
          <DocumentDialogs slug={slug} document={document} open={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  )
}

/** `[` and `]` go on in the list that it was opened from; Esc goes back up to the list. */
function useListKeys(slug: string, kind: Kind, reference: string): void {
  const navigate = useNavigate()
  const { before, after } = neighboursOf(slug, reference)
  const go = (to: string | undefined) => () => to && void navigate(documentPath(slug, to))
  useShortcut(before && { keys: '[', label: 'Previous in the list', act: go(before) })
  useShortcut(after && { keys: ']', label: 'Next in the list', act: go(after) })
  useShortcut({ keys: 'Esc', label: 'Up to the list', act: () => void navigate(listPath(slug, kind)) })
}
