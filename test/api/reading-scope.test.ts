import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { listActivity } from '#contract/activity.ts'
import { openCredential } from '#contract/credentials.ts'
import { archiveDocument, saveDocument } from '#contract/documents.ts'
import { listNotices } from '#contract/notices.ts'
import {
  acknowledge,
  assignReadingList,
  createReadingList,
  endAssignment,
  listLateReaders,
  listReadingLists,
  nudgeReader,
  openReadingList,
  previewAssignment,
  readingOf,
  readingProgress,
  requireReading,
  saveReadingList,
  type ListReference,
  type ReadingItem,
} from '#contract/reading-lists.ts'
import { search } from '#contract/search.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aDiagram, aDrawing, aRunbook, aSystem, aVendor, someVendor, usual } from '../support/documents.ts'
import { aReadingItem as item, aReadingList as aList } from '../support/reading.ts'
import { aVault, call, type Name, type Stranger, type Vault } from '../support/vault.ts'

const secretTitle = 'Ransomware: who pays'
const secretWhy = 'The insurer wants a call within the hour'
const until = '2026-06-01T00:00:00.000Z'

const give = (vault: Vault, list: ListReference, to: object, more: object = {}, by: Name = 'mara') =>
  vault.as(by, assignReadingList, { list, id: uuidv7(), ...to, ...more })
const opened = async (vault: Vault, who: Name, list: ListReference) =>
  (await vault.as(who, openReadingList, { list })).body
const itemsOf = ({ sections }: { sections: { items: ReadingItem[] }[] }) => sections.flatMap(({ items }) => items)
const reads = async (vault: Vault, who: Name, list: ListReference, at = 0) => {
  const { id, revision } = itemsOf(await opened(vault, who, list))[at] as ReadingItem
  return vault.as(who, acknowledge, { list, item: id, ...(revision && { revision }) })
}
const asWritten = (items: readonly object[], more: object = {}) =>
  ({ title: 'First days', sections: [{ title: 'Start here', items }], ...more }) as never

