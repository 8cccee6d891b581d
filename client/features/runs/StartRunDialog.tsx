import { useState } from 'react'
import { useNavigate } from 'react-router'
import { v7 as uuidv7 } from 'uuid'
import type { Document } from '#contract/documents.ts'
import { startRun } from '#contract/runs.ts'
import type { EventId, Instant, RunId } from '#contract/values.ts'
import { queueEvents } from '../../platform/outbox.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Checkbox, RadioGroup } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { plural } from '../../ui/format.ts'
import { failureWords, useDeed } from '../documents/deeds.ts'
import { useCurrentIncident } from '../incidents/current.ts'
import { runPath } from './addresses.ts'
import { UnderWayList } from './UnderWay.tsx'

interface DialogProps {
  slug: string
  document: Document
  /** Steps that are done already. */
  ticks?: ReadonlySet<number>
  onStarted?: () => void
  onClose: () => void
}

/** Enter starts it in earnest, in the incident that this device is in. */
export function StartRunDialog({ slug, document, ticks, onStarted, onClose }: DialogProps) {
  const { reference } = document
  const navigate = useNavigate()
  const incident = useCurrentIncident()
  const here = incident?.slug === slug ? incident : undefined
  const [errors, setErrors] = useState<FieldErrors>({})
  // One id however often it is sent: a lost answer starts no second run.
  const [id] = useState(() => uuidv7() as RunId)
  const [kind, setKind] = useState<'run' | 'drill'>('run')
  const start = useDeed(startRun)
  const submit = (data: FormData) => {
    if (start.isPending) return
    const isDrill = kind === 'drill'
    const isInIncident = here !== undefined && !isDrill && textIn(data, 'incident') !== ''
    start.mutate(
      { slug, reference, id, isDrill, ...(isInIncident && { incident: here.reference }) },
      {
        onSuccess: ({ id: run }) => {
          const at = new Date().toISOString() as Instant
          const done = [...(ticks ?? [])].map((step) => ({ id: uuidv7() as EventId, what: 'done' as const, step, at }))
          if (done.length > 0) queueEvents(slug, `run/${run}`, done)
          onStarted?.()
          onClose()
          void navigate(runPath(slug, run))
        },
        onError: (error) => setErrors({ '': failureWords(error) }),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Start a run of ${reference}?`}>
      <UnderWayList slug={slug} document={document} onLeave={onClose} />
      <Form onSubmit={submit} errors={errors}>
        <RadioGroup
          label="What is it?"
          name="kind"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'run', label: 'In earnest', hint: 'It is needed now.' },
            { value: 'drill', label: 'A drill', hint: 'To try whether it works.' },
          ]}
        />
        {here && kind === 'run' && (
          <Checkbox label={`In ${here.reference} ${here.title}`} name="incident" defaultChecked />
        )}
        <p>
          Whoever may read {reference} can join. Ticks and notes show to everybody at once, and stay in its history.
          {ticks && ticks.size > 0 && ` It begins with the ${plural(ticks.size, 'step')} that you ticked.`}
        </p>
        <FormActions>
          <Button variant="primary" type="submit" isPending={start.isPending} autoFocus>
            {kind === 'drill' ? 'Start drill' : 'Start run'}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
