import type { ReactNode } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { ChevronDown } from '../../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx'
import { align, distribute } from './arrange.ts'
import { placedAt } from './deeds.ts'
import type { Editing } from './use-editing.ts'
import css from './DrawingEditor.module.css'

interface BarProps {
  editing: Editing
  views: ReactNode
  status: ReactNode
  isSheet: boolean
  onTidy: () => void
  /** On narrow screens the fields of what is chosen open from here. */
  onFields: (() => void) | undefined
  onAddShape: (() => void) | undefined
}

/** Every act on the drawing as a button, with its keys. */
export function Bar({ editing, views, status, isSheet, onTidy, onFields, onAddShape }: BarProps) {
  const { selection, drawing } = editing
  const placed = [...selection].filter((id) => placedAt(drawing, id)).length
  return (
    <div className={css['bar']} role="toolbar" aria-label="Drawing">
      {views}
      <div className={css['barActs']}>
        {onAddShape && <Button onClick={onAddShape}>Add</Button>}
        <Button variant="quiet" aria-disabled={!editing.canUndo} onClick={editing.undo} tooltip="Undo (Ctrl Z)">
          Undo
        </Button>
        <Button variant="quiet" aria-disabled={!editing.canRedo} onClick={editing.redo} tooltip="Redo (Ctrl Shift Z)">
          Redo
        </Button>
        {isSheet && (
          <Menu label="Arrange" placement="bottom start" groups={arrange(editing, placed, onTidy)}>
            <Button variant="quiet">
              Arrange <Icon of={ChevronDown} size={14} />
            </Button>
          </Menu>
        )}
        <Menu label="Edit" placement="bottom start" groups={edit(editing)}>
          <Button variant="quiet">
            Edit <Icon of={ChevronDown} size={14} />
          </Button>
        </Menu>
        {onFields && <Button onClick={onFields}>{selection.size > 0 ? 'Fields' : 'About'}</Button>}
      </div>
      <span className={css['status']}>{status}</span>
    </div>
  )
}

function arrange(editing: Editing, placed: number, onTidy: () => void): MenuEntry[][] {
  const { drawing, selection, apply } = editing
  const group = drawing.groups.find(({ id }) => selection.has(id))
  const tidy = {
    id: 'tidy',
    label: 'Tidy up',
    detail: selection.size === 1 && group ? 'What is in this group' : 'The whole drawing',
    onAct: onTidy,
  }
  if (placed < 2) return [[tidy]]
  const side = (id: Parameters<typeof align>[2], label: string) => ({
    id,
    label,
    onAct: () => apply(align(drawing, selection, id)),
  })
  return [
    [tidy],
    [side('left', 'Align left'), side('center', 'Align centers'), side('right', 'Align right')],
    [side('top', 'Align top'), side('middle', 'Align middles'), side('bottom', 'Align bottom')],
    placed > 2
      ? [
          { id: 'across', label: 'Same room across', onAct: () => apply(distribute(drawing, selection, 'across')) },
          { id: 'down', label: 'Same room down', onAct: () => apply(distribute(drawing, selection, 'down')) },
        ]
      : [],
  ]
}

function edit(editing: Editing): MenuEntry[][] {
  const { selection } = editing
  const chosen: MenuEntry[] =
    selection.size === 0
      ? []
      : [
          { id: 'cut', label: 'Cut', keys: 'Ctrl X', onAct: () => void toClipboard(editing.cut()) },
          { id: 'copy', label: 'Copy', keys: 'Ctrl C', onAct: () => void toClipboard(editing.copy()) },
          { id: 'duplicate', label: 'Duplicate', keys: 'Ctrl D', onAct: editing.duplicate },
        ]
  return [
    [...chosen, { id: 'paste', label: 'Paste', keys: 'Ctrl V', onAct: () => void pasteFromClipboard(editing) }],
    [{ id: 'all', label: 'Select all', keys: 'Ctrl A', onAct: editing.selectAll }],
    selection.size > 0
      ? [{ id: 'delete', label: 'Delete', keys: 'Delete', isDanger: true, onAct: () => editing.remove() }]
      : [],
  ]
}

async function toClipboard(text: string | undefined): Promise<void> {
  // Where the browser refuses, it can still be pasted in this window.
  if (text !== undefined) await navigator.clipboard.writeText(text).catch(() => undefined)
}

/** What was copied in this window, or else, where the browser allows it, what another window put on the clipboard. */
async function pasteFromClipboard(editing: Editing): Promise<void> {
  if (editing.hasCopied()) return void editing.pasteCopied()
  const text = await navigator.clipboard.readText().catch(() => '')
  editing.pasteText(text)
}
