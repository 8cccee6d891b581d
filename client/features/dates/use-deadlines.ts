import { useCallback } from 'react'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { listDeadlines, type Deadline } from '#contract/dates.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { query } from '../../platform/api.ts'

/** A deadline and the organization it is from. */
export interface Due extends Deadline {
  slug: string
  organization: string
  key: string
}

const mostAtOnce = 100

/**
 * What has a day and is work, of all organizations together, the soonest first. Reviews are left out: they stand in the
 * queue by their risk.
 */
export function useDeadlines(within: readonly Membership[], scope: 'mine' | 'all') {
  const combine = useCallback(
    (answers: UseQueryResult<OutputOf<typeof listDeadlines>>[]) => {
      const due = answers.flatMap(({ data }, at) => {
        const { slug, organization } = within[at] as Membership
        return (data?.items ?? []).map((deadline): Due => ({
          ...deadline,
          slug,
          organization,
          key: `${slug}/${keyOf(deadline)}`,
        }))
      })
      return {
        isPending: answers.some(({ isPending }) => isPending),
        isMore: answers.some(({ data }) => data?.next !== undefined),
        due: due.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.key < b.key ? -1 : 1)),
      }
    },
    [within],
  )
  return useQueries({
    queries: within.flatMap(({ slug }) => ({
      ...query(listDeadlines, { slug, scope, reviews: 'false', limit: mostAtOnce }),
      staleTime: 15_000,
    })),
    combine,
  })
}

const keyOf = ({ kind, contract, watchId, followUpId, laneId, document }: Deadline) =>
  `${kind}-${contract ?? watchId ?? followUpId ?? laneId ?? document?.reference ?? ''}`
