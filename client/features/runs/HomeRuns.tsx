import type { ReactNode } from 'react'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Membership } from '#contract/accounts.ts'
import { runsUnderWay } from '#contract/runs.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'
import { runPath } from './addresses.ts'
import { momentWords, stepsWords } from './words.ts'
import css from './runs.module.css'

/** On the first page: what is being run right now, to go on with it on whichever device. Nothing where nothing is. */
export default function HomeRuns(props: { within: readonly Membership[]; frame: (rows: ReactNode) => ReactNode }) {
  const { within, frame } = props
  const client = useQueryClient()
  const lines = useQueries({
    queries: within.map(({ slug }) => query(runsUnderWay, { slug, limit: 5 })),
    combine: (answers) =>
      answers.flatMap(({ data }, index) =>
        (data?.items ?? []).map((run) => ({ run, slug: within[index]?.slug ?? '', of: within[index]?.organization })),
      ),
  })
  useRing(() => void client.invalidateQueries({ queryKey: [runsUnderWay.path] }))
  if (lines.length === 0) return null
  return frame(
    <ul className={css['home']} aria-label="Runs under way">
      {lines.map(({ run, slug, of }) => (
        <li key={run.id}>
          <Link to={runPath(slug, run.id)}>{run.runbook.title}</Link>{' '}
          <span className={css['aside']}>
            {run.isDrill && 'drill, '}
            {run.startedBy.name} since {momentWords(run.startedAt)}, {stepsWords(run)}
            {within.length > 1 && `, ${of}`}
          </span>
        </li>
      ))}
    </ul>,
  )
}
