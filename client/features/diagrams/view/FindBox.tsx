import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { labelOf } from '#contract/diagrams/twin.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { Search } from '../../../ui/icons.ts'
import { Kbd } from '../../../ui/Kbd.tsx'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import { useShortcut } from '../../../ui/shortcuts.ts'
import { plural } from '../../../ui/format.ts'
import { ShapeSign } from '../shapes/shapes.tsx'
import { findElements } from './find-elements.ts'
import type { Placed } from './reading-order.ts'
import css from './view.module.css'

interface FindBoxProps {
  order: readonly Placed[]
  /** What is found, and which of them is looked at: framed in the drawing. */
  onFound: (found: readonly Placed[], at: number) => void
  onOpen: (id: string) => void
}

const mostListed = 30

/** Finds a device by name or address: Enter goes to the next one, Ctrl Enter opens it, Esc clears. */
export function FindBox({ order, onFound, onOpen }: FindBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(-1)
  const found = findElements(order, text)
  useShortcut({ keys: 'F', label: 'Find a device', act: () => input.current?.focus() })
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const write = (next: string) => {
    setText(next)
    setAt(-1)
    const hits = findElements(order, next)
    onFound(hits, -1)
    if (next.trim()) announce(hits.length === 0 ? 'No device found' : `${plural(hits.length, 'device')} found`)
  }
  const go = (to: number) => {
    if (found.length === 0) return
    const next = (to + found.length) % found.length
    setAt(next)
    onFound(found, next)
    announce(`${labelOf(found[next])}, ${next + 1} of ${found.length}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const current = found[at]
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (current) onOpen(current.id)
    } else if (event.key === 'Enter') go(at + (event.shiftKey ? -1 : 1))
    else if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Escape' && text) write('')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={css['find']} role="search" aria-label="In this diagram">
      <label className={css['findField']}>
        <Icon of={Search} />
        <input
          ref={input}
          type="text"
          aria-label="Find a device"
          placeholder="Find a device"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={120}
          enterKeyHint="search"
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {text.trim() ? (
          <span className={css['count']}>
            {found.length === 0 ? 'none' : at < 0 ? found.length : `${at + 1} of ${found.length}`}
          </span>
        ) : (
          <span className={css['findKey']} aria-hidden="true">
            <Kbd keys="F" />
          </span>
        )}
      </label>
      {found.length > 0 && (
        <ol ref={list} className={css['hits']} aria-label="Devices found">
          {found.slice(0, mostListed).map((element, index) => (
            <li key={element.id}>
              <button
                type="button"
                aria-current={index === at ? 'true' : undefined}
                onClick={() => {
                  go(index)
                  onOpen(element.id)
                }}
              >
                <ShapeSign of={'shape' in element ? element.shape : element.kind} />
                <span className={css['hitName']}>{labelOf(element)}</span>
                <span className={css['hitAddress']}>{element.addresses[0]}</span>
              </button>
            </li>
          ))}
          {found.length > mostListed && (
            <li className={css['hitsMore']}>and {found.length - mostListed} more: type another letter</li>
          )}
        </ol>
      )}
    </div>
  )
}
