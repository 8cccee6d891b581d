import { useState } from 'react'
import type { Session } from '#contract/accounts.ts'
import { PassphraseError } from '#contract/crypto/errors.ts'
import { updateSession } from '../../platform/begin-session.ts'
import { textIn } from '../../platform/form-text.ts'
import { isProblem } from '../../platform/query-client.ts'
import { useSession } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { PassphraseField } from '../../ui/text-fields.tsx'
import { CodeForm } from './CodeForm.tsx'
import { refusalWords } from './refusal-words.ts'
import { isAsked, provePassphrase } from './sign-in-steps.ts'

const wrongWords = 'That is not the passphrase of this account. Capitals and spaces count: Show helps.'

interface FreshSignInProps {
  /** What the button says: the act that this is for. */
  act: string
  isDanger?: boolean
  /** Does the act; what it throws is shown here. */
  onFresh: () => Promise<unknown>
  onCancel: () => void
  /** What turning back is called. */
  keep?: string
}

/** Asks for the passphrase again, and for the code where there is a second factor; then goes on with what needed that. */
export function FreshSignIn({ act, isDanger, onFresh, onCancel, keep = 'Keep it' }: FreshSignInProps) {
  const { account } = useSession()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [isWorking, setWorking] = useState(false)
  const [ticket, setTicket] = useState<string>()

  async function goOn(session: Session) {
    try {
      updateSession(() => session)
      await onFresh()
    } catch (error) {
      setTicket(undefined)
      setErrors({ passphrase: inOneLine(error) })
    }
  }

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const passphrase = textIn(data, 'passphrase')
    if (passphrase === '') return setErrors({ passphrase: 'Enter your passphrase' })
    setErrors({})
    setWorking(true)
    try {
      const answer = await provePassphrase(account.email, passphrase)
      if (isAsked(answer)) setTicket(answer.ticket)
      else await goOn(answer)
    } catch (error) {
      const isWrong = isProblem(error, 'sign-in-failed') || error instanceof PassphraseError
      setErrors({ passphrase: isWrong ? wrongWords : inOneLine(error) })
      form.querySelector<HTMLInputElement>('input[name=passphrase]')?.select()
    } finally {
      setWorking(false)
    }
  }

  if (ticket !== undefined)
    return (
      <CodeForm
        ticket={ticket}
        act={act}
        onSession={goOn}
        onExpired={() => {
          setTicket(undefined)
          setErrors({ passphrase: 'This took too long. Enter your passphrase once more.' })
        }}
        wayOut={
          <button type="button" onClick={onCancel}>
            {keep}
          </button>
        }
      />
    )
  return (
    <Form onSubmit={(data, form) => void submit(data, form)} errors={errors}>
      {/* Password managers look for the name beside the passphrase. */}
      <input type="hidden" autoComplete="username" value={account.email} readOnly />
      <PassphraseField label="Passphrase" name="passphrase" autoComplete="current-password" autoFocus />
      <FormActions>
        <Button type="submit" variant={isDanger ? 'danger' : 'primary'} isPending={isWorking}>
          {act}
        </Button>
        <Button onClick={onCancel}>{keep}</Button>
      </FormActions>
    </Form>
  )
}

function inOneLine(error: unknown): string {
  const { title, detail } = refusalWords(error)
  return detail ? `${title}. ${detail}` : title
}
