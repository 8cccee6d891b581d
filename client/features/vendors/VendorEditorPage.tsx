import EditorPage from '../documents/EditorPage.tsx'

export default function VendorEditorPage() {
  return <EditorPage kind="vendor" />
}