describe('what a reader may not see', () => {
  /** RL-01: an open runbook, and one in a restricted collection; rosa and tariq have it. */
  async function aMixedList() {
    const vault = aVault()
    const plain = await aRunbook(vault, 'One')
    const secret = await aRunbook(vault, secretTitle, { collectionId: vault.collections.secret }, 'mara')
    const list = await aList(vault, [item({ reference: plain }), item({ reference: secret, why: secretWhy })])
    await give(vault, list, { memberId: vault.member('rosa') }, { dueOn: '2026-03-09' }, 'jonas')
    await give(vault, list, { memberId: vault.member('tariq') })
    return { vault, plain, secret, list }
  }

  test('leaks nowhere: not its title, its number, its line or its length', async () => {
    const { vault, secret, list } = await aMixedList()
    await reads(vault, 'rosa', list)
    await vault.as('jonas', nudgeReader, { list, memberId: vault.member('tariq') })
    vault.clock.set(laterByDays(vault.clock.now(), 30))
    const answers = [
      ...(['rosa', 'tariq', 'jonas'] as const).flatMap((who) => [
        vault.as(who, openReadingList, { list }),
        vault.as(who, listReadingLists, {}),
        vault.as(who, listReadingLists, { scope: 'all' }),
        vault.as(who, listNotices, {}),
        vault.as(who, listActivity, {}),
        vault.as(who, search, { text: 'ransomware' }),
      ]),
      vault.as('jonas', readingProgress, { list }),
      vault.as('jonas', listLateReaders, {}),
      vault.as('jonas', previewAssignment, { list, role: 'reader' }),
      vault.as('jonas', previewAssignment, { list, role: 'technician' }),
    ]
    for (const { status, body } of await Promise.all<{ status: number; body: unknown }>(answers)) {
      expect(status).toBe(200)
      const said = JSON.stringify(body)
      for (const leak of [secretTitle, secretWhy, secret, 'insurer']) expect(said).not.toContain(leak)
    }
    const [, closed] = itemsOf(await opened(vault, 'rosa', list))
    expect(closed).toEqual({
      id: (closed as ReadingItem).id,
      why: '',
      minutes: 0,
      mine: 'unread',
      isClosed: true,
      isArchived: false,
    })
    expect((await vault.as('jonas', listLateReaders, {})).body.items).toEqual([])
  })

  test('stays in the list with its line when somebody who does not see it saves', async () => {
    const { vault, list, plain } = await aMixedList()
    const before = itemsOf(await opened(vault, 'jonas', list))
    const [first, second] = before as [ReadingItem, ReadingItem]
    const items = [{ id: second.id }, { id: first.id, reference: plain, why: 'Now second' }]
    const saved = await vault.as('jonas', saveReadingList, {
      list,
      revision: 1,
      ...(asWritten(items) as object),
    } as never)
    expect(saved.status).toBe(200)
    expect(itemsOf(await opened(vault, 'mara', list))).toMatchObject([
      { title: secretTitle, why: secretWhy },
      { title: 'One', why: 'Now second' },
    ])
  })

  test('is opened with one step by a key holder, and an editor learns whom to ask', async () => {
    const { vault, secret, list } = await aMixedList()
    const people = async (by: Name) => (await vault.as(by, previewAssignment, { list, role: 'reader' })).body
    expect(await people('mara')).toMatchObject({
      people: [
        {
          person: { id: vault.member('rosa') },
          role: 'reader',
          items: [{ reference: secret, collection: { id: vault.collections.secret, name: 'Security' } }],
        },
      ],
      keyHolders: [{ name: 'mara' }, { name: 'anton' }],
    })
    expect(await people('jonas')).toMatchObject({ people: [], keyHolders: [{ name: 'mara' }, { name: 'anton' }] })
    await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'view' })
    expect(await people('mara')).toMatchObject({ people: [] })
    expect(itemsOf(await opened(vault, 'rosa', list))[1]).toMatchObject({ title: secretTitle, why: secretWhy })
  })

  test('is closed again when access ends, and what was read then counts for nothing', async () => {
    const { vault, list } = await aMixedList()
    await vault.grant('mara', { to: 'tariq', collection: vault.collections.secret, level: 'view', endsAt: until })
    expect((await reads(vault, 'tariq', list, 1)).body).toMatchObject({ isRead: true, items: 1, read: 1 })
    vault.clock.set('2026-06-01T00:00:00.000Z' as never)
    expect(await opened(vault, 'tariq', list)).toMatchObject({ items: 0, read: 0, minutes: 0 })
    expect(JSON.stringify(await opened(vault, 'tariq', list))).not.toContain(secretTitle)
  })

  test('what was archived is shown to who writes lists alone, and acknowledged by nobody', async () => {
    const { vault, plain, list } = await aMixedList()
    const [first] = itemsOf(await opened(vault, 'rosa', list))
    await vault.as('mara', archiveDocument, { reference: plain })
    expect(itemsOf(await opened(vault, 'rosa', list))).toMatchObject([{ isClosed: true }])
    expect(itemsOf(await opened(vault, 'jonas', list))[0]).toMatchObject({ title: 'One', isArchived: true })
    for (const who of ['rosa', 'jonas'] as const) {
      const answer = await vault.as(who, acknowledge, { list, item: first?.id as never, revision: 1 })
      expect(answer.status).toBe(404)
    }
  })
})

