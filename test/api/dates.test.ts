import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { archiveContract, decideContract, saveContract } from '#contract/contracts.ts'
import * as dates from '#contract/dates.ts'
import { archiveDocument, assignDocument, snoozeDocument } from '#contract/documents.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { deadlinesOf } from '../../server/features/dates/rules.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aContract, aWatchedDate, someTerms, watchedOf } from '../support/contracts.ts'
import { aRunbook, aSystem, aVendor, verified } from '../support/documents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const on = (day: string) => `${day}T09:00:00.000Z` as Instant
const watch = { kind: 'domain', name: 'acme.example.com', on: '2026-04-01', leadDays: 30 } as const

const deadlines = async (vault: Vault, filters: object = {}, by: Name = 'mara') =>
  (await vault.as(by, dates.listDeadlines, filters)).body.items
const titles = async (vault: Vault, filters: object = {}, by: Name = 'mara') =>
  (await deadlines(vault, filters, by)).map(({ title }) => title)
const everything = { scope: 'all', state: 'any' }

describe('dates to watch', () => {
  test.each([
    ['2026-03-01', 'later', 31],
    ['2026-03-02', 'soon', 30],
    ['2026-04-01', 'soon', 0],
    ['2026-04-02', 'late', -1],
  ] as const)('on %s a date of 1 April with a lead of 30 days is %s', async (today, state, daysLeft) => {
    const vault = aVault()
    const system = await aSystem(vault, 'Website')
    await aWatchedDate(vault, system)
    vault.clock.set(on(today))
    expect(await watchedOf(vault, system)).toMatchObject([{ name: 'acme.example.com', state, daysLeft, before: [] }])
  })

  test('a later day is a renewal, and the days before are kept; an earlier one is a correction', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Website')
    const watchId = await aWatchedDate(vault, system)
    const save = (revision: number, day: string, by: Name = 'mara') =>
      vault.as(by, dates.saveWatched, { ...watch, reference: system, watchId, revision, on: day })
    expect((await save(1, '2027-04-01', 'jonas')).status).toBe(200)
    expect((await save(2, '2027-03-31')).status).toBe(200)
    expect((await save(3, '2028-03-31')).status).toBe(200)
    expect(await watchedOf(vault, system)).toMatchObject([
      {
        on: '2028-03-31',
        revision: 4,
        before: [
          { on: '2027-03-31', at: start, by: 'mara' },
          { on: '2026-04-01', at: start, by: 'jonas' },
        ],
      },
    ])
    const second = await save(1, '2029-01-01')
    expect(second.body).toMatchObject({ status: 409, facts: { current: { revision: 4, on: '2028-03-31' } } })
  })

  test('they are watched on systems and vendors, and nowhere else', async () => {
    const vault = aVault()
    const make = (reference: Reference, fields: object = {}) =>
      vault.as('mara', dates.createWatched, { ...watch, ...fields, reference, id: uuidv7() })
    const answer = await make(await aRunbook(vault, 'Internet down'))
    expect(answer.body.errors).toEqual([
      { pointer: '/reference', detail: 'Dates are watched on systems and vendors, like SY-01.' },
    ])
    const system = await aSystem(vault, 'Website')
    expect((await make(await aVendor(vault, 'Registrar'))).status).toBe(200)
    expect((await make(system, { on: '0206-04-01' })).body.errors?.[0]?.pointer).toBe('/on')
    expect((await make(system, { leadDays: 731 })).body.errors?.[0]?.pointer).toBe('/leadDays')
    expect((await make(system, { ownerId: vault.member('tariq') })).body.errors?.[0]?.pointer).toBe('/ownerId')
    await vault.as('mara', archiveDocument, { reference: system })
    expect((await make(system)).status).toBe(409)
  })

  test('sent twice it is one; a date of another document is out of reach', async () => {
    const vault = aVault()
    const [system, other] = [await aSystem(vault, 'Website'), await aSystem(vault, 'Mail')]
    const input = { ...watch, reference: system, id: uuidv7() }
    await vault.as('mara', dates.createWatched, input)
    await vault.as('mara', dates.createWatched, input)
    expect(await watchedOf(vault, system)).toHaveLength(1)
    const elsewhere = { ...watch, reference: other, watchId: input.id, revision: 1 }
    expect((await vault.as('mara', dates.saveWatched, elsewhere)).status).toBe(404)
    const { reference, watchId } = elsewhere
    expect((await vault.as('mara', dates.endWatched, { reference, watchId, why: 'Not ours' })).status).toBe(404)
    expect(await watchedOf(vault, system)).toHaveLength(1)
  })

  test('ended, it is gone from the list and cannot be renewed', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Website')
    const watchId = await aWatchedDate(vault, system)
    const end = () => vault.as('mara', dates.endWatched, { reference: system, watchId, why: 'Given back' })
    expect((await end()).status).toBe(200)
    expect(await watchedOf(vault, system)).toEqual([])
    expect(await titles(vault, everything)).toEqual([])
    expect((await end()).status).toBe(409)
    const renewed = { ...watch, reference: system, watchId, revision: 1, on: '2028-01-01' }
    expect((await vault.as('mara', dates.saveWatched, renewed)).status).toBe(409)
  })
})

