import { useEffect, useRef, useState } from 'react'
import { signIn, startSignIn, type Session } from '#contract/accounts.ts'
import { PassphraseError } from '#contract/crypto/errors.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { theVault } from '../../platform/vault.ts'
import { textIn } from '../../platform/form-text.ts'
import { fetchPagesFor } from '../../routes.tsx'
import { Button } from '../../ui/Button.tsx'
import { PassphraseField, TextField } from '../../ui/text-fields.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { enter } from './enter.ts'
import { Notice, type NoticeWords } from './Notice.tsx'
import { Working } from './Working.tsx'
import css from './Door.module.css'

/** E-mail address and passphrase. The passphrase stays on this device: what travels is a signature. */
export function SignInForm(props: {
  email?: string
  act?: string
  onSignedIn: (session: Session) => void | Promise<void>
}) {
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [notice, setNotice] = useState<NoticeWords>()
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => void (isThere.current = false)
  }, [])

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const email = textIn(data, 'email').trim().toLowerCase()
    const passphrase = textIn(data, 'passphrase')
    const missing = missingOf(email, passphrase)
    setErrors(missing)
    setNotice(undefined)
    if (Object.keys(missing).length > 0) return
    setWorking(true)
    try {
      const session = await signInWith(email, passphrase)
      await enter(session)
      if (isThere.current) await props.onSignedIn(session)
    } catch (error) {
      setNotice(refusalWords(error))
      form.querySelector<HTMLInputElement>('input[name=passphrase]')?.select()
    } finally {
      setWorking(false)
    }
  }

  return (
    <Form onSubmit={(data, form) => void submit(data, form)} errors={errors} label="Sign in">
      {notice && <Notice {...notice} />}
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={props.email}
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

/** CRYPTO.md §6, "Sign in". The vault is unlocked when this returns. */
export async function signInWith(email: string, passphrase: string): Promise<Session> {
  const vault = theVault()
  const { accountId, salt, profile, challenge } = await call(startSignIn, { email })
  const ts = new Date().toISOString()
  const { signature } = await vault.signLogin({ accountId, salt, profile, challenge, ts, passphrase, email })
  const session = await call(signIn, { accountId, challenge, ts, origin: location.origin, signature })
  await vault.unlockAfterSignIn(session)
  return session
}

function missingOf(email: string, passphrase: string): FieldErrors {
  return {
    ...(!/^\S+@\S+$/.test(email) && { email: 'Enter your e-mail address, like priya@calderwick.example.com' }),
    ...(passphrase === '' && { passphrase: 'Enter your passphrase' }),
  }
}

/** Why a sign-in failed. Says no more of a wrong passphrase than of an unknown address. */
export function refusalWords(error: unknown): NoticeWords {
  const isWrong =
    (error instanceof Problem && error.code === 'sign-in-failed') ||
    // Too short to be anybody's passphrase: says no more than a wrong one.
    (error instanceof PassphraseError && error.fault !== 'not-text')
  if (isWrong)
    return {
      title: 'That address and passphrase do not go together',
      detail: 'Look at both. Capitals and spaces count: Show helps.',
    }
  const seconds = waitSeconds(error)
  if (seconds !== undefined) return { title: 'Too many attempts', waitSeconds: seconds }
  return failureOf(error)
}
