import { useSyncExternalStore } from 'react'

/**
 * Asking for the passphrase. A locked session goes on reading documents; whatever needs a key asks for it here, and the
 * shell shows the one dialog for it.
 */
export interface UnlockRequest {
  /** Why, in words: "to open your draft". */
  reason: string | undefined
  done: (isUnlocked: boolean) => void
}

let request: UnlockRequest | undefined
const listeners = new Set<() => void>()

/** Opens the unlock dialog. @returns whether the keys are at hand now; false where the person turned back. */
export function askToUnlock(reason?: string): Promise<boolean> {
  request?.done(false)
  return new Promise((resolve) => {
    set({
      reason,
      done: (isUnlocked) => {
        set(undefined)
        resolve(isUnlocked)
      },
    })
  })
}

/** What the dialog is to ask now; for the shell. */
export function useUnlockRequest(): UnlockRequest | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => request,
  )
}

function set(next: UnlockRequest | undefined): void {
  request = next
  listeners.forEach((listener) => listener())
}
