import { lazy, Suspense, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { openHandover, type Handover } from '#contract/handovers.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { Person } from '../../ui/Person.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { useRing } from '../notices/rings.ts'
import { StepFoot } from './StepFoot.tsx'
import { StepNav } from './StepNav.tsx'
import { handoversPath, leaverOf, stepOf, type StepId } from './words.ts'

const views = {
  documents: lazy(async () => ({ default: (await import('./DocumentsStep.tsx')).DocumentsStep })),
  lanes: lazy(async () => ({ default: (await import('./LanesStep.tsx')).LanesStep })),
  contacts: lazy(async () => ({ default: (await import('./ContactsStep.tsx')).ContactsStep })),
  secrets: lazy(async () => ({ default: (await import('./SecretsStep.tsx')).SecretsStep })),
  access: lazy(async () => ({ default: (await import('./AccessStep.tsx')).AccessStep })),
  report: lazy(async () => ({ default: (await import('./ReportStep.tsx')).ReportStep })),
} satisfies Record<StepId, unknown>

/** One handover: step by step for whoever leads it, to look at and to sign for whoever leaves. */
export default function HandoverPage() {
  const { slug, organization } = useOrganization()
  const { id: handoverId = '' } = useParams()
  const answer = useQuery(query(openHandover, { slug, handoverId }))
  useRing(() => void answer.refetch())
  if (answer.error && (isProblem(answer.error, 'not-found') || isProblem(answer.error, 'invalid-input')))
    throw new NothingHere()
  if (answer.data) return <One key={handoverId} slug={slug} organization={organization} handover={answer.data} />
  return (
    <PageFrame title={['Handover', organization]} crumbs={crumbs(slug, 'Handover')}>
      <PageBody>
        {answer.error ? (
          <Failed what="The handover" error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingText what="the handover" />
        )}
      </PageBody>
    </PageFrame>
  )
}

const crumbs = (slug: string, label: string) => [{ label: 'Handovers', to: handoversPath(slug) }, { label }]

function One({ slug, organization, handover }: { slug: string; organization: string; handover: Handover }) {
  const { memberId } = useOrganization()
  const [parameters] = useSearchParams()
  const name = leaverOf(handover)
  const isMine = handover.person?.id === memberId
  const heading = isMine ? 'Your handover' : `Handover of ${name}`
  // Where it was gone on with: what is done in a step does not turn the page by itself.
  const [first] = useState(() => stepOf(null, handover).id)
  const step = stepOf(parameters.get('step') ?? first, handover)
  const View = views[step.id]
  const { receiver, reason, startedAt, startedBy, closedAt, outcome } = handover
  return (
    <PageFrame title={[heading, organization]} crumbs={crumbs(slug, name)}>
      <PageBody>
        <PageTitle
          meta={
            <>
              {closedAt && <Badge>{outcome === 'done' ? 'Closed' : 'Called off'}</Badge>}
              {receiver && (
                <span>
                  to <Person {...receiver} />
                </span>
              )}
              <span>
                Begun <Time at={startedAt} /> by {startedBy}
              </span>
              {reason && <span>{reason}</span>}
            </>
          }
        >
          {heading}
        </PageTitle>
        <StepNav handover={handover} current={step} />
        <Suspense fallback={<LoadingText what={step.name.toLowerCase()} />}>
          <View slug={slug} handover={handover} name={name} />
        </Suspense>
        {step.id !== 'report' && (
          <StepFoot key={`${step.id} ${noteOf(handover, step.parts)}`} slug={slug} handover={handover} step={step} />
        )}
      </PageBody>
    </PageFrame>
  )
}

const noteOf = ({ steps }: Handover, parts: readonly string[]) =>
  steps.find(({ step, note }) => parts.includes(step) && note !== '')?.note ?? ''
