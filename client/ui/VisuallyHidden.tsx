import type { ReactNode } from 'react'
import css from './VisuallyHidden.module.css'

/** Heard, not seen. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={css['hidden']}>{children}</span>
}

/** The first thing the Tab key meets: jumps over the navigation. */
export function SkipLink({ to = 'main' }: { to?: string }) {
  const jump = () => document.getElementById(to)?.focus()
  return (
    <a className={css['skip']} href={`#${to}`} onClick={jump}>
      Skip to the page
    </a>
  )
}
