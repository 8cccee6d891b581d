/**
 * Who may do what, in one piece of SQL (PRODUCT.md, "Who may do what"). The guard looks one document up with it, every
 * list filters by it: there is no second rule to fall out of step.
 *
 * Rows are named by their aliases: a member (`members`), a document (`documents`), its collection (`collections`).
 * Everything binds @now, because what has ended by the clock has ended.
 */

/** What the role alone gives on a collection: 0 list, 1 view, 2 reveal, 3 edit, 4 manage; NULL nothing. */
const base = <M extends string, C extends string, E extends string>(member: M, collection: C, editor: E) =>
  `CASE WHEN ${member}.removed_at IS NOT NULL THEN NULL
        WHEN ${member}.role IN ('owner', 'admin') THEN 4
        WHEN ${member}.role = 'auditor' THEN 0
        WHEN ${collection}.restricted = 1 THEN NULL
        WHEN ${member}.role = 'editor' THEN ${editor}
        WHEN ${member}.role = 'reader' THEN 1 END` as const

/** An editor's role opens no secret: credentials are given, not inherited. */
const baseOfDocument = <M extends string, D extends string, C extends string>(member: M, document: D, collection: C) =>
  `CASE WHEN ${document}.kind = 'credential' THEN ${base(member, collection, '1')} ELSE ${base(member, collection, '3')} END` as const

export const inForce =
  `g.ended_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > @now) AND (g.lapses_at IS NULL OR g.lapses_at > @now)` as const

/** How far a member reaches into a document: −1 not at all, 0 list, 1 view, 2 reveal, 3 edit, 4 manage. */
export const levelOf = <M extends string, D extends string, C extends string>(member: M, document: D, collection: C) =>
  `max(coalesce(${baseOfDocument(member, document, collection)}, -1),
       coalesce((SELECT max(g.level) FROM grants g
                  WHERE g.member_id = ${member}.id AND ${member}.removed_at IS NULL AND ${inForce}
                    AND (g.document_id = ${document}.id OR g.collection_id = ${document}.collection_id)), -1))` as const

/** How far a member reaches into all documents of a collection but credentials, and, below, into its credentials. */
export const collectionLevelOf = <M extends string, C extends string>(member: M, collection: C) =>
  collectionLevel(member, collection, '3')
export const credentialLevelIn = <M extends string, C extends string>(member: M, collection: C) =>
  collectionLevel(member, collection, '1')

const collectionLevel = <M extends string, C extends string, E extends string>(member: M, collection: C, editor: E) =>
  `max(coalesce(${base(member, collection, editor)}, -1),
       coalesce((SELECT max(g.level) FROM grants g
                  WHERE g.member_id = ${member}.id AND ${member}.removed_at IS NULL AND ${inForce}
                    AND g.collection_id = ${collection}.id), -1))` as const

/** Whether a member can view a document, and so may keep it (own it, or be its deputy). Cheap for most: roles decide. */
export const canView = <M extends string, D extends string, C extends string>(member: M, document: D, collection: C) =>
  `(coalesce(${base(member, collection, '3')}, 0) >= 1
    OR (${member}.removed_at IS NULL AND EXISTS (SELECT 1 FROM grants g
         WHERE g.member_id = ${member}.id AND ${inForce} AND g.level >= 1
           AND (g.document_id = ${document}.id OR g.collection_id = ${document}.collection_id))))` as const

/**
 * For callers whose role gives nothing by itself: the few documents that grants can open, as a driving set, so that a
 * list does not walk past everything else. `levelOf` still decides. Binds @memberId and @now.
 */
export const grantedRows = `
  SELECT gd.row_id FROM grants g JOIN documents gd ON gd.collection_id = g.collection_id
   WHERE g.member_id = @memberId AND ${inForce}
  UNION
  SELECT gd.row_id FROM grants g JOIN documents gd ON gd.id = g.document_id
   WHERE g.member_id = @memberId AND ${inForce}` as const
