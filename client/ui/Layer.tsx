import type { ReactNode } from 'react'
import { ShortcutLayer, useShortcutLayer } from './shortcuts.ts'

/** Single keys of the page rest while something lies over it. */
export function Layer({ children }: { children: ReactNode }) {
  return <ShortcutLayer value={useShortcutLayer()}>{children}</ShortcutLayer>
}
