import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Content } from '#contract/content.ts'
import type { SecretWarning } from '#contract/documents.ts'
import { factsOf } from '#contract/markdown.ts'
import { invalid, Problem } from '#contract/problems.ts'
import {
  formatReference,
  levels,
  parseReference,
  type CollectionId,
  type Criticality,
  type Day,
  type DocumentId,
  type Kind,
  type MemberId,
  type Reference,
} from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { MemberCall } from '../../access/call.ts'
import type { Db } from '../../platform/database.ts'
import { reachCollection, reachDocument, type Reached } from '../../access/guard.ts'
import { learnWords, partsOf } from '../search/rules.ts'
import { doubtFrom } from './content.ts'
import { castDoubt } from './doubts.ts'
import { requireKeepers } from './keepers.ts'
import { documentQueries } from './queries.ts'
import { looksSecret, warningsFor } from './secrets-in-text.ts'

/** What a person, or an import, writes of a document. */
export interface Written {
  title: string
  summary: string
  body: string
  content?: Content | undefined
  collectionId: CollectionId
  tags: string[]
  ownerId?: MemberId | undefined
  deputyId?: MemberId | undefined
  criticality: Criticality
  intervalDays: number
  related?: Reference[] | undefined
}

/**
 * Puts a new document in, with its number, first revision, tags, relations and citations. Call within a transaction.
 * `reserved` is a number that an import set aside; `proposedOn` when an import should be looked at.
 */
export function insertDocument(
  call: MemberCall,
  input: Written & {
    id: DocumentId
    kind: Kind
    number?: number | undefined
    reserved?: number
    proposedOn?: Day
    isImport?: boolean
  },
): { reference: Reference; revision: number; warnings: SecretWarning[] } {
  const { db, actor, now } = call
  requireLivingCollection(call, input.collectionId)
  requireKeepers(call, input, input)
  const number = input.reserved ?? takeNumber(call, input.kind, input.number)
  const facts = factsOf(input.body)
  documentQueries(db).insert({
    ...contentOf(input, facts),
    id: input.id,
    organizationId: actor.organizationId,
    kind: input.kind,
    number,
    collectionId: input.collectionId,
    ownerId: input.ownerId,
    deputyId: input.deputyId,
    criticality: input.criticality,
    intervalDays: input.intervalDays,
    proposedOn: input.proposedOn,
    importedRevision: input.isImport ? 1 : undefined,
    memberId: actor.id,
    now,
  })
  afterWriting(call, input.id, 1, { ...input, note: '' }, facts.references)
  const reference = formatReference(input.kind, number)
  const warnings = warningsFor(input)
  record(call, {
    act: 'document.create',
    on: ['document', input.id],
    details: { reference, title: input.title, ...looksSecret(warnings) },
  })
  return { reference, revision: 1, warnings }
}

/**
 * Saves `changes` as the next revision of the document that the caller holds; what they leave out stays. Call within a
 * transaction, after comparing revisions.
 */
export function updateDocument(
  call: MemberCall,
  document: Reached & { reference: Reference },
  changes: Partial<Written> & { note: string; isImport?: boolean; isMinor?: boolean },
): { revision: number; warnings: SecretWarning[] } {
  const { db, actor, now } = call
  const before = documentQueries(db).forUpdate({ documentId: document.id })
  if (!before) throw new Problem('not-found')
  const isWhole = changes.criticality !== undefined
  const after: Written = {
    ...before,
    ...changes,
    // A whole save that names no owner has none; a partial one leaves the owner alone.
    ownerId: isWhole ? changes.ownerId : before.ownerId,
    deputyId: isWhole ? changes.deputyId : before.deputyId,
  }
  if (after.collectionId !== before.collectionId) requireMove(call, document, after.collectionId)
  if (isWhole) requireKeepers(call, { id: document.id, collectionId: after.collectionId }, after)
  const facts = factsOf(after.body)
  const says = saysAnother(before, after)
  const saved = documentQueries(db).update({
    ...contentOf(after, facts),
    id: document.id,
    collectionId: after.collectionId,
    ownerId: after.ownerId,
    deputyId: after.deputyId,
    criticality: after.criticality,
    intervalDays: after.intervalDays,
    memberId: actor.id,
    revision: document.revision,
    imported: changes.isImport ?? false,
    isMaterial: says && !changes.isMinor,
    now,
  })
  if (!saved) throw new Problem('changed-meanwhile')
  afterWriting(
    call,
    document.id,
    saved.revision,
    { ...after, related: changes.related, note: changes.note },
    facts.references,
  )
  documentQueries(db).endDoubtsNoLongerCited({ documentId: document.id, memberId: actor.id, now })
  const doubt = doubtFrom(before.content, after.content)
  if (doubt) castDoubt(call, document, doubt)
  const warnings = warningsFor({ ...after, note: changes.note })
  record(call, {
    act: 'document.save',
    on: ['document', document.id],
    details: {
      reference: document.reference,
      revision: saved.revision,
      changed: namesOfChanges(before, after),
      ...(says && changes.isMinor && { isMinor: true }),
      ...looksSecret(warnings),
    },
  })
  return { ...saved, warnings }
}

