import { isApple } from './shortcuts.ts'
import css from './Kbd.module.css'

/** Shows keys the way they are said: `Shift L`, `Ctrl K` (⌘ K on a Mac), `G Q`. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={css['kbd']}>{isApple ? keys.replace('Ctrl', '⌘') : keys}</kbd>
}
