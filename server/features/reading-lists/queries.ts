import { z } from 'zod'
import {
  CollectionId,
  Day,
  DocumentId,
  FreshnessState,
  Instant,
  Kind,
  MemberId,
  Person,
  ReadingItemId,
  ReadingListId,
  Reference,
  Role,
} from '#contract/values.ts'
import { AssignmentId } from '#contract/reading-lists.ts'
import { person, referenceOf } from '../../access/document-line.ts'
import { daysLeftOf, stateOf } from '../../access/freshness.ts'
import { collectionLevelOf, levelOf } from '../../access/reachable.ts'
import { queries } from '../../platform/sql.ts'

// Aliases: `actor` and `m` (members), `l` (reading_lists), `i` (reading_items), `d` (documents), `c` (collections).

/** Whether a list was given to somebody: by name, by role or by party, and not taken back. */
const givenTo = <M extends string>(member: M) =>
  `EXISTS (SELECT 1 FROM reading_assignments g WHERE g.list_id = l.id AND g.ended_at IS NULL
            AND (g.member_id = ${member}.id OR g.role = ${member}.role OR g.party_id = ${member}.party_id))` as const

/** Who writes lists sees all; everybody else those that were given to them, or that a collection of theirs asks for. */
const opens = `(actor.role IN ('owner', 'admin', 'editor') OR ${givenTo('actor')}
   OR EXISTS (SELECT 1 FROM collections c WHERE c.required_list_id = l.id AND ${collectionLevelOf('actor', 'c')} >= 1))` as const

/** A document as long as somebody reads it: 200 words a minute, of six characters. What is looked at takes two. */
const minutesOf = `CASE WHEN i.document_id IS NULL THEN coalesce(i.minutes, 5)
    WHEN d.kind IN ('diagram', 'vendor', 'credential') THEN 2 ELSE max(1, (length(d.body) + 1199) / 1200) END` as const

const isOpen = <M extends string>(member: M) =>
  `(i.document_id IS NULL OR (d.archived_at IS NULL AND ${levelOf(member, 'd', 'c')} >= 1))` as const
const hasRead = <M extends string>(member: M) =>
  `CASE WHEN i.document_id IS NULL
        THEN EXISTS (SELECT 1 FROM acknowledgements a WHERE a.member_id = ${member}.id AND a.item_id = i.id)
        ELSE EXISTS (SELECT 1 FROM acknowledgements a WHERE a.member_id = ${member}.id AND a.document_id = d.id
                        AND a.revision >= d.material_revision) END` as const
const itemsOf =
  `reading_items i LEFT JOIN documents d ON d.id = i.document_id LEFT JOIN collections c ON c.id = d.collection_id` as const

/** Whether something that somebody may see of a list is not read in its present form. */
const hasUnread = <M extends string>(member: M) =>
  `EXISTS (SELECT 1 FROM ${itemsOf} WHERE i.list_id = l.id AND ${isOpen(member)} AND NOT ${hasRead(member)})` as const

/** What there is for one member, of one list: counts and minutes. */
const progressOf = <M extends string>(member: M) =>
  `(SELECT json_object('items', count(*), 'read', coalesce(sum(${hasRead(member)}), 0),
                       'minutes', coalesce(sum(${minutesOf}), 0),
                       'minutesLeft', coalesce(sum(CASE WHEN ${hasRead(member)} THEN 0 ELSE ${minutesOf} END), 0))
      FROM ${itemsOf} WHERE i.list_id = l.id AND ${isOpen(member)})` as const
const Progress = z.object({ items: z.int(), read: z.int(), minutes: z.int(), minutesLeft: z.int() })

const dueFor = <M extends string>(member: M) =>
  `(SELECT min(g.due_on) FROM reading_assignments g WHERE g.list_id = l.id AND g.ended_at IS NULL
      AND (g.member_id = ${member}.id OR g.role = ${member}.role OR g.party_id = ${member}.party_id))` as const

