import { expect, test } from 'vitest'
import {
  archiveDocument,
  assignDocument,
  openDocument,
  purgeDocument,
  raiseFlag,
  reportOpens,
  resolveFlag,
  restoreDocument,
  saveDocument,
  snoozeDocument,
  verifyDocument,
} from '#contract/documents.ts'
import { home, listReviews } from '#contract/reviews.ts'
import type { FlagId, Instant, Reference } from '#contract/values.ts'
import { dayIn, laterByDays } from '../../server/platform/clock.ts'
import { aRunbook, aSystem, newDocumentId, verified } from '../support/documents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const opened = async (vault: Vault, reference: Reference, name: Name = 'jonas') =>
  (await vault.as(name, openDocument, { reference })).body
const on = (day: string): Instant => `${day}T12:00:00.000Z` as Instant

/** Lead = min(max(7, ⌈I/5⌉), 30, I − 1); D = V + I: the last day still counts. Verified on 1 March 2026 in each case. */
test.each([
  // I = 30: lead 7, due from 24 March, D = 31 March
  [30, '2026-03-23', 'verified', 8],
  [30, '2026-03-24', 'due', 7],
  [30, '2026-03-31', 'due', 0],
  [30, '2026-04-01', 'overdue', -1],
  // I = 90: lead 18, D = 30 May
  [90, '2026-05-11', 'verified', 19],
  [90, '2026-05-12', 'due', 18],
  [90, '2026-05-31', 'overdue', -1],
  // I = 180: lead 30 (a fifth is 36), D = 28 August
  [180, '2026-07-28', 'verified', 31],
  [180, '2026-07-29', 'due', 30],
  // I = 365: lead 30, D = 1 March 2027
  [365, '2027-01-29', 'verified', 31],
  [365, '2027-01-30', 'due', 30],
  [365, '2027-03-02', 'overdue', -1],
  // I = 36: lead 8 (⌈36/5⌉), D = 6 April
  [36, '2026-03-28', 'verified', 9],
  [36, '2026-03-29', 'due', 8],
  // I = 5: lead 4 (I − 1), D = 6 March
  [5, '2026-03-01', 'verified', 5],
  [5, '2026-03-02', 'due', 4],
  // I = 1: lead 0, D = 2 March
  [1, '2026-03-01', 'verified', 1],
  [1, '2026-03-02', 'due', 0],
  [1, '2026-03-03', 'overdue', -1],
])('a runbook verified on 1 March every %i days is, on %s, %s', async (intervalDays, day, state, daysLeft) => {
  const vault = aVault()
  vault.clock.set(on('2026-03-01'))
  const reference = await aRunbook(vault, 'Reviewed', { intervalDays })
  await verified(vault, reference)
  vault.clock.set(on(day))
  expect(await opened(vault, reference)).toMatchObject({ state, daysLeft })
})

test('days are calendar days of the organization, not of the server', async () => {
  const vault = aVault()
  vault.db.prepare(`UPDATE organizations SET time_zone = 'Pacific/Auckland' WHERE slug = 'acme'`).run()
  vault.clock.set('2026-03-01T23:30:00.000Z' as Instant)
  const reference = await aRunbook(vault, 'Far away', { intervalDays: 1 })
  await verified(vault, reference)
  expect(await opened(vault, reference)).toMatchObject({ dueOn: '2026-03-03', daysLeft: 1, state: 'verified' })
  expect(dayIn('Pacific/Auckland', vault.clock.now())).toBe('2026-03-02')
})

test('editing never verifies, and is said', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Edited')
  await verified(vault, reference)
  const { title, body, collectionId, criticality, intervalDays } = await opened(vault, reference)
  await vault.as('jonas', saveDocument, {
    reference,
    revision: 1,
    title,
    body: `${body}more`,
    collectionId,
    criticality,
    intervalDays,
  })
  expect(await opened(vault, reference)).toMatchObject({
    state: 'verified',
    editedSinceVerified: true,
    verifiedAt: start,
    revision: 2,
  })
  await verified(vault, reference, 'jonas', 2)
  expect(await opened(vault, reference)).toMatchObject({ editedSinceVerified: false })
})

test('verifying states all three checks for the revision that was read', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Checked')
  const verify = (checks: string[], revision = 1) => vault.as('jonas', verifyDocument, { reference, revision, checks })
  expect(await verify(['steps', 'links'])).toMatchObject({ status: 400 })
  expect(await verify(['steps', 'links', 'links'])).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/checks' }] },
  })
  expect(await verify(['steps', 'links', 'phones'], 2)).toMatchObject({ status: 409 })
  expect((await opened(vault, reference)).state).toBe('unverified')
  expect((await verify(['phones', 'links', 'steps'])).status).toBe(200)
  expect((await opened(vault, reference)).state).toBe('verified')
})

