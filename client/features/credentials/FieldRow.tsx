import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import Eye from 'lucide-react/icons/eye'
import Maximize2 from 'lucide-react/icons/maximize-2'
import { Button, IconButton } from '../../ui/Button.tsx'
import { announce } from '../../ui/LiveAnnouncer.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { Code } from './Code.tsx'
import { Countdown } from './Countdown.tsx'
import { SecretText } from './SecretText.tsx'
import type { Field, Opener } from './use-opener.ts'
import { fieldWords } from './words.ts'
import css from './credentials.module.css'

const LargeView = lazy(async () => ({ default: (await import('./LargeView.tsx')).LargeView }))

/** Always twelve, whatever the length. */
const dots = '•'.repeat(12)

export interface FieldRowProps {
  field: Field
  name: string
  opener: Opener
  /** Whether the caller opens this field: by right, or by a lease that names it. */
  isOpen: boolean
  keys?: { reveal?: string | undefined; copy?: string | undefined }
}

/** One sealed field: copy first, reveal second. What is shown has a ring and hides by itself. */
export function FieldRow({ field, name, opener, isOpen, keys }: FieldRowProps) {
  const [isLarge, setLarge] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const value = useRef<HTMLDivElement>(null)
  const text = opener.shown?.n === field.n ? opener.shown.text : undefined
  const code = opener.code?.n === field.n ? opener.code : undefined
  const isShown = text !== undefined || code !== undefined
  const { hide, shownSeconds } = opener
  const what = fieldWords(field)
  // What is shown takes the focus for those who cannot see it; whoever walks away then does not hold it open.
  const isBroughtHere = useRef(false)
  useEffect(() => {
    if (!isShown) return
    isBroughtHere.current = true
    value.current?.focus()
    isBroughtHere.current = false
    announce(`${name} shown${code ? '' : ` for ${shownSeconds} seconds`}`)
  }, [isShown, name, code, shownSeconds])
  useShortcut(isShown && { keys: 'Esc', label: 'Hide', act: hide })
  useShortcut(
    isOpen && keys?.reveal && text !== undefined && { keys: 'Shift R', label: 'Large view', act: () => setLarge(true) },
  )
  const isBusy = opener.busy === field.n
  return (
    <div className={css['row']}>
      <dt>{name}</dt>
      <dd>
        <div
          ref={value}
          className={css['value']}
          tabIndex={isShown ? -1 : undefined}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => !isBroughtHere.current && setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          {text !== undefined ? (
            <SecretText text={text} />
          ) : code ? (
            <Code key={code.code} code={code} onEnd={hide} />
          ) : (
            <span className={css['dots']} aria-label="Hidden">
              {dots}
            </span>
          )}
        </div>
        {isOpen && (
          <div className={css['acts']} data-no-print>
            {text !== undefined && (
              <>
                <Countdown of={shownSeconds} isPaused={isHeld || isLarge} onEnd={hide} />
                <IconButton icon={Maximize2} label="Large view" onClick={() => setLarge(true)} />
              </>
            )}
            {isShown ? (
              <Button onClick={hide}>Hide</Button>
            ) : (
              <Button icon={Eye} keys={keys?.reveal} isPending={isBusy} onClick={() => void opener.reveal(field)}>
                {field.kind === 'totp' ? 'Show code' : 'Reveal'}
              </Button>
            )}
            <Button
              variant={field.kind === 'password' && keys?.copy ? 'primary' : undefined}
              keys={keys?.copy}
              isPending={isBusy}
              onClick={() => void opener.copy(field)}
            >
              Copy <VisuallyHidden>{what}</VisuallyHidden>
            </Button>
          </div>
        )}
      </dd>
      {isLarge && text !== undefined && (
        <Suspense>
          <LargeView name={name} text={text} onClose={() => setLarge(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** A field that is no secret: an address, a username that is open. */
export function PlainRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css['row']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
