import { useEffect, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { plural } from './format.ts'
import { announce } from './LiveAnnouncer.tsx'
import css from './Table.module.css'

/** How many rows are selected, and what can be done with all of them. Esc clears. */
export function SelectionBar({
  count,
  onClear,
  children,
}: {
  count: number
  onClear: () => void
  children: ReactNode
}) {
  useEffect(() => announce(`${count} selected`), [count])
  return (
    <div className={css['bar']} role="group" aria-label={`${plural(count, 'row')} selected`}>
      <strong>{count} selected</strong>
      {children}
      <Button variant="quiet" keys="Esc" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
