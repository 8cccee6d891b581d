import { levels, type Instant, type LevelName, type Role, type Side } from '#contract/values.ts'
import { laterByDays } from '../../platform/clock.ts'

/** A grant as somebody asks for it. */
export interface Asked {
  role: Role
  side: Side
  /** 1 view to 4 manage. */
  level: number
  endsAt: Instant | undefined
}

export interface Refused {
  pointer: '/memberId' | '/level' | '/endsAt'
  detail: string
}

/** A year, whatever its length. */
const longestDays = 366

/**
 * Why somebody cannot hold such a grant; undefined if nothing stands against it.
 * Owners and admins reach everything by their role. Auditors never reach a secret. A technician's access always has an
 * end, and so has everything above `view` for people who are not in-house.
 */
export function refuseGrant({ role, side, level, endsAt }: Asked, now: Instant): Refused | undefined {
  if (role === 'owner' || role === 'admin') {
    return { pointer: '/memberId', detail: 'Owners and admins reach everything already.' }
  }
  if (role === 'auditor' && level > levels.view) {
    return { pointer: '/level', detail: 'An auditor can be given view, nothing more.' }
  }
  if (endsAt !== undefined && endsAt <= now) return { pointer: '/endsAt', detail: 'Choose an end in the future.' }
  if (needsEnd({ role, side, level })) {
    if (endsAt === undefined) {
      return { pointer: '/endsAt', detail: 'Set an end: access of people from outside does not last for ever.' }
    }
    if (endsAt > laterByDays(now, longestDays)) {
      return { pointer: '/endsAt', detail: 'Choose an end within a year. Access can be renewed.' }
    }
  }
  return undefined
}

function needsEnd({ role, side, level }: Pick<Asked, 'role' | 'side' | 'level'>): boolean {
  return role === 'technician' || (side !== 'in_house' && level > levels.view)
}

/** More than `view` for people who are not in-house is an owner's decision (CRYPTO.md §6: partner people and keys). */
export const isForOwners = (side: Side, level: LevelName): boolean => side !== 'in_house' && levels[level] > levels.view
