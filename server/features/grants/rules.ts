import type { Grant, listGrants as listEndpoint } from '#contract/organizations.ts'
import { formatReference } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { grantQueries } from './queries.ts'

/** Standing access in force. Key holders and auditors see everybody's; others see their own, whomever they ask for. */
export function listGrants({ db, actor, now, input }: CallOf<typeof listEndpoint>): { items: Grant[] } {
  const seesAll = isKeyHolder(actor) || actor.role === 'auditor'
  if (!seesAll && input.memberId !== undefined && input.memberId !== actor.id) return { items: [] }
  const memberId = seesAll ? input.memberId : actor.id
  const rows = grantQueries(db).inForce({ organizationId: actor.organizationId, memberId, now })
  const items = rows.map(({ kind, number, ...grant }) => ({
    ...grant,
    ...(kind && number && { reference: formatReference(kind, number) }),
  }))
  return { items }
}
