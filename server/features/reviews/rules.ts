import type { home, listReviews, ReviewLine } from '#contract/reviews.ts'
import { levels, type Kind } from '#contract/values.ts'
import type { z } from 'zod'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { useSince } from '../../access/freshness.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { counts } from '../documents/rules.ts'
import { unfinished } from '../reading-lists/rules.ts'
import { reviewQueries, type QueueRow } from './queries.ts'

export function reviews(call: CallOf<typeof listReviews>) {
  const { input } = call
  const after = input.after === undefined ? undefined : readCursor(input.after, 'pair')
  const rows = reviewQueries(call.db).queue({
    ...asking(call, input.kind),
    mineOnly: input.scope === 'mine',
    state: input.state,
    afterRisk: after?.[0],
    afterId: after?.[1],
    limit: input.limit + 1,
  })
  const items = rows.slice(0, input.limit).map(inWords)
  const last = items.at(-1)
  return { items, ...(rows.length > input.limit && last && { next: cursorOf([last.risk, last.id]) }) }
}

export function homePage(call: CallOf<typeof home>) {
  const { db, actor, now, today } = call
  const place = { memberId: actor.id, now, today, useSince: useSince(today) }
  const found = reviewQueries(db)
  const nothing = { slug: actor.slug }
  const also = found.also({ memberId: actor.id, now, isKeyHolder: isKeyHolder(actor) })
  if (!also) throw new Error('The caller is a member')
  return {
    counts: counts({ ...call, input: { ...nothing } }),
    waiting: found.waiting(asking(call, undefined))?.count ?? 0,
    reviews: reviews({ ...call, input: { ...nothing, scope: 'mine', limit: 3 } }).items,
    systems: found.systems(place),
    pinned: found.pinned(place),
    recent: found.recent(place),
    // Who holds the keys is shown to those who can do something about it.
    keyHolders: isKeyHolder(actor) ? found.keyHolders({ memberId: actor.id }) : [],
    also: { ...also, reading: unfinished(call) },
  }
}

function asking({ actor, now, today }: MemberCall, kind: Kind | undefined) {
  return { memberId: actor.id, now, today, useSince: useSince(today), kind, isKeyHolder: isKeyHolder(actor) }
}

function inWords(row: z.infer<typeof QueueRow>): z.input<typeof ReviewLine> {
  return { ...row, reasons: reasonsFor(row), mayVerify: row.isMine || row.level >= levels.edit }
}

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

/** Why a document stands in the queue, strongest first. */
export function reasonsFor(row: z.infer<typeof QueueRow>): string[] {
  const reasons: string[] = []
  if (row.state === 'suspect') reasons.push(doubtInWords(row))
  if (row.state === 'unverified') reasons.push('Never verified')
  if (row.daysLeft !== undefined && row.daysLeft < 0) reasons.push(`Overdue ${days(-row.daysLeft)}`)
  if (row.daysLeft === 0) reasons.push('Due today')
  if (row.daysLeft !== undefined && row.daysLeft > 0 && row.state === 'due')
    reasons.push(`Due in ${days(row.daysLeft)}`)
  if (row.noOwner) reasons.push('No owner')
  if (row.criticality === 'critical') reasons.push('Critical')
  if (row.criticality === 'high') reasons.push('High criticality')
  if (row.opened90 > 0) reasons.push(`Opened ${row.opened90 === 1 ? 'once' : `${row.opened90} times`} in 90 days`)
  if (row.editedSinceVerified) reasons.push('Edited since verified')
  return reasons
}

function doubtInWords({ cause, causes }: z.infer<typeof QueueRow>): string {
  const more = causes > 1 ? ` and ${causes - 1} more` : ''
  const named = cause?.reference ?? 'A cited document'
  if (cause === undefined || cause.cause === 'flag') return `Problem reported${more}`
  if (cause.cause === 'run_failed') return `${cause.text ?? 'A step'} failed in a run${more}`
  return `${named} ${doubtWords[cause.cause]}${more}`
}

const doubtWords = {
  cited_archived: 'was archived',
  cited_purged: 'was erased',
  cited_rotated: 'was changed',
  cited_moved: 'was moved',
  cited_vendor: 'has another number or contract',
  cited_diagram: 'was redrawn',
} as const
