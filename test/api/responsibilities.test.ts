import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { listActivity } from '#contract/activity.ts'
import { setHolidays } from '#contract/contracts.ts'
import { archiveDocument } from '#contract/documents.ts'
import { listNotices } from '#contract/notices.ts'
import {
  addLaneResult,
  addUsualLanes,
  confirmLane,
  createLane,
  laneVersions,
  listLanes,
  listPeopleToName,
  openLane,
  orderLanes,
  retireLane,
  reviveLane,
  saveLane,
  setPartyPhone,
  setPhone,
  setWorkingHours,
  whoToCall,
  withdrawLaneResult,
  workingHours,
} from '#contract/responsibilities.ts'
import { moveLanes, startHandover } from '#contract/handovers.ts'
import { textOf } from '#contract/sentences.ts'
import type { LaneId } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aRunbook, aSystem } from '../support/documents.ts'
import { aLane, anAbsence, blankLane, held, laneAs, partner } from '../support/lanes.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const saved = (vault: Vault, by: Name, laneId: LaneId, revision: number, fields: object) =>
  vault.as(by, saveLane, { ...blankLane, ...fields, laneId, revision })
const causes = async (vault: Vault, by: Name, laneId: LaneId) =>
  (await laneAs(vault, by, laneId)).gaps.map(({ cause }) => cause)
const waiting = async (vault: Vault, by: Name) =>
  (await vault.as(by, listNotices, {})).body.items.filter(({ waits }) => waits).map(({ kind }) => kind)
/** RB-0n in the restricted collection. */
const secretRunbook = (vault: Vault, title: string) =>
  aRunbook(vault, title, { collectionId: vault.collections.secret }, 'mara')

describe('lanes', () => {
  test('an organization starts with the usual ones, and nobody in them', async () => {
    const vault = aVault()
    const { body } = await vault.as('rosa', listLanes, {})
    expect(body.items).toHaveLength(18)
    expect(body.items.filter(({ answersIncidents }) => answersIncidents).map(({ name }) => name)).toEqual([
      'First response in an incident',
    ])
    expect(body).toMatchObject({ gaps: 18, collisions: 0, mayEdit: false })
    expect((await vault.as('xenia', listLanes, { slug: 'other' })).body.items).toHaveLength(18)
  })

  test('the usual ones are added where they are missing, by name; what was retired is not missed', async () => {
    const vault = aVault()
    const { items } = (await vault.as('mara', listLanes, {})).body
    const [first, second] = items
    await vault.as('mara', retireLane, { laneId: first?.id as LaneId })
    await saved(vault, 'mara', second?.id as LaneId, 1, { name: 'Something else' })
    expect((await vault.as('jonas', addUsualLanes, {})).body).toEqual({ added: 1 })
    expect((await vault.as('jonas', addUsualLanes, {})).body).toEqual({ added: 0 })
    const names = (await vault.as('mara', listLanes, {})).body.items.map(({ name }) => name)
    expect(names.at(-1)).toBe(second?.name)
  })

  test('are read whole, in their order, and written in another', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, {
      name: 'Door entry',
      accountable: [held(vault, 'jonas')],
      outcome: 'Doors open',
    })
    const { items } = (await vault.as('mara', listLanes, {})).body
    expect(items.at(-1)).toMatchObject({ id: laneId, name: 'Door entry', outcome: 'Doors open', revision: 1 })
    const order = [laneId, ...items.map(({ id }) => id).filter((id) => id !== laneId)]
    expect((await vault.as('jonas', orderLanes, { lanes: order })).status).toBe(200)
    expect((await vault.as('mara', listLanes, {})).body.items[0]?.id).toBe(laneId)
    expect(await vault.as('jonas', orderLanes, { lanes: order.slice(1) })).toMatchObject({ status: 409 })
    const twice = [order[1] as LaneId, ...order.slice(1)]
    expect(await vault.as('jonas', orderLanes, { lanes: twice })).toMatchObject({ status: 400 })
  })

  test('sending the same one again makes no second, and somebody else’s id none at all', async () => {
    const vault = aVault()
    const id = uuidv7() as LaneId
    const made = await vault.as('jonas', createLane, { ...blankLane, id })
    expect((await vault.as('jonas', createLane, { ...blankLane, id })).body).toEqual(made.body)
    expect((await vault.as('jonas', listLanes, {})).body.items).toHaveLength(19)
    expect(await vault.as('mara', createLane, { ...blankLane, id })).toMatchObject({ status: 409 })
    // Elsewhere, an id that is in use here is one like any other: its answer tells nothing.
    const elsewhere = await vault.as('xenia', createLane, { ...blankLane, id, slug: 'other' })
    expect([elsewhere.status, elsewhere.body]).toEqual([200, made.body])
    expect((await vault.as('jonas', listLanes, {})).body.items).toHaveLength(19)
  })

  test('of another organization are not there', async () => {
    const vault = aVault()
    const { items } = (await vault.as('xenia', listLanes, { slug: 'other' })).body
    const laneId = items[0]?.id as LaneId
    for (const [endpoint, more] of [
      [openLane, {}],
      [laneVersions, {}],
      [retireLane, {}],
      [saveLane, { ...blankLane, revision: 1 }],
      [confirmLane, { revision: 1 }],
    ] as const)
      expect(await vault.as('mara', endpoint, { laneId, ...more })).toMatchObject({ status: 404 })
  })

  test('are retired and brought back, and keep what they said', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { name: 'Fax', accountable: [] })
    expect(await causes(vault, 'mara', laneId)).toEqual(['nobody'])
    expect((await vault.as('jonas', retireLane, { laneId })).status).toBe(200)
    expect(await vault.as('jonas', retireLane, { laneId })).toMatchObject({ status: 409 })
    expect(await laneAs(vault, 'rosa', laneId)).toMatchObject({ name: 'Fax', retiredAt: start, gaps: [] })
    expect((await vault.as('rosa', listLanes, { retired: 'true' })).body.items).toMatchObject([{ id: laneId }])
    expect(await saved(vault, 'jonas', laneId, 1, { name: 'Telex' })).toMatchObject({ status: 409 })
    expect((await vault.as('jonas', reviveLane, { laneId })).status).toBe(200)
    expect(await causes(vault, 'mara', laneId)).toEqual(['nobody'])
  })
})

