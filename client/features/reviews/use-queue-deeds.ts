import { useRef, useState, type ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { failureOf } from '../../platform/failure.ts'
import { announce } from '../../ui/LiveAnnouncer.tsx'
import { toast, type Toast } from '../../ui/Toast.tsx'
import type { QueueRow } from './queue.ts'

/** How a row left the queue before the server has said so. */
export type Leaving = 'verified' | 'gone'

interface Deed {
  row: QueueRow
  how: Leaving
  act: () => Promise<unknown>
  /** What is now true, once it is done. Without words it shows in what happened to the queue alone. */
  words?: ReactNode
  undo?: Toast['action']
  /** Where it failed: leads back to the row. */
  onBack: (row: QueueRow) => void
}

/**
 * Deeds of the queue take the row away at once and tell the server meanwhile. What fails comes back, with what went
 * wrong. @returns `leaving`: rows that are on their way out.
 */
export function useQueueDeeds() {
  const client = useQueryClient()
  const [leaving, setLeaving] = useState<ReadonlyMap<string, { row: QueueRow; how: Leaving }>>(new Map())
  const closeLast = useRef<() => void>(undefined)
  const { mutateAsync } = useMutation({ mutationFn: (act: () => Promise<unknown>) => act() })

  const stay = (key: string) => setLeaving((before) => new Map([...before].filter(([each]) => each !== key)))

  const start = ({ row, how, act, words, undo, onBack }: Deed) => {
    setLeaving((before) => new Map(before).set(row.key, { row, how }))
    void mutateAsync(act)
      .then(
        () => {
          // Whoever works through the queue needs no pile of what is done.
          closeLast.current?.()
          const close = words ? toast({ words, action: undo, ...(undo && { forMs: 10_000 }) }) : undefined
          closeLast.current = undo ? undefined : close
        },
        (error: unknown) => {
          const { title, detail } = failureOf(error)
          toast({
            words: `${row.reference} is back in the queue. ${title}${detail ? `. ${detail}` : ''}`,
            action: { label: 'Look at it', onAct: () => onBack(row) },
          })
        },
      )
      .then(() =>
        // Lists, counts and documents hang together: all of them are asked for anew before the row may show again.
        client.invalidateQueries({
          predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/v1/organizations/:slug/'),
        }),
      )
      .finally(() => stay(row.key))
  }

  const sayNext = (next: QueueRow | undefined) =>
    announce(next ? `Next: ${next.reference}, ${next.title}` : 'Nothing is left in this queue')

  return { leaving, start, sayNext }
}
