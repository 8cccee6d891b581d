import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { setAway } from '#contract/responsibilities.ts'
import type { AbsenceId } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { readyFor } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay, plural } from '../../ui/format.ts'
import { PickField } from '../../ui/PickField.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { Checkbox, TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { dayAfter, isDay } from './days.ts'
import { coverItems } from './holder-choices.tsx'
import { Uncovered } from './Uncovered.tsx'
import { useNameable } from './use-lanes.ts'
import { useWhatIf, type WhatIf } from './use-what-if.ts'
import css from './responsibilities.module.css'

interface AwayDialogProps {
  slug: string
  person: { id: string; name: string }
  from?: string
  until?: string
  coverId?: string | undefined
  onClose: () => void
}

/**
 * Says that somebody is away. What would be uncovered stands there at once, and one step covers it: the cover is asked,
 * and a key holder gives them what they lack, until the last day.
 */
export function AwayDialog(props: AwayDialogProps) {
  const { slug, person, onClose } = props
  const membership = useOrganization()
  const { today, timeZone, memberId } = membership
  const client = useQueryClient()
  const nameable = useNameable(slug)
  const [from, setFrom] = useState(props.from ?? today)
  const [until, setUntil] = useState(props.until ?? dayAfter(today, 13))
  const [coverId, setCoverId] = useState(props.coverId)
  const [gives, setGives] = useState(true)
  const [id] = useState(() => uuidv7() as AbsenceId)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const whatIf = useWhatIf({ slug, memberId: person.id, from, until, coverId })

  const isMe = person.id === memberId
  const cover = nameable.data?.people.find((each) => each.person.id === coverId)?.person
  const lacks = coverId && !whatIf.isPlaceholderData ? (whatIf.data?.cover ?? []) : []
  const willGive = isKeyHolder(membership) && gives && lacks.length > 0

  const submit = async (data: FormData) => {
    if (isPending) return
    const wrong = {
      ...(!isDay(from) && { from: 'Choose the first day' }),
      ...(!isDay(until) && { until: 'Choose the last day' }),
      ...(isDay(from) && isDay(until) && until < from && { until: 'The last day is not before the first' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setPending(true)
    try {
      // Asked first: without the keys nothing is half done.
      if (willGive && !(await readyFor(slug, 'to give access to the cover'))) return
      const note = textIn(data, 'note')
      await call(setAway, { slug, id, memberId: person.id, from, until, note, ...(coverId && { coverId }) })
      refresh(client)
      toast({ words: doneWords(isMe ? 'You are' : `${person.name} is`, until, cover?.name) })
      onClose()
      if (willGive && coverId) await give({ slug, coverId, until, timeZone, name: cover?.name ?? '', documents: lacks })
      refresh(client)
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['from', 'until', 'note', 'coverId']))
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} size="wide" title={isMe ? 'When are you away?' : `When is ${person.name} away?`}>
      <Form onSubmit={(data) => void submit(data)} errors={errors} label="Away">
        <div className={css['pair']}>
          <DateField
            label="From"
            name="from"
            value={from}
            onChange={({ currentTarget: { value } }) => {
              setFrom(value)
              if (isDay(value) && until < value) setUntil(value)
            }}
          />
          <DateField
            label="Until, that day included"
            name="until"
            min={from}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </div>
        <TextField
          label="Note"
          name="note"
          isOptional
          maxLength={200}
          autoComplete="off"
          hint="In-house people can read it."
        />
        <PickField
          label="Who covers?"
          name="coverId"
          isOptional
          placeholder="Nobody is asked"
          hint="They are asked, and stand in everywhere as soon as they accept."
          items={nameable.data ? coverItems(nameable.data, person.id) : []}
          value={coverId}
          onChange={setCoverId}
        />
        {cover && lacks.length > 0 && (
          <Lacks
            name={cover.name}
            documents={lacks}
            until={until}
            {...(isKeyHolder(membership) && { gives, onGives: setGives })}
          />
        )}
        {whatIf.isError && (
          <Failed what="What would be uncovered" error={whatIf.error} onRetry={() => void whatIf.refetch()} />
        )}
        {whatIf.isLoading && <LoadingRows what="what would be uncovered" rows={3} />}
        {whatIf.data && <Uncovered slug={slug} who={isMe ? 'you' : person.name} answer={whatIf.data} isShort />}
        <FormActions>
          <Button variant="primary" type="submit" isPending={isPending}>
            {submitWords(cover?.name, willGive ? lacks.length : 0)}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

/** What the cover cannot see or open yet; a key holder gives it with the same step. */
export function Lacks(props: {
  name: string
  documents: WhatIf['cover']
  until: string
  gives?: boolean
  onGives?: (gives: boolean) => void
}) {
  const { name, documents, until, gives, onGives } = props
  return (
    <section className={css['lacks']} aria-label={`What ${name} lacks`}>
      <p>
        {name} lacks access to {plural(documents.length, 'document')}:
      </p>
      <ul>
        {documents.map(({ reference, title, needs }) => (
          <li key={reference}>
            <Reference>{reference}</Reference> {title}{' '}
            <span className={css['aside']}>{needs === 'reveal' ? 'to open' : 'to read'}</span>
          </li>
        ))}
      </ul>
      {onGives ? (
        <Checkbox
          label={`Give ${name} access to ${documents.length === 1 ? 'it' : 'them'}${isDay(until) ? ` until ${formatDay(until)}` : ''}`}
          hint="It ends by itself. Each secret that is opened is recorded."
          checked={gives ?? false}
          onChange={(event) => onGives(event.currentTarget.checked)}
        />
      ) : (
        <p className={css['aside']}>An owner or admin can give it to them, with an end.</p>
      )}
    </section>
  )
}

/** After the absence stands: what fails here is said, and can be done on its own. */
async function give(of: {
  slug: string
  coverId: string
  until: string
  timeZone: string
  name: string
  documents: WhatIf['cover']
}): Promise<void> {
  try {
    const { giveCover } = await import('./cover-grants.ts')
    if (await giveCover(of.slug, of))
      toast({ words: `${of.name} can open ${plural(of.documents.length, 'document')} until ${formatDay(of.until)}` })
  } catch (error) {
    toast({ words: `The absence stands, but access was not given. ${failureOf(error).title}`, forMs: 20_000 })
  }
}

const submitWords = (cover: string | undefined, grants: number): string =>
  cover ? `Set away, ask ${cover.split(' ')[0]}${grants > 0 ? ` and give access` : ''}` : 'Set away'

const doneWords = (who: string, until: string, cover: string | undefined): string =>
  `${who} away until ${formatDay(until)}${cover ? `. ${cover} was asked to cover` : ''}`
