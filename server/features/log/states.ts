import { replay } from '#contract/log/apply.ts'
import type { LogState } from '#contract/log/state.ts'
import type { LogEntry } from '#contract/log/statements.ts'
import type { OrganizationId } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { logQueries } from './queries.ts'

/**
 * What the logs say, kept in memory: reading one from its beginning takes a millisecond for every few entries. What
 * counts is what stands in the database: a state is only used for the entry that it was read up to, and the one before
 * stays too, so that a transaction that is undone costs nothing.
 */
const remembered = new WeakMap<Db, Map<OrganizationId, readonly LogState[]>>()
const keptEach = 3

/** What the organization's log says now, within the caller's transaction. Not to be changed. */
export function logState(db: Db, organizationId: OrganizationId): LogState {
  const head = logQueries(db).head({ organizationId })
  if (!head) throw new Error(`The organization ${organizationId} has no log`)
  const known = remembered.get(db)?.get(organizationId) ?? []
  const current = known.find(({ seq, head: hash }) => seq === head.seq && hash === head.hash)
  if (current) return current
  const base = known.find((state) => {
    return state.seq < head.seq && logQueries(db).hashAt({ organizationId, seq: state.seq })?.hash === state.head
  })
  const state = replay(signedEntries(db, organizationId, base?.seq ?? 0), base, { isTrusted: true })
  if (state?.head !== head.hash) throw new Error(`The log of ${organizationId} does not hold together`)
  remember(db, organizationId, state)
  return state
}

/** Keeps the state after entries that have just been written. */
export function remember(db: Db, organizationId: OrganizationId, state: LogState): void {
  let states = remembered.get(db)
  if (!states) {
    states = new Map<OrganizationId, readonly LogState[]>()
    remembered.set(db, states)
  }
  const others = (states.get(organizationId) ?? []).filter(({ head }) => head !== state.head)
  states.set(organizationId, [state, ...others].slice(0, keptEach))
}

/** As they were signed, and nothing else: an entry with a hash would be one that is hidden. */
function* signedEntries(db: Db, organizationId: OrganizationId, seq: number): Generator<LogEntry> {
  for (const { payload, signature } of entriesAfter(db, organizationId, seq)) yield { payload, signature }
}

const pageEntries = 500

/** The entries after that one, with their numbers, some hundred at a time: they can be long. */
export function* entriesAfter(db: Db, organizationId: OrganizationId, seq: number) {
  for (let after = seq; ;) {
    const page = logQueries(db).after({ organizationId, seq: after, limit: pageEntries })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < pageEntries) return
    after = last.seq
  }
}
