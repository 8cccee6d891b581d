import { v7 as uuidv7 } from 'uuid'
import type { createWatched, endWatched, listDeadlines, listWatched, saveWatched } from '#contract/dates.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Day, MemberId, WatchId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCall, DocumentCallOf } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { deadlinesOf, type Found } from './deadlines.ts'
import { dateQueries } from './queries.ts'

/** The calendar feed and the digest tell of the same deadlines. */
export { deadlinesOf, type Found as FoundDeadline } from './deadlines.ts'

// --- Everything that has a day -------------------------------------------------------------------------------------

export function deadlines({ db, actor, input, now, today }: CallOf<typeof listDeadlines>) {
  const { scope, kind, reviews, until, limit } = input
  const after = input.after === undefined ? undefined : readCursor(input.after, 'pair')
  const wanted = { kind, reviews, until, isWork: input.state === 'work', mineOnly: scope === 'mine', now, today }
  const found = deadlinesOf(db, actor, wanted)
    .filter((one) => scope === 'all' || one.snoozedUntil === undefined)
    .filter((one) => after === undefined || isAfter(one, String(after[0]), after[1]))
    .sort((a, b) => (isAfter(a, b.on, b.key) ? 1 : -1))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(found.length > limit && last && { next: cursorOf([last.on, last.key]) }) }
}

const isAfter = (one: Found, on: string, key: string) => one.on > on || (one.on === on && one.key > key)

// --- Dates to watch ------------------------------------------------------------------------------------------------

const mostWatched = 200

export function watched({ db, actor, document, now, today }: DocumentCallOf<typeof listWatched>) {
  return { items: dateQueries(db).watched({ documentId: document.id, memberId: actor.id, now, today }) }
}

/** Sending the same one again (a lost answer, a second press) makes no second. */
export function create(call: DocumentCallOf<typeof createWatched>) {
  const { db, actor, document, input, now } = call
  if (document.kind !== 'system' && document.kind !== 'vendor')
    throw invalid('/reference', 'Dates are watched on systems and vendors, like SY-01.')
  refuseArchived(call)
  checkDay(input.on)
  return atomically(db, () => {
    const taken = dateQueries(db).byId({ id: input.id })
    const details = { watchId: input.id, name: input.name, on: input.on }
    if (taken?.documentId === document.id) {
      if (taken.createdBy !== actor.id) throw new Problem('already-exists')
      record(call, { act: 'date.watch-again', on: ['document', document.id], details })
      return {}
    }
    if ((dateQueries(db).count({ documentId: document.id })?.count ?? 0) >= mostWatched)
      throw new Problem('not-possible-now', { detail: `${mostWatched} dates are watched here already.` })
    requireKeeper(call, input.ownerId)
    const { kind, name, on, leadDays, ownerId, note } = input
    dateQueries(db).insert({
      // An id that is in use elsewhere is nobody's business here.
      id: taken ? uuidv7() : input.id,
      organizationId: actor.organizationId,
      documentId: document.id,
      kind,
      name,
      on,
      leadDays,
      ownerId,
      note,
      memberId: actor.id,
      now,
    })
    record(call, { act: 'date.watch', on: ['document', document.id], details })
    return {}
  })
}

/** A later day than before is a renewal: the old one is kept. */
export function save(call: DocumentCallOf<typeof saveWatched>) {
  const { db, actor, document, input, now } = call
  refuseArchived(call)
  checkDay(input.on)
  return atomically(db, () => {
    const before = watchedHere(call, input.watchId)
    const { watchId: id, revision, kind, name, on, leadDays, ownerId, note } = input
    if (revision !== before.revision) throw changedMeanwhile(call, input.watchId)
    requireKeeper(call, ownerId)
    const isRenewed = on > before.on
    if (isRenewed) dateQueries(db).addRenewal({ id, revision, on: before.on, now, memberId: actor.id })
    dateQueries(db).update({ id, revision, kind, name, on, leadDays, ownerId, note })
    record(call, {
      act: isRenewed ? 'date.renew' : 'date.save',
      on: ['document', document.id],
      details: { watchId: id, name, on, before: before.on },
    })
    return {}
  })
}

export function end(call: DocumentCallOf<typeof endWatched>) {
  const { db, actor, document, input, now } = call
  return atomically(db, () => {
    const { name } = watchedHere(call, input.watchId)
    dateQueries(db).end({ id: input.watchId, memberId: actor.id, why: input.why, now })
    record(call, {
      act: 'date.end',
      on: ['document', document.id],
      details: { watchId: input.watchId, name, why: input.why },
    })
    return {}
  })
}

function watchedHere({ db, document }: DocumentCall, id: WatchId) {
  const found = dateQueries(db).byId({ id })
  if (found?.documentId !== document.id) throw new Problem('not-found')
  if (found.endedAt) throw new Problem('not-possible-now', { detail: `${found.name} is watched no longer.` })
  return found
}

function changedMeanwhile({ db, actor, document, now, today }: DocumentCall, id: WatchId): Problem {
  const all = dateQueries(db).watched({ documentId: document.id, memberId: actor.id, now, today })
  return new Problem('changed-meanwhile', {
    detail: 'Somebody saved this date while you were writing.',
    facts: { current: all.find((one) => one.id === id) },
  })
}

function refuseArchived({ document }: DocumentCall): void {
  if (document.archivedAt)
    throw new Problem('not-possible-now', { detail: `${document.reference} is archived. Restore it first.` })
}

/** A slip of the finger is noticed. */
function checkDay(on: Day): void {
  if (on < '1950-01-01' || on > '2199-12-31') throw invalid('/on', 'Enter a day between 1950 and 2199.')
}

function requireKeeper({ db, document, now }: DocumentCall, keeperId: MemberId | undefined): void {
  if (keeperId && !dateQueries(db).mayKeep({ documentId: document.id, keeperId, now })?.may)
    throw invalid('/ownerId', `Choose somebody who can view ${document.reference}.`)
}
