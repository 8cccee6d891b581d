import type { LucideIcon } from 'lucide-react'

/** A lucide icon as the design draws it: 16 px, 1.5 px strokes, never read aloud. Words stand beside it, or a name on its button. */
export function Icon({ of: Drawing, size = 16, className }: { of: LucideIcon; size?: number; className?: string }) {
  return <Drawing size={size} strokeWidth={1.5} nonScalingStroke aria-hidden="true" className={className ?? ''} />
}
