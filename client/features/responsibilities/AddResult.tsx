import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { addLaneResult, type Target } from '#contract/responsibilities.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, RadioGroup } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { targetWords } from './words.ts'

/** Writes down how the outcome was met on a day. */
export function AddResult(props: { slug: string; laneId: string; target: Target; onClose: () => void }) {
  const { slug, laneId, target, onClose } = props
  const { today } = useOrganization()
  const [id] = useState(() => uuidv7())
  const [passed, setPassed] = useState<'yes' | 'no'>('yes')
  const [errors, setErrors] = useState<FieldErrors>({})
  const adding = useDeed(addLaneResult)
  const isPassed = target.measure === 'passed'
  const submit = (data: FormData) => {
    if (adding.isPending) return
    const on = textIn(data, 'on')
    const written = textIn(data, 'value').replace(',', '.')
    const value = Number(written)
    const wrong = {
      ...(!on && { on: 'Enter a day' }),
      ...(!isPassed &&
        (written === '' || !Number.isFinite(value) || value < 0) && { value: 'Enter a number, like 4.5' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    const result = isPassed ? { passed: passed === 'yes' } : { value }
    adding.mutate(
      { slug, laneId, id, on, note: textIn(data, 'note'), ...result },
      {
        onSuccess: () => {
          toast({ words: 'Result added' })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['on', 'value', 'passed', 'note'])),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title="Add a result">
      <Form onSubmit={submit} errors={errors} label="Add a result">
        <p>Target: {targetWords(target)}.</p>
        <DateField label="Day" name="on" defaultValue={today} max={today} />
        {isPassed ? (
          <RadioGroup
            label="Result"
            name="passed"
            value={passed}
            onChange={setPassed}
            options={[
              { value: 'yes', label: 'Passed' },
              { value: 'no', label: 'Not passed' },
            ]}
          />
        ) : (
          <TextField
            label={target.unit ? `Result, in ${target.unit}` : 'Result'}
            name="value"
            width="short"
            inputMode="decimal"
            maxLength={20}
            autoComplete="off"
          />
        )}
        <TextField
          label="Note"
          name="note"
          isOptional
          maxLength={400}
          autoComplete="off"
          hint="What was done, and how"
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={adding.isPending}>
            Add the result
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
