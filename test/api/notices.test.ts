import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import {
  changeNoticeWish,
  countNotices,
  listNotices,
  noticeKinds,
  NoticeTopic,
  noticeWishes,
  readNotices,
  topicOf,
  type NoticeKind,
} from '#contract/notices.ts'
import { textOf } from '#contract/sentences.ts'
import { atomically } from '../../server/platform/database.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { keyHoldersOf, notify, settle, type Telling } from '../../server/features/notices/rules.ts'
import { aRunbook } from '../support/documents.ts'
import { aVault, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

const kinds = Object.keys(noticeKinds) as NoticeKind[]

const tell = (vault: Vault, telling: Telling) =>
  atomically(vault.db, () => notify({ db: vault.db, now: vault.clock.now() }, telling))

const documentId = (vault: Vault) => vault.db.prepare(`SELECT id FROM documents LIMIT 1`).pluck().get() as string

async function linesFor(vault: Vault, who: Name | Stranger) {
  const { body, status } = await vault.as(who, listNotices, {})
  expect(status).toBe(200)
  return body.items.map(({ says }) => textOf(says))
}
const countsFor = async (vault: Vault, who: Name | Stranger) => (await vault.as(who, countNotices, {})).body

/** A request of tariq's for a runbook, told to the key holders. */
async function aRequest(vault: Vault) {
  await aRunbook(vault, 'Firewall', { collectionId: vault.collections.secret }, 'mara')
  const facts = {
    memberId: vault.member('tariq'),
    documentId: documentId(vault),
    minutes: 150,
    ticket: 'NL-20931',
    requestId: 'AR-01',
  }
  tell(vault, { to: keyHoldersOf(vault.db, vault.acme.id), kind: 'access.requested', facts, dedupe: 'request AR-01' })
}

describe('a notice', () => {
  test('says in words what happened, where it leads, and that it waits', async () => {
    const vault = aVault()
    await aRequest(vault)
    const { body } = await vault.as('anton', listNotices, {})
    expect(body.items.map(({ says, ...others }) => ({ ...others, says: textOf(says) }))).toEqual([
      {
        id: expect.any(String),
        kind: 'access.requested',
        at: start,
        slug: 'acme',
        organization: 'Acme Joinery',
        says: 'tariq asks to open RB-01 Firewall for 2 hours 30 minutes, ticket NL-20931',
        to: '/o/acme/access?request=AR-01',
        act: 'Look at it',
        waits: true,
        urgent: true,
      },
    ])
    expect(body.items[0]?.says[1]).toBe(' asks to open ')
    expect(await countsFor(vault, 'mara')).toEqual({ waiting: 1, unread: 1 })
  })

  test('is for those who were told, and for nobody else', async () => {
    const vault = aVault()
    await aRequest(vault)
    for (const who of ['jonas', 'rosa', 'ines', 'tariq', 'xenia'] as const) {
      expect([who, await linesFor(vault, who)]).toEqual([who, []])
      expect(await countsFor(vault, who)).toEqual({ waiting: 0, unread: 0 })
    }
  })

  test('belongs into the transaction of what it tells', () => {
    const vault = aVault()
    const telling = { to: [vault.member('mara')], kind: 'standby.woken', facts: {} } as const
    expect(() => notify({ db: vault.db, now: start }, telling)).toThrow('belongs into the transaction')
  })

  test('is told once under one name, and again under another', async () => {
    const vault = aVault()
    const telling = { to: [vault.member('mara')], kind: 'admission.waiting', facts: { name: 'Nina' } } as const
    for (const dedupe of ['a', 'a', 'b']) tell(vault, { ...telling, dedupe })
    tell(vault, telling)
    tell(vault, telling)
    expect(await linesFor(vault, 'mara')).toHaveLength(4)
  })

  test('about an account reaches it in no organization at all', async () => {
    const vault = aVault()
    tell(vault, { to: [vault.account('rosa')], kind: 'device.new', facts: { address: '198.51.100.7' } })
    const { body } = await vault.as('rosa', listNotices, {})
    expect(body.items[0]).toMatchObject({ to: '/settings/security', act: 'See sessions', waits: false })
    expect(body.items[0]?.slug).toBeUndefined()
    expect(textOf(body.items[0]!.says)).toMatch(/^You signed in on a device that was new, from 198\.51\.100\.7\. /)
  })

  test('of every kind has words without a hole, whatever is missing', async () => {
    const vault = aVault()
    for (const kind of kinds) tell(vault, { to: [vault.member('mara')], kind, facts: {} })
    const lines = await linesFor(vault, 'mara')
    expect(lines).toHaveLength(kinds.length)
    for (const line of lines) expect(line).not.toMatch(/undefined|null|[[\]{}]| {2}|^\s|\s$/)
    const { body } = await vault.as('mara', listNotices, {})
    for (const { kind, to, act } of body.items) {
      // What leads nowhere has no button either.
      if (to === undefined) expect([kind, act]).toEqual([kind, undefined])
      else expect(to).toMatch(/^\/(?:o\/acme\/|settings\/)/)
    }
  })

  test('an address cannot be led out of by what was told', async () => {
    const vault = aVault()
    const facts = { requestId: '../../x?y=//evil.example#z' }
    tell(vault, { to: [vault.member('mara')], kind: 'access.requested', facts })
    const { body } = await vault.as('mara', listNotices, {})
    expect(body.items[0]?.to).toBe('/o/acme/access?request=..%2F..%2Fx%3Fy%3D%2F%2Fevil.example%23z')
  })
})

describe('how much somebody wants to be told', () => {
  const told = (vault: Vault, kind: NoticeKind) => tell(vault, { to: [vault.member('mara')], kind, facts: {} })
  const urgent = async (vault: Vault) =>
    (await vault.as('mara', listNotices, {})).body.items.map((notice) => [notice.kind, notice.urgent])

  test('everything at once, until they choose less of it for themselves', async () => {
    const vault = aVault()
    expect(Object.values((await vault.as('mara', noticeWishes, {})).body)).toEqual(
      NoticeTopic.options.map(() => 'at_once'),
    )
    await vault.as('mara', changeNoticeWish, { topic: 'access', wish: 'list' })
    expect((await vault.as('mara', noticeWishes, {})).body.access).toBe('list')
    expect((await vault.as('anton', noticeWishes, {})).body.access).toBe('at_once')
    told(vault, 'access.approved')
    expect(await urgent(vault)).toEqual([['access.approved', false]])
  })

  test('only what waits: the rest is not even written down', async () => {
    const vault = aVault()
    await vault.as('mara', changeNoticeWish, { topic: 'access', wish: 'waiting' })
    told(vault, 'access.ended')
    told(vault, 'access.requested')
    expect(await urgent(vault)).toEqual([['access.requested', false]])
  })

  test('emergencies, keys and the account cannot be turned down', async () => {
    const vault = aVault()
    for (const topic of NoticeTopic.options) await vault.as('mara', changeNoticeWish, { topic, wish: 'waiting' })
    const always = [
      'breakglass.used',
      'device.new',
      'second-factor.off',
      'recovery.opened',
      'admission.waiting',
    ] as const
    for (const kind of always) {
      expect([kind, topicOf(kind)]).toEqual([kind, undefined])
      told(vault, kind)
    }
    expect(await urgent(vault)).toHaveLength(always.length)
    const refused = await vault.as('mara', changeNoticeWish, { topic: 'breakglass' as never, wish: 'waiting' })
    expect(refused.status).toBe(404)
  })

  test('every other kind belongs to a topic or stands on the list of those that nobody turns down', () => {
    const unturned = new Set(kinds.filter((kind) => topicOf(kind) === undefined).map((kind) => kind.split('.')[0]))
    expect([...unturned].sort()).toEqual(
      ['admission', 'breakglass', 'device', 'recovery', 'recovery-code', 'recovery-codes', 'second-factor'].sort(),
    )
  })
})

describe('nothing leaks', () => {
  test('whoever left reads nothing of the organization any more, and is told nothing', async () => {
    const vault = aVault()
    await aRequest(vault)
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, vault.member('anton'))
    tell(vault, { to: [vault.member('anton')], kind: 'standby.woken', facts: { memberId: vault.member('tariq') } })
    expect(await linesFor(vault, 'anton')).toEqual([])
    expect(await countsFor(vault, 'anton')).toEqual({ waiting: 0, unread: 0 })
    expect(vault.db.prepare(`SELECT count(*) FROM notices WHERE kind = 'standby.woken'`).pluck().get()).toBe(0)
  })

  test('a title goes when the document is out of reach; its number stays', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Canary title', {}, 'mara')
    const facts = { memberId: vault.member('mara'), documentId: documentId(vault), requestId: 'AR-01' }
    tell(vault, { to: [vault.member('rosa')], kind: 'access.ended', facts })
    expect(await linesFor(vault, 'rosa')).toEqual(['Your access to RB-01 Canary title has ended: mara took it back'])
    vault.db.prepare(`UPDATE documents SET collection_id = ?`).run(vault.collections.secret)
    expect(await linesFor(vault, 'rosa')).toEqual(['Your access to RB-01 has ended: mara took it back'])
    vault.db.prepare(`DELETE FROM documents`).run()
    expect(await linesFor(vault, 'rosa')).toEqual(['Your access to a document has ended: mara took it back'])
  })

  test('ids of another organization have no names here', async () => {
    const vault = aVault()
    const facts = { memberId: vault.member('xenia'), documentId: uuidv7(), requestId: 'AR-01' }
    tell(vault, { to: [vault.member('mara')], kind: 'access.requested', facts })
    expect(await linesFor(vault, 'mara')).toEqual(['somebody asks to open a document'])
  })

  test('facts that no words name stay where they are', async () => {
    const vault = aVault()
    const canary = 'canary-91c7d4'
    for (const kind of kinds)
      tell(vault, { to: [vault.member('mara')], kind, facts: { secret: canary, password: canary, payload: canary } })
    const { body } = await vault.as('mara', listNotices, { limit: 200 })
    expect(body.items).toHaveLength(Object.keys(noticeKinds).length)
    expect(JSON.stringify(body)).not.toContain(canary)
  })
})

