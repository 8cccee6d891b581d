import { Layer } from '../../ui/Layer.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Search } from '../../ui/icons.ts'
import type { Early } from './early.ts'
import { useModal } from './use-modal.ts'
import css from './Palette.module.css'

/** Takes the first letters while the palette is still on its way. */
export function EarlyBox({ early, onClose }: { early: Early; onClose: () => void }) {
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
            onInput={(event) => early.write(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && early.enter()}
          />
        </div>
      </Layer>
    </dialog>
  )
}
