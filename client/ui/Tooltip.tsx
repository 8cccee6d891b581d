import { useEffect, useRef, useState } from 'react'
import { Kbd } from './Kbd.tsx'
import css from './Tooltip.module.css'

interface Shown {
  target: HTMLElement
  words: string
  keys: string | undefined
}

/** A tooltip waits this long for a resting pointer; once one was shown, the next ones come at once. */
const restMs = 500
const lingerMs = 150

/**
 * One layer for all tooltips: anything with `data-tooltip` (and perhaps `data-tooltip-keys`) has one. Comes with hover
 * and keyboard focus, stays while the pointer is on it, goes with Esc. It only repeats what the name or
 * `aria-keyshortcuts` already says, so it is not read aloud. Mounted once.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown>()
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isWarm = false
    const after = (ms: number, next: Shown | undefined) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isWarm = next !== undefined
        setShown(next)
      }, ms)
    }
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      if (box.current?.contains(event.target as Node)) return clearTimeout(timer)
      const next = tooltipOf(event.target)
      after(next ? (isWarm ? 0 : restMs) : lingerMs, next)
    }
    const focus = (event: FocusEvent) => {
      const target = event.target as HTMLElement
      if (target.matches(':focus-visible')) after(0, tooltipOf(target))
    }
    const hide = () => after(0, undefined)
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', key)
    window.addEventListener('scroll', hide, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('keydown', key)
      window.removeEventListener('scroll', hide, true)
    }
  }, [])

  useEffect(() => {
    if (!shown || !box.current) return
    if (!box.current.matches(':popover-open')) box.current.showPopover()
    place(box.current, shown.target)
  }, [shown])

  return (
    // The popover attribute lifts it over dialogs; leaving the page's tree with `shown` also closes it.
    shown && (
      <div key="tooltip" ref={box} popover="manual" className={css['tooltip']} aria-hidden="true">
        {shown.words}
        {shown.keys && <Kbd keys={shown.keys} />}
      </div>
    )
  )
}

function tooltipOf(node: EventTarget | null): Shown | undefined {
  const target = node instanceof Element ? node.closest<HTMLElement>('[data-tooltip], [data-tooltip-clipped]') : null
  const words = target?.dataset['tooltip'] ?? (target && clippedWords(target))
  if (!target || !words || target.getAttribute('aria-expanded') === 'true') return undefined
  return { target, words, keys: target.dataset['tooltipKeys'] }
}

/** `data-tooltip-clipped`: the whole text (or the given words), only where it does not fit. */
function clippedWords(target: HTMLElement): string | undefined {
  const given = target.dataset['tooltipClipped']
  const clipped = [target, ...target.querySelectorAll('*')].find((each) => each.scrollWidth > each.clientWidth + 1)
  if (!clipped || clipped.clientWidth === 0) return undefined
  return given === '' ? target.textContent : given
}

function place(box: HTMLElement, target: HTMLElement): void {
  const at = target.getBoundingClientRect()
  const { width, height } = box.getBoundingClientRect()
  const gap = 6
  const left = Math.min(Math.max(8, at.left + at.width / 2 - width / 2), innerWidth - width - 8)
  const isBelow = at.bottom + gap + height < innerHeight - 8
  box.style.left = `${left}px`
  box.style.top = `${isBelow ? at.bottom + gap : at.top - gap - height}px`
}
