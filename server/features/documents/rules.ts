import { v7 as uuidv7 } from 'uuid'
import {
  type archiveDocument,
  type assignDocument,
  type createDocument,
  type listRevisions,
  type listVerifications,
  type openDocument,
  type openRevision,
  type pinDocument,
  type purgeDocument,
  type reportOpens,
  type resolveFlag,
  type restoreDocument,
  type restoreRevision,
  type raiseFlag,
  type saveDocument,
  type snoozeDocument,
  type verifyDocument,
  verificationChecks,
} from '#contract/documents.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { formatReference, kinds, levels, parseReference, type Kind } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCall, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { reachDocument } from '../../access/guard.ts'
import { useSince } from '../../access/freshness.ts'
import { addDays } from '../../platform/clock.ts'
import { atomically } from '../../platform/database.ts'
import { cursorOf, readCursor } from '../../platform/cursor.ts'
import { requireFreshSignIn } from '../../access/sessions.ts'
import { keyHoldersOf, notify, settle } from '../notices/rules.ts'
import { forgettingWords } from '../search/rules.ts'
import { contentFor } from './content.ts'
import { castDoubt } from './doubts.ts'
import { requireKeepers } from './keepers.ts'
import { documentQueries } from './queries.ts'
import { looksSecret, warningsFor } from './secrets-in-text.ts'
import { freeId, insertDocument, updateDocument } from './write.ts'

/** Other features count documents the way the library does, and write their kinds on the same spine. */
export { counts } from './list.ts'
export { castDoubt, doubtForRun } from './doubts.ts'
export { freeId, insertDocument, updateDocument } from './write.ts'
export { spreadDay } from './import.ts'

export function open(call: DocumentCallOf<typeof openDocument>) {
  const { db, actor, document, now, today } = call
  const found = documentQueries(db)
  const place = { documentId: document.id, memberId: actor.id, now, today }
  const whole = found.whole({ ...place, useSince: useSince(today) })
  if (!whole) throw new Problem('not-found')
  return {
    ...whole,
    causes: found.causes({ documentId: document.id, memberId: actor.id, now }).map(({ cause }) => cause),
    related: found.related(place),
    usedIn: found.usedIn(place),
    cited: found.cited(place),
    mayVerify: mayVouch(call),
  }
}

/** Verifying, resolving flags and archiving: whoever may edit, and the owner and deputy. */
function mayVouch({ actor, document }: DocumentCall): boolean {
  return document.level >= levels.edit || document.ownerId === actor.id || document.deputyId === actor.id
}

/** Makes a document; sending the same one again (a lost answer, a second press) gives the same reference, not a second. */
export function create(call: CallOf<typeof createDocument>) {
  const { db, actor, input } = call
  refuseSealed(input.kind)
  return atomically(db, () => {
    const taken = documentQueries(db).byId({ id: input.id })
    if (taken?.organizationId === actor.organizationId && isReached(call, taken)) {
      if (taken.createdBy !== actor.id) throw new Problem('already-exists')
      record(call, { act: 'document.create-again', on: ['document', input.id] })
      const reference = formatReference(taken.kind, taken.number)
      return { reference, revision: taken.revision, warnings: warningsFor(input) }
    }
    return insertDocument(call, { ...input, ...contentFor(input.kind, input), id: freeId(db, input.id) })
  })
}

