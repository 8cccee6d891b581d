import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listDocuments, openDocument, saveDocument } from '#contract/documents.ts'
import { idBytes } from '#contract/crypto/encoding.ts'
import { fromBase64url } from '#contract/crypto/sodium.ts'
import { unwrapSeed } from '#contract/crypto/wrap.ts'
import { addWraps, keyWork, myKeys } from '#contract/log.ts'
import { unfitGrant } from '#contract/log/rights.ts'
import { collectionKeys, entitled, isStale } from '#contract/log/state.ts'
import { listGrants } from '#contract/organizations.ts'
import type { LevelName, Reference, Role, Side } from '#contract/values.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { aForeignRunbook, aRunbook } from '../support/documents.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const soon = later(start, { hours: 8 })
const inForce = (vault: Vault) => vault.db.prepare(`SELECT count(*) FROM grants WHERE ended_at IS NULL`).pluck().get()

interface Wanted {
  id?: string
  level?: LevelName
  collection?: string
  reference?: string
  endsAt?: string
}
/** Gives `view` on the open collection, unless told otherwise. */
function grant(vault: Vault, by: string, to: string, { level = 'view', ...wanted }: Wanted = {}) {
  const target = wanted.reference === undefined ? { collection: vault.collections.general } : {}
  return vault.grant(by, { to, level, ...target, ...wanted })
}
async function granted(vault: Vault, to: Name, wanted: Wanted = {}) {
  const answer = await grant(vault, 'mara', to, { endsAt: soon, ...wanted })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.id
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
    expect(lastEvent(vault, 'grant.set')).toMatchObject({
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
    expect(lastEvent(vault, 'grant.set')).toMatchObject({ details: { grantsEnded: [first] } })
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
      expect(await grant(vault, by, to)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/entries/0/member' }] },
      })
    }
    expect(inForce(vault)).toBe(0)
  })

  test.each([
    ['without an end', {}, 'endsAt'],
    ['that has ended', { endsAt: start }, 'endsAt'],
    ['that ended a millisecond ago', { endsAt: later(start, { milliseconds: -1 }) }, 'endsAt'],
    ['for longer than a year', { endsAt: laterByDays(start, 367) }, 'endsAt'],
    ['until a day', { endsAt: '2026-04-01' }, 'payload'],
    ['on nothing', { endsAt: soon, on: {} }, 'payload'],
    ['on two things', { endsAt: soon, on: { collection: uuidv7(), document: uuidv7() } }, 'payload'],
    ['to list', { endsAt: soon, level: 0 }, 'payload'],
    ['in a named organization', { endsAt: soon, organization: uuidv7() }, 'payload'],
    ['in somebody else’s name', { endsAt: soon, grantedBy: uuidv7() }, 'payload'],
  ])('a technician gets none %s', async (_what, wanted, field) => {
    const vault = aVault()
    const answer = await vault.state('mara', {
      type: 'grant.set',
      grant: uuidv7(),
      member: vault.member('tariq'),
      on: { collection: vault.collections.general },
      level: 1,
      ...wanted,
    } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: `/entries/0/${field}` }] } })
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
        body: { errors: [{ pointer: '/entries/0/level' }] },
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
    expect(unfitGrant({ role, side, level, endsAt }, start) === undefined).toBe(isPossible)
  })

  test('what another organization has is as good as made up, in every position', async () => {
    const vault = aVault()
    await aForeignRunbook(vault, 'Foreign')
    const foreignRunbook = vault.db.prepare(`SELECT id FROM documents`).pluck().get() as string
    const [member, general] = [vault.member('rosa'), vault.collections.general]
    const attempts = [
      [{ member: vault.member('xenia') }, { member: uuidv7() }, 'member'],
      [{ on: { collection: vault.collections.foreign } }, { on: { collection: uuidv7() } }, 'collection'],
      [{ on: { document: foreignRunbook } }, { on: { document: uuidv7() } }, 'document'],
    ] as const
    for (const [foreign, madeUp, field] of attempts) {
      const [there, nowhere] = [await ask(foreign), await ask(madeUp)]
      expect(there).toMatchObject({ status: 400, body: { errors: [{ pointer: `/entries/0/${field}` }] } })
      expect({ ...there.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' })
    }
    expect(inForce(vault)).toBe(0)

    function ask(wanted: object) {
      const usual = { member, on: { collection: general }, level: 1, endsAt: soon }
      return vault.state('mara', { type: 'grant.set', grant: uuidv7(), ...usual, ...wanted })
    }
  })

  test('who was removed gets nothing; what is archived is not given', async () => {
    const vault = aVault()
    await vault.removeMember('mara', 'rosa')
    expect((await grant(vault, 'mara', 'rosa')).status).toBe(400)
    const { id } = await vault.createCollection('mara', { name: 'Old' })
    await vault.archiveCollection('mara', id)
    expect((await grant(vault, 'mara', 'jonas', { collection: id })).body).toMatchObject({
      errors: [{ pointer: '/entries/0/collection', detail: 'This collection is archived.' }],
    })
    expect(inForce(vault)).toBe(0)
  })

  test('an id is used once, also across organizations', async () => {
    const vault = aVault()
    const id = await granted(vault, 'rosa')
    expect((await grant(vault, 'mara', 'jonas', { id })).body.errors).toEqual([
      expect.objectContaining({ pointer: '/entries/0/grant' }),
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
    await granted(vault, 'rosa', { collection: vault.collections.secret })
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
    expect((await vault.endGrant('anton', grantId)).status).toBe(200)
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
    const answers = await Promise.all(Array.from({ length: 10 }, () => vault.endGrant('mara', first)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
    expect(await vault.endGrant('mara', first)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/entries/0/grant', detail: 'This access has ended already.' }] },
    })
    // What is over by the clock stands in the log until somebody takes it out; so do those who tidy up.
    vault.clock.set(soon)
    expect((await vault.endGrant('mara', second)).status).toBe(200)
  })

  test('is not for its holder, and a stranger’s is as good as made up', async () => {
    const vault = aVault()
    const grantId = await granted(vault, 'tariq')
    for (const name of ['tariq', 'jonas', 'ines']) expect((await vault.endGrant(name, grantId)).status).toBe(403)
    const foreign = await vault.endGrant('xenia', grantId)
    const madeUp = await vault.endGrant('xenia', uuidv7())
    expect([foreign.status, { ...foreign.body, instance: '' }]).toEqual([400, { ...madeUp.body, instance: '' }])
    expect(inForce(vault)).toBe(1)
  })

  test('a grant survives a change of role that could have been given it', async () => {
    const vault = aVault()
    await granted(vault, 'rosa', { collection: vault.collections.secret, level: 'edit' })
    await vault.changeMember('mara', 'rosa', 'editor')
    expect(inForce(vault)).toBe(1)
    await vault.changeMember('mara', 'rosa', 'auditor')
    expect(inForce(vault)).toBe(0)
  })
})

describe('keys that go with access', () => {
  const wrapsTo = (vault: Vault, name: Name) =>
    vault.db
      .prepare(`SELECT collection_id AS collection, of, epoch FROM seed_wraps WHERE recipient_id = ?`)
      .all(vault.account(name))

  test('reveal on a collection comes with its reveal key; view does not; with the end it goes', async () => {
    const vault = aVault()
    const collection = vault.collections.secret
    await granted(vault, 'rosa', { collection })
    expect(wrapsTo(vault, 'rosa')).toEqual([])
    const id = await granted(vault, 'rosa', { collection, level: 'reveal' })
    expect(wrapsTo(vault, 'rosa')).toEqual([{ collection, of: 'reveal', epoch: 1 }])
    const { body } = await vault.as('rosa', myKeys, {})
    expect(body.items).toEqual([
      { collection, epoch: 1, wraps: [expect.objectContaining({ of: 'reveal', toEpoch: 1 })], previous: [] },
    ])
    expect(isStale(vault.logState(), collection, start)).toBe(false)

    await vault.endGrant('mara', id)
    expect(wrapsTo(vault, 'rosa')).toEqual([])
    expect((await vault.as('rosa', myKeys, {})).body.items).toEqual([])
    // She may have kept the key: nothing new is sealed under it.
    expect(isStale(vault.logState(), collection, start)).toBe(true)
    expect(isStale(vault.logState(), vault.collections.general, start)).toBe(false)
    expect((await vault.renew('mara')).status).toBe(200)
    expect(isStale(vault.logState(), collection, start)).toBe(false)
  })

  test('a renewed grant keeps the wrap of the one before, which still opens', async () => {
    const vault = aVault()
    const collection = vault.collections.secret
    await granted(vault, 'rosa', { collection, level: 'reveal' })
    await granted(vault, 'rosa', { collection, level: 'edit', endsAt: later(start, { hours: 20 }) })
    expect(seedOf(vault, 'rosa', collection)).toEqual(vault.seeds(collection).reveal)
  })

  test('are handed out for as long as the access lasts by the clock', async () => {
    const vault = aVault()
    await granted(vault, 'rosa', { collection: vault.collections.secret, level: 'reveal', endsAt: soon })
    vault.clock.set(later(soon, { milliseconds: -1 }))
    expect((await vault.as('rosa', myKeys, {})).body.items).toHaveLength(1)
    vault.clock.set(soon)
    expect((await vault.as('rosa', myKeys, {})).body.items).toEqual([])
    expect(isStale(vault.logState(), vault.collections.secret, soon)).toBe(true)
  })

  test('that the log does not permit are not taken', async () => {
    const vault = aVault()
    const collection = vault.collections.secret
    await granted(vault, 'rosa', { collection, level: 'reveal' })
    const [given] = vault.db
      .prepare(`SELECT wrap FROM seed_wraps WHERE recipient_id = ?`)
      .all(vault.account('rosa')) as {
      wrap: string
    }[]
    const rosas = {
      collection,
      epoch: 1,
      of: 'reveal',
      to: vault.account('rosa'),
      toEpoch: 1,
      wrap: given?.wrap,
    } as never
    for (const [what, wrap] of [
      ['to somebody who is not entitled', { to: vault.account('jonas') }],
      ['of a seed that she is not entitled to', { of: 'custody' }],
      ['for keys that she does not have', { toEpoch: 2 }],
      ['of another collection', { collection: vault.collections.general }],
      ['of another organization’s', { collection: vault.collections.foreign }],
      ['of an epoch to come', { epoch: 2 }],
    ] as const) {
      const answer = await vault.as('mara', addWraps, { wraps: [{ ...(rosas as object), ...wrap } as never] })
      expect([what, answer.status >= 400]).toEqual([what, true])
    }
    expect((await vault.as('mara', addWraps, { wraps: [rosas] })).status).toBe(200)
    // Whose signature it bears stands in its head: anton hands in nothing of mara's.
    expect((await vault.as('anton', addWraps, { wraps: [rosas] })).status).toBe(400)
    expect((await vault.as('rosa', addWraps, { wraps: [rosas] })).status).toBe(403)
  })

  test('an access that lapsed in a review is named to the key holders, to be ended', async () => {
    const vault = aVault()
    const id = await granted(vault, 'rosa', { collection: vault.collections.secret })
    vault.db.prepare(`UPDATE grants SET lapses_at = ? WHERE id = ?`).run(soon, id)
    expect((await vault.as('mara', keyWork, {})).body.lapsed).toEqual([])
    vault.clock.set(soon)
    expect((await vault.as('anton', keyWork, {})).body.lapsed).toEqual([id])
    await vault.endGrant('anton', id)
    expect((await vault.as('mara', keyWork, {})).body.lapsed).toEqual([])
  })
})

/** The reveal seed of a collection as its recipient opens it. @throws IntegrityError. */
function seedOf(vault: Vault, name: Name, collectionId: string): Uint8Array {
  const log = vault.logState()
  const recipient = entitled(log, collectionId, vault.clock.now()).find(({ to }) => to === vault.account(name))
  const row = vault.db
    .prepare(`SELECT wrap, granter_id AS granter, granter_epoch AS granterEpoch FROM seed_wraps WHERE recipient_id = ?`)
    .get(vault.account(name)) as { wrap: string; granter: string; granterEpoch: number }
  const granter = [...log.members.values()].find(({ account }) => account === row.granter)
  const keys = collectionKeys(log.collections.get(collectionId) as never, 1)
  if (!recipient || !granter || !keys) throw new Error('Nothing to open')
  return unwrapSeed(
    {
      type: 1,
      subject: idBytes(collectionId),
      subjectEpoch: 1,
      recipientId: recipient.to,
      recipientEpoch: recipient.toEpoch,
      granterId: row.granter,
      granterEpoch: row.granterEpoch,
      authHash: fromBase64url(recipient.authHash),
    },
    fromBase64url(log.orgId),
    fromBase64url(row.wrap),
    vault.identity(name).identity.enc,
    fromBase64url(granter.keys.sign),
    fromBase64url(keys.reveal.enc),
  )
}
