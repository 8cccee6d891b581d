import { useEffect, useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { isProblem, queryClient } from '../../platform/query-client.ts'
import { SessionContext, sessionQuery } from '../../platform/session.ts'
import { theVault } from '../../platform/vault.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorState, LoadingRows } from '../../ui/states.tsx'
import { AppShell } from './AppShell.tsx'

// Asked while the page is still on its way; not from the sign-in page, where this arrives early.
if (!/^\/(?:sign-in|set-up|join|recover)$/.test(location.pathname))
  void queryClient.query(sessionQuery).catch(() => undefined)

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
  const isSomebodyElse = useLeaving(session.data?.account.id)

  if (isProblem(session.error, 'not-signed-in')) {
    const next = pathname === '/home' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (isSomebodyElse) return null
  if (session.data)
    return (
      <SessionContext value={session.data}>
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

/**
 * All tabs share one session. When somebody else signs in in another tab, this one starts anew: nothing of what the
 * first person read stays in it.
 */
function useLeaving(account: string | undefined): boolean {
  const [first, setFirst] = useState(account)
  if (first === undefined && account !== undefined) setFirst(account)
  const isSomebodyElse = first !== undefined && account !== undefined && first !== account

  useEffect(() => {
    if (isSomebodyElse) location.reload()
  }, [isSomebodyElse])
  useEffect(
    () =>
      theVault().onUnlock((unlocked) => {
        if (unlocked !== account) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
      }),
    [account],
  )
  return isSomebodyElse
}
