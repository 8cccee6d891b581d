import { useState } from 'react'
import type { QueueRow } from './queue.ts'

/**
 * The row that J, K and the deeds stand on. There is always one while there are rows: the chosen one; the peeked one;
 * where that has left, whatever stands in its place now.
 */
export function useCurrentRow(rows: readonly QueueRow[], peek: string | undefined) {
  const [chosen, setChosen] = useState<{ key: string | undefined; at: number }>({ key: undefined, at: 0 })
  const indexOf = (key: string | undefined) => rows.findIndex((row) => row.key === key)
  const at = [indexOf(peek), indexOf(chosen.key)].find((index) => index >= 0) ?? Math.min(chosen.at, rows.length - 1)
  const current = rows[at]

  const setCurrent = (key: string | undefined) => {
    const index = indexOf(key)
    setChosen({ key, at: index >= 0 ? index : Math.max(0, at) })
  }
  /** The next one down; at the end, the one before. */
  const rowAfter = (key: string): QueueRow | undefined => {
    const index = indexOf(key)
    return rows[index + 1] ?? rows[index - 1]
  }
  return { current, setCurrent, rowAfter, focusRow }
}

/** Once the dialog has gone and the rows have moved up, the focus goes on with them. */
function focusRow(key: string | undefined): void {
  const focus = () => {
    const link = key && document.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"] [data-row-link]`)
    const target = link || document.querySelector<HTMLElement>('h1')
    target?.focus({ preventScroll: true })
    if (link) link.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  // After the dialog has given the focus back to a row that is no longer there.
  requestAnimationFrame(() => setTimeout(focus, 20))
}
