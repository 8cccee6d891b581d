import { useState } from 'react'
import { useLocation, useParams, useSearchParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import type { Content } from '#contract/content.ts'
import { openDocument, type Document } from '#contract/documents.ts'
import { formatReference, kinds, levels, parseReference, type Kind, type Reference } from '#contract/values.ts'
import { Failed } from '../../platform/Failed.tsx'
import { query } from '../../platform/api.ts'
import { useOrganization } from '../../platform/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { PageBody } from '../../ui/PageFrame.tsx'
import { EmptyState, LoadingText } from '../../ui/states.tsx'
import { documentPath, listPath } from './addresses.ts'
import { AtReference } from './AtReference.tsx'
import { DocumentTrouble } from './DocumentTrouble.tsx'
import { Editor, type RenderContent } from './editor/Editor.tsx'
import { EditorFrame } from './editor/EditorFrame.tsx'
import { emptyWriting, writingOf, type Base } from './editor/writing.ts'
import { useCollections } from './use-library.ts'

/** Writes a new document (`/new`), or another version of one (`/RB-14/edit`). */
export default function EditorPage({ kind, renderContent, empty }: Partial<PageProps> & { kind: Kind }) {
  const { reference } = useParams()
  if (reference === undefined) return <NewDocument key={kind} kind={kind} renderContent={renderContent} empty={empty} />
  return (
    <AtReference kind={kind} tail="/edit">
      {(reference) => (
        <ExistingDocument key={reference} kind={kind} reference={reference} renderContent={renderContent} />
      )}
    </AtReference>
  )
}

interface PageProps {
  kind: Kind
  /** Of a kind that is more than text: its fields, and what a new one begins with. */
  renderContent: RenderContent | undefined
  empty?: Content | undefined
}

function ExistingDocument({ kind, reference, renderContent }: PageProps & { reference: Reference }) {
  const { slug } = useOrganization()
  // Writing begins from what stands there now, not from what was read a while ago.
  const answer = useQuery({ ...query(openDocument, { slug, reference }), refetchOnMount: 'always' })
  const collections = useCollections(slug)
  const isFresh = answer.isFetchedAfterMount && answer.data !== undefined
  const [document, setDocument] = useState<Document>()
  if (!document && isFresh) setDocument(answer.data)

  if (document && !collections.isPending) {
    const refusal = refusalOf(document)
    if (refusal)
      return (
        <EditorFrame kind={kind} reference={reference}>
          <EmptyState actions={<ButtonLink to={documentPath(slug, reference)}>{`Open ${reference}`}</ButtonLink>}>
            {refusal}
          </EmptyState>
        </EditorFrame>
      )
    const base: Base = { kind, reference, revision: document.revision, writing: writingOf(document) }
    return (
      <Editor slug={slug} start={base} document={document} collections={collections} renderContent={renderContent} />
    )
  }
  return (
    <EditorFrame kind={kind} reference={reference}>
      <PageBody>
        {answer.error && !isFresh ? (
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
    </EditorFrame>
  )
}

function refusalOf({ reference, level, archivedAt, owner, deputy }: Document): string | undefined {
  if (archivedAt) return `${reference} is archived. Restore it before you change it.`
  if (level >= levels.edit) return undefined
  const keeper = owner ?? deputy
  return `You can read ${reference} but not edit it.${keeper ? ` ${keeper.name} looks after it.` : ''} You can report a problem with it.`
}

/**
 * Begun from what the address says: `?system=SY-01` makes a runbook of that system. What somebody searched for in vain
 * is brought along beside the address, never in it.
 */
function NewDocument({ kind, renderContent, empty }: PageProps) {
  const { slug, memberId } = useOrganization()
  const [parameters] = useSearchParams()
  const { state } = useLocation() as { state: { title?: string } | null }
  const collections = useCollections(slug)
  const parsed = parseReference(parameters.get('system') ?? '')
  const systemReference = parsed?.kind === 'system' ? formatReference(parsed.kind, parsed.number) : undefined
  const system = useQuery({
    ...query(openDocument, { slug, reference: systemReference as Reference }),
    enabled: systemReference !== undefined,
  })
  const isReady = !collections.isPending && (systemReference === undefined || !system.isPending)

  if (isReady && collections.data && collections.writable.length > 0) {
    const wanted = [system.data?.collectionId, parameters.get('collection')]
    const collection = collections.writable.find(({ id }) => wanted.includes(id)) ?? collections.writable[0]
    const writing = emptyWriting(kind, {
      content: empty,
      collectionId: collection?.id ?? '',
      ownerId: memberId,
      title: (state?.title ?? parameters.get('title') ?? '').slice(0, 200),
      ...(system.data && { related: [system.data.reference], criticality: system.data.criticality }),
    })
    return (
      <Editor
        slug={slug}
        start={{ kind, reference: undefined, revision: 0, writing }}
        system={system.data}
        collections={collections}
        renderContent={renderContent}
      />
    )
  }
  return (
    <EditorFrame kind={kind} reference={undefined}>
      <PageBody>
        {collections.error ? (
          <Failed what="The collections" error={collections.error} onRetry={() => void collections.refetch()} />
        ) : isReady ? (
          <EmptyState actions={<ButtonLink to={listPath(slug, kind)}>{`All ${kinds[kind].many}`}</ButtonLink>}>
            There is no collection here that you may write in. Key holders give access.
          </EmptyState>
        ) : (
          <LoadingText what="the editor" />
        )}
      </PageBody>
    </EditorFrame>
  )
}
