import { z } from 'zod'
import { CollectionId, DocumentId, GrantId, Instant, Kind, Level, MemberId, Role, Side } from '#contract/values.ts'
import { Grant } from '#contract/organizations.ts'
import { queries } from '../../platform/sql.ts'

/** A grant as it is stored: the document by kind and number. */
const GrantRow = Grant.omit({ reference: true }).extend({
  kind: Kind.optional(),
  number: z.int().optional(),
})

export const GrantInForce = z.object({
  id: GrantId,
  level: Level,
  endsAt: Instant.optional(),
})
export type GrantInForce = z.infer<typeof GrantInForce>

const inForce = `g.ended_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > @now)` as const

export const grantQueries = queries((sql) => ({
  inForce: sql.all(
    GrantRow,
    `SELECT g.id, m.id AS memberId, m.name AS member, p.name AS party, p.side, c.id AS collectionId,
            c.name AS collection, d.kind, d.number, d.title, g.level, b.name AS grantedBy, g.granted_at AS grantedAt,
            g.ends_at AS endsAt
       FROM members m
       JOIN parties p ON p.id = m.party_id
       JOIN grants g ON g.member_id = m.id AND ${inForce}
       JOIN members b ON b.id = g.granted_by
       LEFT JOIN collections c ON c.id = g.collection_id
       LEFT JOIN documents d ON d.id = g.document_id
      WHERE m.organization_id = @organizationId AND m.removed_at IS NULL
        AND (@memberId IS NULL OR m.id = @memberId)
      ORDER BY m.name COLLATE NOCASE, m.id, g.granted_at, g.id`,
  ),
  member: sql.get(
    z.object({ id: MemberId, name: z.string(), role: Role, side: Side }),
    `SELECT m.id, m.name, m.role, p.side
       FROM members m JOIN parties p ON p.id = m.party_id
      WHERE m.id = @memberId AND m.organization_id = @organizationId AND m.removed_at IS NULL`,
  ),
  idInUse: sql.get(z.object({ id: GrantId }), `SELECT id FROM grants WHERE id = @id`),
  byId: sql.get(
    z.object({
      id: GrantId,
      memberId: MemberId,
      collectionId: CollectionId.optional(),
      documentId: DocumentId.optional(),
      endsAt: Instant.optional(),
      endedAt: Instant.optional(),
    }),
    `SELECT id, member_id AS memberId, collection_id AS collectionId, document_id AS documentId, ends_at AS endsAt,
            ended_at AS endedAt
       FROM grants WHERE id = @grantId AND organization_id = @organizationId`,
  ),
  ofMember: sql.all(
    GrantInForce,
    `SELECT g.id, g.level, g.ends_at AS endsAt FROM grants g WHERE g.member_id = @memberId AND ${inForce}`,
  ),
  sameTarget: sql.all(
    GrantInForce,
    `SELECT g.id, g.level, g.ends_at AS endsAt FROM grants g
      WHERE g.member_id = @memberId AND ${inForce}
        AND (g.collection_id = @collectionId OR g.document_id = @documentId)`,
  ),
  onCollection: sql.all(
    GrantInForce,
    `SELECT g.id, g.level, g.ends_at AS endsAt
       FROM members m JOIN grants g ON g.member_id = m.id AND ${inForce}
      WHERE m.organization_id = @organizationId AND g.collection_id = @collectionId`,
  ),
  create: sql.run(
    `INSERT INTO grants (id, organization_id, member_id, collection_id, document_id, level, granted_by, granted_at, ends_at)
     VALUES (@id, @organizationId, @memberId, @collectionId, @documentId, @level, @grantedBy, @now, @endsAt)`,
  ),
  end: sql.run(`UPDATE grants SET ended_at = @now WHERE id = @grantId AND ended_at IS NULL`),
}))
