import { useState } from 'react'
import { PassphraseError } from '#contract/crypto/errors.ts'
import { updateSession } from '../../platform/begin-session.ts'
import { textIn } from '../../platform/form-text.ts'
import { isProblem } from '../../platform/query-client.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PassphraseField } from '../../ui/text-fields.tsx'

const wrongWords = 'That is not the passphrase of this account. Capitals and spaces count: Show helps.'

interface FreshSignInProps {
  /** What the button says: the act that this is for. */
  act: string
  isDanger?: boolean
  /** Does the act; what it throws is shown here. */
  onFresh: () => Promise<unknown>
  onCancel: () => void
}

/** Asks for the passphrase again, signs in anew with it, and goes on with what needed that. */
export function FreshSignIn({ act, isDanger, onFresh, onCancel }: FreshSignInProps) {
  const { account } = useSession()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isWorking, setWorking] = useState(false)

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const passphrase = textIn(data, 'passphrase')
    if (passphrase === '') return setErrors({ passphrase: 'Enter your passphrase' })
    setErrors({})
    setWorking(true)
    const { refusalWords, signInWith } = await import('../sign-in/SignInForm.tsx')
    try {
      const session = await signInWith(account.email, passphrase)
      updateSession(() => session)
      await onFresh()
    } catch (error) {
      const { title, detail } = refusalWords(error)
      const isWrong = isProblem(error, 'sign-in-failed') || error instanceof PassphraseError
      setErrors({ passphrase: isWrong ? wrongWords : detail ? `${title}. ${detail}` : title })
      form.querySelector<HTMLInputElement>('input[name=passphrase]')?.select()
    } finally {
      setWorking(false)
    }
  }

  return (
    <Form onSubmit={(data, form) => void submit(data, form)} errors={errors}>
      {/* Password managers look for the name beside the passphrase. */}
      <input type="hidden" autoComplete="username" value={account.email} readOnly />
      <PassphraseField label="Passphrase" name="passphrase" autoComplete="current-password" autoFocus />
      <FormActions>
        <Button type="submit" variant={isDanger ? 'danger' : 'primary'} isPending={isWorking}>
          {act}
        </Button>
        <Button onClick={onCancel}>Keep it</Button>
      </FormActions>
    </Form>
  )
}
