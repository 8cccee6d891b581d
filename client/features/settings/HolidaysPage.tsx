import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listHolidays, setHolidays } from '#contract/contracts.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, TextArea, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { readHolidays, type Holiday } from './read-holidays.ts'
import { PlainTable } from './PlainTable.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'

/** Days on which nobody works, beside weekends: notice that counts in business days leaves them out. */
export default function HolidaysPage() {
  const membership = useOrganization()
  const { slug, today } = membership
  const client = useQueryClient()
  const holidays = useQuery(query(listHolidays, { slug }))
  const manages = isKeyHolder(membership)
  const items: readonly Holiday[] = holidays.data?.items ?? []
  const coming = items.filter(({ on }) => on >= today)

  const save = useMutation({
    mutationFn: (next: readonly Holiday[]) => call(setHolidays, { slug, items: [...next] }),
    onSuccess: () => refresh(client),
  })
  const remove = (gone: Holiday) => {
    const rest = items.filter(({ on }) => on !== gone.on)
    save.mutate(rest, {
      onSuccess: () =>
        toast({
          words: `${formatDay(gone.on)} removed`,
          action: { label: 'Undo', onAct: () => save.mutate([...rest, gone]) },
          forMs: 10_000,
        }),
      onError: (error) => toast({ words: failureOf(error).title }),
    })
  }
  return (
    <SettingsFrame title="Holidays" summary={holidays.data && plural(coming.length, 'day') + ' to come'}>
      <SettingsBody>
        <SettingsSection
          title="Days off"
          note="Notice periods in business days leave out weekends and these days, and nobody is asked to act on one."
        >
          {holidays.isPending && <LoadingRows what="the holidays" rows={4} />}
          {holidays.isError && (
            <Failed what="The holidays" error={holidays.error} onRetry={() => void holidays.refetch()} />
          )}
          {holidays.data && items.length === 0 && <p>None yet: only Saturdays and Sundays are left out.</p>}
          {items.length > 0 && (
            <PlainTable
              label="Holidays"
              rows={[...coming, ...items.filter(({ on }) => on < today).reverse()]}
              rowKey={({ on }) => on}
              columns={[
                { header: 'Day', cell: ({ on }) => <time dateTime={on}>{formatDay(on)}</time> },
                { header: 'Name', cell: ({ name }) => name },
                ...(manages
                  ? [
                      {
                        header: 'Remove',
                        isHeaderHidden: true,
                        cell: (one: Holiday) => (
                          <Button
                            variant="quiet"
                            aria-label={`Remove ${formatDay(one.on)}`}
                            isPending={save.isPending}
                            onClick={() => remove(one)}
                          >
                            Remove
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </SettingsSection>
        {manages && holidays.data && (
          <>
            <AddOne items={items} onSave={(next) => save.mutateAsync(next)} />
            <AddSeveral items={items} onSave={(next) => save.mutateAsync(next)} />
          </>
        )}
      </SettingsBody>
    </SettingsFrame>
  )
}

interface AddProps {
  items: readonly Holiday[]
  onSave: (next: readonly Holiday[]) => Promise<unknown>
}

function AddOne({ items, onSave }: AddProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [round, setRound] = useState(0)
  const submit = async (data: FormData) => {
    const [on, name] = [textIn(data, 'on'), textIn(data, 'name')]
    if (!on) return setErrors({ on: 'Enter a day' })
    if (items.some((one) => one.on === on)) return setErrors({ on: `${formatDay(on)} is in the list already` })
    setErrors({})
    try {
      await onSave([...items, { on, name }])
      toast({ words: `${formatDay(on)} added` })
      setRound(round + 1)
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['on', 'name']))
    }
  }
  return (
    <SettingsSection title="Add a day">
      <Form key={round} label="Add a day" onSubmit={(data) => void submit(data)} errors={errors}>
        <DateField label="Day" name="on" />
        <TextField label="Name" name="name" width="medium" isOptional maxLength={80} autoComplete="off" />
        <FormActions>
          <Button type="submit">Add day</Button>
        </FormActions>
      </Form>
    </SettingsSection>
  )
}

function AddSeveral({ items, onSave }: AddProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [text, setText] = useState('')
  const submit = async () => {
    const { holidays, wrong } = readHolidays(text)
    if (wrong !== undefined) return setErrors({ several: `No day begins this line: “${wrong.slice(0, 60)}”` })
    const fresh = holidays.filter(({ on }) => !items.some((one) => one.on === on))
    if (fresh.length === 0)
      return setErrors({
        several: holidays.length === 0 ? 'Paste one day a line' : 'All of them are in the list already',
      })
    setErrors({})
    try {
      await onSave([...items, ...fresh])
      setText('')
      toast({ words: `${plural(fresh.length, 'day')} added` })
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['several']))
    }
  }
  return (
    <SettingsSection title="Paste several">
      <Form label="Paste several" onSubmit={() => void submit()} errors={errors}>
        <TextArea
          label="One day a line, then its name"
          name="several"
          hint="Like 2026-12-25 Christmas Day, or 25/12/2026, Christmas Day: the day before the month."
          rows={5}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormActions>
          <Button type="submit">Add these days</Button>
        </FormActions>
      </Form>
    </SettingsSection>
  )
}
