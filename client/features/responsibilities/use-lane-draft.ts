import { useEffect, useRef, useState } from 'react'
import { theDrafts, type DraftKey } from '../../platform/drafts.ts'
import { useIsUnlocked } from '../../platform/vault.ts'
import { useDraftKey } from '../documents/editor/use-draft.ts'
import type { LaneForm } from './lane-form.ts'

/** What is being written of a lane, sealed on this device every two seconds; with what it began from, to be merged later. */
export interface LaneDraft {
  version: 1
  revision: number
  base: LaneForm
  form: LaneForm
}

const keepAfterMs = 2_000

/** The draft that waits under this name, once; undefined while it is looked for, and null where there is none. */
export function useFoundLaneDraft(name: string): LaneDraft | null | undefined {
  const key = useDraftKey(name)
  const isUnlocked = useIsUnlocked()
  const [found, setFound] = useState<LaneDraft | null>()
  useEffect(() => {
    let isCurrent = true
    // While the vault is locked nobody can read one: it stays where it is.
    const looking = isUnlocked ? theDrafts().readDraft(key) : Promise.resolve(undefined)
    void looking
      .catch(() => undefined)
      .then((read) => {
        const draft = read && (JSON.parse(read.text) as LaneDraft)
        if (isCurrent) setFound((before) => before ?? (draft?.version === 1 ? draft : null))
      })
    return () => {
      isCurrent = false
    }
  }, [key, isUnlocked])
  return found
}

/** Keeps what is written while the keys are at hand. @param draft absent while there is nothing to keep */
export function useKeptLaneDraft(key: DraftKey, draft: LaneDraft | undefined) {
  const isUnlocked = useIsUnlocked()
  const text = draft && JSON.stringify(draft)
  const [keptText, setKeptText] = useState<string>()
  const isForgotten = useRef(false)
  useEffect(() => {
    if (text === undefined || !isUnlocked || isForgotten.current) return
    const timer = setTimeout(() => {
      if (isForgotten.current) return
      void theDrafts()
        .saveDraft(key, text)
        .then((savedAtMs) => savedAtMs !== undefined && setKeptText(text))
        .catch(() => undefined)
    }, keepAfterMs)
    return () => clearTimeout(timer)
  }, [text, isUnlocked, key])
  return {
    isKept: text !== undefined && keptText === text,
    /** Saved, or given up: it goes. */
    forget: async () => {
      isForgotten.current = true
      await theDrafts().removeDraft(key)
    },
  }
}
