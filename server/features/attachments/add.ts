import { v7 as uuidv7 } from 'uuid'
import type { addAttachment } from '#contract/attachments.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { record } from '../../access/audit.ts'
import type { DocumentCall, DocumentCallOf } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import type { PlacedFile } from '../../http/files.ts'
import { atomically } from '../../platform/database.ts'
import { credentialFacts } from '../credentials/rules.ts'
import { refuseArchived } from '../documents/rules.ts'
import { limitsOf } from './limits.ts'
import { attachmentQueries, type Stored } from './queries.ts'

/** Versions of all files of a document, those without bytes too: a list of them stays a list that can be read. */
const mostVersions = 25

/**
 * Before anything is read: whether the document takes another file, and how large it may be.
 * @throws Problem 'not-permitted', 'not-possible-now'.
 */
export function admit(call: DocumentCall<never>, expectedBytes: number): { mostBytes: number } {
  refuseArchived(call)
  refuseWithoutKeys(call)
  const { fileBytes } = limitsOf(call)
  refuseWithoutRoom(call, expectedBytes)
  return { mostBytes: fileBytes }
}

/** A credential's files are sealed under its key; that of break-glass is with key holders alone (CRYPTO.md §3). */
function refuseWithoutKeys(call: DocumentCall): void {
  const { actor, document } = call
  if (document.kind !== 'credential' || isKeyHolder(actor)) return
  if (credentialFacts(call).class === 'break_glass') {
    throw new Problem('not-permitted', { detail: `${document.reference} is for the holders of the keys.` })
  }
}

function refuseWithoutRoom(call: DocumentCall, sizeBytes: number): void {
  const { quotaBytes, usedBytes } = limitsOf(call)
  if (usedBytes + sizeBytes <= quotaBytes) return
  throw new Problem('not-possible-now', {
    detail: 'The files of this organization take all the room they may. An owner can purge removed ones.',
  })
}

/**
 * Writes a file down that lies in its place: its content once per organization, the attachment, and the trace, together.
 * The same id again gives the same answer.
 * @throws Problem 'invalid-input', 'already-exists', 'not-possible-now'.
 */
export function add(call: DocumentCallOf<typeof addAttachment> & { file: PlacedFile }): OutputOf<typeof addAttachment> {
  const { db, actor, document, input, file, now } = call
  refuseArchived(call)
  refuseWithoutKeys(call)
  const rows = attachmentQueries(db)
  const sealed = document.kind === 'credential'
  if (sealed && input.name !== input.id)
    throw invalid('/name', 'The name of a sealed file is inside it: send the id here.')
  return atomically(db, () => {
    const same = rows.stored({ id: input.id, documentId: document.id })
    if (same) return again(call, same)
    if (rows.isTaken({ id: input.id })) throw taken()
    const before = input.replaces && rows.stored({ id: input.replaces, documentId: document.id })
    if (input.replaces && (!before || before.removedAt)) {
      throw invalid('/replaces', 'There is no such file on this document, or it is in the history already.')
    }
    refuseTooMany(call, before === undefined)
    refuseWithoutRoom(call, file.sizeBytes)
    const version = before ? (rows.newestVersion({ id: before.id })?.version ?? 0) + 1 : 1
    const { mediaType, sizeBytes, sha256 } = file
    const what = { mediaType, sizeBytes, sha256, sealed, version, name: input.name, replacesId: before?.id }
    rows.add({ ...what, id: input.id, documentId: document.id, blobId: blobFor(call), now, memberId: actor.id })
    if (before) rows.remove({ id: before.id, now, memberId: actor.id })
    record(call, {
      act: before ? 'attachment.replace' : 'attachment.add',
      on: ['document', document.id],
      details: {
        reference: document.reference,
        attachmentId: input.id,
        ...(!sealed && { name: input.name }),
        sizeBytes,
        sha256,
        version,
        replaces: before?.id,
      },
    })
    return shown(call, input.id)
  })
}

/** The content that is there already, or this one. Which of them it is makes no difference to whoever sends it. */
function blobFor({ db, actor, file, now }: DocumentCall & { file: PlacedFile }): string {
  const rows = attachmentQueries(db)
  const { sha256, sizeBytes, mediaType, width, height, name } = file
  const there = rows.blob({ organizationId: actor.organizationId, sha256 })
  if (there && !there.lostAt && file.store.has(there.file, there.sizeBytes)) return there.id
  file.keep()
  if (there) {
    rows.healBlob({ id: there.id, file: name, mediaType, width, height })
    return there.id
  }
  const id = uuidv7()
  const { organizationId } = actor
  rows.addBlob({ id, organizationId, sha256, sizeBytes, file: name, mediaType, width, height, now })
  return id
}

function refuseTooMany(call: DocumentCall, isOneMore: boolean): void {
  const { perDocument } = limitsOf(call)
  const { present = 0, all = 0 } = attachmentQueries(call.db).counts({ documentId: call.document.id }) ?? {}
  if (isOneMore && present >= perDocument) {
    throw new Problem('not-possible-now', {
      detail: `${call.document.reference} has ${present} files: that is the most.`,
    })
  }
  if (all >= perDocument * mostVersions) {
    throw new Problem('not-possible-now', { detail: `${call.document.reference} has too many versions of its files.` })
  }
}

function again(call: DocumentCallOf<typeof addAttachment> & { file: PlacedFile }, same: Stored) {
  const { actor, document, input, file } = call
  const isSame = same.addedBy === actor.id && same.sha256 === file.sha256 && same.replacesId === input.replaces
  if (!isSame) throw taken()
  record(call, {
    act: 'attachment.add-again',
    on: ['document', document.id],
    details: { reference: document.reference, attachmentId: same.id },
  })
  return shown(call, same.id)
}

function shown({ db }: DocumentCall, id: string) {
  const found = attachmentQueries(db).shown({ id })
  if (!found) throw new Problem('not-found')
  return found
}

const taken = () => new Problem('already-exists', { errors: [{ pointer: '/id', detail: 'Make another id.' }] })
