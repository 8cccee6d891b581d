import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { mySession } from '#contract/accounts.ts'
import { entitled, isStale, keyOf } from '#contract/log/state.ts'
import type { Draft } from '#contract/log/statements.ts'
import { appendToLog, keyWork, myKeys, saveHome } from '#contract/log.ts'
import { identityFrom } from '#contract/crypto/keys.ts'
import { fromBase64url, randomBytes, toBase64url } from '#contract/crypto/sodium.ts'
import { laterByDays, later } from '../../server/platform/clock.ts'
import { checkLogs } from '../../server/features/log/rules.ts'
import { nextEpoch, openPrevious, publicKeysOf } from '../../client/vault/log-writer.ts'
import { anInvitation, named, nothing, readAnew, renewing, signed } from '../support/log.ts'
import { acts, lastEvent } from '../support/sign-in.ts'
import { aDatabase, aVault, call, cast, start, type Name, type Vault } from '../support/vault.ts'

const soon = later(start, { hours: 8 })
const rows = (vault: Vault) =>
  JSON.stringify(
    ['organization_log', 'members', 'invitations', 'grants', 'collections', 'collection_epochs', 'seed_wraps'].map(
      (table) => vault.db.prepare(`SELECT * FROM ${table}`).all(),
    ),
  )
