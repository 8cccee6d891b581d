import { useSyncExternalStore } from 'react'

/**
 * The incident that this device is in: the one that its band names, and that stands as the reason of whatever is opened
 * meanwhile. Kept in this tab, and validated against the list of open incidents (IncidentHost.tsx). The frame knows it
 * from the first moment, so this file is small.
 */
export interface CurrentIncident {
  slug: string
  /** IN-52 */
  reference: string
  title: string
  /** Instant. */
  openedAt: string
}

const storageKey = 'runkeep.incident'
const listeners = new Set<() => void>()
let current = read()
let since = 0
mark()

/** @param slug of this organization alone: an incident is no reason to open anything of another. */
export function currentIncident(slug?: string): CurrentIncident | undefined {
  return slug === undefined || current?.slug === slug ? current : undefined
}

/** When it was chosen here, in epoch milliseconds; 0 if that was before the page was loaded. */
export const chosenSince = (): number => since

export function useCurrentIncident(): CurrentIncident | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

/** @param next undefined: this device is in none any more. */
export function setCurrentIncident(next: CurrentIncident | undefined): void {
  current = next
  since = Date.now()
  try {
    if (next) sessionStorage.setItem(storageKey, JSON.stringify(next))
    else sessionStorage.removeItem(storageKey)
  } catch {
    // Storage can be forbidden; after a reload the list of open incidents says which one it is.
  }
  mark()
  listeners.forEach((listener) => listener())
}

/** What goes into the access log while in an incident, in at most 200 characters. */
export function incidentReason(slug: string): { reason: string; ticket: string } | undefined {
  const incident = currentIncident(slug)
  if (!incident) return undefined
  const { reference, title } = incident
  return { reason: `${reference} ${title}`.slice(0, 200), ticket: reference }
}

export const incidentPath = (slug: string, reference: string): string => `/o/${slug}/incidents/${reference}`

function read(): CurrentIncident | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as CurrentIncident | null) ?? undefined
  } catch {
    return undefined
  }
}

/** Styles make room for the band, and take counts and tips away. */
function mark(): void {
  if (typeof document !== 'undefined') document.documentElement.toggleAttribute('data-incident', current !== undefined)
}
