import { useState } from 'react'
import { setUp } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { call } from '../../platform/api.ts'
import { failureOf, fieldErrorsOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { enter } from './enter.ts'
import { beginOrganization } from './found.ts'
import type { FoundedOrganization } from './Founded.tsx'
import { faultOf, NewPassphraseField, useJudge } from './NewPassphraseField.tsx'
import { withNewAccount } from './new-account.ts'
import { Notice } from './Notice.tsx'
import { OrganizationFields } from './OrganizationFields.tsx'
import { Working } from './Working.tsx'
import css from './Door.module.css'

const fields = ['name', 'email', 'passphrase', 'organizationName', 'slug', 'timeZone', 'code']

/** You, and your organization. The keys are made here; what is sent opens nothing. */
export function SetUpForm(props: {
  needsCode: boolean
  onGone: () => void
  onFounded: (founded: FoundedOrganization) => void
}) {
  const { needsCode } = props
  const judge = useJudge()
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>()
  const [person, setPerson] = useState({ name: '', email: '' })

  async function submit(data: FormData) {
    if (isWorking) return
    const text = (name: string) => textIn(data, name).trim()
    const passphrase = textIn(data, 'passphrase')
    setWorking(true)
    setFailure(undefined)
    try {
      const wrong = { ...missingOf(text, needsCode), ...wrongPassphrase(await faultOf(judge, passphrase, person)) }
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return
      const of = { name: text('organizationName'), slug: text('slug'), timeZone: text('timeZone') }
      const code = needsCode ? { code: text('code') } : {}
      const who = { name: text('name'), email: text('email') }
      await withNewAccount({ ...who, passphrase }, async (account) => {
        const { organization, orgId } = await beginOrganization(who, of)
        await enter(await call(setUp, { account, organization, ...code }))
        props.onFounded({ orgId, slug: of.slug, organization: of.name })
      })
    } catch (error) {
      if (error instanceof Problem && error.code === 'already-set-up') return props.onGone()
      if (error instanceof Problem && error.facts.errors) setErrors(inForm(error))
      else setFailure(error)
    } finally {
      setWorking(false)
    }
  }

  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label="Set up Runkeep">
      {failure !== undefined && <Notice {...failureOf(failure)} waitSeconds={waitSeconds(failure)} />}
      <fieldset className={css['section']}>
        <legend className={css['legend']}>You</legend>
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
        />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint="You sign in with it. Runkeep sends no mail to it."
          onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
        />
        <NewPassphraseField label="Passphrase" name="passphrase" person={() => person} judge={judge} />
      </fieldset>
      <fieldset className={css['section']}>
        <legend className={css['legend']}>Your organization</legend>
        <OrganizationFields />
        {needsCode && (
          <TextField
            label="Set-up code"
            name="code"
            hint="It stands in the server’s log. It shows that the server is yours."
            isMono
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </fieldset>
      <div className={css['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          Set up Runkeep
        </Button>
        <Working is={isWorking} words="Making your keys on this device" />
      </div>
    </Form>
  )
}

/** The server's pointers lead to `/account/name` and `/organization/name`: the form tells them apart by name. */
function inForm(error: Problem): FieldErrors {
  const errors = error.facts.errors?.map(({ pointer, detail }) => ({
    pointer: pointer === '/organization/name' ? '/organizationName' : pointer,
    detail,
  }))
  return fieldErrorsOf(new Problem(error.code, { ...error.facts, ...(errors && { errors }) }), fields)
}

function missingOf(text: (name: string) => string, needsCode: boolean): FieldErrors {
  return {
    ...(text('name') === '' && { name: 'Enter your name' }),
    ...(!/^\S+@\S+$/.test(text('email')) && {
      email: 'Enter your e-mail address, like priya@calderwick.example.com',
    }),
    ...(text('organizationName') === '' && { organizationName: 'Enter the name of your organization' }),
    ...(!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(text('slug')) && {
      slug: 'Use 1 to 40 small letters, digits and hyphens, like calder-wick',
    }),
    ...(needsCode && text('code') === '' && { code: 'Enter the code from the server’s log' }),
  }
}

const wrongPassphrase = (fault: string | undefined): FieldErrors => (fault ? { passphrase: fault } : {})
