import request from 'supertest'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listDeadlines } from '#contract/dates.ts'
import type { IncidentReference } from '#contract/incident-reference.ts'
import { closeIncident, joinIncident, listFollowUps, saveFollowUp, settleFollowUp } from '#contract/incidents.ts'
import { makeFeed } from '#contract/feed.ts'
import { listNotices } from '#contract/notices.ts'
import { textOf } from '#contract/sentences.ts'
import { later } from '../../server/platform/clock.ts'
import { aSystem } from '../support/documents.ts'
import { anIncident, readAs } from '../support/incidents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const aFollowUp = async (vault: Vault, incident: IncidentReference, fields: object, by: Name = 'mara') => {
  const followUpId = uuidv7() as never
  const { status, body } = await vault.as(by, saveFollowUp, {
    incident,
    followUpId,
    text: 'Order a second line',
    ...fields,
  })
  expect([status, body]).toEqual([200, {}])
  return followUpId
}
const mine = async (vault: Vault, name: Name, fields: object = {}) =>
  (await vault.as(name, listFollowUps, fields)).body.items.map(({ text }) => text)

describe('follow-ups', () => {
  test('are given at the end with owners and days; the owner is told, and finds them by their day', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const [one, two] = [uuidv7(), uuidv7()] as never[]
    const followUps = [
      { id: one as never, text: 'Order a second line', ownerId: vault.member('rosa'), dueOn: '2026-03-20' },
      { id: two as never, text: 'Thank the carrier' },
    ]
    expect((await vault.as('mara', closeIncident, { incident, followUps: followUps })).status).toBe(200)
    const [notice] = (await vault.as('rosa', listNotices, {})).body.items
    expect(textOf(notice?.says ?? [])).toBe('mara gave you something to do after IN-01 until 20 Mar 2026')
    expect(notice?.to).toBe('/o/acme/incidents/IN-01')
    expect((await readAs(vault, 'jonas', incident)).followUps).toMatchObject([
      { id: one, owner: { name: 'rosa' }, dueOn: '2026-03-20', isLate: false, incident: { reference: incident } },
      { id: two, text: 'Thank the carrier' },
    ])
    expect(await mine(vault, 'rosa')).toEqual(['Order a second line'])
    expect(await mine(vault, 'jonas')).toEqual([])
    expect(await mine(vault, 'jonas', { scope: 'all' })).toEqual(['Order a second line', 'Thank the carrier'])
    vault.clock.set(later(start, { hours: 24 * 19 }))
    expect((await readAs(vault, 'jonas', incident)).followUps[0]).toMatchObject({ isLate: true })
  })

  test('are changed, done by their owner, and opened again', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const followUpId = await aFollowUp(vault, incident, { ownerId: vault.member('rosa') })
    await vault.as('mara', saveFollowUp, {
      incident,
      followUpId,
      text: 'Order a third line',
      ownerId: vault.member('rosa'),
    })
    // Told once: who it is given to has not changed.
    expect((await vault.as('rosa', listNotices, {})).body.items.map(({ kind }) => kind)).toEqual(['follow-up.assigned'])
    expect(await mine(vault, 'rosa')).toEqual(['Order a third line'])
    expect((await vault.as('rosa', settleFollowUp, { followUpId, done: true })).status).toBe(200)
    expect((await vault.as('rosa', settleFollowUp, { followUpId, done: true })).status).toBe(200)
    expect(await mine(vault, 'rosa')).toEqual([])
    const done = (await vault.as('rosa', listFollowUps, { done: 'true' })).body.items
    expect(done).toMatchObject([{ doneAt: start, doneBy: 'rosa', isLate: false }])
    await vault.as('mara', settleFollowUp, { followUpId, done: false })
    expect(await mine(vault, 'rosa')).toEqual(['Order a third line'])
  })

  test('only somebody who sees the incident can own one, and only those who do something in it write any', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    const incident = await anIncident(vault, 'Break-in', { system })
    const followUpId = uuidv7() as never
    for (const name of ['rosa', 'ines', 'tariq', 'xenia'] as const) {
      const given = { incident, followUpId, text: 'Change the lock', ownerId: vault.member(name) }
      const { status, body } = await vault.as('mara', saveFollowUp, given)
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/ownerId'])
    }
    const followUps = [{ id: followUpId, text: 'Change the lock', ownerId: vault.member('rosa') }]
    const closing = await vault.as('mara', closeIncident, { incident, followUps })
    expect([closing.status, closing.body.errors?.[0]?.pointer]).toEqual([400, '/followUps/0/ownerId'])
    expect((await readAs(vault, 'mara', incident)).closedAt).toBeUndefined()
    const id = await aFollowUp(vault, incident, {})
    for (const name of ['rosa', 'jonas', 'ines', 'tariq'] as const) {
      expect((await vault.as(name, saveFollowUp, { incident, followUpId: id, text: 'Mine now' })).status).toBe(404)
      expect((await vault.as(name, settleFollowUp, { followUpId: id, done: true })).status).toBe(404)
      expect(await mine(vault, name, { scope: 'all' })).toEqual([])
    }
    const open = await anIncident(vault, 'Printer')
    const other = await aFollowUp(vault, open, {})
    expect((await vault.as('rosa', settleFollowUp, { followUpId: other, done: true })).status).toBe(403)
    await vault.as('rosa', joinIncident, { incident: open })
    expect((await vault.as('rosa', settleFollowUp, { followUpId: other, done: true })).status).toBe(200)
  })

  test('the id of another incident’s changes nothing there, and one of another organization is free here', async () => {
    const vault = aVault()
    const [one, other] = [await anIncident(vault, 'One'), await anIncident(vault, 'Other')]
    const followUpId = await aFollowUp(vault, one, {})
    const moved = await vault.as('mara', saveFollowUp, { incident: other, followUpId, text: 'Taken over' })
    expect(moved.status).toBe(409)
    expect(await mine(vault, 'mara', { scope: 'all' })).toEqual(['Order a second line'])
    const theirs = await anIncident(vault, 'Theirs', {}, 'xenia')
    const saved = await vault.as('xenia', saveFollowUp, {
      slug: 'other',
      incident: theirs,
      followUpId,
      text: 'Our own',
    })
    expect(saved.status).toBe(200)
    expect((await vault.as('xenia', settleFollowUp, { slug: 'other', followUpId, done: true })).status).toBe(200)
    expect((await readAs(vault, 'mara', one)).followUps).toMatchObject([{ text: 'Order a second line' }])
    expect((await readAs(vault, 'mara', one)).followUps[0]?.doneAt).toBeUndefined()
  })

  test('pages follow each other by day, what has none last', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    for (const [text, dueOn] of [
      ['Third', undefined],
      ['Second', '2026-05-01'],
      ['First', '2026-04-01'],
    ] as const)
      await aFollowUp(vault, incident, { text, dueOn })
    const first = (await vault.as('mara', listFollowUps, { scope: 'all', limit: 2 })).body
    const rest = (await vault.as('mara', listFollowUps, { scope: 'all', limit: 2, after: first.next })).body
    expect([...first.items, ...rest.items].map(({ text }) => text)).toEqual(['First', 'Second', 'Third'])
    expect(rest.next).toBeUndefined()
    expect(
      (
        await vault.as('mara', saveFollowUp, {
          incident,
          followUpId: uuidv7(),
          text: 'Then',
          dueOn: '1926-01-01',
        })
      ).status,
    ).toBe(400)
  })
})

