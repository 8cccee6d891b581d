import { expect, test } from 'vitest'
import {
  archiveDocument,
  assignDocument,
  countDocuments,
  createDocument,
  listDocuments,
  listRevisions,
  openDocument,
  openRevision,
  pinDocument,
  purgeDocument,
  restoreDocument,
  restoreRevision,
  saveDocument,
} from '#contract/documents.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aForeignRunbook, aRunbook, aSystem, newDocumentId, usual, verified } from '../support/documents.ts'
import { aVault, start, type Vault } from '../support/vault.ts'

const opened = async (vault: Vault, reference: string, name: 'jonas' | 'rosa' | 'mara' = 'jonas') =>
  (await vault.as(name, openDocument, { reference: reference })).body

/** What a save needs, as the editor sends it. */
async function edited(vault: Vault, reference: Reference, changes: object) {
  const { title, summary, body, collectionId, tags, criticality, intervalDays, revision, owner, deputy } = await opened(
    vault,
    reference,
  )
  return {
    reference,
    title,
    summary,
    body,
    collectionId,
    tags,
    criticality,
    intervalDays,
    revision,
    ownerId: owner?.id,
    deputyId: deputy?.id,
    ...changes,
  }
}

// --- References -----------------------------------------------------------------------------------------------------

test('documents are numbered per organization and kind, and a number is never used again', async () => {
  const vault = aVault()
  expect(await aRunbook(vault, 'One')).toBe('RB-01')
  expect(await aSystem(vault, 'Internet')).toBe('SY-01')
  expect(await aForeignRunbook(vault, 'Theirs')).toBe('RB-01')
  expect(await aRunbook(vault, 'Two')).toBe('RB-02')
  await vault.as('mara', archiveDocument, { reference: 'RB-02' })
  expect((await vault.as('mara', purgeDocument, { reference: 'RB-02', confirm: 'RB-02' })).status).toBe(200)
  expect(await aRunbook(vault, 'Three')).toBe('RB-03')
})

test('a known number can be brought along, but only ahead of all others', async () => {
  const vault = aVault()
  expect(await aRunbook(vault, 'Brought', { number: 14 })).toBe('RB-14')
  const back = await vault.as('jonas', createDocument, { ...usual(vault, 'Back'), number: 9 })
  expect(back).toMatchObject({ status: 400, body: { errors: [{ pointer: '/number' }] } })
  expect(await aRunbook(vault, 'Next')).toBe('RB-15')
})

test.each(['rb1', 'RB-1', 'RB-01', 'rb 01', 'RB-0001'])('%s opens RB-01', async (writtenAs) => {
  const vault = aVault()
  await aRunbook(vault, 'One')
  expect(await opened(vault, writtenAs)).toMatchObject({ reference: 'RB-01', title: 'One' })
})

// --- Writing --------------------------------------------------------------------------------------------------------

test('what is written is read back to the byte, with who and when', async () => {
  const vault = aVault()
  const body = '# Título\r\n\n\ttab, é (NFC), é (NFD), 👩‍👧, ⁠and a trailing space \n'
  const reference = await aRunbook(vault, 'Firewall', {
    body,
    summary: 'Use this when it is down',
    tags: ['VPN', 'site a', 'vpn'],
    criticality: 'critical',
  })
  expect(await opened(vault, reference)).toMatchObject({
    title: 'Firewall',
    body,
    summary: 'Use this when it is down',
    tags: ['site-a', 'vpn'],
    criticality: 'critical',
    revision: 1,
    createdBy: 'jonas',
    updatedBy: 'jonas',
    updatedAt: start,
    state: 'unverified',
    collection: 'General',
    editedSinceVerified: false,
  })
})

test('sending the same document twice gives one document', async () => {
  const vault = aVault()
  const document = usual(vault, 'Once')
  const first = await vault.as('jonas', createDocument, document)
  const second = await vault.as('jonas', createDocument, document)
  expect(second.body).toEqual(first.body)
  expect((await vault.as('jonas', listDocuments, {})).body.items).toHaveLength(1)
})

test('an id that another organization uses tells nothing and takes nothing', async () => {
  const vault = aVault()
  const document = usual(vault, 'Ours')
  await vault.as('xenia', createDocument, {
    ...document,
    title: 'Theirs',
    slug: 'other',
    collectionId: vault.collections.foreign,
  })
  const answer = await vault.as('jonas', createDocument, document)
  expect(answer).toMatchObject({ status: 200, body: { reference: 'RB-01', revision: 1 } })
  const theirs = await vault.as('xenia', openDocument, { slug: 'other', reference: 'RB-01' })
  expect(theirs.body.title).toBe('Theirs')
})

