import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import type { Membership } from '#contract/accounts.ts'
import { countDocuments, listDocuments } from '#contract/documents.ts'
import { listReviews } from '#contract/reviews.ts'
import type { Kind } from '#contract/values.ts'
import { call, query } from '../../platform/api.ts'
import { summed, type Counts } from './FreshnessSummary.tsx'
import { joined, type Page } from './queue.ts'
import type { QueueFilters } from './queue-filters.ts'

/** Where each organization's next page starts; `undefined` at the start, left out once it has no more. */
type Cursors = Readonly<Record<string, string | undefined>>

/** One turn through all organizations that have more to give. A failed one does not take the others with it. */
interface Turn {
  pages: Readonly<Record<string, Page>>
  failed: readonly { slug: string; error: Error }[]
}

/** The queues of all organizations in view as one, in the order of risk. */
export function useQueue(within: readonly Membership[], { scope, state, kind }: QueueFilters) {
  const slugs = within.map(({ slug }) => slug)
  const asked = { scope, ...(state && { state }), ...(kind && { kind }) }
  const start: Cursors = Object.fromEntries(slugs.map((slug) => [slug, undefined]))
  const turns = useInfiniteQuery({
    queryKey: [listReviews.path, slugs, asked],
    initialPageParam: start,
    queryFn: async ({ pageParam, signal }): Promise<Turn> => {
      const answers = await Promise.allSettled(
        Object.entries(pageParam).map(async ([slug, after]) => {
          const page = await call(listReviews, { slug, ...asked, ...(after !== undefined && { after }) }, { signal })
          return [slug, page] as const
        }),
      )
      const failed = answers.flatMap((answer, at) =>
        answer.status === 'rejected'
          ? [{ slug: Object.keys(pageParam)[at] as string, error: answer.reason as Error }]
          : [],
      )
      const pages = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      if (pages.length === 0 && failed[0]) throw failed[0].error
      return { pages: Object.fromEntries(pages), failed }
    },
    getNextPageParam: ({ pages }): Cursors | undefined => {
      const more = Object.entries(pages).flatMap(([slug, { next }]) =>
        next === undefined ? [] : [[slug, next] as const],
      )
      return more.length > 0 ? Object.fromEntries(more) : undefined
    },
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => {
    const queues = within.map((membership) => ({
      membership,
      pages: turns.data?.pages.flatMap(({ pages }) => pages[membership.slug] ?? []) ?? [],
    }))
    return joined(queues)
  }, [within, turns.data])
  const failed = turns.data?.pages.flatMap((turn) => turn.failed) ?? []
  return { ...turns, rows, failed }
}

/** How many documents are in which state, over all organizations in view; undefined until all have answered. */
export function useCounts(within: readonly Membership[], kind: Kind | undefined): Counts | undefined {
  return useQueries({
    queries: within.map(({ slug }) => ({
      ...query(countDocuments, { slug, ...(kind && { kind }) }),
      placeholderData: keepPreviousData,
    })),
    combine: (answers) => (answers.every(({ data }) => data) ? summed(answers.map(({ data }) => data)) : undefined),
  })
}

/** The verified document whose review falls due first: what comes next when nothing waits. */
export function useNextDue(within: readonly Membership[], scope: 'mine' | 'all', isWanted: boolean) {
  const slugs = within.map(({ slug }) => slug)
  const answer = useQuery({
    queryKey: [listDocuments.path, 'next due', slugs, scope],
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        slugs.map(async (slug) => {
          const owner = scope === 'mine' ? { owner: 'me' as const } : {}
          const { items } = await call(
            listDocuments,
            { slug, state: 'verified', sort: 'due', limit: 1, ...owner },
            { signal },
          )
          return items.map((line) => ({ ...line, slug }))
        }),
      )
      const first = lists.flat().sort((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity))[0]
      return first ?? null
    },
  })
  return answer.data ?? undefined
}
