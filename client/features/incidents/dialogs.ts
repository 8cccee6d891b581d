import { useSyncExternalStore } from 'react'

/** What of an incident is asked for; the shell's IncidentHost opens it, over whatever page. */
export type IncidentAsked =
  | {
      is: 'start'
      slug: string
      /** From where: prefills what it is about. */
      system?: string | undefined
      runbook?: string | undefined
    }
  | { is: 'note' | 'end'; slug: string; reference: string }

let asked: IncidentAsked | undefined
const listeners = new Set<() => void>()

export function askIncident(next: IncidentAsked | undefined): void {
  asked = next
  listeners.forEach((listener) => listener())
}

export function useIncidentAsked(): IncidentAsked | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
}

/** What the page that one is on is about: where an incident would start from. */
export function startFrom(slug: string, pathname: string): IncidentAsked {
  const [, org, kind, reference] = /^\/o\/([^/]+)\/(runbooks|systems)\/([^/]+)$/.exec(pathname) ?? []
  if (org !== slug || reference === 'new') return { is: 'start', slug }
  return { is: 'start', slug, [kind === 'systems' ? 'system' : 'runbook']: reference }
}
