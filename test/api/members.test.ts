import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { acceptInvitation, lookUpInvitation, mySession } from '#contract/accounts.ts'
import { openDocument } from '#contract/documents.ts'
import {
  changeMember,
  createGrant,
  createInvitation,
  createParty,
  listGrants,
  listInvitations,
  listKeepers,
  listMembers,
  removeMember,
  revokeInvitation,
} from '#contract/organizations.ts'
import type { Role, Side } from '#contract/values.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { keysOf } from '../support/keys.ts'
import { acts, cookieIn, lastEvent } from '../support/sign-in.ts'
import { aVault, call, cast, start, type Name, type Vault } from '../support/vault.ts'

const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name)
const roleOf = (vault: Vault, name: Name) =>
  vault.db.prepare(`SELECT role FROM members WHERE id = ?`).pluck().get(vault.member(name))
const change = (vault: Vault, by: string, name: Name, role: Role, side: Side) =>
  vault.as(by, changeMember, { memberId: vault.member(name), role, partyId: vault.acme.parties[side] })
const remove = (vault: Vault, by: string, name: Name) => vault.as(by, removeMember, { memberId: vault.member(name) })
const isSignedIn = async (vault: Vault, name: string) =>
  (await call(vault.app, mySession, {}, vault.cookie(name))).status === 200

describe('the list of people', () => {
  test('owners and admins see everybody, with e-mail addresses and what they own', async () => {
    const vault = aVault()
    await aRunbook(vault, 'One', { ownerId: vault.member('jonas') })
    await aRunbook(vault, 'Two', { ownerId: vault.member('jonas'), deputyId: vault.member('mara') })
    for (const name of ['mara', 'anton']) {
      const list = await vault.as(name, listMembers, {})
      expect(names(list)).toEqual(['anton', 'ines', 'jonas', 'mara', 'rosa', 'tariq'])
      expect(list.body.items.find((member) => member.name === 'jonas')).toEqual({
        id: vault.member('jonas'),
        name: 'jonas',
        email: 'jonas@acme.example.com',
        role: 'editor',
        partyId: vault.acme.parties.in_house,
        party: 'Acme Joinery',
        side: 'in_house',
        joinedAt: start,
        owns: 2,
      })
    }
  })

  test('an auditor sees everybody, without e-mail addresses', async () => {
    const vault = aVault()
    const list = await vault.as('ines', listMembers, {})
    expect(names(list)).toHaveLength(6)
    expect(JSON.stringify(list.body)).not.toContain('@')
  })

  test('a technician sees nobody else; editors and readers none', async () => {
    const vault = aVault()
    expect(names(await vault.as('tariq', listMembers, {}))).toEqual(['tariq'])
    for (const name of ['jonas', 'rosa']) {
      const answer = await vault.as(name, listMembers, {})
      expect(answer.status).toBe(403)
      expect(JSON.stringify(answer.body)).not.toContain('mara')
    }
  })

  test('who left stays in it, with the day', async () => {
    const vault = aVault()
    await aRunbook(vault, 'One', { ownerId: vault.member('jonas') })
    await remove(vault, 'mara', 'jonas')
    const list = await vault.as('mara', listMembers, {})
    expect(list.body.items.at(-1)).toMatchObject({ name: 'jonas', removedAt: start, owns: 0 })
  })
})

