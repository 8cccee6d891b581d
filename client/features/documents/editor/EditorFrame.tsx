import type { ReactNode } from 'react'
import { kinds, type Kind } from '#contract/values.ts'
import { useOrganization } from '../../../platform/session.ts'
import { PageFrame, PageTitle } from '../../../ui/PageFrame.tsx'
import { VisuallyHidden } from '../../../ui/VisuallyHidden.tsx'
import { documentPath, listPath } from '../addresses.ts'
import { kindNames } from '../words.ts'

interface EditorFrameProps {
  kind: Kind
  /** Absent for a new document. */
  reference: string | undefined
  actions?: ReactNode
  banner?: ReactNode
  children: ReactNode
}

/** The frame of the editor, the same in every state. */
export function EditorFrame({ kind, reference, actions, banner, children }: EditorFrameProps) {
  const { slug, organization } = useOrganization()
  const { many } = kindNames[kind]
  const heading = reference ? `Edit ${reference}` : `New ${kinds[kind].one}`
  return (
    <PageFrame
      title={[heading, many, organization]}
      crumbs={[
        { label: many, to: listPath(slug, kind) },
        ...(reference ? [{ label: reference, isReference: true, to: documentPath(slug, reference) }] : []),
        { label: reference ? 'Edit' : 'New' },
      ]}
      actions={actions}
      banner={banner}
    >
      <VisuallyHidden>
        <PageTitle>{heading}</PageTitle>
      </VisuallyHidden>
      {children}
    </PageFrame>
  )
}