describe('saving', () => {
  test('makes a version; an older one is told that it is', async () => {
    const vault = aVault()
    const laneId = await aLane(vault)
    expect((await saved(vault, 'jonas', laneId, 1, { name: 'Network, all of it' })).body).toEqual({ revision: 2 })
    const late = await saved(vault, 'mara', laneId, 1, { name: 'Lost' })
    expect(late).toMatchObject({ status: 409, body: { type: '/problems/changed-meanwhile', facts: { revision: 2 } } })
    expect(await laneAs(vault, 'rosa', laneId)).toMatchObject({ name: 'Network, all of it', updatedBy: 'jonas' })
  })

  test('without a change makes none', async () => {
    const vault = aVault()
    const { items } = (await vault.as('mara', listLanes, {})).body
    const lane = await laneAs(vault, 'mara', items[0]?.id as LaneId)
    const same = { name: lane.name, about: lane.about }
    expect((await saved(vault, 'mara', lane.id, 1, same)).body).toEqual({ revision: 1 })
  })

  test.each([
    ['somebody of another organization', (vault: Vault) => ({ deputyId: vault.member('xenia') }), '/deputyId'],
    [
      'a party of another organization',
      (vault: Vault) => ({ accountable: [{ partyId: vault.other.parties.in_house }] }),
      '/accountable/0/partyId',
    ],
    [
      'a person of another party',
      (vault: Vault) => ({ firstInHours: { ...partner(vault), memberId: vault.member('jonas') } }),
      '/firstInHours/memberId',
    ],
    [
      'the same one twice',
      (vault: Vault) => ({ informed: [held(vault, 'jonas'), held(vault, 'jonas')] }),
      '/informed/1/partyId',
    ],
    [
      'a deputy of themselves',
      (vault: Vault) => ({ accountable: [held(vault, 'jonas')], deputyId: vault.member('jonas') }),
      '/deputyId',
    ],
    ['a document that is not there', () => ({ linked: ['RB-77'] }), '/linked/0'],
    ['a runbook for a system', () => ({ systems: ['RB-01'] }), '/systems/0'],
    ['a restricted document', () => ({ linked: ['RB-01', 'RB-02'] }), '/linked/1'],
    ['too many accountable', (vault: Vault) => ({ accountable: Array(6).fill(partner(vault)) }), '/accountable'],
    ['a line break in the name', () => ({ name: 'One\nTwo' }), '/name'],
    ['a target of no days', () => ({ target: { measure: 'passed', everyDays: 0 } }), '/target/everyDays'],
    ['something else', () => ({ organizationId: uuidv7() }), '/organizationId'],
  ])('refuses %s', async (_, fields, pointer) => {
    const vault = aVault()
    await aRunbook(vault, 'Open')
    await secretRunbook(vault, 'Restricted')
    const id = uuidv7()
    const answer = await vault.as('jonas', createLane, { ...blankLane, ...fields(vault), id } as never)
    expect(answer).toMatchObject({ status: 400 })
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer)
    expect((await vault.as('jonas', listLanes, {})).body.items).toHaveLength(18)
  })

  test('somebody who left stays where they stood, and is not named anew', async () => {
    const vault = aVault()
    const fields = { accountable: [held(vault, 'jonas')], deputyId: vault.member('rosa') }
    const laneId = await aLane(vault, fields)
    await vault.removeMember('mara', 'jonas')
    expect(await laneAs(vault, 'mara', laneId)).toMatchObject({
      accountable: [{ person: { name: 'jonas' }, standing: 'gone' }],
      gaps: [{ cause: 'gone', isGap: false, person: 'jonas' }, { cause: 'unconfirmed' }],
    })
    expect((await saved(vault, 'mara', laneId, 1, { ...fields, name: 'Renamed' })).body).toEqual({ revision: 2 })
    const named = await saved(vault, 'mara', laneId, 2, { ...fields, consulted: [held(vault, 'jonas')] })
    expect(named.status).toBe(200)
    const other = await aLane(vault)
    expect(await saved(vault, 'mara', other, 1, { accountable: [held(vault, 'jonas')] })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/accountable/0/memberId' }] },
    })
  })
})

