import { lazy, Suspense, useState } from 'react'
import type { Attachment } from '#contract/attachments.ts'
import { PictureWords } from '../../ui/Markdown.tsx'
import { pictureAddress } from './picture-address.ts'
import { useUploads } from './upload-queue.ts'
import { fileMeant, useFiles } from './use-files.ts'
import css from './attachments.module.css'

const FilePreview = lazy(async () => ({ default: (await import('./FilePreview.tsx')).FilePreview }))

interface AttachedPictureProps {
  slug: string
  reference: string
  /** As the text names it: a file that has replaced it is shown in its place. */
  id: string
  alt: string
}

/** A picture in a text, from the files of its document: the server's own copy of it, as wide as the text at most. */
export function AttachedPicture({ slug, reference, id, alt }: AttachedPictureProps) {
  // A document that was never saved has none.
  const isNew = reference.startsWith('new ')
  const answer = useFiles(slug, reference, { history: true, isOn: !isNew })
  const [failed, setFailed] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const onItsWay = useUploads({ slug, reference }).find((upload) => upload.id === id)
  const file = answer.data && fileMeant(answer.data.items, id)
  if (onItsWay?.url && !file) return <img className={css['shot']} src={onItsWay.url} alt={alt} />
  if (answer.isPending && !isNew) return <span className={css['shotRoom']} aria-busy="true" />
  if (!file || file.preview !== 'image' || failed === file.id)
    return <PictureWords href={`attachment:${id}`} alt={alt} />
  return (
    <>
      <button
        type="button"
        className={css['shotButton']}
        aria-label={alt ? `Open picture: ${alt}` : 'Open picture'}
        onClick={() => setOpen(true)}
      >
        <img
          className={css['shot']}
          src={pictureAddress(slug, reference, file.id, 'view')}
          alt={alt}
          {...measures(file)}
          onError={() => setFailed(file.id)}
        />
      </button>
      {isOpen && (
        <Suspense>
          <FilePreview slug={slug} reference={reference} file={file} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** Of the server's copy, so that the text below does not jump when it arrives. */
function measures({ width, height }: Attachment) {
  if (!width || !height) return {}
  const scale = Math.min(1, 1_600 / width)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
