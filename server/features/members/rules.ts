import type { listMembers as listEndpoint, Member } from '#contract/organizations.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { memberQueries } from './queries.ts'

/** Owners, admins and auditors see everybody, technicians themselves. E-mail addresses are for those who manage people. */
export function listMembers({ db, actor, now }: CallOf<typeof listEndpoint>): { items: Member[] } {
  const memberId = actor.role === 'technician' ? actor.id : undefined
  const members = memberQueries(db).all({ organizationId: actor.organizationId, memberId, now })
  if (isKeyHolder(actor)) return { items: members }
  return { items: members.map(({ email: _hidden, ...member }) => member) }
}
