import { useEffect, useState } from 'react'
import css from './Timer.module.css'

/** How long it goes on, once a second. @param since an Instant */
export function Timer({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    // Silent: it would be read out every second.
    <span role="timer" aria-live="off" aria-label="Since it began" className={css['timer']}>
      {clockWords((now - Date.parse(since)) / 1_000)}
    </span>
  )
}

/** Seconds → `00:04:12`; a device whose clock is behind begins at nought. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return [whole / 3_600, (whole / 60) % 60, whole % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}
