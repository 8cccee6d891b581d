import type { reveal as revealEndpoint, revealForCheck as checkEndpoint } from '#contract/credentials.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import { Check, Reveal } from '#contract/sealed/statements.ts'
import { levels } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { isKeyHolder } from '../../access/guard.ts'
import { readSigned } from '../../access/signed.ts'
import { atomically } from '../../platform/database.ts'
import { noteReveal } from '../incidents/rules.ts'
import { hasToReadFirst, requireRead } from '../reading-lists/rules.ts'
import { notify } from '../notices/rules.ts'
import { credentialQueries } from './queries.ts'
import { openRotation, requireCredential } from './rules.ts'

/**
 * Gives sealed fields out, after the signed reveal stands in the audit chain: the pipeline answers only once the
 * transaction is on the disk (CRYPTO.md §6). No other rule returns them.
 * @throws Problem 'invalid-input' at /payload, 'not-permitted', 'changed-meanwhile' with the next number.
 */
export function reveal(call: DocumentCallOf<typeof revealEndpoint>): OutputOf<typeof revealEndpoint> {
  const { db, actor, document, input, now } = call
  requireCredential(document)
  const it = readSigned(call, Reveal, 'reveal', input)
  if (it.document !== document.id) throw invalid('/payload', 'This reveal is of another document.')
  requireRead(call, document.collectionId)
  if (it.purpose === 'check') throw invalid('/payload', 'A health check has its own address.')
  const rows = credentialQueries(db)
  return atomically(db, () => {
    const version = rows.version({ documentId: document.id, revision: it.revision })
    if (!version) throw new Problem('not-found')
    const isBreakGlass = version.currentClass === 'break_glass' || version.class === 'break_glass'
    const lease = rightTo(call, it, { isBreakGlass, isCurrent: version.dekId === version.currentDekId })
    requireReason(it, isBreakGlass ? 'break_glass' : version.currentClass, document.reference)
    const fields = [...new Set(it.fields)].map((n) => {
      const field = rows.field({ documentId: document.id, dekId: version.dekId, n })
      if (!field) throw invalid('/payload', `There is no field ${n}.`)
      return field
    })
    count(call, it.actorSeq)
    if (lease) rows.countLease({ leaseId: lease.id })
    const { purpose, reason = '', ticket = '', from } = it
    const event = record(call, {
      act: 'credential.reveal',
      on: ['document', document.id],
      details: {
        reference: document.reference,
        class: version.currentClass,
        purpose,
        fields: it.fields,
        revision: it.revision,
        reason,
        ticket,
        leaseId: lease?.id,
        statement: input.payload,
        signature: input.signature,
      },
    })
    rows.addReveal({
      event,
      documentId: document.id,
      dekId: version.dekId,
      revision: it.revision,
      memberId: actor.id,
      now,
      purpose,
      fields: JSON.stringify(it.fields),
      reason,
      ticket,
      leaseId: lease?.id,
      fromId: from,
    })
    noteReveal(call, { ticket, documentId: document.id, purpose, fields: it.fields })
    if (isBreakGlass) tellOfBreakGlass(call, reason)
    const { revision, author, payload, signature, sealedDek } = version
    return {
      version: { revision, author, manifest: { payload, signature } },
      fields,
      sealedDek,
      nextActorSeq: it.actorSeq + 1,
      event,
    }
  })
}

