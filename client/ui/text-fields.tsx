import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Field, type FieldProps } from './Field.tsx'
import { split, type Own } from './split-field.ts'
import css from './Field.module.css'

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