/** One of each, in an open and in a restricted collection. */
async function oneOfEach(collection: 'general' | 'secret' = 'general') {
  const vault = aVault()
  const collectionId = vault.collections[collection]
  const fields = { collectionId, ownerId: vault.member('anton') }
  const runbook = await aRunbook(vault, 'Internet down', fields, 'mara')
  await verified(vault, runbook, 'mara') // every 30 days: due on 1 April, from 25 March on
  const vendor = await aVendor(vault, 'Brightline Fibre', fields, 'mara')
  const system = await aSystem(vault, 'Website', fields, 'mara')
  const watchId = await aWatchedDate(vault, system, { on: '2026-03-20', leadDays: 10 })
  const contract = await aContract(vault, vendor, { endsOn: '2026-06-30', ownerId: vault.member('anton') })
  await aContract(vault, vendor, { title: 'Hardware', endsOn: '2026-05-15', autoRenews: false, notice: undefined })
  return { vault, runbook, vendor, system, watchId, contract }
}

describe('everything that has a day', () => {
  test('comes in order of days, with what it is about', async () => {
    const { vault, watchId } = await oneOfEach()
    expect(await deadlines(vault, everything)).toEqual([
      {
        kind: 'watched',
        on: '2026-03-20',
        daysLeft: 18,
        state: 'later',
        title: 'acme.example.com',
        document: { reference: 'SY-01', kind: 'system', title: 'Website' },
        watchId,
        watchKind: 'domain',
      },
      {
        kind: 'notice',
        on: '2026-03-30',
        daysLeft: 28,
        state: 'soon',
        title: 'Leased line',
        contract: 'CT-01',
        document: { reference: 'VN-01', kind: 'vendor', title: 'Brightline Fibre' },
        owner: { id: vault.member('anton'), name: 'anton', side: 'in_house', party: 'Acme Joinery' },
      },
      expect.objectContaining({ kind: 'review', on: '2026-04-01', state: 'later', title: 'Internet down' }),
      expect.objectContaining({ kind: 'contract_end', on: '2026-05-15', contract: 'CT-02', state: 'later' }),
    ])
    expect(await titles(vault, { ...everything, kind: 'review' })).toEqual(['Internet down'])
    expect(await titles(vault, { ...everything, until: '2026-03-30' })).toEqual(['acme.example.com', 'Leased line'])
    // As work: notice is; the review becomes it with its lead.
    expect(await titles(vault, { scope: 'all' })).toEqual(['Leased line'])
    vault.clock.set(on('2026-03-25'))
    expect(await titles(vault, { scope: 'all' })).toEqual(['acme.example.com', 'Leased line', 'Internet down'])
    const [late] = await deadlines(vault, { scope: 'all' })
    expect(late).toMatchObject({ state: 'late', daysLeft: -5 })
  })

  test('a page at a time is the same list', async () => {
    const { vault } = await oneOfEach()
    const pages: string[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('mara', dates.listDeadlines, { ...everything, limit: 1, after } as never)
      pages.push(...body.items.map(({ title }) => title))
      after = body.next
    } while (after !== undefined)
    expect(pages).toEqual(await titles(vault, everything))
  })

  test('mine is what I answer for; what nobody keeps is for the key holders', async () => {
    const { vault, system, contract } = await oneOfEach()
    const mine = (who: Name) => titles(vault, { state: 'any' }, who)
    // Anton keeps them; the contract without an owner is for both key holders, and a date without one for its system's.
    expect(await mine('anton')).toEqual(['acme.example.com', 'Leased line', 'Internet down', 'Hardware'])
    expect(await mine('mara')).toEqual(['Hardware'])
    expect(await mine('jonas')).toEqual([])
    await vault.as('mara', assignDocument, { reference: system })
    expect(await mine('mara')).toEqual(['acme.example.com', 'Hardware'])
    const terms = { ...someTerms, endsOn: '2026-06-30', contract, revision: 1 }
    await vault.as('mara', saveContract, { ...terms, fallbackId: vault.member('jonas') })
    expect(await mine('jonas')).toEqual(['Leased line'])
    expect(await mine('anton')).not.toContain('Leased line')
  })

  test('whoever watches a date answers for it, until they can no longer see it', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Doors', { collectionId: vault.collections.secret }, 'mara')
    const endsAt = later(start, { hours: 4 })
    await vault.grant('mara', { to: 'rosa', collection: vault.collections.secret, level: 'view', endsAt })
    await aWatchedDate(vault, system, { ownerId: vault.member('rosa') })
    expect(await titles(vault, {}, 'rosa')).toEqual(['acme.example.com'])
    expect(await titles(vault, {}, 'anton')).toEqual([])
    vault.clock.set(endsAt)
    expect(await titles(vault, {}, 'rosa')).toEqual([])
    expect(await titles(vault, {}, 'anton')).toEqual(['acme.example.com'])
  })

  test.each(['general', 'secret'] as const)('each sees what their lists show: %s', async (collection) => {
    const { vault } = await oneOfEach(collection)
    const whole = ['acme.example.com', 'Leased line', 'Internet down', 'Hardware']
    const open = collection === 'general'
    for (const [who, expected] of [
      ['mara', whole],
      ['anton', whole],
      ['jonas', open ? whole : []],
      ['rosa', open ? whole : []],
      // An auditor lists documents and their freshness, and reads nothing of them.
      ['ines', ['Internet down']],
      ['tariq', []],
    ] as const) {
      expect(await titles(vault, everything, who), who).toEqual(expected)
      expect(await titles(vault, { state: 'any' }, who), who).toEqual(
        who === 'mara' ? ['Hardware'] : who === 'anton' ? whole : [],
      )
    }
    expect(
      (await vault.as('xenia', dates.listDeadlines, { ...everything, slug: 'other' } as never)).body.items,
    ).toEqual([])
  })

  test('a decision settles notice; what is cancelled ends on its day, and then it is done', async () => {
    const { vault, contract } = await oneOfEach()
    const decide = (decision: string) =>
      vault.as('mara', decideContract, { contract, decision, why: 'Too dear' } as never)
    await decide('renew')
    expect(await titles(vault, everything)).not.toContain('Leased line')
    await decide('cancel')
    expect((await deadlines(vault, everything)).find(({ title }) => title === 'Leased line')).toMatchObject({
      kind: 'contract_end',
      on: '2026-06-30',
      state: 'later',
    })
    vault.clock.set(on('2026-05-31'))
    expect(await deadlines(vault, { scope: 'all', kind: 'contract_end' })).toMatchObject([
      // Over without a decision: work until it is agreed anew or archived.
      { title: 'Hardware', state: 'late', daysLeft: -16 },
      { title: 'Leased line', state: 'soon', daysLeft: 30 },
    ])
    vault.clock.set(on('2026-07-01'))
    expect(await titles(vault, { scope: 'all', kind: 'contract_end' })).toEqual(['Hardware'])
    await vault.as('mara', archiveContract, { contract: 'CT-02' })
    expect(await titles(vault, { scope: 'all', kind: 'contract_end' })).toEqual([])
  })

  test('on the Saturday after the business day to act it is late, though notice would still count', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Brightline Fibre')
    await aContract(vault, vendor, { endsOn: '2026-05-31' }) // notice by Saturday 28 February
    vault.clock.set('2026-02-28T09:00:00.000Z' as Instant)
    expect(await deadlines(vault)).toMatchObject([{ on: '2026-02-27', state: 'late', daysLeft: -1 }])
  })

  test('what somebody put off is out of their queue, and in the calendar all the same', async () => {
    const { vault, runbook } = await oneOfEach()
    vault.clock.set(on('2026-03-30'))
    await vault.as('anton', snoozeDocument, { reference: runbook, days: 7 })
    expect(await titles(vault, { kind: 'review' }, 'anton')).toEqual([])
    expect(await titles(vault, { kind: 'review', scope: 'all' }, 'anton')).toEqual(['Internet down'])
  })

  test('an archived document has no deadlines', async () => {
    const { vault, runbook, vendor, system } = await oneOfEach()
    for (const reference of [runbook, vendor, system]) await vault.as('mara', archiveDocument, { reference })
    expect(await titles(vault, everything)).toEqual([])
  })

  test('a secret is due on the day of its rotation, and at once when somebody asked for it', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    await mara.create()
    vault.db.prepare(`UPDATE credentials SET rotation_days = 30`).run() // due on 1 April, from 25 March on
    const rotation = { scope: 'all', kind: 'rotation' }
    expect(await deadlines(vault, rotation)).toEqual([])
    expect(await deadlines(vault, { ...rotation, state: 'any' })).toMatchObject([
      { on: '2026-04-01', state: 'later', document: { kind: 'credential' } },
    ])
    vault.clock.set(on('2026-03-25'))
    expect(await deadlines(vault, rotation)).toMatchObject([{ on: '2026-04-01', state: 'soon' }])
    vault.db
      .prepare(
        `INSERT INTO rotation_tasks (id, organization_id, document_id, cause, about, opened_at, opened_by)
         SELECT '1', organization_id, id, 'asked', '', '2026-03-24T23:30:00.000Z', created_by FROM documents`,
      )
      .run()
    // Half past eleven in the evening is still that day in London.
    expect(await deadlines(vault, rotation)).toMatchObject([{ on: '2026-03-24', state: 'late' }])
    vault.db.prepare(`UPDATE organizations SET time_zone = 'Europe/Berlin'`).run()
    expect(await deadlines(vault, rotation)).toMatchObject([{ on: '2026-03-25', state: 'soon' }])
    expect(await titles(vault, rotation, 'tariq')).toEqual([])
  })
})

