import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listDocuments, openDocument, saveDocument } from '#contract/documents.ts'
import {
  archiveCollection,
  changeMember,
  createCollection,
  createGrant,
  endGrant,
  listGrants,
} from '#contract/organizations.ts'
import type { CollectionId, LevelName, Reference, Role, Side } from '#contract/values.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { refuseGrant } from '../../server/features/grants/limits.ts'
import { aForeignRunbook, aRunbook } from '../support/documents.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aVault, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

const soon = later(start, { hours: 8 })
const inForce = (vault: Vault) => vault.db.prepare(`SELECT count(*) FROM grants WHERE ended_at IS NULL`).pluck().get()

interface Wanted {
  id?: string
  level?: LevelName
  collectionId?: CollectionId | string | undefined
  reference?: string
  endsAt?: string
}
function grant(vault: Vault, by: string, to: Name | Stranger, wanted: Wanted = {}) {
  const target = 'reference' in wanted || 'collectionId' in wanted ? {} : { collectionId: vault.collections.general }
  return vault.as(by, createGrant, {
    id: uuidv7(),
    memberId: vault.member(to),
    level: 'view',
    ...target,
    ...wanted,
  } as never)
}
async function granted(vault: Vault, to: Name, wanted: Wanted = {}) {
  const id = uuidv7()
  const answer = await grant(vault, 'mara', to, { endsAt: soon, ...wanted, id })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return id
}

