import type { Happened } from '../plan/report.ts'
import { folderKey } from '../plan/choices.ts'
import type { PlannedRow } from '../plan/plan-import.ts'

/**
 * Everything of the world that bringing in needs; a test has its own. Each may throw: what `afterFailure` makes of it
 * decides whether the row is tried again.
 */
export interface ImportWorld {
  /** Makes a collection and answers with its id. */
  makeCollection: (name: string) => Promise<string>
  /** Seals and sends one credential. Called again with the same id after a failure: it must not make two. */
  keep: (row: PlannedRow, place: { id: string; collectionId: string }) => Promise<{ reference: string }>
  newId: () => string
  /** `again`: worth another try now. `row`: this one is not to be had. `stop`: nor is any other. */
  afterFailure: (error: unknown, tries: number) => Promise<AfterFailure>
}
export type AfterFailure = { is: 'again' } | { is: 'again with another id' } | { is: 'row' | 'stop'; words: string }

export interface Progress {
  done: number
  failed: number
  of: number
}

export interface BroughtIn {
  /** By the index of the item; rows that were never reached have none. */
  happened: Map<number, Happened>
  /** Why it ended before its end, in words. */
  stopped?: string
}

/** As many as the server's group commit likes, and few enough that a stop is a stop. */
const atOnce = 6

/**
 * Brings in what the plan says, in its order, a few at once. Whatever happens, the answer says what became of every row:
 * to go on, read the file again, and what is there already is skipped.
 */
export async function bringIn(
  rows: readonly PlannedRow[],
  world: ImportWorld,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<BroughtIn> {
  const happened = new Map<number, Happened>()
  const made = new Map<string, Promise<string>>()
  const waiting = rows.filter(({ outcome }) => outcome === 'bring')
  const progress: Progress = { done: 0, failed: 0, of: waiting.length }
  let next = 0
  let stopped: string | undefined

  const collectionOf = ({ collection }: PlannedRow): Promise<string> => {
    if ('id' in collection) return Promise.resolve(collection.id)
    const key = folderKey(collection.newName)
    const known = made.get(key)
    if (known) return known
    const making = persist(() => world.makeCollection(collection.newName))
    made.set(key, making)
    return making
  }

  /** @throws Told with what to say of the row. */
  async function persist<Answer>(work: () => Promise<Answer>, onNewId?: () => void): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        const then = error instanceof Told ? error.then : await world.afterFailure(error, tries)
        if (then.is === 'row' || then.is === 'stop') throw new Told(then)
        if (then.is === 'again with another id') onNewId?.()
      }
    }
  }

  async function bring(row: PlannedRow): Promise<Happened> {
    let id = world.newId()
    try {
      const collectionId = await collectionOf(row)
      const { reference } = await persist(
        () => world.keep(row, { id, collectionId }),
        () => (id = world.newId()),
      )
      return { reference, collectionId }
    } catch (error) {
      if (!(error instanceof Told)) throw error
      if (error.then.is === 'stop') stopped ??= error.then.words
      return { failed: error.then.words }
    }
  }

  async function worker(): Promise<void> {
    for (let row = waiting[next++]; row && stopped === undefined && !signal.aborted; row = waiting[next++]) {
      const what = await bring(row)
      happened.set(row.index, what)
      if ('failed' in what) progress.failed++
      else progress.done++
      onProgress({ ...progress })
    }
  }

  await Promise.all(Array.from({ length: atOnce }, worker))
  if (stopped === undefined && signal.aborted) stopped = 'Stopped by hand.'
  return { happened, ...(stopped !== undefined && { stopped }) }
}

class Told extends Error {
  readonly then: { is: 'row' | 'stop'; words: string }

  constructor(then: { is: 'row' | 'stop'; words: string }) {
    super(then.words)
    this.then = then
  }
}
