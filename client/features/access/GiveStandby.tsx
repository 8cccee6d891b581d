import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { giveStandby } from '#contract/access.ts'
import { listKeepers } from '#contract/organizations.ts'
import { openCredential } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { shownOf } from '../credentials/open-secret.ts'
import { endOfDay } from '../settings/end-of-day.ts'
import { durations, durationWords } from './durations.ts'

/** Access in advance for one person, which sleeps until that person opens an incident. */
export function GiveStandby({ slug, document, onClose }: { slug: string; document: Document; onClose: () => void }) {
  const { organizationId, memberId, timeZone } = useOrganization()
  const { reference, title, collectionId } = document
  const credential = useQuery(query(openCredential, { slug, reference })).data
  const people = useQuery(query(listKeepers, { slug, collectionId })).data?.items ?? []
  const give = useDeed(giveStandby)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const others = people.filter(({ id }) => id !== memberId)
  const offered = durations.filter((minutes) => minutes <= (credential?.longestMinutes ?? 0))

  const submit = async (data: FormData) => {
    const holder = textIn(data, 'holder')
    const until = textIn(data, 'until')
    const wrong = {
      ...(holder === '' && { holder: 'Choose a person' }),
      ...(until === '' && { until: 'Choose the last day' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || !credential) return
    setPending(true)
    try {
      if (!(await readyFor(slug, 'to seal the key to that person'))) return
      const given = await doing(slug, 'signStandby', {
        organizationId,
        shown: shownOf({ slug, organizationId, reference, title }, credential),
        credential,
        lease: uuidv7(),
        holder,
        notBefore: new Date().toISOString(),
        notAfter: endOfDay(until, timeZone),
        minutes: Number(textIn(data, 'minutes')),
      })
      await give.mutateAsync({ slug, reference, ...given })
      const name = others.find(({ id }) => id === holder)?.name ?? 'They'
      toast({ words: `${name} can open ${reference} in an incident` })
      onClose()
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['holder', 'until', 'minutes']))
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Standby access to ${reference}`}>
      <p>It sleeps until that person opens an incident, then runs for its time, and every owner is told.</p>
      <Form onSubmit={(data) => void submit(data)} errors={errors} label={title}>
        <Select
          label="Who"
          name="holder"
          options={[
            { value: '', label: 'Choose a person' },
            ...others.map(({ id, name, party }) => ({ value: id, label: `${name} (${party})` })),
          ]}
        />
        <Select
          label="Runs for"
          name="minutes"
          options={offered.map((minutes) => ({ value: String(minutes), label: durationWords(minutes) }))}
        />
        <DateField label="Until" name="until" hint="At most a year from now. It can be renewed." />
        <FormActions>
          <Button variant="primary" type="submit" isPending={isPending}>
            Give standby access
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