describe('giving access', () => {
  test('a technician sees the collection that was granted, and nothing else, until the end', async () => {
    const vault = aVault()
    const open = await aRunbook(vault, 'Open')
    await aRunbook(vault, 'Hidden', { collectionId: vault.collections.secret }, 'mara')
    expect((await vault.as('tariq', listDocuments, {})).body.items).toEqual([])
    const id = await granted(vault, 'tariq')
    const { body } = await vault.as('tariq', listDocuments, {})
    expect(body.items.map(({ title, level }) => [title, level])).toEqual([['Open', 1]])
    expect(lastEvent(vault, 'grant.create')).toMatchObject({
      subjectId: id,
      memberId: vault.member('mara'),
      details: { memberId: vault.member('tariq'), level: 'view', endsAt: soon },
    })
    vault.clock.set(later(soon, { milliseconds: -1 }))
    vault.db.prepare(`UPDATE sessions SET seen_at = ?`).run(vault.clock.now())
    expect((await vault.as('tariq', openDocument, { reference: open })).status).toBe(200)
    vault.clock.set(soon)
    expect((await vault.as('tariq', openDocument, { reference: open })).status).toBe(404)
    expect((await vault.as('tariq', listGrants, {})).body.items).toEqual([])
  })

  test('on one document, a reader becomes its editor', async () => {
    const vault = aVault()
    const [one, two] = [await aRunbook(vault, 'One'), await aRunbook(vault, 'Two')]
    expect((await grant(vault, 'anton', 'rosa', { reference: 'rb1', level: 'edit' })).status).toBe(200)
    const save = (reference: Reference) =>
      vault.as('rosa', saveDocument, {
        reference,
        revision: 1,
        title: 'Mine',
        body: 'Text',
        collectionId: vault.collections.general,
        criticality: 'normal',
        intervalDays: 30,
      })
    expect((await save(one)).status).toBe(200)
    expect((await save(two)).status).toBe(403)
    const { body } = await vault.as('rosa', listGrants, {})
    expect(body.items).toEqual([
      {
        id: expect.any(String),
        memberId: vault.member('rosa'),
        member: 'rosa',
        party: 'Acme Joinery',
        side: 'in_house',
        reference: 'RB-01',
        title: 'Mine',
        level: 3,
        grantedBy: 'anton',
        grantedAt: start,
      },
    ])
  })

  test('again on the same thing takes the place of the grant before, up or down', async () => {
    const vault = aVault()
    const first = await granted(vault, 'rosa', { level: 'edit' })
    const second = await granted(vault, 'rosa', { level: 'view' })
    const { body } = await vault.as('mara', listGrants, {})
    expect(body.items.map(({ id, level }) => [id, level])).toEqual([[second, 1]])
    expect(lastEvent(vault, 'grant.create')).toMatchObject({ details: { replaced: [first] } })
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s gives none, not even to themselves', async (name) => {
    const vault = aVault()
    await granted(vault, 'jonas', { level: 'manage' })
    for (const to of [name, 'rosa'] as const) {
      expect((await grant(vault, name, to, { level: 'manage', endsAt: soon })).status).toBe(403)
    }
    expect(inForce(vault)).toBe(1)
  })

  test('owners and admins reach everything already: there is nothing to give', async () => {
    const vault = aVault()
    for (const [by, to] of [
      ['mara', 'anton'],
      ['anton', 'mara'],
      ['anton', 'anton'],
      ['mara', 'mara'],
    ] as const) {
      expect(await grant(vault, by, to)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/memberId' }] } })
    }
    expect(inForce(vault)).toBe(0)
  })

  test.each([
    ['without an end', {}, '/endsAt'],
    ['that has ended', { endsAt: start }, '/endsAt'],
    ['that ended a millisecond ago', { endsAt: later(start, { milliseconds: -1 }) }, '/endsAt'],
    ['for longer than a year', { endsAt: laterByDays(start, 367) }, '/endsAt'],
    ['until a day', { endsAt: '2026-04-01' }, '/endsAt'],
    ['on nothing', { endsAt: soon, collectionId: undefined }, '/collectionId'],
    ['on two things', { endsAt: soon, collectionId: uuidv7(), reference: 'RB-01' }, '/collectionId'],
    ['to list', { endsAt: soon, level: 'list' as never }, '/level'],
    ['in a named organization', { endsAt: soon, organizationId: uuidv7() }, '/organizationId'],
    ['in somebody else’s name', { endsAt: soon, grantedBy: uuidv7() }, '/grantedBy'],
  ])('a technician gets none %s', async (_what, wanted, pointer) => {
    const vault = aVault()
    const answer = await grant(vault, 'mara', 'tariq', wanted)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(inForce(vault)).toBe(0)
    expect(acts(vault)).toEqual([])
  })

  test('more than view for somebody who is not in-house is an owner’s decision', async () => {
    const vault = aVault()
    for (const level of ['reveal', 'edit', 'manage'] as const) {
      expect((await grant(vault, 'anton', 'tariq', { level, endsAt: soon })).status).toBe(403)
    }
    expect((await grant(vault, 'anton', 'tariq', { level: 'view', endsAt: soon })).status).toBe(200)
    expect((await grant(vault, 'mara', 'tariq', { level: 'edit', endsAt: soon })).status).toBe(200)
  })

  test('an auditor can be shown a document, and never more', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Evidence')
    for (const level of ['reveal', 'edit', 'manage'] as const) {
      expect(await grant(vault, 'mara', 'ines', { level, endsAt: soon, reference })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/level' }] },
      })
    }
    expect((await vault.as('ines', openDocument, { reference })).status).toBe(403)
    expect((await grant(vault, 'mara', 'ines', { reference })).status).toBe(200)
    expect((await vault.as('ines', openDocument, { reference })).status).toBe(200)
  })

  const table: [Role, Side, number, 'no end' | 'an end' | 'two years', boolean][] = [
    ['editor', 'in_house', 4, 'no end', true],
    ['editor', 'in_house', 4, 'two years', true],
    ['editor', 'partner', 1, 'no end', true],
    ['editor', 'partner', 2, 'no end', false],
    ['editor', 'partner', 2, 'two years', false],
    ['editor', 'partner', 2, 'an end', true],
    ['reader', 'outside', 3, 'no end', false],
    ['reader', 'outside', 3, 'an end', true],
    ['auditor', 'in_house', 1, 'no end', true],
    ['auditor', 'in_house', 2, 'an end', false],
    ['technician', 'partner', 1, 'no end', false],
    ['technician', 'partner', 4, 'an end', true],
    ['admin', 'in_house', 1, 'an end', false],
    ['owner', 'in_house', 1, 'an end', false],
  ]
  test.each(table)('%s, %s, level %i, %s: %s', (role, side, level, until, isPossible) => {
    const endsAt = { 'no end': undefined, 'an end': soon, 'two years': laterByDays(start, 730) }[until]
    expect(refuseGrant({ role, side, level, endsAt }, start) === undefined).toBe(isPossible)
  })

  test('what another organization has is as good as made up, in every position', async () => {
    const vault = aVault()
    const foreignRunbook = await aForeignRunbook(vault, 'Foreign')
    const attempts: [Wanted & { memberId?: string }, Wanted & { memberId?: string }, string][] = [
      [{ memberId: vault.member('xenia') }, { memberId: uuidv7() }, '/memberId'],
      [{ collectionId: vault.collections.foreign }, { collectionId: uuidv7() }, '/collectionId'],
      [{ reference: foreignRunbook }, { reference: 'RB-77' }, '/reference'],
    ]
    for (const [foreign, madeUp, pointer] of attempts) {
      const answers = await Promise.all(
        [foreign, madeUp].map((wanted) =>
          grant(vault, 'mara', 'rosa', {
            endsAt: soon,
            ...('memberId' in wanted ? { collectionId: vault.collections.general } : {}),
            ...wanted,
          }),
        ),
      )
      expect(answers[0]).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
      expect({ ...answers[0]?.body, instance: '' }).toEqual({ ...answers[1]?.body, instance: '' })
    }
    expect((await grant(vault, 'xenia', 'rosa')).status).toBe(404)
    expect(inForce(vault)).toBe(0)
  })

  test('who was removed gets nothing; what is archived is not given', async () => {
    const vault = aVault()
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, vault.member('rosa'))
    expect((await grant(vault, 'mara', 'rosa')).status).toBe(400)
    const id = uuidv7()
    await vault.as('mara', createCollection, { id, name: 'Old', restricted: false })
    await vault.as('mara', archiveCollection, { collectionId: id })
    expect((await grant(vault, 'mara', 'jonas', { collectionId: id })).body.type).toBe('/problems/not-possible-now')
    expect(inForce(vault)).toBe(0)
  })

  test('an id is used once, also across organizations', async () => {
    const vault = aVault()
    const id = await granted(vault, 'rosa')
    expect((await grant(vault, 'mara', 'jonas', { id })).body.errors).toEqual([
      expect.objectContaining({ pointer: '/id' }),
    ])
    expect(inForce(vault)).toBe(1)
  })

  test('they raise and never lower, and are no way past the organization', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'One')
    await granted(vault, 'jonas', { level: 'view' })
    const saved = await vault.as('jonas', openDocument, { reference })
    expect(saved.body.level).toBe(3)
    expect((await vault.as('jonas', openDocument, { slug: 'other', reference })).status).toBe(404)
  })
})

