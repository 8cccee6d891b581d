import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { X } from './icons.ts'
import { IconButton } from './Button.tsx'
import { Layer } from './Layer.tsx'
import css from './Dialog.module.css'

export { Layer }

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
  return (
    <ModalOverlay
      className={css['scrim'] as string}
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      isDismissable={!props.isAlert}
    >
      <Modal className={css['modal'] as string} data-size={props.size}>
        <AriaDialog className={css['dialog'] as string} role={props.isAlert ? 'alertdialog' : 'dialog'}>
          <Layer>
            <header className={css['header']}>
              <Heading slot="title" level={2} className={css['title'] as string}>
                {props.title}
              </Heading>
              {!props.isAlert && <IconButton icon={X} label="Close" onClick={props.onClose} />}
            </header>
            {props.children && <div className={css['content']}>{props.children}</div>}
            {props.actions && <footer className={css['actions']}>{props.actions}</footer>}
          </Layer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
