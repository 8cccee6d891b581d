import { useEffect, useRef } from 'react'
import { VisuallyHidden } from './VisuallyHidden.tsx'

let speak: ((words: string) => void) | undefined

/** Says something politely to a screen reader: a count, a loaded list. At most once a second, the newest words win. */
export function announce(words: string): void {
  speak?.(words)
}

/** The region that speaks. Mounted once, for as long as the page lives. */
export function LiveAnnouncer() {
  const region = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let waiting = ''
    speak = (words) => {
      waiting = words
      timer ??= setTimeout(() => {
        timer = undefined
        if (region.current) region.current.textContent = waiting
      }, 1_000)
    }
    return () => {
      clearTimeout(timer)
      speak = undefined
    }
  }, [])
  return (
    <VisuallyHidden>
      <span ref={region} aria-live="polite" aria-atomic="true" data-live-announcer="true" />
    </VisuallyHidden>
  )
}
