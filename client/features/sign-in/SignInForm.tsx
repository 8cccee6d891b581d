import { useEffect, useRef, useState } from 'react'
import type { Session } from '#contract/accounts.ts'
import { textIn } from '../../platform/form-text.ts'
import { fetchPagesFor } from '../../routes.tsx'
import { Button } from '../../ui/Button.tsx'
import { PassphraseField, TextField } from '../../ui/text-fields.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { CodeForm } from './CodeForm.tsx'
import { enter } from './enter.ts'
import { Notice, type NoticeWords } from './Notice.tsx'
import { refusalWords } from './refusal-words.ts'
import { isAsked, provePassphrase } from './sign-in-steps.ts'
import { Working } from './Working.tsx'
import css from './Door.module.css'

/**
 * E-mail address and passphrase; then the code, where there is a second factor. The passphrase stays on this device: what
 * travels is a signature.
 */
export function SignInForm(props: {
  email?: string
  act?: string
  onSignedIn: (session: Session, how: { usedRecoveryCode: boolean }) => void | Promise<void>
}) {
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [notice, setNotice] = useState<NoticeWords>()
  const [email, setEmail] = useState(props.email)
  const [ticket, setTicket] = useState<string>()
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => void (isThere.current = false)
  }, [])

  async function finish(session: Session, how = { usedRecoveryCode: false }) {
    try {
      await enter(session)
      if (isThere.current) await props.onSignedIn(session, how)
    } catch (error) {
      beginAgain(refusalWords(error))
    }
  }

  function beginAgain(words?: NoticeWords) {
    setTicket(undefined)
    setNotice(words)
  }

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const email = textIn(data, 'email').trim().toLowerCase()
    const passphrase = textIn(data, 'passphrase')
    const missing = missingOf(email, passphrase)
    setErrors(missing)
    setNotice(undefined)
    if (Object.keys(missing).length > 0) return
    setWorking(true)
    setEmail(email)
    try {
      const answer = await provePassphrase(email, passphrase)
      if (isAsked(answer)) setTicket(answer.ticket)
      else await finish(answer)
    } catch (error) {
      setNotice(refusalWords(error))
      form.querySelector<HTMLInputElement>('input[name=passphrase]')?.select()
    } finally {
      setWorking(false)
    }
  }

  if (ticket !== undefined)
    return (
      <CodeForm
        ticket={ticket}
        act={props.act ?? 'Sign in'}
        onSession={finish}
        onExpired={() => beginAgain({ title: 'That took too long', detail: 'Enter your passphrase once more.' })}
        wayOut={
          <button type="button" onClick={() => beginAgain()}>
            Begin again
          </button>
        }
      />
    )
  return (
    <Form onSubmit={(data, form) => void submit(data, form)} errors={errors} label="Sign in">
      {notice && <Notice {...notice} />}
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        autoCapitalize="none"
        spellCheck={false}
      />
      <PassphraseField
        label="Passphrase"
        name="passphrase"
        autoComplete="current-password"
        onFocus={() => fetchPagesFor('/home')}
      />
      <div className={css['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          {props.act ?? 'Sign in'}
        </Button>
        <Working is={isWorking} words="Working your passphrase into a key" />
      </div>
    </Form>
  )
}

function missingOf(email: string, passphrase: string): FieldErrors {
  return {
    ...(!/^\S+@\S+$/.test(email) && { email: 'Enter your e-mail address, like priya@calderwick.example.com' }),
    ...(passphrase === '' && { passphrase: 'Enter your passphrase' }),
  }
}
