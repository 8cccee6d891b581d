import { useId, useState, type KeyboardEvent } from 'react'
import { Chip } from './Badge.tsx'
import { cx } from './cx.ts'
import { Field, type FieldProps } from './Field.tsx'
import { announce } from './LiveAnnouncer.tsx'
import css from './Field.module.css'

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
