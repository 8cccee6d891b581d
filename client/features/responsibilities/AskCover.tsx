import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { askCover, type Absence } from '#contract/responsibilities.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf } from '../../platform/failure.ts'
import { readyFor } from '../../platform/organization-keys.ts'
import { isKeyHolder, useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { formatDay } from '../../ui/format.ts'
import { PickField } from '../../ui/PickField.tsx'
import { toast } from '../../ui/Toast.tsx'
import { refresh } from '../documents/deeds.ts'
import { Lacks } from './AwayDialog.tsx'
import { coverItems } from './holder-choices.tsx'
import { useNameable } from './use-lanes.ts'
import { useWhatIf } from './use-what-if.ts'

/** Asks somebody (else) to cover an absence that stands; a key holder gives them what they lack with the same step. */
export function AskCover({ slug, absence, onClose }: { slug: string; absence: Absence; onClose: () => void }) {
  const membership = useOrganization()
  const client = useQueryClient()
  const nameable = useNameable(slug)
  const [coverId, setCoverId] = useState<string>()
  const [gives, setGives] = useState(true)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const { person, until } = absence
  const from = absence.from < membership.today ? membership.today : absence.from
  const whatIf = useWhatIf({ slug, memberId: coverId && person.id, from, until, coverId })
  const items = nameable.data ? coverItems(nameable.data, person.id).filter(({ id }) => id !== absence.cover?.id) : []
  const name = items.find(({ id }) => id === coverId)?.text
  const lacks = coverId && !whatIf.isPlaceholderData ? (whatIf.data?.cover ?? []) : []
  const willGive = isKeyHolder(membership) && gives && lacks.length > 0
  const submit = async () => {
    if (isPending) return
    if (!coverId || !name) return setErrors({ coverId: 'Choose somebody' })
    setErrors({})
    setPending(true)
    try {
      if (willGive && !(await readyFor(slug, 'to give access to the cover'))) return
      await call(askCover, { slug, absenceId: absence.id, coverId })
      toast({ words: `${name} was asked to cover for ${person.name}` })
      refresh(client)
      onClose()
      if (!willGive) return
      const { giveCover } = await import('./cover-grants.ts')
      await giveCover(slug, { coverId, until, timeZone: membership.timeZone, documents: lacks }).then(
        () => refresh(client),
        (error: unknown) => toast({ words: `${name} was asked, but access was not given. ${failureOf(error).title}` }),
      )
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['coverId']))
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Who covers for ${person.name}?`}>
      <Form onSubmit={() => void submit()} errors={errors} label="Ask for cover">
        <p>Away until {formatDay(until)}.</p>
        <PickField label="Who covers?" name="coverId" items={items} value={coverId} onChange={setCoverId} />
        {name && lacks.length > 0 && (
          <Lacks
            name={name}
            documents={lacks}
            until={until}
            {...(isKeyHolder(membership) && { gives, onGives: setGives })}
          />
        )}
        <FormActions>
          <Button variant="primary" type="submit" isPending={isPending}>
            {name ? `Ask ${name.split(' ')[0]}${willGive ? ' and give access' : ''}` : 'Ask'}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
