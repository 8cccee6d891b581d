import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import type { FreshnessState } from '#contract/values.ts'
import { FreshnessMark } from './FreshnessMark.tsx'
import { Icon } from './Icon.tsx'
import { cx } from './cx.ts'
import css from './Banner.module.css'

/** A slim bar that says one thing about the whole page: stale, offline, conflict. Steps below stay usable. */
export function Banner(props: {
  tone: FreshnessState | 'plain'
  icon?: LucideIcon
  children: ReactNode
  actions?: ReactNode
  /** Speaks up when it appears; leave out for what is simply true of the page. */
  isNews?: boolean
  label?: string
}) {
  return (
    <section className={cx(css['banner'], css[props.tone])} aria-label={props.label ?? 'Notice'} data-no-print>
      {props.icon ? <Icon of={props.icon} /> : props.tone !== 'plain' && <FreshnessMark state={props.tone} size={16} />}
      <div className={css['words']} role={props.isNews ? 'status' : undefined}>
        {props.children}
      </div>
      {props.actions && <div className={css['actions']}>{props.actions}</div>}
    </section>
  )
}
