import { lazy, Suspense, useEffect, useRef, useState, type ComponentType } from 'react'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { plural } from '../../../ui/format.ts'
import { announce } from '../../../ui/LiveAnnouncer.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { MakeCredentialProps } from './MakeCredential.tsx'
import type { FoundSecret, TextField } from './secrets-in-fields.ts'
import type { Secrets } from './use-secrets.ts'
import { readable } from './readable.ts'
import type { Writing } from './writing.ts'
import css from './SecretNotice.module.css'

const MakeCredential = lazy<ComponentType<MakeCredentialProps>>(() =>
  import('./MakeCredential.tsx').then(
    ({ MakeCredential }) => ({ default: MakeCredential }),
    () => ({ default: Unreachable }),
  ),
)
function Unreachable({ onClose }: MakeCredentialProps) {
  useEffect(() => {
    toast({ words: 'The server cannot be reached, so no credential can be made. Your text is as it was' })
    onClose()
  })
  return null
}

const mostShown = 3

export interface SecretNoticeProps {
  slug: string
  /** "runbook" */
  one: string
  secrets: Secrets
  writing: Writing
  note: string
  /** What stands on the server already. */
  saved: Writing
  change: (changes: Partial<Writing>) => void
  setNote: (note: string) => void
  onShow: (secret: FoundSecret) => void
}

/** Above Save: what looks like a secret, where, and what can be done about it. */
export function SecretNotice(props: SecretNoticeProps) {
  const { one, secrets, writing, saved, onShow } = props
  const { found, isHeld } = secrets
  const [making, setMaking] = useState<FoundSecret>()
  const first = found[0] && sentence(found[0])
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (first) announce(first)
  }, [first])
  // Whoever pressed Save far down the page sees why nothing happened.
  useEffect(() => {
    if (isHeld) notice.current?.scrollIntoView({ block: 'nearest' })
  }, [isHeld])
  if (found.length === 0 && !making) return null
  const wasSaved = found.some(
    ({ field, value }) => field !== 'note' && (field === 'body' ? readable(saved) : saved[field]).includes(value),
  )
  return (
    <>
      {found.length > 0 && (
        <Banner tone="overdue" label="Secrets in the text">
          <div ref={notice} className={css['notice']}>
            <ul className={css['list']}>
              {found.slice(0, mostShown).map((secret) => (
                <li key={`${secret.field} ${secret.from}`} className={css['row']}>
                  <span className={css['words']}>{sentence(secret)}</span>
                  <span className={css['acts']}>
                    {secret.field === 'body' && !writing.content && (
                      <Button variant="quiet" onClick={() => onShow(secret)}>{`Show line ${secret.line}`}</Button>
                    )}
                    {/* In a form of fields, what to put in its place is for the person to say. */}
                    {!(secret.field === 'body' && writing.content) && (
                      <Button onClick={() => setMaking(secret)}>Make it a credential</Button>
                    )}
                    <Button variant="quiet" onClick={() => secrets.dismiss(secret)}>
                      Not a secret
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
            <p className={css['why']}>
              {found.length > mostShown && `${plural(found.length - mostShown, 'more place')} like that. `}
              Everybody who may read this {one} sees it.
              {wasSaved && ' Earlier versions have it already, so change it where it is used.'}
            </p>
            <p className={css['held']} role="alert">
              {isHeld && 'Nothing is saved yet. Press Save anyway to save it as it stands.'}
            </p>
          </div>
        </Banner>
      )}
      {making && (
        <Suspense>
          <MakeCredential {...props} secret={making} onClose={() => setMaking(undefined)} />
        </Suspense>
      )}
    </>
  )
}

const places: Record<Exclude<TextField, 'body'>, string> = {
  title: 'The title',
  summary: 'The summary',
  note: 'What has changed',
}

/** "Line 14 looks like an AWS access key (AKIA…, 20 characters)." */
function sentence({ field, line, label, shown }: FoundSecret): string {
  return `${field === 'body' ? `Line ${line}` : places[field]} looks like ${label} (${shown.replace(/, line \d+$/, '')}).`
}
