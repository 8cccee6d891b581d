import type {
  accessOverview as overviewEndpoint,
  AccessRow,
  askForRotation as askEndpoint,
  currentAccessReview as currentEndpoint,
  decideInAccessReview as decideEndpoint,
  exposure as exposureEndpoint,
  listAccessReviewRows as reviewRowsEndpoint,
  listRotations as rotationsEndpoint,
  myAccess as mineEndpoint,
  openRotationsFor as openRotationsEndpoint,
  startAccessReview as startEndpoint,
} from '#contract/access.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { addDays, startOfDay } from '../../platform/clock.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { atomically } from '../../platform/database.ts'
import { openRotation, requireCredential } from '../credentials/rules.ts'
import { notify, settle } from '../notices/rules.ts'
import { leasesOf } from './leases.ts'
import { partOf } from './part-of.ts'
import { accessQueries } from './queries.ts'
import { listRequests } from './requests.ts'

/** Who can open what, by role, grant, lease or standby. */
export function accessOverview(call: CallOf<typeof overviewEndpoint>): { items: AccessRow[] } {
  const { db, actor, now, input } = call
  const { memberId, partyId, side, reference } = input
  const documentId = reference && reachDocument(call, reference, 'list').id
  const people = { organizationId: actor.organizationId, memberId, partyId, side }
  const rows = accessQueries(db)
  return {
    items: [
      ...rows.byRole(people),
      ...rows.byGrant({ ...people, documentId, now }),
      ...rows.byLease({ ...people, documentId, now }),
    ],
  }
}

export function myAccess(call: CallOf<typeof mineEndpoint>): OutputOf<typeof mineEndpoint> {
  const { db, actor, now } = call
  const { organizationId, id: memberId } = actor
  const grants = accessQueries(db).byGrant({
    organizationId,
    memberId,
    partyId: undefined,
    side: undefined,
    documentId: undefined,
    now,
  })
  const { items: leases } = leasesOf(call, { memberId, current: true, limit: 200 })
  const { items: requests } = listRequests({
    ...call,
    input: { slug: actor.slug, limit: 20, mine: true, pending: true, order: 'newest' },
  })
  return { grants, leases, requests }
}

// --- Review of standing access -----------------------------------------------------------------------------------------

/** From now on, access that nobody keeps ends with the day. @throws Problem 'not-possible-now' while one is under way. */
export function startAccessReview(call: CallOf<typeof startEndpoint>): Record<string, never> {
  const { db, actor, now, today, input } = call
  const { organizationId } = actor
  const rows = accessQueries(db)
  if (input.dueOn < today || input.dueOn > addDays(today, 366)) throw invalid('/dueOn', 'Choose a day within a year.')
  return atomically(db, () => {
    const last = closedIfOver(call)
    if (last && !last.closedAt)
      throw new Problem('not-possible-now', { detail: `A review is under way until ${last.dueOn}.` })
    if (rows.reviewInUse({ id: input.id }))
      throw new Problem('already-exists', { errors: [{ pointer: '/id', detail: 'Make another id.' }] })
    rows.startReview({ id: input.id, organizationId, memberId: actor.id, dueOn: input.dueOn, now })
    const lapsesAt = startOfDay(actor.timeZone, addDays(input.dueOn, 1))
    const grants = rows.lapse({ organizationId, lapsesAt, now })
    record(call, {
      act: 'access-review.start',
      on: ['organization', organizationId],
      details: { dueOn: input.dueOn, grants },
    })
    notify(call, {
      to: rows.keyHolders({ organizationId }).map(({ id }) => id),
      kind: 'access-review.due',
      facts: { dueOn: input.dueOn, grants, reviewId: input.id },
      dedupe: reviewNotice(input.id),
    })
    return {}
  })
}

export function currentAccessReview({ db, actor }: CallOf<typeof currentEndpoint>): OutputOf<typeof currentEndpoint> {
  const rows = accessQueries(db)
  const review = rows.review({ organizationId: actor.organizationId })
  const counts = review && rows.reviewCounts({ reviewId: review.id })
  return review && counts ? { review: { ...review, ...counts } } : {}
}

const inOrder = { person: 'reviewByPerson', oldest: 'reviewOldestFirst', newest: 'reviewNewestFirst' } as const