describe('stating something', () => {
  /** Every statement, and who may make it: the statuses of owner, admin, editor, reader, auditor, technician. */
  const party = (vault: Vault) => ({ id: vault.acme.parties.in_house, name: 'Acme Joinery', side: 'in_house' }) as const
  const invites = (vault: Vault, role: 'owner' | 'reader') => {
    const expiresAt = laterByDays(start, 7)
    return anInvitation({ email: 'new@example.com', name: 'New', role, party: party(vault), expiresAt }).draft
  }
  const table: [what: string, statuses: number[], draft: (vault: Vault, by: Name) => Draft][] = [
    ['invite a reader', [200, 200, 403, 403, 403, 403], (vault) => invites(vault, 'reader')],
    ['invite an owner', [200, 403, 403, 403, 403, 403], (vault) => invites(vault, 'owner')],
    [
      'make a reader an editor',
      [200, 200, 403, 403, 403, 403],
      (vault) => ({ type: 'member.role', member: vault.member('rosa'), role: 'editor', party: party(vault) }),
    ],
    [
      'make an admin an owner',
      [200, 403, 403, 403, 403, 403],
      (vault) => ({ type: 'member.role', member: vault.member('anton'), role: 'owner', party: party(vault) }),
    ],
    [
      'remove a reader',
      [200, 200, 403, 403, 403, 403],
      (vault) => ({ type: 'member.remove', member: vault.member('rosa') }),
    ],
    ['give view', [200, 200, 403, 403, 403, 403], (vault) => gives(vault, 'tariq', 1)],
    ['give a partner’s person reveal', [200, 403, 403, 403, 403, 403], (vault) => gives(vault, 'tariq', 2)],
    [
      'restrict a collection',
      [200, 200, 403, 403, 403, 403],
      (vault) => ({ type: 'policy.set', for: { collection: vault.collections.general, set: { restricted: true } } }),
    ],
    [
      'let one person ask and approve',
      [200, 403, 403, 403, 403, 403],
      () => ({ type: 'policy.set', for: { organization: { singleAdmin: true } } }),
    ],
    [
      'make a recovery kit',
      [200, 403, 403, 403, 403, 403],
      () => ({
        type: 'recovery.set',
        recovery: uuidv7(),
        epoch: 1,
        keys: publicKeysOf(identityFrom(randomBytes(32))),
        k: 2,
        shares: [1, 2, 3].map(() => toBase64url(randomBytes(32))),
      }),
    ],
  ]
  const gives = (vault: Vault, to: Name, level: number): Draft => ({
    type: 'grant.set',
    grant: uuidv7(),
    member: vault.member(to),
    on: { collection: vault.collections.general },
    level,
    endsAt: soon,
  })
  const everybody = Object.keys(cast) as Name[]
  test.each(table)('%s', async (_what, statuses, draft) => {
    for (const [index, name] of everybody.entries()) {
      const vault = aVault()
      const before = rows(vault)
      const answer = await vault.state(name, draft(vault, name))
      expect([name, answer.status]).toEqual([name, statuses[index]])
      if (answer.status === 200) {
        expect(answer.body).toEqual({ seq: vault.logState().seq })
        expect(checkLogs(vault.db)).toEqual([])
      } else expect(rows(vault)).toBe(before)
    }
  })

  test('is for members of the organization, with their own signature', async () => {
    const vault = aVault()
    const before = rows(vault)
    const remove: Draft = { type: 'member.remove', member: vault.member('rosa') }
    const maras = signed(vault.logState(), vault.identity('mara'), [remove], start)
    for (const [name, status] of [
      ['xenia', 404],
      ['anton', 400],
      ['rosa', 400],
    ] as const) {
      expect([name, (await vault.as(name, appendToLog, { entries: maras })).status]).toEqual([name, status])
    }
    // Mara's session, but not mara's key.
    const forged = { ...vault.identity('mara'), identity: vault.identity('rosa').identity }
    const entries = signed(vault.logState(), forged, [remove], start)
    expect(await vault.as('mara', appendToLog, { entries })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/entries/0/payload' }] },
    })
    expect(rows(vault)).toBe(before)
  })

  test('of two at once one is taken; the other is told to read on, and then is', async () => {
    const vault = aVault()
    const answers = await Promise.all(
      (['mara', 'anton'] as const).map((by) =>
        vault.grant(by, { to: 'rosa', collection: vault.collections.secret, level: 'view' }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('/problems/changed-meanwhile')
    const again = await vault.grant('anton', { to: 'jonas', collection: vault.collections.secret, level: 'view' })
    expect(again.status).toBe(200)
  })

  test('all of it or nothing: an entry that is refused takes those before it along', async () => {
    const vault = aVault()
    const before = rows(vault)
    const answer = await vault.state('mara', [
      { type: 'member.remove', member: vault.member('rosa') },
      { type: 'member.remove', member: vault.member('jonas') },
      { type: 'member.remove', member: uuidv7() },
    ])
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/entries/2/member' }] } })
    expect(rows(vault)).toBe(before)
    expect(acts(vault)).toEqual([])
    // What is remembered is what stands in the database.
    expect(vault.logState()).toEqual(readAnew(vault, aDatabase(), vault.acme.id))
    expect((await vault.removeMember('mara', 'rosa')).status).toBe(200)
    expect(vault.logState()).toEqual(readAnew(vault, aDatabase(), vault.acme.id))
  })

  test.each([
    ['more than five minutes from now', later(start, { minutes: 5, milliseconds: 1 }), 'at'],
    ['more than five minutes ago', later(start, { minutes: -5, milliseconds: -1 }), 'at'],
  ])('dated %s is refused, and says how late it is here', async (_when, at, field) => {
    const vault = aVault()
    const draft: Draft = { type: 'member.remove', member: vault.member('rosa') }
    const entries = signed(vault.logState(), vault.identity('mara'), [draft], at)
    expect(await vault.as('mara', appendToLog, { entries })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: `/entries/0/${field}`, detail: expect.stringContaining(start) }] },
    })
  })

  test('leaves one audit event for each entry, with what was signed', async () => {
    const vault = aVault()
    const { status } = await vault.state('mara', [
      { type: 'member.remove', member: vault.member('rosa') },
      { type: 'policy.set', for: { organization: { drillDays: 30 } } },
    ])
    expect(status).toBe(200)
    expect(acts(vault)).toEqual(['member.remove', 'policy.set'])
    const [payload, signature] = vault.db
      .prepare(`SELECT payload, signature FROM organization_log ORDER BY seq DESC LIMIT 1`)
      .raw()
      .get() as [string, string]
    expect(lastEvent(vault, 'policy.set')).toMatchObject({
      memberId: vault.member('mara'),
      details: { payload, signature, after: { drillDays: 30 } },
    })
  })

  test('does not take over by recovery, which has an address of its own', async () => {
    const vault = aVault()
    const owner = { member: vault.member('mara'), account: vault.account('mara') }
    const answer = await vault.state('mara', { type: 'recovery.takeover', recovery: uuidv7(), owner } as never)
    expect(answer.status).toBe(400)
  })

  test('policies of the organization and its collections become rows', async () => {
    const vault = aVault()
    expect((await vault.setPolicies('mara', { singleAdmin: true, drillDays: 30 })).status).toBe(200)
    expect((await vault.changeCollection('anton', vault.collections.general, { leaseMinutes: 60 })).status).toBe(200)
    const organization = vault.db.prepare(`SELECT single_admin, drill_days FROM organizations WHERE slug = 'acme'`)
    expect(organization.get()).toEqual({ single_admin: 1, drill_days: 30 })
    const lease = vault.db.prepare(`SELECT lease_minutes FROM collections WHERE id = ?`).pluck()
    expect(lease.get(vault.collections.general)).toBe(60)
    expect(checkLogs(vault.db)).toEqual([])
  })

  test('the second factor is asked of others by who has one and has just signed in', async () => {
    const vault = aVault()
    const ask = () => vault.setPolicies('mara', { secondFactor: true })
    expect(await ask()).toMatchObject({ status: 409, body: { type: '/problems/not-possible-now' } })
    vault.db
      .prepare(
        `INSERT INTO second_factors (account_id, sealed_secret, enrolled_at, last_step, codes_made_at) VALUES (?, '', ?, 0, ?)`,
      )
      .run(vault.account('mara'), start, start)
    vault.cookie('mara')
    vault.clock.set(later(start, { minutes: 11 }))
    expect(await ask()).toMatchObject({ status: 403, body: { type: '/problems/sign-in-again' } })
    vault.db.prepare(`UPDATE sessions SET authenticated_at = ?`).run(vault.clock.now())
    expect((await ask()).status).toBe(200)
    // Whoever holds keys and has none reads only.
    expect(
      (await vault.grant('anton', { to: 'rosa', collection: vault.collections.secret, level: 'view' })).body.type,
    ).toBe('/problems/second-factor-needed')
  })
})