test('somebody else’s document cannot be taken over by its id', async () => {
  const vault = aVault()
  const document = usual(vault, 'Mine')
  await vault.as('jonas', createDocument, document)
  const answer = await vault.as('mara', createDocument, { ...document, title: 'Hers' })
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems/already-exists' } })
  expect((await opened(vault, 'RB-01')).title).toBe('Mine')
})

test.each([
  ['an empty title', { title: '  ' }, '/title'],
  ['a title of two lines', { title: 'a\nb' }, '/title'],
  ['half a character', { title: 'a\ud800' }, '/title'],
  ['a body over the limit', { body: 'x'.repeat(200_001) }, '/body'],
  ['a review every 0 days', { intervalDays: 0 }, '/intervalDays'],
  ['a criticality that is none', { criticality: 'urgent' }, '/criticality'],
  ['an unknown field', { organizationId: 'x' }, '/organizationId'],
  ['a field of the answer', { createdAt: start }, '/createdAt'],
])('%s is refused by name and nothing is saved', async (_what, change, pointer) => {
  const vault = aVault()
  const answer = await vault.as('jonas', createDocument, { ...usual(vault, 'Title'), ...(change as object) })
  expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-input', errors: [{ pointer }] } })
  expect((await vault.as('jonas', listDocuments, {})).body.items).toEqual([])
})

test('an editor writes where the role lets them, and a restricted collection does not exist for them', async () => {
  const vault = aVault()
  const answer = await vault.as('jonas', createDocument, {
    ...usual(vault, 'Secret'),
    collectionId: vault.collections.secret,
  })
  const madeUp = await vault.as('jonas', createDocument, {
    ...usual(vault, 'Secret'),
    collectionId: newDocumentId(),
  })
  const foreign = await vault.as('jonas', createDocument, {
    ...usual(vault, 'Secret'),
    collectionId: vault.collections.foreign,
  })
  for (const refused of [answer, madeUp, foreign])
    expect(refused).toMatchObject({ status: 404, body: { type: '/problems/not-found' } })
  expect((await vault.as('rosa', createDocument, usual(vault, 'By a reader'))).status).toBe(403)
  expect((await vault.as('ines', createDocument, usual(vault, 'By an auditor'))).status).toBe(403)
})

// --- Two people, one document ------------------------------------------------------------------------------------------

test('the second save of one revision gets a conflict with what the first one wrote, and loses nothing', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Shared')
  const mine = await edited(vault, reference, { title: 'Mine', body: 'my text' })
  const theirs = await edited(vault, reference, { title: 'Theirs', body: 'their text' })
  expect((await vault.as('mara', saveDocument, theirs)).body.revision).toBe(2)
  const conflict = await vault.as('jonas', saveDocument, mine)
  expect(conflict).toMatchObject({
    status: 409,
    body: {
      type: '/problems/changed-meanwhile',
      facts: { current: { revision: 2, title: 'Theirs', body: 'their text', savedBy: 'mara' } },
    },
  })
  expect(await opened(vault, reference)).toMatchObject({ title: 'Theirs', revision: 2 })
  expect((await vault.as('jonas', saveDocument, { ...mine, revision: 2 })).body.revision).toBe(3)
})

test('of fifty saves at once exactly one wins', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Popular')
  const save = await edited(vault, reference, {})
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => vault.as('jonas', saveDocument, { ...save, body: `text ${n}` })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 49 }, () => 409)])
  expect((await opened(vault, reference)).revision).toBe(2)
})

// --- Revisions ---------------------------------------------------------------------------------------------------------

test('every save is a revision that can be read and brought back', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'First title', { body: 'first', tags: ['a'] })
  vault.clock.set(later(start, { hours: 1 }))
  await vault.as(
    'mara',
    saveDocument,
    await edited(vault, reference, { title: 'Second title', body: 'second', tags: ['b'], note: 'New firewall' }),
  )
  const { items } = (await vault.as('rosa', listRevisions, { reference })).body
  expect(items).toMatchObject([
    { revision: 2, savedBy: 'mara', note: 'New firewall', title: 'Second title' },
    { revision: 1, savedBy: 'jonas', title: 'First title' },
  ])
  expect((await vault.as('rosa', openRevision, { reference, revision: 1 })).body).toMatchObject({
    body: 'first',
    tags: ['a'],
  })
  const restored = await vault.as('jonas', restoreRevision, { reference, revision: 1, current: 2 })
  expect(restored.body.revision).toBe(3)
  expect(await opened(vault, reference)).toMatchObject({ title: 'First title', body: 'first', tags: ['a'] })
  expect((await vault.as('rosa', openRevision, { reference, revision: 9 })).status).toBe(404)
  expect((await vault.as('rosa', restoreRevision, { reference, revision: 1, current: 3 })).status).toBe(403)
})

