import { useState } from 'react'
import { parseReference, formatReference } from '#contract/values.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { Checkbox, TextField } from '../../ui/text-fields.tsx'
import { RadioGroup } from '../../ui/choice-fields.tsx'
import { accessLogReaders, useSecretWarnings } from '../documents/secret-guard.ts'
import { incidentReason } from '../incidents/current.ts'
import { rememberReason, type ReasonRequest } from './ask-reason.ts'
import css from './credentials.module.css'

const kinds = [
  { value: 'ticket', label: 'A ticket' },
  { value: 'planned', label: 'Planned work' },
  { value: 'test', label: 'A test' },
  { value: 'other', label: 'Something else' },
] as const
type Kind = (typeof kinds)[number]['value']

const words: Record<Kind, string> = { ticket: 'Ticket', planned: 'Planned work', test: 'Test', other: '' }

/** Asks why; of break-glass the reference too. `Enter` goes on. */
export function ReasonDialog({ request }: { request: ReasonRequest }) {
  const { slug, reference, title, secretClass, done } = request
  const isBreakGlass = secretClass === 'break_glass'
  // Break-glass is asked for in an incident too, with the incident filled in.
  const incident = incidentReason(slug)
  const [kind, setKind] = useState<Kind>(isBreakGlass ? 'other' : 'ticket')
  const [errors, setErrors] = useState<FieldErrors>({})

  const warningsFor = useSecretWarnings(accessLogReaders)
  const act = isBreakGlass ? 'Break the glass' : 'Go on'

  const submit = async (data: FormData) => {
    const ticket = kind === 'ticket' ? textIn(data, 'ticket').trim() : (incident?.ticket ?? '')
    const said = textIn(data, 'reason').trim()
    const reason = [words[kind], said].filter(Boolean).join(': ')
    const typed = parseReference(textIn(data, 'typed'))
    const wrong: Record<string, string> = {}
    if (kind === 'ticket' && !ticket) wrong['ticket'] = 'Enter the number of the ticket, like NL-20931'
    if (said.length < 8 || reason.length > 200) wrong['reason'] = 'Say it in 8 to 180 characters'
    if (isBreakGlass && (!typed || formatReference(typed.kind, typed.number) !== reference)) {
      wrong['typed'] = `Type ${reference} to open it`
    }
    const warnings = Object.keys(wrong).length > 0 ? wrong : await warningsFor({ ticket, reason: said }, act)
    setErrors(warnings)
    if (Object.keys(warnings).length > 0) return
    const answer = { reason, ...(ticket && { ticket }), ...(isBreakGlass && { typed: reference }) }
    if (!isBreakGlass && data.get('remember') !== null) rememberReason(slug, answer)
    done(answer)
  }
  return (
    <Dialog
      isOpen
      onClose={() => done(undefined)}
      title={isBreakGlass ? `Break the glass on ${reference}?` : 'Why do you need this?'}
    >
      <p className={css['what']}>
        <strong>{title}</strong>{' '}
        {isBreakGlass
          ? 'is for emergencies. Everybody who holds the keys is told at once, and it must be changed afterwards.'
          : 'is guarded. What you write goes in the access log.'}
      </p>
      <Form onSubmit={(data) => void submit(data)} errors={errors} label={`Open ${reference}`}>
        {!isBreakGlass && <RadioGroup label="It is for" name="kind" options={kinds} value={kind} onChange={setKind} />}
        {kind === 'ticket' && (
          <TextField label="Ticket" name="ticket" width="short" isMono autoFocus autoComplete="off" maxLength={80} />
        )}
        <TextField
          label="In a few words"
          name="reason"
          autoFocus={kind !== 'ticket' && !incident}
          autoComplete="off"
          defaultValue={incident?.reason.slice(0, 180)}
          maxLength={180}
        />
        {isBreakGlass ? (
          <TextField
            label={`Type ${reference}`}
            name="typed"
            width="short"
            isMono
            autoFocus={incident !== undefined}
            autoComplete="off"
            spellCheck={false}
          />
        ) : (
          <Checkbox label="Use this reason for 15 minutes" name="remember" defaultChecked />
        )}
        <FormActions>
          <Button variant={isBreakGlass ? 'danger' : 'primary'} type="submit">
            {act}
          </Button>
          <Button onClick={() => done(undefined)}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
