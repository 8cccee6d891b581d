import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { acknowledge, openReadingList, type ListReference, type ReadingItem } from '#contract/reading-lists.ts'
import { call, query } from '../../platform/api.ts'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'

/** One list, as the reader has it: anew wherever it comes up, because others change what is in it. */
export const useReadingList = (slug: string, list: ListReference) =>
  useQuery({ ...query(openReadingList, { slug, list }), refetchOnMount: 'always' })

/** Marks an item read. @returns what comes next, where something does. */
export function useAcknowledge(slug: string, list: ListReference) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (item: ReadingItem) =>
      call(acknowledge, { slug, list, item: item.id, ...(item.revision !== undefined && { revision: item.revision }) }),
    onSuccess: () => refresh(client),
    onError: (error) => toast({ words: failureWords(error) }),
  })
}
