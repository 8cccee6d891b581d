import { useEffect, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import type { OutputOf } from '#contract/endpoint.ts'
import { confirmSecondFactor, type beginSecondFactor } from '#contract/second-factor.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import css from './Security.module.css'

/** Shows the secret, for a camera and for typing, and takes the first code that proves that the app has it. */
export default function SecretDialog(props: {
  begun: OutputOf<typeof beginSecondFactor>
  /** There is a second factor already, which stays until this one is proven. */
  isMove: boolean
  onDone: (recoveryCodes: readonly string[]) => void
  onClose: () => void
}) {
  const { begun, isMove, onDone, onClose } = props
  const [errors, setErrors] = useState<FieldErrors>({})
  const confirm = useMutation({
    mutationFn: (code: string) => call(confirmSecondFactor, { code }),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    onError: (error) => setErrors(fieldErrorsOf(error, ['code'])),
  })
  const submit = (data: FormData) => {
    if (confirm.isPending) return
    const code = textIn(data, 'code').trim()
    if (code === '') return setErrors({ code: 'Enter the six digits that the app shows' })
    setErrors({})
    confirm.mutate(code)
  }
  const isOfNoField = confirm.isError && errors['code'] === undefined
  return (
    <Dialog isOpen isAlert onClose={onClose} title={isMove ? 'Move your second factor' : 'Set up your second factor'}>
      <ol className={css['steps']}>
        <li>
          <p>Add an account in an authenticator app, and let it scan this.</p>
          <QrCode of={begun.address} />
          <p>No camera? Type this key, with codes that depend on the time:</p>
          <div className={css['secret']}>
            <code>{inGroups(begun.secret)}</code>
            <CopyButton text={begun.secret} what="key" />
          </div>
        </li>
        <li>
          <Form onSubmit={submit} errors={isOfNoField ? {} : errors} label="Confirm the second factor">
            {isOfNoField && <Notice {...failureOf(confirm.error)} waitSeconds={waitSeconds(confirm.error)} />}
            <TextField
              label="Code that the app shows"
              name="code"
              width="short"
              hint="Your sessions on other devices end."
              isMono
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              spellCheck={false}
            />
            <FormActions>
              <Button type="submit" variant="primary" isPending={confirm.isPending}>
                {isMove ? 'Move it' : 'Turn on'}
              </Button>
              <Button onClick={onClose}>{isMove ? 'Keep the old one' : 'Not now'}</Button>
            </FormActions>
          </Form>
        </li>
      </ol>
    </Dialog>
  )
}

const inGroups = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ')

function QrCode({ of }: { of: string }) {
  const [path, setPath] = useState<{ d: string; size: number }>()
  useEffect(() => {
    let isCurrent = true
    import('../../ui/qr-path.ts').then(
      ({ qrPath }) => isCurrent && setPath(qrPath(of, 'medium')),
      // The key below says the same.
      () => undefined,
    )
    return () => void (isCurrent = false)
  }, [of])
  return (
    <div className={css['qr']}>
      {path && (
        <svg
          viewBox={`-4 -4 ${path.size + 8} ${path.size + 8}`}
          shapeRendering="crispEdges"
          role="img"
          aria-label="QR code for the app; the key below says the same"
        >
          <path d={path.d} fill="#000" />
        </svg>
      )}
    </div>
  )
}
