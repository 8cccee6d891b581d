import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { acceptInvitation, type Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import type { Invitation } from './JoinPage.tsx'
import { faultOf, NewPassphraseField, useJudge } from './NewPassphraseField.tsx'
import { withNewAccount } from './new-account.ts'
import { Notice } from './Notice.tsx'
import { Working } from './Working.tsx'
import css from './Door.module.css'

const fields = ['name', 'email', 'passphrase']

/** Somebody who was invited makes an account: the keys are made here, and only sealed ones leave this device. */
export function NewMemberForm(props: {
  token: string
  invitation: Invitation
  onJoined: (session: Session) => Promise<void>
  /** The address has an account already. */
  onKnown: () => void
}) {
  const { token, invitation } = props
  const judge = useJudge()
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>()
  const [name, setName] = useState(invitation.name)

  async function submit(data: FormData) {
    if (isWorking) return
    const passphrase = textIn(data, 'passphrase')
    const person = { name: name.trim(), email: invitation.email }
    setWorking(true)
    setFailure(undefined)
    try {
      const fault = await faultOf(judge, passphrase, person)
      const wrong = { ...(person.name === '' && { name: 'Enter your name' }), ...(fault && { passphrase: fault }) }
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return
      const session = await withNewAccount({ ...person, passphrase }, (account) =>
        call(acceptInvitation, { token, memberId: uuidv7(), account }),
      )
      await props.onJoined(session)
    } catch (error) {
      if (error instanceof Problem && error.code === 'already-exists') return props.onKnown()
      if (error instanceof Problem && error.facts.errors) setErrors(fieldErrorsOf(error, fields))
      else setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label="Make your account">
      {failure !== undefined && <Notice {...failureOf(failure)} waitSeconds={waitSeconds(failure)} />}
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        hint="You sign in with it. Whoever invited you chose it."
        readOnly
        value={invitation.email}
      />
      <NewPassphraseField
        label="Passphrase"
        name="passphrase"
        person={() => ({ name, email: invitation.email })}
        judge={judge}
      />
      <div className={css['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          Make my account and join
        </Button>
        <Working is={isWorking} words="Making your keys on this device" />
      </div>
    </Form>
  )
}
