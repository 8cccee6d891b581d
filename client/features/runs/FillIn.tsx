import { useState } from 'react'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { useSecretWarnings } from '../documents/secret-guard.ts'
import type { LiveRun } from './use-run.ts'

const readers = 'Everybody who may read the runbook sees it.'

/** @param onClose where everything is filled in already, and may stay as it is. */
export function FillIn(props: { names: readonly string[]; live: LiveRun; onClose: (() => void) | undefined }) {
  const { names, live, onClose } = props
  const { values } = live.standing
  const [errors, setErrors] = useState<FieldErrors>({})
  const warningsFor = useSecretWarnings(readers)
  const submit = async (data: FormData) => {
    const changed = names.flatMap((name, index) => {
      const text = textIn(data, `value-${index}`).trim()
      return text !== (values.get(name)?.text ?? '') ? [{ name, text, field: `value-${index}` }] : []
    })
    // What is called a password is one.
    const texts = Object.fromEntries(changed.map(({ name, text, field }) => [field, `${name}: ${text}`]))
    const warnings = await warningsFor(texts, 'Fill in')
    setErrors(warnings)
    if (Object.keys(warnings).length > 0) return
    if (changed.length > 0) live.add(...changed.map(({ name, text }) => ({ what: 'value' as const, name, text })))
    onClose?.()
  }
  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors}>
      {names.map((name, index) => (
        <TextField
          key={`${name} ${values.get(name)?.text}`}
          label={name}
          name={`value-${index}`}
          defaultValue={values.get(name)?.text}
          isMono
          isOptional
          maxLength={400}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      <FormActions>
        <Button type="submit">Fill in</Button>
        {onClose && <Button onClick={onClose}>Leave as it is</Button>}
      </FormActions>
    </Form>
  )
}
