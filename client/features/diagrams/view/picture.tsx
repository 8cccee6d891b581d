import { useQuery } from '@tanstack/react-query'
import { listAttachments, readAttachment, type Attachment } from '#contract/attachments.ts'
import type { Drawing } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import { addressOf } from '#contract/endpoint.ts'
import { query } from '../../../platform/api.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { pictureAddress } from './picture-address.ts'
import css from './view.module.css'

/** What lies under the devices of a diagram whose content is a file. */
export interface Picture {
  /** Where its picture is; none where there is no file, or none that can be shown. */
  href: string | undefined
  /** A file that is no picture: it is taken as it is. */
  file: Attachment | undefined
  isMissing: boolean
  error: Error | null
  retry: () => void
}

export function usePicture(slug: string, { reference }: Document, { picture }: Drawing): Picture {
  const answer = useQuery({
    ...query(listAttachments, { slug, reference, history: 'true' }),
    enabled: picture !== undefined,
  })
  const attachment = answer.data?.items.find(({ id }) => id === picture?.attachment)
  const isShown = attachment?.preview === 'image' && !attachment.purgedAt
  return {
    href: attachment && isShown ? pictureAddress(slug, reference, attachment.id) : undefined,
    file: attachment && !isShown ? attachment : undefined,
    isMissing: picture !== undefined && answer.data !== undefined && (!attachment || attachment.purgedAt !== undefined),
    error: answer.error,
    retry: () => void answer.refetch(),
  }
}

/** Above the drawing: the file that it is, where that cannot be shown. */
export function PictureNote({ slug, document, picture }: { slug: string; document: Document; picture: Picture }) {
  const { file, isMissing, error, retry } = picture
  if (error) return <Failed what="The picture of this diagram" error={error} onRetry={retry} />
  if (isMissing) return <p className={css['gone']}>The picture that this diagram was made of is gone.</p>
  if (!file) return null
  const { reference } = document
  const { path } = addressOf(readAttachment, { slug, reference, attachmentId: file.id })
  return (
    <div className={css['file']}>
      <p>
        <strong>{file.name}</strong>
        <span>
          {formatSize(file.sizeBytes)}, {file.mediaType}
        </span>
      </p>
      <a href={path} download={file.name}>
        Download
      </a>
      <p className={css['fileNote']}>This diagram is a file that cannot be shown here. Its devices stand below.</p>
    </div>
  )
}

const formatSize = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
