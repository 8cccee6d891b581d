import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { archiveDocument, listDocuments, openDocument } from '#contract/documents.ts'
import { nameHash } from '#contract/log/names.ts'
import { listCollections, listGrants, listKeepers } from '#contract/organizations.ts'
import type { CollectionId, LevelName } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { named } from '../support/log.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const soon = later(start, { hours: 8 })
const grant = async (
  vault: Vault,
  name: Name,
  on: { collection: string } | { reference: string },
  level: LevelName,
  endsAt = name === 'tariq' ? soon : undefined,
) => {
  expect((await vault.grant('mara', { to: name, ...on, level, endsAt })).status).toBe(200)
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
    await grant(vault, 'rosa', { collection: secret }, 'edit')
    await grant(vault, 'tariq', { collection: general }, 'view', later(start, { minutes: 30 }))
    expect(await seen(vault, 'rosa')).toEqual([
      ['General', 1, 2],
      ['Security', 3, 1],
    ])
    expect(await seen(vault, 'tariq')).toEqual([['General', 1, 2]])
    vault.clock.set(later(start, { minutes: 29 }))
    expect(await seen(vault, 'tariq')).toEqual([['General', 1, 2]])
    vault.clock.set(later(start, { minutes: 30 }))
    expect(await seen(vault, 'tariq')).toEqual([])
  })

  test('a grant on one document opens no collection, nor tells its name', async () => {
    const { vault } = await withDocuments()
    await grant(vault, 'tariq', { reference: 'RB-03' }, 'view')
    expect(await seen(vault, 'tariq')).toEqual([])
  })

  test('another organization’s owner finds nothing', async () => {
    const { vault } = await withDocuments()
    expect((await vault.as('xenia', listCollections, {})).status).toBe(404)
    expect((await vault.as('xenia', listCollections, { slug: 'other' })).body.items).toHaveLength(1)
  })
})

