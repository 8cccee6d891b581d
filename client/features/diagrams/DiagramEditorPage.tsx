import { lazy, Suspense, useEffect } from 'react'
import { emptyDrawing } from '#contract/diagrams.ts'
import { LoadingText } from '../../ui/states.tsx'
import EditorPage from '../documents/EditorPage.tsx'

const drawing = () => import('./editor/DrawingEditor.tsx')
const DrawingEditor = lazy(drawing)

/** Draws a new diagram (`/new`), or changes one (`/DG-02/edit`). */
export default function DiagramEditorPage() {
  // Under way while the document is.
  useEffect(() => void drawing().catch(() => undefined), [])
  return (
    <EditorPage
      kind="diagram"
      empty={emptyDrawing()}
      renderContent={({ content, change, document, status }) => (
        <Suspense fallback={<LoadingText what="the drawing" />}>
          <DrawingEditor
            drawing={content.format === 'diagram/1' ? content : emptyDrawing()}
            change={change}
            document={document}
            status={status}
          />
        </Suspense>
      )}
    />
  )
}