test('revisions come by pages, newest first', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Long lived')
  for (const n of [1, 2, 3, 4])
    await vault.as('jonas', saveDocument, await edited(vault, reference, { body: `text ${n}` }))
  const first = (await vault.as('jonas', listRevisions, { reference, limit: 2 })).body
  const second = (await vault.as('jonas', listRevisions, { reference, limit: 2, after: first.next })).body
  const third = (await vault.as('jonas', listRevisions, { reference, limit: 2, after: second.next })).body
  expect([first, second, third].flatMap((page) => page.items.map((line) => line.revision))).toEqual([5, 4, 3, 2, 1])
  expect(third.next).toBeUndefined()
})

// --- Links -------------------------------------------------------------------------------------------------------------

test('a text that cites another shows it, and is shown there', async () => {
  const vault = aVault()
  const failover = await aRunbook(vault, 'Failover')
  const down = await aRunbook(vault, 'Internet down', {
    body: 'Then start [[rb1]] and [[RB-77]]. `[[RB-01]]` in code does not count.',
  })
  expect((await opened(vault, down)).cited).toMatchObject([
    { reference: failover, title: 'Failover', state: 'unverified' },
  ])
  expect((await opened(vault, failover)).usedIn).toMatchObject([{ reference: down, title: 'Internet down' }])
  await vault.as('jonas', saveDocument, await edited(vault, down, { body: 'Nothing cited.' }))
  expect((await opened(vault, failover)).usedIn).toEqual([])
})

test('related documents are shown on both ends, and the first related system is where it belongs', async () => {
  const vault = aVault()
  const system = await aSystem(vault, 'Internet and firewall')
  const runbook = await aRunbook(vault, 'Internet down', { related: [system] })
  expect(await opened(vault, runbook)).toMatchObject({
    system: { reference: system },
    related: [{ reference: system }],
  })
  expect((await opened(vault, system)).related).toMatchObject([{ reference: runbook }])
  const lines = (await vault.as('rosa', listDocuments, { system })).body.items
  expect(lines.map((line) => line.reference)).toEqual([runbook])
})

test('saving leaves relations alone that the saver cannot see, and takes off those that are left out, from either end', async () => {
  const vault = aVault()
  const system = await aSystem(vault, 'Internet')
  const secret = await aRunbook(vault, 'Secret', { collectionId: vault.collections.secret }, 'mara')
  const runbook = await aRunbook(vault, 'Open', { related: [system, secret] }, 'mara')
  // jonas sees the system only, and saves the system's page with what he sees.
  await vault.as('jonas', saveDocument, await edited(vault, runbook, { related: [system] }))
  expect((await opened(vault, runbook, 'mara')).related.map(({ reference }) => reference).toSorted()).toEqual(
    [secret, system].toSorted(),
  )
  expect((await opened(vault, runbook)).system?.reference).toBe(system)
  await vault.as('jonas', saveDocument, await edited(vault, system, { related: [runbook] }))
  expect((await opened(vault, runbook)).system?.reference).toBe(system)
  await vault.as('jonas', saveDocument, await edited(vault, system, { related: [] }))
  expect((await opened(vault, runbook, 'mara')).related).toMatchObject([{ reference: secret }])
})

test('relating to what one cannot see is refused without telling whether it exists', async () => {
  const vault = aVault()
  const secret = await aRunbook(vault, 'Ransomware', { collectionId: vault.collections.secret }, 'mara')
  const refused = await vault.as('jonas', createDocument, { ...usual(vault, 'Nosy'), related: [secret] })
  const madeUp = await vault.as('jonas', createDocument, { ...usual(vault, 'Nosy'), related: ['RB-99'] })
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/related/0', detail: `There is no ${secret} that you can see.` }] },
  })
  expect(madeUp.body.errors).toMatchObject([{ pointer: '/related/0', detail: 'There is no RB-99 that you can see.' }])
})

test('what one may not see is not named as cited, related or used in', async () => {
  const vault = aVault()
  const open = await aRunbook(vault, 'Open')
  const secret = await aRunbook(
    vault,
    'Secret plan',
    { collectionId: vault.collections.secret, body: `See [[${open}]]`, related: [open] },
    'mara',
  )
  await vault.as('mara', saveDocument, await edited(vault, open, { body: `See [[${secret}]]` }))
  expect(await opened(vault, open, 'rosa')).toMatchObject({ cited: [], related: [], usedIn: [] })
  expect(await opened(vault, open, 'mara')).toMatchObject({
    cited: [{ reference: secret }],
    related: [{ reference: secret }],
    usedIn: [{ reference: secret }],
  })
})

