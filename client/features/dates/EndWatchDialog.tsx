import { useState } from 'react'
import { endWatched, type WatchedDate } from '#contract/dates.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'

/** A date that matters no longer goes out of the list, and why stands in the activity. */
export function EndWatchDialog({ slug, date, onClose }: { slug: string; date: WatchedDate; onClose: () => void }) {
  const end = useDeed(endWatched)
  const [errors, setErrors] = useState<FieldErrors>({})
  const submit = (data: FormData) => {
    const why = textIn(data, 'why')
    if (why.trim().length < 3) return setErrors({ why: 'Say why, in a few words: it stands in the activity' })
    end.mutate(
      { slug, reference: date.document.reference, watchId: date.id, why },
      {
        onError: (error) => setErrors(fieldErrorsOf(error, ['why'])),
        onSuccess: () => {
          onClose()
          toast({ words: `${date.name} is watched no longer` })
        },
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Watch ${date.name} no longer?`}>
      <Form label="Watch it no longer" onSubmit={submit} errors={errors}>
        <TextField label="Why" name="why" maxLength={300} autoComplete="off" autoFocus />
        <FormActions>
          <Button type="submit" variant="primary" isPending={end.isPending}>
            Watch it no longer
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
