import DocumentPage from '../documents/DocumentPage.tsx'

export default function VendorPage() {
  return <DocumentPage kind="vendor" />
}
