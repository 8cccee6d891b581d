import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { verificationChecks, verifyDocument } from '#contract/documents.ts'
import type { Kind } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { textIn } from '../../platform/form-text.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FieldGroup } from '../../ui/Field.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from './deeds.ts'
import { KeyedCheck } from './KeyedCheck.tsx'
import { useSecretGuard } from './secret-guard.ts'
import { checkWords } from './words.ts'
import css from './dialogs.module.css'

interface VerifyDialogProps {
  slug: string
  document: { reference: string; title: string; kind: Kind; revision: number }
  onClose: () => void
  onVerified?: ((reference: string) => void) | undefined
  /** Save and verify: saves first. @returns what was saved, which is what is verified. */
  saveFirst?: (() => Promise<{ reference: string; revision: number }>) | undefined
}

/** Three checks, perhaps a note, Enter. `1` `2` `3` tick. */
export function VerifyDialog(props: VerifyDialogProps) {
  const { document, onClose, saveFirst } = props
  const title = saveFirst ? `Save and verify ${document.reference}` : `Verify ${document.reference}`
  return (
    <Dialog isOpen onClose={onClose} title={title.trim()}>
      <VerifyForm {...props} />
    </Dialog>
  )
}

function VerifyForm({ slug, document, onClose, onVerified, saveFirst }: VerifyDialogProps) {
  const client = useQueryClient()
  const checks: readonly string[] = verificationChecks[document.kind]
  const [made, setMade] = useState<ReadonlySet<string>>(new Set())
  const [errors, setErrors] = useState<FieldErrors>({})
  const askFirst = useSecretGuard()
  const verify = useMutation({
    mutationFn: async (note: string) => {
      const { reference, revision } = saveFirst ? await saveFirst() : document
      await call(verifyDocument, { slug, reference: reference, revision, checks: [...checks], note })
      return reference
    },
    onSuccess: (reference) => {
      refresh(client)
      toast({ words: `${reference} verified` })
      onClose()
      onVerified?.(reference)
    },
    onError: (error) => {
      if (isProblem(error, 'changed-meanwhile') && !saveFirst) {
        // What was checked is not what stands there now.
        setMade(new Set())
        refresh(client)
        return setErrors({ '': `${failureWords(error)} Read it, then check again.` })
      }
      setErrors({ '': failureWords(error) })
    },
  })
  const toggle = (check: string) => {
    const next = new Set(made)
    if (!next.delete(check)) next.add(check)
    setMade(next)
  }
  const submit = (data: FormData) => {
    if (verify.isPending) return
    if (made.size < checks.length) {
      return setErrors({ checks: 'Make all three checks. If one does not hold, report a problem instead.' })
    }
    const note = textIn(data, 'note').trim()
    setErrors({})
    const act = saveFirst ? 'Save and verify' : 'Verify'
    void askFirst(
      note,
      act,
      (words) => setErrors({ note: words }),
      () => verify.mutate(note),
    )
  }
  return (
    <Form onSubmit={submit} errors={errors} label={`Verify ${document.title}`}>
      <p className={css['what']}>
        <strong>{document.title || 'This document'}</strong> is right as it stands today:
      </p>
      <FieldGroup label="Checked" name="checks">
        {checks.map((check, index) => (
          <KeyedCheck
            key={check}
            keys={String(index + 1)}
            words={checkWords[document.kind][check] ?? check}
            isMade={made.has(check)}
            onToggle={() => toggle(check)}
            isFirst={index === 0}
          />
        ))}
      </FieldGroup>
      <TextField label="Note" name="note" isOptional maxLength={400} autoComplete="off" />
      <FormActions>
        <Button variant="primary" type="submit" isPending={verify.isPending}>
          {saveFirst ? 'Save and verify' : 'Verify'}
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </FormActions>
    </Form>
  )
}