describe('changing a member', () => {
  test('an admin makes a reader an editor: rights change at once, sessions end, the log has both', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'One')
    expect(await isSignedIn(vault, 'rosa')).toBe(true)
    expect((await change(vault, 'anton', 'rosa', 'editor', 'in_house')).status).toBe(200)
    expect(await isSignedIn(vault, 'rosa')).toBe(false)
    expect(lastEvent(vault, 'member.change')).toMatchObject({
      memberId: vault.member('anton'),
      subjectId: vault.member('rosa'),
      details: { before: { role: 'reader' }, after: { role: 'editor' } },
    })
    expect(reference).toBe('RB-01')
  })

  test('changing only the party ends no session', async () => {
    const vault = aVault()
    const partyId = uuidv7()
    await vault.as('mara', createParty, { id: partyId, name: 'Second MSP', side: 'partner' })
    expect(await isSignedIn(vault, 'tariq')).toBe(true)
    const memberId = vault.member('tariq')
    expect((await vault.as('mara', changeMember, { memberId, role: 'technician', partyId })).status).toBe(200)
    expect(await isSignedIn(vault, 'tariq')).toBe(true)
    expect((await vault.as('tariq', listMembers, {})).body.items).toEqual([
      expect.objectContaining({ party: 'Second MSP' }),
    ])
  })

  test('admins leave owners alone and make none', async () => {
    const vault = aVault()
    expect((await change(vault, 'anton', 'mara', 'reader', 'in_house')).status).toBe(403)
    expect((await change(vault, 'anton', 'jonas', 'owner', 'in_house')).status).toBe(403)
    expect((await change(vault, 'anton', 'anton', 'owner', 'in_house')).status).toBe(403)
    expect((await remove(vault, 'anton', 'mara')).status).toBe(403)
    expect([roleOf(vault, 'mara'), roleOf(vault, 'jonas'), roleOf(vault, 'anton')]).toEqual([
      'owner',
      'editor',
      'admin',
    ])
    expect(acts(vault)).toEqual([])
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s raises nobody, least of all themselves', async (name) => {
    const vault = aVault()
    for (const other of ['jonas', 'rosa', 'ines', 'tariq'] as const) {
      expect((await change(vault, name, other, 'admin', 'in_house')).status).toBe(403)
      expect((await remove(vault, name, other)).status).toBe(403)
    }
    expect((['jonas', 'rosa', 'ines', 'tariq'] as const).map((one) => roleOf(vault, one))).toEqual(
      (['jonas', 'rosa', 'ines', 'tariq'] as const).map((one) => cast[one].role),
    )
  })

  test('the last owner stays: neither role nor membership goes, until there is another', async () => {
    const vault = aVault()
    for (const answer of [
      await change(vault, 'mara', 'mara', 'admin', 'in_house'),
      await remove(vault, 'mara', 'mara'),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { type: '/problems/last-owner' } })
    }
    expect(roleOf(vault, 'mara')).toBe('owner')
    expect((await change(vault, 'mara', 'anton', 'owner', 'in_house')).status).toBe(200)
    expect((await change(vault, 'mara', 'mara', 'admin', 'in_house')).status).toBe(200)
    // One's own session goes on, with the rights of the new role.
    expect(await isSignedIn(vault, 'mara')).toBe(true)
    expect((await change(vault, 'mara', 'jonas', 'owner', 'in_house')).status).toBe(403)
  })

  test('an owner who cannot sign in does not count as another', async () => {
    const vault = aVault()
    await change(vault, 'mara', 'anton', 'owner', 'in_house')
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('anton'))
    expect((await remove(vault, 'mara', 'mara')).body.type).toBe('/problems/last-owner')
  })

  test('two owners who remove each other at once leave one', async () => {
    const vault = aVault()
    await change(vault, 'mara', 'anton', 'owner', 'in_house')
    const answers = await Promise.all([remove(vault, 'mara', 'anton'), remove(vault, 'anton', 'mara')])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const owners = vault.db.prepare(
      `SELECT count(*) FROM members WHERE role = 'owner' AND removed_at IS NULL AND organization_id = ?`,
    )
    expect(owners.pluck().get(vault.acme.id)).toBe(1)
  })

  const table: [Side, Role, 'anybody' | 'owners' | 'nobody'][] = [
    ['in_house', 'admin', 'anybody'],
    ['in_house', 'editor', 'anybody'],
    ['in_house', 'reader', 'anybody'],
    ['in_house', 'auditor', 'anybody'],
    ['in_house', 'owner', 'owners'],
    ['in_house', 'technician', 'nobody'],
    ['partner', 'technician', 'anybody'],
    ['partner', 'editor', 'owners'],
    ['partner', 'reader', 'owners'],
    ['partner', 'auditor', 'owners'],
    ['partner', 'admin', 'nobody'],
    ['partner', 'owner', 'nobody'],
    ['outside', 'auditor', 'anybody'],
    ['outside', 'reader', 'owners'],
    ['outside', 'editor', 'nobody'],
    ['outside', 'technician', 'nobody'],
    ['outside', 'admin', 'nobody'],
    ['outside', 'owner', 'nobody'],
  ]
  test.each(table)('%s, %s: decided by %s', async (side, role, who) => {
    const vault = aVault()
    const byAdmin = await change(vault, 'anton', 'rosa', role, side)
    expect(byAdmin.status).toBe(who === 'anybody' ? 200 : who === 'owners' ? 403 : 400)
    if (who === 'nobody') expect(byAdmin.body.errors).toEqual([expect.objectContaining({ pointer: '/role' })])
    const invitedByAdmin = await invite(vault, 'anton', { role, side })
    expect(invitedByAdmin.status).toBe(byAdmin.status)
    const byOwner = await change(vault, 'mara', 'jonas', role, side)
    expect(byOwner.status).toBe(who === 'nobody' ? 400 : 200)
    expect(roleOf(vault, 'jonas')).toBe(who === 'nobody' ? 'editor' : role)
  })

  test('grants that the new role could not be given end with the change', async () => {
    const vault = aVault()
    const grant = (collectionId: string, level: 'view' | 'edit', endsAt?: string) =>
      vault.as('mara', createGrant, {
        id: uuidv7(),
        memberId: vault.member('rosa'),
        collectionId,
        level,
        ...(endsAt && { endsAt }),
      })
    await grant(vault.collections.secret, 'edit')
    await grant(vault.collections.general, 'view', later(start, { hours: 5 }))
    await change(vault, 'mara', 'rosa', 'technician', 'partner')
    const left = await vault.as('mara', listGrants, { memberId: vault.member('rosa') })
    expect(left.body.items).toEqual([expect.objectContaining({ collectionId: vault.collections.general })])
    expect(lastEvent(vault, 'member.change')).toMatchObject({ details: { grantsEnded: 1 } })
    await change(vault, 'mara', 'rosa', 'admin', 'in_house')
    await change(vault, 'mara', 'rosa', 'reader', 'in_house')
    expect((await vault.as('mara', listGrants, { memberId: vault.member('rosa') })).body.items).toEqual([])
  })

  test('what another organization has is as good as made up', async () => {
    const vault = aVault()
    const foreign = vault.member('xenia')
    const party = vault.acme.parties.in_house
    const answers = [
      await vault.as('mara', changeMember, { memberId: foreign, role: 'reader', partyId: party }),
      await vault.as('mara', changeMember, { memberId: uuidv7(), role: 'reader', partyId: party }),
      await vault.as('mara', removeMember, { memberId: foreign }),
      await vault.as('mara', removeMember, { memberId: uuidv7() }),
    ]
    expect(answers.map(({ status, body }) => [status, body.type, body.detail])).toEqual(
      answers.map(() => [404, '/problems/not-found', undefined]),
    )
    const parties = [vault.other.parties.in_house, uuidv7()]
    const changes = await Promise.all(
      parties.map((partyId) =>
        vault.as('mara', changeMember, { memberId: vault.member('rosa'), role: 'reader', partyId }),
      ),
    )
    expect(changes.map(({ status, body }) => [status, body.errors])).toEqual(
      parties.map(() => [400, [{ pointer: '/partyId', detail: 'There is no such party here.' }]]),
    )
    expect((await change(vault, 'xenia', 'rosa', 'editor', 'in_house')).status).toBe(404)
    expect(acts(vault)).toEqual([])
  })
})