/** No rows where there was no review yet. */
export function listAccessReviewRows(call: CallOf<typeof reviewRowsEndpoint>): OutputOf<typeof reviewRowsEndpoint> {
  const { db, actor, input } = call
  const { decision, limit } = input
  const rows = accessQueries(db)
  const review = rows.review({ organizationId: actor.organizationId })
  if (!review) return { items: [] }
  const [fromKey, fromId] = input.after === undefined ? [] : readCursor(input.after, 'pair')
  const place = { reviewId: review.id, decision, text: partOf(input.text), limit: limit + 1 }
  const found = rows[inOrder[input.order]]({ ...place, fromKey, fromId })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ key: _key, ...row }) => row),
    ...(found.length > limit && last && { next: cursorOf([last.key, last.grantId]) }),
  }
}

/** Keeps access beyond the review, or notes that it was ended: the end itself is a `grant.end` in the log. */
export function decideInAccessReview(call: CallOf<typeof decideEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const rows = accessQueries(db)
  return atomically(db, () => {
    const review = closedIfOver(call)
    if (!review || review.closedAt) throw new Problem('not-possible-now', { detail: 'No review is under way.' })
    const row = rows.reviewRow({ reviewId: review.id, grantId: input.grantId })
    if (!row) throw new Problem('not-found')
    rows.decision({ reviewId: review.id, grantId: input.grantId, decision: input.decision, memberId: actor.id, now })
    if (input.decision === 'keep') rows.keep({ grantId: input.grantId })
    record(call, {
      act: 'access-review.decide',
      on: ['grant', input.grantId],
      details: { decision: input.decision, member: row.member.name },
    })
    const isLast = rows.reviewCounts({ reviewId: review.id })?.undecided === 0
    if (isLast) {
      rows.closeReview({ id: review.id, now })
      settle(call, reviewNotice(review.id))
    }
    return {}
  })
}

const reviewNotice = (id: string) => `access-review ${id}`

/** A review whose day is over is closed: what was undecided has lapsed. */
function closedIfOver(call: CallOf<typeof startEndpoint> | CallOf<typeof decideEndpoint>) {
  const { db, actor, now, today } = call
  const rows = accessQueries(db)
  const review = rows.review({ organizationId: actor.organizationId })
  if (!review || review.closedAt || review.dueOn >= today) return review
  rows.closeReview({ id: review.id, now })
  settle(call, reviewNotice(review.id))
  return { ...review, closedAt: now }
}

// --- Exposure and rotation ---------------------------------------------------------------------------------------------

/** What a person or a partner has seen, or could have. */
export function exposure({ db, actor, input }: CallOf<typeof exposureEndpoint>): OutputOf<typeof exposureEndpoint> {
  const { memberId, partyId } = input
  if (memberId === undefined && partyId === undefined) throw invalid('/memberId', 'Name a person or a party.')
  const who = { organizationId: actor.organizationId, memberId, partyId }
  const rows = accessQueries(db)
  return { items: [...rows.seen(who), ...rows.held(who)] }
}

export function listRotations(call: CallOf<typeof rotationsEndpoint>): OutputOf<typeof rotationsEndpoint> {
  const { db, actor, now, input } = call
  const { open, cause, limit } = input
  const rows = accessQueries(db)
  const found = rows[input.order === 'oldest' ? 'rotationsOldestFirst' : 'rotations']({
    ...{ memberId: actor.id, open, cause, now },
    text: partOf(input.text),
    from: input.after === undefined ? undefined : readCursor(input.after, 'string'),
    limit: limit + 1,
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ key: _key, ...task }) => task),
    ...(found.length > limit && last && { next: cursorOf([last.key]) }),
  }
}

export function askForRotation(call: DocumentCallOf<typeof askEndpoint>): Record<string, never> {
  const { db, actor, document, input } = call
  requireCredential(document)
  return atomically(db, () => {
    openRotation(call, document.id, { cause: 'asked', about: input.note || actor.name, aboutId: actor.id })
    record(call, {
      act: 'rotation.ask',
      on: ['document', document.id],
      details: { reference: document.reference, note: input.note },
    })
    return {}
  })
}

/** Everything that these people have seen and nobody has changed since becomes a task. */
export function openRotationsFor(call: CallOf<typeof openRotationsEndpoint>): OutputOf<typeof openRotationsEndpoint> {
  const { db, actor, input } = call
  return atomically(db, () => {
    const place = { organizationId: actor.organizationId, memberIds: JSON.stringify(input.memberIds) }
    const atRisk = accessQueries(db).atRiskFor(place)
    const opened = atRisk.filter(({ documentId, memberId, name }) =>
      openRotation(call, documentId, { cause: 'left', about: name, aboutId: memberId }),
    ).length
    record(call, {
      act: 'rotation.list',
      on: ['organization', actor.organizationId],
      details: { memberIds: input.memberIds, opened },
    })
    return { opened }
  })
}
