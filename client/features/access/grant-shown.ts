import type { AccessRow } from '#contract/access.ts'
import type { Person } from '#contract/values.ts'
import type { GrantOnScreen } from '../settings/shown-grant.ts'

/** A row of standing access as it stands on the screen. @param member as named there: by the log, where it is at hand. */
export function grantShown(
  { grantId, collection, document, level }: AccessRow & { grantId: string },
  member: Person,
): GrantOnScreen {
  return { id: grantId, member, collection, document, level }
}
