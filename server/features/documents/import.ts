import type { importDocuments, reserveReferences, SecretWarning } from '#contract/documents.ts'
import { invalid } from '#contract/problems.ts'
import { defaultIntervalDays, formatReference, type Day, type Reference } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { addDays } from '../../platform/clock.ts'
import { atomically } from '../../platform/database.ts'
import { Problem } from '#contract/problems.ts'
import { documentQueries } from './queries.ts'
import { looksSecret } from './secrets-in-text.ts'
import { freeId, insertDocument, updateDocument } from './write.ts'

/**
 * Gives every path its number, once: the same source and path get the same reference at every run into the same
 * collection. Into another they are other files: whoever may edit there neither finds out nor decides where these go.
 */
export function reserve(call: CallOf<typeof reserveReferences>) {
  const { db, actor, input } = call
  const rows = documentQueries(db)
  return atomically(db, () => {
    const place = { collectionId: input.collectionId, source: input.source }
    const items = input.paths.map((path) => {
      const known = rows.importedFile({ ...place, path })
      if (known) return { path, reference: known.reference as Reference }
      const number = rows.nextNumber({ organizationId: actor.organizationId, kind: 'runbook' })?.last as number
      rows.reserveFile({ ...place, organizationId: actor.organizationId, path, kind: 'runbook', number })
      return { path, reference: formatReference('runbook', number) }
    })
    record(call, {
      act: 'import.reserve',
      on: ['collection', input.collectionId],
      details: { source: input.source, files: items.length },
    })
    return { items }
  })
}

type File = CallOf<typeof importDocuments>['input']['files'][number]
type Outcome = {
  path: string
  reference: Reference
  outcome: 'created' | 'updated' | 'unchanged' | 'kept'
  reason?: string
  /** Of what was written now. */
  warnings: SecretWarning[]
}

/** Imports arrive unverified, spread over twelve weeks, so that nobody faces them all on one Monday. */
const spreadDays = 84
/** When something that was brought in should be looked at; `number` spreads it. */
export const spreadDay = ({ today }: { today: Day }, number: number): Day => addDays(today, 7 + (number % spreadDays))
const importCriticality = 'normal'

export function importFiles(call: CallOf<typeof importDocuments>) {
  const { db, input } = call
  return atomically(db, () => {
    const files = input.files.map((file, index): Outcome => {
      const place = { collectionId: input.collectionId, source: input.source, path: file.path }
      const reserved = documentQueries(db).importedFile(place)
      if (!reserved) throw invalid(`/files/${index}/path`, 'Ask for its reference first (import-references).')
      return importFile(call, file, { ...reserved, reference: reserved.reference as Reference })
    })
    record(call, {
      act: 'import.write',
      on: ['collection', input.collectionId],
      details: {
        source: input.source,
        files: files.map(({ reference, outcome }) => [reference, outcome]),
        ...looksSecret(files.flatMap(({ warnings }) => warnings)),
      },
    })
    return { files }
  })
}

function importFile(
  call: CallOf<typeof importDocuments>,
  file: File,
  { number, reference }: { number: number; reference: Reference },
): Outcome {
  const { db, actor, input } = call
  const { path, title, summary, body, tags } = file
  const existing = documentQueries(db).imported({ organizationId: actor.organizationId, kind: 'runbook', number })
  if (!existing) {
    const { warnings } = insertDocument(call, {
      id: freeId(db, file.id),
      kind: 'runbook',
      reserved: number,
      isImport: true,
      proposedOn: spreadDay(call, number),
      collectionId: input.collectionId,
      ownerId: actor.id,
      criticality: importCriticality,
      intervalDays: defaultIntervalDays('runbook', importCriticality),
      title,
      summary,
      body,
      tags,
      related: [],
    })
    return { path, reference, outcome: 'created', warnings }
  }
  const document = reachedForEditing(call, reference)
  if (!document) return { path, reference, outcome: 'kept', reason: 'You may not edit it here.', warnings: [] }
  if (existing.archivedAt) return { path, reference, outcome: 'kept', reason: 'It is archived here.', warnings: [] }
  const isSame =
    existing.title === title &&
    existing.summary === summary &&
    existing.body === body &&
    JSON.stringify(existing.tags) === JSON.stringify(tags)
  if (isSame) return { path, reference, outcome: 'unchanged', warnings: [] }
  if (existing.revision !== existing.importedRevision) {
    return { path, reference, outcome: 'kept', reason: 'It was edited here since the last import.', warnings: [] }
  }
  const { warnings } = updateDocument(call, document, {
    title,
    summary,
    body,
    tags,
    note: `Imported again from ${path}`.slice(0, 300),
    isImport: true,
  })
  return { path, reference, outcome: 'updated', warnings }
}

/** Undefined where it was moved to where the importer may not edit: then nothing is told of it, whatever it says. */
function reachedForEditing(call: CallOf<typeof importDocuments>, reference: Reference) {
  try {
    return reachDocument(call, reference, 'edit')
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
