import type { Day, FreshnessState, Instant } from '#contract/values.ts'

/** What is known of one document, oldest first. */
export interface Known {
  createdAt: Instant
  verifications: readonly { at: Instant; dueOn: Day; dueFrom: Day }[]
  doubts: readonly { isFlag: boolean; at: Instant; endedAt?: Instant | undefined }[]
  /** It went into the archive, or came back from there. */
  archivings: readonly { isArchived: boolean; at: Instant }[]
}

/**
 * How a document stood at the end of a day: freshness as access/freshness.ts has it, asked of the past. What was verified
 * before it came back from the archive counts for nothing.
 * @param until the first moment after that day; what happened then had not happened. @returns undefined where it was not
 * there, or in the archive.
 */
export function stateThen(known: Known, day: Day, until: Instant): FreshnessState | undefined {
  if (known.createdAt >= until) return undefined
  const archiving = known.archivings.findLast(({ at }) => at < until)
  if (archiving?.isArchived) return undefined
  const verification = known.verifications.findLast(({ at }) => at < until && (!archiving || at > archiving.at))
  const isInDoubt = known.doubts.some(
    ({ isFlag, at, endedAt }) =>
      at < until &&
      (endedAt === undefined || endedAt >= until) &&
      (isFlag || (verification !== undefined && at > verification.at)),
  )
  if (isInDoubt) return 'suspect'
  if (!verification) return 'unverified'
  if (day > verification.dueOn) return 'overdue'
  return day >= verification.dueFrom ? 'due' : 'verified'
}
