import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { acceptInvitation, lookUpInvitation, mySession } from '#contract/accounts.ts'
import { openDocument } from '#contract/documents.ts'
import type { Draft } from '#contract/log/statements.ts'
import { appendToLog, keyWork, remindOfAdmission } from '#contract/log.ts'
import { createParty, listGrants, listInvitations, listKeepers, listMembers } from '#contract/organizations.ts'
import type { Role, Side } from '#contract/values.ts'
import { randomBytes, toBase64url } from '#contract/crypto/sodium.ts'
import { accept, linkKey } from '../../client/vault/log-writer.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { aRunbook } from '../support/documents.ts'
import { identityOf, keysOf } from '../support/keys.ts'
import { anInvitation, signed } from '../support/log.ts'
import { acts, cookieIn, lastEvent } from '../support/sign-in.ts'
import type { Link } from '../support/log-deeds.ts'
import { aVault, call, cast, start, type Name, type Vault } from '../support/vault.ts'

const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name)
const roleOf = (vault: Vault, name: Name) =>
  vault.db.prepare(`SELECT role FROM members WHERE id = ?`).pluck().get(vault.member(name))
const isSignedIn = async (vault: Vault, name: string) =>
  (await call(vault.app, mySession, {}, vault.cookie(name))).status === 200

/** Entries that somebody signs for the place at the end of acme's log, whatever they are to it. */
const signedBy = (vault: Vault, name: string, draft: Draft) => ({
  entries: signed(vault.logState(), vault.identity(name), [draft], vault.clock.now()),
})
/** One after the other: two entries for one place do not both go in. */
async function inTurn<Each, Result>(list: readonly Each[], act: (each: Each) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const each of list) results.push(await act(each))
  return results
}

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
    await vault.removeMember('mara', 'jonas')
    const list = await vault.as('mara', listMembers, {})
    expect(list.body.items.at(-1)).toMatchObject({ name: 'jonas', removedAt: start, owns: 0 })
  })
})

