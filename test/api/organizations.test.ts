import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { mySession } from '#contract/accounts.ts'
import {
  changeOrganizationSettings,
  createOrganization,
  createParty,
  listCollections,
  listMembers,
  listParties,
  organizationSettings,
} from '#contract/organizations.ts'
import { myKeys } from '#contract/log.ts'
import { aBeginning, emailOf } from '../support/log.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aVault, call, type Name, type Vault } from '../support/vault.ts'

/** Another organization, founded by somebody of the cast. */
function another(
  vault: Vault,
  by: Name = 'mara',
  { slug = 'northlight', id = uuidv7(), partyId = uuidv7(), memberId = uuidv7(), collectionId = uuidv7() } = {},
) {
  const founder = { name: by, email: emailOf(by), signer: { ...vault.identity(by), id: memberId } }
  const organization = { id, name: 'Northlight IT', slug, partyId }
  return { ...aBeginning(founder, organization, { id: collectionId }, vault.clock.now()).organization, memberId }
}
const make = (vault: Vault, by: Name, { memberId: _apart, ...organization }: ReturnType<typeof another>) =>
  vault.as(by, createOrganization, organization)
const count = (vault: Vault, table: string) => vault.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('making another organization', () => {
  test.each(['mara', 'anton'] as const)('%s, who holds keys, makes one and owns it', async (name) => {
    const vault = aVault()
    const organization = another(vault, name)
    const made = await make(vault, name, organization)
    expect(made).toMatchObject({
      status: 200,
      body: { slug: 'northlight', role: 'owner', side: 'in_house', party: 'Northlight IT', today: '2026-03-02' },
    })
    const { body } = await call(vault.app, mySession, {}, vault.cookie(name))
    expect(body.memberships.map(({ slug }) => slug)).toEqual(['acme', 'northlight'])
    const members = await vault.as(name, listMembers, { slug: 'northlight' })
    expect(members.body.items).toEqual([expect.objectContaining({ id: organization.memberId, name, role: 'owner' })])
    const collections = await vault.as(name, listCollections, { slug: 'northlight' })
    expect(collections.body.items).toEqual([expect.objectContaining({ name: 'General', level: 4, documents: 0 })])
    expect(acts(vault)).toEqual(['organization.create', 'collection.create', 'collection.epoch'])
    const { orgId } = vault.logState('northlight')
    expect(made.body.orgId).toBe(orgId)
    expect(lastEvent(vault, 'organization.create')).toMatchObject({
      organizationId: organization.id,
      memberId: organization.memberId,
      accountId: vault.account(name),
      details: { orgId, name: 'Northlight IT' },
    })
    const keys = await vault.as(name, myKeys, { slug: 'northlight' })
    expect(keys.body.items).toEqual([expect.objectContaining({ epoch: 1, wraps: [expect.anything()] })])
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s may not', async (name) => {
    const vault = aVault()
    const answer = await make(vault, name, another(vault, name))
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/not-permitted' } })
    expect(count(vault, 'organizations')).toBe(2)
  })

  test('nobody else gets in, and nobody elsewhere notices', async () => {
    const vault = aVault()
    await make(vault, 'mara', another(vault))
    for (const name of ['anton', 'jonas', 'xenia'] as const) {
      expect((await vault.as(name, listMembers, { slug: 'northlight' })).status).toBe(404)
    }
  })

  test('somebody who was removed as owner may no longer', async () => {
    const vault = aVault()
    await vault.changeMember('mara', 'anton', 'owner')
    expect((await vault.removeMember('anton', 'mara')).status).toBe(200)
    vault.db.prepare(`UPDATE sessions SET ended_at = NULL`).run()
    expect((await make(vault, 'mara', another(vault))).status).toBe(403)
  })

  test.each([
    ['/slug', (vault: Vault) => ({ slug: vault.other.slug })],
    ['/slug', (vault: Vault) => ({ slug: vault.acme.slug })],
    ['/id', (vault: Vault) => ({ id: vault.other.id })],
    ['/log/genesis/party', (vault: Vault) => ({ partyId: vault.other.parties.in_house })],
    ['/log/genesis/member', (vault: Vault) => ({ memberId: vault.member('xenia') })],
    ['/log/entries/0/collection', (vault: Vault) => ({ collectionId: vault.collections.foreign })],
  ])('what is in use at %s is refused, and nothing is half-made', async (pointer, change) => {
    const vault = aVault()
    const tables = ['organizations', 'parties', 'members', 'collections', 'organization_log', 'audit_events']
    const before = tables.map((table) => count(vault, table))
    const answer = await make(vault, 'mara', another(vault, 'mara', change(vault)))
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/already-exists', errors: [{ pointer }] } })
    expect(tables.map((table) => count(vault, table))).toEqual(before)
  })

  test.each([
    ['of another organization', { id: uuidv7() }],
    ['of another name', { name: 'Southlight IT' }],
  ])('a genesis %s begins nothing', async (_what, change) => {
    const vault = aVault()
    const answer = await make(vault, 'mara', { ...another(vault), ...change })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/log/genesis/payload' }] } })
    expect(count(vault, 'organizations')).toBe(2)
  })

  test('nobody founds in the name, or with the keys, of somebody else', async () => {
    const vault = aVault()
    const antons = another(vault, 'anton')
    expect(await make(vault, 'mara', antons)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/log/genesis/payload' }] },
    })
    const signer = { ...vault.identity('mara'), identity: vault.identity('anton').identity }
    const founder = { name: 'mara', email: emailOf('mara'), signer }
    const organization = { id: uuidv7(), name: 'Northlight IT', slug: 'northlight' }
    const made = aBeginning(founder, organization, { id: uuidv7() }, vault.clock.now())
    expect((await vault.as('mara', createOrganization, made.organization)).status).toBe(400)
    expect(count(vault, 'organizations')).toBe(2)
  })

  test('of many who want the same name in addresses at once, one gets it', async () => {
    const vault = aVault()
    const answers = await Promise.all(Array.from({ length: 20 }, () => make(vault, 'mara', another(vault))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(count(vault, 'organizations')).toBe(3)
  })
})

describe('settings', () => {
  const wanted = { name: 'Acme Joinery Group', timeZone: 'Pacific/Auckland', keepsSearchTexts: true }

  test('an owner changes name, time zone and policy; the in-house party goes by the name', async () => {
    const vault = aVault()
    expect((await vault.as('mara', changeOrganizationSettings, wanted)).status).toBe(200)
    expect((await vault.as('mara', organizationSettings, {})).body).toEqual({
      ...wanted,
      requiresSecondFactor: false,
      invitationDays: 7,
    })
    const { body } = await call(vault.app, mySession, {}, vault.cookie('jonas'))
    expect(body.memberships).toEqual([
      expect.objectContaining({ organization: wanted.name, party: wanted.name, keepsSearchTexts: true }),
    ])
    expect(lastEvent(vault, 'organization.change')).toMatchObject({
      memberId: vault.member('mara'),
      details: { before: { name: 'Acme Joinery', keepsSearchTexts: false }, after: wanted },
    })
    expect((await vault.as('xenia', organizationSettings, { slug: 'other' })).body.name).toBe('Other Ltd')
  })

  test('today is the day in the organization’s zone', async () => {
    const vault = aVault()
    await vault.as('mara', changeOrganizationSettings, { ...wanted, timeZone: 'Pacific/Kiritimati' })
    vault.clock.set('2026-03-02T10:00:00.000Z' as never)
    const { body } = await call(vault.app, mySession, {}, vault.cookie('mara'))
    expect(body.memberships[0]?.today).toBe('2026-03-03')
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s reads them and changes nothing', async (name) => {
    const vault = aVault()
    expect((await vault.as(name, organizationSettings, {})).status).toBe(200)
    expect((await vault.as(name, changeOrganizationSettings, wanted)).status).toBe(403)
    expect((await vault.as('mara', organizationSettings, {})).body.name).toBe('Acme Joinery')
  })

  test('another organization’s owner finds nothing', async () => {
    const vault = aVault()
    expect((await vault.as('xenia', organizationSettings, {})).status).toBe(404)
    expect((await vault.as('xenia', changeOrganizationSettings, wanted)).status).toBe(404)
    expect((await vault.as('mara', organizationSettings, {})).body.name).toBe('Acme Joinery')
  })

  test.each([
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ name: '' }, '/name'],
    [{ name: 'a\nb' }, '/name'],
    [{ keepsSearchTexts: 'yes' }, '/keepsSearchTexts'],
    [{ slug2: 'x' }, '/slug2'],
    [{ organizationId: uuidv7() }, '/organizationId'],
  ])('%j is refused by name', async (change, pointer) => {
    const vault = aVault()
    const answer = await vault.as('mara', changeOrganizationSettings, { ...wanted, ...change } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect((await vault.as('mara', organizationSettings, {})).body.name).toBe('Acme Joinery')
  })

  test('the name of a partner is not to be had', async () => {
    const vault = aVault()
    const answer = await vault.as('mara', changeOrganizationSettings, { ...wanted, name: 'northwind it' })
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '/name' }] } })
  })
})

