import { useQueries } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { home } from '#contract/reviews.ts'
import { query } from '../../platform/api.ts'

/** How many reviews wait for this person, in all organizations together. The same answers fill the home page. */
export function useWaitingReviews(memberships: readonly Membership[]): number {
  return useQueries({
    queries: memberships.map(({ slug }) => ({ ...query(home, { slug }), staleTime: 60_000, refetchInterval: 300_000 })),
    combine: (answers) => answers.reduce((sum, { data }) => sum + (data?.waiting ?? 0), 0),
  })
}
