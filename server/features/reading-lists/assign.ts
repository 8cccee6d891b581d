import { v7 as uuidv7 } from 'uuid'
import type {
  assignReadingList,
  endAssignment,
  nudgeReader,
  previewAssignment,
  requireReading,
} from '#contract/reading-lists.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { reachCollection } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { notify } from '../notices/rules.ts'
import { readingQueries } from './queries.ts'
import { reachList } from './rules.ts'

interface Assignee {
  memberId?: string | undefined
  role?: string | undefined
  partyId?: string | undefined
}

export function assign(call: CallOf<typeof assignReadingList>) {
  const { db, actor, input, now, today } = call
  return atomically(db, () => {
    const list = reachList(call, input.list)
    if (list.archivedAt)
      throw new Problem('not-possible-now', { detail: `${input.list} is archived. Restore it first.` })
    if (input.dueOn && input.dueOn < today) throw invalid('/dueOn', 'Choose a day that is still to come.')
    const people = meant(call, input)
    const { memberId: assignee, role, partyId, dueOn } = input
    const given = { listId: list.id, assignee, role, partyId, dueOn, memberId: actor.id, now }
    // The same one again makes no second; an id that stands for something else gives nobody anything.
    const isTaken = readingQueries(db).assignedOtherwise({ id: input.id, ...given })
    const id = isTaken ? uuidv7() : input.id
    readingQueries(db).assign({ id, ...given })
    const others = people.filter((each) => each.id !== actor.id).map((each) => each.id)
    notify(call, {
      to: others,
      kind: 'reading.assigned',
      facts: { memberId: actor.id, list: input.list, title: list.title, ...(dueOn && { dueOn }) },
      dedupe: `reading ${list.id} ${id}`,
    })
    record(call, {
      act: 'reading.assign',
      on: ['list', list.id],
      details: { list: input.list, title: list.title, assignee, role, partyId, dueOn },
    })
    return {}
  })
}

/** Who is meant today. @throws Problem 'invalid-input' for nobody, more than one, or somebody who is not here. */
function meant(
  { db, actor }: CallOf<typeof assignReadingList | typeof previewAssignment>,
  { memberId, role, partyId }: Assignee,
) {
  const { organizationId } = actor
  if ([memberId, role, partyId].filter(Boolean).length !== 1)
    throw invalid('/memberId', 'Choose a person, a role or a party.')
  if (partyId && !readingQueries(db).party({ partyId, organizationId }))
    throw invalid('/partyId', 'Choose a party of this organization.')
  const people = readingQueries(db).meant({ organizationId, assignee: memberId, role, partyId })
  if (memberId && people.length === 0) throw invalid('/memberId', 'Choose somebody of this organization.')
  return people
}

export function preview(call: CallOf<typeof previewAssignment>) {
  const { db, actor, input, now } = call
  const { id } = reachList(call, input.list)
  const people = meant(call, input).map(({ id: readerId, person, role }) => ({
    person,
    role,
    items: readingQueries(db).closedFor({ listId: id, readerId, memberId: actor.id, now }),
  }))
  const { organizationId } = actor
  return {
    people: people.filter(({ items }) => items.length > 0),
    keyHolders: readingQueries(db)
      .keyHolders({ organizationId })
      .map(({ person }) => person),
  }
}

export function endOne(call: CallOf<typeof endAssignment>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { id, title } = reachList(call, input.list)
    if (readingQueries(db).endAssignment({ id: input.assignmentId, listId: id, memberId: actor.id, now }) === 0)
      throw new Problem('not-found')
    record(call, { act: 'reading.unassign', on: ['list', id], details: { list: input.list, title } })
    return {}
  })
}

/** A gentle word, once a day: more would be noise. */
export function nudge(call: CallOf<typeof nudgeReader>) {
  const { db, actor, input, now, today } = call
  return atomically(db, () => {
    const list = reachList(call, input.list)
    const reader = readingQueries(db)
      .readers({ listId: list.id, now })
      .find(({ id }) => id === input.memberId)
    if (!reader) throw new Problem('not-found')
    if (reader.progress.items === 0)
      throw new Problem('not-possible-now', { detail: `Nothing of it is open to ${reader.person.name} yet.` })
    if (reader.progress.read === reader.progress.items)
      throw new Problem('not-possible-now', { detail: `${reader.person.name} has read everything.` })
    if (readingQueries(db).nudge({ listId: list.id, readerId: reader.id, today, now, memberId: actor.id }) === 0)
      throw new Problem('not-possible-now', { detail: `${reader.person.name} was reminded today already.` })
    notify(call, {
      to: [reader.id],
      kind: 'reading.nudged',
      facts: { memberId: actor.id, list: input.list, title: list.title, ...(reader.dueOn && { dueOn: reader.dueOn }) },
      dedupe: `nudge ${list.id} ${reader.id} ${today}`,
    })
    record(call, {
      act: 'reading.nudge',
      on: ['list', list.id],
      details: { list: input.list, title: list.title, reader: reader.id },
    })
    return {}
  })
}

export function requireList(call: CallOf<typeof requireReading>) {
  const { db, input } = call
  return atomically(db, () => {
    const collection = reachCollection(call, input.collectionId, 'manage')
    const list = input.list === undefined ? undefined : reachList(call, input.list)
    if (list?.archivedAt) throw invalid('/list', `${input.list ?? ''} is archived.`)
    readingQueries(db).require({ collectionId: collection.id, listId: list?.id })
    record(call, {
      act: 'reading.require',
      on: ['collection', collection.id],
      details: { list: input.list, title: list?.title },
    })
    return {}
  })
}
