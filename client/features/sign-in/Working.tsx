import { useEffect, useState } from 'react'
import { Ring } from '../../ui/Ring.tsx'
import css from './Door.module.css'

/** How long deriving a key usually takes, for the ring; learned from each time it was done in this page. */
let usualMs = 1_200

/** A ring that drains while the key is derived. The line keeps its room, so that nothing jumps. */
export function Working({ is, words }: { is: boolean; words: string }) {
  return (
    <div className={css['working']} role="status">
      {is && <Draining words={words} />}
    </div>
  )
}

function Draining({ words }: { words: string }) {
  const [passedMs, setPassedMs] = useState(0)
  useEffect(() => {
    const started = performance.now()
    const timer = setInterval(() => setPassedMs(performance.now() - started), 100)
    return () => {
      clearInterval(timer)
      usualMs = Math.max(300, (usualMs + performance.now() - started) / 2)
    }
  }, [])
  return (
    <>
      <Ring left={Math.max(0.04, 1 - passedMs / usualMs)} size={16} />
      {words}
    </>
  )
}