describe('parties', () => {
  test('in-house comes first; each with its number of people', async () => {
    const vault = aVault()
    const { body } = await vault.as('ines', listParties, {})
    expect(body.items.map(({ name, side, members }) => [name, side, members])).toEqual([
      ['Acme Joinery', 'in_house', 4],
      ['Northwind IT', 'partner', 1],
      ['Hollin Mutual', 'outside', 1],
    ])
  })

  test('an admin adds a partner; the same name in other letters is refused', async () => {
    const vault = aVault()
    const id = uuidv7()
    expect((await vault.as('anton', createParty, { id, name: 'Second MSP', side: 'partner' })).status).toBe(200)
    expect(lastEvent(vault, 'party.create')).toMatchObject({ subjectId: id, details: { side: 'partner' } })
    const again = await vault.as('anton', createParty, { id: uuidv7(), name: 'SECOND msp', side: 'outside' })
    expect(again).toMatchObject({ status: 409, body: { errors: [{ pointer: '/name' }] } })
    const sameId = await vault.as('anton', createParty, { id, name: 'Third', side: 'outside' })
    expect(sameId).toMatchObject({ status: 409, body: { errors: [{ pointer: '/id' }] } })
    expect((await vault.as('mara', listParties, {})).body.items).toHaveLength(4)
  })

  test('there is one in-house party and no way to a second', async () => {
    const vault = aVault()
    const answer = await vault.as('mara', createParty, { id: uuidv7(), name: 'Us too', side: 'in_house' as never })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/side' }] } })
  })

  test.each(['jonas', 'rosa', 'tariq'] as const)('%s learns nothing of them', async (name) => {
    const vault = aVault()
    const answer = await vault.as(name, listParties, {})
    expect(answer.status).toBe(403)
    expect(JSON.stringify(answer.body)).not.toContain('Northwind')
  })
})
