import { PageFrame } from '../PageFrame.tsx'
export function EditorPage() {
  return (
    <PageFrame title={['Editor']} heading="Editor">
      {null}
    </PageFrame>
  )
}
