import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { countDocuments, listDocuments, listTags } from '#contract/documents.ts'
import { levels, type Kind } from '#contract/values.ts'
import { listCollections } from '#contract/organizations.ts'
import { call, query } from '../../platform/api.ts'
import { countInput, listInput, type Filters } from './list-filters.ts'

/** The pages of a list that have been loaded so far, joined. */
export function useDocumentLines(slug: string, kind: Kind, filters: Filters) {
  const input = listInput(slug, kind, filters)
  const pages = useInfiniteQuery({
    queryKey: [listDocuments.path, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(listDocuments, { ...input, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const lines = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  return { ...pages, lines }
}

export function useCounts(slug: string, kind: Kind, filters: Filters) {
  return useQuery({ ...query(countDocuments, countInput(slug, kind, filters)), placeholderData: keepPreviousData })
}

export function useCollections(slug: string) {
  const collections = useQuery({ ...query(listCollections, { slug }), staleTime: 60_000 })
  const living = collections.data?.items.filter((each) => !each.archivedAt) ?? []
  return {
    ...collections,
    living,
    /** Collections that the person may write a new document in. */
    writable: living.filter((each) => each.level >= levels.edit),
    /** … and a new credential. */
    forCredentials: living.filter((each) => each.credentialLevel >= levels.edit),
  }
}

export function useTags(slug: string): readonly string[] {
  const tags = useQuery({ ...query(listTags, { slug }), staleTime: 60_000 })
  return tags.data?.items.map(({ tag }) => tag) ?? none
}
const none: readonly string[] = []
