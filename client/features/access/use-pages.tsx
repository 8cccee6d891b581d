import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../ui/Button.tsx'

interface Page<Item> {
  items: Item[]
  next?: string | undefined
}

/**
 * A list that is read by cursor: the pages that have been asked for so far, as one.
 * @param key everything that narrows it; a change of it begins anew, with the old rows until the new ones are there.
 */
export function usePages<Item>(
  key: readonly [string, object],
  load: (from: { after?: string }, options: { signal: AbortSignal }) => Promise<Page<Item>>,
  options: { enabled?: boolean; refetchInterval?: number } = {},
) {
  const pages = useInfiniteQuery({
    ...options,
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam, signal }) => load(pageParam ? { after: pageParam } : {}, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  return { ...pages, items: pages.data?.pages.flatMap((page) => page.items) ?? [] }
}

/** Below such a list: the next page, where there is one. */
export function More({ pages, what }: { pages: ReturnType<typeof usePages<unknown>>; what: string }) {
  if (!pages.hasNextPage) return null
  return (
    <Button isPending={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {`Show more ${what}`}
    </Button>
  )
}