export const ListRow = z.object({
  id: ReadingListId,
  number: z.int(),
  title: z.string(),
  intro: z.string(),
  revision: z.int(),
  progress: Progress,
  assigned: z.boolean(),
  dueOn: Day.optional(),
  daysLeft: z.int().optional(),
  assignedBy: z.string().optional(),
  updatedAt: Instant,
  updatedBy: z.string(),
  archivedAt: Instant.optional(),
})
const listColumns = `l.id, l.number, l.title, l.intro, l.revision, ${progressOf('actor')} AS progress,
  ${givenTo('actor')} AS assigned, ${dueFor('actor')} AS dueOn,
  CAST(julianday(${dueFor('actor')}) - julianday(@today) AS INTEGER) AS daysLeft,
  (SELECT w.name FROM reading_assignments g JOIN members w ON w.id = g.assigned_by
    WHERE g.list_id = l.id AND g.ended_at IS NULL
      AND (g.member_id = actor.id OR g.role = actor.role OR g.party_id = actor.party_id)
    ORDER BY g.due_on IS NULL, g.due_on LIMIT 1) AS assignedBy,
  l.updated_at AS updatedAt, (SELECT name FROM members WHERE id = l.updated_by) AS updatedBy, l.archived_at AS archivedAt` as const
const fromActor = `FROM members actor JOIN reading_lists l ON l.organization_id = actor.organization_id` as const

