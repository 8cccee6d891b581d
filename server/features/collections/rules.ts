import type {
  archiveCollection as archiveEndpoint,
  changeCollection as changeEndpoint,
  Collection,
  createCollection as createEndpoint,
  listCollections as listEndpoint,
  listKeepers as keepersEndpoint,
} from '#contract/organizations.ts'
import { Problem } from '#contract/problems.ts'
import type { CollectionId, Instant, OrganizationId, Person } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder, reachCollection } from '../../access/guard.ts'
import type { Db } from '../../platform/database.ts'
import { endGrantsOn } from '../grants/rules.ts'
import { collectionQueries, type CollectionRow } from './queries.ts'

export function listCollections({ db, actor, now }: CallOf<typeof listEndpoint>): { items: Collection[] } {
  const items = collectionQueries(db).reachable({ memberId: actor.id, withArchived: isKeyHolder(actor), now })
  return { items }
}

/**
 * Who may own the documents of a collection: for those who may name an owner there, because they may edit or because a
 * document there is theirs to hand on. To everybody else the list of people is closed.
 */
export function listKeepers(call: CallOf<typeof keepersEndpoint>): { items: Person[] } {
  const { db, actor, now, input } = call
  const { collectionId } = input
  const collections = collectionQueries(db)
  if (!collections.kept({ collectionId, memberId: actor.id, now })) reachCollection(call, collectionId, 'edit')
  return { items: collections.keepers({ collectionId, now }) }
}

/** @throws Problem 'already-exists' at /name or /id. */
export function createCollection(call: CallOf<typeof createEndpoint>): Record<string, never> {
  const { db, actor, now, input } = call
  const { id, name, description, restricted } = input
  refuseTakenName(call, name)
  addCollection(db, { id, organizationId: actor.organizationId, name, description, restricted, now })
  record(call, { act: 'collection.create', on: ['collection', id], details: { name, restricted } })
  return {}
}

/** @throws Problem 'not-found', 'changed-meanwhile' with theirs in `facts.current`, 'already-exists' at /name. */
export function changeCollection(call: CallOf<typeof changeEndpoint>): Record<string, never> {
  const { db, input } = call
  requireKeyHolder(call)
  const before = living(call, input.collectionId)
  if (before.revision !== input.revision) {
    const { name, description, restricted, revision } = before
    throw new Problem('changed-meanwhile', { facts: { current: { name, description, restricted, revision } } })
  }
  const { collectionId, revision, name, description, restricted } = input
  refuseTakenName(call, name, collectionId)
  collectionQueries(db).change({ collectionId, revision, name, description, restricted })
  record(call, {
    act: actOf(before.restricted, restricted),
    on: ['collection', collectionId],
    details: {
      before: { name: before.name, description: before.description, restricted: before.restricted },
      after: { name, description, restricted },
    },
  })
  return {}
}

/**
 * Puts an empty collection away, and ends the grants on it. Archived documents keep it: restored, they need a home.
 * @throws Problem 'not-found', 'not-possible-now'.
 */
export function archiveCollection(call: CallOf<typeof archiveEndpoint>): Record<string, never> {
  const { db, now, input } = call
  const { collectionId } = input
  requireKeyHolder(call)
  const { name } = living(call, collectionId)
  const { documents = 0, archived = 0 } = collectionQueries(db).contents({ collectionId }) ?? {}
  if (documents > 0) {
    throw new Problem('not-possible-now', {
      detail: `${name} is not empty: move ${documents === 1 ? 'its document' : `its ${documents} documents`} first${archived > 0 ? ` (${archived} archived)` : ''}.`,
      facts: { documents, archived },
    })
  }
  collectionQueries(db).archive({ collectionId, now })
  const grantsEnded = endGrantsOn(call, collectionId)
  record(call, { act: 'collection.archive', on: ['collection', collectionId], details: { name, grantsEnded } })
  return {}
}

/** Adds a collection; the caller has checked who may, and records it. @throws Problem 'already-exists' for the id. */
export function addCollection(
  db: Db,
  collection: {
    id: CollectionId
    organizationId: OrganizationId
    name: string
    description: string
    restricted: boolean
    now: Instant
  },
): void {
  if (collectionQueries(db).idInUse(collection)) {
    throw new Problem('already-exists', { errors: [{ pointer: '/id', detail: 'Make another id.' }] })
  }
  collectionQueries(db).create(collection)
}

/** Managing what is in a collection is not yet deciding who reaches it. */
function requireKeyHolder({ actor }: MemberCall): void {
  if (!isKeyHolder(actor)) throw new Problem('not-permitted', { detail: 'This is for owners and admins.' })
}

/** A change of who sees what stands out in the audit log. */
function actOf(wasRestricted: boolean, isRestricted: boolean): string {
  if (wasRestricted === isRestricted) return 'collection.change'
  return isRestricted ? 'collection.restrict' : 'collection.unrestrict'
}

function living({ db, actor }: MemberCall, collectionId: CollectionId): CollectionRow {
  const found = collectionQueries(db).byId({ collectionId, organizationId: actor.organizationId })
  if (!found) throw new Problem('not-found')
  if (found.archivedAt) throw new Problem('not-possible-now', { detail: `${found.name} is archived.` })
  return found
}

function refuseTakenName({ db, actor }: MemberCall, name: string, except?: CollectionId): void {
  const found = collectionQueries(db).named({ organizationId: actor.organizationId, name })
  if (found && found.id !== except) {
    throw new Problem('already-exists', {
      errors: [{ pointer: '/name', detail: 'There is a collection of this name.' }],
    })
  }
}
