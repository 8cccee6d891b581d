import { useState } from 'react'
import { raiseFlag, resolveFlag, type Cause, type Document } from '#contract/documents.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from './deeds.ts'
import { useSecretGuard } from './secret-guard.ts'
import css from './dialogs.module.css'

/** "This is wrong", with a sentence: anybody who reads it may say so. */
export function ReportDialog({ slug, document, onClose }: { slug: string; document: Document; onClose: () => void }) {
  const { reference } = document
  const [errors, setErrors] = useState<FieldErrors>({})
  const raise = useDeed(raiseFlag)
  const askFirst = useSecretGuard()
  const keeper = document.owner ?? document.deputy
  const submit = (data: FormData) => {
    const text = textIn(data, 'text').trim()
    if (text.length < 3) return setErrors({ text: 'Write what is wrong, so that it can be put right' })
    setErrors({})
    void askFirst(
      text,
      'Report problem',
      (words) => setErrors({ text: words }),
      () => send(text),
    )
  }
  const send = (text: string) =>
    raise.mutate(
      { slug, reference, text },
      {
        onSuccess: () => {
          toast({ words: `Problem with ${reference} reported` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['text'])),
      },
    )
  return (
    <Dialog isOpen onClose={onClose} title={`Report a problem with ${reference}`}>
      <Form onSubmit={submit} errors={errors}>
        <TextArea
          label="What is wrong?"
          name="text"
          hint={`${keeper ? `${keeper.name} sees it in the queue` : 'Nobody owns it, so it goes to the key holders'}, and every reader sees it above the text.`}
          autoFocus
          maxLength={500}
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={raise.isPending}>
            Report problem
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

/** Closes a reported problem, saying what was done. */
export function ResolveDialog(props: { slug: string; document: Document; flag: Cause; onClose: () => void }) {
  const { slug, document, flag, onClose } = props
  const [errors, setErrors] = useState<FieldErrors>({})
  const resolve = useDeed(resolveFlag)
  const askFirst = useSecretGuard()
  const submit = (data: FormData) => {
    const note = textIn(data, 'note').trim()
    setErrors({})
    void askFirst(
      note,
      'Resolve',
      (words) => setErrors({ note: words }),
      () => send(note),
    )
  }
  const send = (note: string) => {
    if (!flag.flagId) return
    resolve.mutate(
      { slug, reference: document.reference, flagId: flag.flagId, note },
      {
        onSuccess: () => {
          toast({ words: `Problem with ${document.reference} resolved` })
          onClose()
        },
        onError: (error) => setErrors(fieldErrorsOf(error, ['note'])),
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={`Resolve the problem with ${document.reference}`}>
      <Form onSubmit={submit} errors={errors}>
        <blockquote className={css['quote']}>
          {flag.text}
          {flag.by && <footer>{flag.by}</footer>}
        </blockquote>
        <TextArea
          label="What was done?"
          name="note"
          isOptional
          hint="Kept in the record. Resolving does not verify."
          autoFocus
          maxLength={500}
        />
        <FormActions>
          <Button variant="primary" type="submit" isPending={resolve.isPending}>
            Resolve
          </Button>
          <Button onClick={onClose}>Leave it open</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
