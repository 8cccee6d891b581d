import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { requestAccess } from '#contract/access.ts'
import type { Credential } from '#contract/credentials.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { Checkbox, TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh, useDeed } from '../documents/deeds.ts'
import { accessLogReaders, useSecretWarnings } from '../documents/secret-guard.ts'
import type { OfCredential } from '../credentials/open-secret.ts'
import { ReadFirst } from '../credentials/ReadFirst.tsx'
import { readFirstWords } from '../credentials/words.ts'
import { durations, durationWords } from './durations.ts'

/** Three fields: how long, the ticket, why. Four hours is preset; `Enter` sends. With a lease that runs, it extends that. */
export function RequestAccess(props: Asking) {
  const { slug, reference } = props.of
  const { readFirst, lease } = props.credential
  if (!readFirst) return <AskForm {...props} />
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Read first, then ${lease ? 'extend' : 'request'} access to ${reference}`}
    >
      <p>
        <ReadFirst slug={slug} of={readFirst} />: the collection that keeps it asks for it. {readFirstWords(readFirst)}
      </p>
    </Dialog>
  )
}

interface Asking {
  of: OfCredential
  credential: Credential
  onClose: () => void
}

function AskForm(props: Asking) {
  const { of, credential, onClose } = props
  const { slug, organizationId, reference, title } = of
  const { lease, longestMinutes, fields } = credential
  const request = useDeed(requestAccess)
  const client = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const warningsFor = useSecretWarnings(accessLogReaders)
  const offered = durations.filter((minutes) => minutes <= longestMinutes)
  const hasCode = fields.some(({ kind }) => kind === 'totp')

  const send = async (data: FormData) => {
    if (!(await readyFor(slug, 'to sign your request'))) return
    const ticket = textIn(data, 'ticket').trim()
    const onlyCode = data.get('onlyCode') !== null
    const statement = await doing(slug, 'signRequest', {
      organizationId,
      documentId: credential.id,
      request: uuidv7(),
      reason: textIn(data, 'reason').trim(),
      ...(ticket && { ticket }),
      minutes: Number(textIn(data, 'minutes')),
      ...(onlyCode && { fields: fields.flatMap(({ n, kind }) => (kind === 'totp' || kind === 'username' ? n : [])) }),
      ...(lease && { extends: lease.id }),
    })
    const answer = await request.mutateAsync({ slug, reference, statement })
    toast({ words: `${answer.reference} asked. The key holders have been told.` })
    onClose()
  }
  const submit = (data: FormData) => {
    if (textIn(data, 'reason').trim().length < 8) return setErrors({ reason: 'Say why in 8 to 200 characters' })
    const texts = { ticket: textIn(data, 'ticket'), reason: textIn(data, 'reason') }
    const sending = async () => {
      const warnings = await warningsFor(texts, lease ? 'Ask to extend' : 'Request access')
      setErrors(warnings)
      if (Object.keys(warnings).length === 0) await send(data)
    }
    sending().catch((error: unknown) => {
      setErrors(fieldErrorsOf(error, ['minutes', 'ticket', 'reason']))
      // What is to be read first has changed meanwhile: the credential says which.
      if (isProblem(error, 'not-possible-now')) refresh(client)
    })
  }
  return (
    <Dialog isOpen onClose={onClose} title={lease ? `Extend access to ${reference}` : `Request access to ${reference}`}>
      <Form onSubmit={submit} errors={errors} label={title}>
        <Select
          label="For"
          name="minutes"
          defaultValue={String(offered.includes(240) ? 240 : (offered.at(-1) ?? longestMinutes))}
          options={(offered.length > 0 ? offered : [longestMinutes]).map((minutes) => ({
            value: String(minutes),
            label: durationWords(minutes),
          }))}
        />
        <TextField
          label="Ticket"
          name="ticket"
          isOptional
          isMono
          width="short"
          maxLength={80}
          autoFocus
          autoComplete="off"
        />
        <TextField label="Why" name="reason" hint="Goes in the access log." maxLength={200} autoComplete="off" />
        {hasCode && !lease && <Checkbox label="Only the one-time code, without the password" name="onlyCode" />}
        <FormActions>
          <Button variant="primary" type="submit" isPending={request.isPending}>
            {lease ? 'Ask to extend' : 'Request access'}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
