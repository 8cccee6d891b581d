import { lazy, Suspense } from 'react'
import type { Kind } from '#contract/values.ts'
import { DocumentText } from './DocumentText.tsx'
import { OneDocument } from './OneDocument.tsx'
import { SystemRunbooks } from './SystemRunbooks.tsx'

const WatchedDates = lazy(async () => ({ default: (await import('../dates/WatchedDates.tsx')).WatchedDates }))
const SystemParts = lazy(async () => ({ default: (await import('./SystemParts.tsx')).SystemParts }))

/** One runbook, or one system: the text, how far it can be trusted, and everything that belongs to it beside it. */
export default function DocumentPage({ kind }: { kind: Kind }) {
  return (
    <OneDocument kind={kind}>
      {(document, slug) => (
        <>
          {document.kind === 'system' && (
            <>
              <SystemRunbooks slug={slug} system={document} />
              <Suspense>
                <SystemParts slug={slug} system={document} />
              </Suspense>
            </>
          )}
          <DocumentText slug={slug} document={document} />
          {document.kind === 'system' && (
            <Suspense>
              <WatchedDates slug={slug} document={document} />
            </Suspense>
          )}
        </>
      )}
    </OneDocument>
  )
}
