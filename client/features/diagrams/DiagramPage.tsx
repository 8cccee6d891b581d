import { OneDocument } from '../documents/OneDocument.tsx'
import { ExportMenu } from './export/ExportMenu.tsx'
import { DiagramView } from './view/DiagramView.tsx'

/** One diagram: the picture, what each device in it stands for, and the same in words. */
export default function DiagramPage() {
  return (
    <OneDocument
      kind="diagram"
      isWide
      acts={({ reference, title, content }, slug) =>
        content?.format === 'diagram/1' && (
          <ExportMenu slug={slug} reference={reference} title={title} drawing={content} />
        )
      }
    >
      {(document, slug) =>
        document.content?.format === 'diagram/1' && (
          <DiagramView slug={slug} document={document} drawing={document.content} />
        )
      }
    </OneDocument>
  )
}
