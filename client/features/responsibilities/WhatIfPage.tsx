import { lazy, Suspense, useState } from 'react'
import { useParams } from 'react-router'
import Printer from 'lucide-react/icons/printer'
import { Failed } from '../../platform/Failed.tsx'
import { isProblem } from '../../platform/query-client.ts'
import { useQueryString } from '../../platform/query-string.ts'
import { NothingHere, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField } from '../../ui/choice-fields.tsx'
import { formatDay } from '../../ui/format.ts'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import { PickField } from '../../ui/PickField.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Lacks } from './AwayDialog.tsx'
import { dayAfter, isDay } from './days.ts'
import { coverItems } from './holder-choices.tsx'
import { Uncovered } from './Uncovered.tsx'
import { useNameable } from './use-lanes.ts'
import { useWhatIf } from './use-what-if.ts'
import { lanesPath } from './words.ts'
import css from './responsibilities.module.css'

const AwayDialog = lazy(async () => ({ default: (await import('./AwayDialog.tsx')).AwayDialog }))

/** "What if this person is away for two weeks?": what only they do, open, keep or have verified. */
export default function WhatIfPage() {
  const { slug, organization, today, memberId: me } = useOrganization()
  const { id: memberId = '' } = useParams()
  const { parameters, change } = useQueryString<'from' | 'until' | 'cover'>()
  const from = parameters.get('from') ?? today
  const until = parameters.get('until') ?? dayAfter(isDay(from) ? from : today, 13)
  const coverId = parameters.get('cover') ?? undefined
  const nameable = useNameable(slug)
  const whatIf = useWhatIf({ slug, memberId, from, until, coverId })
  const [isSetting, setSetting] = useState(false)
  if (whatIf.error && (isProblem(whatIf.error, 'not-found') || isProblem(whatIf.error, 'not-permitted')))
    throw new NothingHere()
  const person = nameable.data?.people.find((each) => each.person.id === memberId)?.person
  const cover = nameable.data?.people.find((each) => each.person.id === coverId)?.person
  const name = memberId === me ? 'you' : (person?.name ?? 'this person')
  const heading = memberId === me ? 'What if you are away?' : `What if ${name} is away?`
  return (
    <PageFrame
      title={[heading, 'Responsibilities', organization]}
      crumbs={[
        { label: 'Responsibilities', to: lanesPath(slug) },
        { label: 'Who is away', to: `${lanesPath(slug)}/away` },
        { label: 'What if' },
      ]}
      actions={
        <>
          <Button icon={Printer} onClick={() => print()}>
            Print
          </Button>
          {person && (
            <Button variant="primary" onClick={() => setSetting(true)}>
              Set away…
            </Button>
          )}
        </>
      }
    >
      <PageBody>
        <PageTitle meta={isDay(from) && isDay(until) && <span>{`${formatDay(from)} to ${formatDay(until)}`}</span>}>
          {heading}
        </PageTitle>
        <div className={css['whatIf']} data-no-print>
          <DateField
            label="From"
            value={from}
            onChange={(event) => change({ from: event.currentTarget.value }, 'replace')}
          />
          <DateField
            label="Until"
            min={from}
            value={until}
            error={isDay(from) && isDay(until) && until < from ? 'The last day is not before the first' : undefined}
            onChange={(event) => change({ until: event.currentTarget.value }, 'replace')}
          />
          <PickField
            label="With this cover"
            isOptional
            placeholder="Nobody"
            items={nameable.data ? coverItems(nameable.data, memberId) : []}
            value={coverId}
            onChange={(id) => change({ cover: id }, 'replace')}
          />
        </div>
        {whatIf.error ? (
          <Failed what="What would be uncovered" error={whatIf.error} onRetry={() => void whatIf.refetch()} />
        ) : whatIf.data ? (
          <>
            <Uncovered slug={slug} who={name} answer={whatIf.data} />
            {cover && whatIf.data.cover.length > 0 && !whatIf.isPlaceholderData && (
              <Lacks name={cover.name} documents={whatIf.data.cover} until={until} />
            )}
          </>
        ) : (
          whatIf.isLoading && <LoadingText what="what would be uncovered" />
        )}
      </PageBody>
      {isSetting && person && (
        <Suspense>
          <AwayDialog
            slug={slug}
            person={person}
            {...(isDay(from) && { from })}
            {...(isDay(until) && { until })}
            coverId={coverId}
            onClose={() => setSetting(false)}
          />
        </Suspense>
      )}
    </PageFrame>
  )
}
