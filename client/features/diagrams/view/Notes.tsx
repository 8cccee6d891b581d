import type { Document } from '#contract/documents.ts'
import { Markdown } from '../../../ui/Markdown.tsx'
import { picturesOf } from '../../attachments/pictures.tsx'
import { documentPath } from '../../documents/addresses.ts'

/** What a diagram says in words: loaded after its picture, which is looked at first. */
export function Notes({ slug, document, text }: { slug: string; document: Document; text: string }) {
  const { reference, title, cited } = document
  return (
    <Markdown
      text={text}
      title={title}
      chips={cited}
      linkTo={(chip) => documentPath(slug, chip.reference)}
      renderPicture={picturesOf(slug, reference)}
    />
  )
}
