import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { placeBeside, type Placement } from './anchored.ts'

const focusable = 'button, input, select, textarea, a[href]'

/** What the button of a popover is given. */
export interface TriggerProps {
  ref: RefObject<HTMLButtonElement | null>
  'aria-expanded': boolean
  'aria-haspopup': 'menu' | 'dialog'
  onPointerDown: () => void
  onClick: () => void
}

/**
 * A popover of the browser itself: it lies over everything, closes with Esc and a press outside, and gives the focus
 * back to its button. Its content is drawn only while it is open, and its first control, or what is chosen, has the focus.
 */
export function usePopover(kind: 'menu' | 'dialog', placement: Placement) {
  const trigger = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(false)
  const [isOpen, setOpen] = useState(false)

  useLayoutEffect(() => {
    const element = box.current
    if (!isOpen || !element || !trigger.current) return
    element.showPopover()
    placeBeside(element, trigger.current, placement)
    const first =
      element.querySelector<HTMLElement>('[aria-checked="true"]') ?? element.querySelector<HTMLElement>(focusable)
    first?.focus()
  }, [isOpen, placement])

  const triggerProps: TriggerProps = {
    ref: trigger,
    'aria-expanded': isOpen,
    'aria-haspopup': kind,
    // The press that opens it again has closed it a moment before.
    onPointerDown: () => {
      wasOpen.current = isOpen
    },
    onClick: () => {
      setOpen(!wasOpen.current)
      wasOpen.current = false
    },
  }
  const boxProps = {
    ref: box,
    popover: 'auto' as const,
    // Esc closes the popover, and not the dialog around it.
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.stopPropagation()
    },
    // Not once it has closed: a key that follows at once is for the page again.
    onBeforeToggle: (event: { newState: string }) => {
      if (event.newState === 'closed') setOpen(false)
    },
  }
  const close = () => {
    box.current?.hidePopover()
    trigger.current?.focus()
  }
  return { isOpen, open: () => setOpen(true), close, box, triggerProps, boxProps }
}