describe('changing a member', () => {
  test('an admin makes a reader an editor: rights change at once, sessions end, the log has both', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'One')
    expect(await isSignedIn(vault, 'rosa')).toBe(true)
    expect((await vault.changeMember('anton', 'rosa', 'editor', 'in_house')).status).toBe(200)
    expect(await isSignedIn(vault, 'rosa')).toBe(false)
    expect(lastEvent(vault, 'member.role')).toMatchObject({
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
    expect((await vault.changeMember('mara', 'tariq', 'technician', undefined, partyId)).status).toBe(200)
    expect(await isSignedIn(vault, 'tariq')).toBe(true)
    expect((await vault.as('tariq', listMembers, {})).body.items).toEqual([
      expect.objectContaining({ party: 'Second MSP' }),
    ])
  })

  test('admins leave owners alone and make none', async () => {
    const vault = aVault()
    expect((await vault.changeMember('anton', 'mara', 'reader', 'in_house')).status).toBe(403)
    expect((await vault.changeMember('anton', 'jonas', 'owner', 'in_house')).status).toBe(403)
    expect((await vault.changeMember('anton', 'anton', 'owner', 'in_house')).status).toBe(403)
    expect((await vault.removeMember('anton', 'mara')).status).toBe(403)
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
      expect((await vault.changeMember(name, other, 'admin', 'in_house')).status).toBe(403)
      expect((await vault.removeMember(name, other)).status).toBe(403)
    }
    expect((['jonas', 'rosa', 'ines', 'tariq'] as const).map((one) => roleOf(vault, one))).toEqual(
      (['jonas', 'rosa', 'ines', 'tariq'] as const).map((one) => cast[one].role),
    )
  })

  test('the last owner stays: neither role nor membership goes, until there is another', async () => {
    const vault = aVault()
    for (const answer of [
      await vault.changeMember('mara', 'mara', 'admin', 'in_house'),
      await vault.removeMember('mara', 'mara'),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { type: '/problems/last-owner' } })
    }
    expect(roleOf(vault, 'mara')).toBe('owner')
    expect((await vault.changeMember('mara', 'anton', 'owner', 'in_house')).status).toBe(200)
    expect((await vault.changeMember('mara', 'mara', 'admin', 'in_house')).status).toBe(200)
    // One's own session goes on, with the rights of the new role.
    expect(await isSignedIn(vault, 'mara')).toBe(true)
    expect((await vault.changeMember('mara', 'jonas', 'owner', 'in_house')).status).toBe(403)
  })

  test('an owner who cannot sign in does not count as another', async () => {
    const vault = aVault()
    await vault.changeMember('mara', 'anton', 'owner', 'in_house')
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('anton'))
    expect((await vault.removeMember('mara', 'mara')).body.type).toBe('/problems/last-owner')
  })

  test('two owners who remove each other at once leave one', async () => {
    const vault = aVault()
    await vault.changeMember('mara', 'anton', 'owner', 'in_house')
    const answers = await Promise.all([vault.removeMember('mara', 'anton'), vault.removeMember('anton', 'mara')])
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
    const byAdmin = await vault.changeMember('anton', 'rosa', role, side)
    expect(byAdmin.status).toBe(who === 'anybody' ? 200 : who === 'owners' ? 403 : 400)
    if (who === 'nobody') expect(byAdmin.body.errors).toEqual([expect.objectContaining({ pointer: '/entries/0/role' })])
    const invitedByAdmin = await invite(vault, 'anton', { role, side })
    expect(invitedByAdmin.status).toBe(byAdmin.status)
    const byOwner = await vault.changeMember('mara', 'jonas', role, side)
    expect(byOwner.status).toBe(who === 'nobody' ? 400 : 200)
    expect(roleOf(vault, 'jonas')).toBe(who === 'nobody' ? 'editor' : role)
  })

  test('grants that the new role could not be given end with the change', async () => {
    const vault = aVault()
    await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'edit' })
    const ending = { collection: vault.collections.general, endsAt: later(start, { hours: 5 }) }
    await vault.grant('mara', { to: 'rosa', ...ending, level: 'view' })
    await vault.changeMember('mara', 'rosa', 'technician', 'partner')
    const left = await vault.as('mara', listGrants, { memberId: vault.member('rosa') })
    expect(left.body.items).toEqual([expect.objectContaining({ collectionId: vault.collections.general })])
    expect(lastEvent(vault, 'member.role')).toMatchObject({ details: { grantsEnded: [expect.any(String)] } })
    await vault.changeMember('mara', 'rosa', 'admin', 'in_house')
    await vault.changeMember('mara', 'rosa', 'reader', 'in_house')
    expect((await vault.as('mara', listGrants, { memberId: vault.member('rosa') })).body.items).toEqual([])
  })

  test('what another organization has is as good as made up', async () => {
    const vault = aVault()
    const party = { id: vault.acme.parties.in_house, name: 'Acme Joinery', side: 'in_house' } as const
    const answers = await inTurn([vault.member('xenia'), uuidv7()], async (member) => [
      await vault.state('mara', { type: 'member.role', member, role: 'reader', party }),
      await vault.state('mara', { type: 'member.remove', member }),
    ])
    expect(answers.flat().map(({ status, body }) => [status, body.errors])).toEqual(
      answers.flat().map(() => [400, [{ pointer: '/entries/0/member', detail: 'There is no such member here.' }]]),
    )
    const changes = await inTurn([vault.other.parties.in_house, uuidv7()], (id) =>
      vault.state('mara', {
        type: 'member.role',
        member: vault.member('rosa'),
        role: 'reader',
        party: { id, name: 'Other Ltd', side: 'partner' },
      }),
    )
    expect(changes.map(({ status, body }) => [status, body.errors])).toEqual(
      changes.map(() => [400, [{ pointer: '/entries/0/party', detail: 'There is no such party here.' }]]),
    )
    // Somebody else's organization is not there; and here xenia's signature is nobody's.
    const { entries } = signedBy(vault, 'xenia', { type: 'member.remove', member: vault.member('rosa') })
    expect((await vault.as('xenia', appendToLog, { entries })).status).toBe(404)
    expect((await vault.as('mara', appendToLog, { entries })).status).toBe(400)
    expect(acts(vault)).toEqual([])
  })
})