test('the owner and the deputy verify though they only read; another reader may not', async () => {
  const vault = aVault()
  vault.addMember('olga', 'reader')
  const reference = await aRunbook(vault, 'Kept', { ownerId: vault.member('rosa') })
  const checks = ['steps', 'links', 'phones']
  expect((await vault.as('olga', verifyDocument, { reference, revision: 1, checks })).status).toBe(403)
  expect((await opened(vault, reference, 'rosa')).mayVerify).toBe(true)
  expect((await vault.as('rosa', verifyDocument, { reference, revision: 1, checks })).status).toBe(200)
  expect(await opened(vault, reference)).toMatchObject({ state: 'verified', verifiedBy: 'rosa' })
})

// --- Doubt -------------------------------------------------------------------------------------------------------------

test('a reported problem makes a document suspect until somebody resolves it; verifying does not clear it', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Doubted')
  await verified(vault, reference)
  await vault.as('rosa', raiseFlag, { reference, text: 'Step 2 names the old portal' })
  const { state, causes } = await opened(vault, reference)
  expect(state).toBe('suspect')
  expect(causes).toMatchObject([{ cause: 'flag', text: 'Step 2 names the old portal', by: 'rosa' }])
  await verified(vault, reference)
  expect((await opened(vault, reference)).state).toBe('suspect')
  const flagId = causes[0]?.flagId as FlagId
  expect((await vault.as('rosa', resolveFlag, { reference, flagId })).status).toBe(403)
  expect((await vault.as('jonas', resolveFlag, { reference, flagId: newDocumentId() })).status).toBe(404)
  expect((await vault.as('jonas', resolveFlag, { reference, flagId, note: 'Portal renamed' })).status).toBe(200)
  expect((await vault.as('jonas', resolveFlag, { reference, flagId })).status).toBe(409)
  expect(await opened(vault, reference)).toMatchObject({ state: 'verified', causes: [] })
})

test('a document is suspect when something that it cites is archived, and no longer when that comes back', async () => {
  const vault = aVault()
  const cited = await aRunbook(vault, 'Failover')
  const citing = await aRunbook(vault, 'Internet down', { body: `Then [[${cited}]]` })
  await verified(vault, citing)
  vault.clock.set(later1(vault))
  await vault.as('jonas', archiveDocument, { reference: cited })
  expect(await opened(vault, citing)).toMatchObject({
    state: 'suspect',
    causes: [{ cause: 'cited_archived', reference: cited, title: 'Failover' }],
  })
  await vault.as('jonas', restoreDocument, { reference: cited })
  expect((await opened(vault, citing)).state).toBe('verified')
})

test('verifying clears what came from citations, and purging casts doubt anew', async () => {
  const vault = aVault()
  const cited = await aRunbook(vault, 'Failover')
  const citing = await aRunbook(vault, 'Internet down', { body: `Then [[${cited}]]` })
  await verified(vault, citing)
  vault.clock.set(later1(vault))
  await vault.as('mara', archiveDocument, { reference: cited })
  vault.clock.set(later1(vault))
  await verified(vault, citing)
  expect((await opened(vault, citing)).state).toBe('verified')
  vault.clock.set(later1(vault))
  await vault.as('mara', purgeDocument, { reference: cited, confirm: cited })
  expect(await opened(vault, citing)).toMatchObject({
    state: 'suspect',
    causes: [{ cause: 'cited_purged', reference: cited }],
  })
})

test('a doubt ends when the text no longer cites what was archived; what was never verified is not suspect by citation', async () => {
  const vault = aVault()
  const cited = await aRunbook(vault, 'Failover')
  const citing = await aRunbook(vault, 'Internet down', { body: `Then [[${cited}]]` })
  const unverified = await aRunbook(vault, 'Never looked at', { body: `Then [[${cited}]]` })
  await verified(vault, citing)
  vault.clock.set(later1(vault))
  await vault.as('jonas', archiveDocument, { reference: cited })
  expect((await opened(vault, unverified)).state).toBe('unverified')
  const { title, collectionId, criticality, intervalDays } = await opened(vault, citing)
  await vault.as('jonas', saveDocument, {
    reference: citing,
    revision: 1,
    title,
    body: 'Nothing cited',
    collectionId,
    criticality,
    intervalDays,
  })
  expect((await opened(vault, citing)).state).toBe('verified')
})

test('a cause names what was archived only to those who may see it', async () => {
  const vault = aVault()
  const secret = await aRunbook(vault, 'Secret plan', { collectionId: vault.collections.secret }, 'mara')
  const citing = await aRunbook(vault, 'Open', { body: `See [[${secret}]]` })
  await verified(vault, citing)
  vault.clock.set(later1(vault))
  await vault.as('mara', archiveDocument, { reference: secret })
  const seen = (await opened(vault, citing, 'rosa')).causes
  expect(seen).toMatchObject([{ cause: 'cited_archived' }])
  expect(seen[0]).not.toHaveProperty('title')
  expect(seen[0]).not.toHaveProperty('reference')
})

const later1 = (vault: Vault): Instant => new Date(Date.parse(vault.clock.now()) + 60_000).toISOString() as Instant

// --- The queue -----------------------------------------------------------------------------------------------------------

