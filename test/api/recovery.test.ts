import { describe, expect, test } from 'vitest'
import { mySession } from '#contract/accounts.ts'
import { listNotices } from '#contract/notices.ts'
import {
  noteCardHolders,
  openRecovery,
  recordDrill,
  recoveryState,
  recoveryWraps,
  takeOver,
} from '#contract/recovery.ts'
import { later, laterByDays } from '../../server/platform/clock.ts'
import { keysOf } from '../support/keys.ts'
import { aDrill, aKit, aTakeover, handsOf, newAccount, opening } from '../support/recovery.ts'
import { aVault, call, type Vault } from '../support/vault.ts'

const acts = (vault: Vault, act: string) =>
  vault.db.prepare(`SELECT payload FROM audit_events WHERE act = ? ORDER BY seq`).pluck().all(act) as string[]
const says = async (vault: Vault, name: string) =>
  (await vault.as(name, listNotices, {})).body.items.map(({ says, urgent }) => ({ says: JSON.stringify(says), urgent }))

describe('a kit', () => {
  test('is what key holders are told of, and nobody else', async () => {
    const vault = aVault()
    expect((await vault.as('mara', recoveryState, {})).body).toEqual({ keyHolders: 2, drillDays: 90, takeovers: [] })
    await aKit(vault)
    const { body } = await vault.as('anton', recoveryState, {})
    expect(body.kit).toEqual({ epoch: 1, k: 2, n: 3, madeAt: vault.clock.now(), madeBy: 'mara' })
    for (const name of ['jonas', 'rosa', 'ines', 'tariq'])
      expect((await vault.as(name, recoveryState, {})).body).toEqual({ takeovers: [] })
  })

  test('is given the keys of every collection as it is made, and again with the next one', async () => {
    const vault = aVault()
    await aKit(vault)
    const first = (await vault.as('mara', recoveryWraps, {})).body.items
    expect(first.map(({ collection, toEpoch }) => [collection, toEpoch])).toEqual(
      expect.arrayContaining([
        [vault.collections.general, 1],
        [vault.collections.secret, 1],
      ]),
    )
    await aKit(vault)
    const second = (await vault.as('mara', recoveryWraps, {})).body.items
    expect(second).toHaveLength(2)
    expect(second.every(({ epoch, toEpoch }) => epoch === 2 && toEpoch === 2)).toBe(true)
    expect(second.some(({ wrap }) => first.some((before) => before.wrap === wrap))).toBe(false)
  })

  test('leaves no card, share or seed in the database', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const dump = JSON.stringify(vault.db.serialize().toString('latin1')).toLowerCase()
    expect(dump).toContain('recovery.set')
    // The last 60 characters are the share and the checksum.
    for (const card of cards) for (const part of [card, card.slice(45)]) expect(dump).not.toContain(part.toLowerCase())
  })
})

