import type { Statement } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import * as access from '#contract/access.ts'
import * as accounts from '#contract/accounts.ts'
import * as activity from '#contract/activity.ts'
import * as attachments from '#contract/attachments.ts'
import { secretKeyWork } from '#contract/credentials.ts'
import * as credentials from '#contract/credentials.ts'
import * as contracts from '#contract/contracts.ts'
import * as dates from '#contract/dates.ts'
import * as documents from '#contract/documents.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import * as feed from '#contract/feed.ts'
import * as gaps from '#contract/gaps.ts'
import * as log from '#contract/log.ts'
import * as handovers from '#contract/handovers.ts'
import * as notices from '#contract/notices.ts'
import * as organizations from '#contract/organizations.ts'
import * as reading from '#contract/reading-lists.ts'
import * as recovery from '#contract/recovery.ts'
import * as responsibilities from '#contract/responsibilities.ts'
import * as reviews from '#contract/reviews.ts'
import * as runs from '#contract/runs.ts'
import * as search from '#contract/search.ts'
import * as secondFactor from '#contract/second-factor.ts'
import * as service from '#contract/service.ts'
import type { LevelName, Reference } from '#contract/values.ts'
import { missingWraps } from '../../client/vault/log-writer.ts'
import { routes } from '../../server/app.ts'
import { operationOf } from '../../server/http/route.ts'
import { later } from '../../server/platform/clock.ts'
import { aContract, aWatchedDate, someTerms } from '../support/contracts.ts'
import { added } from '../support/attachments.ts'
import { credentialCases } from '../support/credential-cases.ts'
import { incidentCases } from '../support/incident-cases.ts'
import { laneCases } from '../support/lane-cases.ts'
import { aReadingList, aReadingSection } from '../support/reading.ts'
import { aRunbook, aSystem, aVendor, usual } from '../support/documents.ts'
import { aBeginning, aFirstOwner, emailOf, signed } from '../support/log.ts'
import { aRun, anEvent } from '../support/runs.ts'
import { aDrill, aKit, aTakeover, handsOf } from '../support/recovery.ts'
import { aVault, call, start, type Name, type Vault } from '../support/vault.ts'

/**
 * Who may do what, as PRODUCT.md's table has it, operation by operation: the status that each gets.
 * Everybody asks about things of the organization `acme`; RB-01 lies in an open collection, RB-02 in a restricted one.
 */