describe('reading', () => {
  test('one, or all up to one; others’ are passed over in silence', async () => {
    const vault = aVault()
    for (const name of ['a', 'b', 'c'])
      tell(vault, { to: [vault.member('mara'), vault.member('anton')], kind: 'admission.waiting', facts: { name } })
    const { items } = (await vault.as('mara', listNotices, {})).body
    const [c, b] = items as [(typeof items)[0], (typeof items)[0]]
    expect((await vault.as('anton', readNotices, { ids: [c.id, uuidv7() as never], upTo: b.id })).status).toBe(200)
    expect(await countsFor(vault, 'mara')).toEqual({ waiting: 3, unread: 3 })
    await vault.as('mara', readNotices, { ids: [c.id] })
    expect(await countsFor(vault, 'mara')).toEqual({ waiting: 2, unread: 2 })
    const unread = await vault.as('mara', listNotices, { unread: 'true' })
    expect(unread.body.items.map(({ says }) => textOf(says))).toEqual([
      'b has accepted an invitation and waits to be let in',
      'a has accepted an invitation and waits to be let in',
    ])
    await vault.as('mara', readNotices, { upTo: b.id })
    expect(await countsFor(vault, 'mara')).toEqual({ waiting: 0, unread: 0 })
    expect(await countsFor(vault, 'anton')).toEqual({ waiting: 3, unread: 3 })
  })

  test('what is settled waits for nobody, and can still be read', async () => {
    const vault = aVault()
    await aRequest(vault)
    const actor = { organizationId: vault.other.id }
    atomically(vault.db, () => settle({ db: vault.db, now: start, actor }, 'request AR-01'))
    expect(await countsFor(vault, 'mara')).toEqual({ waiting: 1, unread: 1 })
    actor.organizationId = vault.acme.id
    atomically(vault.db, () => settle({ db: vault.db, now: start, actor }, 'request AR-01'))
    for (const who of ['mara', 'anton'] as const) {
      expect(await countsFor(vault, who)).toEqual({ waiting: 0, unread: 1 })
      expect((await vault.as(who, listNotices, {})).body.items[0]).toMatchObject({ waits: false })
    }
  })

  test('pages follow each other without a gap or a double', async () => {
    const vault = aVault()
    for (let n = 0; n < 7; n++)
      tell(vault, { to: [vault.member('mara')], kind: 'admission.waiting', facts: { name: `n${n}` } })
    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('mara', listNotices, { limit: 3, ...(after && { after }) })
      seen.push(...body.items.map(({ says }) => textOf(says).split(' ')[0] ?? ''))
      after = body.next
    } while (after)
    expect(seen).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0'])
  })

  test('old ones that were read go, a few with each new one; unread ones stay', () => {
    const vault = aVault()
    const telling = { to: [vault.member('mara')], kind: 'admission.waiting', facts: { name: 'Nina' } } as const
    for (let n = 0; n < 30; n++) tell(vault, telling)
    vault.db.prepare(`UPDATE notices SET read_at = ? WHERE row_id <= 25`).run(start)
    vault.clock.set(laterByDays(start, 91))
    const count = () => vault.db.prepare(`SELECT count(*) FROM notices`).pluck().get()
    tell(vault, telling)
    expect(count()).toBe(11)
    tell(vault, telling)
    expect(count()).toBe(7)
  })
})
