import { useCallback } from 'react'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { listIncidents, type IncidentLine } from '#contract/incidents.ts'
import { query } from '../../platform/api.ts'
import { useRing } from '../notices/rings.ts'

/** An open incident and the organization that it is in. */
export interface OpenIncident extends IncidentLine {
  slug: string
  organization: string
}

/** Incidents under way, newest first, and when each organization has answered, in epoch milliseconds. */
export function useOpenIncidents(within: readonly Membership[]) {
  const combine = useCallback(
    (answers: UseQueryResult<OutputOf<typeof listIncidents>>[]) => ({
      answeredAt: new Map(within.map(({ slug }, at) => [slug, answers[at]?.data ? answers[at].dataUpdatedAt : 0])),
      open: answers
        .flatMap(({ data }, at): OpenIncident[] => {
          const { slug, organization } = within[at] as Membership
          return (data?.items ?? []).map((line) => ({ ...line, slug, organization }))
        })
        .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1)),
      refetch: () => answers.forEach((answer) => void answer.refetch()),
    }),
    [within],
  )
  const found = useQueries({
    queries: within.map(({ slug }) => ({
      ...query(listIncidents, { slug, open: 'true', limit: 50 }),
      staleTime: 15_000,
      refetchInterval: 60_000,
    })),
    combine,
  })
  useRing(found.refetch)
  return found
}
