import { useSyncExternalStore } from 'react'

/** Whether the server answers, learned from every request, and since when it does not. Epoch milliseconds. */
export type Reachability = { since: number } | undefined

let unreachable: Reachability
let lastAnswerAt = Date.now()
const listeners = new Set<() => void>()

export function noteReachable(): void {
  lastAnswerAt = Date.now()
  if (unreachable) set(undefined)
}

export function noteUnreachable(): void {
  if (!unreachable) set({ since: lastAnswerAt })
}

/** @param listener is told whenever the server falls silent or answers again. @returns how to end that. */
export function onReachability(listener: (isReachable: boolean) => void): () => void {
  return subscribe(() => listener(unreachable === undefined))
}

let waiting = 0

/** How many things that were done here are still to be sent; outbox.ts says so. */
export function noteWaiting(count: number): void {
  if (count === waiting) return
  waiting = count
  listeners.forEach((listener) => listener())
}

export function useWaiting(): number {
  return useSyncExternalStore(subscribe, () => waiting)
}

/** Undefined while the server answers; else when it last did. */
export function useUnreachable(): Reachability {
  return useSyncExternalStore(subscribe, () => unreachable)
}

function set(next: Reachability): void {
  unreachable = next
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