export const readingQueries = queries((sql) => ({
  /** Those that wait come first, the soonest before. */
  mine: sql.all(
    ListRow,
    `SELECT ${listColumns} ${fromActor}
      WHERE actor.id = @memberId AND @now IS NOT NULL AND l.archived_at IS NULL AND ${givenTo('actor')}
      ORDER BY dueOn IS NULL, dueOn, l.number LIMIT 200`,
  ),
  all: sql.all(
    ListRow.extend({ people: z.int(), peopleDone: z.int() }),
    `SELECT ${listColumns},
            (SELECT count(*) FROM members m WHERE m.organization_id = l.organization_id AND m.removed_at IS NULL
                AND ${givenTo('m')}) AS people,
            (SELECT count(*) FROM members m WHERE m.organization_id = l.organization_id AND m.removed_at IS NULL
                AND ${givenTo('m')} AND NOT ${hasUnread('m')}) AS peopleDone
       ${fromActor}
      WHERE actor.id = @memberId AND @now IS NOT NULL AND ${opens}
        AND (@archived = (l.archived_at IS NOT NULL))
        AND (@text IS NULL OR l.title LIKE @text ESCAPE '!' OR 'RL-' || printf('%02d', l.number) LIKE @text ESCAPE '!')
        AND l.number > @after
      ORDER BY l.number LIMIT @limit`,
  ),
  one: sql.get(
    ListRow,
    `SELECT ${listColumns} ${fromActor} WHERE actor.id = @memberId AND @now IS NOT NULL AND l.number = @number AND ${opens}`,
  ),
  /** Of these, those that the caller opens. */
  openTo: sql.all(
    z.object({ id: ReadingListId, title: z.string() }),
    `SELECT l.id, l.title ${fromActor} JOIN json_each(@ids) x ON x.value = l.id
      WHERE actor.id = @memberId AND @now IS NOT NULL AND ${opens}`,
  ),
  items: sql.all(
    z.object({
      id: ReadingItemId,
      section: z.string(),
      why: z.string(),
      url: z.string().optional(),
      ownTitle: z.string(),
      minutes: z.int(),
      isOpen: z.boolean(),
      isArchived: z.boolean(),
      level: z.int().optional(),
      hasRead: z.boolean(),
      documentId: DocumentId.optional(),
      reference: Reference.optional(),
      kind: Kind.optional(),
      title: z.string().optional(),
      state: FreshnessState.optional(),
      daysLeft: z.int().optional(),
      intervalDays: z.int().optional(),
      revision: z.int().optional(),
      materialRevision: z.int().optional(),
      readRevision: z.int().optional(),
      readAt: Instant.optional(),
    }),
    `SELECT i.id, i.section, i.why, i.url, i.title AS ownTitle, ${minutesOf} AS minutes, ${isOpen('actor')} AS isOpen,
            d.archived_at IS NOT NULL AS isArchived, CASE WHEN d.id IS NOT NULL THEN ${levelOf('actor', 'd', 'c')} END AS level,
            ${hasRead('actor')} AS hasRead, d.id AS documentId,
            CASE WHEN d.id IS NOT NULL THEN ${referenceOf('d')} END AS reference, d.kind, d.title,
            CASE WHEN d.id IS NOT NULL THEN ${stateOf('d')} END AS state, ${daysLeftOf('d')} AS daysLeft,
            d.interval_days AS intervalDays, d.revision, d.material_revision AS materialRevision,
            (SELECT max(a.revision) FROM acknowledgements a
              WHERE a.member_id = actor.id AND (a.document_id = d.id OR a.item_id = i.id)) AS readRevision,
            (SELECT max(a.at) FROM acknowledgements a
              WHERE a.member_id = actor.id AND (a.document_id = d.id OR a.item_id = i.id)) AS readAt
       FROM members actor JOIN ${itemsOf}
      WHERE actor.id = @memberId AND i.list_id = @listId AND @now IS NOT NULL
      ORDER BY i.position`,
  ),
  waitingFor: sql.all(
    z.object({ number: z.int() }),
    `SELECT DISTINCT l.number FROM members actor JOIN reading_lists l ON l.organization_id = actor.organization_id
       JOIN reading_items i ON i.list_id = l.id AND i.document_id = @documentId JOIN documents d ON d.id = i.document_id
      WHERE actor.id = @memberId AND l.archived_at IS NULL AND d.archived_at IS NULL AND ${givenTo('actor')}
        AND NOT ${hasRead('actor')} ORDER BY l.number LIMIT 5`,
  ),
  requiredBy: sql.all(
    z.object({ collectionId: CollectionId, name: z.string() }),
    `SELECT c.id AS collectionId, c.name FROM members actor JOIN collections c ON c.organization_id = actor.organization_id
      WHERE actor.id = @memberId AND c.required_list_id = @listId AND ${collectionLevelOf('actor', 'c')} >= 1
        AND @now IS NOT NULL ORDER BY c.name`,
  ),

  // --- Writing ---------------------------------------------------------------------------------------------------

  byId: sql.get(
    z.object({ number: z.int(), revision: z.int(), createdBy: MemberId, organizationId: z.string() }),
    `SELECT number, revision, created_by AS createdBy, organization_id AS organizationId FROM reading_lists WHERE id = @id`,
  ),
  nextNumber: sql.get(
    z.object({ last: z.int() }),
    `INSERT INTO reference_counters (organization_id, kind, last) VALUES (@organizationId, 'list', 1)
     ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  ),
  insert: sql.run(
    `INSERT INTO reading_lists (id, organization_id, number, title, intro, created_at, created_by, updated_at, updated_by)
     VALUES (@id, @organizationId, @number, @title, @intro, @now, @memberId, @now, @memberId)`,
  ),
  update: sql.get(
    z.object({ revision: z.int() }),
    `UPDATE reading_lists SET title = @title, intro = @intro, updated_at = @now, updated_by = @memberId,
            revision = revision + 1 WHERE id = @id AND revision = @revision RETURNING revision`,
  ),
  addRevision: sql.run(
    `INSERT INTO reading_list_revisions (list_id, revision, saved_at, saved_by, content)
     VALUES (@listId, @revision, @now, @memberId, @content)`,
  ),
  keptItem: sql.get(
    z.object({ listId: ReadingListId, documentId: DocumentId.optional(), url: z.string().optional(), why: z.string() }),
    `SELECT list_id AS listId, document_id AS documentId, url, why FROM reading_items WHERE id = @id`,
  ),
  dropItems: sql.run(
    `DELETE FROM reading_items WHERE list_id = @listId AND id NOT IN (SELECT value FROM json_each(@kept))`,
  ),
  /** An id that is in use in another list changes nothing there. */
  putItem: sql.run(
    `INSERT INTO reading_items (id, list_id, section, position, document_id, url, title, minutes, why)
     VALUES (@id, @listId, @section, @position, @documentId, @url, @title, @minutes, @why)
     ON CONFLICT DO UPDATE SET section = excluded.section, position = excluded.position, document_id = excluded.document_id,
            url = excluded.url, title = excluded.title, minutes = excluded.minutes, why = excluded.why
      WHERE list_id = @listId`,
  ),
  archive: sql.run(`UPDATE reading_lists SET archived_at = @now WHERE id = @id AND archived_at IS NULL`),
  restore: sql.run(`UPDATE reading_lists SET archived_at = NULL WHERE id = @id AND archived_at IS NOT NULL`),
  acknowledgeDocument: sql.run(
    `INSERT OR IGNORE INTO acknowledgements (member_id, document_id, revision, at) VALUES (@memberId, @documentId, @revision, @now)`,
  ),
  acknowledgeItem: sql.run(
    `INSERT OR IGNORE INTO acknowledgements (member_id, item_id, revision, at) VALUES (@memberId, @itemId, 1, @now)`,
  ),

  // --- Assigning -------------------------------------------------------------------------------------------------

  /** Whom an assignment means today. */
  meant: sql.all(
    z.object({ id: MemberId, person: Person, role: Role }),
    `SELECT m.id, ${person('m', 'p')} AS person, m.role FROM members m JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId AND m.removed_at IS NULL
        AND (m.id = @assignee OR m.role = @role OR m.party_id = @partyId) ORDER BY m.name`,
  ),
  party: sql.get(
    z.object({ name: z.string() }),
    `SELECT name FROM parties WHERE id = @partyId AND organization_id = @organizationId`,
  ),
  /** Items that `actor` sees and `m` does not. */
  closedFor: sql.all(
    z.object({
      reference: Reference,
      title: z.string(),
      collection: z.object({ id: CollectionId, name: z.string() }),
    }),
    `SELECT ${referenceOf('d')} AS reference, d.title, json_object('id', c.id, 'name', c.name) AS collection
       FROM members actor JOIN members m ON m.id = @readerId
       JOIN reading_items i ON i.list_id = @listId JOIN documents d ON d.id = i.document_id
       JOIN collections c ON c.id = d.collection_id
      WHERE actor.id = @memberId AND d.archived_at IS NULL AND ${levelOf('actor', 'd', 'c')} >= 1 AND ${levelOf('m', 'd', 'c')} < 1
        AND @now IS NOT NULL ORDER BY i.position`,
  ),
  keyHolders: sql.all(
    z.object({ person: Person }),
    `SELECT ${person('m', 'p')} AS person FROM members m JOIN parties p ON p.id = m.party_id
      WHERE m.organization_id = @organizationId AND m.removed_at IS NULL AND m.role IN ('owner', 'admin')
      ORDER BY m.role = 'owner' DESC, m.name, m.id LIMIT 20`,
  ),
  assignedOtherwise: sql.get(
    z.object({ id: z.string() }),
    `SELECT id FROM reading_assignments WHERE id = @id
        AND NOT (list_id = @listId AND member_id IS @assignee AND role IS @role AND party_id IS @partyId)`,
  ),
  assign: sql.run(
    `INSERT OR IGNORE INTO reading_assignments (id, list_id, member_id, role, party_id, due_on, assigned_at, assigned_by)
     VALUES (@id, @listId, @assignee, @role, @partyId, @dueOn, @now, @memberId)`,
  ),
  endAssignment: sql.run(
    `UPDATE reading_assignments SET ended_at = @now, ended_by = @memberId
      WHERE id = @id AND list_id = @listId AND ended_at IS NULL`,
  ),
  assignments: sql.all(
    z.object({
      id: AssignmentId,
      person: Person.optional(),
      role: Role.optional(),
      party: z.string().optional(),
      dueOn: Day.optional(),
      assignedBy: z.string(),
      assignedAt: Instant,
    }),
    `SELECT g.id, CASE WHEN m.id IS NOT NULL THEN ${person('m', 'mp')} END AS person, g.role, p.name AS party,
            g.due_on AS dueOn, w.name AS assignedBy, g.assigned_at AS assignedAt
       FROM reading_assignments g JOIN members w ON w.id = g.assigned_by
       LEFT JOIN members m ON m.id = g.member_id LEFT JOIN parties mp ON mp.id = m.party_id
       LEFT JOIN parties p ON p.id = g.party_id
      WHERE g.list_id = @listId AND g.ended_at IS NULL ORDER BY g.due_on IS NULL, g.due_on, g.id`,
  ),
  readers: sql.all(
    z.object({
      id: MemberId,
      person: Person,
      progress: Progress,
      closed: z.int(),
      dueOn: Day.optional(),
      lastReadAt: Instant.optional(),
      nudgedAt: Instant.optional(),
    }),
    `SELECT m.id, ${person('m', 'p')} AS person, ${progressOf('m')} AS progress,
            (SELECT count(*) FROM ${itemsOf} WHERE i.list_id = l.id AND d.archived_at IS NULL AND NOT ${isOpen('m')}) AS closed,
            ${dueFor('m')} AS dueOn,
            (SELECT max(a.at) FROM acknowledgements a JOIN reading_items i ON i.list_id = l.id
                AND (i.document_id = a.document_id OR i.id = a.item_id) WHERE a.member_id = m.id) AS lastReadAt,
            (SELECT max(n.nudged_at) FROM reading_nudges n WHERE n.list_id = l.id AND n.member_id = m.id) AS nudgedAt
       FROM reading_lists l JOIN members m ON m.organization_id = l.organization_id JOIN parties p ON p.id = m.party_id
      WHERE l.id = @listId AND m.removed_at IS NULL AND @now IS NOT NULL AND ${givenTo('m')} ORDER BY m.name, m.id`,
  ),
  /** Who has not read to the end what was to be read before @today, of what `assignedBy` gave where it is given. */
  late: sql.all(
    z.object({
      number: z.int(),
      title: z.string(),
      person: Person,
      dueOn: Day,
      daysLate: z.int(),
      progress: Progress,
    }),
    `SELECT l.number, l.title, ${person('m', 'p')} AS person, min(g.due_on) AS dueOn,
            CAST(julianday(@today) - julianday(min(g.due_on)) AS INTEGER) AS daysLate, ${progressOf('m')} AS progress
       FROM reading_lists l
       JOIN reading_assignments g ON g.list_id = l.id AND g.ended_at IS NULL AND g.due_on < @today
            AND (@assignedBy IS NULL OR g.assigned_by = @assignedBy)
       JOIN members m ON m.organization_id = l.organization_id AND m.removed_at IS NULL AND m.id <> @memberId
            AND (g.member_id = m.id OR g.role = m.role OR g.party_id = m.party_id)
       JOIN parties p ON p.id = m.party_id
      WHERE l.organization_id = @organizationId AND l.archived_at IS NULL AND @now IS NOT NULL AND ${hasUnread('m')}
      GROUP BY l.id, m.id ORDER BY dueOn, l.number, m.name, m.id LIMIT 200`,
  ),
  nudge: sql.run(
    `INSERT OR IGNORE INTO reading_nudges (list_id, member_id, nudged_on, nudged_at, nudged_by)
     VALUES (@listId, @readerId, @today, @now, @memberId)`,
  ),

  // --- Read before you open --------------------------------------------------------------------------------------

  require: sql.run(`UPDATE collections SET required_list_id = @listId WHERE id = @collectionId`),
  required: sql.get(
    z.object({ number: z.int(), title: z.string(), progress: Progress }),
    `SELECT l.number, l.title, ${progressOf('actor')} AS progress
       FROM members actor JOIN collections k ON k.id = @collectionId AND k.organization_id = actor.organization_id
       JOIN reading_lists l ON l.id = k.required_list_id AND l.archived_at IS NULL
      WHERE actor.id = @memberId AND @now IS NOT NULL`,
  ),
}))
