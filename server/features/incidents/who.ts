import type { WhoToCall } from '#contract/responsibilities.ts'
import type { MemberCall } from '../../access/call.ts'

/**
 * Whom to call now about a system, or, without one, in general. The seam to the responsibilities: until their rule is
 * there, nobody is named.
 */
export function whoToCallIn({ actor, now }: MemberCall, _systemId: string | undefined): WhoToCall {
  return { at: now, timeZone: actor.timeZone, isInHours: true, others: [] }
}
