import { useQuery } from '@tanstack/react-query'
import { listAttachments, type Attachment } from '#contract/attachments.ts'
import type { Drawing } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import { query } from '../../../platform/api.ts'
import { pictureAddress } from './picture-address.ts'

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