describe('removing a member', () => {
  test('ends access, grants, open invitations and sessions at once; the name stays in the history', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Written by anton', { ownerId: vault.member('anton') }, 'anton')
    await invite(vault, 'anton', { email: 'friend@example.com' })
    const ending = { collection: vault.collections.general, endsAt: later(start, { hours: 8 }) }
    await vault.grant('mara', { to: 'tariq', ...ending, level: 'view' })
    expect((await vault.as('tariq', openDocument, { reference })).status).toBe(200)

    expect((await vault.removeMember('mara', 'tariq')).status).toBe(200)
    expect((await vault.removeMember('mara', 'anton')).status).toBe(200)
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
      details: { name: 'anton', role: 'admin', invitationsRevoked: [expect.any(String)] },
    })
  })

  test('happens once', async () => {
    const vault = aVault()
    const answers = await Promise.all(Array.from({ length: 10 }, () => vault.removeMember('mara', 'rosa')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.type === '/problems/changed-meanwhile')).toHaveLength(9)
  })

  test('who comes back comes as somebody new', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Rosa’s', { ownerId: vault.member('rosa') })
    await vault.removeMember('mara', 'rosa')
    const { link } = await vault.invite('mara', { name: 'rosa' })
    vault.db.prepare(`UPDATE sessions SET ended_at = NULL`).run()
    const memberId = uuidv7()
    const cookie = vault.cookie('rosa')
    const used = await call(vault.app, acceptInvitation, vault.acceptance(link, { memberId, account: false }), cookie)
    expect(used.status).toBe(200)
    expect((await vault.letIn('mara', link.id)).status).toBe(200)
    const { body } = await call(vault.app, mySession, {}, cookie)
    expect(body.memberships).toEqual([expect.objectContaining({ memberId })])
    expect((await vault.as('mara', openDocument, { reference })).body.owner).toBeUndefined()
  })
})

// --- Invitations ----------------------------------------------------------------------------------------------------------

interface Wanted {
  email?: string
  role?: Role
  side?: Side
  id?: string
  days?: number
}
const invite = (vault: Vault, by: string, { email = 'lena@example.com', ...wanted }: Wanted = {}) =>
  vault.invite(by, { name: 'Lena Frost', email, ...wanted })
async function invited(vault: Vault, by: string, wanted: Wanted = {}): Promise<Link> {
  const { status, body, link } = await invite(vault, by, wanted)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return link
}
/** What lena sends with a link, with a new account of hers. */
const lenas = (vault: Vault, link: Link, memberId = uuidv7()) => vault.acceptance(link, { as: 'lena', memberId })
const lookUp = (vault: Vault, link: Link) =>
  vault.asNobody(lookUpInvitation, { orgId: vault.logState().orgId, key: linkKey(link.linkSeed) })
const membersNow = (vault: Vault) =>
  vault.db.prepare(`SELECT count(*) FROM members WHERE removed_at IS NULL`).pluck().get()
const accountsOfLena = (vault: Vault) =>
  vault.db.prepare(`SELECT count(*) FROM accounts WHERE email = 'lena@example.com'`).pluck().get()
/** A link to an invitation that never was. */
const madeUp = (): Link => ({ id: uuidv7(), linkSeed: randomBytes(32), name: 'Lena Frost', email: 'lena@example.com' })

