import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import {
  acknowledge,
  assignReadingList,
  archiveReadingList,
  createReadingList,
  endAssignment,
  listReadingLists,
  nudgeReader,
  openReadingList,
  previewAssignment,
  readingProgress,
  requiredReading,
  requireReading,
  saveReadingList,
  type ListReference,
} from '#contract/reading-lists.ts'
import { archiveDocument, restoreRevision, saveDocument } from '#contract/documents.ts'
import { revealForCheck } from '#contract/credentials.ts'
import { listNotices } from '#contract/notices.ts'
import type { Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook, usual } from '../support/documents.ts'
import { aClient, type Client } from '../support/client.ts'
import { aReadingItem, aReadingList } from '../support/reading.ts'
import { aVault, type Vault } from '../support/vault.ts'

const item = aReadingItem
const aList = aReadingList
const give = (vault: Vault, list: ListReference, to: object, more: object = {}) =>
  vault.as('mara', assignReadingList, { list, id: uuidv7(), ...to, ...more })
const opened = async (vault: Vault, who: Parameters<Vault['as']>[0], list: ListReference) =>
  (await vault.as(who, openReadingList, { list })).body
const itemsIn = (body: { sections: { items: { mine: string; title?: string | undefined; isClosed: boolean }[] }[] }) =>
  body.sections.flatMap(({ items }) => items)

/** Marks what comes next as read, in the version that the list has. */
async function readsNext(vault: Vault, who: Parameters<Vault['as']>[0], list: ListReference) {
  const { next, sections } = await opened(vault, who, list)
  const found = sections.flatMap(({ items }) => items).find(({ id }) => id === next)
  const revision = found?.revision !== undefined && { revision: found.revision }
  return vault.as(who, acknowledge, { list, item: next as never, ...revision })
}

const changed = (vault: Vault, reference: Reference, revision: number, fields: object) => {
  const { id: _id, kind: _kind, ...rest } = usual(vault, 'Internet down')
  return vault.as('jonas', saveDocument, { ...rest, reference, revision, ...fields })
}

describe('reading', () => {
  test('goes through the list in order, and ends', async () => {
    const vault = aVault()
    const [one, two] = [await aRunbook(vault, 'One'), await aRunbook(vault, 'Two')]
    const list = await aList(vault, [
      item({ reference: one }),
      item({ url: 'https://learn.example.com/bgp', title: 'BGP in ten minutes', minutes: 10 }),
      item({ reference: two }),
    ])
    expect((await give(vault, list, { memberId: vault.member('rosa') })).status).toBe(200)
    const mine = await vault.as('rosa', listReadingLists, {})
    expect(mine.body.items).toMatchObject([
      { reference: 'RL-01', items: 3, read: 0, assigned: true, assignedBy: 'mara' },
    ])
    for (const left of [2, 1, 0]) {
      const answer = await readsNext(vault, 'rosa', list)
      expect(answer.body.items - answer.body.read).toBe(left)
    }
    const end = await opened(vault, 'rosa', list)
    expect(end).not.toHaveProperty('next')
    expect(end).toMatchObject({ read: 3, minutesLeft: 0 })
  })

  test('a change asks again, a minor one does not', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Internet down')
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    const { next } = await opened(vault, 'rosa', list)
    await readsNext(vault, 'rosa', list)
    await changed(vault, runbook, 1, { body: '# Internet down\n\n- [ ] Look at it twice.\n', isMinor: true })
    expect(itemsIn(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'read' }])
    await changed(vault, runbook, 2, { body: '# Internet down\n\n- [ ] Call somebody.\n' })
    expect(itemsIn(await opened(vault, 'rosa', list))).toMatchObject([
      { mine: 'again', readRevision: 1, materialRevision: 3 },
    ])
    await vault.as('rosa', acknowledge, { list, item: next as never, revision: 3 })
    expect(itemsIn(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'read' }])
  })

  test('going back to an earlier text asks again', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Internet down')
    await changed(vault, runbook, 1, { body: '# Internet down\n\n- [ ] Call somebody.\n' })
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    await readsNext(vault, 'rosa', list)
    await vault.as('jonas', restoreRevision, { reference: runbook, revision: 1, current: 2 })
    expect(itemsIn(await opened(vault, 'rosa', list))).toMatchObject([
      { mine: 'again', readRevision: 2, materialRevision: 3 },
    ])
  })

  test('what was read before the last change counts for nothing; what was read in one list counts in the next', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Internet down')
    await changed(vault, runbook, 1, { body: '# Internet down\n\n- [ ] Call somebody.\n' })
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    const { next } = await opened(vault, 'rosa', list)
    const late = await vault.as('rosa', acknowledge, { list, item: next as never, revision: 1 })
    expect(late.body).toMatchObject({ isRead: false, items: 1, read: 0, next })
    await vault.as('rosa', acknowledge, { list, item: next as never, revision: 2 })
    const other = await aList(vault, [item({ reference: runbook })])
    await give(vault, other, { role: 'reader' })
    expect(await opened(vault, 'rosa', other)).toMatchObject({ items: 1, read: 1 })
  })

  test('other tags or another owner are nothing to read again', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Internet down')
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { role: 'reader' })
    await readsNext(vault, 'rosa', list)
    await changed(vault, runbook, 1, { tags: ['network'] })
    expect(itemsIn(await opened(vault, 'rosa', list))).toMatchObject([{ mine: 'read' }])
  })

  test('a version that is not there yet cannot be read', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    const { next } = await opened(vault, 'mara', list)
    const answer = await vault.as('mara', acknowledge, { list, item: next as never, revision: 2 })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/revision' }] } })
  })

  test('what was archived is no longer asked for', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'One')
    const list = await aList(vault, [item({ reference: runbook })])
    await give(vault, list, { memberId: vault.member('rosa') })
    await vault.as('mara', archiveDocument, { reference: runbook })
    expect(await opened(vault, 'rosa', list)).toMatchObject({ items: 0, read: 0 })
  })
})

