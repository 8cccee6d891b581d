import { v7 as uuidv7 } from 'uuid'
import {
  HandoverStep,
  type closeHandover,
  type Handover,
  type HandoverItems,
  type HandoverLine,
  type listHandovers,
  type markStep,
  type openHandover,
  type previewHandover,
  type signHandover,
  type startHandover,
} from '#contract/handovers.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { HandoverId, MemberId, PartyId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { atomically } from '../../platform/database.ts'
import { notify, settle } from '../notices/rules.ts'
import { countsOf, itemsOf } from './items.ts'
import { readAgain, withoutTitles } from './kept-report.ts'
import { handoverQueries, type HandoverRow } from './queries.ts'

type Counts = Record<HandoverStep, number>

export function list(call: CallOf<typeof listHandovers>) {
  const { db, actor } = call
  const rows = handoverQueries(db).all({ organizationId: actor.organizationId })
  return { items: rows.filter((row) => maySee(call, row)).map((row) => lineOf(call, row)) }
}

/** Owners and admins lead; whoever leaves, and the auditor, look on. */
const maySee = ({ actor }: MemberCall, { memberId, partyId }: HandoverRow): boolean =>
  isKeyHolder(actor) || actor.role === 'auditor' || isLeaving(actor, { memberId, partyId })

const isLeaving = (
  actor: { id: MemberId; partyId: PartyId },
  { memberId, partyId }: { memberId?: MemberId | undefined; partyId?: PartyId | undefined },
): boolean => memberId === actor.id || partyId === actor.partyId

/** @throws Problem 'not-found' where it is none of the caller's, as for a made-up one. */
export function reachHandover(call: MemberCall, id: HandoverId): HandoverRow {
  const found = handoverQueries(call.db).one({ id, organizationId: call.actor.organizationId })
  if (!found || !maySee(call, found)) throw new Problem('not-found')
  return found
}

/** One under way, for those who lead it. @throws Problem 'not-permitted', 'not-possible-now'. */
export function leadHandover(call: MemberCall, id: HandoverId): HandoverRow {
  const found = reachHandover(call, id)
  if (!isKeyHolder(call.actor) || isLeaving(call.actor, found))
    throw new Problem('not-permitted', { detail: 'Another owner or admin leads this handover.' })
  if (found.closedAt) throw new Problem('not-possible-now', { detail: 'This handover is closed.' })
  return found
}

const leftOf = (call: MemberCall, row: HandoverRow): { items: HandoverItems; left: Counts } => {
  if (row.report) return { items: readAgain(call, row.report.items), left: row.report.left }
  const items = itemsOf(call, row)
  return { items, left: countsOf(items) }
}

function lineOf(call: MemberCall, row: HandoverRow): HandoverLine {
  const { id, person, partyId, party, receiver, reason, startedAt, startedBy, closedAt, outcome, atStart } = row
  const left = row.report?.left ?? leftOf(call, row).left
  return { id, person, partyId, party, receiver, reason, startedAt, startedBy, closedAt, outcome, atStart, left }
}

export function open(call: CallOf<typeof openHandover>): Handover {
  const { db, actor, today } = call
  const row = reachHandover(call, call.input.handoverId)
  const { id, closedAt } = row
  const kept = new Map(
    handoverQueries(db)
      .steps({ id })
      .map((step) => [step.step, step]),
  )
  const mayLead = isKeyHolder(actor) && !isLeaving(actor, row) && !closedAt
  const maySign = [...(isLeaving(actor, row) ? ['leaving' as const] : mayLead ? ['staying' as const] : [])]
  return {
    ...lineOf(call, row),
    items: leftOf(call, row).items,
    steps: HandoverStep.options.map((step) => kept.get(step) ?? { step, note: '' }),
    moved: handoverQueries(db).moves({ id, memberId: actor.id, now: call.now }),
    signatures: handoverQueries(db).signatures({ id }),
    mayLead,
    maySign: closedAt ? [] : maySign,
    today,
  }
}

/** What it would be about, before anybody decides anything. */
export function preview(call: CallOf<typeof previewHandover>) {
  const { memberId, partyId } = call.input
  requireLeaving(call, { memberId, partyId })
  return { counts: countsOf(itemsOf(call, { memberId, partyId })) }
}

/** One at a time: if one is under way already, that one is answered. */
export function start(call: CallOf<typeof startHandover>) {
  const { db, actor, input, now } = call
  const { organizationId } = actor
  const { memberId: leavingId, partyId } = input
  const rows = handoverQueries(db)
  return atomically(db, () => {
    const { name } = requireLeaving(call, { memberId: leavingId, partyId })
    if (isLeaving(actor, { memberId: leavingId, partyId }))
      throw invalid(leavingId ? '/memberId' : '/partyId', 'Somebody else leads your handover: an owner or admin.')
    const receiverId = requireReceiver(call, input.receiverId, { leavingId, partyId })
    const underWay = rows.underWay({ organizationId, leavingId, partyId })
    if (underWay) {
      record(call, { act: 'handover.start-again', on: ['handover', underWay.id], details: {} })
      return { id: underWay.id }
    }
    // An id that is in use elsewhere is nobody's business here.
    const id = rows.idInUse({ id: input.id }) ? (uuidv7() as HandoverId) : input.id
    const atStart = countsOf(itemsOf(call, { memberId: leavingId, partyId }))
    rows.insert({
      ...{ id, organizationId, leavingId, partyId, receiverId, reason: input.reason, now },
      ...{ memberId: actor.id, atStart: JSON.stringify(atStart) },
    })
    record(call, {
      act: 'handover.start',
      on: leavingId ? ['member', leavingId] : ['party', partyId ?? ''],
      details: { handoverId: id, name, receiverId, ...atStart },
    })
    return { id }
  })
}

