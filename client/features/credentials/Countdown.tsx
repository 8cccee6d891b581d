import { useEffect, useRef, useState } from 'react'
import { Ring } from '../../ui/Ring.tsx'

/**
 * The time that something still stays, as a ring and in seconds; pauses while pointer or focus is on what it counts for.
 * @param of total, in seconds.
 */
export function Countdown({ of, isPaused = false, onEnd }: { of: number; isPaused?: boolean; onEnd: () => void }) {
  const [left, setLeft] = useState(of)
  const paused = useRef(isPaused)
  useEffect(() => void (paused.current = isPaused))
  useEffect(() => {
    const timer = setInterval(() => {
      if (!paused.current) setLeft((before) => before - 1)
    }, 1_000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (left <= 0) onEnd()
  }, [left, onEnd])
  return (
    <span data-tooltip={`Hides in ${left} s`}>
      <Ring left={left / of} size={16} />
    </span>
  )
}
