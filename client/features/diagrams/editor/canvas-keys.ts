import type { KeyboardEvent } from 'react'
import type { Drawing } from '#contract/diagrams.ts'
import { boxOf, centerOf, step } from '../geometry.ts'
import { nudge } from './arrange.ts'
import { placedAt, placedOf } from './deeds.ts'
import type { Editing } from './use-editing.ts'

export interface SheetActs {
  focus: (id: string) => void
  openFields: () => void
  zoom: (by: 1 | -1) => void
  fit: () => void
}

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/**
 * Everything that a pointer can do on the sheet, by keys. Nothing chosen: arrows go from element to element. Something
 * chosen: arrows move it by a step of the grid, with Shift by a pixel.
 */
export function keyActs(event: KeyboardEvent, editing: Editing, sheet: SheetActs): void {
  const target = event.target as HTMLElement
  if (target.closest('input, textarea, select, [role="toolbar"], .nokeys')) return
  const act =
    event.ctrlKey || event.metaKey
      ? controlAct(event, editing)
      : event.altKey
        ? undefined
        : plainAct(event, editing, sheet)
  if (!act) return
  event.preventDefault()
  event.stopPropagation()
  act()
}

function controlAct(event: KeyboardEvent, editing: Editing): (() => void) | undefined {
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? editing.redo : editing.undo
    case 'y':
      return editing.redo
    case 'a':
      return editing.selectAll
    case 'd':
      return editing.duplicate
    default:
      return undefined
  }
}

function plainAct(event: KeyboardEvent, editing: Editing, sheet: SheetActs): (() => void) | undefined {
  const { drawing, selection, current, linkingFrom } = editing
  const arrow = arrows[event.key]
  if (arrow) {
    if (selection.size === 0) return goTo(toThe(drawing, current, arrow), sheet)
    const by = event.shiftKey ? 1 : step
    const next = nudge(drawing, selection, { x: arrow.x * by, y: arrow.y * by }, event.shiftKey)
    return () => editing.apply(next, 'arrows')
  }
  switch (event.key) {
    case 'Enter':
      if (linkingFrom !== undefined)
        return current === undefined ? undefined : () => finishLink(editing, linkingFrom, current)
      return current === undefined ? undefined : () => (editing.select([current]), sheet.openFields())
    case 'F2':
      return sheet.openFields
    case ' ':
      return current === undefined ? undefined : () => toggle(editing, current)
    case 'Escape':
      if (linkingFrom !== undefined) return editing.stopLinking
      return selection.size > 0 ? () => editing.select([]) : undefined
    case 'Delete':
    case 'Backspace':
      return selection.size > 0 ? () => editing.remove() : undefined
    case 'l':
    case 'L': {
      const from = selection.size === 1 ? [...selection][0] : current
      return from !== undefined && placedAt(drawing, from) ? () => editing.startLinking(from) : undefined
    }
    case ']':
    case 'PageDown':
      return goTo(inOrder(drawing, current, 1), sheet)
    case '[':
    case 'PageUp':
      return goTo(inOrder(drawing, current, -1), sheet)
    case 'Home':
      return goTo(order(drawing)[0], sheet)
    case 'End':
      return goTo(order(drawing).at(-1), sheet)
    case '+':
    case '=':
      return () => sheet.zoom(1)
    case '-':
      return () => sheet.zoom(-1)
    case '0':
      return sheet.fit
    default:
      return undefined
  }
}

const goTo = (id: string | undefined, sheet: SheetActs) => (id === undefined ? undefined : () => sheet.focus(id))

function finishLink(editing: Editing, from: string, to: string): void {
  const id = editing.link(from, to)
  if (id !== undefined) editing.sheetRef.current?.focus(id)
}

function toggle({ selection, select }: Editing, id: string): void {
  const next = new Set(selection)
  if (!next.delete(id)) next.add(id)
  select(next)
}

/** Devices, groups, links. */
const order = ({ devices, groups, links }: Drawing): string[] => [...devices, ...groups, ...links].map(({ id }) => id)

function inOrder(drawing: Drawing, current: string | undefined, by: 1 | -1): string | undefined {
  const ids = order(drawing)
  return ids[(ids.indexOf(current ?? '') + by + ids.length) % Math.max(ids.length, 1)]
}

/** The nearest element in that direction, straight ahead before aside. */
export function toThe(
  drawing: Drawing,
  current: string | undefined,
  { x, y }: { x: number; y: number },
): string | undefined {
  const from = current === undefined ? undefined : placedAt(drawing, current)
  if (!from) return order(drawing)[0]
  const start = centerOf(boxOf(from))
  let best: { id: string; far: number } | undefined
  for (const element of placedOf(drawing)) {
    if (element.id === current) continue
    const at = centerOf(boxOf(element))
    const ahead = (at.x - start.x) * x + (at.y - start.y) * y
    const aside = Math.abs((at.x - start.x) * y) + Math.abs((at.y - start.y) * x)
    if (ahead <= 0 || aside > ahead * 2) continue
    const far = ahead + 2 * aside
    if (!best || far < best.far) best = { id: element.id, far }
  }
  return best?.id
}