/** @throws Problem 'not-found'; 'invalid-input' for both or neither, and for those whose house it is. */
function requireLeaving(
  { db, actor }: MemberCall,
  { memberId, partyId }: { memberId: MemberId | undefined; partyId: PartyId | undefined },
): { name: string } {
  if ((memberId === undefined) === (partyId === undefined))
    throw invalid('/memberId', 'Name a person or a partner, not both.')
  const rows = handoverQueries(db)
  const { organizationId } = actor
  const party = partyId && rows.party({ id: partyId, organizationId })
  const found = memberId ? rows.member({ id: memberId, organizationId }) : party
  if (!found) throw new Problem('not-found')
  if (party && party.side === 'in_house') throw invalid('/partyId', 'Hand over a partner, or one person at a time.')
  return found
}

function requireReceiver(
  { db, actor }: MemberCall,
  receiverId: MemberId | undefined,
  { leavingId, partyId }: { leavingId: MemberId | undefined; partyId: PartyId | undefined },
): MemberId | undefined {
  if (receiverId === undefined) return undefined
  const found = handoverQueries(db).member({ id: receiverId, organizationId: actor.organizationId })
  if (!found || found.removedAt || found.id === leavingId || found.partyId === partyId)
    throw invalid('/receiverId', 'Choose somebody who stays.')
  return receiverId
}

export function mark(call: CallOf<typeof markStep>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { id } = leadHandover(call, input.handoverId)
    const { step, note, done } = input
    const when = done ? { doneAt: now, doneBy: actor.id } : { doneAt: undefined, doneBy: undefined }
    handoverQueries(db).putStep({ id, step, note, ...when })
    record(call, { act: 'handover.step', on: ['handover', id], details: { step, done } })
    return {}
  })
}

/** What is signed is how much was left at that moment: a signature says so for ever. */
export function sign(call: CallOf<typeof signHandover>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const row = reachHandover(call, input.handoverId)
    if (row.closedAt) throw new Problem('not-possible-now', { detail: 'This handover is closed.' })
    const { id } = row
    const { side, onPaper, note } = input
    const leaves = isLeaving(actor, row)
    const leads = isKeyHolder(actor) && !leaves
    // Whoever leaves signs in their own name; a name on paper is noted by those who stay.
    const isAllowed = side === 'leaving' ? (onPaper === undefined ? leaves : leads) : leads
    if (!isAllowed)
      throw new Problem('not-permitted', {
        detail:
          side === 'leaving'
            ? 'Whoever leaves signs here, or you note who signed on paper.'
            : 'An owner or admin who stays signs for the organization.',
      })
    if (side === 'staying' && onPaper !== undefined)
      throw invalid('/onPaper', 'Whoever stays signs here, in their own name.')
    const isOwn = onPaper === undefined
    const before = handoverQueries(db)
      .signatures({ id })
      .find((one) => one.side === side)
    if (!isOwn && before?.isOwn)
      throw new Problem('not-possible-now', { detail: `${before.name} has signed here already.` })
    const { left } = leftOf(call, row)
    handoverQueries(db).sign({
      ...{ id, side, note, now, memberId: actor.id, signerId: isOwn ? actor.id : undefined },
      ...{ name: onPaper ?? actor.name, left: JSON.stringify(left) },
    })
    if (side === 'staying') askToSign(call, row)
    else settle(call, signNotice(id))
    record(call, {
      act: 'handover.sign',
      on: ['handover', id],
      details: { side, name: onPaper ?? actor.name, ...left },
    })
    return {}
  })
}

const signNotice = (id: string) => `handover sign ${id}`

function askToSign(call: MemberCall, row: HandoverRow): void {
  const { db, actor } = call
  const to = handoverQueries(db).membersOf({
    organizationId: actor.organizationId,
    leavingId: row.memberId,
    partyId: row.partyId,
  })
  notify(call, {
    to: to.map(({ id }) => id),
    kind: 'handover.sign',
    facts: { memberId: actor.id, handoverId: row.id },
    dedupe: signNotice(row.id),
  })
}

/** `done` asks for both signatures; the report stays as it is at that moment (kept-report.ts). */
export function close(call: CallOf<typeof closeHandover>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const row = leadHandover(call, input.handoverId)
    const { id } = row
    const signed = new Set(
      handoverQueries(db)
        .signatures({ id })
        .map(({ side }) => side),
    )
    if (input.outcome === 'done' && signed.size < 2) {
      const missing = signed.has('leaving') ? 'whoever stays' : 'whoever leaves'
      throw new Problem('not-possible-now', {
        detail: signed.size === 0 ? 'Both sides sign first.' : `The signature of ${missing} is missing.`,
      })
    }
    const { items, left } = leftOf(call, row)
    const kept = input.outcome === 'done' ? JSON.stringify({ items: withoutTitles(items), left }) : undefined
    handoverQueries(db).close({ id, now, memberId: actor.id, outcome: input.outcome, report: kept })
    settle(call, signNotice(id))
    record(call, { act: 'handover.close', on: ['handover', id], details: { outcome: input.outcome, ...left } })
    return {}
  })
}
