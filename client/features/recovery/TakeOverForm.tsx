import { useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { newAccountId } from '#contract/account-id.ts'
import type { Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { takeOver } from '#contract/recovery.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { theVault } from '../../platform/vault.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { faultOf, NewPassphraseField, useJudge } from '../sign-in/NewPassphraseField.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { Working } from '../sign-in/Working.tsx'
import door from '../sign-in/Door.module.css'
import type { Opened } from './RecoverPage.tsx'

const fields = ['name', 'email', 'passphrase']

/**
 * Who takes over: somebody new, a member who lost their keys and comes back with new ones, or whoever is signed in here.
 */
export default function TakeOverForm(props: {
  opened: Opened
  session: Session | undefined
  onTaken: (session: Session) => Promise<void>
  /** The account has a second factor, so it has yet to sign in. */
  onCodeNeeded: () => void
}) {
  const { opened, session } = props
  const { people, organizationId: organization } = opened.facts
  const judge = useJudge()
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>()
  const [person, setPerson] = useState({ name: '', email: '' })
  const returning = people.find(({ email }) => email === person.email.trim().toLowerCase())
  const isUnlocked = session !== undefined && isVaultOf(session)

  async function take(
    taker: { name: string; email: string },
    account?: Parameters<typeof call<typeof takeOver>>[1]['account'],
  ) {
    const { cards, answer } = opened
    const { entry, wraps } = await theVault().does('takeOver', {
      cards,
      answer,
      taker: { ...taker, memberId: uuidv7() },
    })
    const taken = await call(takeOver, { organization, entry, wraps, ...(account && { account }) })
    if ('secondFactor' in taken) return props.onCodeNeeded()
    await props.onTaken(taken)
  }

  async function working(act: () => Promise<void>) {
    if (isWorking) return
    setWorking(true)
    setFailure(undefined)
    try {
      await act()
    } catch (error) {
      if (error instanceof Problem && error.facts.errors) setErrors(fieldErrorsOf(error, fields))
      else setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  const submit = (data: FormData) =>
    working(async () => {
      const passphrase = textIn(data, 'passphrase')
      const who = returning ?? { account: newAccountId(), name: person.name.trim(), email: emailOf(person.email) }
      const fault = await faultOf(judge, passphrase, who)
      const wrong = {
        ...(who.name === '' && { name: 'Enter your name' }),
        ...(!/^\S+@\S+$/.test(who.email) && { email: 'Enter your e-mail address, like nora@calderwick.example.com' }),
        ...(fault && { passphrase: fault }),
      }
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return
      const vault = theVault()
      const { account: id, name, email } = who
      const keys = await vault.makeAccount({ accountId: id, passphrase, email })
      try {
        await take({ name, email }, { id, name, email, keys })
      } catch (error) {
        await vault.lock()
        throw error
      }
    })

  return (
    <>
      {isUnlocked && (
        <div className={door['submit']}>
          <Button
            variant="primary"
            isPending={isWorking}
            onClick={() => void working(() => take({ name: session.account.name, email: session.account.email }))}
          >
            Take over as {session.account.name}
          </Button>
        </div>
      )}
      <Form onSubmit={(data) => void submit(data)} errors={errors} label="Take over">
        {failure !== undefined && <Notice {...failureOf(failure)} waitSeconds={waitSeconds(failure)} />}
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint={
            returning
              ? `${returning.name} is a member with this address, and comes back with new keys.`
              : 'You sign in with it. A member who lost the passphrase enters their own.'
          }
          onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
        />
        {!returning && (
          <TextField
            label="Your name"
            name="name"
            autoComplete="name"
            onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
          />
        )}
        <NewPassphraseField label="New passphrase" name="passphrase" person={() => returning ?? person} judge={judge} />
        <div className={door['submit']}>
          <Button type="submit" variant={isUnlocked ? 'default' : 'primary'} isPending={isWorking}>
            {returning ? `Come back as ${returning.name}` : 'Make my account and take over'}
          </Button>
          <Working is={isWorking} words="Making your keys on this device" />
        </div>
      </Form>
    </>
  )
}

const emailOf = (typed: string): string => typed.trim().toLowerCase()

function isVaultOf(session: Session): boolean {
  const state = theVault().current()
  return state.is === 'unlocked' && state.accountId === session.account.id
}