describe('an invitation', () => {
  test('leads a new person in: account and session at once, membership when a key holder has signed', async () => {
    const vault = aVault()
    const link = await invited(vault, 'anton', { role: 'editor' })
    const seen = await lookUp(vault, link)
    expect(seen.body).toEqual({
      id: link.id,
      organization: 'Acme Joinery',
      slug: 'acme',
      email: 'lena@example.com',
      name: 'Lena Frost',
      role: 'editor',
      party: 'Acme Joinery',
      invitedBy: 'anton',
      expiresAt: laterByDays(start, 7),
      log: expect.any(Array),
    })
    const memberId = uuidv7()
    const used = await vault.asNobody(acceptInvitation, lenas(vault, link, memberId))
    expect(used.status).toBe(200)
    const cookie = cookieIn(used.cookies, '__Host-runkeep')
    // Nothing is hers yet but to wait.
    const waiting = {
      invitation: link.id,
      organization: 'Acme Joinery',
      orgId: vault.logState().orgId,
      invitedBy: 'anton',
      since: start,
      returns: false,
    }
    expect(used.body).toMatchObject({ memberships: [], waiting: [waiting] })
    const keepers = { slug: 'acme', collectionId: vault.collections.general }
    expect((await call(vault.app, listKeepers, keepers, cookie)).status).toBe(404)
    expect(names(await vault.as('mara', listMembers, {}))).not.toContain('Lena Frost')
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([
      expect.objectContaining({ id: link.id, acceptedAt: start }),
    ])
    expect((await vault.as('mara', keyWork, {})).body.admissions).toEqual([
      expect.objectContaining({ invitation: link.id, since: start }),
    ])

    expect((await vault.letIn('mara', link.id)).status).toBe(200)
    const session = await call(vault.app, mySession, {}, cookie)
    expect(session.body.waiting).toEqual([])
    expect(session.body.memberships).toEqual([
      expect.objectContaining({ memberId, slug: 'acme', role: 'editor', side: 'in_house', orgId: waiting.orgId }),
    ])
    expect((await call(vault.app, listKeepers, keepers, cookie)).status).toBe(200)
    // The organization knows her by the name that it wrote down.
    expect(names(await vault.as('mara', listMembers, {}))).toContain('Lena Frost')
    expect(acts(vault)).toEqual(['invite.create', 'account.create', 'invitation.accept', 'session.start', 'member.add'])
    expect(lastEvent(vault, 'member.add')).toMatchObject({
      organizationId: vault.acme.id,
      memberId: vault.member('mara'),
      subjectId: memberId,
      details: { invitationId: link.id, role: 'editor', payload: expect.any(String), signature: expect.any(String) },
    })
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
    expect((await vault.as('mara', keyWork, {})).body.admissions).toEqual([])
  })

  test('leads somebody who has an account in, without a new session', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara', { email: 'xenia@acme.example.com', side: 'partner', role: 'technician' })
    const cookie = vault.cookie('xenia')
    const mine = vault.acceptance(link, { as: 'xenia', account: false })
    const used = await call(vault.app, acceptInvitation, mine, cookie)
    expect(used.status).toBe(200)
    expect(used.cookies).toEqual([])
    expect(used.body).toMatchObject({ memberships: [{ slug: 'other' }], waiting: [{ invitation: link.id }] })
    expect((await vault.letIn('mara', link.id)).status).toBe(200)
    const { body } = await call(vault.app, mySession, {}, cookie)
    expect(body.memberships.map(({ slug, role }) => [slug, role])).toEqual([
      ['acme', 'technician'],
      ['other', 'owner'],
    ])
    expect((await vault.as('xenia', openDocument, { reference: await aRunbook(vault, 'Ours') })).status).toBe(404)
  })

  test('works once: of fifty at the same time, one gets in', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara')
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        vault.asNobody(acceptInvitation, vault.acceptance(link, { as: `racer ${n}` })),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404 || status === 429)).toHaveLength(49)
    expect(accountsOfLena(vault)).toBe(1)
    const before = membersNow(vault) as number
    expect((await vault.letIn('mara', link.id)).status).toBe(200)
    expect(membersNow(vault)).toBe(before + 1)
    // The same signed twice is not let in twice.
    expect((await vault.letIn('mara', link.id)).body.type).toBe('/problems/not-possible-now')
    expect(membersNow(vault)).toBe(before + 1)
  })

  test.each([
    ['that has expired', (vault: Vault) => Promise.resolve(vault.clock.set(laterByDays(start, 7)))],
    ['that was taken back', async (vault: Vault, id: string) => vault.cancelInvitation('mara', id)],
    ['whose sender was removed', async (vault: Vault) => vault.removeMember('mara', 'anton')],
    ['whose sender may no longer invite', async (vault: Vault) => vault.changeMember('mara', 'anton', 'editor')],
  ])('%s leads nowhere, like one that never was', async (_what, end) => {
    const vault = aVault()
    const link = await invited(vault, 'anton')
    await end(vault, link.id)
    const before = membersNow(vault)
    const never = madeUp()
    for (const [given, answer] of [
      [await lookUp(vault, link), await lookUp(vault, never)],
      [
        await vault.asNobody(acceptInvitation, lenas(vault, link)),
        await vault.asNobody(acceptInvitation, lenas(vault, never)),
      ],
    ] as const) {
      expect(given.status).toBe(404)
      expect({ ...given.body, instance: '' }).toEqual({ ...answer.body, instance: '' })
    }
    expect(membersNow(vault)).toBe(before)
    expect(accountsOfLena(vault)).toBe(0)
  })

  test('taken back after it was used lets nobody in', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara')
    const used = await vault.asNobody(acceptInvitation, lenas(vault, link))
    const before = membersNow(vault)
    const { acceptance } = lenas(vault, link)
    expect((await vault.cancelInvitation('anton', link.id)).status).toBe(200)
    const late = await vault.state('mara', { type: 'member.add', acceptance })
    expect(late).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
    const session = await call(vault.app, mySession, {}, cookieIn(used.cookies, '__Host-runkeep'))
    expect(session.body).toMatchObject({ waiting: [], memberships: [] })
    expect((await vault.as('mara', keyWork, {})).body.admissions).toEqual([])
    expect(membersNow(vault)).toBe(before)
  })

  test('is for the person it names', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara', { role: 'admin' })
    const mine = lenas(vault, link)
    const other = { ...mine, account: { ...mine.account, email: 'eve@example.com' } } as never
    expect(await vault.asNobody(acceptInvitation, other)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/account/email' }] },
    })
    const stranger = vault.acceptance(link, { as: 'xenia', account: false })
    expect(await call(vault.app, acceptInvitation, stranger, vault.cookie('xenia'))).toMatchObject({
      status: 403,
      body: { type: '/problems/not-permitted' },
    })
    expect((await vault.asNobody(acceptInvitation, stranger)).status).toBe(401)
    // What is signed speaks of the invited person too.
    for (const said of [{ email: 'eve@example.com' }, { name: 'Mara' }]) {
      const answer = await vault.asNobody(acceptInvitation, vault.acceptance(link, { as: 'lena', ...said }))
      const field = Object.keys(said)[0]
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: `/acceptance/${field}` }] } })
    }
    expect(accountsOfLena(vault)).toBe(0)
    // None of that has used it up.
    expect((await vault.asNobody(acceptInvitation, mine)).status).toBe(200)
  })

  test('wants the signature of the link, of the person, and of nobody else', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara')
    const { acceptance, ...mine } = lenas(vault, link)
    const others = vault.acceptance({ ...link, linkSeed: randomBytes(32) }, { as: 'lena' }).acceptance
    const eves = vault.acceptance(link, { as: 'eve' }).acceptance
    for (const wrong of [
      { ...acceptance, byLink: others.byLink },
      { ...acceptance, byPerson: eves.byPerson },
      { ...acceptance, byLink: acceptance.byPerson, byPerson: acceptance.byLink },
      { ...acceptance, payload: acceptance.payload.replace('Lena', 'Lema') },
    ]) {
      const answer = await vault.asNobody(acceptInvitation, { ...mine, acceptance: wrong })
      expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-input' } })
    }
    // Eve has the link and signs for lena's account with keys of her own.
    const answer = await vault.asNobody(acceptInvitation, { ...mine, acceptance: eves })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/acceptance/payload' }] } })
    expect(accountsOfLena(vault)).toBe(0)
  })

  test('does not make a second account for an address, nor take over the first', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara', { email: 'xenia@acme.example.com' })
    const before = vault.db.prepare(`SELECT * FROM accounts WHERE email = 'xenia@acme.example.com'`).get()
    const answer = await vault.asNobody(acceptInvitation, lenas(vault, link))
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ pointer: '/account/email' }] }, cookies: [] })
    const another = await invited(vault, 'mara')
    const id = await vault.asNobody(acceptInvitation, vault.acceptance(another, { as: 'xenia' }))
    expect(id).toMatchObject({ status: 409, body: { errors: [{ pointer: '/account/id' }] } })
    expect(vault.db.prepare(`SELECT * FROM accounts WHERE email = 'xenia@acme.example.com'`).get()).toEqual(before)
  })

  test('takes no id that somebody has', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara')
    for (const memberId of [vault.member('mara'), vault.member('xenia')]) {
      const answer = await vault.asNobody(acceptInvitation, lenas(vault, link, memberId))
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/acceptance/member' }] } })
    }
    expect(accountsOfLena(vault)).toBe(0)
  })

  test('shows the server nothing of the link but its public key', async () => {
    const vault = aVault()
    const link = await invited(vault, 'mara')
    await lookUp(vault, link)
    await vault.asNobody(acceptInvitation, lenas(vault, link))
    const everything = vault.db.serialize()
    expect(everything.includes(linkKey(link.linkSeed))).toBe(true)
    expect(everything.includes(toBase64url(link.linkSeed))).toBe(false)
    expect(everything.includes(Buffer.from(link.linkSeed))).toBe(false)
  })

  test('is not for somebody who is a member, and there is one at a time for an address', async () => {
    const vault = aVault()
    for (const [email, status] of [
      ['rosa@acme.example.com', 409],
      [' ROSA@acme.example.com', 400],
    ] as const) {
      expect(await invite(vault, 'mara', { email })).toMatchObject({
        status,
        body: { errors: [{ pointer: '/entries/0/email' }] },
      })
    }
    const { id } = await invited(vault, 'mara')
    expect((await invite(vault, 'anton')).status).toBe(409)
    await vault.cancelInvitation('anton', id)
    expect((await invite(vault, 'anton')).status).toBe(200)
    expect(lastEvent(vault, 'invite.cancel')).toMatchObject({ subjectId: id, memberId: vault.member('anton') })
  })

  test('to another organization is nobody’s business here', async () => {
    const vault = aVault()
    const { id } = await invited(vault, 'mara')
    expect((await vault.as('xenia', listInvitations, { slug: 'other' })).body.items).toEqual([])
    const foreign = await vault.cancelInvitation('xenia', id)
    const never = await vault.cancelInvitation('xenia', uuidv7())
    expect([foreign.status, { ...foreign.body, instance: '' }]).toEqual([404, { ...never.body, instance: '' }])
    for (const partyId of [vault.acme.parties.in_house, uuidv7()]) {
      const party = { id: partyId, name: 'Acme Joinery', side: 'partner' } as const
      const { draft } = anInvitation({
        email: 'spy@example.com',
        name: 'Spy',
        role: 'technician',
        party,
        expiresAt: laterByDays(start, 7),
      })
      expect(await vault.state('xenia', draft)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/entries/0/party' }] },
      })
    }
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
  })

  test.each(['jonas', 'rosa', 'ines', 'tariq'] as const)('%s sends and takes back none', async (name) => {
    const vault = aVault()
    const { id } = await invited(vault, 'mara')
    expect((await invite(vault, name, { email: 'friend@example.com' })).status).toBe(403)
    expect((await vault.cancelInvitation(name, id)).status).toBe(403)
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
  })

  test('to be an owner is an owner’s to send and to take back', async () => {
    const vault = aVault()
    expect((await invite(vault, 'anton', { role: 'owner' })).status).toBe(403)
    const { id } = await invited(vault, 'mara', { role: 'owner' })
    expect((await vault.cancelInvitation('anton', id)).status).toBe(403)
    expect((await vault.cancelInvitation('mara', id)).status).toBe(200)
    const again = await vault.cancelInvitation('mara', id)
    expect(again).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
  })

  test('an admin who becomes owner keeps the invitations that are open; an owner who becomes admin does not', async () => {
    const vault = aVault()
    await invited(vault, 'anton')
    await vault.changeMember('mara', 'anton', 'owner')
    expect((await vault.as('mara', listInvitations, {})).body.items).toHaveLength(1)
    await vault.changeMember('mara', 'anton', 'admin')
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
  })

  test.each([
    [{ role: 'superuser' }, 'payload'],
    [{ email: 'nobody' }, 'email'],
    [{ email: ['a@example.com', 'b@example.com'] }, 'payload'],
    [{ key: 'short' }, 'payload'],
    [{ expiresAt: '2099-01-01T00:00:00.000Z' }, 'expiresAt'],
    [{ expiresAt: start }, 'expiresAt'],
    [{ organizationId: uuidv7() }, 'payload'],
    [{ by: uuidv7() }, 'payload'],
    [{ name: 'a\u0000b' }, 'payload'],
    [{ name: ' Lena' }, 'name'],
  ])('with %j is refused by name', async (wrong, field) => {
    const vault = aVault()
    const party = { id: vault.acme.parties.in_house, name: 'Acme Joinery', side: 'in_house' } as const
    const expiresAt = laterByDays(start, 7)
    const { draft } = anInvitation({ email: 'lena@example.com', name: 'Lena', role: 'reader', party, expiresAt })
    const [entry] = signed(
      vault.logState(),
      { ...vault.identity('mara'), ...('by' in wrong && { id: wrong.by }) },
      [{ ...draft, ...('by' in wrong ? {} : wrong) } as Draft],
      start,
    )
    const answer = await vault.as('mara', appendToLog, { entries: [entry as never] })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: `/entries/0/${field}` }] } })
    expect((await vault.as('mara', listInvitations, {})).body.items).toEqual([])
  })
})

