import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { archiveDocument, listDocuments, openDocument } from '#contract/documents.ts'
import {
  archiveCollection,
  changeCollection,
  createCollection,
  createGrant,
  listCollections,
  listGrants,
  listKeepers,
} from '#contract/organizations.ts'
import type { CollectionId, LevelName, Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const grant = async (
  vault: Vault,
  name: Name,
  on: { collectionId: CollectionId } | { reference: Reference },
  level: LevelName,
) => {
  const answer = await vault.as('mara', createGrant, {
    id: uuidv7(),
    memberId: vault.member(name),
    ...on,
    level,
    ...(name === 'tariq' && { endsAt: later(start, { hours: 8 }) }),
  } as never)
  expect(answer.status).toBe(200)
}
const seen = async (vault: Vault, name: string) =>
  (await vault.as(name, listCollections, {})).body.items.map(({ name, level, documents }) => [name, level, documents])

async function withDocuments() {
  const vault = aVault()
  const { general, secret } = vault.collections
  await aRunbook(vault, 'Open one')
  await aRunbook(vault, 'Open two')
  await aRunbook(vault, 'Hidden', { collectionId: secret }, 'mara')
  const old = await aRunbook(vault, 'Old')
  await vault.as('mara', archiveDocument, { reference: old })
  return { vault, general, secret }
}

describe('the list of collections', () => {
  test('shows each what they reach, how far, and how many living documents', async () => {
    const { vault } = await withDocuments()
    const [general, security] = [(level: number) => ['General', level, 2], (level: number) => ['Security', level, 1]]
    for (const name of ['mara', 'anton']) expect(await seen(vault, name)).toEqual([general(4), security(4)])
    expect(await seen(vault, 'ines')).toEqual([general(0), security(0)])
    expect(await seen(vault, 'jonas')).toEqual([general(3)])
    expect(await seen(vault, 'rosa')).toEqual([general(1)])
    expect(await seen(vault, 'tariq')).toEqual([])
  })

  test('follows grants, and their end', async () => {
    const { vault, secret, general } = await withDocuments()
    await grant(vault, 'rosa', { collectionId: secret }, 'edit')
    await grant(vault, 'tariq', { collectionId: general }, 'view')
    expect(await seen(vault, 'rosa')).toEqual([
      ['General', 1, 2],
      ['Security', 3, 1],
    ])
    expect(await seen(vault, 'tariq')).toEqual([['General', 1, 2]])
    vault.clock.set(later(start, { minutes: 30 }))
    expect(await seen(vault, 'tariq')).toEqual([['General', 1, 2]])
    vault.db.prepare(`UPDATE grants SET ends_at = ? WHERE ends_at IS NOT NULL`).run(later(start, { minutes: 30 }))
    expect(await seen(vault, 'tariq')).toEqual([])
  })

  test('a grant on one document opens no collection, nor tells its name', async () => {
    const { vault } = await withDocuments()
    await grant(vault, 'tariq', { reference: 'RB-03' as Reference }, 'view')
    expect(await seen(vault, 'tariq')).toEqual([])
  })

  test('another organization’s owner finds nothing', async () => {
    const { vault } = await withDocuments()
    expect((await vault.as('xenia', listCollections, {})).status).toBe(404)
    expect((await vault.as('xenia', listCollections, { slug: 'other' })).body.items).toHaveLength(1)
  })
})

describe('making and changing a collection', () => {
  const wanted = { name: 'Networks', description: 'Lines and switches', restricted: false }
  const current = (vault: Vault) =>
    vault.db.prepare(`SELECT name, restricted, revision FROM collections WHERE id = ?`).get(vault.collections.general)

  test('an admin makes one; editors work in it at once', async () => {
    const vault = aVault()
    const id = uuidv7() as CollectionId
    expect((await vault.as('anton', createCollection, { id, ...wanted })).status).toBe(200)
    await aRunbook(vault, 'Line', { collectionId: id })
    expect(await seen(vault, 'jonas')).toEqual([
      ['General', 3, 0],
      ['Networks', 3, 1],
    ])
    expect(lastEvent(vault, 'collection.create')).toMatchObject({ subjectId: id, memberId: vault.member('anton') })
  })

  test('restricting it takes it from everybody without a grant, and the log says so', async () => {
    const { vault, general } = await withDocuments()
    await grant(vault, 'rosa', { collectionId: general }, 'view')
    const change = { collectionId: general, revision: 1, name: 'General', description: '', restricted: true }
    expect((await vault.as('mara', changeCollection, change)).status).toBe(200)
    expect((await vault.as('jonas', openDocument, { reference: 'RB-01' })).status).toBe(404)
    expect((await vault.as('jonas', listDocuments, {})).body.items).toEqual([])
    expect((await vault.as('rosa', openDocument, { reference: 'RB-01' })).status).toBe(200)
    expect(lastEvent(vault, 'collection.restrict')).toMatchObject({
      subjectId: general,
      details: { before: { restricted: false }, after: { restricted: true } },
    })
    expect((await vault.as('mara', changeCollection, { ...change, revision: 2, restricted: false })).status).toBe(200)
    expect(acts(vault).slice(-1)).toEqual(['collection.unrestrict'])
    expect((await vault.as('jonas', openDocument, { reference: 'RB-01' })).status).toBe(200)
  })

  test('of two who change it, the second is told what the first saved', async () => {
    const vault = aVault()
    const change = { collectionId: vault.collections.general, revision: 1, ...wanted }
    const answers = await Promise.all([
      vault.as('mara', changeCollection, change),
      vault.as('anton', changeCollection, { ...change, name: 'Lines' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const won = answers[0].status === 200 ? 'Networks' : 'Lines'
    const lost = answers.find(({ status }) => status === 409)
    expect(lost?.body).toMatchObject({
      type: '/problems/changed-meanwhile',
      facts: { current: { name: won, description: 'Lines and switches', restricted: false, revision: 2 } },
    })
    expect(current(vault)).toEqual({ name: won, restricted: 0, revision: 2 })
  })

  test('a name is used once, in whatever letters; an id too', async () => {
    const vault = aVault()
    const { general, secret, foreign } = vault.collections
    for (const [input, pointer] of [
      [{ id: uuidv7(), ...wanted, name: 'GENERAL' }, '/name'],
      [{ id: general, ...wanted }, '/id'],
      [{ id: foreign, ...wanted }, '/id'],
    ] as const) {
      const answer = await vault.as('mara', createCollection, input)
      expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer }] } })
    }
    const taken = { collectionId: secret, revision: 1, ...wanted, name: 'general', restricted: true }
    expect(await vault.as('mara', changeCollection, taken)).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/name' }] },
    })
    // Its own name is not somebody else's.
    const same = { collectionId: general, revision: 1, ...wanted, name: 'general' }
    expect((await vault.as('mara', changeCollection, same)).status).toBe(200)
    // Nor is the name of another organization's.
    expect((await vault.as('mara', createCollection, { id: uuidv7(), ...wanted, name: 'General Two' })).status).toBe(
      200,
    )
  })

  test.each(['jonas', 'rosa', 'ines'] as const)('%s makes, changes and archives none', async (name) => {
    const vault = aVault()
    const collectionId = vault.collections.general
    const answers = [
      await vault.as(name, createCollection, { id: uuidv7(), ...wanted }),
      await vault.as(name, changeCollection, { collectionId, revision: 1, ...wanted }),
      await vault.as(name, archiveCollection, { collectionId }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(current(vault)).toEqual({ name: 'General', restricted: 0, revision: 1 })
    expect(acts(vault)).toEqual([])
  })

  test('to manage what is in a collection is not to decide who reaches it', async () => {
    const vault = aVault()
    const collectionId = vault.collections.general
    await grant(vault, 'jonas', { collectionId }, 'manage')
    expect(
      (await vault.as('jonas', changeCollection, { collectionId, revision: 1, ...wanted, restricted: true })).status,
    ).toBe(403)
    expect((await vault.as('jonas', archiveCollection, { collectionId })).status).toBe(403)
    expect(current(vault)).toEqual({ name: 'General', restricted: 0, revision: 1 })
  })

  test('what another organization has, or one may not see, is as good as made up', async () => {
    const vault = aVault()
    const ask = async (name: string, collectionId: string) => [
      await vault.as(name, changeCollection, { collectionId, revision: 1, ...wanted }),
      await vault.as(name, archiveCollection, { collectionId }),
      await vault.as(name, listKeepers, { collectionId }),
    ]
    const told = (answers: Awaited<ReturnType<typeof ask>>) => answers.map(({ body }) => ({ ...body, instance: '' }))
    for (const [name, hidden] of [
      ['mara', vault.collections.foreign],
      ['jonas', vault.collections.secret],
      ['tariq', vault.collections.general],
    ] as const) {
      const answers = told(await ask(name, hidden))
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
      expect(answers).toEqual(told(await ask(name, uuidv7())))
    }
    expect(acts(vault)).toEqual([])
  })

  test.each([
    [{ name: '' }, '/name'],
    [{ name: 'x'.repeat(81) }, '/name'],
    [{ restricted: 1 }, '/restricted'],
    [{ scope: 1 }, '/scope'],
    [{ organizationId: uuidv7() }, '/organizationId'],
    [{ createdAt: start }, '/createdAt'],
  ])('%j is refused by name', async (wrong, pointer) => {
    const vault = aVault()
    const answer = await vault.as('mara', createCollection, { id: uuidv7(), ...wanted, ...wrong } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(await seen(vault, 'mara')).toHaveLength(2)
  })
})

describe('archiving a collection', () => {
  test('an empty one goes, with the grants on it; key holders still find it, and its name is free', async () => {
    const vault = aVault()
    const { secret } = vault.collections
    await grant(vault, 'rosa', { collectionId: secret }, 'view')
    expect((await vault.as('mara', archiveCollection, { collectionId: secret })).status).toBe(200)
    expect((await vault.as('rosa', listGrants, {})).body.items).toEqual([])
    expect(await seen(vault, 'rosa')).toEqual([['General', 1, 0]])
    const { body } = await vault.as('mara', listCollections, {})
    expect(body.items.map(({ name, archivedAt }) => [name, archivedAt])).toEqual([
      ['General', undefined],
      ['Security', start],
    ])
    expect(lastEvent(vault, 'collection.archive')).toMatchObject({ details: { grantsEnded: 1 } })
    const wanted = { name: 'Security', description: '', restricted: true }
    expect((await vault.as('mara', createCollection, { id: uuidv7(), ...wanted })).status).toBe(200)
    for (const again of [
      await vault.as('mara', archiveCollection, { collectionId: secret }),
      await vault.as('mara', changeCollection, { collectionId: secret, revision: 2, ...wanted, name: 'Back' }),
    ]) {
      expect(again).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
    }
  })

  test('one with documents stays, archived ones too: restored, they need a home', async () => {
    const { vault, general } = await withDocuments()
    const answer = await vault.as('mara', archiveCollection, { collectionId: general })
    expect(answer).toMatchObject({
      status: 409,
      body: { type: '/problems/not-possible-now', facts: { documents: 3, archived: 1 } },
    })
    for (const reference of ['RB-01', 'RB-02']) await vault.as('mara', archiveDocument, { reference })
    expect((await vault.as('mara', archiveCollection, { collectionId: general })).status).toBe(409)
    expect(await seen(vault, 'jonas')).toEqual([['General', 3, 0]])
  })
})

describe('who may own a document of a collection', () => {
  const keepers = async (vault: Vault, name: string, collectionId: CollectionId) =>
    (await vault.as(name, listKeepers, { collectionId })).body.items.map(({ name }) => name)

  test('whoever can view it: by role, by grant while it lasts, never an auditor', async () => {
    const vault = aVault()
    const { general, secret } = vault.collections
    expect(await keepers(vault, 'jonas', general)).toEqual(['anton', 'jonas', 'mara', 'rosa'])
    expect(await keepers(vault, 'mara', secret)).toEqual(['anton', 'mara'])
    await grant(vault, 'tariq', { collectionId: general }, 'view')
    await grant(vault, 'rosa', { collectionId: secret }, 'view')
    expect(await keepers(vault, 'jonas', general)).toEqual(['anton', 'jonas', 'mara', 'rosa', 'tariq'])
    expect(await keepers(vault, 'mara', secret)).toEqual(['anton', 'mara', 'rosa'])
    vault.db.prepare(`UPDATE grants SET ends_at = ?`).run(start)
    expect(await keepers(vault, 'mara', general)).toEqual(['anton', 'jonas', 'mara', 'rosa'])
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, vault.member('rosa'))
    expect(await keepers(vault, 'mara', general)).toEqual(['anton', 'jonas', 'mara'])
  })

  test('is told to those who may name an owner: by editing, or because a document there is theirs', async () => {
    const vault = aVault()
    const { general } = vault.collections
    await grant(vault, 'tariq', { collectionId: general }, 'view')
    for (const name of ['rosa', 'ines', 'tariq']) {
      const answer = await vault.as(name, listKeepers, { collectionId: general })
      expect(answer.status).toBe(403)
      expect(JSON.stringify(answer.body)).not.toContain('anton')
    }
    await aRunbook(vault, 'Rosa’s', { ownerId: vault.member('rosa') })
    expect(await keepers(vault, 'rosa', general)).toContain('anton')
    // What somebody owned and can no longer view opens nothing.
    await aRunbook(vault, 'Tariq’s', { ownerId: vault.member('tariq') })
    expect(await keepers(vault, 'tariq', general)).toContain('anton')
    vault.clock.set(later(start, { minutes: 50 }))
    vault.db.prepare(`UPDATE grants SET ends_at = ?`).run(later(start, { minutes: 50 }))
    expect((await vault.as('tariq', listKeepers, { collectionId: general })).status).toBe(404)
  })
})
