import { useState } from 'react'
import { PassphraseError } from '#contract/crypto/errors.ts'
import { failureOf } from '../../platform/failure.ts'
import { useSession } from '../../platform/session.ts'
import type { UnlockRequest } from '../../platform/unlock.ts'
import { theVault } from '../../platform/vault.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { PassphraseField } from '../../ui/text-fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { Working } from '../sign-in/Working.tsx'

/** Asks for the passphrase of a session that is alive. Nothing is sent: the sealed keys are here already. */
export default function UnlockDialog({ request }: { request: UnlockRequest }) {
  return (
    <Dialog isOpen onClose={() => request.done(false)} title="Unlock">
      <UnlockForm request={request} />
    </Dialog>
  )
}

function UnlockForm({ request }: { request: UnlockRequest }) {
  const session = useSession()
  const { account } = session
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isWorking, setWorking] = useState(false)

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const passphrase = textIn(data, 'passphrase')
    if (passphrase === '') return setErrors({ passphrase: 'Enter your passphrase' })
    setWorking(true)
    try {
      await theVault().unlock({ accountId: account.id, email: account.email, passphrase, keys: session })
      request.done(true)
    } catch (error) {
      setErrors(wrong(error))
      form.querySelector<HTMLInputElement>('input[name=passphrase]')?.select()
    } finally {
      setWorking(false)
    }
  }

  return (
    <>
      <p>
        Enter the passphrase of {account.email}
        {request.reason && ` ${request.reason}`}.
      </p>
      <Form onSubmit={(data, form) => void submit(data, form)} errors={errors} label="Unlock">
        {/* Password managers look for the name beside the passphrase. */}
        <input type="text" hidden autoComplete="username" value={account.email} readOnly />
        <PassphraseField label="Passphrase" name="passphrase" autoComplete="current-password" autoFocus />
        <FormActions>
          <Button type="submit" variant="primary" isPending={isWorking}>
            Unlock
          </Button>
          <Button onClick={() => request.done(false)}>Stay locked</Button>
          <Working is={isWorking} words="Working your passphrase into a key" />
        </FormActions>
      </Form>
    </>
  )
}

function wrong(error: unknown): FieldErrors {
  if (error instanceof PassphraseError && error.fault !== 'not-text')
    return { passphrase: 'That is not the passphrase of this account. Capitals and spaces count: Show helps.' }
  const { title, detail } = failureOf(error)
  return { '': [title, detail].filter(Boolean).join('. ') }
}
