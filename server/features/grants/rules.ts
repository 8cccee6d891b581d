import type {
  createGrant as createEndpoint,
  endGrant as endEndpoint,
  Grant,
  listGrants as listEndpoint,
} from '#contract/organizations.ts'
import { invalid, Problem } from '#contract/problems.ts'
import {
  formatReference,
  levels,
  type CollectionId,
  type Instant,
  type MemberId,
  type Role,
  type Side,
} from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder, reachCollection, reachDocument } from '../../access/guard.ts'
import type { Db } from '../../platform/database.ts'
import { isForOwners, refuseGrant } from './limits.ts'
import { grantQueries, type GrantInForce } from './queries.ts'

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

/**
 * Gives a member standing access. A grant that is in force on the same thing is replaced: a member has one per thing.
 * @throws Problem 'invalid-input' at the field that stands against it, the same for what is foreign as for what is made
 * up; 'not-permitted' for what only owners give.
 */
export function createGrant(call: CallOf<typeof createEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { id, level, endsAt } = input
  const grants = grantQueries(db)
  const member = grants.member({ memberId: input.memberId, organizationId: actor.organizationId })
  if (!member) throw invalid('/memberId', 'There is no such member here.')
  const target = targetOf(call)
  const refused = refuseGrant({ ...member, level: levels[level], endsAt }, now)
  if (refused) throw invalid(refused.pointer, refused.detail)
  if (isForOwners(member.side, level) && actor.role !== 'owner') {
    throw new Problem('not-permitted', {
      detail: `${member.name} is not in-house: only an owner gives more than view.`,
    })
  }
  if (grants.idInUse({ id }))
    throw new Problem('already-exists', { errors: [{ pointer: '/id', detail: 'Make another id.' }] })
  const replaced = endAll(db, grants.sameTarget({ memberId: member.id, ...target, now }), now)
  grants.create({
    id,
    organizationId: actor.organizationId,
    memberId: member.id,
    ...target,
    level: levels[level],
    grantedBy: actor.id,
    now,
    endsAt,
  })
  record(call, {
    act: 'grant.create',
    on: ['grant', id],
    details: { memberId: member.id, ...target, level, endsAt, replaced },
  })
  return {}
}

/** @throws Problem 'not-found'; 'not-possible-now' when it has ended already. */
export function endGrant(call: CallOf<typeof endEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const grants = grantQueries(db)
  const grant = grants.byId({ grantId: input.grantId, organizationId: actor.organizationId })
  if (!grant) throw new Problem('not-found')
  if (grant.endedAt || (grant.endsAt && grant.endsAt <= now)) {
    throw new Problem('not-possible-now', { detail: 'This access has ended already.' })
  }
  const { memberId, collectionId, documentId } = grant
  grants.end({ grantId: grant.id, now })
  record(call, { act: 'grant.end', on: ['grant', grant.id], details: { memberId, collectionId, documentId } })
  return {}
}

/** What the input names: one collection or one document, within reach. */
function targetOf(call: CallOf<typeof createEndpoint>) {
  const { collectionId, reference } = call.input
  if (collectionId !== undefined && reference === undefined) {
    const reach = () => reachCollection(call, collectionId, 'manage')
    const found = at('/collectionId', 'There is no such collection here.', reach)
    if (found.archivedAt) throw new Problem('not-possible-now', { detail: `${found.name} is archived.` })
    return { collectionId: found.id, documentId: undefined }
  }
  if (reference !== undefined && collectionId === undefined) {
    const reach = () => reachDocument(call, reference, 'manage')
    return { collectionId: undefined, documentId: at('/reference', 'There is no such document here.', reach).id }
  }
  throw invalid('/collectionId', 'Name either a collection or a document.')
}

/** A form wants to know which field names what cannot be found. */
function at<Found>(pointer: string, detail: string, find: () => Found): Found {
  try {
    return find()
  } catch (error) {
    throw error instanceof Problem && error.code === 'not-found' ? invalid(pointer, detail) : error
  }
}

// --- For other features, whose own audit event tells of it ------------------------------------------------------------

/** Ends every grant of a member who leaves. @returns how many. */
export function endGrantsOf({ db, now }: MemberCall, memberId: MemberId): number {
  return endAll(db, grantQueries(db).ofMember({ memberId, now }), now).length
}

/** Ends the grants that a member could not be given in another role or party. @returns how many. */
export function endGrantsUnfitFor(
  { db, now }: MemberCall,
  member: { memberId: MemberId; role: Role; side: Side },
): number {
  const unfit = grantQueries(db)
    .ofMember({ memberId: member.memberId, now })
    .filter(({ level, endsAt }) => refuseGrant({ ...member, level, endsAt }, now) !== undefined)
  return endAll(db, unfit, now).length
}

/** Ends the grants on a collection that is put away. @returns how many. */
export function endGrantsOn({ db, actor, now }: MemberCall, collectionId: CollectionId): number {
  const { organizationId } = actor
  return endAll(db, grantQueries(db).onCollection({ organizationId, collectionId, now }), now).length
}

function endAll(db: Db, grants: readonly GrantInForce[], now: Instant): string[] {
  for (const { id } of grants) grantQueries(db).end({ grantId: id, now })
  return grants.map(({ id }) => id)
}