/** By what right it is opened: a lease that runs, or (undefined) standing access. */
function rightTo(
  { db, actor, document, now }: DocumentCallOf<typeof revealEndpoint>,
  it: Reveal,
  { isBreakGlass, isCurrent }: { isBreakGlass: boolean; isCurrent: boolean },
) {
  if (isKeyHolder(actor)) return undefined
  const refusal = (detail: string) =>
    new Problem('not-permitted', {
      detail: `${detail}${document.owner ? ` ${document.owner} owns it.` : ''}`,
      facts: { level: document.level, owner: document.owner },
    })
  if (isBreakGlass) throw refusal(`${document.reference} is for the holders of the keys.`)
  if (document.level >= levels.reveal) return undefined
  const lease =
    it.lease && credentialQueries(db).runningLease({ documentId: document.id, memberId: actor.id, hash: it.lease, now })
  if (!lease) throw refusal(`You can see ${document.reference} but not open it.`)
  if (!isCurrent) throw refusal('A lease opens what is in force, not what was before.')
  if (lease.fields && !it.fields.every((n) => lease.fields?.includes(n))) {
    throw refusal('Your access is to other fields.')
  }
  return lease
}

function requireReason(it: Reveal, secretClass: string, reference: string): void {
  if (secretClass !== 'standard' && !it.reason)
    throw invalid('/payload', `Say why: ${reference} is ${classWords[secretClass]}.`)
  if (secretClass === 'break_glass' && it.typed !== reference)
    throw invalid('/payload', `Type ${reference} to open it.`)
}

const classWords: Record<string, string> = { guarded: 'guarded', break_glass: 'break-glass' }

/** Every reveal of a member has the next number: one that is withheld from the chain leaves a gap. */
function count({ db, actor }: MemberCall, actorSeq: number): void {
  const rows = credentialQueries(db)
  if (rows.countReveal({ memberId: actor.id, actorSeq }) === 1) return
  const next = (rows.actorSeq({ memberId: actor.id })?.actorSeq ?? 0) + 1
  throw new Problem('changed-meanwhile', { detail: 'You opened something else meanwhile.', facts: { next } })
}

function tellOfBreakGlass(call: DocumentCallOf<typeof revealEndpoint>, reason: string): void {
  const { db, actor, document } = call
  const keyHolders = credentialQueries(db).keyHolders({ organizationId: actor.organizationId })
  notify(call, {
    to: keyHolders.map(({ id }) => id),
    kind: 'breakglass.used',
    facts: { memberId: actor.id, documentId: document.id, reference: document.reference, ...(reason && { reason }) },
  })
  openRotation(call, document.id, { cause: 'used', about: actor.name, aboutId: actor.id })
}

/** Passwords for a health check on the caller's own device: one statement, one event, never break-glass. */
export function revealForCheck(call: CallOf<typeof checkEndpoint>): OutputOf<typeof checkEndpoint> {
  const { db, actor, now, input } = call
  const it = readSigned(call, Check, 'check', input)
  const rows = credentialQueries(db)
  return atomically(db, () => {
    const items = it.documents.flatMap((id) => {
      const found = rows.checkable({ memberId: actor.id, documentId: id, now })
      if (!found || hasToReadFirst(call, found.collectionId)) return []
      const version = rows.version({ documentId: found.id, revision: found.revision })
      if (!version) return []
      const { id: documentId, reference, collectionId, rotatedAt, dekId } = found
      const { revision, author, payload, signature, sealedDek } = version
      const field = rows.field({ documentId, dekId, n: 2 })
      const manifest = { payload, signature }
      return {
        id: documentId,
        reference,
        collectionId,
        rotatedAt,
        dekId,
        revision,
        version: { revision, author, manifest },
        field,
        sealedDek,
      }
    })
    count(call, it.actorSeq)
    const event = record(call, {
      act: 'credential.check',
      on: ['organization', actor.organizationId],
      details: {
        references: items.map(({ reference }) => reference),
        statement: input.payload,
        signature: input.signature,
      },
    })
    for (const { id: documentId, dekId, revision } of items) {
      const what = { documentId, dekId, revision, fields: '[2]' }
      const nothing = { reason: '', ticket: '', leaseId: undefined, fromId: undefined }
      rows.addReveal({ ...what, ...nothing, event, memberId: actor.id, now, purpose: 'check' })
    }
    return { items, nextActorSeq: it.actorSeq + 1 }
  })
}
