import type {
  listAttachments,
  purgeAttachment,
  removeAttachment,
  renameAttachment,
  restoreAttachment,
} from '#contract/attachments.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { AttachmentId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { DocumentCall, DocumentCallOf } from '../../access/call.ts'
import { requireFreshSignIn } from '../../access/sessions.ts'
import { atomically } from '../../platform/database.ts'
import { refuseArchived } from '../documents/rules.ts'
import { limitsOf, shownLimits } from './limits.ts'
import { attachmentQueries, type Stored } from './queries.ts'

export function list(call: DocumentCallOf<typeof listAttachments>) {
  const { db, document, input } = call
  const items = attachmentQueries(db).list({ documentId: document.id, history: input.history })
  return { items, limits: shownLimits(call) }
}

/** The attachment of an id, on the document of the address. @throws Problem 'not-found'. */
export function requireAttachment({ db, document }: DocumentCall, id: AttachmentId): Stored {
  const found = attachmentQueries(db).stored({ id, documentId: document.id })
  if (!found) throw new Problem('not-found')
  return found
}

export function rename(call: DocumentCallOf<typeof renameAttachment>) {
  const { db, input } = call
  refuseArchived(call)
  return atomically(db, () => {
    const found = requireAttachment(call, input.attachmentId)
    if (found.sealed) throw notNow('The name of a sealed file is inside it, and changed together with the credential.')
    if (found.removedAt) throw notNow('It is in the history. Bring it back first.')
    attachmentQueries(db).rename({ id: found.id, name: input.name })
    trace(call, 'attachment.rename', found, { name: input.name, before: found.name })
    return {}
  })
}

export function remove(call: DocumentCallOf<typeof removeAttachment>) {
  const { db, actor, input, now } = call
  refuseArchived(call)
  return atomically(db, () => {
    const found = requireAttachment(call, input.attachmentId)
    if (attachmentQueries(db).remove({ id: found.id, now, memberId: actor.id }) === 0) {
      throw notNow('It is in the history already.')
    }
    trace(call, 'attachment.remove', found)
    return {}
  })
}

/** Brings a file out of the history. One that has replaced it, or that it has replaced, goes there instead. */
export function restore(call: DocumentCallOf<typeof restoreAttachment>) {
  const { db, actor, document, input, now } = call
  refuseArchived(call)
  const rows = attachmentQueries(db)
  return atomically(db, () => {
    const found = requireAttachment(call, input.attachmentId)
    if (found.purgedAt) throw notNow('Its bytes were erased for good.')
    if (!found.removedAt) throw notNow('It is in its place.')
    const successor = rows.successor({ id: found.id })
    if (successor) rows.remove({ id: successor.id, now, memberId: actor.id })
    else {
      const { perDocument } = limitsOf(call)
      const { present = 0 } = rows.counts({ documentId: document.id }) ?? {}
      if (present >= perDocument) throw notNow(`${document.reference} has ${present} files: that is the most.`)
    }
    rows.restore({ id: found.id })
    trace(call, 'attachment.restore', found, { insteadOf: successor?.id })
    return {}
  })
}

/** Erases the bytes of a removed file. Only owners, only with a fresh sign-in, only by typing its name. */
export function purge(call: DocumentCallOf<typeof purgeAttachment>) {
  const { db, actor, document, input, now } = call
  if (actor.role !== 'owner') throw new Problem('not-permitted', { detail: 'Only owners erase files.' })
  const found = requireAttachment(call, input.attachmentId)
  // Of a sealed file nobody but its readers knows the name.
  const typed = found.sealed ? document.reference : found.name
  if (input.confirm !== typed) throw invalid('/confirm', `Type ${typed} to erase it.`)
  if (found.purgedAt) throw notNow('Its bytes were erased already.')
  if (!found.removedAt) throw notNow('Remove it first.')
  requireFreshSignIn(call)
  return atomically(db, () => {
    attachmentQueries(db).purge({ id: found.id, now })
    trace(call, 'attachment.purge', found)
    return {}
  })
}

export function trace(call: DocumentCall, act: string, found: Stored, details: Record<string, unknown> = {}): void {
  const { document } = call
  record(call, {
    act,
    on: ['document', document.id],
    details: {
      reference: document.reference,
      attachmentId: found.id,
      ...(!found.sealed && { name: found.name }),
      version: found.version,
      ...details,
    },
  })
}

const notNow = (detail: string) => new Problem('not-possible-now', { detail })
