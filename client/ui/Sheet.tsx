import { lazy, Suspense, useEffect, useId, useRef, type ReactNode } from 'react'
import { IconButton } from './Button.tsx'
import { X } from './icons.ts'
import { loadModals } from './load-modals.ts'
import { usePhone } from './media.ts'
import { useShortcut } from './shortcuts.ts'
import css from './Dialog.module.css'

export { useMedia, usePhone } from './media.ts'

const BottomSheet = lazy(() => loadModals().then(({ BottomSheet: it }) => ({ default: it })))

export interface SheetProps {
  onClose: () => void
  title: ReactNode
  children: ReactNode
  actions?: ReactNode
  /** Takes the focus when it opens. A peek leaves it in the list, so that J and K go on. */
  takesFocus?: boolean | undefined
}

/**
 * A panel beside the page (peek): the list stays usable, Esc closes. On a phone it covers the page from below and is
 * modal. Render it while it is open.
 */
export function Sheet(props: SheetProps) {
  if (!usePhone()) return <SidePanel {...props} />
  return (
    <Suspense>
      <BottomSheet {...props} />
    </Suspense>
  )
}

function SidePanel({ onClose, title, children, actions, takesFocus }: SheetProps) {
  const panel = useRef<HTMLElement>(null)
  const titleId = useId()
  useShortcut({ keys: 'Esc', act: onClose })
  useEffect(() => {
    if (!takesFocus) return
    const before = document.activeElement
    panel.current?.focus()
    // A device in a drawing is an SVG element.
    const isBack = before instanceof HTMLElement || before instanceof SVGElement
    return () => (isBack && before.isConnected ? before.focus() : undefined)
  }, [takesFocus])
  return (
    <section ref={panel} className={css['sheet']} role="dialog" aria-labelledby={titleId} tabIndex={-1}>
      <header className={css['header']}>
        <h2 id={titleId} className={css['title']}>
          {title}
        </h2>
        <IconButton icon={X} label="Close" keys="Esc" onClick={onClose} />
      </header>
      <div className={css['body']} tabIndex={0} role="group" aria-labelledby={titleId}>
        {children}
      </div>
      {actions && <footer className={css['actions']}>{actions}</footer>}
    </section>
  )
}
