import { useId, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Field, FieldGroup, type FieldProps } from './Field.tsx'
import { split, type Own } from './split-field.ts'
import { TextField } from './text-fields.tsx'
import css from './Field.module.css'

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
export function DateField(props: FieldProps & Own<'input'> & { isSmall?: boolean }) {
  return <TextField width="short" {...props} type="date" />
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
