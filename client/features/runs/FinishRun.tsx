import { useState } from 'react'
import { finishRun, type Outcome } from '#contract/runs.ts'
import { flushed } from '../../platform/outbox.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { RadioGroup, TextArea } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { listWords, plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'
import { useSecretGuard } from '../documents/secret-guard.ts'
import type { RunDialogProps } from './RunDialogs.tsx'
import { outcomeNames } from './words.ts'

const readers = 'Everybody who may read the runbook sees it, and it stays in its history.'

/** How it went. What failed is known already, and proposes the answer. */
export function FinishRun({ slug, live, run, onClose }: RunDialogProps) {
  const { reference } = run.runbook
  const states = [...live.standing.steps.values()]
  const failed = states.filter(({ what }) => what === 'failed').map(({ step = 0 }) => step)
  const settled = states.filter(({ what }) => what !== 'open').length
  const [outcome, setOutcome] = useState<Outcome>(failed.length > 0 ? 'needs_changes' : 'worked')
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isSending, setSending] = useState(false)
  const askFirst = useSecretGuard(readers)
  const finish = useDeed(finishRun)
  const submit = (data: FormData) => {
    if (finish.isPending || isSending) return
    const summary = textIn(data, 'summary').trim()
    if (outcome === 'needs_changes' && summary.length < 3)
      return setErrors({ summary: 'Write what needs to change, so that it can be put right' })
    setErrors({})
    void askFirst(
      summary,
      'Finish',
      (words) => setErrors({ summary: words }),
      () => void send(summary),
    )
  }
  const send = async (summary: string) => {
    setSending(true)
    // What was done here belongs before the end.
    const isSent = await flushed(slug, `run/${run.id}`)
    setSending(false)
    if (!isSent) return setErrors({ '': 'What you did is still kept here. Finish when the server answers again.' })
    finish.mutate(
      { slug, runId: run.id, outcome, summary },
      {
        onSuccess: () => {
          toast({
            words:
              outcome === 'needs_changes'
                ? `Run finished. The problem with ${reference} is reported`
                : `Run of ${reference} finished`,
          })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['summary'])),
      },
    )
  }
  const left = run.steps - settled
  return (
    <Dialog isOpen onClose={onClose} title={`Finish the run of ${reference}`}>
      <Form onSubmit={submit} errors={errors}>
        {(failed.length > 0 || left > 0) && (
          <p>
            {failed.length > 0 && `${stepNames(failed)} failed. `}
            {left > 0 && `${plural(left, 'step')} ${left === 1 ? 'is' : 'are'} still open.`}
          </p>
        )}
        <RadioGroup
          label="How did it go?"
          name="outcome"
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'worked', label: outcomeNames.worked, hint: 'It did what it is for.' },
            {
              value: 'needs_changes',
              label: outcomeNames.needs_changes,
              hint: 'Reports a problem that names the steps that failed or were skipped.',
            },
            { value: 'abandoned', label: outcomeNames.abandoned, hint: 'It was not needed after all.' },
          ]}
        />
        <TextArea
          label={outcome === 'needs_changes' ? 'What needs to change?' : 'In a sentence'}
          name="summary"
          isOptional={outcome !== 'needs_changes'}
          rows={3}
          maxLength={4_000}
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={finish.isPending || isSending}>
            Finish
          </Button>
          <Button onClick={onClose}>Go on with it</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

const stepNames = (steps: readonly number[]): string =>
  `${steps.length === 1 ? 'Step' : 'Steps'} ${listWords(steps.toSorted((a, b) => a - b).map((step) => String(step + 1)))}`