describe('the list of grants', () => {
  async function withGrants() {
    const vault = aVault()
    await granted(vault, 'tariq')
    await granted(vault, 'rosa', { collectionId: vault.collections.secret })
    return vault
  }
  const members = async (vault: Vault, name: string, memberId?: string) =>
    (await vault.as(name, listGrants, { ...(memberId && { memberId }) })).body.items.map(({ member }) => member)

  test('key holders and auditors see all, others their own', async () => {
    const vault = await withGrants()
    for (const name of ['mara', 'anton', 'ines']) expect(await members(vault, name)).toEqual(['rosa', 'tariq'])
    expect(await members(vault, 'rosa')).toEqual(['rosa'])
    expect(await members(vault, 'tariq')).toEqual(['tariq'])
    expect(await members(vault, 'jonas')).toEqual([])
  })

  test('asking for somebody else’s tells nothing; for one’s own, one’s own', async () => {
    const vault = await withGrants()
    expect(await members(vault, 'mara', vault.member('tariq'))).toEqual(['tariq'])
    for (const asked of [vault.member('tariq'), vault.member('mara'), vault.member('xenia'), uuidv7()]) {
      expect(await members(vault, 'rosa', asked)).toEqual([])
    }
    expect(await members(vault, 'rosa', vault.member('rosa'))).toEqual(['rosa'])
    expect(await members(vault, 'mara', vault.member('xenia'))).toEqual([])
    expect((await vault.as('xenia', listGrants, {})).status).toBe(404)
    expect(
      (await vault.as('xenia', listGrants, { slug: 'other', memberId: vault.member('tariq') })).body.items,
    ).toEqual([])
  })
})

describe('ending access', () => {
  test('works at once and is written down', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Open')
    const grantId = await granted(vault, 'tariq')
    expect((await vault.as('tariq', openDocument, { reference })).status).toBe(200)
    expect((await vault.as('anton', endGrant, { grantId })).status).toBe(200)
    expect((await vault.as('tariq', openDocument, { reference })).status).toBe(404)
    expect(lastEvent(vault, 'grant.end')).toMatchObject({
      subjectId: grantId,
      memberId: vault.member('anton'),
      details: { memberId: vault.member('tariq') },
    })
  })

  test('happens once: to what has ended there is nothing to end', async () => {
    const vault = aVault()
    const [first, second] = [await granted(vault, 'tariq'), await granted(vault, 'rosa')]
    const answers = await Promise.all(Array.from({ length: 10 }, () => vault.as('mara', endGrant, { grantId: first })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
    vault.db.prepare(`UPDATE grants SET ends_at = ? WHERE id = ?`).run(start, second)
    expect((await vault.as('mara', endGrant, { grantId: second })).status).toBe(409)
  })

  test('is not for its holder, and a stranger’s is as good as made up', async () => {
    const vault = aVault()
    const grantId = await granted(vault, 'tariq')
    for (const name of ['tariq', 'jonas', 'ines'])
      expect((await vault.as(name, endGrant, { grantId })).status).toBe(403)
    const foreign = await vault.as('xenia', endGrant, { slug: 'other', grantId })
    const madeUp = await vault.as('xenia', endGrant, { slug: 'other', grantId: uuidv7() })
    expect([foreign.status, { ...foreign.body, instance: '' }]).toEqual([404, { ...madeUp.body, instance: '' }])
    expect(inForce(vault)).toBe(1)
  })

  test('a grant survives a change of role that could have been given it', async () => {
    const vault = aVault()
    await granted(vault, 'rosa', { collectionId: vault.collections.secret, level: 'edit' })
    const partyId = vault.acme.parties.in_house
    await vault.as('mara', changeMember, { memberId: vault.member('rosa'), role: 'editor', partyId })
    expect(inForce(vault)).toBe(1)
    await vault.as('mara', changeMember, { memberId: vault.member('rosa'), role: 'auditor', partyId })
    expect(inForce(vault)).toBe(0)
  })
})
