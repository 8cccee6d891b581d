import type { z } from 'zod'
import type {
  acknowledge as acknowledgeEndpoint,
  listReadingLists,
  openReadingList,
  listLateReaders,
  ReadingItem,
  ReadingListLine,
  readingOf,
  readingProgress,
  requiredReading,
} from '#contract/reading-lists.ts'
import { formatList, listNumber, type ListReference } from '#contract/reading-lists.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { levels, type CollectionId, type Role } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { readingQueries, type ListRow } from './queries.ts'

type Row = z.infer<typeof ListRow>

/** Who writes lists and gives them to people. */
export const writers: readonly Role[] = ['owner', 'admin', 'editor']
export const mayWrite = ({ actor }: MemberCall): boolean => writers.includes(actor.role)

export function list(call: CallOf<typeof listReadingLists>) {
  const { db, actor, input, now, today } = call
  const asking = { memberId: actor.id, now, today }
  if (input.scope === 'mine' || !mayWrite(call)) {
    return {
      items: readingQueries(db)
        .mine(asking)
        .map((row) => lineOf(row)),
    }
  }
  const { text, archived, limit } = input
  const found = readingQueries(db).all({
    ...asking,
    archived,
    text: text ? `%${text.replaceAll(/[!%_]/g, '!$&')}%` : undefined,
    after: input.after === undefined ? 0 : readCursor(input.after, 'number'),
    limit: limit + 1,
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map((row) => ({ ...lineOf(row), people: row.people, peopleDone: row.peopleDone })),
    ...(found.length > limit && last && { next: cursorOf([last.number]) }),
  }
}

/** How many of the caller's lists are not read to the end. */
export const unfinished = ({ db, actor, now, today }: MemberCall): number =>
  readingQueries(db)
    .mine({ memberId: actor.id, now, today })
    .filter(({ progress: { read, items } }) => read < items).length

function lineOf(row: Row): ReadingListLine {
  const { number, progress, revision: _revision, ...shown } = row
  return { ...shown, reference: formatList(number), ...progress }
}

/** The list behind a reference. @throws Problem 'not-found' where it is none of the caller's, as for a made-up one. */
export function reachList({ db, actor, now, today }: MemberCall, reference: ListReference): Row {
  const number = listNumber(reference)
  const asking = { memberId: actor.id, now, today }
  const found = number === undefined ? undefined : readingQueries(db).one({ ...asking, number })
  if (!found) throw new Problem('not-found')
  return found
}

/** Titles of those of these lists that the caller opens, by their ids. */
export const listsOpenTo = (
  { db, actor, now }: Pick<MemberCall, 'db' | 'actor' | 'now'>,
  ids: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(
    readingQueries(db)
      .openTo({ memberId: actor.id, now, ids: JSON.stringify(ids) })
      .map(({ id, title }) => [id, title]),
  )

export function open(call: CallOf<typeof openReadingList>) {
  const { db, actor, input, now } = call
  const found = reachList(call, input.list)
  const items = itemsOf(call, found)
  const sections: { title: string; items: ReadingItem[] }[] = []
  for (const { section, item } of items) {
    if (sections.at(-1)?.title !== section) sections.push({ title: section, items: [] })
    sections.at(-1)?.items.push(item)
  }
  return {
    ...lineOf(found),
    revision: found.revision,
    mayEdit: mayWrite(call),
    sections,
    next: nextOf(items),
    requiredBy: readingQueries(db).requiredBy({ memberId: actor.id, now, listId: found.id }),
  }
}

/** As the caller may see them. What is archived is nothing to read: only who writes lists still finds it there. */
function itemsOf(call: MemberCall, { id }: Row): { section: string; item: ReadingItem }[] {
  const { db, actor, now, today } = call
  return readingQueries(db)
    .items({ memberId: actor.id, now, today, listId: id })
    .filter(({ isArchived }) => !isArchived || mayWrite(call))
    .map((row) => {
      const { section, why, minutes, readRevision, readAt, isArchived } = row
      const isVisible = row.isOpen || (row.level ?? -1) >= levels.view
      // Why it matters and how long it is say something of what is in it.
      if (!isVisible)
        return { section, item: { id: row.id, why: '', minutes: 0, mine: 'unread', isClosed: true, isArchived } }
      const mine = row.hasRead ? 'read' : readRevision === undefined ? 'unread' : 'again'
      const { documentId, reference, kind, url, state, daysLeft, intervalDays, revision, materialRevision } = row
      return {
        section,
        item: {
          ...{ id: row.id, why, minutes, mine, isClosed: false, isArchived, title: row.title ?? row.ownTitle },
          ...{ documentId, reference, kind, url, state, daysLeft, intervalDays, revision, materialRevision },
          ...{ readRevision, readAt },
        },
      }
    })
}

/** What is to be read next, in order: unread before what has changed since would tear the order apart. */
const nextOf = (items: readonly { item: ReadingItem }[]) =>
  items.find(({ item }) => !item.isClosed && !item.isArchived && item.mine !== 'read')?.item.id

/** The guard has found that the caller may view the document. */
export function waiting({ db, actor, document }: DocumentCallOf<typeof readingOf>) {
  const found = readingQueries(db).waitingFor({ memberId: actor.id, documentId: document.id })
  return { lists: found.map(({ number }) => formatList(number)) }
}

export function acknowledge(call: CallOf<typeof acknowledgeEndpoint>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const found = reachList(call, input.list)
    const item = itemsOf(call, found).find(({ item: each }) => each.id === input.item)?.item
    if (!item || item.isClosed || item.isArchived) throw new Problem('not-found')
    const { documentId, revision: newest = 1 } = item
    const { revision } = input
    if (documentId && revision === undefined) throw invalid('/revision', 'Say which version you have read.')
    if (revision !== undefined && revision > newest) throw invalid('/revision', `The newest version is ${newest}.`)
    if (documentId && revision !== undefined)
      readingQueries(db).acknowledgeDocument({ memberId: actor.id, documentId, revision, now })
    else readingQueries(db).acknowledgeItem({ memberId: actor.id, itemId: item.id, now })
    record(call, {
      act: 'reading.acknowledge',
      on: documentId ? ['document', documentId] : ['list', found.id],
      details: { list: input.list, item: item.id, ...(documentId ? { revision } : { title: item.title }) },
    })
    const after = reachList(call, input.list)
    const { minutes: _minutes, ...progress } = after.progress
    const items = itemsOf(call, after)
    const isRead = items.some(({ item: each }) => each.id === item.id && each.mine === 'read')
    return { isRead, next: nextOf(items), ...progress }
  })
}

