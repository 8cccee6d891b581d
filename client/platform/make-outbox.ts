import { Problem } from '#contract/problems.ts'
import { Unreachable } from './api.ts'

/** What was done, with the id and the time that the device gave it: sent twice, it is one. */
export interface OutboxEvent {
  id: string
  at: string
}

/** `run/<id>` or `incident/<IN-52>`. */
export type OutboxTarget = `run/${string}` | `incident/${string}`

/** As it waits on this device, and lies in its store. In the order of `key`. */
export interface Kept<Event extends OutboxEvent = OutboxEvent> {
  accountId: string
  key: string
  slug: string
  target: OutboxTarget
  event: Event
  /** The server will not take it, and why. It stays until the person has seen that. */
  refused?: string
}

export interface OutboxShelf {
  put(kept: readonly Kept[]): Promise<void>
  remove(kept: readonly Kept[]): Promise<void>
  of(accountId: string): Promise<Kept[]>
  removeOf(accountId: string): Promise<void>
}

interface Parts {
  shelf: OutboxShelf
  /** @returns what the server did not take of what was sent. @throws Problem, Unreachable. */
  send: (slug: string, target: OutboxTarget, events: readonly OutboxEvent[]) => Promise<{ tooLate?: readonly string[] }>
  /** What was taken can be read: it need not be shown from here any more. */
  taken: (slug: string, target: OutboxTarget) => Promise<unknown>
  unreachable: () => void
  later: (deed: () => void, ms: number) => void
}

const mostAtOnce = 100
const tooLateWords = 'It came after the end.'

/**
 * Keeps what was done here until the server has it, in order, over reloads. There is no going wrong twice: every event
 * has an id, and what the server refuses for good is set apart with its reason, so that the rest goes on.
 */
export function makeOutbox({ shelf, send, taken, unreachable, later }: Parts) {
  let accountId: string | undefined
  let kept: readonly Kept[] = []
  let failures = 0
  let isWaiting = false
  let isPumping = false
  let pumping = Promise.resolve()
  let count = 0
  const listeners = new Set<() => void>()

  function change(next: readonly Kept[]): void {
    kept = next
    listeners.forEach((listener) => listener())
  }

  /** Whose device this is now: what that person left waiting goes on its way. */
  async function wake(id: string): Promise<void> {
    if (accountId === id) return void pump()
    accountId = id
    change([])
    const found = await shelf.of(id).catch(() => [])
    // Meanwhile more may have been done.
    const known = new Set(kept.map((each) => each.event.id))
    change([...found.filter((each) => !known.has(each.event.id)), ...kept])
    await pump()
  }

  /** Shown at once, kept on the device, sent as soon as the server answers. */
  function queue(slug: string, target: OutboxTarget, events: readonly OutboxEvent[]): void {
    const owner = accountId
    if (owner === undefined) throw new Error('Nobody is signed in')
    const added = events.map((event): Kept => ({ accountId: owner, key: keyNow(), slug, target, event }))
    change([...kept, ...added])
    // A browser that keeps nothing still sends what is in the page.
    void shelf.put(added).catch(() => undefined)
    void pump()
  }

  /** Sorts as things were done, also those of an earlier page. */
  const keyNow = () => `${new Date().toISOString()} ${String(++count).padStart(6, '0')}`

  function pump(): Promise<void> {
    if (!isPumping) pumping = sendAll()
    return pumping
  }

  async function sendAll(): Promise<void> {
    isPumping = true
    try {
      for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) if (!(await sendSome(batch))) return
    } finally {
      // In the moment of the last look: what is done from here on begins anew.
      isPumping = false
    }
  }

  function nextBatch(): readonly Kept[] {
    const waiting = kept.filter(({ refused }) => refused === undefined)
    const [first] = waiting
    return waiting.filter(({ slug, target }) => slug === first?.slug && target === first.target).slice(0, mostAtOnce)
  }

  /** @returns whether to go on. */
  async function sendSome(batch: readonly Kept[]): Promise<boolean> {
    const [first] = batch
    if (!first) return true
    const { slug, target } = first
    try {
      const answer = await send(
        slug,
        target,
        batch.map(({ event }) => event),
      )
      failures = 0
      const late = batch.filter(({ event }) => answer.tooLate?.includes(event.id))
      const arrived = batch.filter((each) => !late.includes(each))
      await shelf.remove(arrived).catch(() => undefined)
      // It stays in sight until what is read has it.
      await taken(slug, target).catch(() => undefined)
      change(kept.filter((each) => !arrived.includes(each)))
      refuse(late, tooLateWords)
      return true
    } catch (error) {
      return failed(batch, error)
    }
  }

  async function failed(batch: readonly Kept[], error: unknown): Promise<boolean> {
    if (!(error instanceof Problem) || error.status >= 500 || [401, 408, 429].includes(error.status)) {
      if (error instanceof Unreachable) unreachable()
      // Whoever signs in again wakes it.
      if (!(error instanceof Problem && error.status === 401)) tryLater()
      return false
    }
    // One that is not taken does not hold up the others.
    if (batch.length > 1) {
      for (const each of batch) if (!(await sendSome([each]))) return false
      return true
    }
    refuse(batch, error.facts.errors?.[0]?.detail ?? error.message)
    return true
  }

  function refuse(some: readonly Kept[], why: string): void {
    if (some.length === 0) return
    const refused = some.map((each): Kept => ({ ...each, refused: why }))
    change(kept.map((each) => refused[some.indexOf(each)] ?? each))
    void shelf.put(refused).catch(() => undefined)
  }

  function tryLater(): void {
    if (isWaiting) return
    isWaiting = true
    failures += 1
    later(
      () => {
        isWaiting = false
        void pump()
      },
      Math.min(1_000 * 2 ** failures, 20_000),
    )
  }

  /** What was refused has been seen. */
  function forgetRefused(slug: string, target: OutboxTarget): void {
    const gone = kept.filter((each) => each.refused !== undefined && each.slug === slug && each.target === target)
    change(kept.filter((each) => !gone.includes(each)))
    void shelf.remove(gone).catch(() => undefined)
  }

  /** For the sign-out: nothing of this person's stays on the device. */
  async function leave(): Promise<void> {
    const id = accountId
    accountId = undefined
    change([])
    if (id !== undefined) await shelf.removeOf(id).catch(() => undefined)
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { wake, queue, pump, forgetRefused, leave, subscribe, all: () => kept }
}
