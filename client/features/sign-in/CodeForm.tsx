import { useState, type ReactNode } from 'react'
import type { Session } from '#contract/accounts.ts'
import { Problem } from '#contract/problems.ts'
import { failureOf, waitSeconds } from '../../platform/failure.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, type FieldErrors } from '../../ui/Form.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { Notice, type NoticeWords } from './Notice.tsx'
import { enterCode, isFromApp } from './sign-in-steps.ts'
import css from './Door.module.css'

/** What the passphrase alone could not do. The ticket stands for it, and is good for some minutes. */
export function CodeForm(props: {
  ticket: string
  act: string
  /** Shall not throw: what fails afterwards is shown where it belongs. */
  onSession: (session: Session, how: { usedRecoveryCode: boolean }) => void | Promise<void>
  /** The ticket is over: the passphrase has to be proven again. */
  onExpired: () => void
  /** Beside the button. */
  wayOut?: ReactNode
}) {
  const { ticket, act, onSession, onExpired, wayOut } = props
  const [isRecovery, setRecovery] = useState(false)
  const [isWorking, setWorking] = useState(false)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [notice, setNotice] = useState<NoticeWords>()

  async function submit(data: FormData, form: HTMLFormElement) {
    if (isWorking) return
    const code = textIn(data, 'code').trim()
    setNotice(undefined)
    if (code === '') return setErrors({ code: isRecovery ? 'Enter a recovery code' : 'Enter the six digits' })
    if (!isRecovery && !isFromApp(code)) return setErrors({ code: 'A code has six digits, like 482 915' })
    setErrors({})
    setWorking(true)
    try {
      const session = await enterCode(ticket, code)
      await onSession(session, { usedRecoveryCode: !isFromApp(code) })
    } catch (error) {
      if (error instanceof Problem && error.code === 'sign-in-expired') return onExpired()
      const wrong = faultOf(error)
      if (wrong) setErrors({ code: wrong })
      else setNotice(wordsOf(error))
      form.querySelector<HTMLInputElement>('input[name=code]')?.select()
    } finally {
      setWorking(false)
    }
  }

  const switchTo = (recovery: boolean) => {
    setRecovery(recovery)
    setErrors({})
    setNotice(undefined)
  }
  return (
    <Form onSubmit={(data, form) => void submit(data, form)} errors={errors} label="Second factor">
      {notice && <Notice {...notice} />}
      {isRecovery ? (
        <TextField
          key="recovery"
          label="Recovery code"
          name="code"
          hint="One of the ten that you kept. Each works once."
          isMono
          autoFocus
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      ) : (
        <TextField
          key="app"
          label="Code from your authenticator app"
          name="code"
          hint="Six digits, new every 30 seconds."
          width="short"
          isMono
          autoFocus
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
        />
      )}
      <div className={css['submit']}>
        <Button type="submit" variant="primary" isPending={isWorking}>
          {act}
        </Button>
      </div>
      <div className={css['ways']}>
        <button type="button" onClick={() => switchTo(!isRecovery)}>
          {isRecovery ? 'Use the app instead' : 'Use a recovery code'}
        </button>
        {wayOut}
      </div>
    </Form>
  )
}

function faultOf(error: unknown): string | undefined {
  if (!(error instanceof Problem && error.code === 'second-factor-failed')) return undefined
  return error.facts.errors?.[0]?.detail ?? error.message
}

function wordsOf(error: unknown): NoticeWords {
  const seconds = waitSeconds(error)
  return seconds === undefined ? failureOf(error) : { title: 'Too many attempts', waitSeconds: seconds }
}
