import { lazy, Suspense, useState } from 'react'
import { purgeAttachment, type Attachment } from '#contract/attachments.ts'
import type { Reference } from '#contract/values.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useDeed } from '../documents/deeds.ts'

// Most who erase something have signed in a moment ago.
const FreshSignIn = lazy(async () => ({ default: (await import('../sign-in/FreshSignIn.tsx')).FreshSignIn }))

interface PurgeFileProps {
  slug: string
  reference: Reference
  file: Attachment
  onClose: () => void
}

/** Nothing brings it back: the name is typed, and the passphrase asked for if it is long ago. */
export function PurgeFile({ slug, reference, file, onClose }: PurgeFileProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [needsSignIn, setNeedsSignIn] = useState(false)
  const purge = useDeed(purgeAttachment)
  // The name of a sealed file is known to its readers alone: there the reference is typed.
  const typed = file.sealed ? reference : file.name

  const erase = async () => {
    await purge.mutateAsync({ slug, reference, attachmentId: file.id, confirm: typed })
    toast({ words: `${file.name} erased` })
    onClose()
  }
  const submit = (data: FormData) => {
    if (textIn(data, 'confirm').trim() !== typed) return setErrors({ confirm: `Type ${typed} to erase it` })
    setErrors({})
    erase().catch((error: unknown) => {
      if (isProblem(error, 'sign-in-again')) setNeedsSignIn(true)
      else setErrors(fieldErrorsOf(error, ['confirm']))
    })
  }
  return (
    <Dialog isOpen isAlert onClose={onClose} title={`Erase ${file.name} for everyone?`}>
      {needsSignIn ? (
        <>
          <p>You signed in a while ago. Erasing needs your passphrase once more.</p>
          <Suspense>
            <FreshSignIn act={`Erase ${file.name}`} isDanger onFresh={erase} onCancel={onClose} />
          </Suspense>
        </>
      ) : (
        <>
          <p>
            Version {file.version} of it goes from the disk. This cannot be undone; its name and who added it stay in
            the history. Backups that were made before still have it.
          </p>
          <Form onSubmit={submit} errors={errors}>
            <TextField label={`Type ${typed}`} name="confirm" autoFocus autoComplete="off" spellCheck={false} />
            <FormActions>
              <Button variant="danger" type="submit" isPending={purge.isPending}>
                Erase it
              </Button>
              <Button onClick={onClose}>Keep it</Button>
            </FormActions>
          </Form>
        </>
      )}
    </Dialog>
  )
}
