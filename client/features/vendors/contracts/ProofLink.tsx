import { useQuery } from '@tanstack/react-query'
import { listAttachments } from '#contract/attachments.ts'
import { query } from '../../../platform/api.ts'

/** The file that proves a decision, by its name; replaced or removed ones are still known. */
export function ProofLink(props: { slug: string; vendor: string; attachmentId: string }) {
  const { slug, vendor: reference, attachmentId } = props
  const files = useQuery(query(listAttachments, { slug, reference, history: 'true' }))
  const file = files.data?.items.find(({ id }) => id === attachmentId)
  if (!file) return null
  if (file.purgedAt) return <> · {file.name}, erased</>
  return (
    <>
      {' · '}
      <a
        href={`/api/v1/organizations/${slug}/documents/${reference}/attachments/${attachmentId}/content`}
        download={file.name}
      >
        {file.name}
      </a>
    </>
  )
}
