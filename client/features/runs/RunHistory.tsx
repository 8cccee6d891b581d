import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Document } from '#contract/documents.ts'
import { factsOf } from '#contract/markdown.ts'
import { listRuns, type RunLine } from '#contract/runs.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { runPath } from './addresses.ts'
import { durationWords, momentWords, outcomeNames, stepsWords } from './words.ts'
import css from './runs.module.css'

/** How a runbook did whenever it was used, and how long its steps take. */
export function RunHistory({ slug, document }: { slug: string; document: Document }) {
  const { reference } = document
  const answer = useInfiniteQuery({
    queryKey: [listRuns.path, { slug, reference }],
    queryFn: ({ pageParam, signal }) =>
      call(listRuns, { slug, reference, limit: 10, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const [first] = answer.data?.pages ?? []
  const runs = answer.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section className={css['history']} aria-labelledby="runs-of-runbook" data-no-print>
      <h2 id="runs-of-runbook">Runs</h2>
      {answer.error && !first ? (
        <Failed what="The runs" error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !first ? (
        <LoadingRows what="the runs" rows={2} />
      ) : runs.length === 0 ? (
        <p className={css['aside']}>Nobody has run this yet. A drill shows whether it works.</p>
      ) : (
        <>
          <p className={css['aside']}>{summaryWords(first)}</p>
          <div className={css['tableBox']} tabIndex={0} role="group" aria-label="Runs">
            <table role="table">
              <thead role="rowgroup">
                <tr role="row">
                  <th scope="col" role="columnheader">
                    Started
                  </th>
                  <th scope="col" role="columnheader">
                    By
                  </th>
                  <th scope="col" role="columnheader">
                    Outcome
                  </th>
                  <th scope="col" role="columnheader">
                    Steps
                  </th>
                  <th scope="col" role="columnheader">
                    Took
                  </th>
                </tr>
              </thead>
              <tbody role="rowgroup">
                {runs.map((run) => (
                  <RunRow key={run.id} slug={slug} run={run} />
                ))}
              </tbody>
            </table>
          </div>
          {answer.hasNextPage && (
            <Button variant="quiet" isPending={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              Show older runs
            </Button>
          )}
          <StepTimes body={document.body} medians={first.stepMedians} />
        </>
      )}
    </section>
  )
}

type Answer = Awaited<ReturnType<typeof call<typeof listRuns>>>

function summaryWords({ worked, lastWorkedAt, lastFailedAt, medianSeconds }: Answer): string {
  const parts = [
    worked === 0 ? 'None has worked yet' : `Worked ${worked === 1 ? 'once' : plural(worked, 'time')}`,
    lastWorkedAt && `last on ${formatDay(lastWorkedAt)}`,
    lastFailedAt && `last failed on ${formatDay(lastFailedAt)}`,
    medianSeconds !== undefined && `usually takes ${durationWords(medianSeconds)}`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

function RunRow({ slug, run }: { slug: string; run: RunLine }) {
  const { startedAt, startedBy, people, outcome, isDrill, incident, seconds, finishedAt } = run
  const others = people.length - 1
  return (
    <tr role="row">
      <td role="cell">
        <Link to={runPath(slug, run.id)}>{momentWords(startedAt)}</Link>
      </td>
      <td role="cell">
        {startedBy.name}
        {others > 0 && ` and ${plural(others, 'other')}`}
      </td>
      <td role="cell">
        {outcome ? outcomeNames[outcome] : 'Under way'}
        {isDrill && ', drill'}
        {incident && `, ${incident}`}
      </td>
      <td role="cell">{stepsWords(run)}</td>
      <td role="cell">{finishedAt ? durationWords(seconds) : `${durationWords(seconds)} so far`}</td>
    </tr>
  )
}

/** Plain numbers beside the words of the step: which one takes long. */
function StepTimes({ body, medians }: { body: string; medians: Answer['stepMedians'] }) {
  if (medians.length === 0) return null
  const words = factsOf(body).steps.map(({ text }) => text)
  return (
    <details className={css['times']}>
      <summary>How long each step takes</summary>
      <div className={css['tableBox']} tabIndex={0} role="group" aria-label="How long each step takes">
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                Step
              </th>
              <th scope="col" role="columnheader">
                Usually
              </th>
              <th scope="col" role="columnheader">
                Out of
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {medians.map(({ step, seconds, runs }) => (
              <tr key={step} role="row">
                <td role="cell">
                  {step + 1}. {words[step]}
                </td>
                <td role="cell">{durationWords(seconds)}</td>
                <td role="cell">{plural(runs, 'run')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
