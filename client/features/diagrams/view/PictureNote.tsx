import { lazy, Suspense, useState } from 'react'
import type { Attachment } from '#contract/attachments.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { Button } from '../../../ui/Button.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { formatBytes, typeWords } from '../../attachments/file-words.ts'
import { saveFile } from '../../attachments/save-file.ts'
import { failureWords } from '../../documents/deeds.ts'
import type { Picture } from './picture.ts'
import css from './view.module.css'

const FilePreview = lazy(async () => ({ default: (await import('../../attachments/FilePreview.tsx')).FilePreview }))

interface PictureNoteProps {
  slug: string
  reference: string
  picture: Picture
}

/** Above the drawing: the file that it is, where that cannot be shown under the devices. */
export function PictureNote({ slug, reference, picture }: PictureNoteProps) {
  const { file, isMissing, error, retry } = picture
  if (error) return <Failed what="The picture of this diagram" error={error} onRetry={retry} />
  if (isMissing) return <p className={css['gone']}>The picture that this diagram was made of is gone.</p>
  return file ? <FileCard slug={slug} reference={reference} file={file} /> : null
}

function FileCard({ slug, reference, file }: { slug: string; reference: string; file: Attachment }) {
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    await saveFile(slug, reference, file).catch((failure: unknown) => void toast({ words: failureWords(failure) }))
    setBusy(false)
  }
  return (
    <section className={css['file']} aria-label="File of this diagram">
      <p>
        <strong>{file.name}</strong>
        <span>
          {typeWords(file)}, {formatBytes(file.sizeBytes)}
        </span>
      </p>
      {file.preview !== 'none' && <Button onClick={() => setOpen(true)}>Open</Button>}
      <Button isPending={isBusy} onClick={() => void download()}>
        Download
      </Button>
      <p className={css['fileNote']}>This diagram is a file that is no picture. Its devices stand below.</p>
      {isOpen && (
        <Suspense>
          <FilePreview slug={slug} reference={reference} file={file} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  )
}