describe('what the reader may not see', () => {
  const title = 'Where the safe is'

  test('is left out everywhere, and stays when somebody else saves', async () => {
    const vault = aVault()
    const [open, secret] = [await aRunbook(vault, 'Open'), await secretRunbook(vault, title)]
    const system = await aSystem(vault, 'Vault door', { collectionId: vault.collections.secret }, 'mara')
    const fields = { accountable: [partner(vault)], deputyId: vault.member('jonas') }
    const laneId = await aLane(vault, { ...fields, linked: [open, secret], systems: [system] })
    expect((await laneAs(vault, 'mara', laneId)).linked.map(({ reference }) => reference)).toEqual([open, secret])
    const jonas = await laneAs(vault, 'jonas', laneId)
    expect(jonas).toMatchObject({ hidden: 2, systems: [], linked: [{ reference: open }] })
    // The number of what is hidden is for those who write lanes: they save around it.
    expect(await laneAs(vault, 'tariq', laneId)).toMatchObject({ hidden: 0, systems: [], linked: [] })
    expect(await laneAs(vault, 'rosa', laneId)).toMatchObject({ hidden: 0, linked: [{ reference: open }] })

    expect((await saved(vault, 'jonas', laneId, 1, { ...fields, name: 'Safes' })).body).toEqual({ revision: 2 })
    const kept = await laneAs(vault, 'mara', laneId)
    expect(kept.linked.map(({ reference }) => reference)).toEqual([secret])
    expect(kept.systems.map(({ reference }) => reference)).toEqual([system])
    for (const by of ['jonas', 'rosa', 'tariq'] as const) {
      const all = [
        await vault.as(by, openLane, { laneId }),
        await vault.as(by, listLanes, {}),
        await vault.as(by, laneVersions, { laneId }),
      ]
      expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
      const text = JSON.stringify(all.map(({ body }) => body))
      for (const word of [title, secret, 'Vault door', system]) expect(text).not.toContain(word)
    }
  })

  test('is no change where nothing else has changed', async () => {
    const vault = aVault()
    const secret = await secretRunbook(vault, title)
    const laneId = await aLane(vault, { accountable: [partner(vault)] })
    await saved(vault, 'mara', laneId, 1, { accountable: [partner(vault)], linked: [secret] })
    const changesFor = async (by: Name) => (await vault.as(by, laneVersions, { laneId })).body.items[0]?.changes
    expect(await changesFor('mara')).toEqual([{ field: 'What it takes', before: '', after: `${secret} ${title}` }])
    expect(await changesFor('jonas')).toEqual([])
    expect(await changesFor('tariq')).toEqual([])
  })

  test('is not told by saying what is missing', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    const secret = await mara.create({ collectionId: vault.collections.secret })
    const fields = { isCritical: true, accountable: [held(vault, 'rosa')], deputyId: vault.member('tariq') }
    const laneId = await aLane(vault, { ...fields, linked: [secret.reference] })
    const ofDocuments = async (by: Name) =>
      (await laneAs(vault, by, laneId)).gaps.filter(({ cause }) => cause.startsWith('no_'))
    const both = [
      { cause: 'no_runbook', isGap: true },
      { cause: 'no_opener', isGap: true },
    ]
    expect(await ofDocuments('mara')).toEqual([both[0], { ...both[1], reference: secret.reference }])
    expect(await ofDocuments('ines')).toEqual([both[0], { ...both[1], reference: secret.reference }])
    expect(await ofDocuments('jonas')).toEqual(both)
    expect(await ofDocuments('rosa')).toEqual([])
    expect(await ofDocuments('tariq')).toEqual([])
  })

  test('what is archived is neither shown nor counted, and comes back with it', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Old')
    const laneId = await aLane(vault, { isCritical: true, accountable: [held(vault, 'mara')], linked: [runbook] })
    await vault.as('mara', archiveDocument, { reference: runbook })
    expect(await laneAs(vault, 'mara', laneId)).toMatchObject({ linked: [], hidden: 0 })
    expect(await causes(vault, 'mara', laneId)).toContain('no_runbook')
  })
})

test('lanes of a system are asked for by whoever sees the system', async () => {
  const vault = aVault()
  const [open, closed] = [
    await aSystem(vault, 'Internet'),
    await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara'),
  ]
  const both = await aLane(vault, { name: 'Both', systems: [open, closed], informed: [partner(vault)] })
  await aLane(vault, { name: 'Neither' })
  const of = async (by: Name, system: string) => {
    const { status, body } = await vault.as(by, listLanes, { system: system as never })
    return status === 200 ? body.items.map(({ id }) => id) : status
  }
  expect(await of('rosa', open)).toEqual([both])
  expect(await of('mara', closed)).toEqual([both])
  expect(await of('rosa', closed)).toBe(404)
  expect(await of('tariq', open)).toBe(404)
  expect(await of('rosa', 'SY-77')).toBe(404)
})

