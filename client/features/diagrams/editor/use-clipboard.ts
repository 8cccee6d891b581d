import { useEffect, type RefObject } from 'react'
import type { Editing } from './use-editing.ts'
import { useStable } from './use-stable.ts'

/**
 * Copy, cut and paste while the focus is on the sheet. Browsers tell of them where the selected text stands, which is
 * somewhere else: so the whole page is listened to.
 */
export function useClipboard(sheet: RefObject<HTMLElement | null>, editing: Editing): void {
  const { copy, cut, pasteText } = editing
  const newest = useStable({ copy, cut, pasteText })
  useEffect(() => {
    const isHere = () => sheet.current?.contains(document.activeElement) === true
    const put = (event: ClipboardEvent, text: string | undefined) => {
      if (text === undefined || !event.clipboardData) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
    }
    const copy = (event: ClipboardEvent) => isHere() && put(event, newest.copy())
    const cut = (event: ClipboardEvent) => isHere() && put(event, newest.cut())
    const paste = (event: ClipboardEvent) => {
      const text = isHere() ? event.clipboardData?.getData('text/plain') : undefined
      if (text !== undefined && newest.pasteText(text)) event.preventDefault()
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', cut)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', cut)
      document.removeEventListener('paste', paste)
    }
  }, [sheet, newest])
}