describe('removing a member', () => {
  test('ends access, grants, open invitations and sessions at once; the name stays in the history', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Written by anton', { ownerId: vault.member('anton') }, 'anton')
    await invite(vault, 'anton', { email: 'friend@example.com' })
    await vault.as('mara', createGrant, {
      id: uuidv7(),
      memberId: vault.member('tariq'),
      collectionId: vault.collections.general,
      level: 'view',
      endsAt: later(start, { hours: 8 }),
    } as never)
    expect((await vault.as('tariq', openDocument, { reference })).status).toBe(200)

    expect((await remove(vault, 'mara', 'tariq')).status).toBe(200)
    expect((await remove(vault, 'mara', 'anton')).status).toBe(200)
    for (const name of ['tariq', 'anton']) expect(await isSignedIn(vault, name)).toBe(false)
    vault.db.prepare(`UPDATE sessions SET ended_at = NULL`).run()
    for (const name of ['tariq', 'anton'] as const) {
      expect((await vault.as(name, openDocument, { reference })).status).toBe(404)
      expect((await vault.as(name, listMembers, {})).status).toBe(404)
    }
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
    expect((await vault.as('mara', listGrants, {})).body.items).toEqual([])
    const { body } = await vault.as('mara', openDocument, { reference })
    expect(body).toMatchObject({ createdBy: 'anton' })
    expect(body.owner).toBeUndefined()
    expect(lastEvent(vault, 'member.remove')).toMatchObject({
      subjectId: vault.member('anton'),
      details: { name: 'anton', role: 'admin', invitationsRevoked: 1 },
    })
  })

  test('happens once', async () => {
    const vault = aVault()
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove(vault, 'mara', 'rosa')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9)
  })

  test('who comes back comes as somebody new', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Rosa’s', { ownerId: vault.member('rosa') })
    await remove(vault, 'mara', 'rosa')
    const { token } = await invited(vault, 'mara', { email: 'rosa@acme.example.com' })
    vault.db.prepare(`UPDATE sessions SET ended_at = NULL`).run()
    const memberId = uuidv7()
    const joined = await call(vault.app, acceptInvitation, { token, memberId }, vault.cookie('rosa'))
    expect(joined.status).toBe(200)
    expect(joined.body.memberships).toEqual([expect.objectContaining({ memberId })])
    expect((await vault.as('mara', openDocument, { reference })).body.owner).toBeUndefined()
  })
})

