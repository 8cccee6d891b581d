import type { Session } from '#contract/accounts.ts'
import { queryClient } from './query-client.ts'
import { sessionQuery } from './session.ts'

/** A new session: nothing of what was known before stays. Loaded apart, because the sign-in page does without queries. */
export function beginSession(session: Session): void {
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, session)
}

/** The session in another state of the same person: one organization more, a new passphrase. */
export function updateSession(change: (session: Session) => Session): void {
  queryClient.setQueryData<Session>(sessionQuery.queryKey, (session) => session && change(session))
}