describe('what somebody has read', () => {
  test('is the version that was in front of them: without one, nothing is read', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'One')
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    const { next } = await opened(vault, 'rosa', list)
    const blind = await vault.as('rosa', acknowledge, { list, item: next as never })
    expect(blind).toMatchObject({ status: 400, body: { errors: [{ pointer: '/revision' }] } })
    // Saved by somebody else while it was on the screen.
    const { id: _id, kind: _kind, ...rest } = usual(vault, 'One')
    await vault.as('jonas', saveDocument, { ...rest, reference: runbook, revision: 1, body: '# One\n\nCall Ada.' })
    const old = await vault.as('rosa', acknowledge, { list, item: next as never, revision: 1 })
    expect(old.body).toMatchObject({ isRead: false, read: 0, next })
    const now = await vault.as('rosa', acknowledge, { list, item: next as never, revision: 2 })
    expect(now.body).toMatchObject({ isRead: true, read: 1 })
  })

  test('is asked for wherever the document is opened, of those alone who have the list and have not read it', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'One')
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    const asked = async (who: Name) => (await vault.as(who, readingOf, { reference: runbook })).body.lists
    expect(await asked('rosa')).toEqual([list])
    expect(await asked('jonas')).toEqual([])
    await reads(vault, 'rosa', list)
    expect(await asked('rosa')).toEqual([])
  })

  test('another page under the same item was read by nobody', async () => {
    const vault = aVault()
    const page = item({ url: 'https://learn.example.com/bgp', title: 'BGP', minutes: 10 })
    const list = await aList(vault, [page])
    await give(vault, list, { role: 'reader' })
    await reads(vault, 'rosa', list)
    const save = (revision: number, url: string) =>
      vault.as('mara', saveReadingList, { list, revision, ...(asWritten([{ ...page, url }]) as object) } as never)
    await save(1, 'https://learn.example.com/bgp')
    expect(itemsOf(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'read' }])
    await save(2, 'https://learn.example.com/ospf')
    expect(itemsOf(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'unread' }])
  })

  test.each([
    [
      'a vendor',
      (vault: Vault) => aVendor(vault, 'Brightline'),
      { content: { ...someVendor(), phone: '01632 960 555' } },
    ],
    [
      'a diagram',
      (vault: Vault) => aDiagram(vault, 'WAN'),
      { content: { ...aDrawing(), devices: [{ ...aDrawing().devices[0], label: 'FortiGate 200F' }], links: [] } },
    ],
    ['a system', (vault: Vault) => aSystem(vault, 'Internet'), { body: 'Two lines now' }],
  ])(
    '%s that changed is to be read again, unless its writer says that it says the same',
    async (_what, make, change) => {
      const vault = aVault()
      const reference = await make(vault)
      const list = await aList(vault, [item({ reference })])
      await give(vault, list, { role: 'reader' })
      await reads(vault, 'rosa', list)
      const { id: _id, kind: _kind, title: _title, ...rest } = usual(vault, '')
      const save = (revision: number, title: string, more: object) =>
        vault.as('jonas', saveDocument, { ...rest, body: '', reference, revision, title, ...change, ...more } as never)
      expect((await save(1, 'Another name', { isMinor: true })).status).toBe(200)
      expect(itemsOf(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'read' }])
      const said = JSON.stringify((await vault.as('mara', listActivity, {})).body)
      expect(said).toContain('nobody needs to read it again')
      expect((await save(2, 'Yet another', {})).status).toBe(200)
      expect(itemsOf(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'again', readRevision: 1 }])
    },
  )
})

describe('who is late', () => {
  test('is known to who gave it, and to who asks for all; not to readers', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    await give(vault, list, { role: 'reader' }, { dueOn: '2026-03-03' }, 'jonas')
    const late = async (by: Name, scope: 'mine' | 'all') => (await vault.as(by, listLateReaders, { scope })).body.items
    vault.clock.set('2026-03-03T20:00:00.000Z' as never)
    expect(await late('jonas', 'mine')).toEqual([]) // the last day still counts
    vault.clock.set('2026-03-05T09:00:00.000Z' as never)
    const rosa = { list: 'RL-01', person: { name: 'rosa' }, dueOn: '2026-03-03', daysLate: 2, items: 1, read: 0 }
    expect(await late('jonas', 'mine')).toMatchObject([rosa])
    expect(await late('mara', 'mine')).toEqual([])
    expect(await late('mara', 'all')).toMatchObject([rosa])
    expect((await vault.as('rosa', listReadingLists, {})).body.items).toMatchObject([{ daysLeft: -2 }])
    await reads(vault, 'rosa', list)
    expect(await late('jonas', 'mine')).toEqual([])
  })
})

