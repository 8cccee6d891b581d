import type { RefObject } from 'react'
import { Layer } from '../../ui/Layer.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Search } from '../../ui/icons.ts'
import { useModal } from './use-modal.ts'
import css from './Palette.module.css'

/** What was typed before the palette was there. */
export interface Early {
  text: string
  isEntered: boolean
}

/** Takes the first letters while the palette is still on its way. */
export function EarlyBox({ early, onClose }: { early: RefObject<Early>; onClose: () => void }) {
  const dialog = useModal()
  return (
    <dialog
      ref={dialog}
      className={css['palette']}
      aria-label="Search"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <Layer>
        <div className={css['field']}>
          <Icon of={Search} />
          <input
            autoFocus
            className={css['input']}
            aria-label="Search"
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
            onInput={(event) => {
              early.current = { text: event.currentTarget.value, isEntered: false }
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) early.current.isEntered = true
            }}
          />
        </div>
      </Layer>
    </dialog>
  )
}
