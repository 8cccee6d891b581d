import { lazy, Suspense, useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { openDocument, type Document } from '#contract/documents.ts'
import { RunId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { usePhone } from '../../ui/media.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { documentPath, listPath } from '../documents/addresses.ts'
import { DocumentText } from '../documents/DocumentText.tsx'
import { secretInField } from '../documents/secret-scanner.ts'
import { RunActs, type RunDialog } from './RunActs.tsx'
import { RunBanner } from './RunBanner.tsx'
import { RunMeta } from './RunMeta.tsx'
import { RunNotes } from './RunNotes.tsx'
import { RunValues } from './RunValues.tsx'
import { useRunText } from './use-run-text.tsx'
import { useRun, type LiveRun } from './use-run.ts'
import css from './runs.module.css'

const DocumentRail = lazy(async () => ({ default: (await import('../documents/DocumentRail.tsx')).DocumentRail }))
const PhoneBar = lazy(async () => ({ default: (await import('../incidents/PhoneBar.tsx')).PhoneBar }))
const dialogs = () => import('./RunDialogs.tsx')
const RunDialogs = lazy(async () => ({ default: (await dialogs()).RunDialogs }))

/** One run of a runbook: the text that it was started from, ticked by all who take part, with what it needs beside it. */
export default function RunPage() {
  const { runId = '' } = useParams()
  const { slug } = useOrganization()
  if (!/^[0-9a-f-]{36}$/.test(runId)) throw new NothingHere()
  return <AtHand key={runId} slug={slug} runId={runId as RunId} />
}

function AtHand({ slug, runId }: { slug: string; runId: RunId }) {
  const { organization } = useOrganization()
  const live = useRun(slug, runId)
  const { run, answer } = live
  const reference = run?.runbook.reference
  const runbook = useQuery({
    ...query(openDocument, { slug, reference: reference as never }),
    enabled: reference !== undefined,
  })
  // A runbook whose access has ended takes its runs along, also while one is open.
  if (isProblem(answer.error, 'not-found')) throw new NothingHere()
  if (run && runbook.data) return <Opened slug={slug} live={live} run={run} document={runbook.data} />
  const error = answer.error ?? runbook.error
  return (
    <PageFrame title={['Run', 'Runbooks', organization]} crumbs={crumbsOf(slug, reference)}>
      <PageBody>
        {error ? (
          <Failed
            what="The run"
            error={error}
            onRetry={() => void (answer.error ? answer.refetch() : runbook.refetch())}
          />
        ) : (
          <LoadingText what="the run" />
        )}
      </PageBody>
    </PageFrame>
  )
}

interface OpenedProps {
  slug: string
  live: LiveRun
  run: NonNullable<LiveRun['run']>
  document: Document
}

function Opened({ slug, live, run, document }: OpenedProps) {
  const { organization } = useOrganization()
  const isPhone = usePhone()
  const [dialog, setDialog] = useState<RunDialog>()
  const shown = useRunText(live, run, setDialog)
  useEffect(() => {
    // At hand before the network goes: a run goes on without it.
    void dialogs().catch(() => undefined)
    void secretInField('')
  }, [])
  const { reference } = run.runbook
  return (
    <PageFrame
      title={[`Run of ${reference}`, 'Runbooks', organization]}
      crumbs={crumbsOf(slug, reference)}
      actions={<RunActs run={run} onDialog={setDialog} />}
      banner={<RunBanner slug={slug} live={live} run={run} />}
      rail={
        <Suspense>
          <DocumentRail slug={slug} document={document} />
        </Suspense>
      }
      railLabel={`About ${reference}`}
    >
      <PageBody>
        <PageTitle meta={<RunMeta slug={slug} run={run} />}>{run.runbook.title}</PageTitle>
        <RunValues run={run} live={live} />
        <div className={css['run']}>
          <DocumentText slug={slug} document={document} run={shown} />
        </div>
        <RunNotes events={live.events} />
      </PageBody>
      {isPhone && (
        <Suspense>
          <PhoneBar slug={slug} document={document} />
        </Suspense>
      )}
      {dialog && (
        <Suspense>
          <RunDialogs slug={slug} live={live} run={run} dialog={dialog} onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </PageFrame>
  )
}

const crumbsOf = (slug: string, reference: string | undefined) => [
  { label: 'Runbooks', to: listPath(slug, 'runbook') },
  ...(reference ? [{ label: reference, to: documentPath(slug, reference), isReference: true }] : []),
  { label: 'Run' },
]
