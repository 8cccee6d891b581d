import type { Instant } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { endingQueries } from './queries.ts'
import { endUnderWay, keepCodesUsed } from './second-factors.ts'

/** What has ended since a backup was made and stays ended, in numbers; and what could not. */
export interface StillEnded {
  sessions: number
  grants: number
  invitations: number
  accounts: number
  members: number
  /** Accounts whose passphrase was changed since: the one of then opens them again. */
  olderPassphrases: number
  /** Accounts whose second factor was turned on or off or moved since: it is as it was then. */
  olderSecondFactors: number
}

/** Everybody signs in again, and no challenge of then is good any more. */
export function endSessions(copy: Db, now: Instant): number {
  endingQueries(copy).dropChallenges()
  endUnderWay(copy)
  return endingQueries(copy).endSessions({ now })
}

/**
 * A restore must not give back what was taken away: grants, invitations, members and accounts that have ended in the
 * present vault end in the copy too. Only in that direction: nothing of the present opens anything.
 */
export function keepEnded(copy: Db, present: Db): Omit<StillEnded, 'sessions'> {
  const [then, now] = [endingQueries(copy), endingQueries(present)]
  const sum = (changes: number[]) => changes.reduce((total, count) => total + count, 0)
  const grants = sum(now.grants().map((grant) => then.endGrant(grant)))
  const invitations = sum(now.invitations().map(({ id, endedAt }) => then.endInvitation({ id, endedAt })))
  const accounts = sum(now.accounts().map((account) => then.disableAccount(account)))
  const changedAt = new Map(now.keysChanged().map((account) => [account.id, account.changedAt]))
  return {
    grants,
    invitations,
    accounts,
    members: keepRemoved(copy, present),
    olderPassphrases: then.keysChanged().filter(({ id, changedAt: before }) => (changedAt.get(id) ?? '') > before)
      .length,
    olderSecondFactors: keepCodesUsed(copy, present),
  }
}

/** Whoever left stays out, unless an organization would be left without an owner: then its owners of then come back. */
function keepRemoved(copy: Db, present: Db): number {
  const gone = endingQueries(present).members()
  const ids = new Set(gone.map(({ id }) => id))
  const owned = new Set(
    endingQueries(copy)
      .owners()
      .filter(({ id }) => !ids.has(id))
      .map(({ organizationId }) => organizationId),
  )
  const owners = new Set(
    endingQueries(copy)
      .owners()
      .map(({ id }) => id),
  )
  const staysOut = gone.filter(({ id, organizationId }) => owned.has(organizationId) || !owners.has(id))
  return staysOut.reduce((total, { id, removedAt }) => total + endingQueries(copy).removeMember({ id, removedAt }), 0)
}
