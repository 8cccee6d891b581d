import type {
  addSecretWraps as addEndpoint,
  CredentialClass,
  createCredential as createEndpoint,
  saveCredential as saveEndpoint,
} from '#contract/credentials.ts'
import type { ParsedInputOf } from '#contract/endpoint.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { Manifest } from '#contract/sealed/statements.ts'
import type { CollectionId, DocumentId, Instant } from '#contract/values.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { reachCollectionForCredentials, sealsIn } from '../../access/guard.ts'
import { record } from '../../access/audit.ts'
import { dayIn } from '../../platform/clock.ts'
import { atomically } from '../../platform/database.ts'
import { logState } from '../log/rules.ts'
import { memberOfAccount } from '#contract/log/state.ts'
import {
  castDoubt,
  changedMeanwhile,
  freeId,
  insertDocument,
  refuseArchived,
  spreadDay,
  updateDocument,
} from '../documents/rules.ts'
import { readManifest, requireFreshEpoch, rotates } from './manifest.ts'
import { credentialQueries } from './queries.ts'
import { requireCredential } from './rules.ts'

/** Keeps a new credential. @throws Problem 'invalid-input', 'not-permitted', 'already-exists' at /id, 'not-possible-now'. */
export function createCredential(call: CallOf<typeof createEndpoint>) {
  const { db, input } = call
  reachCollectionForCredentials(call, input.collectionId)
  return atomically(db, () => {
    // The id is inside what was sealed: it cannot be made another one here.
    if (freeId(db, input.id) !== input.id) throw taken()
    const { sealedDek, fields } = input.secret
    if (!sealedDek || !fields) throw invalid('/secret', 'Send the key and the fields with a new credential.')
    const manifest = readManifest(call, input.secret.manifest, fields, {
      documentId: input.id,
      revision: 1,
      title: input.title,
      address: input.address,
      class: input.class,
      collectionId: input.collectionId,
      previous: undefined,
    })
    requireKeys(call, input)
    requireFreshEpoch(call, input.collectionId, manifest.epoch)
    const made = insertDocument(call, {
      ...input,
      kind: 'credential',
      body: input.address,
      ...(input.imported && { proposedOn: spreadDay(call, Number.parseInt(input.id.slice(-4), 16)) }),
    })
    addSecret(call, input.id, manifest, { sealedDek, fields })
    const { class: secretClass, rotationDays } = input
    const since = sinceOf(call)
    const place = { documentId: input.id, dekId: manifest.dek, since, sinceDay: dayIn(call.actor.timeZone, since) }
    credentialQueries(db).insert({ ...place, class: secretClass, rotationDays })
    addManifest(call, input.id, 1, manifest, input.secret.manifest)
    return made
  })
}

/** A password that was brought in is as old as it is, not as the import. */
function sinceOf({ now, input }: CallOf<typeof createEndpoint>): Instant {
  const { imported, secretSince } = input
  if (secretSince === undefined) return now
  if (!imported || secretSince > now) throw invalid('/secretSince', 'Only what is brought in is older than now.')
  return secretSince
}

const taken = () => new Problem('already-exists', { errors: [{ pointer: '/id', detail: 'Make another id.' }] })

/**
 * Saves a credential as its next revision. A changed secret closes its rotation tasks and makes the documents suspect
 * that cite it (PRODUCT.md, "Freshness, exactly").
 */
export function saveCredential(call: DocumentCallOf<typeof saveEndpoint>) {
  const { db, actor, document, input, now, today } = call
  requireCredential(document)
  refuseArchived(call)
  if (input.collectionId !== document.collectionId) reachCollectionForCredentials(call, input.collectionId)
  const rows = credentialQueries(db)
  return atomically(db, () => {
    if (input.revision !== document.revision) throw changedMeanwhile(call)
    const before = rows.facts({ documentId: document.id, today })
    const last = rows.version({ documentId: document.id, revision: document.revision })
    if (!before || !last) throw new Problem('not-found')
    const { sealedDek, fields = storedFields(call, last.dekId) } = input.secret
    const manifest = readManifest(call, input.secret.manifest, fields, {
      documentId: document.id,
      revision: document.revision + 1,
      title: input.title,
      address: input.address,
      class: input.class,
      collectionId: input.collectionId,
      previous: last.payload,
    })
    const isNew = sealedDek !== undefined && input.secret.fields !== undefined
    if (isNew) {
      requireKeys(call, input)
      requireFreshEpoch(call, input.collectionId, manifest.epoch)
    } else refuseOldKey(manifest, before, last.dekId)
    const saved = updateDocument(call, document, { ...input, body: input.address })
    if (isNew) addSecret(call, document.id, manifest, { sealedDek, fields })
    addManifest(call, document.id, saved.revision, manifest, input.secret.manifest)
    const rotated = isNew && rotates(manifest)
    const place = { documentId: document.id, dekId: manifest.dek, now, today, rotated: rotated ? 1 : 0 }
    rows.change({ ...place, class: input.class, rotationDays: input.rotationDays })
    if (isNew) rewrap(call, document.id, manifest.dek, input.secret.wraps, '/secret/wraps')
    if (rotated) {
      const closed = rows.closeRotations({ documentId: document.id, memberId: actor.id, now })
      castDoubt(call, document, 'cited_rotated')
      record(call, {
        act: 'credential.rotate',
        on: ['document', document.id],
        details: { reference: document.reference, revision: saved.revision, tasksClosed: closed },
      })
    }
    if (input.collectionId !== document.collectionId) castDoubt(call, document, 'cited_moved')
    return saved
  })
}