describe('a partner’s people', () => {
  test('read what names them or their party, and nothing else', async () => {
    const vault = aVault()
    vault.addMember('tessa', 'technician', 'partner')
    const theirs = await aLane(vault, { name: 'Theirs', informed: [partner(vault)] })
    const one = await aLane(vault, { name: 'Of one of them', consulted: [held(vault, 'tariq')] })
    const other = await aLane(vault, { name: 'Of the house', accountable: [held(vault, 'mara')] })
    for (const name of ['tariq', 'tessa']) {
      const { body } = await vault.as(name, listLanes, {})
      expect(body.items.map(({ id }) => id)).toEqual([theirs, one])
      expect((await vault.as(name, openLane, { laneId: other })).status).toBe(404)
      expect((await vault.as(name, laneVersions, { laneId: other })).status).toBe(404)
    }
  })

  test('read versions only as far as those named them', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { name: 'Before', accountable: [held(vault, 'rosa')] })
    await saved(vault, 'mara', laneId, 1, { name: 'Then', accountable: [partner(vault)] })
    await saved(vault, 'mara', laneId, 2, { name: 'Now', accountable: [partner(vault)] })
    const { body } = await vault.as('tariq', laneVersions, { laneId })
    expect(body.items.map(({ revision, changes }) => [revision, changes])).toEqual([
      [3, [{ field: 'Name', before: 'Then', after: 'Now' }]],
      [2, []],
    ])
    expect((await vault.as('rosa', laneVersions, { laneId })).body.items).toHaveLength(3)
  })

  test('who changes sides takes the reading along', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'tariq')] })
    vault.addMember('tessa', 'technician', 'partner')
    expect((await vault.as('tessa', openLane, { laneId })).status).toBe(200)
    await vault.changeMember('mara', 'tariq', 'reader', 'in_house')
    expect((await vault.as('tessa', openLane, { laneId })).status).toBe(404)
    expect(await laneAs(vault, 'tariq', laneId)).toMatchObject({ accountable: [{ party: 'Acme Joinery' }] })
  })

  test('when all of them have left, the party has', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [partner(vault)], firstInHours: held(vault, 'tariq') })
    await vault.removeMember('mara', 'tariq')
    expect((await laneAs(vault, 'mara', laneId)).gaps).toMatchObject([
      { cause: 'gone', isGap: true, party: 'Northwind IT' },
      { cause: 'hours', isGap: true, hours: 'in', person: 'tariq' },
      { cause: 'hours', isGap: false, hours: 'out' },
      { cause: 'gone', isGap: false, person: 'tariq' },
      { cause: 'unconfirmed', party: 'Acme Joinery' },
    ])
  })
})

describe('gaps', () => {
  test('of whoever is suspended, and of two who answer for the same', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'jonas'), partner(vault)] })
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('jonas'))
    expect((await laneAs(vault, 'mara', laneId)).gaps).toMatchObject([
      { cause: 'two', isGap: true },
      { cause: 'suspended', isGap: true, person: 'jonas' },
      { cause: 'unconfirmed' },
      { cause: 'unconfirmed' },
    ])
    expect((await vault.as('mara', listLanes, {})).body).toMatchObject({ gaps: 19, collisions: 1 })
  })

  test('a critical lane wants a runbook, and somebody of it who opens what it takes', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    const { reference } = await mara.create()
    const runbook = await aRunbook(vault, 'Failover')
    const fields = {
      ...{ isCritical: true, accountable: [held(vault, 'rosa')], linked: [reference, runbook] },
      ...{ firstInHours: held(vault, 'rosa'), firstOutOfHours: held(vault, 'rosa') },
    }
    const laneId = await aLane(vault, fields)
    expect(await causes(vault, 'jonas', laneId)).toEqual(['no_opener', 'unconfirmed'])
    await vault.grant('mara', { to: 'rosa', reference, level: 'reveal' })
    expect(await causes(vault, 'jonas', laneId)).toEqual(['unconfirmed'])
    expect((await laneAs(vault, 'jonas', laneId)).linked[0]).toMatchObject({ reference, openers: ['rosa'] })
    await anAbsence(vault, 'rosa', { from: '2026-03-02', until: '2026-03-02' })
    expect(await causes(vault, 'jonas', laneId)).toEqual(['away', 'hours', 'hours', 'no_opener', 'unconfirmed'])
  })
})

