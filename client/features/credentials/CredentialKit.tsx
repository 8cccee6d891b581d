import { lazy, Suspense, useRef, useState } from 'react'
import { Link } from 'react-router'
import Eye from 'lucide-react/icons/eye'
import { fieldNumbers } from '#contract/credentials.ts'
import type { DocumentChip } from '#contract/documents.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Copy } from '../../ui/icons.ts'
import { RailCard } from '../../ui/PageFrame.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { documentPath } from '../documents/addresses.ts'
import { Code } from './Code.tsx'
import { Countdown } from './Countdown.tsx'
import { SecretText } from './SecretText.tsx'
import { useCredential } from './use-credential.ts'
import { useOpener, type Field, type Opener } from './use-opener.ts'
import { classNames, fieldWords } from './words.ts'
import css from './CredentialChip.module.css'

const RequestAccess = lazy(async () => ({ default: (await import('../access/RequestAccess.tsx')).RequestAccess }))

/** The credentials that a runbook's steps need, beside them, in the order in which they are mentioned. */
export function CredentialKit({ slug, chips, from }: { slug: string; chips: readonly DocumentChip[]; from: string }) {
  return (
    <>
      {chips.slice(0, 9).map((chip, index) => (
        <KitCard key={chip.reference} slug={slug} chip={chip} from={from} number={index + 1} />
      ))}
    </>
  )
}

/** `1` … `9` focus a card; then `C` copies its password, `U` its username, `T` its code, `R` reveals or requests. */
function KitCard({ slug, chip, from, number }: { slug: string; chip: DocumentChip; from: string; number: number }) {
  const { reference, title } = chip
  const { credential, of, verified } = useCredential(slug, chip)
  const opener = useOpener(of, credential, from)
  const [isAsking, setAsking] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const card = useRef<HTMLDivElement>(null)
  useShortcut({ keys: String(number), label: `Go to ${title}`, act: () => card.current?.focus() })
  const opens = credential?.opens ?? 'none'
  const mayOpen = (n: number) =>
    opens === 'open' &&
    credential?.fields.some((field) => field.n === n) &&
    (credential.lease?.fields?.includes(n) ?? true)
  const password: Field = { n: fieldNumbers.password, kind: 'password' }
  const code: Field = { n: fieldNumbers.totp, kind: 'totp' }
  const isActive = isFocused || number === 1
  useShortcut(
    isActive && mayOpen(password.n) && { keys: 'C', label: 'Copy password', act: () => void opener.copy(password) },
  )
  useShortcut(isActive && mayOpen(code.n) && { keys: 'T', label: 'Copy code', act: () => void opener.copy(code) })
  useShortcut(
    isActive && mayOpen(password.n) && { keys: 'R', label: 'Reveal password', act: () => void opener.reveal(password) },
  )
  useShortcut(
    isActive &&
      opens === 'request' &&
      !credential?.waiting && { keys: 'R', label: 'Request access', act: () => setAsking(true) },
  )
  return (
    <RailCard title="Credential" keys={String(number)}>
      <div
        ref={card}
        className={css['kit']}
        tabIndex={-1}
        role="group"
        aria-label={title}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <p className={css['line']}>
          <Link to={documentPath(slug, reference)}>{title}</Link>
          {credential && credential.class !== 'standard' && <span>{classNames[credential.class]}</span>}
        </p>
        {verified?.username && (
          <p className={css['line']}>
            <span className={css['value']} translate="no">
              {verified.username}
            </span>
            <CopyButton text={verified.username} what={`username of ${title}`} />
          </p>
        )}
        {mayOpen(password.n) && <KitLine field={password} opener={opener} title={title} />}
        {mayOpen(code.n) && <KitLine field={code} opener={opener} title={title} />}
        {opens === 'request' && (
          <Button
            keys={isActive ? 'R' : undefined}
            onClick={() => !credential?.waiting && setAsking(true)}
            aria-disabled={credential?.waiting !== undefined}
          >
            {credential?.waiting ? `Asked: ${credential.waiting.reference}` : 'Request access'}
          </Button>
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

function KitLine({ field, opener, title }: { field: Field; opener: Opener; title: string }) {
  const words = fieldWords(field)
  const text = opener.shown?.n === field.n ? opener.shown.text : undefined
  const code = opener.code?.n === field.n ? opener.code : undefined
  return (
    <div className={css['line']}>
      <span className={css['value']}>
        {text !== undefined ? (
          <SecretText text={text} />
        ) : code ? (
          <Code key={code.code} code={code} onEnd={opener.hide} />
        ) : (
          '•'.repeat(12)
        )}
      </span>
      <span className={css['acts']}>
        {text !== undefined && <Countdown of={opener.shownSeconds} onEnd={opener.hide} />}
        <IconButton
          icon={Eye}
          label={`Reveal ${words} of ${title}`}
          onClick={() => (text === undefined ? void opener.reveal(field) : opener.hide())}
        />
        <IconButton icon={Copy} label={`Copy ${words} of ${title}`} onClick={() => void opener.copy(field)} />
      </span>
    </div>
  )
}
