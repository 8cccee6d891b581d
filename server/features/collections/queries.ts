import { z } from 'zod'
import { Collection } from '#contract/organizations.ts'
import { DocumentId, Person } from '#contract/values.ts'
import { canView, collectionLevelOf, credentialLevelIn } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

export const collectionQueries = queries((sql) => ({
  /**
   * Archived ones come last, and only to those who look after collections. Whoever reaches a collection reaches every
   * document in it, so all of them count.
   */
  reachable: sql.all(
    Collection,
    `SELECT c.id, c.name, c.name_salt AS salt, c.description, c.restricted, c.lease_minutes AS leaseMinutes,
            ${collectionLevelOf('actor', 'c')} AS level, ${credentialLevelIn('actor', 'c')} AS credentialLevel, c.revision,
            c.archived_at AS archivedAt,
            (SELECT count(*) FROM documents d WHERE d.collection_id = c.id AND d.archived_at IS NULL) AS documents
       FROM members actor JOIN collections c ON c.organization_id = actor.organization_id
      WHERE actor.id = @memberId AND ${collectionLevelOf('actor', 'c')} >= 0
        AND (c.archived_at IS NULL OR @withArchived)
      ORDER BY c.archived_at IS NOT NULL, c.name COLLATE NOCASE, c.id`,
  ),
  /** Whoever views a collection's documents may keep them; everybody else may not be named. */
  keepers: sql.all(
    Person,
    `SELECT m.id, m.name, p.side, p.name AS party
       FROM collections c
       JOIN members m ON m.organization_id = c.organization_id AND m.removed_at IS NULL
       JOIN parties p ON p.id = m.party_id
      WHERE c.id = @collectionId AND ${collectionLevelOf('m', 'c')} >= 1
      ORDER BY m.name COLLATE NOCASE, m.id`,
  ),
  kept: sql.get(
    z.object({ id: DocumentId }),
    `SELECT d.id
       FROM members actor
       JOIN documents d ON d.collection_id = @collectionId AND actor.id IN (d.owner_id, d.deputy_id)
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.archived_at IS NULL AND ${canView('actor', 'd', 'c')}
      LIMIT 1`,
  ),
}))
