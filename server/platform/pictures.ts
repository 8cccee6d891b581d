import path from 'node:path'
import type { Log } from './log.ts'
import { DeadlinePassed, startReader, type Reader } from './reader.ts'

/**
 * Pictures are looked at and made anew in a process of its own: decoders have had holes, and a picture may be made to
 * take all the time and memory there is. It is killed at a deadline, ends itself when it grows too large, starts when it
 * is first needed and goes when it is not.
 */
export interface Pictures {
  /** @returns its measures in pixels; undefined for what is no picture that can be shown. */
  measure(file: string): Promise<Measures | undefined>
  /** Writes it anew as WebP without metadata, no wider and no higher than `most` pixels. @returns false where it cannot be. */
  remake(file: string, into: string, most: number): Promise<boolean>
  stop(): void
}

export interface Measures {
  width: number
  height: number
}

export type PictureQuestion =
  { do: 'measure'; file: string } | { do: 'remake'; file: string; into: string; most: number }

const deadlineMs = 10_000
const idleMs = 60_000

export function openPictures(log: Log): Pictures {
  let reader: Reader | undefined
  let idle: NodeJS.Timeout | undefined
  let asking = 0
  let isStopped = false
  const goesOn = () => !isStopped

  async function ask<Answer>(question: PictureQuestion): Promise<Answer | undefined> {
    if (!goesOn()) return undefined
    clearTimeout(idle)
    reader ??= startReader({
      script: path.join(import.meta.dirname, '..', 'picture-maker.ts'),
      environment: {},
      deadlineMs,
      mostWaiting: 100,
      toError: (failure) => new Error(String((failure as { error?: unknown }).error)),
      log,
    })
    asking += 1
    try {
      return JSON.parse(await reader.ask(question)) as Answer
    } catch (error) {
      log.event('picture-refused', { error: error instanceof DeadlinePassed ? 'deadline' : (error as Error).message })
      return undefined
    } finally {
      asking -= 1
      if (asking === 0 && goesOn()) idle = setTimeout(rest, idleMs).unref()
    }
  }

  function rest(): void {
    reader?.stop()
    reader = undefined
  }

  return {
    measure: (file) => ask<Measures>({ do: 'measure', file }),
    remake: async (file, into, most) => (await ask<{ made: true }>({ do: 'remake', file, into, most })) !== undefined,
    stop() {
      isStopped = true
      clearTimeout(idle)
      rest()
    },
  }
}
