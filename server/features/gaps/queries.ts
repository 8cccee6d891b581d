import { z } from 'zod'
import { SystemWithGaps } from '#contract/gaps.ts'
import { DocumentId, MemberId } from '#contract/values.ts'
import { hasNoKeeper, person, referenceOf } from '../../access/document-line.ts'
import { opened90 } from '../../access/freshness.ts'
import { canView, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** A system with what is missing, each as a column of its own. */
export const GapRow = SystemWithGaps.omit({ gaps: true, onlyReader: true }).extend({
  id: DocumentId,
  runbook: z.boolean(),
  vendor: z.boolean(),
  diagram: z.boolean(),
  keeper: z.boolean(),
  secondReader: z.boolean(),
  onlyReaderId: MemberId.optional(),
  onlyReader: z.string().optional(),
})
export type GapRow = z.infer<typeof GapRow>

/** Another document (`r`) that stands, and that the caller at least finds in lists: as the system's page names it. */
const stands = `r.archived_at IS NULL AND ${levelOf('actor', 'r', 'rc')} >= 0` as const
const inCollection = `JOIN collections rc ON rc.id = r.collection_id` as const

/** Related to the system, whichever of the two says so. */
const isRelated = `r.id IN (SELECT related_id FROM document_relations WHERE document_id = d.id
    UNION ALL SELECT document_id FROM document_relations WHERE related_id = d.id)` as const

/** A runbook names the system that it belongs to. */
const runbooks = `
  SELECT r.id FROM document_relations of_system JOIN documents r ON r.id = of_system.document_id ${inCollection}
   WHERE of_system.related_id = d.id AND r.kind = 'runbook' AND ${stands}` as const
const vendors =
  `SELECT 1 FROM documents r ${inCollection} WHERE ${isRelated} AND r.kind = 'vendor' AND ${stands}` as const
/** A device that stands for it is a citation by the diagram. */
const diagrams = `
  SELECT 1 FROM documents r ${inCollection}
   WHERE (${isRelated} OR r.id IN (SELECT k.document_id FROM citations k
           WHERE k.organization_id = d.organization_id AND k.kind = d.kind AND k.number = d.number))
     AND r.kind = 'diagram' AND ${stands}` as const

/** Opens of the system and its runbooks, by those who are still here. */
const reads = `
  FROM opens e JOIN members reader ON reader.id = e.member_id AND reader.removed_at IS NULL
 WHERE e.opened_on >= @readSince AND (e.document_id = d.id OR e.document_id IN (${runbooks}))` as const

/** Binds @readSince beside what reach and use bind. */
const facts = `
  SELECT d.id, ${referenceOf('d')} AS reference, d.title, d.criticality, c.name AS collection,
         CASE WHEN ${canView('o', 'd', 'c')} THEN ${person('o', 'op')} END AS owner,
         ${opened90('d')} AS opened90,
         NOT EXISTS (${runbooks}) AS runbook, NOT EXISTS (${vendors}) AS vendor, NOT EXISTS (${diagrams}) AS diagram,
         ${hasNoKeeper} AS keeper,
         (SELECT count(DISTINCT e.member_id) ${reads}) AS readers,
         (SELECT min(e.member_id) ${reads}) AS reader
    FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
    JOIN collections c ON c.id = d.collection_id
    LEFT JOIN members o ON o.id = d.owner_id LEFT JOIN parties op ON op.id = o.party_id
   WHERE actor.id = @memberId AND d.kind = 'system' AND ${levelOf('actor', 'd', 'c')} >= 1` as const

const columns = `
  s.id, s.reference, s.title, s.criticality, s.collection, s.owner, s.opened90, s.runbook, s.vendor, s.diagram, s.keeper,
  s.readers < 2 AS secondReader, s.readers,
  CASE WHEN s.readers = 1 THEN s.reader END AS onlyReaderId,
  CASE WHEN s.readers = 1 THEN (SELECT name FROM members WHERE id = s.reader) END AS onlyReader,
  CASE s.criticality WHEN 'critical' THEN 8 WHEN 'high' THEN 4 WHEN 'normal' THEN 2 ELSE 1 END
    * (1 + s.opened90) * (s.runbook + s.vendor + s.diagram + s.keeper + (s.readers < 2)) AS risk` as const

export const gapQueries = queries((sql) => ({
  page: sql.all(
    GapRow,
    `WITH s AS MATERIALIZED (${facts}
         AND d.archived_at IS NULL AND (@criticality IS NULL OR d.criticality = @criticality)
         AND (@text IS NULL OR d.title LIKE @text ESCAPE '!' OR ${referenceOf('d')} LIKE @text ESCAPE '!'))
     SELECT * FROM (SELECT ${columns} FROM s)
      WHERE risk > 0
        AND CASE @missing WHEN 'runbook' THEN runbook WHEN 'vendor' THEN vendor WHEN 'diagram' THEN diagram
              WHEN 'owner' THEN keeper WHEN 'second_reader' THEN secondReader ELSE 1 END
        AND (@afterId IS NULL OR risk < @afterRisk OR (risk = @afterRisk AND id > @afterId))
      ORDER BY risk DESC, id LIMIT @limit`,
  ),
  one: sql.get(GapRow, `WITH s AS MATERIALIZED (${facts} AND d.id = @documentId) SELECT ${columns} FROM s`),
}))
