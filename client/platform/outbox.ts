import { useMemo, useSyncExternalStore } from 'react'
import { mySession } from '#contract/accounts.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { addIncidentEvents, readIncident, type WrittenIncidentEvent } from '#contract/incidents.ts'
import { addRunEvents, openRun, type WrittenRunEvent } from '#contract/runs.ts'
import type { IncidentReference } from '#contract/incident-reference.ts'
import { call } from './api.ts'
import { makeOutbox, type Kept, type OutboxEvent, type OutboxTarget } from './make-outbox.ts'
import { openOutboxShelf } from './outbox-shelf.ts'
import { queryClient } from './query-client.ts'
import { noteReachable, noteUnreachable, noteWaiting, onReachability } from './reachability.ts'

export type { Kept, OutboxTarget } from './make-outbox.ts'

/**
 * What was done in runs and incidents, on its way to the server: it shows at once, lasts over a reload and a night without
 * a network, and arrives in order.
 *
 *     queueEvents(slug, `run/${runId}`, [{ id: newEventId(), what: 'done', step: 3, at }])
 *     const queued = useQueued<WrittenRunEvent>(slug, `run/${runId}`)
 */
type EventOf<Target extends OutboxTarget> = Target extends `run/${string}` ? WrittenRunEvent : WrittenIncidentEvent

const outbox = makeOutbox({
  shelf: openOutboxShelf(browserDatabase()),
  send,
  taken: (slug, target) => {
    const [kind, id] = partsOf(target)
    const input = kind === 'run' ? { slug, runId: id } : { slug, incident: id }
    return queryClient.invalidateQueries({
      queryKey: [kind === 'run' ? openRun.path : readIncident.path, input],
    })
  },
  unreachable: noteUnreachable,
  later: (deed, ms) => void setTimeout(deed, ms),
})
outbox.subscribe(() => noteWaiting(outbox.all().filter(({ refused }) => refused === undefined).length))
addEventListener('online', () => void outbox.pump())
onReachability((isReachable) => isReachable && void outbox.pump())

/** For whoever is signed in: sends what an earlier page left. */
export const wakeOutbox = (accountId: string): Promise<void> => outbox.wake(accountId)

/** Before a sign-out: sends what can be sent. */
export const sendOutbox = (): Promise<void> => outbox.pump()

/** After a sign-out: nothing of this person's stays on the device. */
export const leaveOutbox = (): Promise<void> => outbox.leave()

export function queueEvents<Target extends OutboxTarget>(
  slug: string,
  target: Target,
  events: readonly EventOf<Target>[],
): void {
  const session = queryClient.getQueryData<OutputOf<typeof mySession>>([mySession.path, {}])
  if (session) void outbox.wake(session.account.id)
  outbox.queue(slug, target, events)
}

/** Resolves once everything that can be sent now has been. @returns whether nothing of this target waits any more. */
export async function flushed(slug: string, target: OutboxTarget): Promise<boolean> {
  await outbox.pump()
  return !outbox.all().some((each) => each.slug === slug && each.target === target && each.refused === undefined)
}

/** What was refused has been seen, and goes. */
export const forgetRefused = (slug: string, target: OutboxTarget): void => outbox.forgetRefused(slug, target)

/** What has not arrived yet of one target, in order; `refused` says why something never will. */
export function useQueued<Target extends OutboxTarget>(slug: string, target: Target): readonly Queued<Target>[] {
  const all = useSyncExternalStore(outbox.subscribe, outbox.all)
  return useMemo(
    () => all.filter((each) => each.slug === slug && each.target === target) as unknown as Queued<Target>[],
    [all, slug, target],
  )
}
export type Queued<Target extends OutboxTarget> = Kept<EventOf<Target> & OutboxEvent>

async function send(slug: string, target: OutboxTarget, events: readonly OutboxEvent[]) {
  const [kind, id] = partsOf(target)
  const answer =
    kind === 'run'
      ? await call(addRunEvents, { slug, runId: id, events: events as WrittenRunEvent[] })
      : await toIncident(slug, id as IncidentReference, events as WrittenIncidentEvent[])
  noteReachable()
  return answer
}

/** An incident that is over still takes what was written in it. */
async function toIncident(slug: string, incident: IncidentReference, events: WrittenIncidentEvent[]) {
  await call(addIncidentEvents, { slug, incident, events })
  return {}
}

const partsOf = (target: OutboxTarget) => target.split('/') as ['run' | 'incident', string]

/** In some private windows it is missing, in others asking for it is refused. */
function browserDatabase(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB
  } catch {
    return undefined
  }
}
