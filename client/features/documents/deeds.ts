import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { call } from '../../platform/api.ts'
import { failureOf } from '../../platform/failure.ts'

/** A write: when it is done, whatever the page shows of the organization is asked for anew. */
export function useDeed<E extends Endpoint>(endpoint: E) {
  const client = useQueryClient()
  return useMutation<OutputOf<E>, Error, InputOf<E>>({
    mutationFn: (input) => call(endpoint, input),
    onSuccess: () => refresh(client),
  })
}

/** Lists, counts, queue and documents hang together: one change can show in all of them. */
export function refresh(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/v1/organizations/:slug/'),
  })
}

/** What failed, in one line: for toasts and the head of a dialog. */
export function failureWords(error: unknown): string {
  const { title, detail } = failureOf(error)
  return detail ? `${title}. ${detail}` : title
}
