import { useEffect, useState } from 'react'
import { formatDuration } from '../../ui/format.ts'
import { Ring } from '../../ui/Ring.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import css from './Door.module.css'

export interface NoticeWords {
  title: string
  detail?: string | undefined
  /** Counts down while the server takes no further attempt. */
  waitSeconds?: number | undefined
}

/** Something that failed and belongs to no single field; read out at once. */
export function Notice({ title, detail, waitSeconds }: NoticeWords) {
  return (
    <div className={css['notice']} role="alert">
      <strong>{title}</strong>
      {detail && <span>{detail}</span>}
      {waitSeconds !== undefined && <Wait key={waitSeconds} seconds={waitSeconds} />}
    </div>
  )
}

function Wait({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const until = Date.now() + seconds * 1_000
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1_000))), 1_000)
    return () => clearInterval(timer)
  }, [seconds])
  if (left === 0) return <span>You can try again now.</span>
  return (
    <span className={css['wait']}>
      <Ring left={left / seconds} /> <span aria-hidden="true">Try again in {formatDuration(left * 1_000)}.</span>
      <VisuallyHidden>Try again in {formatDuration(seconds * 1_000)}.</VisuallyHidden>
    </span>
  )
}
