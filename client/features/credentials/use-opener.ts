import { useCallback, useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { listReveals, openCredential, type Credential, type FieldKind } from '#contract/credentials.ts'
import { failureOf } from '../../platform/failure.ts'
import { isProblem } from '../../platform/query-client.ts'
import { theVault } from '../../platform/vault.ts'
import type { Codes } from '../../vault/one-time-codes.ts'
import { copySecret } from '../../ui/clipboard.ts'
import { toast } from '../../ui/Toast.tsx'
import { openCodes, openFields, prepare, type OfCredential } from './open-secret.ts'
import { usernameIn } from './secret-form.ts'
import { readShownSeconds } from './shown-seconds.ts'
import { fieldWords } from './words.ts'

/** A secret that is on the screen, and when it leaves it. */
export interface Shown {
  n: number
  text: string
}
export interface ShownCode extends Codes {
  n: number
}

export interface Field {
  n: number
  kind: FieldKind
  label?: string | undefined
}

/**
 * Reveal and copy for one credential. What is shown hides by itself: after its time, when the tab is hidden, before
 * printing, when the vault locks, and with the page.
 * @param where `from`: id of the document from which it is opened; `revision`: of an earlier version.
 */
export function useOpener(
  of: OfCredential,
  credential: Credential | undefined,
  where: { from?: string | undefined; revision?: number | undefined } = {},
) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [shown, setShown] = useState<Shown>()
  const [code, setCode] = useState<ShownCode>()
  const [busy, setBusy] = useState<number>()
  const hide = useCallback(() => {
    setShown(undefined)
    setCode(undefined)
  }, [])
  useHidden(hide)
  useEffect(() => theVault().onLock(hide), [hide])

  const tried = async <Result>(field: Field, act: () => Promise<Result>): Promise<Result | undefined> => {
    if (busy !== undefined) return undefined
    setBusy(field.n)
    try {
      return await act()
    } catch (error) {
      const { title, detail } = failureOf(error)
      const list = isProblem(error, 'not-possible-now') && error.facts.facts?.['list']
      toast({
        words: detail ? `${title}. ${detail}` : title,
        ...(typeof list === 'string' && {
          action: { label: `Read ${list}`, onAct: () => void navigate(`/o/${of.slug}/reading/${list}`) },
        }),
      })
      return undefined
    } finally {
      setBusy(undefined)
      // The log of the page, and the lease's count.
      const { slug, reference } = of
      for (const endpoint of [listReveals, openCredential]) {
        void client.invalidateQueries({ queryKey: [endpoint.path, { slug, reference }] })
      }
    }
  }

  const reveal = (field: Field) =>
    tried(field, async () => {
      const reason = credential && (await prepare(of, credential, `to show the ${fieldWords(field)}`))
      if (!credential || !reason) return
      hide()
      if (field.kind === 'totp') setCode({ n: field.n, ...(await codesFor(field, reason)) })
      else {
        const opening = { credential, fields: [field.n], purpose: 'view' as const, ...where }
        const [opened] = await openFields(of, opening, reason)
        if (opened) setShown({ n: field.n, text: plainOf(opened) })
      }
    })

  const codesFor = (field: Field, reason: object) =>
    openCodes(of, { credential: credential as Credential, fields: [field.n], ...where }, reason)

  const copy = (field: Field) =>
    tried(field, async () => {
      const reason = credential && (await prepare(of, credential, `to copy the ${fieldWords(field)}`))
      if (!credential || !reason) return
      await copySecret(textOf(field, reason), capitalized(fieldWords(field)))
    })

  async function textOf(field: Field, reason: object): Promise<string> {
    if (field.kind !== 'totp') {
      const opening = { credential: credential as Credential, fields: [field.n], purpose: 'copy' as const, ...where }
      const [opened] = await openFields(of, opening, reason)
      return opened ? plainOf(opened) : ''
    }
    const codes = await codesFor(field, reason)
    // Typed with under three seconds left, a code is refused: the next one is as good.
    if (codes.secondsLeft >= 3) return codes.code
    await new Promise((resolve) => setTimeout(resolve, codes.secondsLeft * 1_000 + 100))
    return codes.next
  }

  return { shown, code, busy, reveal, copy, hide, shownSeconds: readShownSeconds() }
}
export type Opener = ReturnType<typeof useOpener>

/** The username's field also carries what custom fields are called. */
const plainOf = ({ kind, text }: { kind: FieldKind; text: string }): string =>
  kind === 'username' ? usernameIn(text) : text

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** When nobody looks, nothing is shown. */
function useHidden(hide: () => void): void {
  const latest = useRef(hide)
  useEffect(() => void (latest.current = hide))
  useEffect(() => {
    const onHidden = () => document.hidden && latest.current()
    const onPrint = () => latest.current()
    document.addEventListener('visibilitychange', onHidden)
    addEventListener('beforeprint', onPrint)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      removeEventListener('beforeprint', onPrint)
    }
  }, [])
}
