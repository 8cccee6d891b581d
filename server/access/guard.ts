import { z } from 'zod'
import { Problem } from '#contract/problems.ts'
import {
  CollectionId,
  DocumentId,
  formatReference,
  Instant,
  Kind,
  Level,
  levels,
  MemberId,
  parseReference,
  type LevelName,
  type Reference,
} from '#contract/values.ts'
import type { Db } from '../platform/database.ts'
import { queries } from '../platform/sql.ts'
import type { Actor } from './call.ts'
import { canView, collectionLevelOf, credentialLevelIn, levelOf } from './reachable.ts'

/** A document as the guard sees it. */
export const Reached = z.object({
  id: DocumentId,
  rowId: z.int(),
  kind: Kind,
  number: z.int(),
  collectionId: CollectionId,
  revision: z.int(),
  title: z.string(),
  ownerId: MemberId.optional(),
  deputyId: MemberId.optional(),
  owner: z.string().optional(),
  deputy: z.string().optional(),
  archivedAt: Instant.optional(),
  level: Level.or(z.literal(-1)),
})
export type Reached = z.infer<typeof Reached>

const guardQueries = queries((sql) => ({
  document: sql.get(
    Reached,
    `SELECT d.id, d.row_id AS rowId, d.kind, d.number, d.collection_id AS collectionId, d.revision, d.title,
            CASE WHEN ${canView('o', 'd', 'c')} THEN o.id END AS ownerId,
            CASE WHEN ${canView('p', 'd', 'c')} THEN p.id END AS deputyId,
            CASE WHEN ${canView('o', 'd', 'c')} THEN o.name END AS owner,
            CASE WHEN ${canView('p', 'd', 'c')} THEN p.name END AS deputy,
            d.archived_at AS archivedAt, ${levelOf('actor', 'd', 'c')} AS level
       FROM members actor
       JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
       LEFT JOIN members o ON o.id = d.owner_id
       LEFT JOIN members p ON p.id = d.deputy_id
      WHERE actor.id = @memberId AND d.kind = @kind AND d.number = @number`,
  ),
  collection: sql.get(
    z.object({ id: CollectionId, name: z.string(), level: z.int(), archivedAt: Instant.optional() }),
    `SELECT c.id, c.name, c.archived_at AS archivedAt, ${collectionLevelOf('actor', 'c')} AS level
       FROM members actor JOIN collections c ON c.organization_id = actor.organization_id
      WHERE actor.id = @memberId AND c.id = @collectionId`,
  ),
  credentialLevel: sql.get(
    z.object({ level: z.int() }),
    `SELECT ${credentialLevelIn('actor', 'c')} AS level
       FROM members actor JOIN collections c ON c.organization_id = actor.organization_id
      WHERE actor.id = @memberId AND c.id = @collectionId`,
  ),
}))

export interface Asking {
  db: Db
  actor: Actor
  now: Instant
}

/**
 * The document behind a reference, for somebody who needs `level` on it. With `keepers`, its owner and deputy may too.
 * @throws Problem 'not-found' out of reach (the same as for a made-up reference); 'not-permitted' when in reach, but not
 * that far, naming who can.
 */
export function reachDocument(
  { db, actor, now }: Asking,
  reference: Reference,
  level: LevelName,
  { keepers = false }: { keepers?: boolean } = {},
): Reached & { reference: Reference } {
  const parsed = parseReference(reference)
  const found =
    parsed && guardQueries(db).document({ memberId: actor.id, now, kind: parsed.kind, number: parsed.number })
  if (!found || found.level < levels.list) throw new Problem('not-found')
  const written = formatReference(found.kind, found.number)
  const keeps = keepers && (found.ownerId === actor.id || found.deputyId === actor.id)
  if (found.level < levels[level] && !keeps) {
    const who = found.owner ?? found.deputy
    throw new Problem('not-permitted', {
      detail: `You can see ${written} but not ${deeds[level]} it.${who ? ` ${who} owns it.` : ''}`,
      facts: { level: found.level, ...(who && { owner: who }) },
    })
  }
  return { ...found, reference: written }
}

const deeds: Record<LevelName, string> = {
  list: 'list',
  view: 'open',
  reveal: 'reveal',
  edit: 'edit',
  manage: 'manage',
}

/** The collection behind an id, for somebody who needs `level` on it. @throws as `reachDocument`. */
export function reachCollection({ db, actor, now }: Asking, collectionId: CollectionId, level: LevelName) {
  const found = guardQueries(db).collection({ memberId: actor.id, now, collectionId })
  if (!found || found.level < levels.list) throw new Problem('not-found')
  if (found.level < levels[level]) {
    throw new Problem('not-permitted', { detail: `You can see ${found.name} but not ${deeds[level]} its documents.` })
  }
  return found
}

/**
 * The collection behind an id, for somebody who keeps credentials in it: a role that edits runbooks is not enough.
 * @throws as `reachDocument`.
 */
export function reachCollectionForCredentials(asking: Asking, collectionId: CollectionId) {
  const found = reachCollection(asking, collectionId, 'view')
  const { level = -1 } =
    guardQueries(asking.db).credentialLevel({ memberId: asking.actor.id, now: asking.now, collectionId }) ?? {}
  if (level < levels.edit) {
    throw new Problem('not-permitted', { detail: `You can see ${found.name} but not keep credentials in it.` })
  }
  return found
}

/**
 * Whether somebody can seal a new secret there: who holds the keys of the collection, not who was given one document.
 * Break-glass is sealed under custody, which key holders alone have (CRYPTO.md §3).
 */
export function sealsIn({ db, actor, now }: Asking, collectionId: CollectionId, isBreakGlass: boolean): boolean {
  if (isKeyHolder(actor)) return true
  const found = guardQueries(db).credentialLevel({ memberId: actor.id, now, collectionId })
  return !isBreakGlass && (found?.level ?? -1) >= levels.reveal
}

export const isKeyHolder = (actor: Pick<Actor, 'role'>): boolean => actor.role === 'owner' || actor.role === 'admin'
