import { lazy, Suspense, useState } from 'react'
import LockOpen from 'lucide-react/icons/lock-open'
import { fieldNumbers, type Credential } from '#contract/credentials.ts'
import type { Document } from '#contract/documents.ts'
import { Failed } from '../../platform/Failed.tsx'
import { askToUnlock } from '../../platform/unlock.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { Addresses } from './Addresses.tsx'
import { FieldRow, PlainRow } from './FieldRow.tsx'
import { ReadFirst } from './ReadFirst.tsx'
import { useCredential } from './use-credential.ts'
import { useOpener, type Field } from './use-opener.ts'
import { classHints, classNames, fieldWords, readFirstWords } from './words.ts'
import css from './credentials.module.css'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))
const LeaseBar = lazy(async () => ({ default: (await import('./LeaseBar.tsx')).LeaseBar }))
const FileFieldRow = lazy(async () => ({ default: (await import('./FileFieldRow.tsx')).FileFieldRow }))

const keysOf: Partial<Record<number, { reveal?: string; copy?: string }>> = {
  [fieldNumbers.username]: { copy: 'U' },
  [fieldNumbers.password]: { reveal: 'R', copy: 'C' },
  [fieldNumbers.totp]: { copy: 'T' },
}

/** What a credential holds: its addresses, and every field with its acts. */
export function CredentialFields({ slug, document }: { slug: string; document: Document }) {
  const { answer, credential, of, verified, integrity, isUnlocked } = useCredential(slug, document)
  const opener = useOpener(of, credential)
  const [isAsking, setAsking] = useState(false)
  if (!credential) {
    return answer.error ? (
      <Failed what={document.reference} error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <LoadingText what={document.reference} />
    )
  }
  const { opens, lease, address, readFirst } = credential
  const mayAsk = opens === 'request' && !credential.waiting && !readFirst
  const mayOpen = ({ n }: Field) =>
    opens === 'open' && !readFirst && !integrity && (!lease?.fields || lease.fields.includes(n))
  return (
    <>
      <p className={css['note']}>
        <Badge>{classNames[credential.class]}</Badge> {classHints[credential.class]}
      </p>
      {integrity && (
        <Banner tone="overdue" isNews>
          <strong>This is not what its author signed.</strong> {integrity.message}. Do not use it: tell whoever runs the
          server, and compare it with {document.owner?.name ?? 'its owner'}.
        </Banner>
      )}
      {readFirst && (
        <Banner tone="plain" label="Read first">
          <ReadFirst slug={slug} of={readFirst} /> first, then you can {opens === 'open' ? 'open it' : 'ask for access'}
          : the collection asks for it. {readFirstWords(readFirst)}
        </Banner>
      )}
      {lease && (
        <Suspense>
          <LeaseBar slug={slug} lease={lease} onExtend={() => setAsking(true)} />
        </Suspense>
      )}
      <dl className={css['fields']}>
        {address && (
          <PlainRow name="Address">
            <Addresses text={address} />
          </PlainRow>
        )}
        {fieldsOf(credential, verified?.labels ?? {}).map((field) =>
          field.kind === 'username' && verified?.username !== undefined ? (
            <PlainRow key={field.n} name="Username">
              <span className={css['mono']} translate="no">
                {verified.username || '—'}
              </span>
              {verified.username && <CopyButton text={verified.username} what="username" keys="U" />}
            </PlainRow>
          ) : field.kind === 'file' ? (
            <Suspense key={field.n}>
              <FileFieldRow field={field} of={of} credential={credential} isOpen={mayOpen(field)} />
            </Suspense>
          ) : (
            <FieldRow
              key={field.n}
              field={field}
              name={nameOf(field)}
              opener={opener}
              isOpen={mayOpen(field)}
              keys={keysOf[field.n] ?? {}}
            />
          ),
        )}
      </dl>
      {opens === 'open' && !readFirst && !isUnlocked && (
        <p className={css['note']}>
          <Button icon={LockOpen} onClick={() => void askToUnlock('to open secrets')}>
            Unlock
          </Button>{' '}
          Locked: names and usernames of its fields show once the vault is unlocked.
        </p>
      )}
      {credential.waiting && (
        <p className={css['note']}>
          You asked for access <Time at={credential.waiting.since} /> ({credential.waiting.reference}). A key holder has
          been told.
        </p>
      )}
      {mayAsk && (
        <p className={css['note']}>
          You can see {document.reference} but not open it.
          {document.owner && ` ${document.owner.name} owns it.`}{' '}
          <Button variant="primary" keys="R" onClick={() => setAsking(true)}>
            Request access
          </Button>
        </p>
      )}
      {opens === 'none' && (
        <p className={css['note']}>
          {credential.class === 'break_glass'
            ? 'Break-glass: only owners and admins open it.'
            : 'Your role opens no secrets.'}
        </p>
      )}
      {isAsking && (
        <Suspense>
          <RequestAccess of={of} credential={credential} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  )
}

const fieldsOf = ({ fields }: Credential, labels: Readonly<Record<string, string>>): Field[] =>
  fields.map(({ n, kind }) => ({ n, kind, label: labels[String(n)] }))

function nameOf(field: Field): string {
  const words = fieldWords(field)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
