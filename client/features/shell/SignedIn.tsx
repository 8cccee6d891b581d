import { useEffect, useRef } from 'react'
import { Navigate, useLocation } from 'react-router'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { isProblem, queryClient } from '../../platform/query-client.ts'
import { SessionContext, sessionQuery } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorState, LoadingRows } from '../../ui/states.tsx'
import { AppShell } from './AppShell.tsx'

// Asked while the page is still on its way; not from the sign-in page, where this arrives early.
if (!/^\/(?:sign-in|set-up|join)$/.test(location.pathname)) void queryClient.query(sessionQuery).catch(() => undefined)

/** The gate: nobody gets past it without a session, and whoever comes back lands where they wanted to go. */
export default function SignedIn() {
  return (
    <QueryClientProvider client={queryClient}>
      <Gate />
    </QueryClientProvider>
  )
}

function Gate() {
  const { pathname, search } = useLocation()
  const session = useQuery(sessionQuery)
  const account = session.data?.account.id
  const before = useRef(account)

  useEffect(() => {
    // Somebody else signed in in another tab: nothing of the first person stays.
    if (before.current && account && before.current !== account) {
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
    }
    before.current = account
  }, [account])

  if (isProblem(session.error, 'not-signed-in')) {
    const next = pathname === '/home' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (session.data)
    return (
      <SessionContext value={session.data} key={session.data.account.id}>
        <AppShell />
      </SessionContext>
    )
  if (session.error)
    return (
      <main id="main">
        <ErrorState
          title="The server cannot be reached"
          actions={
            <Button variant="primary" onClick={() => void session.refetch()}>
              Try again
            </Button>
          }
        >
          Look whether this device is connected. Nothing on the server has changed.
        </ErrorState>
      </main>
    )
  return (
    <main id="main">
      <LoadingRows what="your vault" />
    </main>
  )
}
