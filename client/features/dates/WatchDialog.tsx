import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { createWatched, saveWatched, WatchKind, type WatchedDate } from '#contract/dates.ts'
import type { Document } from '#contract/documents.ts'
import { listKeepers } from '#contract/organizations.ts'
import type { MemberId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { DateField, Select, TextArea, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { usualLead, watchNames } from './words.ts'
import css from './dates.module.css'

interface WatchDialogProps {
  slug: string
  document: Pick<Document, 'reference' | 'title' | 'collectionId'>
  /** The one to change or renew; without it, a new one. */
  date: WatchedDate | undefined
  isRenewal: boolean
  onClose: () => void
}

const fields = ['kind', 'name', 'on', 'leadDays', 'ownerId', 'note']

/** Adds a date to watch, changes one, or says until when it was renewed. */
export function WatchDialog({ slug, document, date, isRenewal, onClose }: WatchDialogProps) {
  const { reference } = document
  const [id] = useState(() => uuidv7())
  const [kind, setKind] = useState<WatchKind>(date?.kind ?? 'domain')
  const [lead, setLead] = useState(String(date?.leadDays ?? usualLead[kind]))
  const [errors, setErrors] = useState<FieldErrors>({})
  const keepers = useQuery(query(listKeepers, { slug, collectionId: document.collectionId }))
  const add = useDeed(createWatched)
  const save = useDeed(saveWatched)

  const submit = (data: FormData) => {
    const on = textIn(data, 'on')
    const name = date && isRenewal ? date.name : textIn(data, 'name')
    const wrong: Record<string, string> = {
      ...(name.trim() === '' && { name: 'Enter what it is, like calderwick.example.com' }),
      ...(!on && { on: 'Enter the day on which it runs out' }),
      ...(date && isRenewal && on && on <= date.on && { on: `Enter a day after ${formatDay(date.on)}` }),
      ...(!/^\s*[0-9]{1,3}\s*$/.test(lead) && { leadDays: 'Enter a number of days, like 30' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    const ownerId = (isRenewal ? date?.owner?.id : textIn(data, 'ownerId')) as MemberId | undefined
    const note = isRenewal ? (date?.note ?? '') : textIn(data, 'note')
    const input = { slug, reference, kind, name, on, leadDays: Number(lead), note, ...(ownerId && { ownerId }) }
    const then = {
      onSuccess: () => {
        onClose()
        toast({ words: date ? `${name} now runs out on ${formatDay(on)}` : `${name} is watched` })
      },
      onError: (error: Error) => setErrors(fieldErrorsOf(error, fields)),
    }
    if (date) save.mutate({ ...input, watchId: date.id, revision: date.revision }, then)
    else add.mutate({ ...input, id }, then)
  }

  const people = [
    { value: '', label: `Whoever owns ${reference}` },
    ...(keepers.data?.items ?? []).map((person) => ({
      value: person.id,
      label: person.side === 'in_house' ? person.name : `${person.name} (${person.party})`,
    })),
  ]
  const title = date
    ? isRenewal
      ? `Until when was ${date.name} renewed?`
      : `Change ${date.name}`
    : 'New date to watch'
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Form label={title} onSubmit={submit} errors={errors}>
        {!isRenewal && (
          <>
            <Select
              label="Kind"
              name="kind"
              width="medium"
              value={kind}
              onChange={(chosen) => {
                setKind(chosen)
                if (!date) setLead(String(usualLead[chosen]))
              }}
              options={WatchKind.options.map((value) => ({ value, label: watchNames[value] }))}
            />
            <TextField
              label="What"
              name="name"
              maxLength={200}
              autoComplete="off"
              autoFocus
              defaultValue={date?.name}
              placeholder="calderwick.example.com"
            />
          </>
        )}
        <DateField
          label={isRenewal ? 'Now runs out on' : 'Runs out on'}
          name="on"
          defaultValue={isRenewal ? undefined : date?.on}
          autoFocus={isRenewal}
          hint={isRenewal && date ? `Until now: ${formatDay(date.on)}. That day is kept.` : undefined}
        />
        {!isRenewal && (
          <>
            <TextField
              label="Work from so many days before"
              name="leadDays"
              width="short"
              inputMode="numeric"
              value={lead}
              onChange={(event) => setLead(event.currentTarget.value)}
            />
            <Select
              key={String(keepers.isSuccess)}
              label="Owner"
              name="ownerId"
              width="medium"
              defaultValue={date?.owner?.id ?? ''}
              options={people}
            />
            <TextArea label="Note" name="note" isOptional rows={2} maxLength={2_000} defaultValue={date?.note} />
          </>
        )}
        <FormActions>
          <Button type="submit" variant="primary" isPending={add.isPending || save.isPending}>
            {date ? (isRenewal ? 'Save the new date' : 'Save date') : 'Watch it'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
      <p className={css['aside']}>Nothing is looked up outside: the day is what somebody entered here.</p>
    </Dialog>
  )
}
