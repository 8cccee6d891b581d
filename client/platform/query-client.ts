import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { mySession } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { Unreachable } from './api.ts'
import { noteReachable, noteUnreachable } from './reachability.ts'

/** Of the answer that says who is signed in; the shell starts from it. */
export const sessionKey = [mySession.path] as const

export const isProblem = (error: unknown, code?: Problem['code']): error is Problem =>
  error instanceof Problem && (code === undefined || error.code === code)

/** Reads are tried again where that can help: no answer, or a server in trouble. A refusal is final. */
const retries = 2
function isWorthAnotherTry(failures: number, error: Error): boolean {
  if (failures >= retries) return false
  return error instanceof Unreachable || (isProblem(error) && error.status >= 500)
}

/**
 * What the server said, kept in memory for as long as the page lives. Opened secrets never rest here: whoever opens one
 * uses a mutation with `gcTime: 0`.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => noteError(error, queryKey[0] === mySession.path),
    onSuccess: noteReachable,
  }),
  mutationCache: new MutationCache({ onError: (error) => noteError(error, false), onSuccess: noteReachable }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      retry: isWorthAnotherTry,
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000),
      // A vault in the house is reachable while the internet is not: the browser's idea of "offline" is not ours.
      networkMode: 'always',
    },
    mutations: { retry: false, gcTime: 0, networkMode: 'always' },
  },
})

function noteError(error: Error, isAboutSession: boolean): void {
  if (error instanceof Unreachable) return noteUnreachable()
  noteReachable()
  // The session has ended: asking anew who is signed in leads to the sign-in page.
  if (isProblem(error, 'not-signed-in') && !isAboutSession) void queryClient.invalidateQueries({ queryKey: sessionKey })
}
