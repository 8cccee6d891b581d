import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { IconButton } from './Button.tsx'
import type { DialogProps } from './Dialog.tsx'
import { X } from './icons.ts'
import { Layer } from './Layer.tsx'
import type { SheetProps } from './Sheet.tsx'
import css from './Dialog.module.css'

/** What lies over the page and keeps the focus: apart from {@link Dialog} and Sheet, because no page begins with it. */
export function ModalDialog(props: DialogProps) {
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

/** A sheet on a phone: covers the page from below. */
export function BottomSheet({ onClose, title, children, actions }: SheetProps) {
  return (
    <ModalOverlay
      className={css['bottomScrim'] as string}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable
    >
      <Modal className={css['bottom'] as string}>
        <AriaDialog className={css['dialog'] as string}>
          <Layer>
            <header className={css['header']}>
              <Heading slot="title" level={2} className={css['title'] as string}>
                {title}
              </Heading>
              <IconButton icon={X} label="Close" onClick={onClose} />
            </header>
            <div className={css['body']}>{children}</div>
            {actions && <footer className={css['actions']}>{actions}</footer>}
          </Layer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
