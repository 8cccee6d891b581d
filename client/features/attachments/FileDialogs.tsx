import { lazy, Suspense } from 'react'
import type { Document } from '#contract/documents.ts'
import type { FileDialog } from './FilesCard.tsx'
import { FileHistory } from './FileHistory.tsx'
import { RenameFile } from './RenameFile.tsx'

const FilePreview = lazy(async () => ({ default: (await import('./FilePreview.tsx')).FilePreview }))

interface FileDialogsProps {
  slug: string
  document: Document
  open: FileDialog
  onClose: () => void
}

/** Whatever is open in front of the files. */
export function FileDialogs({ slug, document, open, onClose }: FileDialogsProps) {
  const { reference } = document
  switch (open.is) {
    case 'look':
      return (
        <Suspense>
          <FilePreview slug={slug} reference={reference} file={open.file} onClose={onClose} />
        </Suspense>
      )
    case 'rename':
      return <RenameFile slug={slug} reference={reference} file={open.file} onClose={onClose} />
    case 'history':
      return <FileHistory slug={slug} document={document} onClose={onClose} />
  }
}
