import { z } from 'zod'
import { Grant } from '#contract/organizations.ts'
import { Kind } from '#contract/values.ts'
import { inForce } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** A grant as it is stored: the document by kind and number. */
const GrantRow = Grant.omit({ reference: true }).extend({
  kind: Kind.optional(),
  number: z.int().optional(),
})

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
}))