describe('the holders of the cards', () => {
  const holders = async (vault: Vault, name = 'mara') =>
    (await vault.as(name, recoveryState, {})).body.kit?.cards?.map(({ card, holder, party }) => [
      card,
      holder,
      party?.name,
    ])

  test('are noted by owners and shown to key holders; how they are called is no act that auditors read', async () => {
    const vault = aVault()
    await aKit(vault)
    const partyId = vault.db
      .prepare(`SELECT p.id FROM parties p JOIN members m ON m.party_id = p.id WHERE m.id = ?`)
      .pluck()
      .get(vault.member('tariq')) as string
    const cards = [
      { card: 3, holder: 'Tariq', partyId },
      { card: 1, holder: 'Safe at the bank' },
    ]
    expect((await vault.as('mara', noteCardHolders, { epoch: 1, cards })).status).toBe(200)
    expect(await holders(vault, 'anton')).toEqual([
      [1, 'Safe at the bank', undefined],
      [3, 'Tariq', expect.any(String)],
    ])
    expect((await vault.as('anton', noteCardHolders, { epoch: 1, cards: [] })).status).toBe(403)
    for (const name of ['jonas', 'rosa', 'ines', 'tariq']) expect(await holders(vault, name)).toBeUndefined()
    const [event = ''] = acts(vault, 'recovery.cards')
    expect(event).toContain('"cards":[1,3]')
    expect(event).not.toMatch(/Safe at the bank|Tariq/)
    // The next note is the whole of it.
    await vault.as('mara', noteCardHolders, { epoch: 1, cards: [{ card: 2, holder: 'Anton' }] })
    expect(await holders(vault)).toEqual([[2, 'Anton', undefined]])
  })

  test('are of the cards in force: there is no fourth of three, none twice, and new cards begin anew', async () => {
    const vault = aVault()
    expect((await vault.as('mara', noteCardHolders, { epoch: 1, cards: [] })).status).toBe(404)
    await aKit(vault)
    const note = async (epoch: number, ...cards: number[]) =>
      (await vault.as('mara', noteCardHolders, { epoch, cards: cards.map((card) => ({ card, holder: 'Ida' })) })).status
    expect(await note(1, 4)).toBe(400)
    expect(await note(1, 2, 2)).toBe(400)
    const foreign = { epoch: 1, cards: [{ card: 1, holder: 'Ida', partyId: '0199c000-0000-7000-8000-00000000000f' }] }
    expect((await vault.as('mara', noteCardHolders, foreign)).status).toBe(400)
    expect(await note(1, 2)).toBe(200)
    await aKit(vault)
    expect(await holders(vault)).toBeUndefined()
    expect(await note(1, 2)).toBe(409)
    expect(await note(2, 1, 2, 3)).toBe(200)
  })
})

describe('a drill', () => {
  test('is recorded by whoever had enough cards, and is due again after the days that were agreed', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    vault.clock.set(later(vault.clock.now(), { minutes: 30 }))
    const at = vault.clock.now()
    const { status } = await vault.as('mara', recordDrill, await aDrill(vault, cards.slice(1)))
    expect(status).toBe(200)
    expect((await vault.as('mara', recoveryState, {})).body.kit).toMatchObject({
      ...{ drilledAt: at, drilledBy: 'mara', dueOn: '2026-05-31' },
    })
    const [event] = acts(vault, 'recovery.drill').map((payload) => JSON.parse(payload) as { details: unknown })
    expect(event?.details).toMatchObject({ epoch: 1, cards: [2, 3], collections: 2 })
    await vault.setPolicies('mara', { drillDays: 30 })
    expect((await vault.as('mara', recoveryState, {})).body.kit?.dueOn).toBe('2026-04-01')
  })

  test('counts once, and for the cards in force alone', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const drill = await aDrill(vault, cards.slice(0, 2))
    expect((await vault.as('mara', recordDrill, drill)).status).toBe(200)
    expect((await vault.as('mara', recordDrill, drill)).status).toBe(409)
    await aKit(vault)
    const { kit } = (await vault.as('mara', recoveryState, {})).body
    expect(kit).toMatchObject({ epoch: 2 })
    expect(kit).not.toHaveProperty('drilledAt')
    expect(await vault.as('mara', recordDrill, drill)).toMatchObject({ body: { type: '/problems/changed-meanwhile' } })
    expect(acts(vault, 'recovery.drill')).toHaveLength(1)
  })

  test('cannot be made up: not by another key, for somebody else, with fewer cards, later, or of fewer collections', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { payload, signature } = await aDrill(vault, cards.slice(0, 2))
    const said = JSON.parse(payload) as Record<string, unknown>
    const tried = async (change: object, sent = signature) =>
      (await vault.as('mara', recordDrill, { payload: JSON.stringify({ ...said, ...change }), signature: sent })).status
    expect(await tried({ cards: [1, 3] })).toBe(400)
    expect(await tried({}, Buffer.alloc(64, 1).toString('base64url'))).toBe(400)
    expect(await tried({ more: true })).toBe(400)
    expect(await tried({ epoch: 2 })).toBe(409)
    expect((await vault.as('mara', recordDrill, { payload: 'no', signature })).status).toBe(400)
    // Another owner hands in what mara did.
    vault.addMember('owen', 'owner')
    expect((await vault.as('owen', recordDrill, { payload, signature })).status).toBe(400)
    vault.clock.set(later(vault.clock.now(), { minutes: 6 }))
    expect((await vault.as('mara', recordDrill, { payload, signature })).status).toBe(400)
    expect((await vault.as('mara', recoveryState, {})).body.kit).not.toHaveProperty('drilledAt')
  })

  test('with a collection fewer than there are is none', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const drill = await aDrill(vault, cards.slice(0, 2))
    await vault.createCollection('mara', { name: 'Network' })
    expect(await vault.as('mara', recordDrill, drill)).toMatchObject({ status: 409 })
  })
})

