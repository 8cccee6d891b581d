import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Chip } from '../../../ui/Badge.tsx'
import { Field } from '../../../ui/Field.tsx'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import type { DocumentOption } from '../../../ui/MarkdownEditor.tsx'
import { Reference } from '../../../ui/Reference.tsx'
import { findDocuments } from './find-documents.ts'
import css from './RelatedField.module.css'

interface RelatedFieldProps {
  slug: string
  /** The document itself: it is not related to itself. */
  own: string | undefined
  value: readonly string[]
  onChange: (references: string[]) => void
  /** What was picked, with its title. */
  onPick?: (option: DocumentOption) => void
  /** Titles of references that are known already. */
  titles: ReadonlyMap<string, string>
  hint: string
  /** Where it asks for something else than what is related. */
  label?: string
  name?: string
}

/** Related documents: found by typing, shown as chips in their order. */
export function RelatedField(props: RelatedFieldProps) {
  const { slug, own, value, onChange, titles, hint } = props
  const [typed, setTyped] = useState('')
  const [options, setOptions] = useState<readonly DocumentOption[]>([])
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const [chosenTitles, setChosenTitles] = useState<ReadonlyMap<string, string>>(new Map())
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const offered = options.filter(({ reference }) => reference !== own && !value.includes(reference)).slice(0, 8)
  const titleOf = (reference: string) => titles.get(reference) ?? chosenTitles.get(reference)

  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    const timer = setTimeout(
      () =>
        void findDocuments(slug, typed.trim()).then((found) => {
          if (!isCurrent) return
          setOptions(found)
          setActive(0)
        }),
      typed ? 150 : 0,
    )
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [slug, typed, isOpen])

  const add = (option: DocumentOption) => {
    props.onPick?.(option)
    setChosenTitles((before) => new Map(before).set(option.reference, option.title))
    onChange([...value, option.reference])
    setTyped('')
    announce(`Added ${option.reference}`)
  }
  const remove = (reference: string) => {
    onChange(value.filter((each) => each !== reference))
    announce(`Removed ${reference}`)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const last = value.at(-1)
    if (event.key === 'Backspace' && typed === '' && last) return remove(last)
    if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      return setOpen(false)
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setOpen(true)
      setActive((active + step + offered.length) % Math.max(1, offered.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault() // it chooses; Ctrl Enter saves
      const option = offered[active]
      if (isOpen && option) add(option)
    }
  }
  return (
    <Field label={props.label ?? 'Related documents'} name={props.name ?? 'related'} isOptional hint={hint}>
      {({ name: _name, ...wiring }) => (
        <div className={css['field']}>
          {value.map((reference) => (
            <Chip key={reference} onRemove={() => remove(reference)} removeLabel={`Remove ${reference}`}>
              <Reference>{reference}</Reference> {titleOf(reference)}
            </Chip>
          ))}
          <input
            {...wiring}
            ref={input}
            role="combobox"
            aria-expanded={isOpen && offered.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={isOpen && offered[active] ? `${list}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder="Title or reference"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setOpen(true)
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
          <ul
            id={list}
            role="listbox"
            aria-label="Documents"
            className={css['list']}
            hidden={!isOpen || offered.length === 0}
          >
            {offered.map((option, at) => (
              <li
                key={option.reference}
                id={`${list}-${at}`}
                role="option"
                aria-selected={at === active}
                className={css['option']}
                // Keeps the focus in the field.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => add(option)}
              >
                <Reference>{option.reference}</Reference>
                <span>{option.title}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Field>
  )
}
