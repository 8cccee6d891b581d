import { v7 as uuidv7 } from 'uuid'
import type {
  archiveContract,
  ContractTerms,
  createContract,
  decideContract,
  restoreContract,
  saveContract,
  undoDecision,
} from '#contract/contracts.ts'
import { formatContract } from '#contract/contracts.ts'
import { invalid, Problem } from '#contract/problems.ts'
import type { ContractId, DocumentId } from '#contract/values.ts'
import { record } from '../../access/audit.ts'
import type { CallOf, DocumentCallOf, MemberCall } from '../../access/call.ts'
import { atomically } from '../../platform/database.ts'
import { castDoubt } from '../documents/rules.ts'
import { learnWords } from '../search/rules.ts'
import { checkTerms } from './check-terms.ts'
import { contractQueries, type ContractRow } from './queries.ts'
import { reachContract } from './rules.ts'
import { contractOn, holidaysOf } from './standing.ts'
import { standingOn } from './terms.ts'

/** Of one vendor, archived ones too: every list of them is counted day by day. */
const mostContracts = 300

/** Adds a contract; sending the same one again (a lost answer, a second press) gives the same reference, not a second. */
export function create(call: DocumentCallOf<typeof createContract>) {
  const { db, actor, document, input, now } = call
  if (document.kind !== 'vendor') throw invalid('/reference', 'Contracts are kept with vendors, like VN-07.')
  refuseArchivedVendor(document.archivedAt, document.reference)
  const terms = termsIn(input)
  return atomically(db, () => {
    const taken = contractQueries(db).byId({ id: input.id })
    if (taken?.documentId === document.id) {
      if (taken.createdBy !== actor.id) throw new Problem('already-exists')
      const contract = formatContract(taken.number)
      record(call, { act: 'contract.create-again', on: ['document', document.id], details: { contract } })
      return { contract, revision: taken.revision }
    }
    if ((contractQueries(db).count({ documentId: document.id })?.count ?? 0) >= mostContracts)
      throw new Problem('not-possible-now', { detail: `${document.reference} has ${mostContracts} contracts already.` })
    checkTerms(terms)
    requireKeepers(call, document.id, terms)
    // An id that is in use elsewhere is nobody's business here.
    const id = taken ? (uuidv7() as ContractId) : input.id
    const number = contractQueries(db).nextNumber({ organizationId: actor.organizationId })?.last as number
    const { ownerId, fallbackId, ...agreed } = terms
    contractQueries(db).insert({
      id,
      organizationId: actor.organizationId,
      number,
      documentId: document.id,
      ownerId,
      fallbackId,
      terms: JSON.stringify(agreed),
      memberId: actor.id,
      now,
    })
    addRevision(call, id, 1, terms)
    const contract = formatContract(number)
    record(call, {
      act: 'contract.create',
      on: ['document', document.id],
      details: { contract, title: terms.title, ownerId: terms.ownerId },
    })
    return { contract, revision: 1 }
  })
}

export function save(call: CallOf<typeof saveContract>) {
  const { db, actor, input, now } = call
  const terms = termsIn(input)
  return atomically(db, () => {
    const before = reachContract(call, input.contract, 'edit')
    refuseArchived(before)
    if (input.revision !== before.revision) throw changedMeanwhile(call, before)
    checkTerms(terms)
    requireKeepers(call, before.documentId, terms)
    const { ownerId, fallbackId, ...agreed } = terms
    const saved = contractQueries(db).update({
      id: before.id,
      revision: before.revision,
      ownerId,
      fallbackId,
      terms: JSON.stringify(agreed),
      memberId: actor.id,
      now,
    })
    if (!saved) throw changedMeanwhile(call, before)
    addRevision(call, before.id, saved.revision, terms)
    const changed = namesOfChanges(before, terms)
    if (changed.some((name) => relied.includes(name))) doubt(call, before)
    record(call, {
      act: 'contract.save',
      on: ['document', before.documentId],
      details: { contract: formatContract(before.number), revision: saved.revision, changed },
    })
    return saved
  })
}

/** What others rely on when they cite the vendor: term, notice, cost, and the number that the vendor asks for. */
const relied = ['number', 'startsOn', 'endsOn', 'autoRenews', 'renewalMonths', 'notice', 'cost']

function namesOfChanges(before: ContractRow, { ownerId, fallbackId, ...after }: ContractTerms): string[] {
  const was: Record<string, unknown> = { ...before.terms, ownerId: before.owner?.id, fallbackId: before.fallback?.id }
  const is: Record<string, unknown> = { ...after, ownerId, fallbackId }
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !isSame(was[name], is[name]))
}

const isSame = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b)
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

function doubt(call: MemberCall, { documentId }: ContractRow): void {
  const vendor = contractQueries(call.db).vendorOf({ documentId })
  if (vendor) castDoubt(call, { id: documentId, kind: 'vendor', number: vendor.number }, 'cited_vendor')
}

// --- Archive -----------------------------------------------------------------------------------------------------

export function archive(call: CallOf<typeof archiveContract>) {
  return atomically(call.db, () => {
    const found = reachContract(call, call.input.contract, 'edit')
    const contract = formatContract(found.number)
    if (contractQueries(call.db).archive({ contractId: found.id, now: call.now }) === 0)
      throw new Problem('not-possible-now', { detail: `${contract} is archived already.` })
    record(call, { act: 'contract.archive', on: ['document', found.documentId], details: { contract } })
    return {}
  })
}

