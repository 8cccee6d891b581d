import { lazy, Suspense } from 'react'
import { OneDocument } from '../documents/OneDocument.tsx'
import { DiagramView } from './view/DiagramView.tsx'

const ExportMenu = lazy(async () => ({ default: (await import('./export/ExportMenu.tsx')).ExportMenu }))

/** One diagram: the picture, what each device in it stands for, and the same in words. */
export default function DiagramPage() {
  return (
    <OneDocument
      kind="diagram"
      isWide
      acts={({ reference, title, content }, slug) =>
        content?.format === 'diagram/1' && (
          <Suspense>
            <ExportMenu slug={slug} reference={reference} title={title} drawing={content} />
          </Suspense>
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
