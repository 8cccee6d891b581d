import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { recoveryState } from '#contract/recovery.ts'
import { failureOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { state } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsSection } from '../settings/SettingsFrame.tsx'
import { Notice } from '../sign-in/Notice.tsx'

/** After how many days the key holders are reminded to try the cards again. A policy: it stands in the log. */
export function DrillDays({ days, isOwner }: { days: number; isOwner: boolean }) {
  const { slug } = useOrganization()
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const save = useMutation({
    mutationFn: (drillDays: number) =>
      state(slug, 'to change the reminder', [{ type: 'policies', set: { drillDays } }]),
    onSuccess: async (isDone, drillDays) => {
      if (!isDone) return
      toast({ words: `The cards are to be tried every ${drillDays} days` })
      await queries.invalidateQueries({ queryKey: [recoveryState.path] })
    },
  })

  function submit(data: FormData) {
    if (save.isPending) return
    const wish = Number(textIn(data, 'days').trim())
    const isRight = Number.isInteger(wish) && wish >= 1 && wish <= 730
    setErrors(isRight ? {} : { days: 'Enter a number of days from 1 to 730' })
    if (isRight) save.mutate(wish)
  }

  return (
    <SettingsSection
      title="Reminder"
      note="Cards fade, get lost, and people move. A drill shows in five minutes whether the kit would work today."
    >
      {isOwner ? (
        <Form onSubmit={submit} errors={errors} label="Reminder">
          {save.isError && <Notice {...failureOf(save.error)} />}
          <TextField
            label="Try the cards every"
            name="days"
            hint="Days, from 1 to 730"
            inputMode="numeric"
            width="short"
            defaultValue={days}
          />
          <FormActions>
            <Button type="submit" isPending={save.isPending}>
              Save reminder
            </Button>
          </FormActions>
        </Form>
      ) : (
        <p>The cards are to be tried every {days} days.</p>
      )}
    </SettingsSection>
  )
}
