import { useRef, useState, type RefObject } from 'react'
import { useShortcut } from './shortcuts.ts'

export interface Selection {
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
}

interface Rows<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  current?: string | undefined
  onCurrent?: ((key: string) => void) | undefined
  onPeek?: ((row: Row) => void) | undefined
  selection?: Selection | undefined
}

/** Moving over rows by keyboard: which row is current, and the keys of DESIGN-LANGUAGE §7 "In lists". */
export function useRowKeys<Row>(props: Rows<Row>, open: (row: Row) => void) {
  const { rows, rowKey, selection } = props
  const tableRef: RefObject<HTMLTableElement | null> = useRef(null)
  const [own, setOwn] = useState<string>()
  const current = props.current ?? own
  const at = rows.findIndex((row) => rowKey(row) === current)

  const setCurrent = (key: string) => {
    if (key === current) return
    setOwn(key)
    props.onCurrent?.(key)
  }
  const move = (by: 1 | -1) => {
    const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
    if (row === undefined) return
    const key = rowKey(row)
    setCurrent(key)
    const element = tableRef.current?.querySelector(`tr[data-key="${CSS.escape(key)}"]`)
    element?.querySelector<HTMLElement>('[data-row-link]')?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
  }
  const toggle = (key: string, to?: boolean) => {
    if (!selection) return
    const next = new Set(selection.selected)
    if (to ?? !next.has(key)) next.add(key)
    else next.delete(key)
    selection.onChange(next)
  }
  const extend = (by: 1 | -1) => {
    if (!selection || at < 0) return move(by)
    const next = rows[at + by]
    const keys = [rows[at], next].flatMap((row) => (row === undefined ? [] : [rowKey(row)]))
    selection.onChange(new Set([...selection.selected, ...keys]))
    move(by)
  }

  const group = 'In lists'
  // Arrows belong to whatever has the focus, unless that is the list or nothing.
  const isListFree = () => {
    const focused = document.activeElement
    return (
      !focused || focused === document.body || focused.tagName === 'H1' || tableRef.current?.contains(focused) === true
    )
  }
  const row = rows[at]
  const has = rows.length > 0
  useShortcut(has && { keys: 'J', label: 'Next', group, act: () => move(1) })
  useShortcut(has && { keys: 'K', label: 'Previous', group, act: () => move(-1) })
  useShortcut(has && { keys: '↓', group, act: () => move(1), when: isListFree })
  useShortcut(has && { keys: '↑', group, act: () => move(-1), when: isListFree })
  useShortcut(
    has && { keys: 'Enter', label: 'Open', group, act: () => row && open(row), when: () => row !== undefined },
  )
  useShortcut(
    has &&
      props.onPeek && {
        keys: 'Space',
        label: 'Peek',
        group,
        act: () => row && props.onPeek?.(row),
        when: () => row !== undefined,
      },
  )
  useShortcut(has && selection && { keys: 'X', label: 'Select', group, act: () => row && toggle(rowKey(row)) })
  useShortcut(has && selection && { keys: 'Shift J', label: 'Select down', group, act: () => extend(1) })
  useShortcut(has && selection && { keys: 'Shift K', label: 'Select up', group, act: () => extend(-1) })

  return { tableRef, current, setCurrent, toggle }
}
