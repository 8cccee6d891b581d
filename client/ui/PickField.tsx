import { useState, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import { Field, type FieldProps } from './Field.tsx'
import { Icon } from './Icon.tsx'
import { ChevronDown } from './icons.ts'
import { cx } from './cx.ts'
import fieldCss from './Field.module.css'
import css from './PickField.module.css'

export interface PickItem {
  id: string
  text: string
  detail?: string | undefined
  mark?: ReactNode
}

/** One of many, found by typing: a person, a system. Emptying the field picks nothing. Submits the id. */
export function PickField(
  props: FieldProps & {
    items: readonly PickItem[]
    value: string | undefined
    onChange: (id: string | undefined) => void
    placeholder?: string | undefined
  },
) {
  const { items, value, onChange, placeholder, ...field } = props
  const chosen = items.find((item) => item.id === value)
  const [typed, setTyped] = useState(chosen?.text ?? '')
  const [shownFor, setShownFor] = useState(value)
  // Chosen from outside: the field follows.
  if (shownFor !== value) {
    setShownFor(value)
    setTyped(chosen?.text ?? '')
  }
  return (
    <Field {...field}>
      {({ id, name, ...wiring }) => (
        <div>
          <ComboBox
            aria-label={typeof field.label === 'string' ? field.label : 'Choose'}
            menuTrigger="focus"
            defaultFilter={startsWord}
            defaultItems={items}
            inputValue={typed}
            value={value ?? null}
            onInputChange={(text) => {
              setTyped(text)
              if (text === '') onChange(undefined)
            }}
            onChange={(key) => {
              if (key === null) return
              onChange(String(key))
              setTyped(items.find((item) => item.id === key)?.text ?? '')
            }}
          >
            <div className={css['box']}>
              <Input id={id} {...wiring} placeholder={placeholder ?? ''} className={cx(fieldCss['input'])} />
              <AriaButton className={css['open'] as string} aria-label="Show all">
                <Icon of={ChevronDown} size={14} />
              </AriaButton>
            </div>
            <AriaPopover className={css['popover'] as string} offset={4}>
              <ListBox
                className={css['list'] as string}
                renderEmptyState={() => <p className={css['none']}>Nobody and nothing of that name</p>}
              >
                {(item: PickItem) => (
                  <ListBoxItem id={item.id} textValue={item.text} className={css['item'] as string}>
                    {item.mark}
                    <span>
                      {item.text}
                      {item.detail && <small>{item.detail}</small>}
                    </span>
                  </ListBoxItem>
                )}
              </ListBox>
            </AriaPopover>
          </ComboBox>
          {name && value !== undefined && <input type="hidden" name={name} value={value} />}
        </div>
      )}
    </Field>
  )
}

/** `mar` finds Marcus, not Nandakumar. */
function startsWord(text: string, typed: string): boolean {
  return ` ${text.toLowerCase()}`.includes(` ${typed.toLowerCase().trim()}`)
}
