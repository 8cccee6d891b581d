import { useSyncExternalStore } from 'react'
import type { CredentialClass } from '#contract/credentials.ts'
import { currentIncident, incidentReason } from '../incidents/current.ts'

/**
 * Why somebody opens a guarded secret. It goes into the access log, so it is asked, and for a quarter of an hour it may
 * stand for everything in that organization. In an incident the incident is the reason, and nobody is asked. The one
 * dialog for it is mounted by the shell.
 */

export interface Reason {
  reason?: string
  ticket?: string
  /** Of break-glass: its reference, as it was typed. */
  typed?: string
}

export interface ReasonRequest {
  slug: string
  reference: string
  title: string
  secretClass: CredentialClass
  done: (reason: Reason | undefined) => void
}

const rememberedForMs = 15 * 60_000
const remembered = new Map<string, { reason: Reason; until: number }>()
let request: ReasonRequest | undefined
const listeners = new Set<() => void>()

/** @returns what goes into the log; undefined where the person turned back. */
export function askReason(of: Omit<ReasonRequest, 'done'>): Promise<Reason | undefined> {
  // Also of what needs no reason: the timeline of the incident writes itself from it.
  const incident = incidentReason(of.slug)
  if (incident && of.secretClass !== 'break_glass') return Promise.resolve(incident)
  if (of.secretClass === 'standard') return Promise.resolve({})
  const known = remembered.get(of.slug)
  // Break-glass always asks.
  if (of.secretClass === 'guarded' && known && known.until > Date.now()) return Promise.resolve(known.reason)
  request?.done(undefined)
  return new Promise((resolve) => {
    set({
      ...of,
      done: (reason) => {
        set(undefined)
        resolve(reason)
      },
    })
  })
}

/** Whether asking would open the dialog: then the secret cannot be copied with the same key press. */
export function needsReason(slug: string, secretClass: CredentialClass): boolean {
  if (secretClass === 'standard' || (secretClass === 'guarded' && currentIncident(slug))) return false
  return secretClass === 'break_glass' || (remembered.get(slug)?.until ?? 0) <= Date.now()
}

export function rememberReason(slug: string, reason: Reason): void {
  remembered.set(slug, { reason, until: Date.now() + rememberedForMs })
}

export function useReasonRequest(): ReasonRequest | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => request,
  )
}

function set(next: ReasonRequest | undefined): void {
  request = next
  listeners.forEach((listener) => listener())
}