describe('scope', () => {
  test('a list that was not given is not there', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    for (const who of ['rosa', 'tariq', 'ines'] as const) {
      expect((await vault.as(who, openReadingList, { list })).status).toBe(404)
      expect((await vault.as(who, acknowledge, { list, item: uuidv7() })).status).toBe(404)
      expect((await vault.as(who, listReadingLists, { scope: 'all' })).body.items).toEqual([])
    }
    expect((await vault.as('xenia', openReadingList, { slug: 'other', list })).status).toBe(404)
  })

  test('an item out of reach says that it is there, and nothing else; it cannot be read', async () => {
    const vault = aVault()
    const secret = await aRunbook(vault, 'Ransomware', { collectionId: vault.collections.secret }, 'mara')
    const list = await aList(vault, [item({ reference: secret })])
    const found = await vault.as('mara', previewAssignment, { list, role: 'reader' })
    expect(found.body.people).toMatchObject([{ person: { name: 'rosa' }, items: [{ reference: secret }] }])
    await give(vault, list, { role: 'reader' })
    const body = await opened(vault, 'rosa', list)
    const [closed] = itemsIn(body)
    expect(closed).toMatchObject({ isClosed: true })
    expect(JSON.stringify(body)).not.toContain('Ransomware')
    expect(JSON.stringify(body)).not.toContain(secret)
    const answer = await vault.as('rosa', acknowledge, { list, item: (closed as never as { id: string }).id })
    expect(answer.status).toBe(404)
    expect((await vault.as('mara', readingProgress, { list })).body.people).toMatchObject([{ closed: 1, items: 0 }])
  })

  test('readers, technicians and auditors neither write nor give lists', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    await give(vault, list, { role: 'reader' })
    for (const who of ['rosa', 'tariq', 'ines'] as const) {
      const sections = [{ title: 'Mine', items: [] }]
      expect((await vault.as(who, createReadingList, { id: uuidv7(), title: 'Mine', sections })).status).toBe(403)
      expect((await vault.as(who, readingProgress, { list })).status).toBe(403)
      expect((await vault.as(who, assignReadingList, { list, id: uuidv7(), role: 'reader' } as never)).status).toBe(403)
    }
  })

  test('an item of what the writer cannot see stays as it is, and is not made up', async () => {
    const vault = aVault()
    const secret = await aRunbook(vault, 'Ransomware', { collectionId: vault.collections.secret }, 'mara')
    const kept = item({ reference: secret })
    const list = await aList(vault, [kept])
    const { id, why } = kept
    const sections = (items: object[]) => [{ title: 'Start here', items }]
    const saved = await vault.as('jonas', saveReadingList, {
      list,
      revision: 1,
      title: 'Changed',
      sections: sections([{ id, why }]),
    } as never)
    expect(saved.status).toBe(200)
    expect(itemsIn(await opened(vault, 'mara', list))).toMatchObject([{ title: 'Ransomware' }])
    const made = await vault.as('jonas', saveReadingList, {
      list,
      revision: 2,
      title: 'Changed',
      sections: sections([item({})]),
    } as never)
    expect(made).toMatchObject({ status: 400, body: { errors: [{ pointer: '/sections/0/items/0/reference' }] } })
    const named = await vault.as('jonas', saveReadingList, {
      list,
      revision: 2,
      title: 'x',
      sections: sections([item({ reference: secret })]),
    } as never)
    expect(named).toMatchObject({ status: 400, body: { errors: [{ pointer: '/sections/0/items/0/reference' }] } })
  })
})

