import { useMemo, useRef, useState } from 'react'
import { mostDevices, mostGroups, type Drawing, type GroupKind, type Shape } from '#contract/diagrams.ts'
import { labelOf } from '#contract/diagrams/twin.ts'
import { theVault } from '../../../platform/vault.ts'
import { plural } from '../../../ui/format.ts'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { Point } from '../geometry.ts'
import { clipOf, isEmptyClip, paste, readClip, type Clip } from './clipboard.ts'
import * as deeds from './deeds.ts'
import { begin, record, redo, undo, type History } from './history.ts'
import { nameOf } from './words.ts'

/** What the sheet does for those who edit: where its middle is, and bringing an element into sight with the focus. */
export interface SheetHandle {
  middle: () => Point
  focus: (id: string) => void
  hasFocus: () => boolean
  fit: () => void
}

export type Editing = ReturnType<typeof useEditing>

/** The last piece that was copied anywhere in this window, for the button: a page may not read the clipboard unasked. */
let lastCopied: Clip | undefined
/** It goes with the keys: whoever sits down next finds nothing of it. */
let takeBack: (() => void) | undefined
function keep(clip: Clip): void {
  lastCopied = clip
  takeBack ??= theVault().beforeLock(() => (lastCopied = undefined))
}

const now = (): number => performance.now()

/**
 * A drawing while it is edited: what is chosen, and every act with its way back. Changes that come from outside (a merge,
 * a draft that was discarded) are steps, too.
 */
