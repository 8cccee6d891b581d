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
            <table>
              <thead>
                <tr>
                  <th scope="col">Started</th>
                  <th scope="col">By</th>
                  <th scope="col">Outcome</th>
                  <th scope="col">Steps</th>
                  <th scope="col">Took</th>
                </tr>
              </thead>
              <tbody>
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
    worked === 0 ? 'Has not worked yet' : `Worked ${worked === 1 ? 'once' : plural(worked, 'time')}`,
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
    <tr>
      <td>
        <Link to={runPath(slug, run.id)}>{momentWords(startedAt)}</Link>
      </td>
      <td>
        {startedBy.name}
        {others > 0 && ` and ${plural(others, 'other')}`}
      </td>
      <td>
        {outcome ? outcomeNames[outcome] : 'Under way'}
        {isDrill && ', drill'}
        {incident && `, ${incident}`}
      </td>
      <td>{stepsWords(run)}</td>
      <td>{finishedAt ? durationWords(seconds) : `${durationWords(seconds)} so far`}</td>
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
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Usually</th>
              <th scope="col">Out of</th>
            </tr>
          </thead>
          <tbody>
            {medians.map(({ step, seconds, runs }) => (
              <tr key={step}>
                <td>
                  {step + 1}. {words[step]}
                </td>
                <td>{durationWords(seconds)}</td>
                <td>{plural(runs, 'run')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
