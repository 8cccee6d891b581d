import { useCallback, type ReactNode } from 'react'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { listFollowUps } from '#contract/incidents.ts'
import { query } from '../../platform/api.ts'
import { FollowUpList, type FollowUpIn } from './FollowUpList.tsx'

const mostAtHome = 5

interface HomeFollowUpsProps {
  within: readonly Membership[]
  /** The section around them; there is none where there is nothing to be done. */
  frame: (rows: ReactNode) => ReactNode
}

/** On the first page: what I have to do after incidents, the soonest first. */
export default function HomeFollowUps({ within, frame }: HomeFollowUpsProps) {
  const combine = useCallback(
    (answers: UseQueryResult<OutputOf<typeof listFollowUps>>[]) =>
      answers
        .flatMap(({ data }, at): FollowUpIn[] => {
          const { slug, organization } = within[at] as Membership
          const named = within.length > 1 ? organization : undefined
          return (data?.items ?? []).map((each) => ({ ...each, slug, organization: named }))
        })
        .sort((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9')),
    [within],
  )
  const mine = useQueries({
    queries: within.map(({ slug }) => query(listFollowUps, { slug, scope: 'mine', limit: 20 })),
    combine,
  })
  if (mine.length === 0) return null
  return frame(<FollowUpList label="Your follow-ups" followUps={mine.slice(0, mostAtHome)} namesIncident />)
}
