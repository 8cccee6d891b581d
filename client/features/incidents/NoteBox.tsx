import { useRef, useState, type KeyboardEvent } from 'react'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { TextArea } from '../../ui/text-fields.tsx'
import { useSecretGuard } from '../documents/secret-guard.ts'
import { writeEvent } from './events.ts'
import css from './incidents.module.css'

interface NoteBoxProps {
  slug: string
  incident: string
  /** Takes the focus when it comes; on the page of the incident N takes it there. */
  isFocused?: boolean
  onDone?: () => void
}

const readers = 'Everybody who sees the incident reads it, and it stays in the record.'

/** Enter sends, Shift Enter begins a line: as people are used to where things are said quickly. */
export function NoteBox({ slug, incident, isFocused, onDone }: NoteBoxProps) {
  const { account } = useSession()
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const field = useRef<HTMLTextAreaElement>(null)
  const askFirst = useSecretGuard(readers)
  useShortcut(!isFocused && { keys: 'N', label: 'Add note', act: () => field.current?.focus(), outranks: true })

  const send = () => {
    const said = text.trim()
    if (said === '') return setErrors({ text: 'Write what happened, or what you tried' })
    setErrors({})
    void askFirst(
      said,
      'Add note',
      (words) => setErrors({ text: words }),
      () => {
        setText('')
        writeEvent(account.id, slug, incident, { kind: 'note', text: said })
        onDone?.()
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    send()
  }
  return (
    <Form onSubmit={send} errors={errors} label="Add a note" className={css['note']}>
      <TextArea
        ref={field}
        label="Note"
        isLabelHidden
        name="text"
        rows={2}
        placeholder="What happened, what you tried"
        maxLength={4_000}
        autoFocus={isFocused}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <FormActions>
        <Button variant="primary" type="submit">
          Add note
        </Button>
      </FormActions>
    </Form>
  )
}