const queue = async (vault: Vault, name: Name, input: object = {}) =>
  (await vault.as(name, listReviews, input)).body.items

test('the queue stands in order of risk and says why', async () => {
  const vault = aVault()
  const mine = { ownerId: vault.member('jonas') }
  const low = await aRunbook(vault, 'Low, overdue', { ...mine, criticality: 'low', intervalDays: 10 })
  const critical = await aRunbook(vault, 'Critical, overdue', { ...mine, criticality: 'critical', intervalDays: 10 })
  const flagged = await aRunbook(vault, 'Critical, doubted', { ...mine, criticality: 'critical', intervalDays: 365 })
  const fine = await aRunbook(vault, 'Verified', { ...mine, intervalDays: 365 })
  for (const reference of [low, critical, flagged, fine]) await verified(vault, reference)
  await vault.as('rosa', raiseFlag, { reference: flagged, text: 'Wrong number' })
  await vault.as('rosa', reportOpens, { references: [critical] })
  await vault.as('rosa', reportOpens, { references: [critical, 'RB-99'] })
  await vault.as('jonas', reportOpens, { references: [critical] })
  vault.clock.set(laterByDays(start, 12))
  const lines = await queue(vault, 'jonas')
  expect(lines.map((line) => [line.reference, line.reasons])).toEqual([
    [flagged, ['Problem reported', 'Critical']],
    [critical, ['Overdue 2 days', 'Critical', 'Opened 2 times in 90 days']],
    [low, ['Overdue 2 days']],
  ])
  expect(lines[0]?.mayVerify).toBe(true)
})

test('the queue comes by pages without gaps or doubles', async () => {
  const vault = aVault()
  for (let n = 0; n < 7; n++)
    await aRunbook(vault, `Unverified ${n}`, { ownerId: vault.member('jonas'), criticality: n % 2 ? 'low' : 'high' })
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = (await vault.as('jonas', listReviews, { limit: 3, after })).body
    seen.push(...page.items.map((line) => line.reference))
    after = page.next
  } while (after)
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
})

test('mine is what I keep; what nobody keeps is work for the key holders', async () => {
  const vault = aVault()
  const kept = await aRunbook(vault, 'Rosa’s', { ownerId: vault.member('rosa'), deputyId: vault.member('jonas') })
  const orphan = await aRunbook(vault, 'Nobody’s')
  expect((await queue(vault, 'rosa')).map((line) => line.reference)).toEqual([kept])
  expect((await queue(vault, 'jonas')).map((line) => line.reference)).toEqual([kept])
  expect(await queue(vault, 'mara')).toMatchObject([
    { reference: orphan, noOwner: true, reasons: ['Never verified', 'No owner'] },
  ])
  expect(await queue(vault, 'rosa', { scope: 'all' })).toHaveLength(2)
  await vault.as('mara', assignDocument, { reference: orphan, ownerId: vault.member('anton') })
  expect(await queue(vault, 'mara')).toEqual([])
})

test('a snooze hides a document from my queue for its days and from nobody else’s', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Later', { ownerId: vault.member('rosa'), deputyId: vault.member('jonas') })
  expect((await vault.as('rosa', snoozeDocument, { reference, days: 15 })).status).toBe(400)
  await vault.as('rosa', snoozeDocument, { reference, days: 3 })
  expect(await queue(vault, 'rosa')).toEqual([])
  expect(await queue(vault, 'jonas')).toHaveLength(1)
  expect(await opened(vault, reference, 'rosa')).toMatchObject({ state: 'unverified', snoozedUntil: '2026-03-05' })
  vault.clock.set(laterByDays(start, 3))
  expect(await queue(vault, 'rosa')).toHaveLength(1)
})

test('the queue holds nothing that one may not see', async () => {
  const vault = aVault()
  await aRunbook(vault, 'Secret', { collectionId: vault.collections.secret }, 'mara')
  expect(await queue(vault, 'jonas', { scope: 'all' })).toEqual([])
  expect(await queue(vault, 'tariq', { scope: 'all' })).toEqual([])
  expect(await queue(vault, 'mara', { scope: 'all' })).toHaveLength(1)
})

test('home shows critical systems, what waits for me, and what I use', async () => {
  const vault = aVault()
  await aSystem(vault, 'Internet', { criticality: 'critical' })
  await aSystem(vault, 'Printing', { criticality: 'low' })
  const runbook = await aRunbook(vault, 'Internet down', { ownerId: vault.member('jonas') })
  await vault.as('jonas', reportOpens, { references: [runbook] })
  const page = (await vault.as('jonas', home, {})).body
  expect(page).toMatchObject({
    waiting: 1,
    systems: [{ title: 'Internet' }],
    reviews: [{ reference: runbook }],
    recent: [{ reference: runbook, opened90: 1 }],
    counts: { unverified: 3 },
    keyHolders: [],
  })
  expect((await vault.as('mara', home, {})).body.keyHolders.map((person) => person.name)).toEqual(['anton', 'mara'])
})
