import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { Button, IconButton } from './Button.tsx'
import { X } from './icons.ts'
import { Ring } from './Ring.tsx'
import css from './Toast.module.css'

export interface Toast {
  /** What is now true: "RB-14 archived". */
  words: ReactNode
  /** Usually Undo. */
  action?: { label: string; onAct: () => void } | undefined
  /** How long it stays; 8 s unless something counts down. */
  forMs?: number | undefined
}

interface Shown extends Toast {
  id: number
}

const usualMs = 8_000
let toasts: readonly Shown[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Says that something is done. At most three are in sight; the oldest goes first. @returns closes it early. */
export function toast(message: Toast): () => void {
  const id = ++lastId
  toasts = [...toasts, { ...message, id }].slice(-3)
  listeners.forEach((listener) => listener())
  return () => close(id)
}

function close(id: number): void {
  toasts = toasts.filter((each) => each.id !== id)
  listeners.forEach((listener) => listener())
}

/** The corner where toasts appear. Mounted once; the empty region is there from the start so that it is heard. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    // The attribute keeps it in reach, and heard, while a dialog makes the rest of the page inert.
    <div className={css['region']} role="status" data-react-aria-top-layer="true" data-no-print>
      {shown.map((each) => (
        <OneToast key={each.id} {...each} />
      ))}
    </div>
  )
}

function OneToast({ id, words, action, forMs = usualMs }: Shown) {
  const [leftMs, setLeftMs] = useState(forMs)
  const held = useRef(0)
  useEffect(() => {
    const stepMs = 500
    const timer = setInterval(() => {
      if (held.current === 0 && !document.hidden) setLeftMs((before) => before - stepMs)
    }, stepMs)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (leftMs <= 0) close(id)
  }, [id, leftMs])
  const hold = (by: 1 | -1) => () => void (held.current = Math.max(0, held.current + by))
  return (
    <div
      className={css['toast']}
      onPointerEnter={hold(1)}
      onPointerLeave={hold(-1)}
      onFocus={hold(1)}
      onBlur={hold(-1)}
    >
      <span className={css['words']}>{words}</span>
      {action && (
        <Button
          variant="quiet"
          className={css['action']}
          onClick={() => {
            close(id)
            action.onAct()
          }}
        >
          {action.label}
          <Ring left={leftMs / forMs} size={14} />
        </Button>
      )}
      <IconButton icon={X} label="Close" className={css['close']} onClick={() => close(id)} />
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