describe('confirming', () => {
  const both = (vault: Vault) => ({ accountable: [held(vault, 'jonas')], firstOutOfHours: partner(vault) })

  test('is asked of each party, waits until it is done, and is asked again after a change', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, both(vault))
    expect(await waiting(vault, 'jonas')).toEqual(['lane.confirm'])
    expect(await waiting(vault, 'tariq')).toEqual(['lane.confirm'])
    expect(await waiting(vault, 'mara')).toEqual([])
    expect((await vault.as('tariq', confirmLane, { laneId, revision: 1 })).status).toBe(200)
    expect(await waiting(vault, 'tariq')).toEqual([])
    expect(await laneAs(vault, 'rosa', laneId)).toMatchObject({
      confirmations: [
        { party: 'Acme Joinery', mine: false },
        { party: 'Northwind IT', by: 'tariq', at: start, mine: false },
      ],
      gaps: [{ cause: 'hours' }, { cause: 'unconfirmed', party: 'Acme Joinery' }],
    })
    await vault.as('jonas', confirmLane, { laneId, revision: 1 })
    expect(await laneAs(vault, 'rosa', laneId)).toMatchObject({ reviewOn: '2026-08-29' })
    await saved(vault, 'mara', laneId, 1, { ...both(vault), name: 'Renamed' })
    expect(await waiting(vault, 'jonas')).toEqual(['lane.confirm'])
    expect(await waiting(vault, 'tariq')).toEqual(['lane.confirm'])
    expect(await laneAs(vault, 'jonas', laneId)).not.toHaveProperty('reviewOn')
    expect((await laneAs(vault, 'jonas', laneId)).confirmations).toMatchObject([{ mine: true }, { mine: false }])
  })

  test('of an older version says nothing about this one', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, both(vault))
    await saved(vault, 'mara', laneId, 1, { ...both(vault), name: 'Renamed' })
    const late = await vault.as('tariq', confirmLane, { laneId, revision: 1 })
    expect(late).toMatchObject({ status: 409, body: { facts: { revision: 2 } } })
    expect((await vault.as('tariq', confirmLane, { laneId, revision: 3 })).status).toBe(409)
    expect(await waiting(vault, 'tariq')).toEqual(['lane.confirm'])
  })

  test('is for a party that does something in it', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'jonas')], informed: [partner(vault)] })
    expect((await vault.as('tariq', confirmLane, { laneId, revision: 1 })).status).toBe(403)
    expect((await laneAs(vault, 'tariq', laneId)).confirmations).toMatchObject([{ party: 'Acme Joinery', mine: false }])
    const empty = await aLane(vault)
    expect((await vault.as('mara', confirmLane, { laneId: empty, revision: 1 })).status).toBe(403)
  })

  test('in-house also for a reader who is in it', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'rosa')] })
    expect(await waiting(vault, 'rosa')).toEqual(['lane.confirm'])
    expect((await vault.as('rosa', confirmLane, { laneId, revision: 1 })).status).toBe(200)
  })

  test('retired is not waited for', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, both(vault))
    await vault.as('mara', retireLane, { laneId })
    expect(await waiting(vault, 'tariq')).toEqual([])
    expect((await vault.as('tariq', confirmLane, { laneId, revision: 1 })).status).toBe(409)
  })

  test('is due again after its interval, and stands in the activity', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'mara')], intervalDays: 30 })
    await vault.as('mara', confirmLane, { laneId, revision: 1 })
    vault.clock.set(later(start, { hours: 24 * 30 }))
    expect(await causes(vault, 'mara', laneId)).toEqual([])
    vault.clock.set(later(start, { hours: 24 * 31 }))
    expect((await laneAs(vault, 'mara', laneId)).gaps).toEqual([{ cause: 'review', isGap: false, since: '2026-03-02' }])
    await vault.as('mara', confirmLane, { laneId, revision: 1 })
    expect(await causes(vault, 'mara', laneId)).toEqual([])
    const { items } = (await vault.as('mara', listActivity, { group: 'responsibilities' })).body
    expect(items.map(({ act, says }) => [act, says])).toEqual([
      ['lane.confirm', ['confirmed the lane Network, version 1, for Acme Joinery']],
      ['lane.confirm', ['confirmed the lane Network, version 1, for Acme Joinery']],
      ['lane.create', ['added the lane Network']],
    ])
  })
})

