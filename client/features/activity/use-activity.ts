import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { listActivity } from '#contract/activity.ts'
import { call } from '../../platform/api.ts'
import { filterInput, type ActivityFilters } from './activity-filters.ts'

/** The pages that have been loaded so far, joined. */
export function useActivity(slug: string, filters: ActivityFilters) {
  const input = { slug, ...filterInput(filters) }
  const pages = useInfiniteQuery({
    queryKey: [listActivity.path, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(listActivity, { ...input, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const entries = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  return { ...pages, entries }
}
