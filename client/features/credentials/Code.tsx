import { useEffect, useState } from 'react'
import { Ring } from '../../ui/Ring.tsx'
import type { ShownCode } from './use-opener.ts'
import css from './credentials.module.css'

/** A one-time code in threes with the ring of its period; the next one in grey for the last five seconds. */
export function Code({ code, onEnd }: { code: ShownCode; onEnd: () => void }) {
  const { period } = code
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setPassed((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  // Two codes are known: this period's and the next one's.
  const left = code.secondsLeft - passed
  const isNext = left <= 0
  const isOver = left <= -period
  useEffect(() => {
    if (isOver) onEnd()
  }, [isOver, onEnd])
  const inThis = isNext ? left + period : left
  return (
    <span className={css['code']}>
      <strong translate="no">{inThrees(isNext ? code.next : code.code)}</strong>
      <Ring left={inThis / period} size={16} />
      <span className={css['aside']}>{inThis} s</span>
      {!isNext && left <= 5 && <span className={css['next']}>{inThrees(code.next)}</span>}
    </span>
  )
}

/** Groups for the eye: a margin, not a space that would be copied. */
function inThrees(code: string) {
  const half = Math.ceil(code.length / 2)
  return (
    <>
      <span>{code.slice(0, half)}</span>
      <span>{code.slice(half)}</span>
    </>
  )
}