describe('waiting to be let in', () => {
  async function waits(vault: Vault) {
    const link = await invited(vault, 'mara')
    const used = await vault.asNobody(acceptInvitation, lenas(vault, link))
    return { link, cookie: cookieIn(used.cookies, '__Host-runkeep') }
  }
  const noticesOf = (vault: Vault, name: Name) =>
    vault.db
      .prepare(`SELECT facts FROM notices WHERE account_id = ? AND settled_at IS NULL ORDER BY row_id`)
      .pluck()
      .all(vault.account(name))

  test('is told to the key holders, and again at most every ten minutes', async () => {
    const vault = aVault()
    const { link, cookie } = await waits(vault)
    const remind = (invitation = link.id) => call(vault.app, remindOfAdmission, { invitation }, cookie)
    for (const name of ['mara', 'anton'] as const) {
      expect(noticesOf(vault, name)).toEqual([expect.stringContaining('Lena Frost')])
    }
    expect(noticesOf(vault, 'jonas')).toEqual([])
    expect(await remind()).toMatchObject({ status: 429, body: { facts: { retryAfterSeconds: 600 } } })
    vault.clock.set(later(start, { minutes: 10 }))
    expect((await remind()).status).toBe(200)
    // The new notice takes the place of the one before.
    expect(noticesOf(vault, 'mara')).toHaveLength(1)
    expect((await remind()).status).toBe(429)
    const all = vault.db.prepare(`SELECT count(*) FROM notices WHERE kind = 'admission.waiting'`).pluck()
    expect(all.get()).toBe(4)
    const { body } = await call(vault.app, mySession, {}, cookie)
    expect(body.waiting).toEqual([expect.objectContaining({ remindedAt: later(start, { minutes: 10 }) })])
  })

  test.each([
    ['is let in', (vault: Vault, id: string) => vault.letIn('mara', id)],
    ['is not let in any more', (vault: Vault, id: string) => vault.cancelInvitation('mara', id)],
    ['loses whom they were invited by', (vault: Vault) => vault.changeMember('mara', 'anton', 'reader')],
  ])('is settled for all when somebody %s', async (_how, end) => {
    const vault = aVault()
    const link = await invited(vault, 'anton')
    await vault.asNobody(acceptInvitation, lenas(vault, link))
    expect((await end(vault, link.id)).status).toBe(200)
    for (const name of ['mara', 'anton'] as const) expect(noticesOf(vault, name)).toEqual([])
  })

  test('is nobody else’s to remind of', async () => {
    const vault = aVault()
    const { link } = await waits(vault)
    vault.clock.set(later(start, { hours: 1 }))
    for (const invitation of [link.id, uuidv7()]) {
      expect((await vault.as('jonas', remindOfAdmission, { invitation: invitation })).status).toBe(404)
    }
  })

  test('ends with what was signed here: nothing else is let in', async () => {
    const vault = aVault()
    const { link } = await waits(vault)
    const before = membersNow(vault)
    // The right link and the right person, but never handed in.
    const { acceptance } = lenas(vault, link)
    const answer = await vault.state('mara', { type: 'member.add', acceptance })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/entries/0/acceptance' }] } })
    expect(membersNow(vault)).toBe(before)
  })

  test('can be ended by admins and owners, by nobody else', async () => {
    const vault = aVault()
    const { link } = await waits(vault)
    for (const name of ['jonas', 'rosa', 'ines', 'tariq']) expect((await vault.letIn(name, link.id)).status).toBe(403)
    expect((await vault.letIn('anton', link.id)).status).toBe(200)
  })
})