const actors = ['mara', 'anton', 'jonas', 'rosa', 'ines', 'tariq', 'xenia', 'nobody'] as const
type Actor = (typeof actors)[number]
type Row = Readonly<Record<Actor, number>>
//                                 owner        admin          editor         reader        auditor       technician      stranger       nobody
const row = (
  ...[mara, anton, jonas, rosa, ines, tariq, xenia, nobody]: [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
): Row => ({ mara, anton, jonas, rosa, ines, tariq, xenia, nobody })

const accountHolders = row(200, 200, 200, 200, 200, 200, 200, 401)
const everybody = row(200, 200, 200, 200, 200, 200, 200, 200)
const members = row(200, 200, 200, 200, 200, 200, 404, 401)
const readers = row(200, 200, 200, 200, 403, 404, 404, 401)
const editors = row(200, 200, 200, 403, 403, 404, 404, 401)
const editorsOfAll = row(200, 200, 200, 403, 403, 403, 404, 401)
const contractReaders = row(200, 200, 200, 200, 404, 404, 404, 401)
const contractEditors = row(200, 200, 200, 403, 404, 404, 404, 401)
const owners = row(200, 403, 403, 403, 403, 403, 404, 401)
const keyHolders = row(200, 200, 403, 403, 403, 403, 404, 401)

interface Case {
  endpoint: Endpoint
  expected: Row
  /** Built anew for each actor, over a vault of its own. */
  input: (vault: Vault, actor: Actor) => object | Promise<object>
}
const op = (endpoint: Endpoint, expected: Row, input: Case['input'] = () => ({})): Case => ({
  endpoint,
  expected,
  input,
})

const open = 'RB-01' as Reference
const restricted = 'RB-02' as Reference
const rb01 = () => ({ reference: open })
const written = (vault: Vault) => ({ ...usual(vault, 'Written'), summary: '', tags: [], related: [] })
const saved = (vault: Vault, collectionId = vault.collections.general) => {
  const { title, body, criticality, intervalDays } = usual(vault, 'Saved')
  return { title, body, criticality, intervalDays, collectionId, revision: 1 }
}
const allChecks = [...documents.verificationChecks.runbook]
/** A picture of one pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const bytes = (length: number) => Buffer.alloc(length, 7).toString('base64url')

async function archived(vault: Vault, reference = open) {
  await vault.as('mara', documents.archiveDocument, { reference })
  return { reference }
}
async function flagged(vault: Vault) {
  await vault.as('rosa', documents.raiseFlag, { reference: open, text: 'Wrong' })
  const { body } = await vault.as('mara', documents.openDocument, { reference: open })
  return { reference: open, flagId: body.causes[0]?.flagId }
}
/** CT-01 of VN-01, in the open collection. */
async function contract(vault: Vault) {
  await aContract(vault, await aVendor(vault, 'Brightline Fibre', {}, 'mara'))
  return { contract: 'CT-01' }
}
async function watchedDate(vault: Vault) {
  const reference = await aVendor(vault, 'Brightline Fibre', {}, 'mara')
  return { reference, watchId: await aWatchedDate(vault, reference) }
}
const watch = { kind: 'domain', name: 'acme.example.com', on: '2026-05-01', leadDays: 30 }
const decision = { decision: 'renew', why: 'It works well' }
/** RL-01 of RB-01, which rosa has to read. */
async function readingList(vault: Vault) {
  const list = await aReadingList(vault, [{ reference: open }])
  await vault.as('mara', reading.assignReadingList, { list, id: uuidv7(), memberId: vault.member('rosa') } as never)
  return { list }
}
/** jonas leaves. */
async function handover(vault: Vault) {
  const { body } = await vault.as('mara', handovers.startHandover, { id: uuidv7(), memberId: vault.member('jonas') })
  return { handoverId: body.id }
}
/** A run of RB-01, under way. */
const run = (vault: Vault) => aRun(vault, { by: 'mara', reference: open })
/** A file of mara's on RB-01, of which a picture can be made. */
async function attached(vault: Vault, { removed = false } = {}) {
  const { id: attachmentId } = await added(vault, onePixel, { by: 'mara', name: 'one.png' })
  if (removed) await vault.as('mara', attachments.removeAttachment, { reference: open, attachmentId })
  return { reference: open, attachmentId }
}
/** A key that is on its way to rosa, by a grant of mara's. */
async function wrapToRosa(vault: Vault, actor: Actor) {
  const collection = vault.collections.secret
  await vault.grant('mara', { to: 'rosa', collection, level: 'reveal' })
  const giver = actor === 'anton' ? 'anton' : 'mara'
  const seeds = vault.seeds(collection)
  return missingWraps(vault.logState(), vault.identity(giver), collection, seeds, new Set(), start).filter(
    ({ to }) => to === vault.account('rosa'),
  )
}
/** Restricts a collection, signed by whoever asks; by mara for somebody who has no place in the log. */
function restricts(vault: Vault, actor: Actor) {
  const signer = actor === 'nobody' || actor === 'xenia' ? 'mara' : actor
  const set = { restricted: true }
  const draft = { type: 'policy.set', for: { collection: vault.collections.general, set } } as const
  return { entries: signed(vault.logState(), vault.identity(signer), [draft], start) }
}
/** Another organization, founded by whoever asks. */
function founded(vault: Vault, actor: Actor) {
  const name = actor === 'nobody' ? 'mara' : actor
  const founder = { name, email: emailOf(name), signer: { ...vault.identity(name), id: uuidv7() } }
  const organization = { id: uuidv7(), name: 'New', slug: 'new' }
  return aBeginning(founder, organization, { id: uuidv7() }, start).organization
}
const nowhere = { id: uuidv7(), linkSeed: new Uint8Array(32).fill(5), name: 'new', email: 'new@acme.example.com' }

const cases: Case[] = [
  // The installation
  op(service.health, everybody),
  op(service.readiness, everybody),
  op(service.openApiDocument, everybody),

  // Credentials and access to them
  ...credentialCases.map(({ endpoint, expected, input }) => op(endpoint, row(...expected), input)),

  // Incidents
  ...incidentCases.map(({ endpoint, expected, input }) => op(endpoint, row(...expected), input)),

  // Responsibilities
  ...laneCases.map(({ endpoint, expected, input }) => op(endpoint, row(...expected), input)),

  // Documents
  op(documents.listDocuments, members),
  op(documents.countDocuments, members),
  op(documents.listTags, members),
  op(documents.documentIndex, members),
  op(documents.createDocument, editors, written),
  op(documents.openDocument, readers, rb01),
  op(documents.saveDocument, editors, (vault) => ({ ...rb01(), ...saved(vault) })),
  op(documents.reserveReferences, editors, (vault) => ({
    collectionId: vault.collections.general,
    source: 'wiki',
    paths: ['a.md'],
  })),
  op(documents.importDocuments, editors, async (vault) => {
    const place = { collectionId: vault.collections.general, source: 'wiki' }
    await vault.as('mara', documents.reserveReferences, { ...place, paths: ['a.md'] })
    return { ...place, files: [{ id: uuidv7(), path: 'a.md', title: 'A', summary: '', body: 'a', tags: [] }] }
  }),
  op(documents.archiveDocument, editors, rb01),
  op(documents.restoreDocument, editors, (vault) => archived(vault)),
  op(documents.purgeDocument, row(200, 403, 403, 403, 403, 404, 404, 401), async (vault) => ({
    ...(await archived(vault)),
    confirm: open,
  })),
  op(documents.assignDocument, editors, (vault) => ({ ...rb01(), ownerId: vault.member('jonas') })),
  op(documents.pinDocument, readers, () => ({ ...rb01(), pinned: true })),
  op(documents.listRevisions, readers, rb01),
  op(documents.openRevision, readers, () => ({ ...rb01(), revision: 1 })),
  op(documents.restoreRevision, editors, () => ({ ...rb01(), revision: 1, current: 1 })),
  op(documents.verifyDocument, editors, () => ({ ...rb01(), revision: 1, checks: allChecks })),
  op(documents.listVerifications, readers, rb01),
  op(documents.raiseFlag, readers, () => ({ ...rb01(), text: 'Wrong number' })),
  op(documents.resolveFlag, editors, flagged),
  op(documents.snoozeDocument, readers, () => ({ ...rb01(), days: 3 })),
  // Out of reach is passed over in silence: asking tells nothing.
  op(documents.reportOpens, members, () => ({ references: [open, restricted] })),

  // Contracts and dates: out of reach below `view` on the vendor
  op(contracts.listContracts, members),
  op(contracts.previewContract, members, () => ({ endsOn: '2026-09-30' })),
  op(contracts.createContract, editors, async (vault) => ({
    ...someTerms,
    id: uuidv7(),
    reference: await aVendor(vault, 'Brightline Fibre', {}, 'mara'),
  })),
  op(contracts.openContract, contractReaders, contract),
  op(contracts.saveContract, contractEditors, async (vault) => ({
    ...(await contract(vault)),
    ...someTerms,
    revision: 1,
  })),
  op(contracts.archiveContract, contractEditors, contract),
  op(contracts.restoreContract, contractEditors, async (vault) => {
    const found = await contract(vault)
    await vault.as('mara', contracts.archiveContract, found)
    return found
  }),
  op(contracts.decideContract, contractEditors, async (vault) => ({ ...(await contract(vault)), ...decision })),
  op(contracts.undoDecision, contractEditors, async (vault) => {
    const found = await contract(vault)
    await vault.as('mara', contracts.decideContract, { ...found, ...decision } as never)
    return found
  }),
  op(contracts.listHolidays, members),
  op(contracts.setHolidays, keyHolders, () => ({ items: [{ on: '2026-12-25', name: 'Christmas Day' }] })),
  op(dates.listDeadlines, members),
  op(dates.listWatched, readers, async (vault) => ({ reference: (await watchedDate(vault)).reference })),
  op(dates.createWatched, editors, async (vault) => ({
    ...watch,
    id: uuidv7(),
    reference: await aVendor(vault, 'Brightline Fibre', {}, 'mara'),
  })),
  op(dates.saveWatched, editors, async (vault) => ({ ...(await watchedDate(vault)), ...watch, revision: 1 })),
  op(dates.endWatched, editors, async (vault) => ({ ...(await watchedDate(vault)), why: 'No longer ours' })),

  // Files
  op(attachments.listAttachments, readers, rb01),
  op(attachments.addAttachment, editors, () => ({
    ...rb01(),
    id: uuidv7(),
    name: 'one.png',
    file: onePixel,
  })),
  op(attachments.readAttachment, readers, (vault) => attached(vault)),
  op(attachments.previewAttachment, readers, (vault) => attached(vault)),
  op(attachments.renameAttachment, editors, async (vault) => ({ ...(await attached(vault)), name: 'Other.png' })),
  op(attachments.removeAttachment, editors, (vault) => attached(vault)),
  op(attachments.restoreAttachment, editors, (vault) => attached(vault, { removed: true })),
  op(attachments.purgeAttachment, row(200, 403, 403, 403, 403, 404, 404, 401), async (vault) => ({
    ...(await attached(vault, { removed: true })),
    confirm: 'one.png',
  })),

  // Reading lists: of those who write none, whoever has it; nobody else learns that it is there
  op(reading.listReadingLists, members),
  op(reading.openReadingList, row(200, 200, 200, 200, 404, 404, 404, 401), (vault) => readingList(vault)),
  op(reading.readingOf, readers, rb01),
  op(reading.createReadingList, editorsOfAll, () => ({
    id: uuidv7(),
    title: 'Your first two weeks',
    sections: [aReadingSection([])],
  })),
  op(reading.saveReadingList, editorsOfAll, async (vault) => ({
    ...(await readingList(vault)),
    revision: 1,
    title: 'Your first three weeks',
    sections: [aReadingSection([])],
  })),
  op(reading.archiveReadingList, editorsOfAll, (vault) => readingList(vault)),
  op(reading.restoreReadingList, editorsOfAll, async (vault) => {
    const found = await readingList(vault)
    await vault.as('mara', reading.archiveReadingList, found)
    return found
  }),
  op(reading.acknowledge, row(200, 200, 200, 200, 404, 404, 404, 401), async (vault) => {
    const found = await readingList(vault)
    const { body } = await vault.as('mara', reading.openReadingList, found)
    return { ...found, item: body.next, revision: 1 }
  }),
  op(reading.assignReadingList, editorsOfAll, async (vault) => ({
    ...(await readingList(vault)),
    id: uuidv7(),
    memberId: vault.member('tariq'),
  })),
  op(reading.endAssignment, editorsOfAll, async (vault) => {
    const found = await readingList(vault)
    const { body } = await vault.as('mara', reading.readingProgress, found)
    return { ...found, assignmentId: body.assignments[0]?.id }
  }),
  op(reading.previewAssignment, editorsOfAll, async (vault) => ({ ...(await readingList(vault)), role: 'technician' })),
  op(reading.readingProgress, editorsOfAll, (vault) => readingList(vault)),
  op(reading.listLateReaders, editorsOfAll),
  op(reading.nudgeReader, editorsOfAll, async (vault) => ({
    ...(await readingList(vault)),
    memberId: vault.member('rosa'),
  })),
  op(reading.requireReading, keyHolders, async (vault) => ({
    ...(await readingList(vault)),
    collectionId: vault.collections.general,
  })),
  op(reading.requiredReading, readers, (vault) => ({
    collectionId: vault.collections.general,
  })),

  // Runs: reached through their runbook
  op(runs.startRun, readers, () => ({ ...rb01(), id: uuidv7() })),
  op(runs.openRun, readers, async (vault) => ({ runId: (await run(vault)).runId })),
  op(runs.addRunEvents, readers, async (vault) => ({
    runId: (await run(vault)).runId,
    events: [anEvent({ what: 'done', step: 0, at: start })],
  })),
  op(runs.finishRun, readers, async (vault) => ({
    runId: (await run(vault)).runId,
    outcome: 'needs_changes',
    summary: 'The step is wrong',
  })),
  op(runs.listRuns, readers, rb01),
  op(runs.runsUnderWay, members),

  // Handovers: of jonas, who looks on
  op(handovers.listHandovers, members),
  op(handovers.previewHandover, row(200, 200, 403, 403, 200, 403, 404, 401), (vault) => ({
    memberId: vault.member('rosa'),
  })),
  op(handovers.startHandover, keyHolders, (vault) => ({ id: uuidv7(), memberId: vault.member('rosa') })),
  op(handovers.openHandover, row(200, 200, 200, 404, 200, 404, 404, 401), handover),
  op(handovers.moveDocuments, keyHolders, async (vault) => ({
    ...(await handover(vault)),
    references: [open],
    toId: vault.member('rosa'),
  })),
  op(handovers.moveLanes, keyHolders, async (vault) => ({
    ...(await handover(vault)),
    lanes: [(await vault.as('mara', responsibilities.listLanes, {})).body.items[0]?.id],
    toId: vault.member('rosa'),
  })),
  op(handovers.moveReading, keyHolders, async (vault) => {
    const { list } = await readingList(vault)
    const assignment = { list, id: uuidv7(), memberId: vault.member('jonas') }
    await vault.as('mara', reading.assignReadingList, assignment as never)
    const { body } = await vault.as('mara', handovers.openHandover, await handover(vault))
    return { handoverId: body.id, lists: body.items.reading.map(({ id }) => id) }
  }),
  op(handovers.markStep, keyHolders, async (vault) => ({ ...(await handover(vault)), step: 'documents', done: true })),
  op(handovers.signHandover, row(200, 200, 403, 404, 403, 404, 404, 401), async (vault) => ({
    ...(await handover(vault)),
    side: 'staying',
  })),
  op(handovers.closeHandover, keyHolders, async (vault) => ({ ...(await handover(vault)), outcome: 'cancelled' })),

  // Calendar and mail
  op(feed.myFeed, accountHolders),
  op(feed.makeFeed, accountHolders),
  op(feed.endFeed, accountHolders),
  // Whoever has the address has the calendar: that is what it is for.
  op(feed.readFeed, everybody, async (vault) => {
    const { body } = await vault.as('mara', feed.makeFeed, {})
    return { token: body.path.replace('/calendar/', '') }
  }),
  op(feed.myMail, members),
  op(feed.changeMyMail, members, () => ({ digest: true, atOnce: false })),
  op(feed.outsideSettings, keyHolders),
  op(feed.changeOutsideSettings, keyHolders, () => ({ titles: true })),
  // No mail server is set up here.
  op(feed.sendTestMail, row(409, 409, 403, 403, 403, 403, 404, 401)),

  // Reviews, home, search
  op(reviews.listReviews, members),
  op(reviews.home, members),
  op(search.search, members, () => ({ text: 'RB' })),
  op(search.reportSearch, members, () => ({ text: 'vpn', results: 0 })),
  op(search.listGaps, editorsOfAll),
  op(gaps.listDocumentationGaps, row(200, 200, 200, 403, 200, 403, 404, 401)),
  op(gaps.systemGaps, readers, async (vault) => ({ reference: await aSystem(vault, 'Door entry', {}, 'mara') })),

  // Activity and notices
  op(activity.listActivity, members),
  op(activity.createActivityExport, members, () => ({ id: uuidv7() })),
  op(activity.readActivityExport, members, async (vault, actor) => {
    const id = uuidv7() as never
    if (actor !== 'nobody' && actor !== 'xenia') await vault.as(actor, activity.createActivityExport, { id })
    return { id }
  }),
  op(activity.listCheckpoints, row(200, 200, 403, 403, 200, 403, 404, 401)),
  op(notices.listNotices, row(200, 200, 200, 200, 200, 200, 200, 401)),
  op(notices.countNotices, row(200, 200, 200, 200, 200, 200, 200, 401)),
  op(notices.readNotices, row(200, 200, 200, 200, 200, 200, 200, 401), () => ({ ids: [uuidv7()] })),
  op(notices.noticeWishes, row(200, 200, 200, 200, 200, 200, 200, 401)),
  op(notices.changeNoticeWish, row(200, 200, 200, 200, 200, 200, 200, 401), () => ({ topic: 'reading', wish: 'list' })),
  op(notices.noticeStream, row(200, 200, 200, 200, 200, 200, 200, 401)),

  // Organization
  op(organizations.createOrganization, row(200, 200, 403, 403, 403, 403, 200, 401), founded),
  op(organizations.organizationSettings, members),
  op(organizations.changeOrganizationSettings, keyHolders, () => ({
    name: 'Acme',
    timeZone: 'Europe/Paris',
    keepsSearchTexts: true,
  })),
  op(organizations.listParties, row(200, 200, 403, 403, 200, 403, 404, 401)),
  op(organizations.createParty, keyHolders, () => ({ id: uuidv7(), name: 'Another MSP', side: 'partner' })),

  // People
  op(organizations.listMembers, row(200, 200, 403, 403, 200, 200, 404, 401)),
  op(organizations.listKeepers, editors, (vault) => ({ collectionId: vault.collections.general })),
  op(organizations.listInvitations, row(200, 200, 403, 403, 200, 403, 404, 401)),

  // Collections and grants
  op(organizations.listCollections, members),
  op(organizations.listGrants, members),

  // The organization's log: who may state what is in log.test.ts, statement by statement
  op(log.readLog, members),
  op(log.appendToLog, keyHolders, restricts),
  op(log.myKeys, members),
  op(log.keyWork, keyHolders),
  op(secretKeyWork, keyHolders),
  op(log.addWraps, keyHolders, async (vault, actor) => ({ wraps: await wrapToRosa(vault, actor) })),
  // Nobody of these waits to be let in.
  op(log.remindOfAdmission, row(404, 404, 404, 404, 404, 404, 404, 401), () => ({ invitation: uuidv7() })),
  op(log.saveHome, accountHolders, () => ({ counter: 1, sealed: bytes(200) })),

  // Accounts
  op(accounts.startSignIn, everybody, () => ({ email: 'mara@acme.example.com' })),
  op(accounts.signIn, row(401, 401, 401, 401, 401, 401, 401, 401), (vault) => ({
    accountId: vault.account('mara'),
    challenge: bytes(32),
    ts: start,
    origin: 'http://127.0.0.1:4600',
    signature: bytes(64),
  })),
  op(accounts.mySession, accountHolders),
  op(accounts.signOut, accountHolders),
  op(accounts.changePassphrase, row(401, 401, 401, 401, 401, 401, 401, 401), () => ({
    salt: bytes(16),
    profile: 2,
    loginPublicKey: bytes(32),
    sealedUak: bytes(124),
    ts: start,
    proof: bytes(64),
  })),
  op(secondFactor.enterSecondFactor, row(401, 401, 401, 401, 401, 401, 401, 401), () => ({
    ticket: bytes(32),
    code: '123456',
  })),
  op(secondFactor.mySecondFactor, accountHolders),
  op(secondFactor.beginSecondFactor, accountHolders),
  // Nothing was begun, and there is nothing to end or to make codes for.
  op(secondFactor.confirmSecondFactor, row(409, 409, 409, 409, 409, 409, 409, 401), () => ({ code: '123456' })),
  op(secondFactor.endSecondFactor, row(409, 409, 409, 409, 409, 409, 409, 401)),
  op(secondFactor.makeRecoveryCodes, row(409, 409, 409, 409, 409, 409, 409, 401)),
  op(secondFactor.listMySessions, accountHolders),
  op(secondFactor.endMySession, row(404, 404, 404, 404, 404, 404, 404, 401), () => ({ sessionId: uuidv7() })),
  op(secondFactor.endMyOtherSessions, accountHolders),
  op(accounts.setupState, everybody),
  op(accounts.setUp, row(404, 404, 404, 404, 404, 404, 404, 404), () => aFirstOwner('nora', { at: start }).input),
  op(accounts.lookUpInvitation, row(404, 404, 404, 404, 404, 404, 404, 404), (vault) => ({
    orgId: vault.logState().orgId,
    key: bytes(32),
  })),
  op(accounts.acceptInvitation, row(404, 404, 404, 404, 404, 404, 404, 404), (vault) => vault.acceptance(nowhere)),

  // Recovery
  op(recovery.recoveryState, members),
  op(recovery.recoveryWraps, owners),
  op(recovery.noteCardHolders, owners, async (vault) => {
    await aKit(vault)
    return { epoch: 1, cards: [{ card: 1, holder: 'Safe' }] }
  }),
  op(recovery.recordDrill, owners, async (vault) => aDrill(vault, (await aKit(vault)).slice(1))),
  // Enough cards are the key, whoever comes with them.
  op(recovery.openRecovery, everybody, async (vault) =>
    handsOf(vault, 'nora').recovery.proveCards({ cards: (await aKit(vault)).slice(1) }),
  ),
  op(recovery.takeOver, everybody, async (vault) => {
    const { memberId: _, ...input } = await aTakeover(vault, (await aKit(vault)).slice(1))
    return input
  }),
]

/** acme with RB-01 in the open and RB-02 restricted: made once, and so again before everybody who asks. */
let place: { vault: Vault; again: () => void } | undefined
async function acme() {
  if (place) return place
  const vault = aVault({}, { undone: true })
  await aRunbook(vault, 'Open', {}, 'mara')
  await aRunbook(vault, 'Restricted', { collectionId: vault.collections.secret }, 'mara')
  place = { vault, again: vault.mark() }
  return place
}

/** What is sent, in a vault where it can be: made once for all who would send the same, too. */
interface Prepared {
  given: Record<string, unknown>
  before: string
  again: () => void
}
let last: (Prepared & { one: Case; by: Actor | undefined }) | undefined
async function prepared(one: Case, actor: Actor): Promise<Prepared & { vault: Vault }> {
  const { vault, again } = await acme()
  const by = one.input.length < 2 ? undefined : actor
  if (last?.one === one && last.by === by) last.again()
  else {
    again()
    last = undefined
    const given = { ...(await one.input(vault, actor)) }
    last = { one, by, given, before: snapshot(vault), again: vault.mark() }
  }
  return { ...last, vault }
}

/** The answer that one actor gets, and whether it changed anything. */
async function asked(one: Case, actor: Actor, change: (input: Record<string, unknown>) => object = () => ({})) {
  const { vault, given, before } = await prepared(one, actor)
  const answer = await call(
    vault.app,
    one.endpoint,
    { ...(one.endpoint.path.includes(':slug') && { slug: 'acme' }), ...given, ...change(given) },
    actor === 'nobody' ? undefined : vault.cookie(actor),
  )
  return { answer, isAsBefore: snapshot(vault) === before }
}

/** Everything that is kept, but for what signing in and counting leave behind. */
function snapshot(vault: Vault): string {
  const tables = [
    'organizations',
    'parties',
    'members',
    'invitations',
    'organization_log',
    'collections',
    'collection_epochs',
    'seed_wraps',
    'homes',
    'documents',
    'document_revisions',
    'grants',
    'doubts',
    'verifications',
    'pins',
    'snoozes',
    'document_tags',
    'document_relations',
    'citations',
    'contracts',
    'contract_revisions',
    'contract_decisions',
    'watched_dates',
    'watched_renewals',
    'holidays',
    'calendar_feeds',
    'mail_wishes',
    'incidents',
    'incident_members',
    'incident_events',
    'incident_runbooks',
    'follow_ups',
    'letters',
    'runs',
    'run_events',
  ]
  const known = contents.get(vault) ?? tables.map((table) => vault.db.prepare(`SELECT * FROM ${table}`).raw())
  contents.set(vault, known)
  return JSON.stringify(known.map((content) => content.all()))
}
const contents = new WeakMap<Vault, Statement[]>()

test('every operation has its row in the table, and no row is about nothing', () => {
  expect(cases.map(({ endpoint }) => operationOf(endpoint)).toSorted()).toEqual(
    routes.map(({ endpoint }) => operationOf(endpoint)).toSorted(),
  )
})

describe.each(cases.map((one) => [operationOf(one.endpoint), one] as const))('%s', (_name, one) => {
  test.each(actors)('%s', async (actor) => {
    const { answer, isAsBefore } = await asked(one, actor)
    expect([answer.status, answer.status < 300 ? '' : answer.body.type]).toEqual([
      one.expected[actor],
      expect.any(String),
    ])
    if (answer.status >= 400) {
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
      expect(isAsBefore).toBe(true)
    }
    expect(answer.headers['cache-control']).toBe('no-store')
  })
})

// --- Out of reach is the same as made up ---------------------------------------------------------------------------------

const onDocuments = cases.filter(({ endpoint }) => endpoint.path.includes(':reference'))

/** What an answer tells, without what differs between any two: the request's id and the time. */
const told = ({ status, headers, body }: { status: number; headers: Record<string, string>; body: object }) => {
  const { date: _date, 'content-length': _length, ...others } = headers
  return { status, others, body: { ...body, instance: '' } }
}

describe.each(onDocuments.map((one) => [operationOf(one.endpoint), one] as const))(
  '%s on what is out of reach',
  (_name, one) => {
    test.each([
      ['an editor, on a restricted document', 'jonas', restricted],
      ['a reader, on a restricted document', 'rosa', restricted],
      ['a technician without a grant', 'tariq', open],
    ] as const)('%s gets the answer of a made-up reference', async (_who, actor, reference) => {
      const there = await asked(one, actor, (input) => ({
        reference,
        ...('confirm' in input && { confirm: reference }),
      }))
      const madeUp = await asked(one, actor, (input) => ({
        reference: 'RB-77',
        ...('confirm' in input && { confirm: 'RB-77' }),
      }))
      expect(there.answer.status).toBe(404)
      expect(told(there.answer)).toEqual(told(madeUp.answer))
      expect(there.isAsBefore).toBe(true)
    })

    test('another organization’s owner gets the answer of a made-up organization', async () => {
      const there = await asked(one, 'xenia')
      const madeUp = await asked(one, 'xenia', () => ({ slug: 'no-such-organization' }))
      expect(there.answer.status).toBe(404)
      expect(told(there.answer)).toEqual(told(madeUp.answer))
    })
  },
)

// --- Levels, one by one --------------------------------------------------------------------------------------------------

/** What opens nothing that is sealed; what seals or wraps needs keys too, and has tests of its own. */
const levelOnCredential = new Map<Endpoint, number>([
  [credentials.openCredential, 1],
  [credentials.listReveals, 1],
  [credentials.listOpeners, 1],
  [credentials.listSecretVersions, 2],
  [credentials.reveal, 2],
  [access.askForRotation, 2],
])

const purges: Endpoint[] = [documents.purgeDocument, attachments.purgeAttachment]

/** Operations on a document and the level that each needs; one step below is refused. */
const needed: [Case, number][] = onDocuments.flatMap((one): [Case, number][] => {
  if (credentialCases.some(({ endpoint }) => endpoint === one.endpoint)) {
    const level = levelOnCredential.get(one.endpoint)
    return level === undefined ? [] : [[one, level]]
  }
  const [, , , reader] = actors.map((actor) => one.expected[actor])
  return [[one, purges.includes(one.endpoint) ? 5 : reader === 200 ? 1 : 3]]
})

describe.each(needed.map(([one, level]) => [operationOf(one.endpoint), one, level] as const))(
  '%s by grant',
  (_name, one, level) => {
    test.each([1, 2, 3, 4])('a technician with level %i on the document', async (held) => {
      const { vault, given } = await prepared(one, 'tariq')
      const endsAt = later(start, { hours: 1 })
      const levelName = (['view', 'reveal', 'edit', 'manage'] as const)[held - 1] ?? 'view'
      const { reference } = given as { reference: string }
      expect((await vault.grant('mara', { to: 'tariq', reference, level: levelName, endsAt })).status).toBe(200)
      const answer = await call(vault.app, one.endpoint, { slug: 'acme', ...given }, vault.cookie('tariq'))
      expect(answer.status).toBe(held >= level ? 200 : 403)

      // Expiry is decided when asked, to the millisecond.
      vault.clock.set(later(start, { hours: 1 }))
      const after = await call(vault.app, one.endpoint, { slug: 'acme', ...given }, vault.cookie('tariq'))
      expect(after.status).toBe(404)
    })
  },
)

// --- The guard and the list agree ----------------------------------------------------------------------------------------

test('a list shows exactly the documents that the guard lets through, for everybody', async () => {
  const vault = aVault()
  for (let n = 0; n < 8; n++)
    await aRunbook(
      vault,
      `Runbook ${n}`,
      { collectionId: n % 2 ? vault.collections.secret : vault.collections.general },
      'mara',
    )
  const endsAt = later(start, { hours: 1 })
  const grant = (to: Name, number: number, level: LevelName) =>
    vault.grant('mara', { to, reference: `RB-0${number}`, level, endsAt })
  await grant('tariq', 1, 'view')
  await grant('tariq', 2, 'edit')
  await grant('rosa', 4, 'view')
  await grant('ines', 6, 'view')
  for (const moment of [start, later(start, { hours: 1 })]) {
    vault.clock.set(moment)
    for (const name of ['mara', 'anton', 'jonas', 'rosa', 'ines', 'tariq'] as const) {
      const listed = (await vault.as(name, documents.listDocuments, { limit: 200 })).body.items.map(
        (line) => line.reference,
      )
      const opened: string[] = []
      for (let n = 1; n <= 8; n++) {
        const { status } = await vault.as(name, documents.openDocument, { reference: `RB-0${n}` as Reference })
        if (status !== 404) opened.push(`RB-0${n}`)
      }
      expect([name, listed.toSorted()]).toEqual([name, opened])
    }
  }
})

test('a session cookie of no account, an ended session and a disabled account are nobody', async () => {
  const vault = aVault()
  const cookie = vault.cookie('jonas')
  expect((await call(vault.app, accounts.mySession, {}, '__Host-runkeep=made-up')).status).toBe(401)
  vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('jonas'))
  expect((await call(vault.app, accounts.mySession, {}, cookie)).status).toBe(401)
  vault.db.prepare(`UPDATE accounts SET disabled_at = NULL`).run()
  expect((await call(vault.app, accounts.mySession, {}, cookie)).status).toBe(200)
  vault.clock.set(later(start, { minutes: 60 }))
  expect((await call(vault.app, accounts.mySession, {}, cookie)).status).toBe(401)
})