function isReached(call: MemberCall, { kind, number }: { kind: Kind; number: number }): boolean {
  try {
    return reachDocument(call, formatReference(kind, number), 'list').level >= levels.list
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

export function save(call: DocumentCallOf<typeof saveDocument>) {
  const { db, document, input } = call
  refuseSealed(document.kind)
  refuseArchived(call)
  return atomically(db, () => {
    if (input.revision !== document.revision) throw changedMeanwhile(call)
    return updateDocument(call, document, { ...input, ...contentFor(document.kind, input) })
  })
}

/** The answer to a save that came second: what stands there now, so that nothing is lost. */
export function changedMeanwhile({ db, document }: DocumentCall): Problem {
  const current = documentQueries(db).current({ documentId: document.id })
  return new Problem('changed-meanwhile', {
    detail: `${current?.savedBy ?? 'Somebody'} saved version ${current?.revision ?? ''} while you were writing.`,
    facts: { current },
  })
}

/** Title, address, class and collection of a credential are signed by its author: it has addresses of its own. */
function refuseSealed(kind: Kind): void {
  if (kind === 'credential') {
    throw new Problem('not-possible-now', { detail: 'A credential is saved together with its sealed fields.' })
  }
}

export function refuseArchived({ document }: DocumentCall): void {
  if (document.archivedAt) {
    throw new Problem('not-possible-now', { detail: `${document.reference} is archived. Restore it first.` })
  }
}

// --- Archive -----------------------------------------------------------------------------------------------------

export function archive(call: DocumentCallOf<typeof archiveDocument>) {
  const { db, document, now } = call
  return atomically(db, () => {
    if (documentQueries(db).archive({ documentId: document.id, now }) === 0) {
      throw new Problem('not-possible-now', { detail: `${document.reference} is archived already.` })
    }
    castDoubt(call, document, 'cited_archived')
    record(call, { act: 'document.archive', on: ['document', document.id], details: { reference: document.reference } })
    return {}
  })
}

export function restore(call: DocumentCallOf<typeof restoreDocument>) {
  const { db, actor, document, now } = call
  return atomically(db, () => {
    if (documentQueries(db).restore({ documentId: document.id }) === 0) {
      throw new Problem('not-possible-now', { detail: `${document.reference} is not archived.` })
    }
    documentQueries(db).withdrawDoubts({ sourceId: document.id, memberId: actor.id, now })
    record(call, { act: 'document.restore', on: ['document', document.id], details: { reference: document.reference } })
    return {}
  })
}

/** Erases an archived document. Only owners, only with a fresh sign-in, only by typing the reference. */
export function purge(call: DocumentCallOf<typeof purgeDocument>) {
  const { db, actor, document, input } = call
  if (actor.role !== 'owner') throw new Problem('not-permitted', { detail: 'Only owners erase documents.' })
  if (input.confirm !== document.reference) throw invalid('/confirm', `Type ${document.reference} to erase it.`)
  if (!document.archivedAt) throw new Problem('not-possible-now', { detail: `Archive ${document.reference} first.` })
  requireFreshSignIn(call)
  return atomically(db, () => {
    castDoubt(call, document, 'cited_purged')
    forgettingWords(db, document.id, () => documentQueries(db).purge({ documentId: document.id }))
    record(call, {
      act: 'document.purge',
      on: ['document', document.id],
      details: { reference: document.reference, title: document.title },
    })
    return {}
  })
}

// --- Trust -------------------------------------------------------------------------------------------------------

/** States that this revision is right today. Clears every doubt but an open flag; editing never does this. */
export function verify(call: DocumentCallOf<typeof verifyDocument>) {
  const { db, actor, document, input, now, today } = call
  refuseArchived(call)
  const checks = verificationChecks[document.kind]
  if (!checks.every((check) => input.checks.includes(check))) {
    throw invalid('/checks', `Make all three checks: ${checks.join(', ')}.`)
  }
  return atomically(db, () => {
    if (input.revision !== document.revision) throw changedMeanwhile(call)
    const place = { documentId: document.id, memberId: actor.id, now }
    documentQueries(db).verify({ ...place, today, note: input.note, revision: input.revision })
    documentQueries(db).addVerification({
      ...place,
      today,
      revision: input.revision,
      checks: JSON.stringify(input.checks),
      note: input.note,
    })
    documentQueries(db).endDoubtsByVerifying(place)
    documentQueries(db).wake({ documentId: document.id })
    record(call, {
      act: 'document.verify',
      on: ['document', document.id],
      details: { reference: document.reference, revision: input.revision, checks: input.checks, note: input.note },
    })
    return {}
  })
}

export function verifications({ db, document, input }: DocumentCallOf<typeof listVerifications>) {
  const before = input.after === undefined ? undefined : readCursor(input.after, 'number')
  const rows = documentQueries(db).verifications({ documentId: document.id, before, limit: input.limit + 1 })
  return pageBy(rows, input.limit, (row) => row.id)
}

const mostOpenFlags = 20

/** Reports a problem: the document is suspect until somebody resolves it. */
export function flag(call: DocumentCallOf<typeof raiseFlag>) {
  const { db, actor, document, input, now } = call
  refuseArchived(call)
  return atomically(db, () => {
    if ((documentQueries(db).openFlags({ documentId: document.id })?.count ?? 0) >= mostOpenFlags) {
      throw new Problem('not-possible-now', {
        detail: `${mostOpenFlags} problems are open here already. Resolve some first.`,
      })
    }
    const flagId = uuidv7()
    const warnings = warningsFor({ note: input.text })
    documentQueries(db).addDoubt({
      id: flagId,
      documentId: document.id,
      cause: 'flag',
      now,
      memberId: actor.id,
      text: input.text,
      sourceId: undefined,
      sourceKind: undefined,
      sourceNumber: undefined,
    })
    record(call, {
      act: 'flag.raise',
      on: ['document', document.id],
      // What stands in the log stands there for ever.
      details: {
        reference: document.reference,
        ...(warnings.length > 0 ? looksSecret(warnings) : { text: input.text }),
      },
    })
    tellKeepers(call, flagId)
    return {}
  })
}

const problemNotice = (flagId: string) => `problem:${flagId}`

/** A problem with something critical does not wait for a review; where nobody keeps it, the key holders hear of it. */
function tellKeepers(call: DocumentCallOf<typeof raiseFlag>, flagId: string): void {
  const { db, actor, document, now } = call
  if (documentQueries(db).criticality({ documentId: document.id })?.criticality !== 'critical') return
  // The guard names only those who can still see it.
  const keepers = [document.ownerId, document.deputyId].filter((id) => id !== undefined)
  const to = keepers.length > 0 ? keepers : keyHoldersOf(db, actor.organizationId)
  const facts = {
    memberId: actor.id,
    documentId: document.id,
    reference: document.reference,
    place: kinds[document.kind].many,
  }
  const others = to.filter((id) => id !== actor.id)
  notify({ db, now }, { to: others, kind: 'problem.reported', facts, dedupe: problemNotice(flagId) })
}

export function resolve(call: DocumentCallOf<typeof resolveFlag>) {
  const { db, actor, document, input, now } = call
  return atomically(db, () => {
    const found = documentQueries(db).flag({ flagId: input.flagId, documentId: document.id })
    if (!found) throw new Problem('not-found')
    if (found.endedAt) throw new Problem('not-possible-now', { detail: 'This problem is resolved already.' })
    documentQueries(db).resolveFlag({ flagId: input.flagId, memberId: actor.id, note: input.note, now })
    settle(call, problemNotice(input.flagId))
    record(call, {
      act: 'flag.resolve',
      on: ['document', document.id],
      details: { reference: document.reference, flagId: input.flagId, note: input.note },
    })
    return {}
  })
}

export function assign(call: DocumentCallOf<typeof assignDocument>) {
  const { db, document, input } = call
  return atomically(db, () => {
    requireKeepers(call, document, input)
    documentQueries(db).assign({ documentId: document.id, ownerId: input.ownerId, deputyId: input.deputyId })
    record(call, {
      act: 'document.assign',
      on: ['document', document.id],
      details: { reference: document.reference, ownerId: input.ownerId, deputyId: input.deputyId },
    })
    return {}
  })
}

// --- Mine --------------------------------------------------------------------------------------------------------

export function snooze({ db, actor, document, input, today }: DocumentCallOf<typeof snoozeDocument>) {
  documentQueries(db).snooze({ memberId: actor.id, documentId: document.id, until: addDays(today, input.days) })
  return {}
}

export function pin({ db, actor, document, input, now }: DocumentCallOf<typeof pinDocument>) {
  const mine = { memberId: actor.id, documentId: document.id }
  if (input.pinned) documentQueries(db).pin({ ...mine, now })
  else documentQueries(db).unpin(mine)
  return {}
}

/** References out of reach are passed over in silence: nothing is learned by reporting them. */
export function noteOpens({ db, actor, input, now, today }: CallOf<typeof reportOpens>) {
  for (const reference of input.references) {
    const parsed = parseReference(reference)
    if (parsed) documentQueries(db).open({ ...parsed, memberId: actor.id, today, now })
  }
  return {}
}

// --- Revisions ---------------------------------------------------------------------------------------------------

export function revisions({ db, document, input }: DocumentCallOf<typeof listRevisions>) {
  const before = input.after === undefined ? undefined : readCursor(input.after, 'number')
  const rows = documentQueries(db).revisions({ documentId: document.id, before, limit: input.limit + 1 })
  return pageBy(rows, input.limit, (row) => row.revision)
}

export function revision({ db, document, input }: DocumentCallOf<typeof openRevision>) {
  const found = documentQueries(db).revision({ documentId: document.id, revision: input.revision })
  if (!found) throw new Problem('not-found')
  return found
}

/** An old text becomes the newest revision; nothing in between is lost. */
export function restoreOldRevision(call: DocumentCallOf<typeof restoreRevision>) {
  const { db, document, input } = call
  refuseSealed(document.kind)
  refuseArchived(call)
  return atomically(db, () => {
    const old = documentQueries(db).revision({ documentId: document.id, revision: input.revision })
    if (!old) throw new Problem('not-found')
    if (input.current !== document.revision) throw changedMeanwhile(call)
    const { title, summary, body, tags, content } = old
    return updateDocument(call, document, {
      title,
      summary,
      body,
      tags,
      content,
      note: `Version ${input.revision} restored`,
    })
  })
}

function pageBy<Row extends object>(rows: Row[], limit: number, key: (row: Row) => number) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last && { next: cursorOf([key(last)]) }) }
}
