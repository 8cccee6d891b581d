import { useEffect, useRef, type RefObject } from 'react'
import type { Editing } from './use-editing.ts'

/**
 * Copy, cut and paste while the focus is on the sheet. Browsers tell of them where the selected text stands, which is
 * somewhere else: so the whole page is listened to.
 */
export function useClipboard(sheet: RefObject<HTMLElement | null>, editing: Editing): void {
  const latest = useRef(editing)
  useEffect(() => {
    latest.current = editing
  })
  useEffect(() => {
    const isHere = () => sheet.current?.contains(document.activeElement) === true
    const put = (event: ClipboardEvent, text: string | undefined) => {
      if (text === undefined || !event.clipboardData) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
    }
    const copy = (event: ClipboardEvent) => isHere() && put(event, latest.current.copy())
    const cut = (event: ClipboardEvent) => isHere() && put(event, latest.current.cut())
    const paste = (event: ClipboardEvent) => {
      const text = isHere() ? event.clipboardData?.getData('text/plain') : undefined
      if (text !== undefined && latest.current.pasteText(text)) event.preventDefault()
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', cut)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', cut)
      document.removeEventListener('paste', paste)
    }
  }, [sheet])
}