export function progress(call: CallOf<typeof readingProgress>) {
  const { db, input, now, today } = call
  const { id } = reachList(call, input.list)
  const people = readingQueries(db)
    .readers({ listId: id, now })
    .map(({ id: _id, progress: { minutes: _minutes, ...counts }, ...reader }) => {
      const isDone = counts.read === counts.items
      return {
        ...reader,
        ...counts,
        ...(isDone && reader.lastReadAt && { doneAt: reader.lastReadAt }),
        isLate: !isDone && reader.dueOn !== undefined && reader.dueOn < today,
      }
    })
  return { assignments: readingQueries(db).assignments({ listId: id }), people }
}

export function late({ db, actor, input, now, today }: CallOf<typeof listLateReaders>) {
  const { organizationId, id: memberId } = actor
  const assignedBy = input.scope === 'mine' ? memberId : undefined
  const items = readingQueries(db)
    .late({ organizationId, memberId, assignedBy, today, now })
    .map(({ number, progress: { items: count, read }, ...shown }) => ({
      ...shown,
      list: formatList(number),
      items: count,
      read,
    }))
  return { items }
}

// --- Read before you open --------------------------------------------------------------------------------------------

export function required({ db, actor, input, now }: CallOf<typeof requiredReading>) {
  const found = readingQueries(db).required({ memberId: actor.id, now, collectionId: input.collectionId })
  return found ? { list: formatList(found.number), title: found.title } : {}
}

type Asker = Pick<MemberCall, 'db' | 'actor' | 'now'>

/** What a technician still has to read, in its present form, before opening what a collection keeps. */
export function unreadBefore({ db, actor, now }: Asker, collectionId: CollectionId) {
  if (actor.role !== 'technician') return undefined
  const found = readingQueries(db).required({ memberId: actor.id, now, collectionId })
  if (!found) return undefined
  const { number, title, progress: left } = found
  const { items, read, minutesLeft } = left
  return read < items ? { list: formatList(number), title, left: items - read, minutesLeft } : undefined
}

/** For deeds that pass over what the caller may not open. */
export const hasToReadFirst = (call: Asker, collectionId: CollectionId): boolean =>
  unreadBefore(call, collectionId) !== undefined

/**
 * A technician asks for and opens secrets of a collection only after reading what it asks for.
 * @throws Problem 'not-possible-now', naming the list.
 */
export function requireRead(call: Asker, collectionId: CollectionId): void {
  const found = unreadBefore(call, collectionId)
  if (!found) return
  const { list, title } = found
  throw new Problem('not-possible-now', {
    detail: `Read ${list} ${title} first: this collection asks for it.`,
    facts: { list, title },
  })
}
