import { useMemo, useState } from 'react'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { useSecretWarnings } from '../documents/secret-guard.ts'
import { placeholdersOf } from './placeholders.ts'
import type { LiveRun } from './use-run.ts'
import css from './runs.module.css'

const readers = 'Everybody who may read the runbook sees it.'

/** What the commands want to have filled in: asked once, by whoever knows it, and there for all. */
export function RunValues({ run, live }: { run: NonNullable<LiveRun['run']>; live: LiveRun }) {
  const names = useMemo(() => placeholdersOf(run.body), [run.body])
  const { values } = live.standing
  const [isOpen, setOpen] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const warningsFor = useSecretWarnings(readers)
  if (names.length === 0) return null
  const isMissing = names.some((name) => !values.has(name))
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
    setOpen(false)
  }
  if ((!isMissing && !isOpen) || run.finishedAt)
    return (
      <div className={css['values']}>
        <dl>
          {names.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{values.get(name)?.text || 'not filled in'}</dd>
            </div>
          ))}
        </dl>
        {!run.finishedAt && (
          <Button variant="quiet" onClick={() => setOpen(true)}>
            Change
          </Button>
        )}
      </div>
    )
  return (
    <section className={css['fill']} aria-labelledby="fill-in" data-no-print>
      <h2 id="fill-in">Fill in once, for every command</h2>
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
          {isOpen && <Button onClick={() => setOpen(false)}>Leave as it is</Button>}
        </FormActions>
      </Form>
    </section>
  )
}