describe('somebody who lost their keys', () => {
  async function returns(vault: Vault, name: Name, by = 'mara') {
    const { link } = await vault.invite(by, { name, role: cast[name].role, rekeys: vault.member(name) })
    const { accountId } = keysOf(name)
    const { keys } = keysOf(`new ${name}`)
    // The account is theirs, the keys are new.
    const { accountId: _other, identity } = identityOf(`new ${name}`)
    const acceptance = accept(vault.logState().orgId, link.linkSeed, identity, {
      invitation: link.id,
      member: vault.member(name),
      account: accountId,
      name,
      email: link.email,
      epoch: 2,
      at: vault.clock.now(),
    })
    const account = { id: accountId, email: link.email, name, keys } as never
    return { link, input: { orgId: vault.logState().orgId, invitation: link.id as never, acceptance, account } }
  }

  test('comes back with new ones: the same member, whom a key holder signs in again', async () => {
    const vault = aVault()
    const { link, input } = await returns(vault, 'anton')
    expect((await lookUp(vault, link)).body.returning).toEqual({
      memberId: vault.member('anton'),
      accountId: vault.account('anton'),
      epoch: 2,
    })
    const before = vault.cookie('anton')
    const used = await vault.asNobody(acceptInvitation, input)
    expect(used.status).toBe(200)
    expect(used.body).toMatchObject({ waiting: [{ invitation: link.id, returns: true }] })
    // Whoever was signed in with the old keys is not any more.
    expect((await call(vault.app, mySession, {}, before)).status).toBe(401)
    expect((await vault.letIn('mara', link.id, 'member.rekey')).status).toBe(200)
    const state = vault.logState()
    expect(state.members.get(vault.member('anton'))).toMatchObject({
      epoch: 2,
      keys: { enc: keysOf('new anton').keys.encPublicKey },
      role: 'admin',
    })
    const row = vault.db.prepare(`SELECT epoch, enc_public_key AS enc FROM members WHERE id = ?`)
    expect(row.get(vault.member('anton'))).toEqual({ epoch: 2, enc: keysOf('new anton').keys.encPublicKey })
    // The wraps for the new keys came along; those for the old ones are gone.
    const epochs = vault.db.prepare(`SELECT DISTINCT recipient_epoch FROM seed_wraps WHERE recipient_id = ?`)
    expect(epochs.pluck().all(vault.account('anton'))).toEqual([2])
  })

  test('is helped by nobody who is no key holder, and an owner only by an owner', async () => {
    const vault = aVault()
    for (const by of ['jonas', 'rosa', 'ines', 'tariq']) {
      const { status } = await vault.invite(by, { name: 'rosa', rekeys: vault.member('rosa') })
      expect(status).toBe(403)
    }
    expect((await vault.invite('anton', { name: 'mara', role: 'admin', rekeys: vault.member('mara') })).status).toBe(
      403,
    )
  })

  test('who belongs to another organization too is not handed over by one of them', async () => {
    const vault = aVault()
    const { link } = await vault.invite('xenia', { name: 'anton' })
    await call(
      vault.app,
      acceptInvitation,
      vault.acceptance(link, { account: false, slug: 'other' }),
      vault.cookie('anton'),
    )
    expect((await vault.letIn('xenia', link.id)).status).toBe(200)
    const { input } = await returns(vault, 'anton')
    const accounts = () => vault.db.prepare(`SELECT * FROM accounts ORDER BY id`).all()
    const before = accounts()
    expect((await vault.asNobody(acceptInvitation, input)).status).toBe(403)
    expect(accounts()).toEqual(before)
  })
})
