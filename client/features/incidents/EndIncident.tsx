import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { useNavigate } from 'react-router'
import { closeIncident } from '#contract/incidents.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { TextArea } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { useSecretWarnings } from '../documents/secret-guard.ts'
import { currentIncident, incidentPath, setCurrentIncident } from './current.ts'
import { endedHere } from './left.ts'
import { FollowUpFields, type FollowUpDraft } from './FollowUpFields.tsx'
import { useIncident, type Incident } from './use-incident.ts'
import { VerdictFields, type Verdicts } from './VerdictFields.tsx'
import type { Verdict } from './words.ts'
import css from './incidents.module.css'

/** It is over: what was affected, how each runbook did, what is to follow and who sees to it. */
export function EndIncident({ slug, incident, onClose }: { slug: string; incident: string; onClose: () => void }) {
  const answer = useIncident(slug, incident)
  return (
    <Dialog isOpen onClose={onClose} title={`End ${incident}?`} size="wide">
      {answer.data ? (
        answer.data.mayEnd && !answer.data.closedAt ? (
          <EndForm slug={slug} incident={answer.data} onClose={onClose} />
        ) : (
          <p className={css['lead']}>
            {answer.data.closedAt
              ? `${incident} has ended already.`
              : `Whoever takes part in ${incident} ends it, and so do owners and admins. Join it first.`}
          </p>
        )
      ) : answer.error ? (
        <Failed what={incident} error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <LoadingRows what={incident} rows={4} />
      )}
    </Dialog>
  )
}

const readers = 'Everybody who sees the incident reads it, and it stays in the report.'

function EndForm({ slug, incident, onClose }: { slug: string; incident: Incident; onClose: () => void }) {
  const { reference, title, runbooks } = incident
  const navigate = useNavigate()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [verdicts, setVerdicts] = useState<Verdicts>(
    () => new Map(runbooks.map((each) => [each.reference, usual(each)])),
  )
  const [followUps, setFollowUps] = useState<readonly FollowUpDraft[]>([])
  const close = useDeed(closeIncident)
  const warningsFor = useSecretWarnings(readers)

  /** What was wrong and no longer is goes at once. */
  const putRight = (...now: Parameters<typeof wrongIn>) => {
    const wrong = wrongIn(...now)
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !isOwn(name) || name in wrong)))
  }

  const submit = async (data: FormData) => {
    if (close.isPending) return
    const affected = textIn(data, 'affected').trim()
    const summary = textIn(data, 'summary').trim()
    const wrong = wrongIn(runbooks, verdicts, followUps)
    const found = Object.keys(wrong).length > 0 ? wrong : await warningsFor({ affected, summary }, 'End incident')
    setErrors(found)
    if (Object.keys(found).length > 0) return
    endedHere.add(reference)
    close.mutate(
      {
        slug,
        incident: reference,
        affected,
        summary,
        runbooks: runbooks.flatMap(({ reference: runbook }) => {
          const verdict = verdicts.get(runbook)
          return verdict ? [{ reference: runbook, ...verdict }] : []
        }),
        followUps: followUps
          .filter(({ text }) => text.trim() !== '')
          .map(({ id, text, ownerId, dueOn }) => ({
            id,
            text: text.trim(),
            ...(ownerId && { ownerId }),
            ...(dueOn && { dueOn }),
          })),
      },
      {
        onSuccess: () => {
          const current = currentIncident(slug)
          if (current?.reference === reference) setCurrentIncident(undefined)
          toast({ words: `${reference} ended` })
          onClose()
          void navigate(incidentPath(slug, reference))
        },
        onError: (error) => {
          endedHere.delete(reference)
          setErrors(fieldErrorsOf(error, ['affected', 'summary']))
        },
      },
    )
  }
  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label={`End ${reference}`}>
      <p className={css['lead']}>
        <strong>{title}</strong>. Ending it closes runs that are under way in it, and writes the report.
      </p>
      <TextArea
        label="What was affected"
        name="affected"
        hint="Who could not do what, and for how long"
        rows={2}
        isOptional
        autoFocus
        maxLength={4_000}
      />
      <TextArea label="What it was, and what helped" name="summary" rows={3} isOptional maxLength={10_000} />
      {runbooks.length > 0 && (
        <VerdictFields
          runbooks={runbooks}
          verdicts={verdicts}
          onChange={(next) => {
            setVerdicts(next)
            putRight(runbooks, next, followUps)
          }}
        />
      )}
      <FollowUpFields
        slug={slug}
        people={incident.people}
        drafts={followUps}
        onChange={(next) => {
          setFollowUps(next)
          putRight(runbooks, verdicts, next)
        }}
        onAdd={() => setFollowUps([...followUps, { id: uuidv7(), text: '', ownerId: '', dueOn: '' }])}
      />
      <FormActions>
        <Button variant="primary" type="submit" isPending={close.isPending}>
          End incident
        </Button>
        <Button onClick={onClose}>Keep it open</Button>
      </FormActions>
    </Form>
  )
}

/** What is said already, by a run of it. Of a runbook that was only opened nobody knows but those who were there. */
function usual({ verdict, runOutcome }: Incident['runbooks'][number]): Verdict | undefined {
  const outcome = verdict ?? (runOutcome && byOutcome[runOutcome])
  return outcome && { outcome, note: '' }
}
const byOutcome = { worked: 'worked', needs_changes: 'needs_changes', abandoned: 'not_used' } as const

/** The fields of verdicts and follow-ups; the others are put right by sending. */
const isOwn = (name: string): boolean => /^(?:verdict|note|text)-/.test(name)

/** Also of what somebody opened while this was being filled in. */
function wrongIn(runbooks: Incident['runbooks'], verdicts: Verdicts, followUps: readonly FollowUpDraft[]): FieldErrors {
  const unsaid = runbooks
    .filter(({ reference }) => verdicts.get(reference) === undefined)
    .map(({ reference }) => [`verdict-${reference}`, `Say how ${reference} did`])
  const notes = [...verdicts]
    .filter(([, verdict]) => verdict?.outcome === 'needs_changes' && verdict.note.trim().length < 3)
    .map(([reference]) => [`note-${reference}`, `Say what needs to change in ${reference}`])
  const short = followUps
    .filter(({ text }) => text.trim().length > 0 && text.trim().length < 3)
    .map(({ id }) => [`text-${id}`, 'Write what is to be done'])
  return Object.fromEntries([...unsaid, ...notes, ...short]) as FieldErrors
}