describe('an epoch', () => {
  const general = (vault: Vault) => vault.collections.general
  /** The next epoch of a collection as mara would post it. */
  const next = (vault: Vault, collection = general(vault)) => {
    const seeds = new Map([[collection, vault.seeds(collection)]])
    return renewing(vault.logState(), vault.identity('mara'), [collection], seeds, vault.clock.now())
  }

  test('takes the place of the one before: new wraps for everybody entitled, and a way back', async () => {
    const vault = aVault()
    const collection = general(vault)
    const before = vault.seeds(collection)
    expect((await vault.renew('mara', [collection])).status).toBe(200)
    const { items } = (await vault.as('anton', myKeys, { collection })).body
    expect(items).toEqual([
      {
        collection,
        epoch: 2,
        wraps: [
          expect.objectContaining({ of: 'custody', toEpoch: 1, granter: vault.account('mara'), granterEpoch: 1 }),
        ],
        revealToCustody: expect.objectContaining({ granter: vault.account('mara') }),
        previous: [{ epoch: 2, previousReveal: expect.any(String), previousCustody: expect.any(String) }],
      },
    ])
    const [previous] = items[0]?.previous ?? []
    const seeds = vault.seeds(collection)
    const custodyId = vault.logState().collections.get(collection)?.custodyId ?? ''
    expect(openPrevious(seeds.reveal, collection, 2, previous?.previousReveal ?? '')).toEqual(before.reveal)
    expect(openPrevious(seeds.custody, custodyId, 2, previous?.previousCustody ?? '')).toEqual(before.custody)
    const epochs = vault.db.prepare(`SELECT DISTINCT epoch FROM seed_wraps WHERE collection_id = ?`).pluck()
    expect(epochs.all(collection)).toEqual([2])
    expect(checkLogs(vault.db)).toEqual([])
  })

  test.each([
    ['without one of its wraps', (whole: Whole) => ({ ...whole, wraps: whole.wraps.slice(1) }), '/entries/0/wraps'],
    [
      'with a wrap that it does not list',
      (whole: Whole) => ({ ...whole, wraps: [...whole.wraps, { ...whole.wraps[0], to: uuidv7() }] }),
      '/entries/0/wraps',
    ],
    [
      'with another wrap than the one it lists',
      (whole: Whole) => ({
        ...whole,
        wraps: whole.wraps.map((wrap, index) => (index ? wrap : { ...wrap, wrap: flipped(wrap.wrap) })),
      }),
      '/entries/0/wraps',
    ],
    ['without the seeds before', (whole: Whole) => ({ ...whole, epochs: [] }), '/entries/0/epoch'],
    [
      'with one of the seeds before',
      (whole: Whole) => ({ ...whole, epochs: whole.epochs.map(({ previousCustody: _, ...rest }) => rest) }),
      '/entries/0/epoch',
    ],
    [
      'with seeds of an epoch that nobody makes',
      (whole: Whole) => ({ ...whole, epochs: [...whole.epochs, { ...whole.epochs[0], epoch: 9 }] }),
      '/epochs/1',
    ],
  ])('%s is refused, and changes nothing', async (_what, change, pointer) => {
    const vault = aVault()
    const before = rows(vault)
    const answer = await vault.as('mara', appendToLog, { ...nothing(), ...change(next(vault) as never) } as never)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(rows(vault)).toBe(before)
  })

  test('for one more than those who are entitled, or one fewer, is refused by the log itself', async () => {
    const vault = aVault()
    const epoch = nextEpoch(
      vault.logState(),
      vault.identity('mara'),
      general(vault),
      vault.seeds(general(vault)),
      start,
    )
    const { wraps, ...it } = JSON.parse(epoch.entry.payload) as { wraps: object[] }
    const { v: _v, seq: _seq, prev: _prev, at: _at, by: _by, ...draft } = it as Record<string, unknown>
    const one = wraps[0] as { to: string }
    for (const list of [wraps.slice(1), [...wraps, { ...one, to: vault.account('jonas') }], [...wraps, one]]) {
      const answer = await vault.state('mara', { ...draft, wraps: list } as never)
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/entries/0/wraps' }] } })
    }
  })

  test('is asked for when somebody left, lost a role or a grant; whoever joins makes none stale', async () => {
    const vault = aVault()
    const { general, secret } = vault.collections
    const stale = () => [general, secret].map((id) => isStale(vault.logState(), id, vault.clock.now()))
    expect(stale()).toEqual([false, false])
    vault.addMember('olga', 'admin')
    expect(stale()).toEqual([false, false])
    await vault.changeMember('mara', 'olga', 'owner')
    expect(stale()).toEqual([false, false])
    await vault.changeMember('mara', 'olga', 'reader')
    expect(stale()).toEqual([true, true])
    expect((await vault.renew('anton')).status).toBe(200)
    expect(stale()).toEqual([false, false])
    await vault.removeMember('mara', 'anton')
    expect(stale()).toEqual([true, true])
  })

  test('whoever lost access has no wrap any more, at once', async () => {
    const vault = aVault()
    const to = (name: Name) =>
      vault.db.prepare(`SELECT count(*) FROM seed_wraps WHERE recipient_id = ?`).pluck().get(vault.account(name))
    expect(to('anton')).toBe(2)
    await vault.changeMember('mara', 'anton', 'owner')
    expect(to('anton')).toBe(2)
    await vault.changeMember('mara', 'anton', 'editor')
    expect(to('anton')).toBe(0)
    expect((await vault.as('anton', myKeys, {})).body.items).toEqual([])
    await vault.changeMember('mara', 'anton', 'admin')
    expect(to('anton')).toBe(2)
    await vault.removeMember('mara', 'anton')
    expect(to('anton')).toBe(0)
  })

  test('key holders are told which wraps are lacking, and of nothing else', async () => {
    const vault = aVault()
    expect((await vault.as('mara', keyWork, {})).body).toEqual({ admissions: [], lapsed: [], collections: [] })
    const member = vault.member('rosa')
    const on = { collection: vault.collections.secret }
    // Given by somebody whose client did not wrap the key at once.
    await vault.state('mara', { type: 'grant.set', grant: uuidv7(), member, on, level: 2 })
    const { collections } = (await vault.as('anton', keyWork, {})).body
    expect(collections.map(({ collection }) => collection)).toEqual([vault.collections.secret])
    const lacking = entitled(vault.logState(), vault.collections.secret, start).filter(
      (recipient) => !collections[0]?.has.includes(keyOf(recipient)),
    )
    expect(lacking.map(({ to }) => to)).toEqual([vault.account('rosa')])
  })
})
type Whole = { wraps: { to: string; wrap: string }[]; epochs: { epoch: number; previousCustody?: string }[] }
const flipped = (wrap: string) => wrap.slice(0, 200) + (wrap[200] === 'A' ? 'B' : 'A') + wrap.slice(201)

