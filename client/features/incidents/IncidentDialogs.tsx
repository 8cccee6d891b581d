import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { listDocuments } from '#contract/documents.ts'
import { changeIncident, reopenIncident, saveFollowUp, type Severity } from '#contract/incidents.ts'
import { query } from '../../platform/api.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { DateField, RadioGroup, Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { currentIncident, setCurrentIncident } from './current.ts'
import type { IncidentDialog } from './IncidentActs.tsx'
import { enterIncident } from './left.ts'
import { personOptions, usePeopleToName } from './use-people-to-name.ts'
import type { Incident } from './use-incident.ts'
import { severityNames } from './words.ts'

interface DialogProps {
  slug: string
  incident: Incident
  onClose: () => void
}

/** The rarer dialogs of an incident's page; they come in a part of their own. */
export function IncidentDialogs({ open, ...props }: DialogProps & { open: IncidentDialog }) {
  const { reference } = props.incident
  const titles = { change: `Change ${reference}`, reopen: `Reopen ${reference}?`, 'follow-up': 'Add a follow-up' }
  return (
    <Dialog isOpen onClose={props.onClose} title={titles[open.is]}>
      {open.is === 'change' && <ChangeForm {...props} />}
      {open.is === 'reopen' && <ReopenForm {...props} />}
      {open.is === 'follow-up' && <FollowUpForm {...props} />}
    </Dialog>
  )
}

function ChangeForm({ slug, incident, onClose }: DialogProps) {
  const { reference } = incident
  const [errors, setErrors] = useState<FieldErrors>({})
  const change = useDeed(changeIncident)
  const systems = useQuery({ ...query(listDocuments, { slug, kind: 'system', limit: 200 }), staleTime: 60_000 })
  const known = systems.data?.items ?? (incident.system ? [incident.system] : [])
  const submit = (data: FormData) => {
    const title = textIn(data, 'title').trim()
    if (title === '') return setErrors({ title: 'Say what is broken' })
    const system = textIn(data, 'system')
    const severity = textIn(data, 'severity') as Severity
    setErrors({})
    change.mutate(
      { slug, incident: reference, title, severity, ...(system && { system }) },
      {
        onSuccess: () => {
          const current = currentIncident(slug)
          if (current?.reference === reference) setCurrentIncident({ ...current, title })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['title', 'severity', 'system'])),
      },
    )
  }
  return (
    <Form onSubmit={submit} errors={errors} label={`Change ${reference}`}>
      <TextField
        label="What is broken"
        name="title"
        defaultValue={incident.title}
        autoFocus
        autoComplete="off"
        maxLength={200}
      />
      <Select
        key={known.length}
        label="What it is about"
        name="system"
        defaultValue={incident.system?.reference ?? ''}
        options={[
          { value: '', label: 'Something else, or not known yet' },
          ...known.map(({ reference: value, title }) => ({ value: value, label: title })),
        ]}
      />
      <RadioGroup
        label="How bad it is"
        name="severity"
        defaultValue={incident.severity}
        options={(['minor', 'major', 'critical'] as const).map((value) => ({ value, label: severityNames[value] }))}
      />
      <FormActions>
        <Button variant="primary" type="submit" isPending={change.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Keep as it is</Button>
      </FormActions>
    </Form>
  )
}

function ReopenForm({ slug, incident, onClose }: DialogProps) {
  const { reference, title, openedAt } = incident
  const [errors, setErrors] = useState<FieldErrors>({})
  const reopen = useDeed(reopenIncident)
  const submit = (data: FormData) => {
    const why = textIn(data, 'why').trim()
    if (why.length < 3) return setErrors({ why: 'Say what came back, like "Down again since 03:10"' })
    setErrors({})
    reopen.mutate(
      { slug, incident: reference, why },
      {
        onSuccess: () => {
          enterIncident({ slug, reference, title, openedAt })
          toast({ words: `${reference} is open again` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['why'])),
      },
    )
  }
  return (
    <Form onSubmit={submit} errors={errors} label={`Reopen ${reference}`}>
      <TextField
        label="Why"
        name="why"
        hint="Its timeline goes on, and the time counts from the start"
        autoFocus
        autoComplete="off"
        maxLength={300}
      />
      <FormActions>
        <Button variant="primary" type="submit" isPending={reopen.isPending}>
          Reopen
        </Button>
        <Button onClick={onClose}>Leave it ended</Button>
      </FormActions>
    </Form>
  )
}

function FollowUpForm({ slug, incident, onClose }: DialogProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [id] = useState(() => uuidv7())
  const save = useDeed(saveFollowUp)
  const people = usePeopleToName(slug, incident.people)
  const submit = (data: FormData) => {
    const text = textIn(data, 'text').trim()
    const ownerId = textIn(data, 'ownerId')
    const dueOn = textIn(data, 'dueOn')
    if (text.length < 3) return setErrors({ text: 'Write what is to be done' })
    setErrors({})
    save.mutate(
      {
        slug,
        incident: incident.reference,
        followUpId: id,
        text,
        ...(ownerId && { ownerId }),
        ...(dueOn && { dueOn }),
      },
      { onSuccess: onClose, onError: (error) => setErrors(fieldErrorsOf(error, ['text', 'ownerId', 'dueOn'])) },
    )
  }
  return (
    <Form onSubmit={submit} errors={errors} label="Add a follow-up">
      <TextField label="What is to be done" name="text" autoFocus autoComplete="off" maxLength={400} />
      <Select label="Who" name="ownerId" defaultValue="" options={personOptions(people)} />
      <DateField label="By" name="dueOn" isOptional />
      <FormActions>
        <Button variant="primary" type="submit" isPending={save.isPending}>
          Add follow-up
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </FormActions>
    </Form>
  )
}