describe('results', () => {
  const measured = (vault: Vault, by: Name, laneId: LaneId, fields: object, id = uuidv7()) =>
    vault.as(by, addLaneResult, { laneId, id, on: '2026-03-01', ...fields })

  test('are judged by the target of their day', async () => {
    const vault = aVault()
    const fields = { accountable: [held(vault, 'rosa')], outcome: 'Critical patches in time' }
    const target = { measure: 'at_most', value: 7, unit: 'days', everyDays: 30 }
    const laneId = await aLane(vault, { ...fields, target })
    expect((await measured(vault, 'rosa', laneId, { on: '2026-02-01', value: 7 })).status).toBe(200)
    expect((await measured(vault, 'rosa', laneId, { value: 7.5, note: 'Two laptops abroad' })).status).toBe(200)
    expect(await laneAs(vault, 'mara', laneId)).toMatchObject({
      result: { on: '2026-03-01', met: false, value: 7.5 },
      results: [
        { on: '2026-03-01', met: false, value: 7.5, note: 'Two laptops abroad', by: 'rosa' },
        { on: '2026-02-01', met: true, value: 7 },
      ],
    })
    expect((await laneAs(vault, 'mara', laneId)).gaps).toContainEqual({
      cause: 'target',
      isGap: false,
      since: '2026-03-01',
    })
    // A stricter target judges what comes, and not what was.
    await saved(vault, 'mara', laneId, 1, { ...fields, target: { ...target, value: 5 } })
    expect((await laneAs(vault, 'mara', laneId)).results.map(({ met }) => met)).toEqual([false, true])
  })

  test('say what the target asks for, of a day that has come', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { target: { measure: 'passed', everyDays: 90 } })
    expect(await measured(vault, 'mara', laneId, { value: 3 })).toMatchObject({
      body: { errors: [{ pointer: '/passed' }] },
    })
    expect(await measured(vault, 'mara', laneId, { on: '2026-03-03', passed: true })).toMatchObject({
      body: { errors: [{ pointer: '/on' }] },
    })
    const none = await aLane(vault)
    expect((await measured(vault, 'mara', none, { passed: true })).status).toBe(409)
  })

  test('are sent again without becoming two, and taken back by whoever wrote them', async () => {
    const vault = aVault()
    const fields = { accountable: [held(vault, 'rosa')], deputyId: vault.member('tariq') }
    const laneId = await aLane(vault, { ...fields, target: { measure: 'passed', everyDays: 90 } })
    const resultId = uuidv7() as never
    for (const _ of [1, 2]) expect((await measured(vault, 'rosa', laneId, { passed: true }, resultId)).status).toBe(200)
    expect((await laneAs(vault, 'mara', laneId)).results).toHaveLength(1)
    expect((await vault.as('tariq', withdrawLaneResult, { laneId, resultId })).status).toBe(403)
    const other = await aLane(vault, { target: { measure: 'passed', everyDays: 90 } })
    expect((await vault.as('mara', withdrawLaneResult, { laneId: other, resultId })).status).toBe(404)
    expect((await measured(vault, 'mara', other, { passed: true }, resultId)).status).toBe(409)
    expect((await vault.as('rosa', withdrawLaneResult, { laneId, resultId })).status).toBe(200)
    expect(await laneAs(vault, 'mara', laneId)).toMatchObject({ results: [] })
    expect((await vault.as('rosa', withdrawLaneResult, { laneId, resultId })).status).toBe(404)
    const { items } = (await vault.as('mara', listActivity, { group: 'responsibilities', limit: 3 })).body
    expect(items.map(({ says }) => textOf(says))).toEqual([
      'took back a result of the lane Network, of 1 Mar 2026',
      'added the lane Network',
      'sent a result of the lane Network once more, which was there already',
    ])
  })
})

test('versions say in words what changed, and who confirmed which', async () => {
  const vault = aVault()
  const runbook = await aRunbook(vault, 'Failover to 4G')
  const system = await aSystem(vault, 'Internet')
  const before = { accountable: [held(vault, 'mara')], deputyId: vault.member('rosa') }
  const laneId = await aLane(vault, before)
  await vault.as('mara', confirmLane, { laneId, revision: 1 })
  await saved(vault, 'jonas', laneId, 1, {
    ...{ accountable: [held(vault, 'tariq')], firstOutOfHours: partner(vault), systems: [system], linked: [runbook] },
    ...{ isCritical: true, intervalDays: 90, target: { measure: 'at_least', value: 99.5, unit: '%', everyDays: 30 } },
  })
  const { items } = (await vault.as('rosa', laneVersions, { laneId })).body
  expect(items).toMatchObject([
    { revision: 2, savedBy: 'jonas', confirmations: [] },
    { revision: 1, savedBy: 'mara', confirmations: [{ party: 'Acme Joinery', by: 'mara', at: start }], changes: [] },
  ])
  expect(items[0]?.changes).toEqual([
    { field: 'Systems', before: '', after: `${system} Internet` },
    { field: 'Critical', before: 'No', after: 'Yes' },
    { field: 'Accountable', before: 'mara (Acme Joinery)', after: 'tariq (Northwind IT)' },
    { field: 'Deputy', before: 'rosa', after: '' },
    { field: 'First out of hours', before: '', after: 'Northwind IT' },
    { field: 'Target', before: '', after: 'at least 99.5%, every 30 days' },
    { field: 'What it takes', before: '', after: `${runbook} Failover to 4G` },
    { field: 'Confirmed again', before: 'every 180 days', after: 'every 90 days' },
  ])
})

