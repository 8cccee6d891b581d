import { emptyVendor } from '#contract/vendors.ts'
import EditorPage from '../documents/EditorPage.tsx'
import { VendorFields } from './editor/VendorFields.tsx'

/** Adds a vendor (`/new`), or changes one (`/VN-07/edit`). */
export default function VendorEditorPage() {
  return (
    <EditorPage
      kind="vendor"
      renderContent={({ content, change, writing, document, status }) => (
        <VendorFields
          vendor={content.format === 'vendor/1' ? content : emptyVendor()}
          change={change}
          title={writing.title}
          collectionId={writing.collectionId}
          document={document}
          status={status}
        />
      )}
    />
  )
}
