import { useMemo, useSyncExternalStore } from 'react'
import { useLocation, useNavigate } from 'react-router'

/**
 * What stands in the query string, and a way to change parts of it.
 *
 * It is the address bar's, not the one that was last drawn: react-router draws in a transition, and a second key that
 * is pressed in that moment builds on the first. J J moves by two rows, and V after J is about the row that J led to.
 */
export function useQueryString<Name extends string>() {
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  // While another page is on its way the address is already that page's.
  const now = () => (location.pathname === pathname ? location.search : search)
  const shown = useSyncExternalStore(subscribe, now)
  const parameters = useMemo(() => new URLSearchParams(shown), [shown])

  /** @param how `replace` where Back should not lead through every step. */
  const change = (changes: Partial<Record<Name, string | undefined>>, how?: 'replace') => {
    const before = new URLSearchParams(now())
    const next = new URLSearchParams(before)
    for (const [name, value] of Object.entries<string | undefined>(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    if (next.toString() === before.toString()) return
    void navigate(`?${next}`, { replace: how === 'replace', preventScrollReset: true })
    listeners.forEach((listener) => listener())
  }
  return { parameters, change }
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}
