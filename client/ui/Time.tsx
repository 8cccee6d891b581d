import { createContext, useContext, useSyncExternalStore } from 'react'
import { formatDay, formatInstant, ownZone, relative } from './format.ts'

/** The organization's zone; days of reviews and deadlines are counted in it. */
export const ZoneContext = createContext(ownZone)

/** A point in time or a day: relative within 14 days, then absolute; the other form on hover and focus. */
export function Time({ at, isAbsolute = false }: { at: string; isAbsolute?: boolean }) {
  const zone = useContext(ZoneContext)
  const isDay = at.length === 10
  const absolute = isDay ? formatDay(at) : formatDay(at, ownZone)
  const inWords = relative(at, momentFor(at, useNow()), isDay ? zone : ownZone)
  const full = isDay ? formatDay(at) : formatInstant(at)
  const shown = isAbsolute || !inWords ? absolute : inWords
  return (
    <time dateTime={at} data-tooltip={shown === inWords ? full : (inWords ?? full)}>
      {shown}
    </time>
  )
}

/** What has happened since the clock of the page moved last is not yet to come, whatever clock the server goes by. */
function momentFor(at: string, now: Date): Date {
  const ms = Date.parse(at)
  const isRecent = at.length > 10 && ms > now.getTime() && ms < Date.now() + 30_000
  return isRecent ? new Date(ms + 1) : now
}

/** The clock of the page; moves once a minute, for every reader at the same moment. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}

let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = new Date()
    timer = setInterval(() => {
      now = new Date()
      listeners.forEach((each) => each())
    }, 60_000)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}
