import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { askForRotation } from '#contract/access.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'

/** Says that a secret should change: somebody saw it, or it was sent where it does not belong. Only a new one closes it. */
export function AskForRotation({ slug, reference, onClose }: { slug: string; reference: string; onClose: () => void }) {
  const ask = useDeed(askForRotation)
  const [errors, setErrors] = useState<FieldErrors>({})
  const submit = (data: FormData) =>
    ask.mutate(
      { slug, reference, id: uuidv7(), note: textIn(data, 'note').trim() },
      {
        onSuccess: () => {
          toast({ words: `${reference} is to be rotated` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['note'])),
      },
    )
  return (
    <Dialog isOpen onClose={onClose} title={`A new secret for ${reference}`}>
      <p>It goes on the list of what must be rotated. Only a newly saved secret takes it off.</p>
      <Form onSubmit={submit} errors={errors} label={`Ask for a new secret of ${reference}`}>
        <TextField
          label="Why"
          name="note"
          isOptional
          autoFocus
          autoComplete="off"
          maxLength={200}
          hint="Everybody who can open it reads this. Never the secret itself."
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={ask.isPending}>
            Ask for a new secret
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
