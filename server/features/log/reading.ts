import type { readLog as readEndpoint, ReadEntry } from '#contract/log.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { readsWholeLog } from '#contract/log/state.ts'
import type { InvitationId, MemberId, OrganizationId } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import type { Db } from '../../platform/database.ts'
import { excerptFor } from './excerpt.ts'
import { logQueries } from './queries.ts'
import { entriesAfter, logState } from './states.ts'

/** A part of this many entries or characters, whichever is first reached. */
const mostEntries = 1_000
const mostCharacters = 1_000_000

/** The log after an entry, with the hash alone of what is none of the reader's business. */
export function readLog({ db, actor, now, input }: CallOf<typeof readEndpoint>): OutputOf<typeof readEndpoint> {
  const { organizationId, id: memberId } = actor
  const log = logState(db, organizationId)
  const isShown = readsWholeLog(log, memberId, now)
    ? () => true
    : excerptFor(db, organizationId, { memberId, sees: seenBy(db, memberId, now) })
  const items: ReadEntry[] = []
  let [seq, characters] = [input.after, 0]
  for (const entry of entriesAfter(db, organizationId, input.after)) {
    if (items.length >= mostEntries || characters > mostCharacters) break
    const item = shown(entry, isShown)
    characters += 'payload' in item ? item.payload.length : 0
    items.push(item)
    seq = entry.seq
  }
  return { orgId: log.orgId, items, more: seq < log.seq }
}

/** The whole log as somebody reads it who has an invitation and is no member. */
export function logForJoiner(db: Db, organizationId: OrganizationId, invitation: InvitationId): ReadEntry[] {
  const isShown = excerptFor(db, organizationId, { invitation, sees: new Set() })
  return [...entriesAfter(db, organizationId, 0)].map((entry) => shown(entry, isShown))
}

/** All of it: for who comes with enough recovery cards. */
export function wholeLog(db: Db, organizationId: OrganizationId): ReadEntry[] {
  return [...entriesAfter(db, organizationId, 0)].map((entry) => shown(entry, () => true))
}

type Entry = { seq: number; payload: string; signature: string; hash: string }

const shown = ({ seq, payload, signature, hash }: Entry, isShown: (seq: number) => boolean): ReadEntry =>
  isShown(seq) ? { payload, signature } : { hash }

const seenBy = (db: Db, memberId: MemberId, now: string): Set<string> =>
  new Set(
    logQueries(db)
      .seenBy({ memberId, now })
      .map(({ id }) => id),
  )