export function useEditing(drawing: Drawing, change: (drawing: Drawing) => void, organizationId: string) {
  const [kept, setHistory] = useState<History>(() => begin(drawing))
  const [selection, setSelection] = useState<deeds.Ids>(noIds)
  const [current, setCurrent] = useState<string>()
  const [linkingFrom, setLinkingFrom] = useState<string>()
  const sheetRef = useRef<SheetHandle>(undefined)
  const history = kept.present === drawing ? kept : record(kept, drawing, 0)
  if (history !== kept) setHistory(history)

  const chosen = useMemo(() => existing(drawing, selection), [drawing, selection])

  function show(next: History): void {
    setHistory(next)
    change(next.present)
  }
  /** @param act steps with the same name soon after each other are one step back */
  function apply(next: Drawing, act?: string): void {
    if (next !== drawing) show(record(history, next, now(), act))
  }
  function select(ids: Iterable<string>): void {
    const next = new Set(ids)
    setSelection(next)
    const [only] = next
    if (only !== undefined && next.size === 1) setCurrent(only)
  }

  function add(
    of: Shape | GroupKind,
    options: { at?: Point; isAlone?: boolean; label?: string; group?: string | undefined } = {},
  ): string | undefined {
    const isFull = deeds.isGroupKind(of) ? drawing.groups.length >= mostGroups : drawing.devices.length >= mostDevices
    if (isFull) {
      toast({ words: `A diagram holds at most ${mostDevices} devices and ${mostGroups} groups` })
      return undefined
    }
    const middle = options.at ?? sheetRef.current?.middle() ?? middleOf(drawing)
    const { at, ...rest } = options
    const added = deeds.add(drawing, of, middle, { ...rest, isExact: at !== undefined })
    apply(added.drawing)
    select([added.id])
    announce(`${options.label ?? nameOf(of)} added`)
    return added.id
  }

  function link(from: string, to: string): string | undefined {
    setLinkingFrom(undefined)
    if (from === to) return undefined
    const made = deeds.link(drawing, from, to)
    apply(made.drawing)
    select([made.id])
    announce(`Linked ${labelOf(deeds.placedAt(drawing, from))} to ${labelOf(deeds.placedAt(drawing, to))}`)
    return made.id
  }

  function startLinking(from: string): void {
    if (!deeds.placedAt(drawing, from)) return
    setLinkingFrom(from)
    setSelection(noIds)
    setCurrent(from)
    sheetRef.current?.focus(from)
    announce(
      `Linking ${labelOf(deeds.placedAt(drawing, from))}. Go to the other end with the arrow keys and press Enter.`,
    )
  }

  function remove(ids: deeds.Ids = chosen): void {
    if (ids.size === 0) return
    const next = deeds.remove(drawing, ids)
    const [first] = ids
    const near = neighbor(drawing, ids, first)
    apply(next)
    setSelection(noIds)
    setCurrent(near)
    if (near !== undefined) sheetRef.current?.focus(near)
    announce(`${plural(ids.size, 'element')} deleted`)
  }

  /** @returns what goes to the clipboard; nothing where nothing that can be copied is chosen. */
  function copy(): string | undefined {
    const clip = clipOf(drawing, chosen, organizationId)
    if (isEmptyClip(clip)) return undefined
    keep(clip)
    announce(`${plural(clip.devices.length + clip.groups.length, 'element')} copied`)
    return JSON.stringify(clip)
  }
  function cut(): string | undefined {
    const text = copy()
    if (text !== undefined) remove()
    return text
  }
  function putIn(clip: Clip | undefined, middle?: Point): boolean {
    if (!clip) return false
    const devices = drawing.devices.length + clip.devices.length
    if (devices > mostDevices || drawing.groups.length + clip.groups.length > mostGroups) {
      toast({ words: `A diagram holds at most ${mostDevices} devices and ${mostGroups} groups` })
      return true
    }
    const pasted = paste(drawing, clip, organizationId, middle)
    apply(pasted.drawing)
    select(pasted.ids)
    announce(`${plural(pasted.ids.size, 'element')} added`)
    if (pasted.unbound > 0)
      toast({ words: `${plural(pasted.unbound, 'binding')} left out: they belong to another organization` })
    return true
  }

  return {
    drawing,
    organizationId,
    selection: chosen,
    select,
    current:
      current !== undefined && isThere(drawing, current) ? current : (drawing.devices[0]?.id ?? drawing.groups[0]?.id),
    setCurrent,
    linkingFrom,
    startLinking,
    stopLinking: () => setLinkingFrom(undefined),
    sheetRef,
    apply,
    add,
    link,
    remove,
    copy,
    cut,
    pasteText: (text: string) => putIn(readClip(text)),
    pasteCopied: () => putIn(lastCopied),
    hasCopied: () => lastCopied !== undefined,
    duplicate: () => void putIn(clipOf(drawing, chosen, organizationId)),
    selectAll: () => select([...deeds.placedOf(drawing), ...drawing.links].map(({ id }) => id)),
    undo: () => turn(undo(history), 'Undone', 'Nothing to undo'),
    redo: () => turn(redo(history), 'Done again', 'Nothing to do again'),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }

  function turn(next: History, words: string, otherwise: string): void {
    announce(next === history ? otherwise : words)
    if (next === history) return
    show(next)
    // The focus does not go with what goes: the next step back is asked for by the same keys.
    const [left] = next.present.devices
    if (current !== undefined && left && !isThere(next.present, current) && sheetRef.current?.hasFocus()) {
      setCurrent(left.id)
      sheetRef.current.focus(left.id)
    }
  }
}

const noIds: deeds.Ids = new Set()

const isThere = (drawing: Drawing, id: string): boolean =>
  deeds.placedAt(drawing, id) !== undefined || deeds.linkAt(drawing, id) !== undefined

function existing(drawing: Drawing, ids: deeds.Ids): deeds.Ids {
  const gone = [...ids].filter((id) => !isThere(drawing, id))
  return gone.length === 0 ? ids : new Set([...ids].filter((id) => !gone.includes(id)))
}

function middleOf(drawing: Drawing): Point {
  const last = drawing.devices.at(-1)
  return last ? { x: last.x + 24, y: last.y + 24 } : { x: 120, y: 120 }
}

/** Where the focus goes when something is taken out: to what came before it. */
function neighbor(drawing: Drawing, ids: deeds.Ids, of: string | undefined): string | undefined {
  const order = [...drawing.devices, ...drawing.groups, ...drawing.links].map(({ id }) => id)
  const at = order.indexOf(of ?? '')
  const left = order.filter((id) => !ids.has(id))
  return left[Math.min(Math.max(at - 1, 0), left.length - 1)]
}
