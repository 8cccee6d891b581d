import { apply, orgIdOf, readStatement, Refused } from '#contract/log/apply.ts'
import type { LogState } from '#contract/log/state.ts'
import type { LogEntry, Statement } from '#contract/log/statements.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { AccountId, Instant, MemberId, OrganizationId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { PublicCall } from '../../access/call.ts'
import { secondsBetween } from '../../platform/clock.ts'
import { unpack, type Luggage, type Stated } from './luggage.ts'
import { project } from './project.ts'
import { logQueries } from './queries.ts'
import { remember } from './states.ts'
import { keepMissingWraps } from './wraps.ts'

/** Who states something: a member, or somebody who is about to be one (a founder, somebody who takes over). */
export interface Stating {
  organizationId: OrganizationId
  accountId: AccountId
  memberId: MemberId
  /** Hands in what the recovery kit has signed. */
  withKit?: boolean
}

/** One entry on its way into the log: the state before and after, and where it stands in the input. */
export interface Step extends Stating {
  call: PublicCall
  before: LogState | undefined
  after: LogState
  luggage: Luggage
  pointer: string
}

const clockToleranceSeconds = 300

/**
 * Writes entries at the end of a log, with the rows that follow from them, all or none. What the log's own rules do not
 * see is looked at here and in the projections: whose session it is, the clock, and what stands in the database.
 * @param pointerOf where an entry stands in the input.
 * @throws Problem as `refusals` says; 'invalid-input' for what comes along and belongs to no entry.
 */
export function append(
  call: PublicCall,
  by: Stating,
  before: LogState | undefined,
  stated: Stated,
  { at = '', pointerOf = (index: number) => `${at}/entries/${index}` } = {},
): LogState {
  const luggage = unpack(stated)
  let log = before
  stated.entries.forEach((entry, index) => {
    log = appendOne({ call, ...by, luggage, pointer: pointerOf(index) }, log, entry)
  })
  if (!log) throw new Error('Nothing was stated')
  keepMissingWraps({ ...call, ...by }, log, luggage.restOfWraps(), at)
  luggage.requireTaken(at)
  remember(call.db, by.organizationId, log)
  return log
}

function appendOne(step: Omit<Step, 'before' | 'after'>, before: LogState | undefined, entry: LogEntry): LogState {
  const { call, organizationId, accountId, memberId, pointer } = step
  const { statement, after } = refusing(pointer, () => {
    const statement = readStatement(entry.payload)
    requireOwnHand(step, statement)
    requirePresent(call.now, statement.at as Instant, pointer)
    return { statement, after: apply(before, entry) }
  })
  const { on, details, about } = project({ ...step, before, after }, statement)
  const { type, at } = statement
  logQueries(call.db).add({
    organizationId,
    seq: after.seq,
    type,
    at,
    memberId: about,
    payload: entry.payload,
    signature: entry.signature,
    hash: after.head,
  })
  record(call, {
    act: type === 'genesis' ? 'organization.create' : type,
    on,
    organizationId,
    accountId,
    memberId,
    details: { ...details, orgId: orgIdFor(after, entry), ...entry },
  })
  return after
}

const orgIdFor = (after: LogState, { payload }: LogEntry) => (after.seq === 1 ? orgIdOf(payload) : undefined)

/** Nobody hands in what another has signed; what the recovery kit signs is handed in by who takes over. */
function requireOwnHand(step: Omit<Step, 'before' | 'after'>, statement: Statement): void {
  const { accountId, memberId, withKit = false, pointer } = step
  const isOwn =
    statement.type === 'recovery.takeover'
      ? withKit && statement.owner.account === accountId
      : statement.by === memberId
  if (!isOwn) throw invalid(`${pointer}/payload`, 'Only whoever has signed a statement hands it in.')
}

function requirePresent(now: Instant, at: Instant, pointer: string): void {
  if (Math.abs(secondsBetween(now, at)) <= clockToleranceSeconds) return
  throw invalid(`${pointer}/at`, `The clock of this device is off by more than 5 minutes: here it is ${now} (UTC).`)
}

/** Runs `read`, and says of what the log refuses where it stands in the input. */
export function refusing<Result>(pointer: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof Refused ? problemOf(error, pointer) : error
  }
}

function problemOf({ code, message: detail, field }: Refused, pointer: string): Problem {
  const at = field === undefined ? {} : { errors: [{ pointer: `${pointer}/${field}`, detail }] }
  if (code === 'not-permitted' || code === 'last-owner') return new Problem(code, { detail })
  if (code === 'moved-on') return new Problem('changed-meanwhile', { detail })
  if (code === 'forged') return invalid(`${pointer}/payload`, detail)
  if (code === 'taken') return new Problem('already-exists', field === undefined ? { detail } : at)
  if (field !== undefined) return new Problem('invalid-input', at)
  return new Problem(code === 'unknown' ? 'not-found' : 'not-possible-now', { detail })
}
