import { useQuery } from '@tanstack/react-query'
import { listAttachments } from '#contract/attachments.ts'
import type { Drawing } from '#contract/diagrams.ts'
import type { Document } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { query } from '../../../platform/api.ts'
import { Select } from '../../../ui/fields.tsx'

interface PictureFieldProps {
  drawing: Drawing
  apply: (drawing: Drawing) => void
  slug: string
  document: Document | undefined
}

/** Files of the diagram that can be seen as a picture. */
function usePictures(slug: string, document: Document | undefined) {
  return useQuery({
    ...query(listAttachments, { slug, reference: document?.reference as Reference, history: 'true' }),
    enabled: document !== undefined,
    select: ({ items }) => items.filter(({ preview, removedAt }) => preview === 'image' && !removedAt),
    retry: false,
  })
}

/** A picture-only diagram: an image lies under the devices, which are then the places on it that lead somewhere. */
export function PictureField({ drawing, apply, slug, document }: PictureFieldProps) {
  const pictures = usePictures(slug, document)
  const items = pictures.data ?? []
  const chosen = drawing.picture?.attachment
  if (!document || (items.length === 0 && chosen === undefined)) return null
  const choose = (id: string) => {
    const { picture: _before, ...rest } = drawing
    const attachment = items.find((each) => each.id === id)
    if (!attachment) return apply(rest)
    // As wide as its preview at most: devices keep their usual size on it.
    const [width, height] = [attachment.width ?? 960, attachment.height ?? 640]
    const scale = Math.min(1, 1_600 / width)
    apply({
      ...rest,
      picture: { attachment: id, width: Math.round(width * scale), height: Math.round(height * scale) },
    })
  }
  return (
    <Select
      label="Picture under the devices"
      value={chosen ?? ''}
      onChange={choose}
      hint="An image attached to this diagram. Put devices on it to lead to what they stand for."
      options={[
        { value: '', label: 'None' },
        ...items.map(({ id, name }) => ({ value: id, label: name })),
        ...(chosen !== undefined && !items.some(({ id }) => id === chosen)
          ? [{ value: chosen, label: 'A file that is not here any more' }]
          : []),
      ]}
    />
  )
}