test('whoever takes the place of others has it once, and does not stand in for themselves', async () => {
  const vault = aVault()
  const [jonas, rosa] = [held(vault, 'jonas'), held(vault, 'rosa')]
  const lanes = [
    await aLane(vault, {
      accountable: [jonas, rosa],
      deputyId: vault.member('anton'),
      informed: [jonas, partner(vault)],
    }),
    await aLane(vault, { accountable: [jonas], deputyId: rosa.memberId, firstOutOfHours: jonas }),
    await aLane(vault, { accountable: [rosa] }),
  ]
  const handoverId = uuidv7() as never
  await vault.as('mara', startHandover, { id: handoverId, memberId: jonas.memberId })
  const moved = await vault.as('mara', moveLanes, { handoverId, lanes, toId: rosa.memberId })
  expect(moved.body).toEqual({ moved: 2 })
  const [first, second, third] = await Promise.all(lanes.map((laneId) => laneAs(vault, 'mara', laneId)))
  const names = (of: readonly { person?: { name: string } | undefined; party: string }[] = []) =>
    of.map(({ person, party }) => person?.name ?? party)
  expect(first).toMatchObject({ revision: 2, deputy: { person: { name: 'anton' } } })
  expect([names(first?.accountable), names(first?.informed)]).toEqual([['rosa'], ['rosa', 'Northwind IT']])
  expect(second).toMatchObject({ revision: 2, firstOutOfHours: { person: { name: 'rosa' } } })
  expect(second).not.toHaveProperty('deputy')
  expect(third).toMatchObject({ revision: 1 })
})

describe('whom to call', () => {
  /** The general lane: jonas in hours, the partner out of hours. */
  const general = (vault: Vault) =>
    aLane(vault, {
      name: 'First response',
      answersIncidents: true,
      accountable: [held(vault, 'mara')],
      deputyId: vault.member('anton'),
      firstInHours: held(vault, 'jonas'),
      firstOutOfHours: partner(vault),
    })
  const now = async (vault: Vault, by: Name, reference?: string) =>
    (await vault.as(by, whoToCall, reference ? { reference: reference } : {})).body

  test('is right for this minute, with a number, and who comes next', async () => {
    const vault = aVault()
    await general(vault)
    await vault.as('jonas', setPhone, { memberId: vault.member('jonas'), phone: '01632 960 001' })
    await vault.as('mara', setPartyPhone, { partyId: vault.acme.parties.partner, phone: '01632 960 002' })
    expect(await now(vault, 'rosa')).toMatchObject({
      timeZone: 'Europe/London',
      isInHours: true,
      until: '2026-03-02T18:00:00.000Z',
      lane: { name: 'First response' },
      first: { person: { name: 'jonas' }, phone: '01632 960 001' },
      others: [
        { person: { name: 'anton' } },
        { person: { name: 'mara' } },
        { party: 'Northwind IT', phone: '01632 960 002' },
      ],
    })
    // The Friday before the clocks change: Monday begins at seven, as the world counts.
    vault.clock.set('2026-03-27T18:00:00.000Z' as never)
    expect(await now(vault, 'rosa')).toMatchObject({
      isInHours: false,
      until: '2026-03-30T07:00:00.000Z',
      first: { party: 'Northwind IT', phone: '01632 960 002' },
    })
  })

  test('a holiday is out of hours, and other hours are other hours', async () => {
    const vault = aVault()
    await general(vault)
    await vault.as('mara', setHolidays, { items: [{ on: '2026-03-02', name: 'Founders’ day' }] as never })
    expect(await now(vault, 'rosa')).toMatchObject({ isInHours: false, holiday: 'Founders’ day' })
    expect(await now(vault, 'rosa')).toMatchObject({
      first: { party: 'Northwind IT' },
      until: '2026-03-03T08:00:00.000Z',
    })
    await vault.as('mara', setHolidays, { items: [] })
    expect((await vault.as('rosa', workingHours, {})).body).toMatchObject({
      isUsual: true,
      hours: { spans: { length: 5 } },
    })
    const hours = { timeZone: 'Europe/London', spans: [{ day: 1, from: '10:00', to: '12:00' }] }
    expect((await vault.as('mara', setWorkingHours, { hours })).status).toBe(200)
    expect((await vault.as('rosa', workingHours, {})).body).toMatchObject({ isUsual: false, hours })
    expect(await now(vault, 'rosa')).toMatchObject({ isInHours: false, until: '2026-03-02T10:00:00.000Z' })
    const elsewhere = { ...hours, timeZone: 'America/New_York' }
    expect(await vault.as('mara', setWorkingHours, { hours: elsewhere })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/hours/timeZone' }] },
    })
  })

  test('a system has lanes of its own, the critical one first; a document has those of its system', async () => {
    const vault = aVault()
    await general(vault)
    const system = await aSystem(vault, 'Internet')
    const runbook = await aRunbook(vault, 'Internet down', { related: [system] })
    const lone = await aRunbook(vault, 'Something else')
    const place = { systems: [system], firstInHours: held(vault, 'rosa') }
    await aLane(vault, { ...place, name: 'Internet, day to day' })
    expect(await now(vault, 'mara', runbook)).toMatchObject({ lane: { name: 'Internet, day to day' } })
    await aLane(vault, { ...place, name: 'Internet, when it is down', isCritical: true })
    for (const reference of [system, runbook])
      expect(await now(vault, 'mara', reference)).toMatchObject({ lane: { name: 'Internet, when it is down' } })
    expect(await now(vault, 'mara', lone)).toMatchObject({ lane: { name: 'First response' } })
    expect(await now(vault, 'mara')).toMatchObject({ lane: { name: 'First response' } })
    // Nobody is named in it: the general one answers.
    await aLane(vault, { systems: [await aSystem(vault, 'Printers')], name: 'Printers', isCritical: true })
    expect(await now(vault, 'mara', 'SY-02')).toMatchObject({ lane: { name: 'First response' } })
  })

  test('says for whom somebody stands in, and until when', async () => {
    const vault = aVault()
    await general(vault)
    await anAbsence(vault, 'jonas', { from: '2026-03-01', until: '2026-03-05' })
    expect(await now(vault, 'rosa')).toMatchObject({
      first: { person: { name: 'anton' }, standsInFor: { name: 'jonas', because: 'away', until: '2026-03-05' } },
    })
    await anAbsence(vault, 'anton', { from: '2026-03-02', until: '2026-03-02' })
    const nobody = await now(vault, 'rosa')
    expect(nobody.first).toEqual({ standsInFor: { name: 'jonas', because: 'away', until: '2026-03-05' } })
    expect(nobody.others).toMatchObject([{ person: { name: 'mara' } }, { party: 'Northwind IT' }])
    // Anton is back tomorrow: that is when it changes, though hours end before.
    expect(nobody.until).toBe('2026-03-02T18:00:00.000Z')
  })

  test('a partner’s person is told for what they may see, and no more of the lane', async () => {
    const vault = aVault()
    const laneId = await general(vault)
    const system = await aSystem(vault, 'Internet')
    await saved(vault, 'mara', laneId, 1, { answersIncidents: true, firstInHours: held(vault, 'jonas') })
    const nothing = await now(vault, 'tariq')
    expect(nothing).toMatchObject({ others: [] })
    expect(nothing).not.toHaveProperty('lane')
    expect(nothing).not.toHaveProperty('first')
    expect((await vault.as('tariq', whoToCall, { reference: system })).status).toBe(404)
    expect((await vault.as('tariq', whoToCall, { reference: 'SY-77' })).status).toBe(404)
    await vault.grant('mara', { to: 'tariq', reference: system, level: 'view', endsAt: later(start, { hours: 8 }) })
    const told = await now(vault, 'tariq', system)
    expect(told).toMatchObject({ first: { person: { name: 'jonas' } }, others: [] })
    expect(told).not.toHaveProperty('lane')
  })

  test('a system out of reach does not decide for a document in reach', async () => {
    const vault = aVault()
    await general(vault)
    const system = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    const runbook = await aRunbook(vault, 'Doors', { related: [system] }, 'mara')
    await aLane(vault, { name: 'Safe', systems: [system], firstInHours: held(vault, 'rosa') })
    expect(await now(vault, 'mara', runbook)).toMatchObject({ lane: { name: 'Safe' } })
    expect(await now(vault, 'jonas', runbook)).toMatchObject({ lane: { name: 'First response' } })
  })
})

