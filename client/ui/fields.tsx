import { useEffect, useId, useRef, useState, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react'
import { Chip } from './Badge.tsx'
import { cx } from './cx.ts'
import { Field, FieldGroup, type FieldProps } from './Field.tsx'
import { announce } from './LiveAnnouncer.tsx'
import css from './Field.module.css'

type Own<Tag extends 'input' | 'textarea' | 'select'> = Omit<ComponentProps<Tag>, keyof FieldProps | 'id' | 'className'>

/** One line. `isMono` for machine words: addresses, host names, serials. */
export function TextField(props: FieldProps & Own<'input'> & { isMono?: boolean; isSmall?: boolean }) {
  const [field, { isMono, isSmall, ...input }] = split(props)
  return (
    <Field {...field}>
      {(wiring) => (
        <div className={cx(isSmall && css['small'])}>
          <input type="text" {...input} {...wiring} className={css['input']} data-mono={isMono || undefined} />
        </div>
      )}
    </Field>
  )
}

/** A passphrase or password: masked, with Show. Paste and password managers work. */
export function PassphraseField(props: FieldProps & Own<'input'>) {
  const [field, input] = split(props)
  const [isShown, setShown] = useState(false)
  return (
    <Field {...field}>
      {(wiring) => (
        <div className={css['passphrase']}>
          <input
            spellCheck={false}
            autoCapitalize="none"
            autoCorrect="off"
            {...input}
            {...wiring}
            type={isShown ? 'text' : 'password'}
            className={css['input']}
            data-mono={isShown || undefined}
          />
          <button type="button" className={css['show']} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide' : 'Show'}
          </button>
        </div>
      )}
    </Field>
  )
}

/** Several lines; grows with what is written where the browser can. */
export function TextArea(props: FieldProps & Own<'textarea'> & { isMono?: boolean }) {
  const [field, { isMono, ...input }] = split(props)
  return (
    <Field {...field}>
      {(wiring) => (
        <textarea rows={4} {...input} {...wiring} className={css['input']} data-mono={isMono || undefined} />
      )}
    </Field>
  )
}

/** The browser's own list: every keyboard and phone knows it. */
export function Select<Value extends string>(
  props: FieldProps &
    Omit<Own<'select'>, 'onChange' | 'value' | 'defaultValue'> & {
      options: readonly { value: Value; label: string; isDisabled?: boolean }[]
      value?: Value
      defaultValue?: Value | undefined
      onChange?: (value: Value) => void
      isSmall?: boolean
    },
) {
  const [field, { options, onChange, isSmall, ...select }] = split(props)
  return (
    <Field {...field}>
      {(wiring) => (
        <div className={cx(css['selectBox'], isSmall && css['small'])}>
          <select
            {...select}
            {...wiring}
            className={css['input']}
            onChange={(event) => onChange?.(event.currentTarget.value as Value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.isDisabled}>
                {option.label}
              </option>
            ))}
          </select>
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path
              d="m2.5 4.5 3.5 3.5 3.5-3.5"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
            />
          </svg>
        </div>
      )}
    </Field>
  )
}

/** A calendar day (`2026-03-02`), by the browser's own picker. */
export function DateField(props: FieldProps & Own<'input'>) {
  return <TextField width="short" {...props} type="date" />
}

/** One yes or no; the label is the statement. */
export function Checkbox(
  props: Own<'input'> & { label: ReactNode; hint?: ReactNode; name?: string; isIndeterminate?: boolean },
) {
  const { label, hint, isIndeterminate, ...input } = props
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => {
    if (box.current) box.current.indeterminate = isIndeterminate ?? false
  }, [isIndeterminate])
  return (
    <label className={css['choice']}>
      <input
        {...input}
        ref={box}
        type="checkbox"
        className={css['box']}
        // The hint lies in the label to be pressed with it, but is no part of the name.
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <span id={`${id}-label`}>{label}</span>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </label>
  )
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>(
  props: FieldProps & {
    options: readonly { value: Value; label: ReactNode; hint?: ReactNode }[]
    value?: Value
    defaultValue?: Value
    onChange?: (value: Value) => void
  },
) {
  const { options, value, defaultValue, onChange, ...field } = props
  const alone = useId()
  const name = field.name ?? alone
  return (
    <FieldGroup {...field}>
      {options.map((option) => (
        <label key={option.value} className={css['choice']}>
          <input
            type="radio"
            className={css['box']}
            name={name}
            value={option.value}
            {...(value === undefined
              ? { defaultChecked: option.value === defaultValue }
              : { checked: option.value === value })}
            onChange={() => onChange?.(option.value)}
            aria-labelledby={`${alone}-${option.value}`}
            aria-describedby={option.hint ? `${alone}-${option.value}-hint` : undefined}
          />
          <span id={`${alone}-${option.value}`}>{option.label}</span>
          {option.hint && <small id={`${alone}-${option.value}-hint`}>{option.hint}</small>}
        </label>
      ))}
    </FieldGroup>
  )
}

/** Tags: Enter or a comma adds, Backspace in the empty field takes the last one back. Submits one value per tag. */
export function TagsField(
  props: FieldProps & { value: readonly string[]; onChange: (tags: string[]) => void; suggestions?: readonly string[] },
) {
  const { value, onChange, suggestions, ...field } = props
  const [draft, setDraft] = useState('')
  const list = useId()
  const add = (words: string) => {
    const fresh = words
      .split(',')
      .map((word) => word.trim().toLowerCase().replace(/\s+/g, '-'))
      .filter((word) => word && !value.includes(word))
    if (fresh.length > 0) onChange([...value, ...fresh])
    setDraft('')
  }
  const remove = (tag: string) => {
    onChange(value.filter((each) => each !== tag))
    announce(`Removed ${tag}`)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Backspace' && draft === '' && value.length > 0) remove(value.at(-1) as string)
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || draft.trim() === '') return
    event.preventDefault()
    add(draft)
  }
  return (
    <Field {...field}>
      {({ name, ...wiring }) => (
        <div className={cx(css['input'], css['tags'])}>
          {value.map((tag) => (
            <Chip key={tag} onRemove={() => remove(tag)} removeLabel={`Remove ${tag}`}>
              {tag}
              {name && <input type="hidden" name={name} value={tag} />}
            </Chip>
          ))}
          <input
            {...wiring}
            value={draft}
            list={list}
            autoComplete="off"
            autoCapitalize="none"
            onChange={(event) => {
              const words = event.currentTarget.value
              // Choosing from the list arrives as one whole change, not as typing.
              const isChosen =
                !('inputType' in event.nativeEvent) || event.nativeEvent.inputType === 'insertReplacementText'
              if (words.includes(',') || (isChosen && suggestions?.includes(words))) add(words)
              else setDraft(words)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => add(draft)}
          />
          <datalist id={list}>
            {suggestions
              ?.filter((tag) => !value.includes(tag))
              .map((tag) => (
                <option key={tag} value={tag} />
              ))}
          </datalist>
        </div>
      )}
    </Field>
  )
}

type Rest<Props> = Omit<Props, keyof FieldProps>

/** Parts what the frame of a field takes from what the control takes. */
function split<Props extends FieldProps>(props: Props): [FieldProps, Rest<Props>] {
  const { label, name, hint, error, isOptional, isLabelHidden, width, ...rest } = props
  return [{ label, name, hint, error, isOptional, isLabelHidden, width }, rest]
}
