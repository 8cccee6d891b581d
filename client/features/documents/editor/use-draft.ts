import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { theDrafts, type DraftKey } from '../../../platform/drafts.ts'
import { useOrganization, useSession } from '../../../platform/session.ts'
import { theVault, useIsUnlocked } from '../../../platform/vault.ts'
import type { Base, Writing } from './writing.ts'

/** What a draft holds, inside its seal: also what the writing began from, so that it can be merged later. */
export interface Draft {
  version: 1
  base: Base
  writing: Writing
  note: string
}

/** `sealed`: one is here and waits for an unlock. `open`: it has been read. Times in milliseconds since 1970. */
export type FoundDraft =
  | { is: 'looking' }
  | { is: 'none' }
  | { is: 'sealed'; savedAtMs: number }
  | { is: 'open'; savedAtMs: number; draft: Draft }

/** The name of a draft on this device. @param name `RB-14`, or `new runbook` */
export function useDraftKey(name: string): DraftKey {
  const { account } = useSession()
  const { organizationId } = useOrganization()
  return useMemo(() => ({ accountId: account.id, organizationId, draftId: name }), [account.id, organizationId, name])
}

/** Looks whether a draft of that name waits on this device, and opens it as soon as the keys are at hand. */
export function useFoundDraft(key: DraftKey): [FoundDraft, () => void] {
  const isUnlocked = useIsUnlocked()
  const [found, setFound] = useState<FoundDraft>({ is: 'looking' })
  const isDecided = found.is === 'none' || found.is === 'open'

  useEffect(() => {
    if (isDecided) return
    let isCurrent = true
    void look(key, isUnlocked).then((next) => isCurrent && setFound(next))
    return () => {
      isCurrent = false
    }
  }, [key, isUnlocked, isDecided])

  const forget = useCallback(() => {
    setFound({ is: 'none' })
    void theDrafts().removeDraft(key)
  }, [key])
  return [found, forget]
}

async function look(key: DraftKey, isUnlocked: boolean): Promise<FoundDraft> {
  const there = await theDrafts().findDraft(key)
  if (!there) return { is: 'none' }
  if (!isUnlocked) return { is: 'sealed', ...there }
  try {
    const read = await theDrafts().readDraft(key)
    const draft = read && (JSON.parse(read.text) as Draft)
    if (draft?.version === 1) return { is: 'open', savedAtMs: read?.savedAtMs ?? there.savedAtMs, draft }
  } catch {
    if (theVault().current().is === 'locked') return { is: 'sealed', ...there }
    // Sealed with keys that are gone, or damaged: nobody can read it any more.
  }
  await theDrafts().removeDraft(key)
  return { is: 'none' }
}

/** `waiting`: changed a moment ago. `locked`: kept nowhere but in this page, because the keys are not at hand. */
export type Keeping = 'none' | 'waiting' | 'kept' | 'locked' | 'failed'

const keepAfterMs = 2_000

/**
 * Keeps a draft every two seconds while it changes, and at once before a lock and when its owner turns to another window.
 * @param draft absent while there is nothing worth keeping: then none is kept
 */
export function useKeptDraft(key: DraftKey, draft: Draft | undefined) {
  const isUnlocked = useIsUnlocked()
  const [keeping, setKeeping] = useState<Keeping>('none')
  const text = draft && JSON.stringify(draft)
  const latest = useRef({ text, isKept: true })
  /** Counted from the first change that is not kept: whoever writes without a pause has a draft, too. */
  const dueAt = useRef<number>(undefined)

  const keep = useCallback(async () => {
    dueAt.current = undefined
    const { text, isKept } = latest.current
    if (text === undefined || isKept) return
    try {
      const savedAtMs = await theDrafts().saveDraft(key, text)
      if (latest.current.text !== text) return
      latest.current.isKept = savedAtMs !== undefined
      setKeeping(savedAtMs === undefined ? 'failed' : 'kept')
    } catch {
      setKeeping(theVault().current().is === 'locked' ? 'locked' : 'failed')
    }
  }, [key])

  useEffect(() => {
    if (latest.current.text !== text) latest.current = { text, isKept: false }
    if (text === undefined) {
      // Typed back to where it began: there is nothing to keep.
      if (!latest.current.isKept) void theDrafts().removeDraft(key)
      latest.current.isKept = true
      return setKeeping('none')
    }
    if (latest.current.isKept) return setKeeping('kept')
    if (!isUnlocked) return setKeeping('locked')
    setKeeping('waiting')
    dueAt.current ??= performance.now() + keepAfterMs
    const timer = setTimeout(() => void keep(), dueAt.current - performance.now())
    return () => clearTimeout(timer)
  }, [text, isUnlocked, keep, key])

  useEffect(() => {
    const whenHidden = () => document.visibilityState === 'hidden' && void keep()
    // The vault can be locked from any window: whoever goes there leaves this one first.
    const whenLeft = () => void keep()
    document.addEventListener('visibilitychange', whenHidden)
    addEventListener('blur', whenLeft)
    const takeBack = theVault().beforeLock(keep)
    return () => {
      document.removeEventListener('visibilitychange', whenHidden)
      removeEventListener('blur', whenLeft)
      takeBack()
      void keep()
    }
  }, [keep])

  /** Saved, or given up: it goes. */
  const forget = useCallback(async () => {
    latest.current = { text: undefined, isKept: true }
    await theDrafts().removeDraft(key)
  }, [key])
  const isKept = useCallback(() => latest.current.isKept, [])
  return { keeping, isKept, forget }
}
