import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { purgeDocument, type Document } from '#contract/documents.ts'
import { formatReference, parseReference } from '#contract/values.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { isProblem } from '../../platform/query-client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { plural } from '../../ui/format.ts'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import { listPath } from './addresses.ts'
import { useDeed } from './deeds.ts'

// Most who erase something have signed in a moment ago.
const FreshSignIn = lazy(async () => ({ default: (await import('../sign-in/FreshSignIn.tsx')).FreshSignIn }))

/** The one act that nothing brings back: the reference is typed, and the passphrase asked for if it is long ago. */
export function PurgeDialog({ slug, document, onClose }: { slug: string; document: Document; onClose: () => void }) {
  const { reference, kind, revision } = document
  const navigate = useNavigate()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [needsSignIn, setNeedsSignIn] = useState(false)
  const purge = useDeed(purgeDocument)

  const erase = async () => {
    await purge.mutateAsync({ slug, reference, confirm: reference })
    toast({ words: `${reference} erased` })
    await navigate(`${listPath(slug, kind)}?archived=yes`, { replace: true })
  }
  const submit = (data: FormData) => {
    const typed = parseReference(textIn(data, 'confirm'))
    if (!typed || formatReference(typed.kind, typed.number) !== reference)
      return setErrors({ confirm: `Type ${reference} to erase it` })
    setErrors({})
    erase().catch((error: unknown) => {
      if (isProblem(error, 'sign-in-again')) setNeedsSignIn(true)
      else setErrors(fieldErrorsOf(error, ['confirm']))
    })
  }
  return (
    <Dialog isOpen isAlert onClose={onClose} title={`Erase ${reference} for everyone?`}>
      {needsSignIn ? (
        <>
          <p>You signed in a while ago. Erasing needs your passphrase once more.</p>
          <Suspense>
            <FreshSignIn act={`Erase ${reference}`} isDanger onFresh={erase} onCancel={onClose} />
          </Suspense>
        </>
      ) : (
        <>
          <p>
            Its text and {revision === 1 ? 'its one version' : `all ${plural(revision, 'version')}`} go. This cannot be
            undone, and {reference} is never given to anything else.
          </p>
          <Form onSubmit={submit} errors={errors}>
            <TextField
              label={`Type ${reference}`}
              name="confirm"
              width="short"
              isMono
              autoFocus
              autoComplete="off"
              spellCheck={false}
            />
            <FormActions>
              <Button variant="danger" type="submit" isPending={purge.isPending}>{`Erase ${reference}`}</Button>
              <Button onClick={onClose}>Keep it</Button>
            </FormActions>
          </Form>
        </>
      )}
    </Dialog>
  )
}
