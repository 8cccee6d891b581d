import type { Cause, Document } from '#contract/documents.ts'
import { AssignDialog } from './AssignDialog.tsx'
import type { DocumentDialog } from './DocumentActs.tsx'
import { ReportDialog, ResolveDialog } from './FlagDialogs.tsx'
import { PurgeDialog } from './PurgeDialog.tsx'
import { VerifyDialog } from './VerifyDialog.tsx'

interface DocumentDialogsProps {
  slug: string
  document: Document
  /** Which one is open: one of the acts, or resolving this reported problem. */
  open: DocumentDialog | Cause
  onClose: () => void
}

/** The dialogs of a document's page; they come in a part of their own. */
export default function DocumentDialogs({ slug, document, open, onClose }: DocumentDialogsProps) {
  const about = { slug, document, onClose }
  if (typeof open === 'object') return <ResolveDialog {...about} flag={open} />
  switch (open) {
    case 'verify':
      return <VerifyDialog {...about} />
    case 'report':
      return <ReportDialog {...about} />
    case 'assign':
      return <AssignDialog slug={slug} documents={[document]} onClose={onClose} />
    case 'purge':
      return <PurgeDialog {...about} />
  }
}