describe('my keys', () => {
  test('are custody’s for key holders, nothing for others', async () => {
    const vault = aVault()
    for (const name of ['mara', 'anton']) {
      const { items } = (await vault.as(name, myKeys, {})).body
      expect(items.map(({ collection }) => collection).toSorted()).toEqual(
        [vault.collections.general, vault.collections.secret].toSorted(),
      )
      for (const { wraps, revealToCustody } of items) {
        expect(wraps.map(({ of }) => of)).toEqual(['custody'])
        expect(fromBase64url(revealToCustody?.wrap ?? '')).toHaveLength(272)
      }
    }
    for (const name of ['jonas', 'rosa', 'ines', 'tariq']) {
      expect((await vault.as(name, myKeys, {})).body.items).toEqual([])
    }
  })

  test('a grant’s holder gets the reveal key and the way to older ones, never custody’s', async () => {
    const vault = aVault()
    const collection = vault.collections.secret
    await vault.grant('mara', { to: 'rosa', collection, level: 'reveal' })
    await vault.renew('mara', [collection])
    const { items } = (await vault.as('rosa', myKeys, {})).body
    expect(items).toEqual([
      {
        collection,
        epoch: 2,
        wraps: [expect.objectContaining({ of: 'reveal' })],
        previous: [{ epoch: 2, previousReveal: expect.any(String) }],
      },
    ])
  })
})