describe('making and changing a collection', () => {
  const wanted = { name: 'Networks', description: 'Lines and switches' }
  const current = (vault: Vault) =>
    vault.db.prepare(`SELECT name, restricted, revision FROM collections WHERE id = ?`).get(vault.collections.general)

  test('an admin makes one; editors work in it at once', async () => {
    const vault = aVault()
    const { status, id } = await vault.createCollection('anton', wanted)
    expect(status).toBe(200)
    await aRunbook(vault, 'Line', { collectionId: id })
    expect(await seen(vault, 'jonas')).toEqual([
      ['General', 3, 0],
      ['Networks', 3, 1],
    ])
    expect(lastEvent(vault, 'collection.create')).toMatchObject({
      subjectId: id,
      memberId: vault.member('anton'),
      details: { name: 'Networks', restricted: false },
    })
  })

  test('the log has a hash of its name, and whoever sees it can compare', async () => {
    const vault = aVault()
    const { id } = await vault.createCollection('anton', wanted)
    const { body } = await vault.as('rosa', listCollections, {})
    const { name, salt, description } = body.items.find((each) => each.id === id) as (typeof body.items)[number]
    expect({ name, description }).toEqual(wanted)
    expect(vault.logState().collections.get(id)?.name).toBe(nameHash(id, salt, name))
    const payloads = vault.db.prepare(`SELECT group_concat(payload) FROM organization_log`).pluck().get()
    expect(payloads).not.toContain('Networks')
  })

  test('restricting it takes it from everybody without a grant, and the log says so', async () => {
    const { vault, general } = await withDocuments()
    await grant(vault, 'rosa', { collection: general }, 'view')
    expect((await vault.changeCollection('mara', general, { restricted: true })).status).toBe(200)
    expect((await vault.as('jonas', openDocument, { reference: 'RB-01' })).status).toBe(404)
    expect((await vault.as('jonas', listDocuments, {})).body.items).toEqual([])
    expect((await vault.as('rosa', openDocument, { reference: 'RB-01' })).status).toBe(200)
    expect(lastEvent(vault, 'policy.set')).toMatchObject({
      subjectId: general,
      details: { before: { restricted: false }, after: { restricted: true } },
    })
    expect((await vault.changeCollection('mara', general, { restricted: false })).status).toBe(200)
    expect((await vault.as('jonas', openDocument, { reference: 'RB-01' })).status).toBe(200)
  })

  test('renaming and describing it changes nothing else', async () => {
    const vault = aVault()
    const { general } = vault.collections
    expect((await vault.changeCollection('anton', general, { ...wanted, leaseMinutes: 60 })).status).toBe(200)
    const { body } = await vault.as('rosa', listCollections, {})
    expect(body.items).toEqual([
      expect.objectContaining({ id: general, ...wanted, restricted: false, leaseMinutes: 60, level: 1 }),
    ])
  })

  test('of two who change it at once, one does, and the other reads on first', async () => {
    const vault = aVault()
    const { general } = vault.collections
    const answers = await Promise.all([
      vault.changeCollection('mara', general, wanted),
      vault.changeCollection('anton', general, { ...wanted, name: 'Lines' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const won = answers[0].status === 200 ? 'Networks' : 'Lines'
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('/problems/changed-meanwhile')
    expect(current(vault)).toEqual({ name: won, restricted: 0, revision: 2 })
  })

  test('a name is used once, in whatever letters; an id too', async () => {
    const vault = aVault()
    const { general, secret, foreign } = vault.collections
    for (const [input, field] of [
      [{ ...wanted, name: 'GENERAL' }, 'name'],
      [{ id: general, ...wanted }, 'collection'],
      [{ id: foreign, ...wanted }, 'collection'],
    ] as const) {
      const answer = await vault.createCollection('mara', input)
      expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: `/entries/0/${field}` }] } })
    }
    expect(await vault.changeCollection('mara', secret, { name: 'general' })).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/entries/0/name' }] },
    })
    // Its own name is not somebody else's.
    expect((await vault.changeCollection('mara', general, { name: 'general' })).status).toBe(200)
    // Nor is the name of another organization's.
    expect((await vault.createCollection('mara', { name: 'General Two' })).status).toBe(200)
  })

  test('a name comes along, and is the one that was signed', async () => {
    const vault = aVault()
    const { general } = vault.collections
    const [signed, other] = [named(general, 'Networks'), named(general, 'Something else')]
    const draft = { type: 'policy.set', for: { collection: general, set: { name: signed.hash } } } as const
    for (const names of [[], [other.text], [{ ...signed.text, name: 'Something else' }]]) {
      const answer = await vault.state('mara', draft, { names })
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/entries/0/name' }] } })
    }
    const extra = await vault.state('mara', draft, { names: [signed.text, other.text] })
    expect(extra).toMatchObject({ status: 400, body: { errors: [{ pointer: '/names/1' }] } })
    expect(current(vault)).toEqual({ name: 'General', restricted: 0, revision: 1 })
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s makes, changes and archives none', async (name) => {
    const vault = aVault()
    const collectionId = vault.collections.general
    const answers = [
      await vault.createCollection(name, wanted),
      await vault.changeCollection(name, collectionId, wanted),
      await vault.changeCollection(name, collectionId, { restricted: true }),
      await vault.archiveCollection(name, collectionId),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(current(vault)).toEqual({ name: 'General', restricted: 0, revision: 1 })
    expect(acts(vault)).toEqual([])
  })

  test('to manage what is in a collection is not to decide who reaches it', async () => {
    const vault = aVault()
    const collectionId = vault.collections.general
    await grant(vault, 'jonas', { collection: collectionId }, 'manage')
    expect((await vault.changeCollection('jonas', collectionId, { restricted: true })).status).toBe(403)
    expect((await vault.archiveCollection('jonas', collectionId)).status).toBe(403)
    expect(current(vault)).toEqual({ name: 'General', restricted: 0, revision: 1 })
  })

  test('what another organization has, or one may not see, is as good as made up', async () => {
    const vault = aVault()
    const ask = async (name: string, collectionId: CollectionId) => [
      await vault.changeCollection(name, collectionId, wanted),
      await vault.archiveCollection(name, collectionId),
      await vault.as(name, listKeepers, { collectionId }),
    ]
    const told = (answers: Awaited<ReturnType<typeof ask>>) => answers.map(({ body }) => ({ ...body, instance: '' }))
    for (const [name, hidden, statuses] of [
      ['mara', vault.collections.foreign, [400, 400, 404]],
      ['jonas', vault.collections.secret, [403, 403, 404]],
      ['tariq', vault.collections.general, [403, 403, 404]],
    ] as const) {
      const answers = told(await ask(name, hidden))
      expect(answers.map(({ status }) => status)).toEqual(statuses)
      expect(answers).toEqual(told(await ask(name, uuidv7() as CollectionId)))
    }
    expect(acts(vault)).toEqual([])
  })

  test.each([
    [{ name: '' }, '/names/0/name'],
    [{ name: 'x'.repeat(81) }, '/names/0/name'],
    [{ restricted: 1 }, '/entries/0/payload'],
    [{ description: 'x'.repeat(301) }, '/names/0/description'],
  ])('%j is refused by name', async (wrong, pointer) => {
    const vault = aVault()
    const answer = await vault.createCollection('mara', { ...wanted, ...wrong } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(await seen(vault, 'mara')).toHaveLength(2)
  })
})