/**
 * "Changing a secret needs `edit` and the key" (PRODUCT.md): what somebody seals who has not the keys of the collection
 * would open for nobody else.
 */
function requireKeys(call: MemberCall, on: { collectionId: CollectionId; class: CredentialClass }): void {
  const isBreakGlass = on.class === 'break_glass'
  if (sealsIn(call, on.collectionId, isBreakGlass)) return
  throw new Problem('not-permitted', {
    detail: isBreakGlass
      ? 'Break-glass secrets are sealed with keys that only owners and admins have.'
      : 'Your access is to this credential alone. A new secret is sealed with the keys of its collection: who can edit the collection saves it.',
  })
}

/** Words around a secret may change without it, as long as its key stays right for class and collection. */
function refuseOldKey(
  manifest: Manifest,
  before: { class: string; collectionId: string; epoch: number },
  dekId: string,
): void {
  const isSame =
    manifest.dek === dekId &&
    manifest.class === before.class &&
    manifest.collection === before.collectionId &&
    manifest.epoch === before.epoch
  if (!isSame) throw invalid('/secret', 'Another class or collection needs the secret sealed anew.')
  if (manifest.changed.length > 0) throw invalid('/secret', 'Send the fields that have changed.')
}

function storedFields({ db, document }: DocumentCallOf<typeof saveEndpoint>, dekId: string) {
  const rows = credentialQueries(db)
  const place = { documentId: document.id, dekId }
  return rows.fieldNames(place).flatMap(({ n }) => rows.field({ ...place, n }) ?? [])
}

type SecretPart = ParsedInputOf<typeof saveEndpoint>['secret']

function addSecret(
  { db, actor, now }: MemberCall,
  documentId: DocumentId,
  manifest: Manifest,
  { sealedDek, fields }: { sealedDek: string; fields: NonNullable<SecretPart['fields']> },
): void {
  const rows = credentialQueries(db)
  const { dek: dekId, collection: collectionId, epoch, class: secretClass } = manifest
  if (rows.fieldNames({ documentId, dekId }).length > 0) throw invalid('/secret', 'A new secret has a new key.')
  rows.addSecret({ dekId, documentId, collectionId, epoch, class: secretClass, sealedDek, now, memberId: actor.id })
  for (const { n, kind, sealed } of fields) rows.addField({ documentId, dekId, n, kind, sealed })
}

function addManifest(
  { db, actor }: MemberCall,
  documentId: DocumentId,
  revision: number,
  { dek }: Manifest,
  { payload, signature }: { payload: string; signature: string },
): void {
  credentialQueries(db).addManifest({ documentId, revision, dekId: dek, memberId: actor.id, payload, signature })
}

/** The key of the secret in force for holders who lack it: those of new grants, and those whom a writer left out. */
export function addSecretWraps(call: DocumentCallOf<typeof addEndpoint>): Record<string, never> {
  const { db, document, input, today } = call
  requireCredential(document)
  return atomically(db, () => {
    const facts = credentialQueries(db).facts({ documentId: document.id, today })
    if (!facts) throw new Problem('not-found')
    requireKeys(call, facts)
    rewrap(call, document.id, facts.dekId, input.wraps, '/wraps')
    record(call, {
      act: 'credential.wrap',
      on: ['document', document.id],
      details: { reference: document.reference, to: input.wraps.map(({ to }) => to) },
    })
    return {}
  })
}

/**
 * The key of the new secret for those who hold a lease or a grant on the document, and for nobody else. Who is left
 * out loses nothing that stands: a key holder's client makes up for it.
 */
function rewrap(call: MemberCall, documentId: DocumentId, dekId: string, wraps: SecretPart['wraps'], at: string): void {
  const { db, actor, now } = call
  const rows = credentialQueries(db)
  const holders = rows.holders({ documentId, now })
  const log = logState(db, actor.organizationId)
  const granterEpoch = memberOfAccount(log, actor.accountId)?.epoch ?? 1
  wraps.forEach((wrap, index) => {
    const held = holders.find(
      ({ account, leaseId, grantId }) => account === wrap.to && leaseId === wrap.leaseId && grantId === wrap.grantId,
    )
    const byId = wrap.leaseId ?? wrap.grantId
    if (!held || !byId) throw invalid(`${at}/${index}`, 'Nobody holds such a lease or grant.')
    if (held.fields && (wrap.n === undefined || !held.fields.includes(wrap.n))) {
      throw invalid(`${at}/${index}`, 'The lease is for other fields.')
    }
    rows.addWrap({
      documentId,
      dekId,
      accountId: wrap.to,
      recipientEpoch: wrap.toEpoch,
      byKind: wrap.leaseId ? 'lease' : 'grant',
      byId,
      n: wrap.n ?? 0,
      granterId: actor.accountId,
      granterEpoch,
      wrap: wrap.wrap,
    })
  })
  rows.clearWraps({ documentId, dekId })
}
