import EditorPage from '../documents/EditorPage.tsx'

export default function DiagramEditorPage() {
  return <EditorPage kind="diagram" />
}
