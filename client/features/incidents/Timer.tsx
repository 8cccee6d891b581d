import { useEffect, useState } from 'react'
import { clockWords } from './clock.ts'
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
