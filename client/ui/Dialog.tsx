import { lazy, Suspense, useState, type ReactNode } from 'react'
import { Layer } from './Layer.tsx'
import { loadModals } from './load-modals.ts'

export { Layer }

const ModalDialog = lazy(() => loadModals().then(({ ModalDialog: it }) => ({ default: it })))

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  /** Asks with the act: "Archive RB-14?" */
  title: string
  children?: ReactNode
  /** Buttons: the act first, then the way out ("Keep it"). Inside a form, use FormActions instead. */
  actions?: ReactNode
  /** `page`: as wide as there is room, to look at something. */
  size?: 'default' | 'wide' | 'page' | undefined
  /** A question that must be answered: pressing outside does nothing. */
  isAlert?: boolean | undefined
}

/** A modal dialog: keeps the focus, gives it back to what opened it, closes with Esc. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(false)
  if (props.isOpen && !wasOpen) setWasOpen(true)
  // Once open it stays, closed: it has to give the focus back.
  if (!props.isOpen && !wasOpen) return null
  return (
    <Suspense>
      <ModalDialog {...props} />
    </Suspense>
  )
}
