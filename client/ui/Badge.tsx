import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Icon } from './Icon.tsx'
import css from './Badge.module.css'

/** A small plain fact beside a title: `Archived`, `Restricted`, `Critical`. State has its own marks. */
export function Badge({ children, icon }: { children: ReactNode; icon?: LucideIcon }) {
  return (
    <span className={css['badge']}>
      {icon && <Icon of={icon} size={13} />}
      {children}
    </span>
  )
}

/** A tag or a filter that is on; with `onRemove` it can be taken away. */
export function Chip({
  children,
  onRemove,
  removeLabel,
}: {
  children: ReactNode
  onRemove?: () => void
  removeLabel?: string
}) {
  return (
    <span className={css['chip']}>
      {children}
      {onRemove && (
        <button type="button" className={css['remove']} aria-label={removeLabel ?? 'Remove'} onClick={onRemove}>
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <path d="m2 2 6 6M8 2 2 8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
          </svg>
        </button>
      )}
    </span>
  )
}
