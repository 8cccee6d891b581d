import { lazy, Suspense, useState } from 'react'
import { useParams } from 'react-router'
import { formatIncident, incidentNumber } from '#contract/incident-reference.ts'
import { Failed } from '../../platform/Failed.tsx'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { useMedia } from '../../ui/media.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { IncidentActs, type IncidentDialog } from './IncidentActs.tsx'
import { IncidentFollowUps } from './IncidentFollowUps.tsx'
import { IncidentMeta } from './IncidentMeta.tsx'
import { IncidentRunbooks } from './IncidentRunbooks.tsx'
import { NoteBox } from './NoteBox.tsx'
import { PrintedReport } from './PrintedReport.tsx'
import { Timeline } from './Timeline.tsx'
import { useIncident, type Incident } from './use-incident.ts'
import css from './incidents.module.css'

const WhoToCall = lazy(async () => ({ default: (await import('../responsibilities/WhoToCall.tsx')).WhoToCall }))
const IncidentRail = lazy(async () => ({ default: (await import('./IncidentRail.tsx')).IncidentRail }))
const IncidentDialogs = lazy(async () => ({ default: (await import('./IncidentDialogs.tsx')).IncidentDialogs }))

/** One incident: while it lasts, the place to work from; afterwards its report. */
export default function IncidentPage() {
  const { reference: written = '' } = useParams()
  const number = incidentNumber(written)
  if (number === undefined) throw new NothingHere()
  const reference = formatIncident(number)
  return <AtReference key={reference} reference={reference} />
}

function AtReference({ reference }: { reference: string }) {
  const { slug, organization } = useOrganization()
  const answer = useIncident(slug, reference)
  const frame = {
    title: [reference, 'Incidents', organization],
    crumbs: [
      { label: 'Incidents', to: `/o/${slug}/incidents` },
      { label: reference, isReference: true },
    ],
  }
  if (answer.data) return <Opened slug={slug} incident={answer.data} frame={frame} />
  return (
    <PageFrame {...frame}>
      <PageBody>
        {answer.error ? (
          <Failed what={reference} error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingText what={reference} />
        )}
      </PageBody>
    </PageFrame>
  )
}

interface OpenedProps {
  slug: string
  incident: Incident
  frame: { title: string[]; crumbs: { label: string; to?: string; isReference?: boolean }[] }
}

function Opened({ slug, incident, frame }: OpenedProps) {
  const [dialog, setDialog] = useState<IncidentDialog>()
  const { reference, closedAt, affected, summary, isMine, system } = incident
  const isWide = useMedia('(width >= 1200px)')
  const isOpen = closedAt === undefined
  return (
    <PageFrame
      {...frame}
      actions={<IncidentActs slug={slug} incident={incident} onDialog={setDialog} />}
      rail={
        <Suspense>
          <IncidentRail slug={slug} incident={incident} />
        </Suspense>
      }
      railLabel={`Kit of ${reference}`}
    >
      <PrintedReport incident={incident} />
      <PageBody>
        <PageTitle meta={<IncidentMeta slug={slug} incident={incident} />}>{incident.title}</PageTitle>
        <div className={css['page']}>
          {!isOpen && (affected || summary) && (
            <section aria-label="Report" className={css['report']}>
              {affected && (
                <>
                  <h2>What was affected</h2>
                  <p className={css['said']}>{affected}</p>
                </>
              )}
              {summary && (
                <>
                  <h2>What it was, and what helped</h2>
                  <p className={css['said']}>{summary}</p>
                </>
              )}
            </section>
          )}
          <IncidentRunbooks slug={slug} incident={incident} />
          {isOpen && isMine && <NoteBox slug={slug} incident={reference} />}
          {isOpen && !isWide && (
            <Suspense>
              <WhoToCall slug={slug} {...(system && { reference: system.reference })} />
            </Suspense>
          )}
          <Timeline slug={slug} incident={incident} />
          <IncidentFollowUps slug={slug} incident={incident} onAdd={() => setDialog({ is: 'follow-up' })} />
        </div>
      </PageBody>
      {dialog && (
        <Suspense>
          <IncidentDialogs slug={slug} incident={incident} open={dialog} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  )
}
