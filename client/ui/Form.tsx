import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SubmitEvent,
} from 'react'
import css from './Form.module.css'

/** What is wrong, by the name of the field. The key `''` holds what belongs to no single field. */
export type FieldErrors = Readonly<Record<string, string>>

const FormContext = createContext<{ id: string; errors: FieldErrors } | undefined>(undefined)

/**
 * A plain form: checks on submit, keeps every value, `Ctrl Enter` submits. One error takes the focus to its field; two
 * or more get a summary that takes the focus and links to each field.
 */
export function Form(props: {
  onSubmit: (data: FormData, form: HTMLFormElement) => void
  errors?: FieldErrors | undefined
  children: ReactNode
  label?: string
  className?: string | undefined
}) {
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const errors = props.errors ?? none
  const wrong = Object.entries(errors)
  // Something is wrong with what this form does not show: then the words alone must do.
  const [isUnseen, setUnseen] = useState(false)

  const namesBefore = useRef<readonly string[]>([])
  useEffect(() => {
    const names = Object.keys(errors)
    // One of them was put right while typing: the focus stays where somebody types.
    const isFewer =
      names.length < namesBefore.current.length && names.every((name) => namesBefore.current.includes(name))
    namesBefore.current = names
    if (names.length === 0 || isFewer) return
    const only = names.length === 1 && names[0] !== '' ? document.getElementById(fieldId(id, names[0] as string)) : null
    setUnseen(names.length === 1 && only === null)
    const first = only ?? document.getElementById(`${id}-summary`)
    first?.focus()
  }, [errors, id])

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation()
    props.onSubmit(new FormData(event.currentTarget), event.currentTarget)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
    event.preventDefault()
    form.current?.requestSubmit()
  }
  return (
    <FormContext value={{ id, errors }}>
      <form
        ref={form}
        noValidate
        className={props.className ?? css['form']}
        aria-label={props.label}
        onSubmit={submit}
        onKeyDown={onKeyDown}
      >
        {(wrong.length > 1 || errors[''] !== undefined || (isUnseen && wrong.length > 0)) && (
          <Summary id={id} errors={wrong} />
        )}
        {props.children}
      </form>
    </FormContext>
  )
}

function Summary({ id, errors }: { id: string; errors: [string, string][] }) {
  return (
    <div
      id={`${id}-summary`}
      className={css['summary']}
      tabIndex={-1}
      role="alert"
      aria-labelledby={`${id}-summary-title`}
    >
      <p id={`${id}-summary-title`}>
        <strong>{errors.length === 1 ? 'This could not be saved' : `${errors.length} things to fix`}</strong>
      </p>
      <ul>
        {errors.map(([name, words]) => (
          <li key={name}>
            {name === '' ? (
              words
            ) : (
              <a
                href={`#${fieldId(id, name)}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(fieldId(id, name))?.focus()
                }}
              >
                {words}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Buttons at the end of a form; the main act first. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className={css['actions']}>{children}</div>
}

/** Turns `errors` of a problem (`[{ pointer: '/title', detail }]`) into errors by field name. */
export function fieldErrors(errors: readonly { pointer: string; detail: string }[]): FieldErrors {
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.split('/')[1] ?? '', detail]))
}

/** Id and error of a field by its name; works outside a form too. */
export function useField(name: string | undefined, ownError?: string): { id: string; error: string | undefined } {
  const form = useContext(FormContext)
  const alone = useId()
  const id = form && name ? fieldId(form.id, name) : alone
  return { id, error: ownError ?? (name ? form?.errors[name] : undefined) }
}

const none: FieldErrors = {}
const fieldId = (formId: string, name: string) => `${formId}-${name}`
