import { z } from 'zod'
import { documentIndex } from '#contract/documents.ts'
import { SearchResult } from '#contract/search.ts'
import { Criticality, DocumentId, Level } from '#contract/values.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { daysLeftOf, stateOf } from '../../access/freshness.ts'
import { canView, collectionLevelOf, grantedRows, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

/** Row numbers travel as one JSON list: a row each would cost more than the search. */
const Rows = z.object({ rows: z.array(z.int()) })
const rowsFrom = <Text extends string>(select: Text) =>
  `SELECT json_group_array(row) AS rows FROM (${select} ORDER BY row DESC LIMIT @limit)` as const
const hitsIn = <Index extends string>(index: Index) =>
  `SELECT rowid AS row FROM ${index} WHERE ${index} MATCH @match` as const
/** Looks each of the rows up. */
const hitsAt = <Index extends string>(index: Index) =>
  `${hitsIn(index)} AND rowid IN (SELECT value FROM json_each(@among))` as const
/** Reads all hits between the first and the last of the rows, and keeps those that are among them. */
const hitsWithin = <Index extends string>(index: Index) =>
  `${hitsIn(index)} AND rowid BETWEEN @least AND @last AND +rowid IN (SELECT value FROM json_each(@among))` as const

const listed = `${levelOf('actor', 'd', 'c')} >= 0` as const
const seen = `${levelOf('actor', 'd', 'c')} >= 1` as const

/** The day on which the caller last opened the document, of those since @useSince. */
const usedAt = `(SELECT max(opened_on) FROM opens u WHERE u.document_id = d.id AND u.member_id = actor.id AND u.opened_on >= @useSince)`
const isPinned = `EXISTS (SELECT 1 FROM pins WHERE pins.member_id = actor.id AND pins.document_id = d.id)`
/** The first system that it belongs to, as far as the caller sees it. */
const systemTitle = `(SELECT s.title FROM document_relations r JOIN documents s ON s.id = r.related_id
    JOIN collections sc ON sc.id = s.collection_id
   WHERE r.document_id = d.id AND s.kind = 'system' AND s.archived_at IS NULL AND ${levelOf('actor', 's', 'sc')} >= 0
   ORDER BY r.position LIMIT 1)` as const

export const ResultRow = SearchResult.omit({ title: true, snippet: true, heading: true, place: true }).extend({
  rowId: z.int(),
  title: z.string(),
  level: Level,
  summary: z.string(),
  body: z.string(),
  headings: z.string(),
})
export type ResultRow = z.infer<typeof ResultRow>

const Candidate = z.object({
  rowId: z.int(),
  title: z.string(),
  tags: z.array(z.string()),
  headings: z.string(),
  summary: z.string(),
  body: z.string(),
  criticality: Criticality,
  pinned: z.boolean(),
  /** By the caller, within the last 30 days. */
  daysSinceUse: z.int().optional(),
})
export const searchQueries = queries((sql) => ({
  // --- Reach -----------------------------------------------------------------------------------------------------

  collections: sql.all(
    z.object({ scope: z.int(), name: z.string(), level: z.int() }),
    `SELECT c.scope, c.name, ${collectionLevelOf('actor', 'c')} AS level
       FROM members actor JOIN collections c ON c.organization_id = actor.organization_id WHERE actor.id = @memberId`,
  ),
  grantedDocuments: sql.all(
    z.object({ rowId: z.int(), scope: z.int() }),
    `SELECT DISTINCT d.row_id AS rowId, c.scope
       FROM members actor JOIN grants g ON g.member_id = actor.id AND g.ended_at IS NULL AND g.document_id IS NOT NULL
       JOIN documents d ON d.id = g.document_id JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND ${seen} LIMIT 2000`,
  ),
  system: sql.get(
    z.object({ id: DocumentId }),
    `SELECT d.id FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.kind = 'system' AND d.number = @number AND ${seen}`,
  ),
  systemsOf: sql.all(
    z.object({ id: DocumentId }),
    `SELECT d.id FROM json_each(@rows) i JOIN documents d ON d.row_id = i.value JOIN members actor ON actor.id = @memberId
       JOIN collections c ON c.id = d.collection_id WHERE d.kind = 'system' AND ${seen} LIMIT 20`,
  ),
  related: sql.get(
    Rows,
    `SELECT json_group_array(row_id) AS rows FROM (
       SELECT d.row_id FROM json_each(@ids) s JOIN document_relations r ON r.related_id = s.value JOIN documents d ON d.id = r.document_id
       UNION
       SELECT d.row_id FROM json_each(@ids) s JOIN document_relations r ON r.document_id = s.value JOIN documents d ON d.id = r.related_id
       LIMIT 2000)`,
  ),
  byReference: sql.get(
    z.object({ rowId: z.int() }),
    `SELECT d.row_id AS rowId FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.kind = @kind AND d.number = @number AND d.archived_at IS NULL
        AND ${listed}`,
  ),

  // --- Hits ------------------------------------------------------------------------------------------------------

  text: sql.get(Rows, rowsFrom(hitsIn('text_index'))),
  textFrom: sql.get(Rows, rowsFrom(`${hitsIn('text_index')} AND rowid >= @from` as const)),
  textAt: sql.get(Rows, rowsFrom(hitsAt('text_index'))),
  textWithin: sql.get(Rows, rowsFrom(hitsWithin('text_index'))),
  title: sql.get(Rows, rowsFrom(hitsIn('title_index'))),
  titleAt: sql.get(Rows, rowsFrom(hitsAt('title_index'))),
  titleWithin: sql.get(Rows, rowsFrom(hitsWithin('title_index'))),
  newestRow: sql.get(z.object({ rowId: z.int() }), `SELECT coalesce(max(row_id), 0) AS rowId FROM documents`),
  trigrams: sql.get(Rows, rowsFrom(hitsIn('title_trigrams'))),
  countUpTo: sql.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM (SELECT 1 FROM text_index WHERE text_index MATCH @match LIMIT @limit)`,
  ),
  /**
   * The most telling of given rows. bm25 walks the whole list of every word it is asked about: ask for rare words only.
   */
  best: sql.get(
    Rows,
    `SELECT json_group_array(row) AS rows FROM (
       SELECT rowid AS row FROM text_index WHERE text_index MATCH @match AND +rowid IN (SELECT value FROM json_each(@among))
        ORDER BY bm25(text_index, 10, 10, 6, 4, 3, 1, 1, 0) LIMIT @limit)`,
  ),
  inState: sql.get(
    Rows,
    `SELECT json_group_array(d.row_id) AS rows FROM json_each(@rows) i JOIN documents d ON d.row_id = i.value
      WHERE ${stateOf('d')} = @state`,
  ),
  tagged: sql.get(
    Rows,
    `SELECT json_group_array(d.row_id) AS rows FROM json_each(@rows) i JOIN documents d ON d.row_id = i.value
      WHERE EXISTS (SELECT 1 FROM document_tags t WHERE t.document_id = d.id AND t.tag = @tag)`,
  ),
  /** Pinned or used lately, the latest first; living, and with content that the caller sees. */
  atHand: sql.all(
    z.object({ rowId: z.int(), text: z.string() }),
    `SELECT d.row_id AS rowId,
            CASE WHEN @withText THEN d.title || char(10) || d.tags || char(10) || d.summary || char(10) || d.body
                 ELSE d.title END AS text
       FROM (SELECT id FROM (SELECT document_id AS id FROM pins WHERE member_id = @memberId LIMIT @limit)
             UNION
             SELECT id FROM (SELECT document_id AS id FROM opens WHERE member_id = @memberId AND opened_on >= @useSince
                              ORDER BY opened_on DESC LIMIT @limit)) h
       JOIN members actor ON actor.id = @memberId
       JOIN documents d ON d.id = h.id AND d.archived_at IS NULL JOIN collections c ON c.id = d.collection_id
      WHERE ${seen}`,
  ),
  wordsFrom: sql.get(
    z.object({ words: z.array(z.string()) }),
    `SELECT json_group_array(word) AS words FROM (
       SELECT word FROM search_words WHERE word >= @from AND word < @to LIMIT @limit)`,
  ),
  knownOf: sql.get(
    z.object({ words: z.array(z.string()) }),
    `SELECT json_group_array(value) AS words FROM json_each(@words) WHERE value IN (SELECT word FROM search_words)`,
  ),
  /** Read so many words at most, and give those of a length. */
  nearWords: sql.get(
    z.object({ words: z.array(z.string()) }),
    `SELECT json_group_array(word) AS words FROM (
       SELECT word FROM search_words WHERE word >= @from AND word < @to LIMIT 20000)
      WHERE length(word) BETWEEN @shortest AND @longest`,
  ),
  nearEnds: sql.get(
    z.object({ words: z.array(z.string()) }),
    `SELECT json_group_array(word) AS words FROM (
       SELECT word FROM search_words WHERE backwards >= @from AND backwards < @to LIMIT 20000)
      WHERE length(word) BETWEEN @shortest AND @longest`,
  ),

  // --- Results ---------------------------------------------------------------------------------------------------

  candidates: sql.all(
    Candidate,
    `SELECT d.row_id AS rowId, d.title, d.tags, d.headings, d.criticality,
            CASE WHEN @withText THEN d.summary ELSE '' END AS summary, CASE WHEN @withText THEN d.body ELSE '' END AS body,
            ${isPinned} AS pinned,
            CAST(julianday(@today) - julianday(${usedAt}) AS INTEGER) AS daysSinceUse
       FROM members actor JOIN json_each(@rows) i JOIN documents d ON d.row_id = i.value
      WHERE actor.id = @memberId`,
  ),
  results: sql.all(
    ResultRow,
    `WITH reached AS MATERIALIZED (
       SELECT i.key AS place, d.row_id, ${levelOf('actor', 'd', 'c')} AS level
         FROM members actor JOIN json_each(@rows) i JOIN documents d ON d.row_id = i.value
         JOIN collections c ON c.id = d.collection_id
        WHERE actor.id = @memberId AND d.organization_id = actor.organization_id)
     SELECT d.row_id AS rowId, ${referenceOf('d')} AS reference, d.kind, d.title, c.name AS collection, d.criticality, r.level,
            CASE WHEN r.level >= 1 THEN d.tags ELSE '[]' END AS tags,
            CASE WHEN r.level >= 1 THEN d.summary ELSE '' END AS summary,
            CASE WHEN r.level >= 1 THEN d.headings ELSE '' END AS headings,
            CASE WHEN r.level >= 1 THEN d.body ELSE '' END AS body,
            CASE WHEN r.level >= 1 THEN ${systemTitle} END AS system,
            CASE WHEN ${canView('o', 'd', 'c')} THEN ${person('o', 'op')} END AS owner,
            ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft, d.interval_days AS intervalDays, ${usedAt} AS usedAt
       FROM reached r JOIN members actor ON actor.id = @memberId JOIN documents d ON d.row_id = r.row_id
       JOIN collections c ON c.id = d.collection_id
       LEFT JOIN members o ON o.id = d.owner_id LEFT JOIN parties op ON op.id = o.party_id
      WHERE r.level >= 0
      ORDER BY r.place`,
  ),

  /** What is drawn in diagrams that the caller sees. */
  drawn: sql.all(
    z.object({ rowId: z.int(), content: z.string() }),
    `SELECT d.row_id AS rowId, d.content
       FROM members actor JOIN json_each(@rows) i JOIN documents d ON d.row_id = i.value
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.organization_id = actor.organization_id AND d.kind = 'diagram'
        AND d.content IS NOT NULL AND ${seen}`,
  ),

  // --- The palette's index ---------------------------------------------------------------------------------------

  index: sql.all(
    IndexRow(),
    `SELECT ${indexColumns()}
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.archived_at IS NULL AND (d.kind, d.number) > (@afterKind, @afterNumber) AND ${listed}
      ORDER BY d.kind, d.number LIMIT @limit`,
  ),
  /** The same for callers whose role opens nothing by itself. */
  grantedIndex: sql.all(
    IndexRow(),
    `SELECT ${indexColumns()}
       FROM members actor JOIN documents d ON d.organization_id = actor.organization_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.archived_at IS NULL AND (d.kind, d.number) > (@afterKind, @afterNumber) AND ${listed}
        AND d.row_id IN (${grantedRows})
      ORDER BY d.kind, d.number LIMIT @limit`,
  ),
}))

function IndexRow() {
  return documentIndex.output.shape.items.element.extend({ number: z.int() })
}

function indexColumns() {
  return `${referenceOf('d')} AS reference, d.kind, d.number, d.title,
    CASE WHEN ${seen} THEN d.tags ELSE '[]' END AS tags, CASE WHEN ${seen} THEN ${systemTitle} END AS system,
    d.criticality, ${stateOf('d')} AS state, ${daysLeftOf('d')} AS daysLeft, d.interval_days AS intervalDays,
    ${isPinned} AS pinned, ${usedAt} AS usedAt` as const
}