test('two writers: the second is told who was first, and nothing of the first is lost', async () => {
  const vault = aVault()
  const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
  const save = (who: Name, title: string) =>
    vault.as(who, saveReadingList, { list, revision: 1, ...(asWritten([]) as object), title } as never)
  expect((await save('jonas', 'By jonas')).status).toBe(200)
  expect(await save('mara', 'By mara')).toMatchObject({
    status: 409,
    body: { type: '/problems/changed-meanwhile', detail: 'jonas saved RL-01 while you were writing.' },
  })
  expect(await opened(vault, 'mara', list)).toMatchObject({ title: 'By jonas', revision: 2 })
})

describe('attacks', () => {
  test('another organization’s list, items, people and collections are out of reach', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    const [mine] = itemsOf(await opened(vault, 'mara', list))
    const id = uuidv7()
    await vault.as('mara', assignReadingList, { list, id, role: 'reader' } as never)
    const { body: theirs } = await vault.as('xenia', createReadingList, {
      slug: 'other',
      ...(asWritten([], { id: uuidv7() }) as object),
    } as never)
    expect(theirs.list).toBe('RL-01')
    const as = (who: Name | Stranger, slug: string, input: object) =>
      vault.as(who, requireReading, { slug, list: 'RL-01', ...input } as never)
    // A list is named within the organization of the address; a collection of elsewhere is none.
    expect((await as('xenia', 'other', { collectionId: vault.collections.general })).status).toBe(404)
    expect((await as('mara', 'acme', { collectionId: vault.collections.foreign })).status).toBe(404)
    expect((await as('mara', 'acme', { list: 'RL-02', collectionId: vault.collections.general })).status).toBe(404)
    const away = { slug: 'acme', list } as never
    for (const answer of await Promise.all([
      vault.as('xenia', openReadingList, away),
      vault.as('xenia', acknowledge, { slug: 'acme', list, item: mine?.id as never, revision: 1 }),
      vault.as('xenia', endAssignment, { slug: 'acme', list, assignmentId: id }),
      // Through her own list: an assignment, a person and an item of elsewhere.
      vault.as('xenia', endAssignment, { slug: 'other', list, assignmentId: id }),
      vault.as('xenia', nudgeReader, { slug: 'other', list, memberId: vault.member('rosa') }),
      vault.as('xenia', acknowledge, { slug: 'other', list, item: mine?.id as never, revision: 1 }),
    ]))
      expect(answer.status).toBe(404)
    const partyId = vault.acme.parties.partner
    expect(await vault.as('xenia', assignReadingList, { slug: 'other', list, id: uuidv7(), partyId })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/partyId' }] },
    })
    // An item id of elsewhere tells nothing and takes nothing: it gets another.
    const stolen = asWritten([{ id: mine?.id, url: 'https://x.example', title: 'X', why: 'Y' }], { revision: 1 })
    const saved = await vault.as('xenia', saveReadingList, { slug: 'other', list, ...(stolen as object) } as never)
    expect(saved.status).toBe(200)
    expect(itemsOf(await opened(vault, 'mara', list))).toMatchObject([{ id: mine?.id, title: 'One' }])
    const there = (await vault.as('xenia', openReadingList, { slug: 'other', list })).body
    expect(itemsOf(there)[0]?.id).not.toBe(mine?.id)
  })

  test('a technician without a grant has a list by name alone', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, secretTitle) })])
    await give(vault, list, { partyId: vault.acme.parties.partner })
    const body = await opened(vault, 'tariq', list)
    expect(body).toMatchObject({ assigned: true, items: 0, minutes: 0 })
    expect(JSON.stringify(body)).not.toContain(secretTitle)
    expect((await reads(vault, 'tariq', list)).status).toBe(404)
  })

  test('a technician who has not read gets nothing that opens: no name, no key', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    await mara.create({ class: 'guarded' })
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    const { general } = vault.collections
    await vault.grant('mara', { to: 'tariq', collection: general, level: 'reveal', endsAt: until })
    await mara.refresh()
    const seen = async (who: Name) => (await vault.as(who, openCredential, { reference: 'CR-01' })).body
    expect(await seen('tariq')).toHaveProperty('username')
    await vault.as('mara', requireReading, { collectionId: general, list })
    const shut = await seen('tariq')
    expect(shut).toMatchObject({ readFirst: { list, title: 'Your first two weeks', left: 1 }, wraps: [] })
    expect(shut).not.toHaveProperty('username')
    expect(shut).not.toHaveProperty('sealedDek')
    expect(await seen('mara')).not.toHaveProperty('readFirst')
    expect(await seen('rosa')).not.toHaveProperty('readFirst')
    expect((await reads(vault, 'tariq', list)).body).toMatchObject({ isRead: true })
    expect(await seen('tariq')).toHaveProperty('username')
    expect(await seen('tariq')).not.toHaveProperty('readFirst')
  })

  test.each([
    ['a list of nothing', { sections: [] }, '/sections'],
    ['thirty-one sections', { sections: Array.from({ length: 31 }, () => ({ title: 'S', items: [] })) }, '/sections'],
    ['a script for an address', [{ url: 'javascript:alert(1)', title: 'X', why: 'Y' }], '/sections/0/items/0/url'],
    ['data for an address', [{ url: 'data:text/html,x', title: 'X', why: 'Y' }], '/sections/0/items/0/url'],
    [
      'both a document and a page',
      [{ reference: 'RB-01', url: 'https://x.example', title: 'X', why: 'Y' }],
      '/sections/0/items/0/url',
    ],
    ['a page without a name', [{ url: 'https://x.example', why: 'Y' }], '/sections/0/items/0/title'],
    ['a document without a line', [{ reference: 'RB-01' }], '/sections/0/items/0/why'],
    ['a line of two lines', [{ reference: 'RB-01', why: 'One\nTwo' }], '/sections/0/items/0/why'],
    ['half a character', [{ reference: 'RB-01', why: 'Half \ud800' }], '/sections/0/items/0/why'],
    ['a document that is not there', [{ reference: 'RB-77', why: 'Y' }], '/sections/0/items/0/reference'],
    [
      'endless minutes',
      [{ url: 'https://x.example', title: 'X', why: 'Y', minutes: 1e9 }],
      '/sections/0/items/0/minutes',
    ],
    ['a field of its own', [{ reference: 'RB-01', why: 'Y', documentId: uuidv7() }], '/sections/0/items/0'],
  ])('%s is refused, by name, and nothing is half-saved', async (_what, written, pointer) => {
    const vault = aVault()
    await aRunbook(vault, 'One')
    const more = Array.isArray(written) ? {} : written
    const items = Array.isArray(written) ? written.map((each) => ({ id: uuidv7(), ...each })) : []
    const answer = await vault.as('mara', createReadingList, asWritten(items, { id: uuidv7(), ...more }))
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map((error) => error.pointer).join()).toContain(pointer)
    expect((await vault.as('mara', listReadingLists, { scope: 'all' })).body.items).toEqual([])
  })

  test('too much at once is refused before it is read', async () => {
    const vault = aVault()
    const intro = 'x'.repeat(500_000)
    const answer = await call(
      vault.app,
      createReadingList,
      { slug: 'acme', ...(asWritten([], { id: uuidv7(), intro }) as object) },
      vault.cookie('mara'),
    )
    expect(answer.status).toBe(413)
  })
})
