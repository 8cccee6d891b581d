import { useEffect, useRef, useState } from 'react'
import type { Membership } from '#contract/accounts.ts'
import { readyFor } from '../../platform/organization-keys.ts'
import { theVault } from '../../platform/vault.ts'
import { failureOf } from '../../platform/failure.ts'
import type { CsvMapping } from './csv/mapping.ts'
import type { ImportFormat } from './formats.ts'
import { ImportError, type ImportFailure } from './import-error.ts'
import type { Imported } from './imported-item.ts'
import type { ExistingCredential } from './plan/duplicates.ts'
import type { ImportPlan } from './plan/plan-import.ts'
import type { BroughtIn, Progress } from './send/bring-in.ts'
import type { SecretClass } from './send/world.ts'
import type { ImportReading, ImportRequest } from './read-import.ts'
import { readInWorker } from './read-in-worker.ts'

export interface Trouble {
  code?: ImportFailure
  words: string
}

export type Table = Extract<ImportReading, { is: 'table' }>

/** Where the person is. What was read lives in here alone, in memory, and goes when the vault locks. */
export type Stage =
  | { is: 'choose'; trouble?: Trouble }
  | { is: 'reading'; fileName: string; isLong: boolean }
  | { is: 'open'; file: File; format: ImportFormat | undefined; trouble?: Trouble }
  | { is: 'map'; file: File; table: Table; trouble?: Trouble }
  | { is: 'look'; file: File; format: ImportFormat; imported: Imported; existing: readonly ExistingCredential[] }
  | { is: 'bringing'; progress: Progress }
  | { is: 'report'; fileName: string; format: ImportFormat; plan: ImportPlan; imported: Imported; broughtIn: BroughtIn }

export interface Asked {
  format?: ImportFormat | undefined
  password?: string
  keyFile?: File | undefined
  mapping?: CsvMapping
}

export interface Settled {
  plan: ImportPlan
  secretClass: SecretClass
}

const lockedWords =
  'Locked, so what was read is gone from this page. Choose the file again: what is in the vault already is skipped.'

/** The way from a file to a report. */
export function useImport(membership: Membership) {
  const { slug } = membership
  const [stage, setStage] = useState<Stage>({ is: 'choose' })
  const underWay = useRef<AbortController | undefined>(undefined)

  useEffect(() => {
    const forget = theVault().onLock(() => {
      underWay.current?.abort()
      // A report has no secrets, and the person wants to read it.
      setStage((now) =>
        now.is === 'report' || now.is === 'bringing' ? now : { is: 'choose', trouble: { words: lockedWords } },
      )
    })
    return () => {
      forget()
      underWay.current?.abort()
    }
  }, [])

  function begin(): AbortSignal {
    underWay.current?.abort()
    underWay.current = new AbortController()
    return underWay.current.signal
  }

  async function read(file: File, asked: Asked = {}): Promise<void> {
    if (!(await readyFor(slug, 'to bring passwords in'))) return
    const signal = begin()
    const { format, password = '', keyFile, mapping } = asked
    setStage({ is: 'reading', fileName: file.name, isLong: password !== '' })
    const request: ImportRequest = {
      file,
      password,
      ...(format && { format }),
      ...(keyFile && { keyFile }),
      ...(mapping && { mapping }),
    }
    try {
      const reading = await readInWorker(request, signal)
      if (reading.is === 'table') return setStage({ is: 'map', file, table: reading })
      const { existingCredentials } = await import('./send/existing.ts')
      const existing = await existingCredentials(membership, reading.items, signal)
      setStage({ is: 'look', file, format: reading.format, imported: reading, existing })
    } catch (error) {
      if (signal.aborted) return setStage((now) => (now.is === 'reading' ? { is: 'choose' } : now))
      setStage(afterTrouble(file, asked, error))
    }
  }

  async function bring(look: Extract<Stage, { is: 'look' }>, { plan, secretClass }: Settled): Promise<void> {
    const { file, format, imported } = look
    if (!(await readyFor(slug, 'to bring passwords in'))) return
    const signal = begin()
    setStage({ is: 'bringing', progress: { done: 0, failed: 0, of: plan.counts.bring } })
    const { bringInto } = await import('./send/bring-into.ts')
    const broughtIn = await bringInto(membership, plan.rows, secretClass, {
      signal,
      onProgress: (progress) => setStage({ is: 'bringing', progress }),
    })
    setStage({
      is: 'report',
      fileName: file.name,
      format,
      plan: withoutSecrets(plan),
      imported: { items: [], leftOut: imported.leftOut },
      broughtIn,
    })
  }

  return {
    stage,
    read,
    bring,
    /** Back to the form of the file, to say another format. */
    reopen: (file: File, format: ImportFormat | undefined) => setStage({ is: 'open', file, format }),
    restart: () => {
      underWay.current?.abort()
      setStage({ is: 'choose' })
    },
    stop: () => underWay.current?.abort(),
  }
}

function afterTrouble(file: File, { format, mapping }: Asked, error: unknown): Stage {
  if (!(error instanceof ImportError)) {
    const { title, detail } = failureOf(error)
    return { is: 'choose', trouble: { words: detail ? `${title}. ${detail}` : `${title}.` } }
  }
  const { code, message: words } = error
  // The first look at a file that is locked is no mistake of anybody's.
  const isFirstLook = code === 'needs-password' && format === undefined && mapping === undefined
  return { is: 'open', file, format: error.format ?? format, ...(!isFirstLook && { trouble: { code, words } }) }
}

/** What the report needs of a plan: names and notes. */
function withoutSecrets(plan: ImportPlan): ImportPlan {
  const rows = plan.rows.map((row) => ({
    ...row,
    item: { ...row.item, username: '', password: '', totp: '', notes: '', fields: [], history: [] },
  }))
  return { ...plan, rows }
}
