import { useState } from 'react'
import { signHandover, type Handover } from '#contract/handovers.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'

/** Whoever leaves has signed the printed report: noted with the name, and by whom it was noted. */
export function PaperDialog(props: { slug: string; handover: Handover; name: string; onClose: () => void }) {
  const { slug, handover, name, onClose } = props
  const sign = useDeed(signHandover)
  const [errors, setErrors] = useState<FieldErrors>({})
  const submit = (data: FormData) => {
    const onPaper = textIn(data, 'onPaper').trim()
    if (onPaper === '') return setErrors({ onPaper: 'Enter the name under the signature' })
    sign.mutate(
      { slug, handoverId: handover.id, side: 'leaving', onPaper, note: textIn(data, 'note').trim() },
      {
        onSuccess: () => {
          toast({ words: `Noted: ${onPaper} signed on paper` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['onPaper', 'note'])),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`${name} signed on paper`}>
      <Form onSubmit={submit} errors={errors} label="Signed on paper">
        <TextField
          label="Who signed"
          name="onPaper"
          autoFocus
          autoComplete="off"
          maxLength={120}
          defaultValue={handover.person?.name ?? ''}
          hint="The name under the signature."
        />
        <TextField
          label="Where the paper is"
          name="note"
          isOptional
          autoComplete="off"
          maxLength={300}
          hint="The report keeps your name beside it."
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={sign.isPending}>
            Note the signature
          </Button>
          <Button onClick={onClose}>Not yet</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
