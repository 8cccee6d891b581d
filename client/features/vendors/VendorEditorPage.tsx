import { lazy, Suspense } from 'react'
import { emptyVendor } from '#contract/vendors.ts'
import EditorPage from '../documents/EditorPage.tsx'
import { LoadingText } from '../../ui/states.tsx'

const fields = import('./editor/VendorFields.tsx')
const VendorFields = lazy(async () => ({ default: (await fields).VendorFields }))

/** Adds a vendor (`/new`), or changes one (`/VN-07/edit`). */
export default function VendorEditorPage() {
  return (
    <EditorPage
      kind="vendor"
      empty={emptyVendor()}
      renderContent={({ content, change, writing, document, status }) => (
        <Suspense fallback={<LoadingText what="the form" />}>
          <VendorFields
            vendor={content.format === 'vendor/1' ? content : emptyVendor()}
            change={change}
            title={writing.title}
            collectionId={writing.collectionId}
            document={document}
            status={status}
          />
        </Suspense>
      )}
    />
  )
}
