import { useEffect, useMemo, useRef } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { inOrder, standingOf } from '#contract/run-state.ts'
import { openRun, type RunEvent, type WrittenRunEvent } from '#contract/runs.ts'
import type { RunId } from '#contract/values.ts'
import { query } from '../../platform/api.ts'
import { queueEvents, useQueued, wakeOutbox } from '../../platform/outbox.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { refresh } from '../documents/deeds.ts'
import { useRing } from '../notices/rings.ts'

/** As the page shows it: what waits to be sent looks like what has arrived, and says so. */
export type ShownEvent = RunEvent & { isWaiting?: boolean }
/** What somebody does: the rest, an id and a time, is given to it here. */
export type Deed = Omit<WrittenRunEvent, 'id' | 'at'>

/** Whoever has it open says so at least once a minute. */
const lookEveryMs = 45_000

/** One run, live: what others do comes with the bell, what is done here shows at once. */
export function useRun(slug: string, runId: RunId) {
  const client = useQueryClient()
  const { account } = useSession()
  const { memberId, side, party } = useOrganization()
  const asked = query(openRun, { slug, runId })
  const answer = useQuery({ ...asked, refetchInterval: lookEveryMs })
  const queued = useQueued(slug, `run/${runId}`)
  useEffect(() => void wakeOutbox(account.id), [account.id])
  useRing(() => void client.invalidateQueries({ queryKey: asked.queryKey }))

  const isOver = answer.data?.finishedAt !== undefined
  const wasOver = useRef<boolean>(undefined)
  useEffect(() => {
    // Somebody else has ended it: the runbook may be in doubt now.
    if (wasOver.current === false && isOver) refresh(client)
    if (answer.data) wasOver.current = isOver
  }, [isOver, answer.data, client])

  const arrived = answer.data?.events
  const events = useMemo((): ShownEvent[] => {
    const known = new Set<string>(arrived?.map(({ id }) => id))
    const me = { id: memberId, name: account.name, side, party }
    const waiting = queued
      .filter(({ event, refused }) => refused === undefined && !known.has(event.id))
      .map(
        ({ event }): ShownEvent =>
          ({ ...event, name: event.name ?? '', text: event.text ?? '', by: me, isWaiting: true }) as ShownEvent,
      )
    return inOrder([...(arrived ?? []), ...waiting])
  }, [arrived, queued, memberId, account.name, side, party])
  const standing = useMemo(() => standingOf(events), [events])

  /** What somebody does knowing how a step stands comes after that, whatever the clock of the device says. */
  const add = (...deeds: readonly Deed[]) => {
    const now = Date.now()
    const stamped = deeds.map((deed): WrittenRunEvent => {
      const before = deed.what === 'value' ? standing.values.get(deed.name ?? '') : standing.steps.get(deed.step ?? -1)
      const ms = Math.max(now, before ? Date.parse(before.at) + 1 : 0)
      return { ...deed, id: uuidv7(), at: new Date(ms).toISOString() }
    })
    queueEvents(slug, `run/${runId}`, stamped)
  }
  return { answer, run: answer.data, events, standing, add, refused: queued.filter(({ refused }) => refused) }
}
export type LiveRun = ReturnType<typeof useRun>
