import { v7 as uuidv7 } from 'uuid'
import { entitled, keyOf, type LogState } from '#contract/log/state.ts'
import type { Statement } from '#contract/log/statements.ts'
import type { Instant, MemberId, OrganizationId } from '#contract/values.ts'
import { endOtherSessions } from '../../access/sessions.ts'
import type { Db } from '../../platform/database.ts'
import { keyHoldersOf, notify, settle } from '../notices/rules.ts'
import { settleWaiting } from './admission.ts'
import type { Step } from './append.ts'
import { keyQueries, projectionQueries } from './queries.ts'

export interface Ended {
  grantsEnded?: string[]
  invitationsRevoked?: string[]
  leasesEnded?: number
  rotationsOpened?: number
}

/**
 * Ends what an entry ended without naming it: grants and invitations that the log no longer has in force, leases and
 * sessions of whoever left or became somebody else, and the wraps of who lost access.
 */
export function endWhatEnded(step: Step, statement: Statement): Ended {
  const { before } = step
  if (!before || !canEndMore.has(statement.type)) return {}
  const grantsEnded = endGrants(step, before)
  const invitationsRevoked = revokeInvitations(step, before)
  const leasesEnded = endLeases(step, statement)
  dropWraps(step, before)
  const rotationsOpened = openRotations(step, statement)
  return {
    ...(grantsEnded.length > 0 && { grantsEnded }),
    ...(invitationsRevoked.length > 0 && { invitationsRevoked }),
    ...(leasesEnded > 0 && { leasesEnded }),
    ...(rotationsOpened > 0 && { rotationsOpened }),
  }
}

const canEndMore: ReadonlySet<Statement['type']> = new Set([
  'invite.cancel',
  'member.role',
  'member.remove',
  'member.rekey',
  'grant.set',
  'grant.end',
  'policy.set',
  'recovery.set',
  'recovery.takeover',
] as const)

function endGrants({ call: { db, now }, organizationId, after }: Step, before: LogState): string[] {
  const ended = [...before.grants.values()].filter(({ id }) => !after.grants.has(id))
  for (const { id, member } of ended) {
    const lapsed = projectionQueries(db).lapsedIn({ id, now })
    if (lapsed) tellOfLapse({ db, now }, organizationId, member as MemberId, lapsed.reviewId)
    projectionQueries(db).endGrant({ id, now })
    projectionQueries(db).dropWrapsBy({ id })
  }
  return ended.map(({ id }) => id)
}

/** Access that nobody confirmed in a review ended with its day: key holders are told once a review, its holder too. */
function tellOfLapse(
  call: { db: Db; now: Instant },
  organizationId: OrganizationId,
  memberId: MemberId,
  reviewId: string,
): void {
  settle({ ...call, actor: { organizationId } }, `access-review ${reviewId}`)
  notify(call, {
    to: [...keyHoldersOf(call.db, organizationId), memberId],
    kind: 'access-review.lapsed',
    facts: { reviewId },
    dedupe: `access-review lapsed ${reviewId}`,
  })
}

function revokeInvitations({ call: { db, now }, organizationId, after }: Step, before: LogState): string[] {
  const cancelled = [...before.invitations.values()].filter(
    ({ id, state }) => state !== 'cancelled' && after.invitations.get(id)?.state === 'cancelled',
  )
  for (const { id } of cancelled) {
    projectionQueries(db).revoke({ id, now })
    settleWaiting({ db, now }, organizationId, id)
  }
  return cancelled.map(({ id }) => id)
}

/** Whoever is gone, or may never open a secret, has no lease any more. @returns how many ended. */
function endLeases({ call: { db, now }, organizationId, memberId: by }: Step, statement: Statement): number {
  const isOver =
    statement.type === 'member.remove' || (statement.type === 'member.role' && statement.role === 'auditor')
  if (!isOver) return 0
  const memberId = statement.member as MemberId
  const note = statement.type === 'member.remove' ? 'Left the organization.' : 'Became an auditor.'
  projectionQueries(db).dropLeaseWrapsOf({ memberId })
  for (const { id } of projectionQueries(db).pendingOf({ memberId }))
    settle({ db, now, actor: { organizationId } }, `access.request:${id}`)
  projectionQueries(db).cancelRequestsOf({ memberId, by, now })
  return projectionQueries(db).endLeasesOf({ memberId, by, note, now })
}

/**
 * Taking keys away does not take away what was seen: whoever leaves, by whatever way, leaves a task behind for each
 * secret that they still know. Only a newly saved secret closes it. @returns how many.
 */
function openRotations(step: Step, statement: Statement): number {
  if (statement.type !== 'member.remove') return 0
  const { call, organizationId, memberId: by, after } = step
  const rows = projectionQueries(call.db)
  const memberId = statement.member as MemberId
  const about = after.members.get(memberId)?.name ?? ''
  const known = rows.stillKnown({ memberId })
  for (const { documentId } of known)
    rows.openRotation({ id: uuidv7(), organizationId, documentId, about, memberId, by, now: call.now })
  return known.length
}

/** Wraps to those whom this entry touches, where they are no longer entitled to them. */
function dropWraps({ call: { db, now }, organizationId, after }: Step, before: LogState): void {
  const keys = keyQueries(db)
  const touched = [...after.members.values()].filter((member) => {
    const was = before.members.get(member.id)
    return was && (was.role !== member.role || was.removed !== member.removed || was.epoch !== member.epoch)
  })
  const holders = [...before.grants.values()].filter(({ id }) => !after.grants.has(id)).map(({ member }) => member)
  const recipients = new Set([
    ...touched.map(({ account }) => account),
    ...holders.flatMap((id) => after.members.get(id)?.account ?? []),
    ...(after.recovery && after.recovery !== before.recovery ? [after.recovery.id] : []),
  ])
  const entitledTo = new Map<string, Set<string>>()
  for (const to of recipients) {
    for (const { collectionId, of, toEpoch } of keys.wrapsTo({ to, organizationId })) {
      let current = entitledTo.get(collectionId)
      if (!current) {
        current = new Set(entitled(after, collectionId, now).map(keyOf))
        entitledTo.set(collectionId, current)
      }
      if (!current.has(keyOf({ of, to, toEpoch }))) keys.dropWrap({ collectionId, of, to })
    }
  }
}

/** All sessions of the account; one's own goes on. */
export function endSessionsOf({ call: { db, now, session } }: Step, accountId: string): void {
  const own = session?.accountId === accountId ? session.tokenHash : ''
  endOtherSessions(db, accountId as never, own, now)
}
