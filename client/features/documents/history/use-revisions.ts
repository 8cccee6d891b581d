import { useMemo } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { listRevisions } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { call } from '../../../platform/api.ts'

/** The versions of a document, newest first, as far as they are loaded. */
export function useRevisions(slug: string, reference: Reference) {
  const input = { slug, reference }
  const pages = useInfiniteQuery({
    queryKey: [listRevisions.path, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(listRevisions, { ...input, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const lines = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  return { ...pages, lines }
}
