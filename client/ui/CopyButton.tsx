import { useEffect, useState } from 'react'
import { announce } from './LiveAnnouncer.tsx'
import { copyText } from './clipboard.ts'
import { useShortcut } from './shortcuts.ts'
import { cx } from './cx.ts'
import css from './CodeBox.module.css'

/** Copies a text that is no secret; says "Copied" for two seconds. */
export function CopyButton(props: { text: string; what: string; className?: string | undefined; keys?: string }) {
  const { text, what, className, keys } = props
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () =>
    copyText(text).then(
      () => {
        setState('copied')
        announce(`${what} copied`)
      },
      () => setState('refused'),
    )
  useShortcut(keys && { keys, label: `Copy ${what}`, act: () => void copy() })
  return (
    <button
      type="button"
      className={cx(css['copy'], className)}
      aria-label={`Copy ${what}`}
      data-tooltip-keys={keys}
      onClick={() => void copy()}
    >
      {{ idle: 'Copy', copied: 'Copied', refused: 'Not allowed' }[state]}
    </button>
  )
}
