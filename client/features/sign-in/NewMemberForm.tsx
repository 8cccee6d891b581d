import { useState } from 'react'
import type { SecondFactorAsked, Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { accept, type Invitation } from './invitation.ts'
import { faultOf, NewPassphraseField, useJudge } from './NewPassphraseField.tsx'
import { withNewAccount } from './new-account.ts'
import { Notice } from './Notice.tsx'
import { Working } from './Working.tsx'
import css from './Door.module.css'

const fields = ['name', 'email', 'passphrase']

/** Somebody who was invited makes an account: the keys are made here, and only sealed ones leave this device. */
export function NewMemberForm(props: {
  invitation: Invitation
  onJoined: (answer: Session | SecondFactorAsked) => Promise<void>
  /** The address has an account already. */
  onKnown: () => void
}) {
  const { invitation } = props
  const { name, email, rekeys } = invitation
  const judge = useJudge()
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>()

  async function submit(data: FormData) {
    if (isWorking) return
    const passphrase = textIn(data, 'passphrase')
    const person = { name, email }
    setWorking(true)
    setFailure(undefined)
    try {
      const fault = await faultOf(judge, passphrase, person)
      setErrors(fault ? { passphrase: fault } : {})
      if (fault) return
      const whose = { ...person, passphrase, ...(rekeys && { id: rekeys.account }) }
      await props.onJoined(await withNewAccount(whose, (account) => accept(invitation, account)))
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
        hint="As it stands in the invitation."
        readOnly
        value={name}
      />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        hint="You sign in with it. Whoever invited you chose it."
        readOnly
        value={email}
      />
      <NewPassphraseField
        label={rekeys ? 'New passphrase' : 'Passphrase'}
        name="passphrase"
        person={() => ({ name, email })}
        judge={judge}
      />
      <div className={css['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          {rekeys ? 'Make new keys' : 'Make my account and join'}
        </Button>
        <Working is={isWorking} words="Making your keys on this device" />
      </div>
    </Form>
  )
}
