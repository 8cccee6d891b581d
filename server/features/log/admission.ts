import type { remindOfAdmission as remindEndpoint, saveHome as homeEndpoint } from '#contract/log.ts'
import { Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { AccountCallOf } from '../../access/call.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { keyHoldersOf, notify } from '../notices/rules.ts'
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
  admissionQueries(db).reminded({ invitation, now })
  notify(call, {
    to: keyHoldersOf(db, organizationId),
    kind: 'admission.waiting',
    facts: { name, invitation },
    dedupe: `admission ${invitation} ${now}`,
  })
  record(call, { act: 'admission.remind', on: ['invitation', invitation], organizationId, details: { name } })
  return {}
}

/** @throws Problem 'changed-meanwhile' with the counter in force, when another device was quicker. */
export function saveHome({ db, session, input }: AccountCallOf<typeof homeEndpoint>): Record<string, never> {
  const { accountId } = session
  const homes = admissionQueries(db)
  const counter = homes.home({ accountId })?.counter ?? 0
  if (input.counter !== counter + 1) throw new Problem('changed-meanwhile', { facts: { counter } })
  homes.saveHome({ accountId, ...input })
  return {}
}
