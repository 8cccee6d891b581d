import { useEffect, useMemo, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { startWorker } from '../../vault/trusted-worker.ts'
import { workerNames } from '../../vault/worker-names.ts'
import type { Found, Hit } from './palette-index.ts'
import { whenIdle } from './when-idle.ts'
import type { FromPaletteWorker, ToPaletteWorker } from './palette-protocol.ts'

export interface PaletteMemory {
  find(text: string, slugs: readonly string[]): Promise<Found>
  recent(visited: readonly string[], slugs: readonly string[]): Promise<Hit[]>
  /** Fetches anew where what is known is old or something was changed since. */
  refresh(): void
  /** Grows with every load; 0 until the first one is through. */
  loads: number
}

const oldAfterMs = 60_000

/**
 * The palette's Worker and the index in it. Starts once the page has come to rest, and ends with the signed-in part of
 * the page: nothing of it outlives the session.
 */
export function usePaletteMemory(slugs: readonly string[]): PaletteMemory {
  const [loads, setLoads] = useState(0)
  const house = useRef<Keeper>(null)
  const queryClient = useQueryClient()
  const list = slugs.join()

  useEffect(() => {
    const keeper = keep(list.split(','), () => setLoads((before) => before + 1))
    house.current = keeper
    const idle = whenIdle(() => keeper.refresh())
    const unsubscribe = queryClient.getMutationCache().subscribe(({ type, mutation }) => {
      if (type === 'updated' && mutation.state.status === 'success') keeper.noteChange()
    })
    return () => {
      idle()
      unsubscribe()
      keeper.end()
      house.current = null
    }
  }, [list, queryClient])

  return useMemo(
    () => ({
      find: (text, within) => house.current?.find(text, within) ?? never,
      recent: (visited, within) => house.current?.recent(visited, within) ?? never,
      refresh: () => house.current?.refresh(),
      loads,
    }),
    [loads],
  )
}

type Keeper = ReturnType<typeof keep>

function keep(slugs: readonly string[], onLoad: () => void) {
  const worker = startWorker('palette', workerNames.palette)
  const waiting = new Map<number, (answer: never) => void>()
  let lastId = 0
  let loadedAt = -Infinity

  worker.addEventListener('message', ({ data }: MessageEvent<FromPaletteWorker>) => {
    if (data.is === 'loaded') {
      if (data.failed.length > 0) loadedAt = -Infinity
      return onLoad()
    }
    const answer = waiting.get(data.id) as ((answer: Found | Hit[]) => void) | undefined
    waiting.delete(data.id)
    answer?.(data.is === 'found' ? data.found : data.hits)
  })

  const say = (message: ToPaletteWorker): void => worker.postMessage(message)
  const ask = <Answer>(message: (id: number) => ToPaletteWorker): Promise<Answer> =>
    new Promise<Answer>((resolve) => {
      const id = ++lastId
      waiting.set(id, resolve)
      say(message(id))
    })

  return {
    find: (text: string, within: readonly string[]) => ask<Found>((id) => ({ is: 'find', id, text, slugs: within })),
    recent: (visited: readonly string[], within: readonly string[]) =>
      ask<Hit[]>((id) => ({ is: 'recent', id, visited, slugs: within })),
    refresh(): void {
      if (performance.now() - loadedAt < oldAfterMs) return
      loadedAt = performance.now()
      say({ is: 'load', slugs })
    },
    /** Something was saved on this page: what is known may be old. */
    noteChange: () => void (loadedAt = -Infinity),
    end: () => worker.terminate(),
  }
}

const never = new Promise<never>(() => {})
