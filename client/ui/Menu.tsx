import { cloneElement, Fragment, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { LucideIcon } from 'lucide-react'
import type { Placement } from './anchored.ts'
import { Layer } from './Layer.tsx'
import { Icon } from './Icon.tsx'
import { Check } from './icons.ts'
import { Kbd } from './Kbd.tsx'
import { usePopover } from './use-popover.ts'
import css from './Menu.module.css'

export interface MenuEntry {
  id: string
  label: string
  detail?: ReactNode
  icon?: LucideIcon | undefined
  /** Printed at the end; the key itself is registered by the page. */
  keys?: string | undefined
  isDanger?: boolean | undefined
  /** The one that is chosen now: shows a check. */
  isChosen?: boolean | undefined
  /** Where it goes, instead of an act. */
  to?: string | undefined
  onAct?: (() => void) | undefined
}

/** A button, or whatever passes its props and its ref on to one. */
type Trigger = ReactElement<Record<string, unknown>>

/** A button that opens a list of acts. Groups are parted by lines. The child is a Button or IconButton. */
export function Menu(props: {
  label: string
  groups: readonly (readonly MenuEntry[])[]
  placement?: Placement
  children: Trigger
}) {
  const popover = usePopover('menu', props.placement ?? 'bottom end')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    popover.open()
  }
  return (
    <>
      {cloneElement(props.children, { ...popover.triggerProps, onKeyDown })}
      <div {...popover.boxProps} className={css['popover']}>
        {popover.isOpen && (
          <Layer>
            <MenuList label={props.label} groups={props.groups} onClose={popover.close} />
          </Layer>
        )}
      </div>
    </>
  )
}

function MenuList(props: { label: string; groups: readonly (readonly MenuEntry[])[]; onClose: () => void }) {
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]

  const act = (entry: MenuEntry) => {
    props.onClose()
    if (entry.to !== undefined) void navigate(entry.to)
    entry.onAct?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      all.at(to % all.length)?.focus()
    } else if (event.key === 'Tab') {
      event.preventDefault()
      props.onClose()
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.stopPropagation()
      find(event.key, event.timeStamp, all, at)
    }
  }
  /** Typing goes to the next entry that begins so. */
  const find = (key: string, now: number, all: readonly HTMLElement[], at: number) => {
    const isMore = now - typed.current.at < 700
    typed.current = { text: (isMore ? typed.current.text : '') + key.toLowerCase(), at: now }
    const from = typed.current.text.length > 1 ? at : at + 1
    const turned = [...all.slice(from), ...all.slice(0, from)]
    turned.find((entry) => entry.textContent.trim().toLowerCase().startsWith(typed.current.text))?.focus()
  }
  return (
    <div ref={list} role="menu" aria-label={props.label} className={css['menu']} onKeyDown={onKeyDown}>
      {props.groups
        .filter((group) => group.length > 0)
        .map((group, index) => (
          <Fragment key={group[0]?.id}>
            {index > 0 && <hr className={css['line']} />}
            {group.map((entry) => (
              <Entry key={entry.id} entry={entry} onAct={() => act(entry)} />
            ))}
          </Fragment>
        ))}
    </div>
  )
}

function Entry({ entry, onAct }: { entry: MenuEntry; onAct: () => void }) {
  const isChoice = entry.isChosen !== undefined
  return (
    <button
      type="button"
      role={isChoice ? 'menuitemradio' : 'menuitem'}
      aria-checked={isChoice ? entry.isChosen : undefined}
      tabIndex={-1}
      className={css['item']}
      data-danger={entry.isDanger || undefined}
      onClick={onAct}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
    >
      {entry.icon && <Icon of={entry.icon} />}
      <span className={css['words']}>
        {entry.label}
        {entry.detail !== undefined && <small>{entry.detail}</small>}
      </span>
      {entry.isChosen && <Icon of={Check} />}
      {entry.keys && (
        <span aria-hidden="true">
          <Kbd keys={entry.keys} />
        </span>
      )}
    </button>
  )
}

/** A button that opens a small panel: filters, a date, an explanation. */
export function Popover(props: { label: string; placement?: Placement; children: ReactNode; trigger: Trigger }) {
  const popover = usePopover('dialog', props.placement ?? 'bottom start')
  return (
    <>
      {cloneElement(props.trigger, { ...popover.triggerProps })}
      <div {...popover.boxProps} role="dialog" aria-label={props.label} className={css['popover']}>
        {popover.isOpen && (
          <Layer>
            <div className={css['panel']}>{props.children}</div>
          </Layer>
        )}
      </div>
    </>
  )
}
