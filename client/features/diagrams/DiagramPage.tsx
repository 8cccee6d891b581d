import DocumentPage from '../documents/DocumentPage.tsx'

export default function DiagramPage() {
  return <DocumentPage kind="diagram" />
}