describe('among all that has a day', () => {
  const due = async (vault: Vault, name: Name, fields: object = {}) =>
    (await vault.as(name, listDeadlines, { kind: 'follow_up', ...fields })).body.items

  test('a follow-up is work two weeks before its day, for its owner', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const followUpId = await aFollowUp(vault, incident, { ownerId: vault.member('rosa'), dueOn: '2026-03-17' })
    expect(await due(vault, 'rosa')).toEqual([])
    vault.clock.set(later(start, { hours: 24 }))
    expect(await due(vault, 'rosa')).toMatchObject([
      {
        kind: 'follow_up',
        on: '2026-03-17',
        daysLeft: 14,
        state: 'soon',
        title: 'Order a second line',
        incident: { reference: incident, title: 'Internet down' },
        followUpId,
        owner: { name: 'rosa' },
      },
    ])
    expect(await due(vault, 'jonas')).toEqual([])
    expect(await due(vault, 'jonas', { scope: 'all' })).toHaveLength(1)
    expect(await due(vault, 'ines', { scope: 'all' })).toEqual([])
    await vault.as('rosa', settleFollowUp, { followUpId, done: true })
    expect(await due(vault, 'rosa')).toEqual([])
  })

  test('it stands in its owner’s calendar by its reference, without a word of what it is', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    await aFollowUp(vault, incident, { ownerId: vault.member('rosa'), dueOn: '2026-03-17' })
    const calendar = async (name: Name) => {
      const { path } = (await vault.as(name, makeFeed, {})).body
      return (await request(vault.app).get(path)).text
    }
    const text = await calendar('rosa')
    expect(text).toContain('SUMMARY:IN-01 follow-up due')
    expect(text).toContain('/o/acme/incidents/IN-01')
    expect(text).not.toMatch(/second line|Internet down/)
    expect(await calendar('ines')).not.toContain('IN-01')
  })

  test('nobody’s is the key holders’, and so is that of somebody who sees the incident no more', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const incident = await anIncident(vault, 'Internet down', { system })
    await vault.grant('mara', {
      to: 'tariq',
      collection: vault.collections.general,
      level: 'view',
      endsAt: later(start, { hours: 1 }),
    })
    await aFollowUp(vault, incident, { text: 'Nobody’s', dueOn: '2026-03-01' })
    await aFollowUp(vault, incident, { text: 'Tariq’s', dueOn: '2026-03-01', ownerId: vault.member('tariq') })
    const titles = async (name: Name) => (await due(vault, name)).map(({ title }) => title).toSorted()
    expect([await titles('mara'), await titles('tariq')]).toEqual([['Nobody’s'], ['Tariq’s']])
    vault.clock.set(later(start, { hours: 1 }))
    expect([await titles('mara'), await titles('tariq')]).toEqual([['Nobody’s', 'Tariq’s'], []])
    expect((await readAs(vault, 'mara', incident)).followUps.map(({ owner }) => owner)).toEqual([undefined, undefined])
  })
})
