import { TextField } from '../../ui/fields.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { useRef, type ReactNode } from 'react'
import type { useList } from './use-list.ts'
import css from './settings.module.css'

/** Above a list: narrow it down by words, and by what else it offers beside them. `F` goes there. */
export function ListTools(props: { list: ReturnType<typeof useList>; label: string; children?: ReactNode }) {
  const { list, label, children } = props
  const tools = useRef<HTMLDivElement>(null)
  useShortcut({ keys: 'F', label: 'Filter', act: () => tools.current?.querySelector('input')?.focus() })
  return (
    <div ref={tools} className={css['tools']} role="search">
      <div className={css['search']}>
        <TextField
          label={label}
          isLabelHidden
          isSmall
          type="search"
          placeholder={label}
          value={list.text}
          onChange={(event) => list.setText(event.currentTarget.value)}
        />
      </div>
      {children}
    </div>
  )
}
