import { lazy, Suspense } from 'react'
import { useQueries } from '@tanstack/react-query'
import { openDocument, type Document, type DocumentChip } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { useMedia } from '../../ui/media.ts'
import { kitOf, type Kit } from './kit.ts'
import type { Incident } from './use-incident.ts'
import css from './incidents.module.css'

const WhoToCall = lazy(async () => ({ default: (await import('../responsibilities/WhoToCall.tsx')).WhoToCall }))
const VendorKit = lazy(async () => ({ default: (await import('../vendors/VendorKit.tsx')).VendorKit }))
const DiagramKit = lazy(async () => ({ default: (await import('../diagrams/view/DiagramKit.tsx')).DiagramKit }))
const CredentialKit = lazy(async () => ({ default: (await import('../credentials/CredentialKit.tsx')).CredentialKit }))

const mostRunbooks = 4

/** What the runbooks in use need, and what belongs to the system: whom to call, what to open, where it is drawn. */
export function IncidentRail({ slug, incident }: { slug: string; incident: Incident }) {
  const { system, runbooks, closedAt } = incident
  // Where the rail lies below everything else, the page says it further up.
  const isWide = useMedia('(width >= 1200px)')
  const references = [
    ...runbooks.slice(0, mostRunbooks).map(({ reference }) => reference as string),
    ...(system ? [system.reference as string] : []),
  ]
  const documents = useQueries({
    queries: references.map((reference) => query(openDocument, { slug, reference })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  })
  return (
    <div className={css['rail']} data-no-print>
      {!closedAt && isWide && (
        <Suspense>
          <WhoToCall slug={slug} {...(system && { reference: system.reference })} />
        </Suspense>
      )}
      {documents[0] && <KitCards slug={slug} kit={kitOf(documents)} from={documents[0]} />}
    </div>
  )
}

function KitCards({ slug, kit, from }: { slug: string; kit: Kit; from: Document }) {
  const { credentials, vendors, diagrams } = kit
  const afterCredentials = Math.min(credentials.length, 9) + 1
  const some = (chips: readonly DocumentChip[]) => chips.length > 0
  return (
    <Suspense>
      {some(credentials) && <CredentialKit slug={slug} chips={credentials} from={from.id} />}
      {some(vendors) && <VendorKit slug={slug} chips={vendors} first={afterCredentials} />}
      {some(diagrams) && (
        <DiagramKit
          slug={slug}
          document={from}
          chips={diagrams}
          first={Math.min(credentials.length + vendors.length, 9) + 1}
        />
      )}
    </Suspense>
  )
}
