import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changePassphrase } from '#contract/accounts.ts'
import { PassphraseError } from '#contract/crypto/errors.ts'
import { call } from '../../platform/api.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { sessionQuery, useSession } from '../../platform/session.ts'
import { theVault } from '../../platform/vault.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { PassphraseField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { faultOf, NewPassphraseField, useJudge } from '../sign-in/NewPassphraseField.tsx'
import { Notice } from '../sign-in/Notice.tsx'
import { Working } from '../sign-in/Working.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

/** Replaces the passphrase. Only the seal on the account's key changes; everything it opens stays. */
export default function PassphrasePage() {
  const [done, setDone] = useState(0)
  return (
    <SettingsFrame title="Passphrase">
      <SettingsBody>
        <SettingsSection
          title="Change your passphrase"
          note="It takes effect at once. Your sessions on other devices end; you stay signed in here. Nobody can reset it for you."
        >
          {/* A new form after each change, so that no passphrase stays in a field. */}
          <ChangeForm key={done} onDone={() => setDone(done + 1)} />
        </SettingsSection>
      </SettingsBody>
    </SettingsFrame>
  )
}

function ChangeForm({ onDone }: { onDone: () => void }) {
  const session = useSession()
  const queries = useQueryClient()
  const judge = useJudge()
  const { account } = session
  const [errors, setErrors] = useState<FieldErrors>({})

  const change = useMutation({
    mutationFn: async ({ current, next }: { current: string; next: string }) => {
      const ts = new Date().toISOString()
      const changed = await theVault().changePassphrase({
        accountId: account.id,
        email: account.email,
        passphrase: current,
        newPassphrase: next,
        ts,
        keys: session,
      })
      await call(changePassphrase, { ...changed, ts })
      // The sealed keys of before open nothing any more: unlocking needs the new ones.
      await queries.refetchQueries({ queryKey: sessionQuery.queryKey })
    },
    onSuccess: () => {
      toast({ words: 'Passphrase changed. Your sessions on other devices have ended.' })
      onDone()
    },
    onError: (error) => setErrors(fieldOf(error)),
  })

  async function submit(data: FormData) {
    if (change.isPending) return
    const current = textIn(data, 'current')
    const next = textIn(data, 'next')
    const fault = await faultOf(judge, next, account)
    const wrong = { ...(current === '' && { current: 'Enter your current passphrase' }), ...(fault && { next: fault }) }
    setErrors(wrong)
    change.reset()
    if (Object.keys(wrong).length === 0) change.mutate({ current, next })
  }

  const isOfNoField = change.isError && Object.keys(fieldOf(change.error)).length === 0
  return (
    <Form onSubmit={(data) => void submit(data)} errors={errors} label="Change your passphrase">
      {isOfNoField && <Notice {...failureOf(change.error)} waitSeconds={waitSeconds(change.error)} />}
      <input type="text" hidden autoComplete="username" value={account.email} readOnly />
      <PassphraseField label="Current passphrase" name="current" autoComplete="current-password" width="long" />
      <div className={css['passphrase']}>
        <NewPassphraseField label="New passphrase" name="next" person={() => account} judge={judge} />
      </div>
      <FormActions>
        <Button type="submit" variant="primary" isPending={change.isPending}>
          Change passphrase
        </Button>
        <Working is={change.isPending} words="Working both passphrases into keys" />
      </FormActions>
    </Form>
  )
}

/** A passphrase that is wrong belongs to its field; everything else to none. */
function fieldOf(error: unknown): FieldErrors {
  if (!(error instanceof PassphraseError)) return {}
  switch (error.fault) {
    case 'unchanged':
      return { next: 'This is your current passphrase. Choose another.' }
    case 'not-text':
      return { next: error.message }
    case 'wrong':
    case 'too-short':
      return { current: 'That is not your current passphrase. Capitals and spaces count: Show helps.' }
  }
}
