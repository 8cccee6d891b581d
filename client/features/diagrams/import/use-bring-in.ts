import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { failureOf } from '../../../platform/failure.ts'
import { refresh } from '../../documents/deeds.ts'
import { DrawioError } from '../drawio/drawio-error.ts'
import { bringDiagrams, titlesOfDiagrams, type Brought, type Target } from './bring-diagrams.ts'
import { entriesOf, type Entry } from './entries.ts'

export type Stage =
  | { is: 'choose'; trouble?: string }
  | { is: 'reading'; fileName: string }
  | { is: 'look'; entries: readonly Entry[]; existing: ReadonlyMap<string, string>; trouble?: string }
  | { is: 'bringing' | 'report'; brought: readonly Brought[]; of: number }

const mostFiles = 50

/** The way from files to diagrams: read, look, bring, report. Everything lives here alone until it is brought. */
export function useBringIn(slug: string) {
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ is: 'choose' })
  const underWay = useRef<AbortController>(undefined)
  useEffect(() => () => underWay.current?.abort(), [])

  async function read(files: readonly File[], before: readonly Entry[] = []): Promise<void> {
    const some = files.slice(0, mostFiles)
    if (some.length === 0) return
    underWay.current?.abort()
    const { signal } = (underWay.current = new AbortController())
    const entries: Entry[] = [...before]
    try {
      for (const file of some) {
        setStage({ is: 'reading', fileName: file.name })
        entries.push(...(await entriesOf(file, slug, signal)))
      }
      const existing = await titlesOfDiagrams(slug, signal)
      const tooMany =
        files.length > mostFiles &&
        `Of ${files.length} files the first ${mostFiles} were read. Bring in the others after them.`
      setStage({ is: 'look', entries, existing, ...(tooMany && { trouble: tooMany }) })
    } catch (error) {
      const trouble = signal.aborted ? undefined : error instanceof DrawioError ? error.message : failureOf(error).title
      setStage({ is: 'choose', ...(trouble !== undefined && { trouble }) })
    }
  }

  async function bring(entries: readonly Entry[], target: Target): Promise<void> {
    const chosen = entries.filter(({ isChosen }) => isChosen)
    const brought: Brought[] = []
    setStage({ is: 'bringing', brought, of: chosen.length })
    await bringDiagrams(chosen, target, (one) => {
      brought.push(one)
      setStage({ is: 'bringing', brought: [...brought], of: chosen.length })
    })
    refresh(client)
    setStage({ is: 'report', brought, of: chosen.length })
  }

  return {
    stage,
    read,
    bring,
    change: (changed: Entry) =>
      setStage((now) =>
        now.is === 'look'
          ? { ...now, entries: now.entries.map((entry) => (entry.id === changed.id ? changed : entry)) }
          : now,
      ),
    restart: () => {
      underWay.current?.abort()
      setStage({ is: 'choose' })
    },
  }
}