export function restore(call: CallOf<typeof restoreContract>) {
  return atomically(call.db, () => {
    const found = reachContract(call, call.input.contract, 'edit')
    const contract = formatContract(found.number)
    refuseArchivedVendor(found.vendorArchivedAt, found.vendor.reference)
    if (contractQueries(call.db).restore({ contractId: found.id }) === 0)
      throw new Problem('not-possible-now', { detail: `${contract} is not archived.` })
    record(call, { act: 'contract.restore', on: ['document', found.documentId], details: { contract } })
    return {}
  })
}

// --- Decisions ---------------------------------------------------------------------------------------------------

/** Settles the deadline of the term that runs. A later decision takes the place of an earlier one; both are kept. */
export function decide(call: CallOf<typeof decideContract>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { found, standing } = running(call, input.contract)
    const { decision, why, proof, attachmentId } = input
    const { documentId } = found
    if (attachmentId && !contractQueries(db).attachment({ attachmentId, documentId }))
      throw invalid('/attachmentId', `Choose an attachment of ${found.vendor.reference}.`)
    const termEndsOn = standing.termEndsOn
    contractQueries(db).decide({
      contractId: found.id,
      termEndsOn,
      decision,
      why,
      proof,
      attachmentId,
      now,
      memberId: actor.id,
    })
    record(call, {
      act: 'contract.decide',
      on: ['document', documentId],
      details: { contract: formatContract(found.number), decision, why, proof, attachmentId, termEndsOn },
    })
    return {}
  })
}

export function undo(call: CallOf<typeof undoDecision>) {
  const { db, actor, input, now } = call
  return atomically(db, () => {
    const { found, standing } = running(call, input.contract)
    const contract = formatContract(found.number)
    const { termEndsOn } = standing
    if (contractQueries(db).undo({ contractId: found.id, termEndsOn, memberId: actor.id, now }) === 0)
      throw new Problem('not-possible-now', { detail: `Nothing is decided about the running term of ${contract}.` })
    record(call, { act: 'contract.undo', on: ['document', found.documentId], details: { contract, termEndsOn } })
    return {}
  })
}

/** A contract whose running term can be decided about. */
function running(call: MemberCall, reference: Parameters<typeof reachContract>[1]) {
  const found = reachContract(call, reference, 'decide')
  refuseArchived(found)
  const standing = standingOn(call.today, found.terms, found.decided, holidaysOf(call.db, call.actor.organizationId))
  if (standing.state === 'ended') {
    throw new Problem('not-possible-now', {
      detail: `${formatContract(found.number)} ended on ${standing.termEndsOn ?? ''}. Enter its new end first.`,
    })
  }
  return { found, standing }
}

// --- Shared ------------------------------------------------------------------------------------------------------

function termsIn({
  title,
  number,
  startsOn,
  endsOn,
  autoRenews,
  renewalMonths,
  notice,
  cost,
  ownerId,
  fallbackId,
  notes,
}: ContractTerms): ContractTerms {
  return { title, number, startsOn, endsOn, autoRenews, renewalMonths, notice, cost, ownerId, fallbackId, notes }
}

function addRevision(call: MemberCall, contractId: ContractId, revision: number, terms: ContractTerms): void {
  const { db, actor, now } = call
  contractQueries(db).addRevision({ contractId, revision, now, memberId: actor.id, terms: JSON.stringify(terms) })
  // The vendor is found by them (migrations/0014): with a typing error, too.
  learnWords(db, `${terms.title}\n${terms.number}`)
}

/** Whoever answers for a contract must be able to view its vendor: naming somebody who cannot is refused. */
function requireKeepers({ db, now }: MemberCall, documentId: DocumentId, { ownerId, fallbackId }: ContractTerms): void {
  for (const [field, keeperId] of Object.entries({ ownerId, fallbackId })) {
    if (keeperId && !contractQueries(db).mayKeep({ documentId, keeperId, now })?.may)
      throw invalid(`/${field}`, 'Choose somebody who can view this vendor.')
  }
  if (ownerId && ownerId === fallbackId) throw invalid('/fallbackId', 'Choose somebody other than the owner.')
}

function refuseArchived({ number, archivedAt, vendor, vendorArchivedAt }: ContractRow): void {
  if (archivedAt) {
    throw new Problem('not-possible-now', { detail: `${formatContract(number)} is archived. Restore it first.` })
  }
  refuseArchivedVendor(vendorArchivedAt, vendor.reference)
}

function refuseArchivedVendor(archivedAt: string | undefined, reference: string): void {
  if (archivedAt) throw new Problem('not-possible-now', { detail: `${reference} is archived. Restore it first.` })
}

/** The answer to a save that came second: what stands there now, so that nothing is lost. */
function changedMeanwhile(call: MemberCall, row: ContractRow): Problem {
  return new Problem('changed-meanwhile', {
    detail: `${row.updatedBy} saved ${formatContract(row.number)} while you were writing.`,
    facts: { current: contractOn(call, row, holidaysOf(call.db, call.actor.organizationId)) },
  })
}
