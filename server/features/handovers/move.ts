import { v7 as uuidv7 } from 'uuid'
import type { HandoverStep, moveDocuments, moveLanes, moveReading } from '#contract/handovers.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { levels, parseReference, type DocumentId, type HandoverId, type MemberId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { replaceInLanes } from '../responsibilities/rules.ts'
import { itemsOf, peopleOf } from './items.ts'
import { handoverQueries } from './queries.ts'
import { leadHandover } from './rules.ts'

/** Owners and deputies in the place of who leaves. All of them, or none. */
export function documents(call: CallOf<typeof moveDocuments>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const handover = leadHandover(call, input.handoverId)
    const leaving = new Set<MemberId>(peopleOf(call, handover))
    const { toId } = input
    if (toId) requireStaying(call, toId, leaving)
    const rows = handoverQueries(db)
    const all = input.references.map((reference) => {
      const { kind, number } = parseReference(reference) ?? {}
      const found = kind && rows.keepers({ memberId: actor.id, now, kind, number, toId })
      return { reference, found: found && found.level >= levels.list ? found : undefined }
    })
    const isTheirs = (id: MemberId | undefined) => id !== undefined && leaving.has(id)
    // All that is wrong at once: whoever moves sixty is not told of one at a time.
    const wrong = all.flatMap(({ reference, found }, index) => {
      const at = { pointer: `/references/${index}` }
      if (!found) return { ...at, detail: `There is no ${reference} that you can see.` }
      if (!isTheirs(found.ownerId) && !isTheirs(found.deputyId)) return []
      if (toId && !found.receiverSees)
        return {
          ...at,
          detail: `The person cannot see ${reference}. Give them access first, or choose somebody else.`,
        }
      return []
    })
    if (wrong.length > 0) throw new Problem('invalid-input', { errors: wrong })
    let moved = 0
    for (const { reference, found } of all) {
      if (!found) continue
      const { documentId, ownerId, deputyId } = found
      const owns = isTheirs(ownerId)
      const stands = isTheirs(deputyId)
      if (!owns && !stands) continue
      if (owns && !toId) throw invalid('/toId', `${reference} needs an owner: choose somebody.`)
      const nextOwner = owns ? toId : ownerId
      // Nobody is both: who owns it now is no longer the deputy.
      const wanted = stands ? (owns ? undefined : toId) : deputyId
      const nextDeputy = wanted === nextOwner ? undefined : wanted
      rows.setKeepers({ documentId, ownerId: nextOwner, deputyId: nextDeputy })
      moved += 1
      noteMove(call, handover.id, { step: 'documents', says: reference, documentId, toId })
      record(call, {
        act: 'document.assign',
        on: ['document', documentId],
        details: { reference, ownerId: nextOwner, deputyId: nextDeputy, handoverId: handover.id },
      })
    }
    return told(call, handover.id, 'documents', moved)
  })
}

export function lanes(call: CallOf<typeof moveLanes>) {
  const { db, input } = call
  return atomically(db, () => {
    const handover = leadHandover(call, input.handoverId)
    const people = peopleOf(call, handover)
    requireStaying(call, input.toId, new Set(people))
    const moved = replaceInLanes(call, {
      laneIds: input.lanes,
      people,
      partyId: handover.partyId,
      toId: input.toId,
    })
    for (const { name } of moved) noteMove(call, handover.id, { step: 'lanes', says: name, toId: input.toId })
    return told(call, handover.id, 'lanes', moved.length)
  })
}

/** What they had to read is taken back; what they gave others to read is from then on given by whoever moves it. */
export function reading(call: CallOf<typeof moveReading>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const handover = leadHandover(call, input.handoverId)
    const { organizationId } = actor
    const members = JSON.stringify(peopleOf(call, handover))
    const theirs = new Map(itemsOf(call, handover).reading.map((list) => [list.id, list]))
    for (const listId of input.lists) {
      const list = theirs.get(listId)
      if (!list) throw new Problem('not-found')
      const ended = handoverQueries(db).endAssignments({ listId, members, now, memberId: actor.id, organizationId })
      handoverQueries(db).giveAssignments({ listId, members, memberId: actor.id, organizationId })
      noteMove(call, handover.id, { step: 'reading', says: list.reference, toId: actor.id })
      record(call, {
        act: ended > 0 ? 'reading.unassign' : 'handover.reading',
        on: ['list', listId],
        details: { list: list.reference, title: list.title, handoverId: handover.id },
      })
    }
    return { ended: input.lists.length }
  })
}

/** Also where nothing was theirs any more: a batch that is sent twice moves nothing, and says so. */
function told(call: MemberCall, handoverId: HandoverId, step: HandoverStep, moved: number): { moved: number } {
  record(call, { act: 'handover.move', on: ['handover', handoverId], details: { step, moved } })
  return { moved }
}

function requireStaying({ db, actor }: MemberCall, toId: MemberId, leaving: ReadonlySet<MemberId>): void {
  const found = handoverQueries(db).member({ id: toId, organizationId: actor.organizationId })
  if (!found || found.removedAt || leaving.has(found.id)) throw invalid('/toId', 'Choose somebody who stays.')
}

function noteMove(
  { db, actor, now }: MemberCall,
  handoverId: HandoverId,
  move: { step: HandoverStep; says: string; documentId?: DocumentId; toId?: MemberId | undefined },
): void {
  const { step, says, documentId, toId } = move
  handoverQueries(db).addMove({ id: uuidv7(), handoverId, step, says, documentId, toId, now, memberId: actor.id })
}
