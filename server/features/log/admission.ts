import type { remindOfAdmission as remindEndpoint, saveHome as homeEndpoint } from '#contract/log.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { AccountCallOf } from '../../access/call.ts'
import type { Instant, InvitationId, OrganizationId } from '#contract/values.ts'
import { secondsBetween } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { keyHoldersOf, notify, settle } from '../notices/rules.ts'
import { admissionQueries } from './queries.ts'

const remindEverySeconds = 10 * 60

/**
 * Asks the key holders once more to let the caller in.
 * @throws Problem 'not-found' where the caller waits for nothing; 'too-many-attempts' within ten minutes.
 */
export function remindOfAdmission(call: AccountCallOf<typeof remindEndpoint>): Record<string, never> {
  const { db, now, session, input } = call
  const { invitation } = input
  const waiting = admissionQueries(db).waitingFor({ invitation, accountId: session.accountId })
  if (!waiting) throw new Problem('not-found')
  const { organizationId, name, since, remindedAt } = waiting
  const wait = remindEverySeconds - secondsBetween(remindedAt ?? since, now)
  if (wait > 0) throw new Problem('too-many-attempts', { facts: { retryAfterSeconds: Math.ceil(wait) } })
  settle({ db, now, actor: { organizationId } }, noticeOf(invitation, remindedAt))
  admissionQueries(db).reminded({ invitation, now })
  tellOfWaiting(call, organizationId, { invitation, name, remindedAt: now })
  record(call, { act: 'admission.remind', on: ['invitation', invitation], organizationId, details: { name } })
  return {}
}

interface Waiting {
  invitation: InvitationId
  name: string
  remindedAt?: Instant
}

/** Tells the key holders that somebody waits for one of them. */
export function tellOfWaiting(
  call: { db: Db; now: Instant },
  organizationId: OrganizationId,
  { invitation, name, remindedAt }: Waiting,
): void {
  notify(call, {
    to: keyHoldersOf(call.db, organizationId),
    kind: 'admission.waiting',
    facts: { name, invitation },
    dedupe: noticeOf(invitation, remindedAt),
  })
}

/** Nobody waits by this invitation any more: in, or not to come. */
export function settleWaiting({ db, now }: { db: Db; now: Instant }, organizationId: OrganizationId, id: string): void {
  const remindedAt = admissionQueries(db).remindedAt({ id })?.remindedAt
  settle({ db, now, actor: { organizationId } }, noticeOf(id, remindedAt))
}

/** Each reminder is a notice of its own, and takes the place of the one before. */
const noticeOf = (invitation: string, remindedAt: Instant | undefined) =>
  ['admission', invitation, remindedAt].filter(Boolean).join(' ')

/** @throws Problem 'changed-meanwhile' with the counter in force, when another device was quicker. */
export function saveHome({ db, session, input }: AccountCallOf<typeof homeEndpoint>): Record<string, never> {
  const { accountId } = session
  const homes = admissionQueries(db)
  const counter = homes.home({ accountId })?.counter ?? 0
  if (input.counter !== counter + 1) throw new Problem('changed-meanwhile', { facts: { counter } })
  homes.saveHome({ accountId, ...input })
  return {}
}
