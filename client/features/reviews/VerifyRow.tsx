import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { openDocument, verificationChecks, type Cause } from '#contract/documents.ts'
import type { FlagId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FieldGroup } from '../../ui/Field.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { KeyedCheck } from '../documents/KeyedCheck.tsx'
import { useSecretGuard } from '../documents/secret-guard.ts'
import { checkWords } from '../documents/words.ts'
import type { QueueRow } from './queue.ts'
import css from './ReviewsPage.module.css'

export interface Verification {
  checks: readonly string[]
  note: string
  /** Problem reports that are put right: without that the document would stay in doubt. */
  flags: readonly FlagId[]
}

interface VerifyRowProps {
  row: QueueRow
  onVerify: (verification: Verification) => void
  onClose: () => void
}

/** The queue's way to verify: three checks by kind, open problem reports, Enter, and the next one comes up. */
export function VerifyRow(props: VerifyRowProps) {
  const { row, onClose } = props
  return (
    <Dialog isOpen onClose={onClose} title={`Verify ${row.reference}`}>
      {row.state === 'suspect' ? <WithProblems {...props} /> : <VerifyForm {...props} problems={[]} />}
    </Dialog>
  )
}

function WithProblems(props: VerifyRowProps) {
  const { slug, reference } = props.row
  const document = useQuery(query(openDocument, { slug, reference }))
  if (document.data) return <VerifyForm {...props} problems={document.data.causes.filter(({ flagId }) => flagId)} />
  if (document.isError) return <p role="alert">The problem reports could not be loaded. Close this and try again.</p>
  return <LoadingText what="the problem reports" />
}

interface Check {
  id: string
  words: string
}

function VerifyForm({ row, problems, onVerify, onClose }: VerifyRowProps & { problems: readonly Cause[] }) {
  const checks = verificationChecks[row.kind].map((id): Check => ({ id, words: checkWords[row.kind][id] ?? id }))
  const reports = problems.map(({ flagId = '', text, by }): Check => ({
    id: flagId,
    words: `Put right: “${text}” (${by})`,
  }))
  const [made, setMade] = useState<ReadonlySet<string>>(new Set())
  const [errors, setErrors] = useState<FieldErrors>({})
  const askFirst = useSecretGuard()

  const toggle = (id: string) => {
    const next = new Set(made)
    if (!next.delete(id)) next.add(id)
    setMade(next)
  }
  const submit = (data: FormData) => {
    const isMissing = (some: readonly Check[]) => some.some(({ id }) => !made.has(id))
    if (isMissing(checks))
      return setErrors({ checks: 'Make all three checks. If one does not hold, edit it or leave it in the queue.' })
    if (isMissing(reports))
      return setErrors({ reports: 'Tick what was put right. As long as one is open, it stays in doubt.' })
    const note = textIn(data, 'note').trim()
    setErrors({})
    void askFirst(
      note,
      'Verify',
      (words) => setErrors({ note: words }),
      () => send(note),
    )
  }
  const send = (note: string) =>
    onVerify({
      checks: checks.map(({ id }) => id),
      note,
      flags: reports.map(({ id }) => id as FlagId),
    })
  const boxes = (some: readonly Check[], from: number) =>
    some.map((check, at) => (
      <KeyedCheck
        key={check.id}
        keys={String(from + at + 1)}
        words={check.words}
        isMade={made.has(check.id)}
        isFirst={from + at === 0}
        onToggle={() => toggle(check.id)}
        onKeyDown={(event) => {
          // Space, Space, Space, Enter: a tick leads on to what comes next.
          if (event.key !== ' ' || made.has(check.id)) return
          event.preventDefault()
          toggle(check.id)
          nextBox(event.currentTarget)?.focus()
        }}
      />
    ))
  return (
    <Form onSubmit={submit} errors={errors} label={`Verify ${row.title}`}>
      <p>
        <strong className={css['name']}>{row.title}</strong> is right as it stands today:
      </p>
      <FieldGroup label="Checked" name="checks">
        {boxes(checks, 0)}
      </FieldGroup>
      {reports.length > 0 && (
        <FieldGroup label="Problems reported" name="reports">
          {boxes(reports, checks.length)}
        </FieldGroup>
      )}
      <TextField label="Note" name="note" isOptional maxLength={400} autoComplete="off" />
      <FormActions>
        <Button variant="primary" type="submit" keys="Enter">
          Verify
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </FormActions>
    </Form>
  )
}

function nextBox(box: HTMLInputElement): HTMLInputElement | undefined {
  const boxes = [...(box.form?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
  return boxes[boxes.indexOf(box) + 1]
}