test('calendars and letters get the same, with a key that stays', async () => {
  const { vault, contract } = await oneOfEach()
  const ask = (today: string) =>
    deadlinesOf(
      vault.db,
      { id: vault.member('anton'), organizationId: vault.acme.id },
      { now: on(today), today: today as never, from: '2026-03-01' as never },
    )
  const keys = (today: string) => ask(today).map(({ kind, key }) => [kind, key.split('/').slice(2).join()])
  expect(ask('2026-03-02').every(({ isMine }) => isMine)).toBe(true)
  expect(keys('2026-03-02')).toContainEqual(['notice', '2026-06-30'])
  expect(new Set(ask('2026-03-02').map(({ key }) => key)).size).toBe(4)
  // Another term is another deadline.
  await vault.as('mara', decideContract, { contract, decision: 'renew', why: 'It works well' })
  expect(keys('2026-07-01')).toContainEqual(['notice', '2027-06-30'])
  const nobody = { id: uuidv7() as never, organizationId: vault.acme.id }
  expect(deadlinesOf(vault.db, nobody, { now: start, today: '2026-03-02' as never })).toEqual([])
})

test('where the review queue has the reviews, they leave room for everything else', async () => {
  const { vault } = await oneOfEach()
  vault.clock.set(on('2026-03-30'))
  const asked = { scope: 'all', reviews: 'false', limit: 2 }
  expect(await titles(vault, asked)).toEqual(['acme.example.com', 'Leased line'])
  const place = { id: vault.member('mara'), organizationId: vault.acme.id }
  const found = deadlinesOf(vault.db, place, { now: start, today: '2026-03-30' as never, mineOnly: true })
  expect(found.map(({ title }) => title)).toEqual(['Hardware'])
})