// --- Invitations ----------------------------------------------------------------------------------------------------------

const hashOf = (token: string) => createHash('sha256').update(Buffer.from(token, 'base64url')).digest('base64url')
const newToken = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')

interface Wanted {
  email?: string
  role?: Role
  side?: Side
  token?: string
  id?: string
}
function invite(
  vault: Vault,
  by: string,
  { email = 'lena@example.com', role = 'reader', side = 'in_house', token = newToken(), id = uuidv7() }: Wanted = {},
) {
  return vault.as(by, createInvitation, {
    id,
    email,
    name: 'Lena Frost',
    role,
    partyId: vault.acme.parties[side],
    tokenHash: hashOf(token),
  })
}
async function invited(vault: Vault, by: string, wanted: Wanted = {}) {
  const [token, id] = [newToken(), uuidv7()]
  const answer = await invite(vault, by, { ...wanted, token, id })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return { token, id }
}
const lena = (email = 'lena@example.com') => {
  const { accountId, keys } = keysOf('lena')
  return { id: accountId, email, name: 'Lena', keys }
}
const membersNow = (vault: Vault) =>
  vault.db.prepare(`SELECT count(*) FROM members WHERE removed_at IS NULL`).pluck().get()

describe('an invitation', () => {
  test('leads a new person in: account, membership and session at once', async () => {
    const vault = aVault()
    const { token, id } = await invited(vault, 'anton', { email: 'Lena@Example.com', role: 'editor' })
    const seen = await vault.asNobody(lookUpInvitation, { token })
    expect(seen.body).toEqual({
      id,
      organization: 'Acme Joinery',
      slug: 'acme',
      email: 'lena@example.com',
      name: 'Lena Frost',
      role: 'editor',
      party: 'Acme Joinery',
      invitedBy: 'anton',
      expiresAt: laterByDays(start, 7),
    })
    const memberId = uuidv7()
    const joined = await vault.asNobody(acceptInvitation, { token, memberId, account: lena() })
    expect(joined.status).toBe(200)
    expect(joined.body.memberships).toEqual([
      expect.objectContaining({ memberId, slug: 'acme', role: 'editor', side: 'in_house' }),
    ])
    const cookie = cookieIn(joined.cookies, '__Host-runkeep')
    expect(
      (await call(vault.app, listKeepers, { slug: 'acme', collectionId: vault.collections.general }, cookie)).status,
    ).toBe(200)
    // The organization knows her by the name that it wrote down.
    expect(names(await vault.as('mara', listMembers, {}))).toContain('Lena Frost')
    expect(acts(vault)).toEqual(['invitation.create', 'account.create', 'member.join', 'session.start'])
    expect(lastEvent(vault, 'member.join')).toMatchObject({
      organizationId: vault.acme.id,
      subjectId: memberId,
      details: { invitationId: id, role: 'editor' },
    })
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
  })

  test('leads somebody who has an account in, without a new session', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara', {
      email: 'xenia@acme.example.com',
      side: 'partner',
      role: 'technician',
    })
    const cookie = vault.cookie('xenia')
    const joined = await call(vault.app, acceptInvitation, { token, memberId: uuidv7() }, cookie)
    expect(joined.status).toBe(200)
    expect(joined.cookies).toEqual([])
    expect(joined.body.memberships.map(({ slug, role }) => [slug, role])).toEqual([
      ['acme', 'technician'],
      ['other', 'owner'],
    ])
    expect((await vault.as('xenia', openDocument, { reference: await aRunbook(vault, 'Ours') })).status).toBe(404)
  })

  test('works once: of fifty at the same time, one gets in', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara')
    const before = membersNow(vault) as number
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const { accountId, keys } = keysOf(`racer ${n}`)
        const account = { id: accountId, email: 'lena@example.com', name: 'Lena', keys }
        return vault.asNobody(acceptInvitation, { token, memberId: uuidv7(), account })
      }),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404 || status === 429)).toHaveLength(49)
    expect(membersNow(vault)).toBe(before + 1)
    expect(vault.db.prepare(`SELECT count(*) FROM accounts WHERE email = 'lena@example.com'`).pluck().get()).toBe(1)
  })

  test.each([
    ['that has expired', (vault: Vault) => Promise.resolve(vault.clock.set(laterByDays(start, 7)))],
    [
      'that was taken back',
      async (vault: Vault, id: string) => vault.as('mara', revokeInvitation, { invitationId: id }),
    ],
    ['whose sender was removed', async (vault: Vault) => remove(vault, 'mara', 'anton')],
    ['whose sender may no longer invite', async (vault: Vault) => change(vault, 'mara', 'anton', 'editor', 'in_house')],
  ])('%s leads nowhere, like one that never was', async (_what, end) => {
    const vault = aVault()
    const { token, id } = await invited(vault, 'anton')
    await end(vault, id)
    const before = membersNow(vault)
    const madeUp = newToken()
    for (const [given, answer] of [
      [await vault.asNobody(lookUpInvitation, { token }), await vault.asNobody(lookUpInvitation, { token: madeUp })],
      [
        await vault.asNobody(acceptInvitation, { token, memberId: uuidv7(), account: lena() }),
        await vault.asNobody(acceptInvitation, { token: madeUp, memberId: uuidv7(), account: lena() }),
      ],
    ] as const) {
      expect(given.status).toBe(404)
      expect({ ...given.body, instance: '' }).toEqual({ ...answer.body, instance: '' })
    }
    expect(membersNow(vault)).toBe(before)
    expect(vault.db.prepare(`SELECT count(*) FROM accounts WHERE email = 'lena@example.com'`).pluck().get()).toBe(0)
  })

  test('is for the person it names', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara', { role: 'admin' })
    const before = membersNow(vault)
    const other = await vault.asNobody(acceptInvitation, {
      token,
      memberId: uuidv7(),
      account: lena('eve@example.com'),
    })
    expect(other).toMatchObject({ status: 400, body: { errors: [{ pointer: '/account/email' }] } })
    const stranger = await call(vault.app, acceptInvitation, { token, memberId: uuidv7() }, vault.cookie('xenia'))
    expect(stranger).toMatchObject({ status: 403, body: { type: '/problems/not-permitted' } })
    const nobody = await vault.asNobody(acceptInvitation, { token, memberId: uuidv7() })
    expect(nobody.status).toBe(401)
    expect(membersNow(vault)).toBe(before)
    // None of that has used it up.
    expect((await vault.asNobody(acceptInvitation, { token, memberId: uuidv7(), account: lena() })).status).toBe(200)
  })

  test('does not make a second account for an address, nor take over the first', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara', { email: 'xenia@acme.example.com' })
    const before = vault.db.prepare(`SELECT * FROM accounts WHERE email = 'xenia@acme.example.com'`).get()
    const answer = await vault.asNobody(acceptInvitation, {
      token,
      memberId: uuidv7(),
      account: lena('xenia@acme.example.com'),
    })
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '/account/email' }] }, cookies: [] })
    const id = await vault.asNobody(acceptInvitation, {
      token: (await invited(vault, 'mara')).token,
      memberId: uuidv7(),
      account: { ...lena(), id: vault.account('xenia') },
    })
    expect(id).toMatchObject({ status: 409, body: { errors: [{ pointer: '/account/id' }] } })
    expect(vault.db.prepare(`SELECT * FROM accounts WHERE email = 'xenia@acme.example.com'`).get()).toEqual(before)
  })

  test('takes no id that somebody has', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara')
    for (const memberId of [vault.member('mara'), vault.member('xenia')]) {
      const answer = await vault.asNobody(acceptInvitation, { token, memberId, account: lena() })
      expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '/memberId' }] } })
    }
    expect(vault.db.prepare(`SELECT count(*) FROM accounts WHERE email = 'lena@example.com'`).pluck().get()).toBe(0)
  })

  test('keeps nothing of the link but its hash', async () => {
    const vault = aVault()
    const { token } = await invited(vault, 'mara')
    await vault.asNobody(lookUpInvitation, { token })
    expect(vault.db.serialize().includes(token)).toBe(false)
  })

  test('is not for somebody who is a member, and there is one at a time for an address', async () => {
    const vault = aVault()
    for (const email of ['rosa@acme.example.com', ' ROSA@acme.example.com']) {
      expect(await invite(vault, 'mara', { email })).toMatchObject({
        status: 409,
        body: { errors: [{ pointer: '/email' }] },
      })
    }
    const { id } = await invited(vault, 'mara')
    expect((await invite(vault, 'anton')).status).toBe(409)
    await vault.as('anton', revokeInvitation, { invitationId: id })
    expect((await invite(vault, 'anton')).status).toBe(200)
    expect(lastEvent(vault, 'invitation.revoke')).toMatchObject({ subjectId: id, memberId: vault.member('anton') })
  })

  test('to another organization is nobody’s business here', async () => {
    const vault = aVault()
    const { id } = await invited(vault, 'mara')
    const slug = 'other'
    expect((await vault.as('xenia', listInvitations, { slug })).body.items).toEqual([])
    const foreign = await vault.as('xenia', revokeInvitation, { slug, invitationId: id })
    const madeUp = await vault.as('xenia', revokeInvitation, { slug, invitationId: uuidv7() })
    expect([foreign.status, { ...foreign.body, instance: '' }]).toEqual([404, { ...madeUp.body, instance: '' }])
    for (const partyId of [vault.acme.parties.in_house, uuidv7()]) {
      const answer = await vault.as('xenia', createInvitation, {
        slug,
        id: uuidv7(),
        email: 'spy@example.com',
        name: 'Spy',
        role: 'reader',
        partyId,
        tokenHash: hashOf(newToken()),
      })
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/partyId' }] } })
    }
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s sends and takes back none', async (name) => {
    const vault = aVault()
    const { id } = await invited(vault, 'mara')
    expect((await invite(vault, name, { email: 'friend@example.com' })).status).toBe(403)
    expect((await vault.as(name, revokeInvitation, { invitationId: id })).status).toBe(403)
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
  })

  test('to be an owner is an owner’s to send and to take back', async () => {
    const vault = aVault()
    expect((await invite(vault, 'anton', { role: 'owner' })).status).toBe(403)
    const { id } = await invited(vault, 'mara', { role: 'owner' })
    expect((await vault.as('anton', revokeInvitation, { invitationId: id })).status).toBe(403)
    expect((await vault.as('mara', revokeInvitation, { invitationId: id })).status).toBe(200)
    const again = await vault.as('mara', revokeInvitation, { invitationId: id })
    expect(again).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
  })

  test('an admin who becomes owner keeps the invitations that are open; an owner who becomes admin does not', async () => {
    const vault = aVault()
    await invited(vault, 'anton')
    await change(vault, 'mara', 'anton', 'owner', 'in_house')
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
    await change(vault, 'mara', 'anton', 'admin', 'in_house')
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
  })

  test.each([
    [{ role: 'superuser' }, '/role'],
    [{ email: 'nobody' }, '/email'],
    [{ email: ['a@example.com', 'b@example.com'] }, '/email'],
    [{ tokenHash: 'short' }, '/tokenHash'],
    [{ expiresAt: '2099-01-01T00:00:00.000Z' }, '/expiresAt'],
    [{ organizationId: uuidv7() }, '/organizationId'],
    [{ invitedBy: uuidv7() }, '/invitedBy'],
    [{ name: 'a\u0000b' }, '/name'],
  ])('with %j is refused by name', async (wrong, pointer) => {
    const vault = aVault()
    const answer = await vault.as('mara', createInvitation, {
      id: uuidv7(),
      email: 'lena@example.com',
      name: 'Lena',
      role: 'reader',
      partyId: vault.acme.parties.in_house,
      tokenHash: hashOf(newToken()),
      ...wrong,
    } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
  })
})
