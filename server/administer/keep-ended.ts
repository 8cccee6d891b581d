import type { Instant } from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { carryLogs } from './carry-logs.ts'
import { endingQueries } from './queries.ts'
import { endUnderWay, keepCodesUsed } from './second-factors.ts'

/** What has ended since a backup was made and stays ended, in numbers; and what could not. */
export interface StillEnded {
  sessions: number
  grants: number
  leases: number
  invitations: number
  accounts: number
  members: number
  /** Organizations whose people and access stay as they are now, because their logs go on. */
  carried: number
  /** Accounts whose passphrase was changed since: the one of then opens them again. */
  olderPassphrases: number
  /** Accounts whose second factor was turned on or off or moved since: it is as it was then. */
  olderSecondFactors: number
}

/** Everybody signs in again, no challenge of then is good any more, and no letter of then is sent. */
export function endSessions(copy: Db, now: Instant): number {
  endingQueries(copy).dropChallenges()
  if (hasTable(copy, 'letters')) endingQueries(copy).dropLetters()
  endUnderWay(copy)
  return endingQueries(copy).endSessions({ now })
}

/**
 * A restore must not give back what was taken away: grants, leases, invitations, members and accounts that have ended in
 * the present vault end in the copy too. Organizations whose log goes on from the copy's keep it, and with it everything
 * that it says of people and access; of others only ends are kept: nothing of the present opens anything.
 */
export function keepEnded(copy: Db, present: Db): Omit<StillEnded, 'sessions'> {
  const [then, now] = [endingQueries(copy), endingQueries(present)]
  const before = underWay(copy)
  const carried = carryLogs(copy, present)
  for (const grant of now.grants()) then.endGrant(grant)
  for (const { id, endedAt, endKind } of now.leases()) then.endLease({ id, endedAt, endKind })
  then.dropWraps()
  for (const { id, endedAt } of now.invitations()) then.endInvitation({ id, endedAt })
  for (const account of now.accounts()) then.disableAccount(account)
  keepRemoved(copy, present)
  keepFeedsEnded(copy, present)
  const after = underWay(copy)
  const ended = (what: keyof typeof before) => [...before[what]].filter((id) => !after[what].has(id)).length
  const changedAt = new Map(now.keysChanged().map((account) => [account.id, account.changedAt]))
  return {
    grants: ended('grants'),
    leases: ended('leases'),
    invitations: ended('invitations'),
    accounts: ended('accounts'),
    members: ended('members'),
    carried: carried.length,
    olderPassphrases: then.keysChanged().filter(({ id, changedAt: before }) => (changedAt.get(id) ?? '') > before)
      .length,
    olderSecondFactors: keepCodesUsed(copy, present),
  }
}

/** A calendar address that was replaced or ended opens nothing again. */
function keepFeedsEnded(copy: Db, present: Db): void {
  if (!hasTable(copy, 'calendar_feeds')) return
  const feeds = hasTable(present, 'calendar_feeds') ? endingQueries(present).feeds() : []
  endingQueries(copy).endFeedsBut({ tokenHashes: JSON.stringify(feeds.map(({ tokenHash }) => tokenHash)) })
}

/** A backup may be older than a table. */
const hasTable = (db: Db, name: string): boolean => endingQueries(db).hasTable({ name }) !== undefined

/** What has not ended, by id. */
function underWay(db: Db) {
  const rows = endingQueries(db)
  const ids = (list: readonly { id: string }[]) => new Set<string>(list.map(({ id }) => id))
  return {
    grants: ids(rows.grantsUnderWay()),
    leases: ids(rows.leasesUnderWay()),
    invitations: ids(rows.invitationsUnderWay()),
    accounts: ids(rows.accountsUnderWay()),
    members: ids(rows.membersUnderWay()),
  }
}

/** Whoever left stays out, unless an organization would be left without an owner: then its owners of then come back. */
function keepRemoved(copy: Db, present: Db): void {
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
  for (const { id, removedAt } of staysOut) endingQueries(copy).removeMember({ id, removedAt })
}
