import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { useField } from './Form.tsx'
import { VisuallyHidden } from './VisuallyHidden.tsx'
import css from './Field.module.css'

/** What every field takes. Widths hint at the length of the answer. */
export interface FieldProps {
  label: ReactNode
  name?: string | undefined
  hint?: ReactNode
  /** Overrides the form's error for this name. */
  error?: string | undefined
  isOptional?: boolean | undefined
  /** The label is heard, not seen: only where the place says it all, like a filter in a row of filters. */
  isLabelHidden?: boolean | undefined
  width?: 'short' | 'medium' | 'long' | 'full' | undefined
}

export interface FieldWiring {
  id: string
  name: string | undefined
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-errormessage': string | undefined
}

/** Label above, hint under it, error between hint and field. The child gets what wires it to them. */
export function Field({ children, ...props }: FieldProps & { children: (wiring: FieldWiring) => ReactNode }) {
  const { label, name, hint, isOptional, isLabelHidden, width } = props
  const { id, error } = useField(name, props.error)
  const caption = (
    <label htmlFor={id} className={css['label']}>
      {label}
      {isOptional && <span className={css['optional']}> (optional)</span>}
    </label>
  )
  return (
    <div className={css['field']} data-width={width ?? 'full'} data-error={error ? '' : undefined}>
      {isLabelHidden ? <VisuallyHidden>{caption}</VisuallyHidden> : caption}
      <Notes id={id} hint={hint} error={error} />
      {children(wire(id, name, hint, error))}
    </div>
  )
}

/** Several controls that answer one question: radio buttons, checks. */
export function FieldGroup({
  children,
  ...props
}: FieldProps & { children: ReactNode; className?: string | undefined }) {
  const { label, name, hint, isOptional } = props
  const { id, error } = useField(name, props.error)
  const wiring = wire(id, name, hint, error)
  return (
    <fieldset id={id} tabIndex={-1} className={css['field']} aria-describedby={wiring['aria-describedby']}>
      <legend className={css['label']}>
        {label}
        {isOptional && <span className={css['optional']}> (optional)</span>}
      </legend>
      <Notes id={id} hint={hint} error={error} />
      <div className={cx(css['choices'], props.className)}>{children}</div>
    </fieldset>
  )
}

function Notes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint && (
        <div id={`${id}-hint`} className={css['hint']}>
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className={css['error']}>
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor" />
            <path d="M8 4.6v4M8 11v.01" className={css['cut']} strokeWidth="1.8" strokeLinecap="round" />
          </svg>
          <span>
            <VisuallyHidden>Error: </VisuallyHidden>
            {error}
          </span>
        </div>
      )}
    </>
  )
}

function wire(id: string, name: string | undefined, hint: ReactNode, error: string | undefined): FieldWiring {
  return {
    id,
    name,
    'aria-describedby': cx(hint ? `${id}-hint` : '', error && `${id}-error`) || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-errormessage': error ? `${id}-error` : undefined,
  }
}
