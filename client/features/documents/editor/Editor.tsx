import { useState, type ReactNode } from 'react'
import type { Content } from '#contract/content.ts'
import type { Document } from '#contract/documents.ts'
import { useIsUnlocked } from '../../../platform/vault.ts'
import { PageBody } from '../../../ui/PageFrame.tsx'
import { LoadingText } from '../../../ui/states.tsx'
import type { useCollections } from '../use-library.ts'
import { LockedDraft, OlderDraft, SealedDraft } from './DraftOffers.tsx'
import { EditorForm } from './EditorForm.tsx'
import { EditorFrame } from './EditorFrame.tsx'
import { useDraftKey, useFoundDraft } from './use-draft.ts'
import type { Base, Writing } from './writing.ts'

/** What a kind that is more than text shows in place of the text field. */
export type RenderContent = (given: {
  content: Content
  change: (content: Content) => void
  /** Everything else that is being written. */
  writing: Writing
  /** As it was read; absent for a new one. */
  document: Document | undefined
  /** Where the draft is, in words. */
  status: ReactNode
}) => ReactNode

export interface EditorProps {
  renderContent?: RenderContent | undefined
  slug: string
  /** What stands on the server, or the empty form of a new document. */
  start: Base
  /** The document as it was read; absent for a new one. */
  document?: Document | undefined
  /** Of a new runbook: the system that it is written for. */
  system?: Document | undefined
  collections: ReturnType<typeof useCollections>
}

/** Finds out first whether a draft waits on this device; hides what is being written while the vault is locked. */
export function Editor(props: EditorProps) {
  const isUnlocked = useIsUnlocked()
  const [isHidden, setHidden] = useState(false)
  const [round, setRound] = useState(0)
  const { kind, reference } = props.start
  if (isHidden && !isUnlocked)
    return (
      <EditorFrame kind={kind} reference={reference}>
        <LockedDraft />
      </EditorFrame>
    )
  return (
    <EditorRound
      {...props}
      key={round}
      onLocked={() => {
        setHidden(true)
        setRound(round + 1)
      }}
    />
  )
}

function EditorRound(props: EditorProps & { onLocked: () => void }) {
  const { start } = props
  const { kind, reference, revision } = start
  const draftKey = useDraftKey(reference ?? `new ${kind}`)
  const [found, forget] = useFoundDraft(draftKey)
  const [isTaken, setTaken] = useState(false)
  const framed = (child: ReactNode) => (
    <EditorFrame kind={kind} reference={reference}>
      {child}
    </EditorFrame>
  )
  switch (found.is) {
    case 'looking':
      return framed(
        <PageBody>
          <LoadingText what="the editor" />
        </PageBody>,
      )
    case 'none':
      return <EditorForm {...props} draftKey={draftKey} draft={undefined} restoredAtMs={undefined} />
    case 'sealed':
      return framed(<SealedDraft start={start} savedAtMs={found.savedAtMs} onDiscard={forget} />)
    case 'open': {
      const { draft, savedAtMs } = found
      if (draft.base.revision !== revision && !isTaken)
        return framed(
          <OlderDraft
            start={start}
            savedAtMs={savedAtMs}
            draft={draft}
            onTake={() => setTaken(true)}
            onDiscard={forget}
          />,
        )
      return <EditorForm {...props} draftKey={draftKey} draft={draft} restoredAtMs={savedAtMs} />
    }
  }
}
