import { lazy, Suspense } from 'react'
import type { Kind } from '#contract/values.ts'
import { usePhone } from '../../ui/media.ts'
import { DocumentText } from './DocumentText.tsx'
import { OneDocument } from './OneDocument.tsx'
import { SystemRunbooks } from './SystemRunbooks.tsx'
import css from './DocumentPage.module.css'

const PhoneBar = lazy(async () => ({ default: (await import('../incidents/PhoneBar.tsx')).PhoneBar }))
const StartIncident = lazy(async () => ({ default: (await import('../incidents/StartButton.tsx')).StartButton }))
const StartRun = lazy(async () => ({ default: (await import('../runs/StartRun.tsx')).StartRun }))
const RunHistory = lazy(async () => ({ default: (await import('../runs/RunHistory.tsx')).RunHistory }))
const UnderWayBanner = lazy(async () => ({ default: (await import('../runs/UnderWay.tsx')).UnderWayBanner }))
const WatchedDates = lazy(async () => ({ default: (await import('../dates/WatchedDates.tsx')).WatchedDates }))
const SystemGaps = lazy(async () => ({ default: (await import('../gaps/SystemGaps.tsx')).SystemGaps }))
const SystemDuties = lazy(async () => ({
  default: (await import('../responsibilities/SystemDuties.tsx')).SystemDuties,
}))
const SystemParts = lazy(async () => ({ default: (await import('./SystemParts.tsx')).SystemParts }))

/** One runbook, or one system: the text, how far it can be trusted, and everything that belongs to it beside it. */
export default function DocumentPage({ kind }: { kind: Kind }) {
  const isPhone = usePhone()
  return (
    <OneDocument
      kind={kind}
      banner={(document, slug) =>
        kind === 'runbook' && (
          <Suspense>
            <UnderWayBanner slug={slug} document={document} />
          </Suspense>
        )
      }
      acts={(document, slug) =>
        document.archivedAt === undefined && (
          <Suspense>
            {kind === 'runbook' && !isPhone && <StartRun slug={slug} document={document} />}
            <StartIncident slug={slug} {...{ [kind]: document.reference }} />
          </Suspense>
        )
      }
    >
      {(document, slug) => {
        const gaps = document.criticality === 'critical' && (
          <Suspense>
            <SystemGaps slug={slug} system={document} />
          </Suspense>
        )
        return (
          <>
            {document.kind === 'system' && (
              <>
                {/* Under a thumb at night nothing slides in over the runbooks. */}
                {!isPhone && gaps}
                <Suspense>
                  <SystemDuties slug={slug} system={document} />
                </Suspense>
                <SystemRunbooks slug={slug} system={document} />
                {isPhone && gaps}
                <Suspense>
                  <SystemParts slug={slug} system={document} />
                </Suspense>
              </>
            )}
            {document.kind === 'runbook' && isPhone && !document.archivedAt && (
              <div className={css['start']}>
                <Suspense>
                  <StartRun slug={slug} document={document} isLarge />
                </Suspense>
              </div>
            )}
            <DocumentText slug={slug} document={document} />
            {document.kind === 'runbook' && (
              <Suspense>
                <RunHistory slug={slug} document={document} />
              </Suspense>
            )}
            {document.kind === 'system' && (
              <Suspense>
                <WatchedDates slug={slug} document={document} />
              </Suspense>
            )}
            {document.kind === 'runbook' && isPhone && (
              <Suspense>
                <PhoneBar slug={slug} document={document} />
              </Suspense>
            )}
          </>
        )
      }}
    </OneDocument>
  )
}
