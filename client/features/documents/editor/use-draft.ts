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
 * Keeps a draft two seconds after the last change, and at once before a lock and when the page goes out of sight.
 * @param draft absent while there is nothing worth keeping: then none is kept
 * @param isRestored it was taken back from this device, and lies there as it is
 */
export function useKeptDraft(key: DraftKey, draft: Draft | undefined, isRestored: boolean) {
  const isUnlocked = useIsUnlocked()
  const text = draft && JSON.stringify(draft)
  const [saved, setSaved] = useState<Saved | undefined>(() => (isRestored && text ? { text, is: 'kept' } : undefined))
  const latest = useRef({ text, keptText: saved?.text })

  const keep = useCallback(async () => {
    const { text, keptText } = latest.current
    if (text === undefined || text === keptText) return
    try {
      const savedAtMs = await theDrafts().saveDraft(key, text)
      if (savedAtMs !== undefined) latest.current.keptText = text
      setSaved({ text, is: savedAtMs === undefined ? 'failed' : 'kept' })
    } catch {
      if (theVault().current().is === 'unlocked') setSaved({ text, is: 'failed' })
    }
  }, [key])

  useEffect(() => {
    const before = latest.current.text
    latest.current.text = text
    if (text === undefined) {
      // Typed back to where it began: there is nothing to keep.
      if (before !== undefined) void theDrafts().removeDraft(key)
      latest.current.keptText = undefined
      return
    }
    if (!isUnlocked || text === latest.current.keptText) return
    const timer = setTimeout(() => void keep(), keepAfterMs)
    return () => clearTimeout(timer)
  }, [text, isUnlocked, keep, key])

  useEffect(() => {
    const whenHidden = () => document.visibilityState === 'hidden' && void keep()
    document.addEventListener('visibilitychange', whenHidden)
    const takeBack = theVault().beforeLock(keep)
    return () => {
      document.removeEventListener('visibilitychange', whenHidden)
      takeBack()
      void keep()
    }
  }, [keep])

  /** Saved, or given up: it goes. */
  const forget = useCallback(async () => {
    latest.current = { text: undefined, keptText: undefined }
    await theDrafts().removeDraft(key)
  }, [key])
  const isKept = useCallback(() => latest.current.text === latest.current.keptText, [])
  return { keeping: keepingOf(text, saved, isUnlocked), isKept, forget }
}

interface Saved {
  text: string
  is: 'kept' | 'failed'
}

function keepingOf(text: string | undefined, saved: Saved | undefined, isUnlocked: boolean): Keeping {
  if (text === undefined) return 'none'
  if (saved?.text === text) return saved.is
  return isUnlocked ? 'waiting' : 'locked'
}

/** A lock that falls while somebody writes takes the words off the page, once they wait on this device, sealed. */
export function useGoneWhenLocked(onLocked: () => void): void {
  const isUnlocked = useIsUnlocked()
  const was = useRef(isUnlocked)
  useEffect(() => {
    const hasLocked = was.current && !isUnlocked
    was.current = isUnlocked
    if (hasLocked) onLocked()
  })
}