// --- Keepers -----------------------------------------------------------------------------------------------------------

test('owner and deputy must be able to view the document, and be two people', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Kept', { ownerId: vault.member('jonas'), deputyId: vault.member('rosa') })
  expect(await opened(vault, reference)).toMatchObject({
    owner: { name: 'jonas', side: 'in_house' },
    deputy: { name: 'rosa' },
  })
  const assign = (ownerId: string, deputyId?: string) =>
    vault.as('jonas', assignDocument, { reference, ownerId: ownerId, deputyId: deputyId })
  for (const who of [vault.member('tariq'), vault.member('ines'), vault.member('xenia'), newDocumentId()]) {
    expect(await assign(who)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/ownerId', detail: 'Choose somebody who can view this document.' }] },
    })
  }
  expect(await assign(vault.member('jonas'), vault.member('jonas'))).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/deputyId' }] },
  })
  expect((await opened(vault, reference)).owner?.name).toBe('jonas')
})

test('an owner who loses access is no owner any more, at once and by the clock alone', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Lent', {}, 'mara')
  const ends = later(start, { hours: 2 })
  vault.db
    .prepare(
      `INSERT INTO grants (id, organization_id, member_id, collection_id, level, granted_by, granted_at, ends_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
    )
    .run(
      newDocumentId(),
      vault.acme.id,
      vault.member('tariq'),
      vault.collections.general,
      vault.member('mara'),
      start,
      ends,
    )
  expect((await vault.as('mara', assignDocument, { reference, ownerId: vault.member('tariq') })).status).toBe(200)
  expect((await opened(vault, reference)).owner?.name).toBe('tariq')
  expect((await vault.as('mara', countDocuments, {})).body.noOwner).toBe(0)
  vault.clock.set(ends)
  expect((await opened(vault, reference, 'mara')).owner).toBeUndefined()
  expect((await vault.as('mara', countDocuments, {})).body.noOwner).toBe(1)
  expect((await vault.as('mara', listDocuments, { owner: 'none' })).body.items).toMatchObject([{ reference }])
  expect((await vault.as('tariq', openDocument, { reference })).status).toBe(404)
})

// --- Archive and purge -------------------------------------------------------------------------------------------------

test('an archived document leaves the lists, keeps its address, and comes back whole but unverified', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Old', { tags: ['x'], related: [await aSystem(vault, 'S')] })
  await verified(vault, reference)
  await vault.as('jonas', archiveDocument, { reference })
  expect((await vault.as('rosa', listDocuments, { kind: 'runbook' })).body.items).toEqual([])
  expect((await vault.as('rosa', listDocuments, { kind: 'runbook', archived: 'true' })).body.items).toMatchObject([
    { reference },
  ])
  expect((await vault.as('jonas', saveDocument, await edited(vault, reference, { body: 'x' }))).status).toBe(409)
  await vault.as('jonas', restoreDocument, { reference })
  expect(await opened(vault, reference)).toMatchObject({
    state: 'unverified',
    tags: ['x'],
    related: [{ reference: 'SY-01' }],
    revision: 1,
  })
})

test('only an owner erases, only what is archived, only by typing the reference, only with a fresh sign-in', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Gone')
  const purge = (name: 'mara' | 'anton' | 'jonas', confirm = reference) =>
    vault.as(name, purgeDocument, { reference, confirm })
  expect((await purge('mara')).body.type).toBe('/problems/not-possible-now')
  await vault.as('mara', archiveDocument, { reference })
  expect((await purge('anton')).status).toBe(403)
  expect((await purge('jonas')).status).toBe(403)
  expect((await purge('mara', 'RB-02' as Reference)).body.errors).toMatchObject([{ pointer: '/confirm' }])
  vault.clock.set(later(start, { minutes: 11 }))
  expect((await purge('mara')).body.type).toBe('/problems/sign-in-again')
  vault.clock.set(start)
  expect((await purge('mara')).status).toBe(200)
  expect((await vault.as('mara', openDocument, { reference })).status).toBe(404)
  expect((await vault.as('mara', listRevisions, { reference })).status).toBe(404)
})

// --- Lists -------------------------------------------------------------------------------------------------------------

test('a list goes through all pages in order, whatever the order, and shows each document once', async () => {
  const vault = aVault()
  const titles = ['delta', 'Alpha', 'charlie', 'Bravo', 'echo', 'alpha', 'Émile']
  for (const [index, title] of titles.entries()) {
    vault.clock.set(later(start, { minutes: index }))
    await aRunbook(vault, title)
  }
  for (const sort of ['title', 'reference', 'changed', 'due'] as const) {
    for (const descending of [false, true]) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await vault.as('jonas', listDocuments, {
          sort,
          descending: String(descending),
          limit: 2,
          kind: 'runbook',
          after,
        })
        seen.push(...page.body.items.map((line) => line.title))
        after = page.body.next
      } while (after)
      expect(seen.toSorted()).toEqual(titles.toSorted())
      if (sort === 'reference' || sort === 'changed') expect(seen).toEqual(descending ? titles.toReversed() : titles)
    }
  }
})

test('a list filters by words of the title, tag, owner, criticality and state', async () => {
  const vault = aVault()
  await aRunbook(vault, 'Internet down', { tags: ['network'], ownerId: vault.member('jonas'), criticality: 'critical' })
  const vpn = await aRunbook(vault, '100% of VPN', { tags: ['vpn'] })
  await verified(vault, vpn)
  const refs = async (filters: object) =>
    (await vault.as('jonas', listDocuments, filters as never)).body.items.map((line) => line.reference)
  expect(await refs({ text: 'inter' })).toEqual(['RB-01'])
  expect(await refs({ text: '100%' })).toEqual(['RB-02'])
  expect(await refs({ text: '%' })).toEqual(['RB-02'])
  expect(await refs({ text: '_' })).toEqual([])
  expect(await refs({ tag: 'vpn' })).toEqual(['RB-02'])
  expect(await refs({ owner: 'me' })).toEqual(['RB-01'])
  expect(await refs({ owner: 'none' })).toEqual(['RB-02'])
  expect(await refs({ criticality: 'critical' })).toEqual(['RB-01'])
  expect(await refs({ state: 'verified' })).toEqual(['RB-02'])
  expect(await refs({ state: 'unverified' })).toEqual(['RB-01'])
  expect((await vault.as('jonas', countDocuments, {})).body).toMatchObject({
    verified: 1,
    unverified: 1,
    noOwner: 1,
    archived: 0,
  })
})

test('a cursor that is none of ours is refused', async () => {
  const vault = aVault()
  for (const after of [
    'x',
    'bnVsbA',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('[{},"x"]').toString('base64url'),
  ]) {
    expect(await vault.as('jonas', listDocuments, { after })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/after' }] },
    })
  }
})

test('an auditor sees reference, title, owner and freshness, and no content', async () => {
  const vault = aVault()
  const reference = await aRunbook(
    vault,
    'Ransomware',
    { body: 'CANARY', summary: 'CANARY', tags: ['canary'], collectionId: vault.collections.secret },
    'mara',
  )
  const [line] = (await vault.as('ines', listDocuments, {})).body.items
  expect(line).toMatchObject({ reference, title: 'Ransomware', summary: '', tags: [], level: 0 })
  expect(await vault.as('ines', openDocument, { reference })).toMatchObject({
    status: 403,
    body: { type: '/problems/not-permitted' },
  })
  expect(JSON.stringify(line).toLowerCase()).not.toContain('canary')
})

test('pins are one’s own', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Pinned')
  await vault.as('rosa', pinDocument, { reference, pinned: true })
  expect((await opened(vault, reference, 'rosa')).pinned).toBe(true)
  expect((await opened(vault, reference, 'mara')).pinned).toBe(false)
  await vault.as('rosa', pinDocument, { reference, pinned: false })
  expect((await opened(vault, reference, 'rosa')).pinned).toBe(false)
})

test('every change leaves its audit event, with who and what', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Watched')
  await vault.as('mara', saveDocument, await edited(vault, reference, { title: 'Watched closely' }))
  const events = vault.db
    .prepare(`SELECT act, member_id AS memberId, payload FROM audit_events ORDER BY seq`)
    .all() as { act: string; memberId: string; payload: string }[]
  expect(events.map(({ act, memberId }) => [act, memberId])).toEqual([
    ['document.create', vault.member('jonas')],
    ['document.save', vault.member('mara')],
  ])
  expect(JSON.parse(events[1]?.payload ?? '')).toMatchObject({
    details: { reference, revision: 2, changed: ['title'] },
  })
})

const never = '2031-01-01T00:00:00.000Z' as Instant
test('a removed member is out at once', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Any')
  expect((await vault.as('rosa', openDocument, { reference })).status).toBe(200)
  vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(never, vault.member('rosa'))
  expect((await vault.as('rosa', openDocument, { reference })).status).toBe(404)
  expect((await vault.as('rosa', listDocuments, {})).status).toBe(404)
})
