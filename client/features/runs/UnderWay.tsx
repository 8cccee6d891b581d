import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Document } from '#contract/documents.ts'
import { runsUnderWay, type RunLine } from '#contract/runs.ts'
import { query } from '../../platform/api.ts'
import { Banner } from '../../ui/Banner.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { useRing } from '../notices/rings.ts'
import { runPath } from './addresses.ts'
import { momentWords, stepsWords } from './words.ts'

function useUnderWay(slug: string, { reference }: Document) {
  const client = useQueryClient()
  const asked = query(runsUnderWay, { slug, runbook: reference, limit: 5 })
  const answer = useQuery({ ...asked, refetchInterval: 60_000 })
  useRing(() => void client.invalidateQueries({ queryKey: asked.queryKey }))
  return answer.data?.items ?? []
}

/** `A drill under way since 02:14 by Tom Ashworth: 3 of 9 steps` */
const words = (run: RunLine) =>
  `${run.isDrill ? 'Drill' : 'Run'} under way since ${momentWords(run.startedAt)} by ${run.startedBy.name}: ${stepsWords(run)}.`

/** Above a runbook that somebody is running: nobody starts a second one for want of knowing of the first. */
export function UnderWayBanner({ slug, document }: { slug: string; document: Document }) {
  const runs = useUnderWay(slug, document)
  return runs.map((run) => (
    <Banner
      key={run.id}
      tone="plain"
      label="Run under way"
      actions={<ButtonLink to={runPath(slug, run.id)}>Go on</ButtonLink>}
    >
      {words(run)}
    </Banner>
  ))
}

/** The same where one is about to be started. */
export function UnderWayList(props: { slug: string; document: Document; onLeave: () => void }) {
  const { slug, document, onLeave } = props
  return useUnderWay(slug, document).map((run) => (
    <p key={run.id}>
      {words(run)}{' '}
      <Link to={runPath(slug, run.id)} onClick={onLeave}>
        Go on with it
      </Link>
    </p>
  ))
}
