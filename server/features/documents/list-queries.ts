import { z } from 'zod'
import { DocumentLine } from '#contract/documents.ts'
import {
  hasNoKeeper,
  lineColumns,
  lineJoins,
  mustRotate,
  opensOf,
  readsContent,
  referenceOf,
} from '../../access/document-line.ts'
import { isSuspect, stateOf } from '../../access/freshness.ts'
import { grantedRows, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** What a list can be ordered by: the expression, and the index that serves it. */
const sortKeys = {
  title: `d.title COLLATE NOCASE`,
  reference: `d.number`,
  changed: `d.updated_at`,
  due: `coalesce(d.due_on, '')`,
} as const
type Sort = keyof typeof sortKeys

export interface ListShape {
  sort: Sort
  descending: boolean
  archived: boolean
  hasKind: boolean
  /** The caller's role opens nothing by itself: start from what was granted instead of walking past everything. */
  isNarrow: boolean
}

export const DocumentRow = DocumentLine.extend({ sortKey: z.union([z.string(), z.number()]) })

/** What is asked of credentials, of lists and counts alike. Others match none of it. */
const fitsCredential = `(@class IS NULL AND @rotation IS NULL AND @opens IS NULL
  OR EXISTS (SELECT 1 FROM credentials k
              WHERE k.document_id = d.id AND (@class IS NULL OR k.class = @class)
                AND (@rotation IS NULL OR CASE @rotation
                      WHEN 'now' THEN ${mustRotate}
                      WHEN 'overdue' THEN k.rotate_on < @today
                      ELSE k.rotate_on BETWEEN @today AND date(@today,
                             '+' || min(max(7, (k.rotation_days + 4) / 5), 30, k.rotation_days - 1) || ' days') END)
                AND (@opens IS NULL OR ${opensOf} = @opens)))` as const

/**
 * A page of a list: first the ids in order, bounded; then the columns of those alone. Every shape is a statement of its
 * own, so that each can use its index; filters that are not given cost nothing. Tags and systems are content: a filter
 * tells no more of them than the line would.
 */
const page = <K extends string, D extends string, C extends string, A extends string, N extends string>(
  key: K,
  direction: D,
  comparison: C,
  archived: A,
  narrow: N,
) =>
  `WITH page AS MATERIALIZED (
     SELECT d.row_id, ${key} AS sort_key
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.archived_at ${archived} ${narrow}
        AND (@collectionId IS NULL OR d.collection_id = @collectionId)
        AND (@criticality IS NULL OR d.criticality = @criticality)
        AND (@tag IS NULL OR (${readsContent}
              AND EXISTS (SELECT 1 FROM document_tags t WHERE t.document_id = d.id AND t.tag = @tag)))
        AND (@owner IS NULL OR d.owner_id = @owner OR (@orDeputy AND d.deputy_id = @owner))
        AND (NOT @noOwner OR ${hasNoKeeper})
        AND (@systemKind IS NULL OR (${readsContent}
              AND EXISTS (SELECT 1 FROM document_relations r JOIN documents s ON s.id = r.related_id
                            JOIN collections sc ON sc.id = s.collection_id
                           WHERE r.document_id = d.id AND s.kind = @systemKind AND s.number = @systemNumber
                             AND ${levelOf('actor', 's', 'sc')} >= 0)))
        AND (@text IS NULL OR d.title LIKE @text ESCAPE '!' OR ${referenceOf('d')} LIKE @text ESCAPE '!'
             OR (${readsContent}
                 AND EXISTS (SELECT 1 FROM document_tags t WHERE t.document_id = d.id AND t.tag LIKE @text ESCAPE '!')))
        AND (@state IS NULL OR ${stateOf('d')} = @state)
        AND ${fitsCredential}
        AND (@afterId IS NULL OR (${key}, d.id) ${comparison} (@afterKey, @afterId))
        AND ${levelOf('actor', 'd', 'c')} >= 0
      ORDER BY ${key} ${direction}, d.id ${direction} LIMIT @limit)
   SELECT ${lineColumns}, page.sort_key AS sortKey
     FROM page JOIN members actor ON actor.id = @memberId JOIN documents d ON d.row_id = page.row_id ${lineJoins}
    ORDER BY sort_key ${direction}, d.id ${direction}` as const

// All shapes bind the same parameters, so the compiler checks them against one.
type PageText = ReturnType<typeof page<'', '', '', '', '@kind '>>

const yesAndNo = [false, true]

const nameOf = (shape: ListShape) =>
  JSON.stringify([shape.sort, shape.descending, shape.archived, shape.hasKind, shape.isNarrow])

const shapes: ListShape[] = (Object.keys(sortKeys) as Sort[]).flatMap((sort) =>
  yesAndNo.flatMap((descending) =>
    yesAndNo.flatMap((archived) =>
      yesAndNo.flatMap((hasKind) => yesAndNo.map((isNarrow) => ({ sort, descending, archived, hasKind, isNarrow }))),
    ),
  ),
)

const pages = queries((sql) =>
  Object.fromEntries(
    shapes.map((shape) => [
      nameOf(shape),
      sql.all(
        DocumentRow,
        page(
          sortKeys[shape.sort],
          shape.descending ? 'DESC' : 'ASC',
          shape.descending ? '<' : '>',
          shape.archived ? 'IS NOT NULL' : 'IS NULL',
          `${shape.hasKind ? 'AND d.kind = @kind' : 'AND @kind IS NULL'} ${shape.isNarrow ? `AND d.row_id IN (${grantedRows})` : ''}`,
        ) as PageText,
      ),
    ]),
  ),
)

/** The statement for a list of that shape. */
export function pageOfShape(db: Parameters<typeof pages>[0], shape: ListShape) {
  const statement = pages(db)[nameOf(shape)]
  if (!statement) throw new Error(`No list of shape ${nameOf(shape)}`)
  return statement
}

export const countQueries = queries((sql) => ({
  byState: sql.get(
    z.object({
      verified: z.int(),
      due: z.int(),
      overdue: z.int(),
      unverified: z.int(),
      suspect: z.int(),
      noOwner: z.int(),
      archived: z.int(),
    }),
    `SELECT count(*) FILTER (WHERE live AND NOT doubted AND state = 'verified') AS verified,
            count(*) FILTER (WHERE live AND NOT doubted AND state = 'due') AS due,
            count(*) FILTER (WHERE live AND NOT doubted AND state = 'overdue') AS overdue,
            count(*) FILTER (WHERE live AND NOT doubted AND state = 'unverified') AS unverified,
            count(*) FILTER (WHERE live AND doubted) AS suspect,
            count(*) FILTER (WHERE live AND unkept) AS noOwner,
            count(*) FILTER (WHERE NOT live) AS archived
       FROM (SELECT d.archived_at IS NULL AS live, ${isSuspect('d')} AS doubted, ${hasNoKeeper} AS unkept,
                    CASE WHEN d.verified_on IS NULL THEN 'unverified' WHEN @today > d.due_on THEN 'overdue'
                         WHEN @today >= d.due_from THEN 'due' ELSE 'verified' END AS state
               FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
               JOIN collections c ON c.id = d.collection_id
              WHERE actor.id = @memberId AND (@kind IS NULL OR d.kind = @kind)
                AND (@collectionId IS NULL OR d.collection_id = @collectionId)
                AND (NOT @mine OR actor.id IN (d.owner_id, d.deputy_id))
                AND ${fitsCredential}
                AND ${levelOf('actor', 'd', 'c')} >= 0)`,
  ),
}))