describe('the list of one’s organizations', () => {
  test('is kept as it was sealed, one after the other; of two devices one is told to read first', async () => {
    const vault = aVault()
    const homes = async () => (await call(vault.app, mySession, {}, vault.cookie('rosa'))).body.home
    expect(await homes()).toBeUndefined()
    expect((await vault.as('rosa', saveHome, { counter: 1, sealed: 'one' })).status).toBe(200)
    const answers = await Promise.all(
      ['two', 'zwei'].map((sealed) => vault.as('rosa', saveHome, { counter: 2, sealed })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      type: '/problems/changed-meanwhile',
      facts: { counter: 2 },
    })
    expect(await homes()).toMatchObject({ counter: 2 })
    for (const counter of [1, 2, 4])
      expect((await vault.as('rosa', saveHome, { counter, sealed: 'x' })).status).toBe(409)
    expect((await call(vault.app, mySession, {}, vault.cookie('mara'))).body.home).toBeUndefined()
  })
})

test('names of collections come along with what was hashed, and only then', async () => {
  const vault = aVault()
  const { text } = named(vault.collections.general, 'Elsewhere')
  const draft: Draft = { type: 'policy.set', for: { organization: { drillDays: 9 } } }
  const answer = await vault.state('mara', draft, { names: [text] })
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/names/0' }] } })
})
