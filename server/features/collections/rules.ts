import type {
  Collection,
  listCollections as listEndpoint,
  listKeepers as keepersEndpoint,
} from '#contract/organizations.ts'
import type { Person } from '#contract/values.ts'
import type { CallOf } from '../../access/call.ts'
import { isKeyHolder, reachCollection } from '../../access/guard.ts'
import { collectionQueries } from './queries.ts'

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
