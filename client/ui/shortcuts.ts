import { createContext, useContext, useId, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** As it is printed: `V`, `Shift L`, `G Q` (one key after the other), `Ctrl K` (⌘ on a Mac), `?`, `Space`, `↓`. */
  keys: string
  /** What it does, for the list behind `?`. Without a label it is left out of the list. */
  label?: string | undefined
  act: (event: KeyboardEvent) => void
  /** Where it answers false, the key keeps its usual meaning. */
  when?: ((event: KeyboardEvent) => boolean) | undefined
  /** Heading in the list: `Anywhere`, `In lists` or `On this page` (usual). */
  group?: string | undefined
  /** Also inside dialogs, and above their own keys' scope. */
  isGlobal?: boolean | undefined
  /** Wins over what the page itself listens to. */
  outranks?: boolean | undefined
}

/** Which layer a shortcut belongs to: the page, or the dialog on top of it. Only the topmost layer hears single keys. */
export const ShortcutLayer = createContext('page')

export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

interface Registered {
  current: Shortcut
  layer: string
}
const registered: Registered[] = []
const layers: string[] = ['page']
const listeners = new Set<() => void>()
const storageKey = 'runkeep.single-keys'
/** A second key of a chord counts for this long. */
const chordMs = 1_200
let chord: { first: string; at: number } | undefined
let listed: readonly Shortcut[] = []

/**
 * Listens while the component is on the page. The newest of two with the same keys wins. Pass a falsy value to rest.
 * Whatever can be seen can be pressed, and acts on what can be seen: layout effects, which run before it is painted.
 */
export function useShortcut(shortcut: Shortcut | false | undefined | null | ''): void {
  const layer = useContext(ShortcutLayer)
  const latest = useRef<Registered>(null)
  const keys = shortcut ? shortcut.keys : undefined
  useLayoutEffect(() => {
    if (shortcut && latest.current) latest.current.current = shortcut
  })
  useLayoutEffect(() => {
    if (!shortcut) return
    const entry: Registered = { current: shortcut, layer }
    latest.current = entry
    registered.push(entry)
    listen()
    changed()
    return () => {
      registered.splice(registered.indexOf(entry), 1)
      changed()
    }
    // Re-registers for other keys; the newest act is read through the ref.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [keys, layer])
}

/** Several at once, for a list. The number of shortcuts must not change between renders. */
export function useShortcuts(shortcuts: readonly (Shortcut | false | undefined)[]): void {
  // eslint-disable-next-line react-hooks/rules-of-hooks
  for (const shortcut of shortcuts) useShortcut(shortcut)
}

/** Puts a layer over the page for as long as the component lives. @returns the value for `ShortcutLayer`. */
export function useShortcutLayer(isOpen = true): string {
  const id = useId()
  useLayoutEffect(() => {
    if (!isOpen) return
    layers.push(id)
    return () => void layers.splice(layers.indexOf(id), 1)
  }, [id, isOpen])
  return id
}

/** Every labelled shortcut that would act now, for the help dialog. */
export function useListedShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => listed)
}

/** Whether single keys act; chords with Ctrl or ⌘ always do. Kept on this device. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, singleKeysOn), setSingleKeys]
}

function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, 'off')
  } catch {
    // Storage can be forbidden; single keys then stay on.
  }
  changed()
}

function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

/** For `aria-keyshortcuts`: `Shift L` becomes `Shift+L`; a chord of two single keys has no form there. */
export function ariaKeys(keys: string): string | undefined {
  const parts = keys.split(' ')
  const last = parts.at(-1) ?? ''
  if (parts.slice(0, -1).some((part) => !/^(Ctrl|Shift|Alt)$/.test(part))) return undefined
  const modifiers = parts.slice(0, -1).map((part) => (part === 'Ctrl' ? (isApple ? 'Meta' : 'Control') : part))
  return [...modifiers, named[last] ?? last].join('+')
}

const named: Record<string, string> = {
  '↓': 'ArrowDown',
  '↑': 'ArrowUp',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  Esc: 'Escape',
}

let isListening = false
function listen(): void {
  if (isListening) return
  isListening = true
  document.addEventListener('keydown', onKeyDown)
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.key === 'Shift' || event.key === 'Control') return
  const target = event.composedPath()[0]
  const pressed = describe(event)
  const isChordWithControl = pressed.startsWith('Ctrl ')
  if (!isChordWithControl && (!singleKeysOn() || takesText(target))) return
  // A pressed Enter or Space belongs to the button, link or box that has the focus.
  if (isPressable(target, pressed)) return
  const waiting = chord && event.timeStamp - chord.at < chordMs ? `${chord.first} ${pressed}` : undefined
  chord = undefined
  const found = (waiting && find(waiting, event)) || find(pressed, event)
  if (found) {
    event.preventDefault()
    found.act(event)
  } else if (registered.some((entry) => isHeard(entry) && entry.current.keys.startsWith(`${pressed} `))) {
    chord = { first: pressed, at: event.timeStamp }
  }
}

function find(keys: string, event: KeyboardEvent): Shortcut | undefined {
  const entries = registered.filter(
    (each) => isHeard(each) && each.current.keys === keys && each.current.when?.(event) !== false,
  )
  return (entries.findLast(({ current }) => current.outranks) ?? entries.at(-1))?.current
}

function isHeard({ layer, current }: Registered): boolean {
  return current.isGlobal === true || layer === layers.at(-1)
}

/** The key as it would be printed. Shift is named only with letters and named keys: `?` is already shifted. */
function describe(event: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(event.key)
  const key = event.key === ' ' ? 'Space' : isLetter ? event.key.toUpperCase() : (printed[event.key] ?? event.key)
  const control = isApple ? event.metaKey : event.ctrlKey
  const other = isApple ? event.ctrlKey : event.metaKey
  const shift = event.shiftKey && (isLetter || event.key.length > 1 || event.key === ' ')
  return [control && 'Ctrl', other && 'Other', event.altKey && 'Alt', shift && 'Shift', key].filter(Boolean).join(' ')
}

const printed: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }

const textTypes = /^(?:checkbox|radio|button|submit|reset|range|color|file|image)$/

function takesText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !textTypes.test(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

function isPressable(target: EventTarget | undefined, pressed: string): boolean {
  if (pressed !== 'Enter' && pressed !== 'Space') return false
  const pressable = 'button, summary, input, [role="option"], [role="tab"], [role^="menuitem"]'
  return target instanceof Element && target.closest(pressed === 'Enter' ? `${pressable}, a[href]` : pressable) !== null
}

function changed(): void {
  const byKeys = new Map<string, Shortcut>()
  for (const { current } of registered) if (current.label) byKeys.set(current.keys, current)
  listed = [...byKeys.values()]
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
