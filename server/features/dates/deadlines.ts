import type { Deadline, DeadlineKind } from '#contract/dates.ts'
import { formatContract } from '#contract/contracts.ts'
import type { Day, Instant, MemberId, OrganizationId } from '#contract/values.ts'
import { addDays, dayIn } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { daysBetween, livingContracts } from '../contracts/rules.ts'
import { followUpsDue } from '../incidents/rules.ts'
import { laneReviews } from '../responsibilities/rules.ts'
import { dateQueries } from './queries.ts'

/** A deadline, with what a queue, a calendar or a letter needs to know beside it. */
export interface Found extends Deadline {
  /**
   * The same for the same deadline for as long as there is one, and never for another: of a contract, one for each term.
   */
  key: string
  /** The member answers for it: owner or deputy, or, of what nobody keeps, a key holder. */
  isMine: boolean
  /** A review that the member does not want to see in the queue before that day. */
  snoozedUntil?: Day | undefined
}

export interface Wanted {
  /** Of these days, the last one included; without them, of all. */
  from?: Day | undefined
  until?: Day | undefined
  kind?: DeadlineKind | undefined
  /** Without them, everything but reviews. */
  reviews?: boolean
  /** Soon or late only. */
  isWork?: boolean
  /** Only what the member answers for. */
  mineOnly?: boolean
  now: Instant
  today: Day
}

/** So many days before the end of a contract that is not renewed it is work. */
export const endLeadDays = 30
/** So many days before its day a follow-up is work, and the confirmation of a lane. */
const followUpLeadDays = 14
const laneLeadDays = 14

/**
 * Everything in a member's reach that has a day, in no particular order: nothing that the member's lists would not show.
 * `isMine` tells what the member answers for.
 */
export function deadlinesOf(
  db: Db,
  member: { id: MemberId; organizationId: OrganizationId },
  { from, until, kind, reviews = true, isWork = false, mineOnly = false, now, today }: Wanted,
): Found[] {
  const facts = dateQueries(db).member({ memberId: member.id })
  if (!facts) return []
  const wants = (one: DeadlineKind) => kind === undefined || kind === one
  const place = { memberId: member.id, now, today, from, until, mineOnly }
  const found: Found[] = []
  const add = (one: Omit<Found, 'daysLeft'>) => {
    const isInTime = (from === undefined || one.on >= from) && (until === undefined || one.on <= until)
    if (isInTime && !(mineOnly && !one.isMine) && !(isWork && one.state === 'later'))
      found.push({ ...one, daysLeft: daysBetween(today, one.on) })
  }
  const stateOf = (on: Day, isLead: boolean) => (on < today ? 'late' : isLead ? 'soon' : 'later')

  if (wants('review') && reviews) {
    for (const { id, isLead, ...row } of dateQueries(db).reviews({ ...place, isWork })) {
      add({ ...row, kind: 'review', key: `review/${id}`, state: stateOf(row.on, isLead), title: row.document.title })
    }
  }
  if (wants('rotation')) {
    for (const { id, rotateOn, taskSince, leadFrom, ...row } of dateQueries(db).rotations({
      memberId: member.id,
      now,
      mineOnly,
    })) {
      const asked = taskSince && dayIn(facts.timeZone, taskSince)
      const on = asked && (rotateOn === undefined || asked < rotateOn) ? asked : (rotateOn as Day)
      const isLead = asked !== undefined || (leadFrom !== undefined && leadFrom <= today)
      add({
        ...row,
        on,
        kind: 'rotation',
        key: `rotation/${id}`,
        state: stateOf(on, isLead),
        title: row.document.title,
      })
    }
  }
  if (wants('watched')) {
    for (const { id, kind: watchKind, ...row } of dateQueries(db).watchedInReach(place)) {
      add({ ...row, kind: 'watched', key: `watched/${id}`, watchId: id, watchKind })
    }
  }
  if (wants('follow_up')) {
    for (const { id, ownerId, ...row } of followUpsDue(db, { memberId: member.id, now, from, until })) {
      const isMine = ownerId ? ownerId === member.id : facts.isKeyHolder
      const state = stateOf(row.on, today >= addDays(row.on, -followUpLeadDays))
      add({ ...row, kind: 'follow_up', key: `follow_up/${id}`, state, followUpId: id, isMine })
    }
  }
  if (wants('lane_review')) {
    for (const { id, name, on, owner, isMine } of laneReviews({ db, actor: member, now, today })) {
      const state = stateOf(on, today >= addDays(on, -laneLeadDays))
      const key = `lane_review/${id}`
      add({ kind: 'lane_review', key, state, on, title: name, laneId: id, ...(owner && { owner }), isMine })
    }
  }
  if (!wants('notice') && !wants('contract_end')) return found
  for (const { row, standing } of livingContracts({ db, actor: member, now, today })) {
    const { state, termEndsOn, actBy, rollsOn } = standing
    const { owner, fallback } = row
    const common = {
      title: row.terms.title,
      document: { ...row.vendor, kind: 'vendor' as const },
      contract: formatContract(row.number),
      owner,
      isMine: owner || fallback ? owner?.id === member.id || fallback?.id === member.id : facts.isKeyHolder,
    }
    if (wants('notice') && actBy && (state === 'open' || state === 'soon' || state === 'missed')) {
      const key = `notice/${row.id}/${termEndsOn ?? ''}`
      // A deadline on a Sunday is acted on by Friday: on Saturday it is late, though not missed.
      add({ ...common, kind: 'notice', key, on: actBy, state: stateOf(actBy, state !== 'open') })
    }
    if (wants('contract_end') && termEndsOn && !rollsOn) {
      // What was cancelled and is over is done; what ended otherwise is work until it is archived or agreed anew.
      const decided = row.decided.find((one) => one.termEndsOn === termEndsOn)
      if (state === 'ended' && decided?.decision === 'cancel') continue
      const isLead = daysBetween(today, termEndsOn) <= endLeadDays
      const key = `contract_end/${row.id}/${termEndsOn}`
      add({ ...common, kind: 'contract_end', key, on: termEndsOn, state: stateOf(termEndsOn, isLead) })
    }
  }
  return found
}
