import { lazy, Suspense, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import {
  beginSecondFactor,
  endSecondFactor,
  makeRecoveryCodes,
  mySecondFactor,
  recoveryCodeCount,
  type SecondFactorState,
} from '#contract/second-factor.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { call } from '../../platform/api.ts'
import { sessionQuery } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useFreshDeed } from './SecurityFresh.tsx'
import { SettingsSection } from './SettingsFrame.tsx'
import css from './settings.module.css'

const SecretDialog = lazy(() => import('./SecuritySecretDialog.tsx'))
const CodesDialog = lazy(() => import('./SecurityCodesDialog.tsx'))
const TurnOffDialog = lazy(() => import('./SecurityTurnOffDialog.tsx'))

type Open =
  | { is: 'secret'; begun: OutputOf<typeof beginSecondFactor> }
  | { is: 'codes'; codes: readonly string[] }
  | { is: 'turning off' }

/** A code from an authenticator app beside the passphrase: on, moved, off; and the recovery codes. */
export function SecondFactorSection({ state }: { state: SecondFactorState }) {
  const [open, setOpen] = useState<Open>()
  const queries = useQueryClient()
  const fresh = useFreshDeed()
  const close = () => setOpen(undefined)

  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: [mySecondFactor.path] }),
      queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    ])
  const begin = () =>
    fresh.run('Show the secret', async () => setOpen({ is: 'secret', begun: await call(beginSecondFactor, {}) }))
  const makeCodes = () =>
    fresh.run('Make new codes', async () => {
      const { recoveryCodes } = await call(makeRecoveryCodes, {})
      setOpen({ is: 'codes', codes: recoveryCodes })
      await refresh()
    })
  const turnOff = () =>
    fresh.run('Turn off', async () => {
      await call(endSecondFactor, {})
      close()
      toast({ words: 'Second factor turned off. Your other sessions have ended.' })
      await refresh()
    })

  const isOn = state.enrolledAt !== undefined
  return (
    <SettingsSection
      title="Second factor"
      note="A code from an app on your phone, asked for after your passphrase. Whoever learns your passphrase alone cannot sign in."
    >
      {!isOn && state.requiredBy.length > 0 && <Required by={state.requiredBy} />}
      {isOn && <Facts state={state} />}
      {fresh.failure}
      <div className={css['acts']}>
        {isOn ? (
          <>
            <Button isPending={fresh.isPending} onClick={begin}>
              Move to another device
            </Button>
            <Button isPending={fresh.isPending} onClick={makeCodes}>
              Make new recovery codes
            </Button>
            {state.requiredBy.length === 0 && (
              <Button onClick={() => setOpen({ is: 'turning off' })}>Turn off second factor</Button>
            )}
          </>
        ) : (
          <Button variant="primary" isPending={fresh.isPending} onClick={begin}>
            Set up second factor
          </Button>
        )}
      </div>
      {isOn && state.requiredBy.length > 0 && (
        <p className={css['quiet']}>{inWords(state.requiredBy)} for it, so it stays on.</p>
      )}
      {fresh.dialog}
      <Suspense>
        {open?.is === 'secret' && (
          <SecretDialog
            begun={open.begun}
            isMove={isOn}
            onClose={close}
            onDone={(codes) => {
              setOpen({ is: 'codes', codes })
              void refresh()
            }}
          />
        )}
        {open?.is === 'codes' && <CodesDialog codes={open.codes} onClose={close} />}
        {open?.is === 'turning off' && (
          <TurnOffDialog
            isPending={fresh.isPending}
            onClose={close}
            onTurnOff={() => {
              close()
              turnOff()
            }}
          />
        )}
      </Suspense>
    </SettingsSection>
  )
}

function Required({ by }: { by: readonly string[] }) {
  return (
    <p className={css['warning']}>
      {inWords(by)} for a second factor. Until you have one you can read there, and change nothing.
    </p>
  )
}

/** Calder & Wick asks its key holders; two of them ask theirs. */
const inWords = (organizations: readonly string[]) =>
  organizations.length === 1
    ? `${organizations.join('')} asks its key holders`
    : `${organizations.slice(0, -1).join(', ')} and ${organizations.at(-1) ?? ''} ask their key holders`

const fewCodes = 3

function Facts({ state: { enrolledAt, recoveryCodes } }: { state: SecondFactorState }) {
  return (
    <dl className={css['facts']}>
      <dt>On since</dt>
      <dd>{enrolledAt && <Time at={enrolledAt} isAbsolute />}</dd>
      {recoveryCodes && (
        <>
          <dt>Recovery codes</dt>
          <dd>
            {recoveryCodes.left} of {recoveryCodeCount} left, made on <Time at={recoveryCodes.madeAt} isAbsolute />
            {recoveryCodes.left <= fewCodes && (
              <strong>
                {recoveryCodes.left === 0
                  ? '. Without your phone you could not sign in: make new ones.'
                  : `. Only ${plural(recoveryCodes.left, 'code')}: make new ones soon.`}
              </strong>
            )}
          </dd>
        </>
      )}
    </dl>
  )
}
