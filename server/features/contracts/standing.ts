import { formatContract, type Contract } from '#contract/contracts.ts'
import type { OrganizationId } from '#contract/values.ts'
import type { Day, Instant, MemberId } from '#contract/values.ts'
import { levels } from '#contract/values.ts'
import type { Db } from '../../platform/database.ts'
import { contractQueries, type ContractRow } from './queries.ts'
import { standingOn, type Standing } from './terms.ts'

/** A member, and the moment and day at which contracts are looked at. */
export interface Looking {
  db: Db
  actor: { id: MemberId; organizationId: OrganizationId }
  now: Instant
  today: Day
}

export const holidaysOf = (db: Db, organizationId: OrganizationId): ReadonlySet<string> =>
  new Set(
    contractQueries(db)
      .holidays({ organizationId })
      .map(({ on }) => on),
  )

/** A contract as answers have it: what was agreed, and what that comes to today. */
export function contractOn({ actor, today }: Looking, row: ContractRow, holidays: ReadonlySet<string>): Contract {
  const standing = standingOn(today, row.terms, row.decided, holidays)
  const { rollsOn: _, ...shown } = standing
  const decision = row.decided.find(({ termEndsOn }) => termEndsOn === standing.termEndsOn)
  const { id, revision, updatedAt, updatedBy, archivedAt, owner, fallback, vendor, level } = row
  const isKeeper = owner?.id === actor.id || fallback?.id === actor.id
  return {
    id,
    reference: formatContract(row.number),
    vendor,
    level,
    mayDecide: level >= levels.edit || isKeeper,
    revision,
    updatedAt,
    updatedBy,
    archivedAt,
    ...row.terms,
    owner,
    fallback,
    noOwner: owner === undefined && fallback === undefined,
    ...shown,
    decision,
  }
}

/** The contracts of living vendors that a member can open, each with what it comes to. For deadlines. */
export function livingContracts(looking: Looking): { row: ContractRow; standing: Standing }[] {
  const { db, actor, now, today } = looking
  const holidays = holidaysOf(db, actor.organizationId)
  return contractQueries(db)
    .list({ memberId: actor.id, now, documentId: undefined, archived: false, text: undefined })
    .map((row) => ({ row, standing: standingOn(today, row.terms, row.decided, holidays) }))
}