describe('people to name', () => {
  test('are everybody who is here; a partner’s people know their own', async () => {
    const vault = aVault()
    await vault.as('rosa', setPhone, { memberId: vault.member('rosa'), phone: '01632 960 003' })
    const names = async (by: Name) => {
      const { people, parties } = (await vault.as(by, listPeopleToName, {})).body
      return [people.map(({ person }) => person.name), parties.map(({ name }) => name)]
    }
    const everybody = ['anton', 'ines', 'jonas', 'mara', 'rosa', 'tariq']
    expect(await names('rosa')).toEqual([everybody, ['Acme Joinery', 'Northwind IT', 'Hollin Mutual']])
    expect(await names('tariq')).toEqual([['tariq'], ['Northwind IT']])
    expect(JSON.stringify((await vault.as('ines', listPeopleToName, {})).body)).not.toContain('01632')
    expect(JSON.stringify((await vault.as('jonas', listPeopleToName, {})).body)).toContain('01632 960 003')
    await vault.removeMember('mara', 'anton')
    expect((await names('rosa'))[0]).not.toContain('anton')
  })

  test('a number is one’s own, and its record does not hold it', async () => {
    const vault = aVault()
    const set = (by: Name, of: Name, phone?: string) =>
      vault.as(by, setPhone, { memberId: vault.member(of), ...(phone !== undefined && { phone }) })
    expect((await set('tariq', 'tariq', '01632 960 004')).status).toBe(200)
    expect((await set('rosa', 'tariq', '01632 960 005')).status).toBe(403)
    expect((await set('anton', 'tariq', '01632 960 006')).status).toBe(200)
    expect((await set('anton', 'tariq', 'call me')).status).toBe(400)
    expect((await vault.as('mara', setPhone, { memberId: vault.member('xenia') })).status).toBe(404)
    expect((await set('tariq', 'tariq')).status).toBe(200)
    const payloads = vault.db.prepare(`SELECT payload FROM audit_events WHERE act = 'member.phone'`).pluck().all()
    expect(payloads).toHaveLength(3)
    expect(JSON.stringify(payloads)).not.toContain('01632')
  })
})
