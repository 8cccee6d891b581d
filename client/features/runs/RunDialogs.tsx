import { useState } from 'react'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { useSecretGuard } from '../documents/secret-guard.ts'
import { FinishRun } from './FinishRun.tsx'
import type { RunDialog } from './RunActs.tsx'
import type { LiveRun } from './use-run.ts'

export { FillIn } from './FillIn.tsx'

export interface RunDialogProps {
  slug: string
  live: LiveRun
  run: NonNullable<LiveRun['run']>
  onClose: () => void
}

export function RunDialogs({ dialog, ...props }: RunDialogProps & { dialog: RunDialog }) {
  return dialog.is === 'finish' ? <FinishRun {...props} /> : <SayDialog {...props} dialog={dialog} />
}

const readers = 'Everybody who may read the runbook sees it, and it stays in its history.'

type Say = Exclude<RunDialog, { is: 'finish' }>

const asks: Record<Say['is'], { title: (where: string) => string; label: string; act: string; missing: string }> = {
  note: {
    title: (where) => `Note on ${where}`,
    label: 'Note',
    act: 'Add note',
    missing: 'Write the note',
  },
  output: {
    title: (where) => `Output of ${where}`,
    label: 'What was printed',
    act: 'Keep output',
    missing: 'Paste what was printed',
  },
  failed: {
    title: (where) => `${capital(where)} failed`,
    label: 'What happened?',
    act: 'Mark as failed',
    missing: 'Write what happened, so that the step can be put right',
  },
  skipped: {
    title: (where) => `Skip ${where}`,
    label: 'Why is it not needed?',
    act: 'Skip step',
    missing: 'Write why the step is skipped',
  },
}

/** One text, scanned before it goes where others read it. */
function SayDialog({ live, dialog, onClose }: RunDialogProps & { dialog: Say }) {
  const ask = asks[dialog.is]
  const isOutput = dialog.is === 'output'
  const [errors, setErrors] = useState<FieldErrors>({})
  const askFirst = useSecretGuard(readers)
  const submit = (data: FormData) => {
    const written = textIn(data, 'text')
    // What a command printed is kept to the byte.
    const text = isOutput ? written : written.trim()
    if (text.trim() === '') return setErrors({ text: ask.missing })
    setErrors({})
    void askFirst(
      text,
      ask.act,
      (words) => setErrors({ text: words }),
      () => {
        live.add({ what: dialog.is, text, ...(dialog.step !== undefined && { step: dialog.step }) })
        onClose()
      },
    )
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={ask.title(dialog.step === undefined ? 'the run' : `step ${dialog.step + 1}`)}
      size={isOutput ? 'wide' : undefined}
    >
      <Form onSubmit={submit} errors={errors}>
        <TextArea
          label={ask.label}
          name="text"
          autoFocus
          isMono={isOutput}
          rows={isOutput ? 12 : 4}
          maxLength={20_000}
          spellCheck={!isOutput}
        />
        <FormActions>
          <Button variant="primary" type="submit">
            {ask.act}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
