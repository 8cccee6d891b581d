import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { purgeDocument, type Document } from '#contract/documents.ts'
import { parseReference, formatReference } from '#contract/values.ts'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/fields.tsx'
import { plural } from '../../ui/format.ts'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { listPath } from './addresses.ts'
import { useDeed } from './deeds.ts'

const SignInForm = lazy(() => import('../sign-in/SignInForm.tsx').then((module) => ({ default: module.SignInForm })))

/** The one act that nothing brings back: the reference is typed, and the passphrase asked for if it is long ago. */
export function PurgeDialog({ slug, document, onClose }: { slug: string; document: Document; onClose: () => void }) {
  const { reference, kind, revision } = document
  const navigate = useNavigate()
  const { account } = useSession()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [needsSignIn, setNeedsSignIn] = useState(false)
  const purge = useDeed(purgeDocument)

  const erase = () =>
    purge.mutate(
      { slug, reference, confirm: reference },
      {
        onSuccess: () => {
          toast({ words: `${reference} erased` })
          void navigate(`${listPath(slug, kind)}?archived=yes`, { replace: true })
        },
        onError: (error) => {
          if (isProblem(error, 'sign-in-again')) return setNeedsSignIn(true)
          setNeedsSignIn(false)
          setErrors(fieldErrorsOf(error, ['confirm']))
        },
      },
    )
  const submit = (data: FormData) => {
    const typed = parseReference(String(data.get('confirm')))
    if (!typed || formatReference(typed.kind, typed.number) !== reference)
      return setErrors({ confirm: `Type ${reference} to erase it` })
    setErrors({})
    erase()
  }
  return (
    <Dialog isOpen isAlert onClose={onClose} title={`Erase ${reference} for everyone?`}>
      {needsSignIn ? (
        <>
          <p>Erasing needs your passphrase again. Then {reference} is erased.</p>
          <Suspense>
            <SignInForm email={account.email} act={`Erase ${reference}`} onSignedIn={erase} />
          </Suspense>
          <Button onClick={onClose}>Keep it</Button>
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
