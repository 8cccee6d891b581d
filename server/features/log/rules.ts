import type { appendToLog as appendEndpoint, LogBeginning } from '#contract/log.ts'
import type { LogState } from '#contract/log/state.ts'
import type { z } from 'zod'
import type { OrganizationId } from '#contract/values.ts'
import type { CallOf, PublicCall } from '../../access/call.ts'
import type { Db } from '../../platform/database.ts'
import { append, type Stating } from './append.ts'
import { keyQueries, logQueries } from './queries.ts'
import { logState } from './states.ts'

export { tellOfWaiting } from './admission.ts'
export { checkLogs } from './check.ts'
export { append, refusing } from './append.ts'
export { logForJoiner, wholeLog } from './reading.ts'
export { logState } from './states.ts'

/**
 * States something in the organization: the one way in which people, roles, collections, grants, policies and recovery
 * change. All entries or none, with the rows that follow from them and everything that ends with them.
 * @throws Problem 'changed-meanwhile' for entries made for another place in the log; 'not-permitted', 'last-owner';
 * 'invalid-input' and 'already-exists' at `/entries/…` and the statement's field.
 */
export function appendToLog(call: CallOf<typeof appendEndpoint>): { seq: number } {
  const { db, actor, input } = call
  const { organizationId, accountId, id: memberId } = actor
  const before = logState(db, organizationId)
  return { seq: append(call, { organizationId, accountId, memberId }, before, input).seq }
}

/**
 * Begins the log of an organization whose row and in-house party have just been made.
 * @param at where the beginning stands in the input, for pointers.
 */
export function beginLog(
  call: PublicCall,
  by: Stating,
  beginning: z.output<typeof LogBeginning>,
  at: string,
): LogState {
  const { genesis, entries, wraps, names } = beginning
  const stated = { entries: [genesis, ...entries], wraps, names, epochs: [] }
  const pointerOf = (index: number) => (index === 0 ? `${at}/genesis` : `${at}/entries/${index - 1}`)
  const log = append(call, by, undefined, stated, { at, pointerOf })
  logQueries(call.db).setOrgId({ organizationId: by.organizationId, orgId: log.orgId })
  return log
}

/** The organization that goes by this name wherever it is hashed or signed. */
export function organizationBehind({ db }: Pick<PublicCall, 'db'>, orgId: string) {
  return logQueries(db).organizationOf({ orgId })
}

export type { Stating }

/** Seeds of the epochs in force on their way to one recipient: what opens them is the recipient's alone. */
export const wrapsTo = (db: Db, organizationId: OrganizationId, to: string) =>
  keyQueries(db).wrapsTo({ to, organizationId })
