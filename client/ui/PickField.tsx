import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { placeBeside } from './anchored.ts'
import { cx } from './cx.ts'
import { Field, type FieldProps, type FieldWiring } from './Field.tsx'
import { plural } from './format.ts'
import { Icon } from './Icon.tsx'
import { ChevronDown } from './icons.ts'
import { announce } from './LiveAnnouncer.tsx'
import fieldCss from './Field.module.css'
import css from './PickField.module.css'

export interface PickItem {
  id: string
  text: string
  detail?: string | undefined
  mark?: ReactNode
}

interface Picking {
  items: readonly PickItem[]
  value: string | undefined
  onChange: (id: string | undefined) => void
  placeholder?: string | undefined
}

/**
 * One of many, found by typing: a person, a system. Emptying the field picks nothing; leaving it half typed takes the
 * last choice back. Submits the id. (ARIA pattern: editable combobox with a list that is filtered.)
 */
export function PickField(props: FieldProps & Picking) {
  const { items, value, onChange, placeholder, ...field } = props
  return <Field {...field}>{(wiring) => <Picker {...{ items, value, onChange, placeholder, wiring }} />}</Field>
}

function Picker({ items, value, onChange, placeholder, wiring }: Picking & { wiring: FieldWiring }) {
  const { name, ...input } = wiring
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const chosen = items.find((item) => item.id === value)
  /** What is being typed; undefined while the field shows what is chosen. */
  const [typed, setTyped] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const found = typed ? items.filter((item) => startsWord(`${item.text} ${item.detail ?? ''}`, typed)) : items
  const at = Math.min(active, found.length - 1)

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !field.current) return
    if (!isOpen) {
      if (element.matches(':popover-open')) element.hidePopover()
      return
    }
    if (!element.matches(':popover-open')) element.showPopover()
    element.style.minWidth = `${field.current.offsetWidth}px`
    placeBeside(element, field.current, 'bottom start')
    element.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [isOpen, found.length, at])

  const show = (from: number) => {
    setActive(Math.max(0, from))
    setOpen(true)
  }
  const rest = () => {
    setTyped(undefined)
    setOpen(false)
  }
  const pick = (item: PickItem) => {
    onChange(item.id)
    rest()
    field.current?.focus()
  }
  const type = (text: string) => {
    setTyped(text)
    show(0)
    if (text === '') onChange(undefined)
    else
      announce(
        plural(
          items.filter((item) => startsWord(`${item.text} ${item.detail ?? ''}`, text)).length,
          'match',
          'matches',
        ),
      )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const item = found[at]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return show(items.findIndex((each) => each.id === value))
      const by = event.key === 'ArrowDown' ? 1 : -1
      setActive((at + by + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter' && isOpen && item && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      pick(item)
    } else if (event.key === 'Escape' && isOpen) {
      // Closes the list, and not the dialog around it.
      event.preventDefault()
      event.stopPropagation()
      rest()
    } else if (event.key === 'Tab' && isOpen && typed && item) {
      onChange(item.id)
    }
  }
  return (
    <div className={css['box']}>
      <input
        {...input}
        ref={field}
        className={cx(fieldCss['input'])}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-activedescendant={isOpen && found[at] ? `${list}-${found[at].id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed ?? chosen?.text ?? ''}
        onChange={(event) => type(event.currentTarget.value)}
        onClick={() => show(items.findIndex((each) => each.id === value))}
        onKeyDown={onKeyDown}
        onBlur={rest}
      />
      <span className={css['open']} aria-hidden="true">
        <Icon of={ChevronDown} size={14} />
      </span>
      <div
        ref={box}
        id={list}
        popover="manual"
        role="listbox"
        aria-label="Choices"
        className={css['list']}
        // The field keeps the focus while the list is pressed or scrolled.
        onPointerDown={(event) => event.preventDefault()}
      >
        {isOpen &&
          found.map((item, index) => (
            <div
              key={item.id}
              id={`${list}-${item.id}`}
              role="option"
              aria-selected={index === at}
              className={css['item']}
              onClick={() => pick(item)}
              onPointerMove={() => setActive(index)}
            >
              {item.mark}
              <span>
                {item.text}
                {item.detail && <small>{item.detail}</small>}
              </span>
            </div>
          ))}
        {isOpen && found.length === 0 && <p className={css['none']}>Nothing of that name</p>}
      </div>
      {name && value !== undefined && <input type="hidden" name={name} value={value} />}
    </div>
  )
}

/** `mar` finds Marcus, not Nandakumar; `north` finds the people of Northlight. */
function startsWord(text: string, typed: string): boolean {
  return typed
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => ` ${text.toLowerCase()}`.includes(` ${word}`))
}
