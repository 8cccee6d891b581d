import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { listAttachments } from '#contract/attachments.ts'
import { decideContract, undoDecision, type Contract, type Decision } from '#contract/contracts.ts'
import type { AttachmentId } from '#contract/values.ts'
import { query } from '../../../platform/api.ts'
import { fieldErrorsOf } from '../../../platform/failure.ts'
import { textIn } from '../../../platform/form-text.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { RadioGroup, Select, TextField } from '../../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../../ui/Form.tsx'
import { formatDay } from '../../../ui/format.ts'
import { toast } from '../../../ui/Toast.tsx'
import { useDeed } from '../../documents/deeds.ts'
import { decidedWords } from './words.ts'
import css from './contracts.module.css'

interface DecisionDialogProps {
  slug: string
  contract: Pick<Contract, 'reference' | 'title' | 'vendor' | 'termEndsOn' | 'autoRenews' | 'notice' | 'decision'>
  onClose: () => void
}

const fields = ['decision', 'why', 'proof', 'attachmentId']

/** Settles the deadline of the term that runs: what, why, and what shows that it was done. */
export function DecisionDialog({ slug, contract, onClose }: DecisionDialogProps) {
  const { reference, title, vendor, termEndsOn, notice } = contract
  const decide = useDeed(decideContract)
  const undo = useDeed(undoDecision)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [decision, setDecision] = useState<Decision | undefined>(contract.decision?.decision)
  const files = useQuery(query(listAttachments, { slug, reference: vendor.reference }))
  const attachments = files.data?.items ?? []
  const choices: { value: string; label: string }[] = [
    { value: '', label: 'None' },
    ...attachments.map(({ id, name }) => ({ value: id, label: name })),
  ]

  const submit = (data: FormData) => {
    const [why, attachmentId] = [textIn(data, 'why'), textIn(data, 'attachmentId') as AttachmentId]
    if (!decision) return setErrors({ decision: 'Choose what becomes of it' })
    if (why.trim().length < 3) return setErrors({ why: 'Say why, in a few words: it stands in the history' })
    setErrors({})
    decide.mutate(
      {
        slug,
        contract: reference,
        decision,
        why,
        proof: textIn(data, 'proof'),
        ...(attachmentId && { attachmentId }),
      },
      {
        onError: (error) => setErrors(fieldErrorsOf(error, fields)),
        onSuccess: () => {
          onClose()
          toast({
            words: `${reference}: ${decidedWords[decision].toLowerCase()}`,
            action: { label: 'Undo', onAct: () => undo.mutate({ slug, contract: reference }) },
            forMs: 10_000,
          })
        },
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`What becomes of ${reference}?`}>
      <p className={css['what']}>
        <strong>{title}</strong> of {vendor.title}
        {termEndsOn && `, term to ${formatDay(termEndsOn)}`}.{notice?.channel && ` Notice: ${notice.channel}.`}
      </p>
      <Form label={`Decide about ${reference}`} onSubmit={submit} errors={errors}>
        <RadioGroup
          label="Decision"
          name="decision"
          {...(decision && { value: decision })}
          onChange={setDecision}
          options={[
            { value: 'renew', label: 'Renew', hint: 'It goes on as agreed. The next term asks again.' },
            {
              value: 'renegotiate',
              label: 'Renegotiate',
              hint: 'It goes on, on other terms. The next term asks again.',
            },
            { value: 'cancel', label: 'Cancel', hint: 'Notice is given. It ends with the term.' },
          ]}
        />
        <TextField label="Why" name="why" maxLength={500} autoComplete="off" />
        <TextField
          label="What shows that it was done"
          name="proof"
          isOptional
          maxLength={500}
          autoComplete="off"
          placeholder="Letter of 3 Nov, receipt no. …"
        />
        {attachments.length > 0 && (
          <Select
            label="File"
            name="attachmentId"
            isOptional
            hint={`From the attachments of ${vendor.reference}`}
            defaultValue=""
            options={choices}
          />
        )}
        <FormActions>
          <Button type="submit" variant="primary" isPending={decide.isPending}>
            Record decision
          </Button>
          <Button onClick={onClose}>Not yet</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
