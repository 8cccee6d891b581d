import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { giveStandby } from '#contract/access.ts'
import { listKeepers } from '#contract/organizations.ts'
import { openCredential, type Credential } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { doing, readyFor } from '../../platform/organization-keys.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { EmptyState, LoadingRows } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import type { LogPerson, LogSummary } from '../../vault/log-summary.ts'
import { useDeed } from '../documents/deeds.ts'
import { shownOf } from '../credentials/open-secret.ts'
import { endOfDay } from '../settings/end-of-day.ts'
import { NeedsLog } from '../settings/NeedsLog.tsx'
import { durations, durationWords } from './durations.ts'

interface Props {
  slug: string
  document: Document
  onClose: () => void
}

/** Access in advance for one person, which sleeps until that person opens an incident. */
export function GiveStandby({ slug, document, onClose }: Props) {
  const { reference, collectionId } = document
  const credential = useQuery(query(openCredential, { slug, reference }))
  const viewers = useQuery(query(listKeepers, { slug, collectionId }))
  const failed = [credential, viewers].find(({ isError }) => isError)
  return (
    <Dialog isOpen onClose={onClose} title={`Standby access to ${reference}`}>
      <p>It sleeps until that person opens an incident, then runs for its time, and every owner is told.</p>
      {failed && <Failed error={failed.error} what={reference} onRetry={() => void failed.refetch()} />}
      {!failed && (!credential.data || !viewers.data) && <LoadingRows what="people" rows={3} />}
      {credential.data && viewers.data && (
        <NeedsLog slug={slug} why="to give standby access">
          {(log) => (
            <StandbyForm
              {...{ slug, document, onClose }}
              credential={credential.data}
              people={mayHold(log, document.id, new Set(viewers.data.items.map(({ id }) => id)))}
            />
          )}
        </NeedsLog>
      )}
    </Dialog>
  )
}

/** Who sees it and does not open it anyway; by the names of the log, because the key is sealed to one of them. */
function mayHold(log: LogSummary, documentId: string, viewers: ReadonlySet<string>): LogPerson[] {
  const isGranted = (member: string) => log.grants.some((it) => it.member === member && it.document === documentId)
  return log.members.filter(
    ({ id, role, removed }) =>
      !removed && !['owner', 'admin', 'auditor'].includes(role) && (viewers.has(id) || isGranted(id)),
  )
}

function StandbyForm(props: Props & { credential: Credential; people: readonly LogPerson[] }) {
  const { slug, document, onClose, credential, people } = props
  const { organizationId, timeZone } = useOrganization()
  const { reference, title } = document
  const give = useDeed(giveStandby)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isPending, setPending] = useState(false)
  const { longestMinutes } = credential
  const fitting = durations.filter((minutes) => minutes <= longestMinutes)
  const offered = fitting.length > 0 ? fitting : [longestMinutes]

  const submit = async (data: FormData) => {
    const holder = textIn(data, 'holder')
    const until = textIn(data, 'until')
    const wrong = {
      ...(holder === '' && { holder: 'Choose a person' }),
      ...(until === '' && { until: 'Choose the last day' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || isPending) return
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
      toast({ words: `${people.find(({ id }) => id === holder)?.name} can open ${reference} in an incident` })
      onClose()
    } catch (error) {
      setErrors(fieldErrorsOf(error, ['holder', 'until', 'minutes']))
    } finally {
      setPending(false)
    }
  }
  if (people.length === 0)
    return (
      <EmptyState>Everybody who sees {reference} opens it already. Give somebody access to read it first.</EmptyState>
    )
  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label={title}>
      <Select
        label="Who"
        name="holder"
        options={[
          { value: '', label: 'Choose a person' },
          ...people.map(({ id, name, party }) => ({ value: id, label: `${name} (${party})` })),
        ]}
      />
      <Select
        label="Runs for"
        name="minutes"
        hint="From the moment the incident is opened."
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
  )
}
