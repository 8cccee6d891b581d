import type { KeyboardEvent } from 'react'
import { Kbd } from '../../ui/Kbd.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { Checkbox } from '../../ui/text-fields.tsx'
import css from './dialogs.module.css'

interface KeyedCheckProps {
  /** Ticks it from anywhere in the form. */
  keys: string
  words: string
  isMade: boolean
  isFirst: boolean
  onToggle: () => void
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
}

/** One of the checks of a verification: a number ticks it, Enter sends the form. */
export function KeyedCheck({ keys, words, isMade, isFirst, onToggle, onKeyDown }: KeyedCheckProps) {
  useShortcut({ keys, act: onToggle })
  return (
    <Checkbox
      label={
        <>
          {words}{' '}
          <span aria-hidden="true" className={css['key']}>
            <Kbd keys={keys} />
          </span>
        </>
      }
      checked={isMade}
      autoFocus={isFirst}
      onChange={onToggle}
      onKeyDown={(event) => {
        onKeyDown?.(event)
        if (event.key !== 'Enter') return
        // Browsers differ in whether Enter on a box sends the form.
        event.preventDefault()
        event.currentTarget.form?.requestSubmit()
      }}
    />
  )
}
