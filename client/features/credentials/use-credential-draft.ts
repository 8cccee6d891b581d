import { useCallback, useEffect, useRef, useState } from 'react'
import { theDrafts } from '../../platform/drafts.ts'
import { askToUnlock } from '../../platform/unlock.ts'
import { theVault, useIsUnlocked } from '../../platform/vault.ts'
import { useDraftKey } from '../documents/editor/use-draft.ts'
import type { CredentialDraft } from './credential-draft.ts'

const keepAfterMs = 2_000

/**
 * Keeps what is being typed on this device, sealed, two seconds after the last change and at once before a lock; what a
 * lock has taken off the page, or an earlier visit left, waits to be taken up again.
 * @param name `CR-31`, or `new credential`. @param draft absent while there is nothing worth keeping.
 */
export function useCredentialDraft(name: string, draft: CredentialDraft | undefined) {
  const key = useDraftKey(name)
  const isUnlocked = useIsUnlocked()
  const text = draft && JSON.stringify(draft)
  /** `isHere`: a lock took it off this very page, where the words around it still stand. */
  const [waiting, setWaiting] = useState<{ savedAtMs: number; isHere: boolean }>()
  // `isHeld`: what lies there waits, and is not to be written over by what a lock has left on the page.
  const now = useRef({ text, kept: undefined as string | undefined, savedAtMs: 0, isHeld: false })

  useEffect(() => {
    let isCurrent = true
    void theDrafts()
      .findDraft(key)
      .then((found) => {
        if (!isCurrent || !found) return
        now.current.isHeld = true
        setWaiting({ ...found, isHere: false })
      })
    return () => {
      isCurrent = false
    }
  }, [key])

  const keep = useCallback(async () => {
    const { text: written, kept, isHeld } = now.current
    if (isHeld || written === undefined || written === kept) return
    const savedAtMs = await theDrafts()
      .saveDraft(key, written)
      .catch(() => undefined)
    if (savedAtMs !== undefined) Object.assign(now.current, { kept: written, savedAtMs })
  }, [key])

  useEffect(() => {
    now.current.text = text
    if (now.current.isHeld || !isUnlocked || text === now.current.kept) return
    if (text === undefined) {
      // Typed back to where it began: there is nothing to keep.
      now.current.kept = undefined
      void theDrafts().removeDraft(key)
      return
    }
    const timer = setTimeout(() => void keep(), keepAfterMs)
    return () => clearTimeout(timer)
  }, [text, isUnlocked, keep, key])

  useEffect(() => {
    const whenHidden = () => document.visibilityState === 'hidden' && void keep()
    document.addEventListener('visibilitychange', whenHidden)
    const takeBack = theVault().beforeLock(keep)
    const unhear = theVault().onLock(() => {
      const { kept, savedAtMs, isHeld } = now.current
      if (isHeld || kept === undefined) return
      now.current.isHeld = true
      setWaiting({ savedAtMs, isHere: true })
    })
    return () => {
      document.removeEventListener('visibilitychange', whenHidden)
      takeBack()
      unhear()
      void keep()
    }
  }, [keep])

  /** @returns what waits, after asking for the passphrase where the vault is locked; undefined where nobody can read it. */
  const read = useCallback(async (): Promise<CredentialDraft | undefined> => {
    if (theVault().current().is !== 'unlocked' && !(await askToUnlock('to go on with what you typed'))) return undefined
    const found = await theDrafts().readDraft(key)
    const parsed = found && (JSON.parse(found.text) as CredentialDraft)
    return parsed?.version === 1 ? parsed : undefined
  }, [key])
  /** It is on the page again, and kept from there. */
  const taken = useCallback(() => {
    now.current.isHeld = false
    setWaiting(undefined)
  }, [])
  /** Saved, or given up: it goes. */
  const forget = useCallback(async () => {
    now.current = { text: undefined, kept: undefined, savedAtMs: 0, isHeld: false }
    setWaiting(undefined)
    await theDrafts().removeDraft(key)
  }, [key])
  const isKept = useCallback(() => now.current.text !== undefined && now.current.text === now.current.kept, [])
  return { waiting, read, taken, forget, isKept }
}