/**
 * The id that a client made, or one of our own where it is in use: by what, in whichever organization, is nobody's
 * business here.
 */
export const freeId = (db: Db, id: DocumentId): DocumentId =>
  documentQueries(db).byId({ id }) ? (uuidv7() as DocumentId) : id

/** Moving needs to manage where it comes from nothing more than editing, and to edit where it goes. */
function requireMove(call: MemberCall, document: Reached, collectionId: CollectionId): void {
  if (document.level < levels.edit) throw new Problem('not-permitted')
  requireLivingCollection(call, collectionId)
}

function requireLivingCollection(call: MemberCall, collectionId: CollectionId): void {
  try {
    const target = reachCollection(call, collectionId, 'edit')
    if (!target.archivedAt) return
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  throw invalid('/collectionId', 'Choose a collection in which you may edit.')
}

function takeNumber({ db, actor }: MemberCall, kind: Kind, wished: number | undefined): number {
  const place = { organizationId: actor.organizationId, kind }
  if (wished === undefined) return documentQueries(db).nextNumber(place)?.last as number
  const taken = documentQueries(db).skipTo({ ...place, number: wished })
  if (!taken) throw invalid('/number', 'Choose a number higher than any given so far: numbers are never used again.')
  return taken.last
}

function contentOf(written: Written, facts: ReturnType<typeof factsOf>) {
  return {
    title: written.title,
    summary: written.summary,
    body: written.body,
    headings: facts.headings.map((heading) => heading.text).join('\n'),
    wordParts: partsOf(`${written.title}\n${written.summary}\n${written.body}`),
    tags: JSON.stringify(written.tags),
    content: written.content && JSON.stringify(written.content),
  }
}

/** What belongs to a revision beside the row itself. `related` left out stays as it is. */
function afterWriting(
  call: MemberCall,
  documentId: DocumentId,
  revision: number,
  written: {
    title: string
    summary: string
    body: string
    tags: string[]
    content?: Content | undefined
    related?: Reference[] | undefined
    note: string
  },
  citations: readonly Reference[],
): void {
  const { db, actor, now } = call
  const rows = documentQueries(db)
  const { title, summary, body, note } = written
  const tags = JSON.stringify(written.tags)
  const content = written.content && JSON.stringify(written.content)
  rows.addRevision({
    documentId,
    revision,
    now,
    memberId: actor.id,
    note,
    title,
    summary,
    body,
    tags,
    content,
    digest: digestOf({ title, summary, body, tags, content }),
  })
  learnWords(db, `${title}\n${summary}\n${body}\n${written.tags.join('\n')}`)
  rows.clearTags({ documentId })
  rows.addTags({ documentId, tags })
  rows.clearCitations({ documentId })
  citations.forEach((reference, index) => {
    const cited = parseReference(reference)
    if (cited) rows.addCitation({ ...cited, documentId, position: index + 1, organizationId: actor.organizationId })
  })
  if (!written.related) return
  const related = written.related.map((reference, index) => relatedTo(call, reference, index))
  const place = { documentId, memberId: actor.id, now }
  rows.clearRelations(place)
  rows.clearRelationsBack({ ...place, kept: JSON.stringify(related) })
  related.forEach((relatedId, index) => {
    if (relatedId !== documentId) rows.addRelation({ documentId, relatedId, position: index + 1 })
  })
}

function relatedTo(call: MemberCall, reference: Reference, index: number): DocumentId {
  try {
    return reachDocument(call, reference, 'list').id
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw invalid(`/related/${index}`, `There is no ${reference} that you can see.`)
  }
}

/** SHA-256 of a revision's content: `runkeep verify` finds what the disk has changed. */
export function digestOf({
  title,
  summary,
  body,
  tags,
  content,
}: {
  title: string
  summary: string
  body: string
  tags: string
  content?: string | undefined
}): string {
  return createHash('sha256')
    .update(JSON.stringify([title, summary, body, tags, ...(content === undefined ? [] : [content])]))
    .digest('base64url')
}

/** Whether it says something else than before: who keeps it, tags and dates do not count. */
const saysAnother = (before: Written, after: Written): boolean =>
  before.title !== after.title || before.summary !== after.summary || before.body !== after.body

function namesOfChanges(before: Written, after: Written): string[] {
  const names = [
    'title',
    'summary',
    'body',
    'content',
    'collectionId',
    'tags',
    'ownerId',
    'deputyId',
    'criticality',
    'intervalDays',
  ] as const
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}