describe('coming with cards', () => {
  test('shows the whole log and what the kit opens, and rings for the key holders', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { status, body } = await opening(vault, [cards[2]!, cards[0]!])
    expect(status).toBe(200)
    expect(body).toMatchObject({ slug: 'acme', wraps: [{ toEpoch: 1 }, { toEpoch: 1 }] })
    expect(body.log.every((entry) => 'payload' in entry)).toBe(true)
    for (const name of ['mara', 'anton'])
      expect(await says(vault, name)).toContainEqual({
        says: expect.stringContaining('enough recovery cards'),
        urgent: true,
      })
    expect(await says(vault, 'rosa')).toEqual([])
    expect(acts(vault, 'recovery.open')).toHaveLength(1)
  })

  test('finds nothing with too few, with made-up ones, of a made-up organization, or in another place', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const nora = handsOf(vault, 'nora')
    const good = await nora.recovery.proveCards({ cards: cards.slice(0, 2) })
    const said = JSON.parse(good.payload) as Record<string, unknown>
    const tried = async (change: object, signature = good.signature) =>
      (await vault.asNobody(openRecovery, { payload: JSON.stringify({ ...said, ...change }), signature })).body.type
    expect(await tried({}, Buffer.alloc(64, 1).toString('base64url'))).toBe('/problems/not-found')
    expect(await tried({ organization: vault.other.id })).toBe('/problems/not-found')
    expect(await tried({ organization: '019ab3c0-7d21-7abc-8def-0123456789ab' })).toBe('/problems/not-found')
    expect(await tried({ epoch: 2 })).toBe('/problems/not-found')
    expect(await tried({ origin: 'https://evil.example' })).toBe('/problems/invalid-input')
    expect(await tried({ at: later(vault.clock.now(), { minutes: -6 }) })).toBe('/problems/invalid-input')
    expect(acts(vault, 'recovery.open')).toEqual([])
    // A proof of one organization is none of another with the same row id: it is over that id.
    expect((await vault.asNobody(openRecovery, good)).status).toBe(200)
  })

  test('with cards of an older kit says when the newer ones were made', async () => {
    const vault = aVault()
    const old = await aKit(vault)
    vault.clock.set(laterByDays(vault.clock.now(), 3))
    await aKit(vault)
    const { status, body } = await opening(vault, old.slice(0, 2))
    expect(status).toBe(409)
    expect(body).toMatchObject({ detail: expect.stringContaining('2026-03-05') as string, facts: { olderKit: true } })
    expect(body).not.toHaveProperty('log')
  })

  test('is limited for an address that finds nothing, and not for one that does', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const good = await handsOf(vault, 'nora').recovery.proveCards({ cards: cards.slice(0, 2) })
    const bad = { ...good, signature: Buffer.alloc(64, 1).toString('base64url') }
    for (let times = 0; times < 30; times++) expect((await vault.asNobody(openRecovery, good)).status).toBe(200)
    const statuses: number[] = []
    for (let times = 0; times < 25; times++) statuses.push((await vault.asNobody(openRecovery, bad)).status)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 404))
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('taking over', () => {
  test('makes a new account an owner with keys to every collection, and everybody hears of it', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { memberId, ...input } = await aTakeover(vault, cards.slice(1))
    const { status, body, cookies } = await vault.asNobody(takeOver, input)
    expect(status).toBe(200)
    expect(body).toMatchObject({ memberships: [{ memberId, role: 'owner', side: 'in_house', slug: 'acme' }] })
    const session = cookies.find((cookie) => cookie.startsWith('__Host-runkeep='))?.split(';')[0]
    expect((await call(vault.app, mySession, {}, session)).status).toBe(200)
    const { myKeys } = await import('#contract/log.ts')
    const keys = await call(vault.app, myKeys, { slug: 'acme' }, session)
    expect(keys.body.items.map(({ wraps }) => wraps.map(({ of }) => of))).toEqual([['custody'], ['custody']])
    for (const name of ['mara', 'anton', 'jonas', 'rosa', 'ines', 'tariq'] as const) {
      expect(await says(vault, name)).toContainEqual({ says: expect.stringContaining('nora'), urgent: true })
      expect((await vault.as(name, recoveryState, {})).body.takeovers).toEqual([
        { at: vault.clock.now(), memberId, name: 'nora', isSettled: false },
      ])
    }
    expect(await says(vault, 'xenia')).toEqual([])
    expect(acts(vault, 'recovery.takeover')).toHaveLength(1)
    expect(vault.logState().members.get(memberId)).toMatchObject({ role: 'owner', removed: false })
    expect(vault.logState().members.get(vault.member('mara'))).toMatchObject({ role: 'owner', removed: false })
  })

  test('is settled by new cards, and no longer shown after thirty days', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { memberId: _, ...input } = await aTakeover(vault, cards.slice(1))
    await vault.asNobody(takeOver, input)
    vault.clock.set(later(vault.clock.now(), { minutes: 1 }))
    await aKit(vault)
    expect((await vault.as('rosa', recoveryState, {})).body.takeovers).toMatchObject([{ isSettled: true }])
    vault.clock.set(laterByDays(vault.clock.now(), 31))
    expect((await vault.as('rosa', recoveryState, {})).body.takeovers).toEqual([])
  })

  test('brings the only owner back, as the same member, with new keys', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { body } = await opening(vault, cards.slice(0, 2), 'mara anew')
    // The same account, other keys.
    const anew = {
      ...newAccount('mara anew'),
      id: vault.account('mara'),
      name: 'mara',
      email: newAccount('mara').email,
    }
    const hands = handsOf(vault, 'mara anew')
    const { makeRecovery } = await import('../../client/vault/recovery.ts')
    const keyring = { opened: () => ({ accountId: anew.id, uak: new Uint8Array(32), identity: hands.identity }) }
    const recovery = makeRecovery(hands.organizations, keyring, 'http://127.0.0.1:4600')
    const taker = { name: 'mara', email: anew.email, memberId: '019ab3c0-7d21-7abc-8def-0123456789ab' }
    const { entry, wraps } = await recovery.takeOver({ cards: cards.slice(0, 2), answer: body, taker })
    const taken = await vault.asNobody(takeOver, { organization: vault.acme.id, entry, wraps, account: anew })
    expect(taken.status).toBe(200)
    expect(taken.body).toMatchObject({ memberships: [{ memberId: vault.member('mara'), role: 'owner' }] })
    expect(vault.logState().members.get(vault.member('mara'))).toMatchObject({
      epoch: 2,
      keys: { sign: anew.keys.signPublicKey },
    })
    expect(vault.db.prepare(`SELECT login_public_key FROM accounts WHERE id = ?`).pluck().get(anew.id)).toBe(
      anew.keys.loginPublicKey,
    )
    // Whoever was signed in as mara is not any more.
    expect((await vault.as('mara', mySession, {})).status).toBe(401)
  })

  test('does not replace the keys of an account that another organization knows', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    vault.db
      .prepare(
        `INSERT INTO members (id, organization_id, account_id, party_id, role, name, joined_at)
         VALUES ('019ab3c0-7d21-7abc-8def-0123456789ac', ?, ?, ?, 'reader', 'rosa', ?)`,
      )
      .run(vault.other.id, vault.account('rosa'), vault.other.parties.in_house, vault.clock.now())
    const { body } = await opening(vault, cards.slice(0, 2), 'rosa anew')
    const anew = {
      ...newAccount('rosa anew'),
      id: vault.account('rosa'),
      name: 'rosa',
      email: newAccount('rosa').email,
    }
    const hands = handsOf(vault, 'rosa anew')
    const { makeRecovery } = await import('../../client/vault/recovery.ts')
    const keyring = { opened: () => ({ accountId: anew.id, uak: new Uint8Array(32), identity: hands.identity }) }
    const taker = { name: 'rosa', email: anew.email, memberId: '019ab3c0-7d21-7abc-8def-0123456789ab' }
    const { entry, wraps } = await makeRecovery(hands.organizations, keyring, 'http://127.0.0.1:4600').takeOver({
      cards: cards.slice(0, 2),
      answer: body,
      taker,
    })
    const before = vault.db.prepare(`SELECT login_public_key FROM accounts WHERE id = ?`).pluck().get(anew.id)
    const taken = await vault.asNobody(takeOver, { organization: vault.acme.id, entry, wraps, account: anew })
    expect(taken).toMatchObject({ status: 403, body: { type: '/problems/not-permitted' } })
    expect(vault.db.prepare(`SELECT login_public_key FROM accounts WHERE id = ?`).pluck().get(anew.id)).toBe(before)
    expect(vault.logState().seq).toBe(body.log.length)
  })

  test('without the cards is refused, and leaves nothing behind', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { memberId: _, ...input } = await aTakeover(vault, cards.slice(1))
    const forged = { ...input.entry, signature: Buffer.alloc(64, 1).toString('base64url') }
    const { accountId, keys } = keysOf('eve')
    const eve = { id: accountId, name: 'eve', email: 'eve@acme.example.com', keys }
    const tried = async (change: object) => (await vault.asNobody(takeOver, { ...input, ...change })).status
    expect(await tried({ entry: forged })).toBe(400)
    expect(await tried({ account: eve })).toBe(400)
    expect(await tried({ account: undefined })).toBe(401)
    expect(await tried({ organization: vault.other.id })).toBe(409)
    expect(await tried({ organization: '019ab3c0-7d21-7abc-8def-0123456789ab' })).toBe(404)
    expect(await tried({ account: { ...input.account, email: 'other@acme.example.com' } })).toBe(400)
    expect(vault.db.prepare(`SELECT count(*) FROM accounts WHERE name IN ('nora', 'eve')`).pluck().get()).toBe(0)
    expect((await vault.as('mara', recoveryState, {})).body.takeovers).toEqual([])
    expect((await vault.asNobody(takeOver, input)).status).toBe(200)
  })

  test('works once: the same again, or after something else was stated, is too late', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { memberId: _one, ...nora } = await aTakeover(vault, cards.slice(1))
    const { memberId: _other, ...otto } = await aTakeover(vault, cards.slice(1), 'otto')
    expect((await vault.asNobody(takeOver, nora)).status).toBe(200)
    expect((await vault.asNobody(takeOver, nora)).status).toBe(409)
    expect(await vault.asNobody(takeOver, otto)).toMatchObject({ body: { type: '/problems/changed-meanwhile' } })
  })

  test('by a member who is signed in makes that member an owner', async () => {
    const vault = aVault()
    const cards = await aKit(vault)
    const { entry, wraps } = await aTakeover(vault, cards.slice(1), 'jonas')
    const { status, body } = await vault.as('jonas', takeOver, { organization: vault.acme.id, entry, wraps })
    expect(status).toBe(200)
    expect(body).toMatchObject({ memberships: [{ memberId: vault.member('jonas'), role: 'owner' }] })
  })
})

test('what is dated by a clock that is far off is refused with the time of the server', async () => {
  const vault = aVault()
  const cards = await aKit(vault)
  const { memberId: _, ...input } = await aTakeover(vault, cards.slice(1))
  vault.clock.set(later(vault.clock.now(), { minutes: 10 }))
  expect(await vault.asNobody(takeOver, input)).toMatchObject({ status: 400 })
})
