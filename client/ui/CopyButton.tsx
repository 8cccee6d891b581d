import { useEffect, useState } from 'react'
import { announce } from './LiveAnnouncer.tsx'
import { cx } from './cx.ts'
import css from './CodeBox.module.css'

/** Copies a text that is no secret; says "Copied" for two seconds. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string | undefined }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        setState('copied')
        announce(`${what} copied`)
      },
      () => setState('refused'),
    )
  return (
    <button
      type="button"
      className={cx(css['copy'], className)}
      aria-label={`Copy ${what}`}
      onClick={() => void copy()}
    >
      {{ idle: 'Copy', copied: 'Copied', refused: 'Not allowed' }[state]}
    </button>
  )
}