describe('giving a list', () => {
  test('reaches those who come later, tells them, and can be taken back', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    const id = uuidv7()
    await vault.as('mara', assignReadingList, { list, id, role: 'reader', dueOn: '2026-12-24' } as never)
    const told = await vault.as('rosa', listNotices, {})
    expect(JSON.stringify(told.body)).toContain('RL-01')
    const { body } = await vault.as('mara', readingProgress, { list })
    expect(body).toMatchObject({
      assignments: [{ role: 'reader', dueOn: '2026-12-24' }],
      people: [{ person: { name: 'rosa' }, read: 0, isLate: false }],
    })
    expect((await vault.as('mara', endAssignment, { list, assignmentId: id })).status).toBe(200)
    expect((await vault.as('rosa', openReadingList, { list })).status).toBe(404)
  })

  test('a day that has gone by, or somebody of elsewhere, is refused', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    expect(await give(vault, list, { role: 'reader' }, { dueOn: '2020-01-01' })).toMatchObject({ status: 400 })
    expect(await give(vault, list, { memberId: vault.member('xenia') })).toMatchObject({ status: 400 })
    expect(await give(vault, list, { role: 'reader', memberId: vault.member('rosa') })).toMatchObject({ status: 400 })
  })

  test('somebody is reminded once a day, and only while there is something to read', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    await give(vault, list, { role: 'reader' })
    const nudge = () => vault.as('mara', nudgeReader, { list, memberId: vault.member('rosa') })
    expect((await nudge()).status).toBe(200)
    expect((await nudge()).status).toBe(409)
    vault.clock.set(later(vault.clock.now(), { hours: 25 }))
    await readsNext(vault, 'rosa', list)
    expect((await nudge()).status).toBe(409)
  })
})

describe('read before you open', () => {
  test('only key holders ask for it, and whoever sees the collection knows', async () => {
    const vault = aVault()
    const list = await aList(vault, [item({ reference: await aRunbook(vault, 'One') })])
    const collectionId = vault.collections.general
    expect((await vault.as('jonas', requireReading, { collectionId, list })).status).toBe(403)
    expect((await vault.as('mara', requireReading, { collectionId, list })).status).toBe(200)
    expect((await vault.as('rosa', requiredReading, { collectionId })).body).toEqual({
      list,
      title: 'Your first two weeks',
    })
    expect((await vault.as('xenia', requiredReading, { slug: 'other', collectionId })).status).toBe(404)
  })
})

describe('a technician and a collection that asks for reading', () => {
  const cr = 'CR-01' as Reference
  const why = { reason: 'The line is down at head office', ticket: 'NL-20931' }
  const unread = { status: 409, body: { type: '/problems/not-possible-now', facts: { list: 'RL-01' } } }

  /** CR-01 in the open collection, which asks for RL-01 of two runbooks; tariq sees both and may open CR-01 or not. */
  async function aCollection(level: 'view' | 'reveal') {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    await mara.create({ class: 'guarded' })
    const runbook = await aRunbook(vault, 'Internet down')
    const list = await aList(vault, [item({ reference: runbook }), item({ reference: await aRunbook(vault, 'Two') })])
    const endsAt = '2026-06-01T00:00:00.000Z'
    await vault.grant('mara', { to: 'tariq', collection: vault.collections.general, level, endsAt })
    await mara.refresh()
    const collectionId = vault.collections.general
    expect((await vault.as('mara', requireReading, { collectionId, list })).status).toBe(200)
    return { vault, list, runbook, collectionId, mara, tariq: await aClient(vault, 'tariq') }
  }
  async function checked(vault: Vault, { does, open }: Client) {
    const { credential } = await open(cr)
    const [organizationId, actorSeq] = [vault.acme.id, credential.nextActorSeq]
    const statement = await does.signCheck({ organizationId, documents: [credential.id], actorSeq })
    return vault.as('tariq', revealForCheck, statement)
  }
  async function readAll(vault: Vault, list: ListReference, times = 2) {
    for (let time = 0; time < times; time++) {
      expect((await readsNext(vault, 'tariq', list)).status).toBe(200)
    }
  }

  test('asks for access only after everything is read, and again after a change', async () => {
    const { vault, list, runbook, tariq } = await aCollection('view')
    const ask = () => tariq.request(cr, { ...why, minutes: 60 })
    expect(await ask()).toMatchObject(unread)
    await readAll(vault, list, 1)
    expect(await ask()).toMatchObject(unread)
    await readAll(vault, list, 1)
    await changed(vault, runbook, 1, { body: '# Internet down\n\n- [ ] Look twice.\n', isMinor: true })
    await changed(vault, runbook, 2, { body: '# Internet down\n\n- [ ] Call somebody.\n' })
    expect(await ask()).toMatchObject(unread)
    await readAll(vault, list, 1)
    expect((await ask()).status).toBe(200)
  })

  test('opens nothing before, not even in a health check; a key holder is not asked', async () => {
    const { vault, list, mara, tariq } = await aCollection('reveal')
    expect(await tariq.reveal(cr, [2], why)).toMatchObject(unread)
    expect((await mara.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
    expect((await checked(vault, tariq)).body.items).toEqual([])
    await readAll(vault, list)
    expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
    expect((await checked(vault, tariq)).body.items).toMatchObject([{ reference: cr }])
  })

  test('is asked no more once nobody asks for it, or the list is archived', async () => {
    const { vault, collectionId, list, tariq } = await aCollection('reveal')
    await vault.as('mara', requireReading, { collectionId })
    expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
    await vault.as('mara', requireReading, { collectionId, list })
    expect(await tariq.reveal(cr, [2], why)).toMatchObject(unread)
    await vault.as('mara', archiveReadingList, { list })
    expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  })
})