describe('archiving a collection', () => {
  test('an empty one goes, with the grants on it; key holders still find it, and its name is free', async () => {
    const vault = aVault()
    const { secret } = vault.collections
    await grant(vault, 'rosa', { collection: secret }, 'view')
    expect((await vault.archiveCollection('mara', secret)).status).toBe(200)
    expect((await vault.as('rosa', listGrants, {})).body.items).toEqual([])
    expect(await seen(vault, 'rosa')).toEqual([['General', 1, 0]])
    const { body } = await vault.as('mara', listCollections, {})
    expect(body.items.map(({ name, archivedAt }) => [name, archivedAt])).toEqual([
      ['General', undefined],
      ['Security', start],
    ])
    expect(lastEvent(vault, 'policy.set')).toMatchObject({
      details: { archived: true, name: 'Security', grantsEnded: [expect.any(String)] },
    })
    expect((await vault.createCollection('mara', { name: 'Security', restricted: true })).status).toBe(200)
    for (const again of [
      await vault.archiveCollection('mara', secret),
      await vault.changeCollection('mara', secret, { name: 'Back' }),
      await vault.changeCollection('mara', secret, { restricted: false }),
    ]) {
      expect(again).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/entries/0/collection', detail: 'This collection is archived.' }] },
      })
    }
  })

  test('one with documents stays, archived ones too: restored, they need a home', async () => {
    const { vault, general } = await withDocuments()
    const answer = await vault.archiveCollection('mara', general)
    expect(answer).toMatchObject({
      status: 409,
      body: { type: '/problems/not-possible-now', facts: { documents: 3, archived: 1 } },
    })
    for (const reference of ['RB-01', 'RB-02']) await vault.as('mara', archiveDocument, { reference })
    expect((await vault.archiveCollection('mara', general)).status).toBe(409)
    expect(await seen(vault, 'jonas')).toEqual([['General', 3, 0]])
    expect(vault.logState().collections.get(general)?.archived).toBe(false)
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
    await grant(vault, 'tariq', { collection: general }, 'view')
    await grant(vault, 'rosa', { collection: secret }, 'view')
    expect(await keepers(vault, 'jonas', general)).toEqual(['anton', 'jonas', 'mara', 'rosa', 'tariq'])
    expect(await keepers(vault, 'mara', secret)).toEqual(['anton', 'mara', 'rosa'])
    vault.clock.set(soon)
    expect(await keepers(vault, 'mara', general)).toEqual(['anton', 'jonas', 'mara', 'rosa'])
    await vault.removeMember('mara', 'rosa')
    expect(await keepers(vault, 'mara', general)).toEqual(['anton', 'jonas', 'mara'])
  })

  test('is told to those who may name an owner: by editing, or because a document there is theirs', async () => {
    const vault = aVault()
    const { general } = vault.collections
    await grant(vault, 'tariq', { collection: general }, 'view', later(start, { minutes: 50 }))
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
    expect((await vault.as('tariq', listKeepers, { collectionId: general })).status).toBe(404)
  })
})
