import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { fieldNumbers } from '#contract/credentials.ts'
import type { DocumentChip } from '#contract/documents.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { Copy } from '../../ui/icons.ts'
import { RailCard } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { documentPath } from '../documents/addresses.ts'
import { Code } from './Code.tsx'
import { Countdown } from './Countdown.tsx'
import { ReadFirst } from './ReadFirst.tsx'
import { SecretText } from './SecretText.tsx'
import { useCredential } from './use-credential.ts'
import { useOpener, type Field, type Opener } from './use-opener.ts'
import { classNames, fieldWords, rotationWords } from './words.ts'
import css from './CredentialChip.module.css'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))

/** The credentials that a runbook's steps need, beside them, in the order in which they are mentioned. */
export function CredentialKit({ slug, chips, from }: { slug: string; chips: readonly DocumentChip[]; from: string }) {
  // The keys of a card work for the one that has the focus, else for the first.
  const [focused, setFocused] = useState<string>()
  const shown = chips.slice(0, 9)
  const active = focused ?? shown[0]?.reference
  return shown.map((chip, index) => (
    <KitCard
      key={chip.reference}
      slug={slug}
      chip={chip}
      from={from}
      number={index + 1}
      isActive={chip.reference === active}
      onFocus={setFocused}
    />
  ))
}

interface KitCardProps {
  slug: string
  chip: DocumentChip
  from: string
  number: number
  isActive: boolean
  onFocus: (reference: string | undefined) => void
}

const username: Field = { n: fieldNumbers.username, kind: 'username' }
const password: Field = { n: fieldNumbers.password, kind: 'password' }
const code: Field = { n: fieldNumbers.totp, kind: 'totp' }

/** `1` … `9` focus a card; then `C` copies its password, `U` its username, `T` its code, `R` reveals or requests. */
function KitCard({ slug, chip, from, number, isActive, onFocus }: KitCardProps) {
  const { reference, title } = chip
  const { credential, of, verified, integrity } = useCredential(slug, chip)
  const opener = useOpener(of, credential, { from })
  const [isAsking, setAsking] = useState(false)
  const card = useRef<HTMLDivElement>(null)
  useShortcut({ keys: String(number), label: `Go to ${title}`, act: () => card.current?.focus() })
  const opens = credential?.opens ?? 'none'
  const readFirst = credential?.readFirst
  const mayOpen = ({ n }: Field) =>
    opens === 'open' &&
    !readFirst &&
    !integrity &&
    credential?.fields.some((field) => field.n === n) &&
    (credential.lease?.fields?.includes(n) ?? true)
  const may = { password: mayOpen(password), code: mayOpen(code) }
  const mayAsk = isActive && opens === 'request' && !readFirst && !credential?.waiting
  useShortcut(isActive && may.password && { keys: 'C', label: 'Copy password', act: () => void opener.copy(password) })
  useShortcut(isActive && may.code && { keys: 'T', label: 'Copy code', act: () => void opener.copy(code) })
  useShortcut(
    isActive && may.password && { keys: 'R', label: 'Reveal password', act: () => void opener.reveal(password) },
  )
  useShortcut(mayAsk && { keys: 'R', label: 'Request access', act: () => setAsking(true) })
  const [address] = credential?.address.split('\n') ?? []
  const lines = { opener, title }
  return (
    <RailCard title="Credential" keys={String(number)}>
      <div
        ref={card}
        className={css['kit']}
        tabIndex={-1}
        role="group"
        aria-label={title}
        onFocus={() => onFocus(reference)}
        onBlur={() => onFocus(undefined)}
      >
        <p className={css['name']}>
          <Link to={documentPath(slug, reference)}>{title}</Link>
          <Due chip={chip} />
        </p>
        {integrity && (
          <p className={css['row']} role="alert">
            <strong>Do not use it.</strong> It is not what its author signed.
          </p>
        )}
        {address && (
          <Row name="Address">
            <span className={css['value']}>{address.replace(/^https?:\/\//, '')}</span>
            <CopyButton text={address} what={`address of ${title}`} />
          </Row>
        )}
        {verified?.username ? (
          <Row name="Username">
            <span className={css['value']} translate="no">
              {verified.username}
            </span>
            <CopyButton text={verified.username} what={`username of ${title}`} {...(isActive && { keys: 'U' })} />
          </Row>
        ) : (
          credential?.class === 'break_glass' && mayOpen(username) && <KitLine field={username} {...lines} />
        )}
        {may.password && <KitLine field={password} {...lines} />}
        {may.code && <KitLine field={code} {...lines} />}
        {readFirst && (
          <p className={css['row']}>
            <ReadFirst slug={slug} of={readFirst}>
              Read {readFirst.list} first
            </ReadFirst>
          </p>
        )}
        {opens === 'request' && !readFirst && (
          <div className={css['row']}>
            <Button
              keys={mayAsk ? 'R' : undefined}
              onClick={() => !credential?.waiting && setAsking(true)}
              aria-disabled={credential?.waiting !== undefined}
            >
              {credential?.waiting ? `Asked: ${credential.waiting.reference}` : 'Request access'}
            </Button>
          </div>
        )}
        {credential && opens === 'none' && (
          <p className={css['row']}>
            {credential.class === 'break_glass' ? 'Only owners and admins open it.' : 'Your role opens no secrets.'}
          </p>
        )}
      </div>
      {isAsking && credential && (
        <Suspense>
          <RequestAccess of={of} credential={credential} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </RailCard>
  )
}

/** When it must change, once that is near; otherwise what opening it asks for. */
function Due({ chip: { credential } }: { chip: DocumentChip }) {
  if (!credential) return null
  const { mustRotate, rotateIn, class: secretClass } = credential
  if (mustRotate || (rotateIn !== undefined && rotateIn < 0))
    return <FreshnessLabel state="overdue">{rotationWords(credential)}</FreshnessLabel>
  if (rotateIn !== undefined && rotateIn <= 14)
    return <FreshnessLabel state="due">{rotationWords(credential)}</FreshnessLabel>
  return secretClass === 'standard' ? null : <span className={css['class']}>{classNames[secretClass]}</span>
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css['row']}>
      <span className={css['label']}>{name}</span>
      {children}
    </div>
  )
}

const lineNames: Partial<Record<Field['kind'], string>> = { username: 'Username', password: 'Password', totp: 'Code' }

function KitLine({ field, opener, title }: { field: Field; opener: Opener; title: string }) {
  const words = fieldWords(field)
  const text = opener.shown?.n === field.n ? opener.shown.text : undefined
  const shownCode = opener.code?.n === field.n ? opener.code : undefined
  const isShown = text !== undefined || shownCode !== undefined
  return (
    <Row name={lineNames[field.kind] ?? words}>
      <span className={css['value']}>
        {text !== undefined ? (
          <SecretText text={text} />
        ) : shownCode ? (
          <Code key={shownCode.code} code={shownCode} onEnd={opener.hide} />
        ) : (
          <span aria-label="Hidden">{'•'.repeat(12)}</span>
        )}
      </span>
      <span className={css['acts']}>
        {text !== undefined && <Countdown of={opener.shownSeconds} onEnd={opener.hide} />}
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={`${isShown ? 'Hide' : 'Reveal'} ${words} of ${title}`}
          onClick={() => (isShown ? opener.hide() : void opener.reveal(field))}
        />
        <IconButton icon={Copy} label={`Copy ${words} of ${title}`} onClick={() => void opener.copy(field)} />
      </span>
    </Row>
  )
}
