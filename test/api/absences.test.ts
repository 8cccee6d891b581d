import { describe, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { listDeadlines } from '#contract/dates.ts'
import { assignDocument, verifyDocument, verificationChecks } from '#contract/documents.ts'
import { listNotices } from '#contract/notices.ts'
import {
  answerCover,
  askCover,
  confirmLane,
  endAbsence,
  listAbsences,
  listLanes,
  setAway,
  whatIfAway,
  workload,
} from '#contract/responsibilities.ts'
import type { AbsenceId, Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aRunbook, aSystem } from '../support/documents.ts'
import { aLane, anAbsence, held, laneAs, partner } from '../support/lanes.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const today = '2026-03-02'
const tell = async (vault: Vault, by: string) =>
  (await vault.as(by, listNotices, {})).body.items.map(({ kind, waits }) => `${kind}${waits ? ' waits' : ''}`)
const away = (vault: Vault, by: string, of: Name, fields: object = {}) =>
  vault.as(by, setAway, {
    ...{ id: uuidv7(), memberId: vault.member(of), from: today, until: '2026-03-13' },
    ...fields,
  })
const gapsOf = async (vault: Vault, laneId: Parameters<typeof laneAs>[2]) =>
  (await laneAs(vault, 'mara', laneId)).gaps.filter(({ isGap }) => isGap).map(({ cause }) => cause)

describe('away', () => {
  test('opens a gap, which closes when cover is accepted, and opens again when somebody is back out', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, {
      ...{ accountable: [held(vault, 'jonas')], firstInHours: held(vault, 'jonas'), firstOutOfHours: partner(vault) },
    })
    expect(await gapsOf(vault, laneId)).toEqual([])
    const absenceId = await anAbsence(vault, 'jonas', { from: today, coverId: vault.member('rosa') })
    expect(await gapsOf(vault, laneId)).toEqual(['away', 'hours'])
    expect(await tell(vault, 'rosa')).toEqual(['absence.cover-asked waits'])
    expect((await vault.as('rosa', listAbsences, {})).body.items).toMatchObject([
      { id: absenceId, person: { name: 'jonas' }, cover: { name: 'rosa' }, answer: 'asked', isNow: true, asksMe: true },
    ])

    expect((await vault.as('rosa', answerCover, { absenceId, accepts: true })).status).toBe(200)
    expect(await gapsOf(vault, laneId)).toEqual([])
    expect(await tell(vault, 'rosa')).toEqual(['absence.cover-asked'])
    expect(await tell(vault, 'jonas')).toContain('absence.cover-accepted')

    expect((await vault.as('rosa', answerCover, { absenceId, accepts: false })).status).toBe(200)
    expect(await gapsOf(vault, laneId)).toEqual(['away', 'hours'])
    expect(await tell(vault, 'jonas')).toContain('absence.cover-refused')

    expect((await vault.as('jonas', askCover, { absenceId, coverId: vault.member('anton') })).status).toBe(200)
    expect((await vault.as('rosa', answerCover, { absenceId, accepts: true })).status).toBe(403)
    await vault.as('anton', answerCover, { absenceId, accepts: true })
    expect(await gapsOf(vault, laneId)).toEqual([])
    await vault.removeMember('mara', 'anton')
    expect(await gapsOf(vault, laneId)).toEqual(['away', 'hours'])
  })

  test('asking the same one again tells them again', async () => {
    const vault = aVault()
    const coverId = vault.member('rosa')
    const absenceId = await anAbsence(vault, 'jonas', { coverId })
    await vault.as('rosa', answerCover, { absenceId, accepts: false })
    vault.clock.set(later(start, { minutes: 5 }))
    await vault.as('jonas', askCover, { absenceId, coverId })
    expect(await tell(vault, 'rosa')).toEqual(['absence.cover-asked waits', 'absence.cover-asked'])
  })

  test('whoever covers by their own word need not be asked', async () => {
    const vault = aVault()
    await away(vault, 'anton', 'jonas', { coverId: vault.member('anton') })
    expect((await vault.as('jonas', listAbsences, {})).body.items).toMatchObject([{ answer: 'accepted' }])
    expect(await tell(vault, 'anton')).toEqual([])
  })

  test('ends early, and what is over stays on the record', async () => {
    const vault = aVault()
    const coverId = vault.member('rosa')
    const later1 = await anAbsence(vault, 'jonas', { from: '2026-04-01', until: '2026-04-02', coverId })
    const now = await anAbsence(vault, 'jonas', { from: '2026-02-23', until: '2026-03-13' })
    expect((await vault.as('jonas', endAbsence, { absenceId: later1 })).status).toBe(200)
    expect(await tell(vault, 'rosa')).toEqual(['absence.cover-asked'])
    expect((await vault.as('jonas', endAbsence, { absenceId: later1 })).status).toBe(404)
    expect((await vault.as('jonas', endAbsence, { absenceId: now })).status).toBe(200)
    expect((await vault.as('rosa', listAbsences, {})).body.items).toEqual([])
    expect((await vault.as('rosa', listAbsences, { past: 'true' })).body.items).toMatchObject([
      { id: now, from: '2026-02-23', until: '2026-03-01', isNow: false, mayEnd: false },
    ])
    expect((await vault.as('jonas', endAbsence, { absenceId: now })).status).toBe(409)
  })

  test('is over with the last day, in the zone of the organization', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'jonas')] })
    await anAbsence(vault, 'jonas', { from: today, until: '2026-03-29' })
    vault.clock.set('2026-03-29T22:59:59.999Z' as never)
    expect(await gapsOf(vault, laneId)).toEqual(['away'])
    vault.clock.set('2026-03-29T23:00:00.000Z' as never)
    expect(await gapsOf(vault, laneId)).toEqual([])
  })

  test.each<[string, (vault: Vault) => object, number, string | undefined]>([
    ['a last day before the first', () => ({ from: '2026-03-10', until: '2026-03-09' }), 400, '/until'],
    ['what is over', () => ({ from: '2026-02-01', until: '2026-03-01' }), 400, '/until'],
    ['more than a year', () => ({ until: '2027-03-04' }), 400, '/until'],
    ['no day at all', () => ({ from: '2026-02-30' }), 400, '/from'],
    ['oneself as cover', (vault) => ({ coverId: vault.member('jonas') }), 400, '/coverId'],
    ['an auditor as cover', (vault) => ({ coverId: vault.member('ines') }), 400, '/coverId'],
    ['a cover from another organization', (vault) => ({ coverId: vault.member('xenia') }), 400, '/coverId'],
    ['a cover who is away', (vault) => ({ coverId: vault.member('rosa') }), 400, '/coverId'],
    ['somebody of another organization', (vault) => ({ memberId: vault.member('xenia') }), 403, undefined],
    ['days on which they are away already', () => ({ from: '2026-03-20', until: '2026-03-21' }), 409, undefined],
    ['a note of two lines', () => ({ note: 'a\nb' }), 400, '/note'],
  ])('refuses %s', async (_, fields, status, pointer) => {
    const vault = aVault()
    await anAbsence(vault, 'rosa', { from: '2026-03-13', until: '2026-03-13' })
    await anAbsence(vault, 'jonas', { from: '2026-03-21', until: '2026-03-25' })
    const answer = await away(vault, 'jonas', 'jonas', fields(vault))
    expect(answer.status).toBe(status)
    if (pointer !== undefined) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer)
    expect((await vault.as('jonas', listAbsences, {})).body.items).toHaveLength(2)
  })

  test('the same one sent again is one; another under its id is none', async () => {
    const vault = aVault()
    const id = uuidv7()
    for (const _ of [1, 2]) expect((await away(vault, 'jonas', 'jonas', { id })).status).toBe(200)
    expect((await vault.as('jonas', listAbsences, {})).body.items).toHaveLength(1)
    expect((await away(vault, 'rosa', 'rosa', { id })).status).toBe(409)
    const foreign = { slug: 'other', id, memberId: vault.member('xenia') }
    expect((await away(vault, 'xenia', 'jonas', foreign)).status).toBe(200)
    const { items } = (await vault.as('jonas', listAbsences, {})).body
    expect(items.map(({ id: kept, person }) => [kept, person.name])).toEqual([[id, 'jonas']])
  })

  test('why is for those in-house; a partner’s people see their own and whom they cover', async () => {
    const vault = aVault()
    const tariq = vault.member('tariq')
    await anAbsence(vault, 'jonas', { note: 'Surgery', from: '2026-03-09', until: '2026-03-10' })
    const covered = await anAbsence(vault, 'rosa', { note: 'Wedding', coverId: tariq })
    await anAbsence(vault, 'tariq', { note: 'Moving house', from: '2026-05-01', until: '2026-05-02' })
    const seen = async (by: Name) =>
      (await vault.as(by, listAbsences, {})).body.items.map(({ person, note }) => [person.name, note])
    expect(await seen('anton')).toEqual([
      ['jonas', 'Surgery'],
      ['rosa', 'Wedding'],
      ['tariq', 'Moving house'],
    ])
    expect(await seen('tariq')).toEqual([
      ['rosa', ''],
      ['tariq', 'Moving house'],
    ])
    expect(await seen('ines')).toEqual([
      ['jonas', ''],
      ['rosa', ''],
      ['tariq', ''],
    ])
    expect((await vault.as('tariq', answerCover, { absenceId: covered, accepts: true })).status).toBe(200)
    const { items } = (await vault.as('anton', listAbsences, {})).body
    const other = items[0]?.id as AbsenceId
    expect((await vault.as('tariq', endAbsence, { absenceId: other })).status).toBe(404)
    expect((await vault.as('tariq', endAbsence, { absenceId: covered })).status).toBe(403)
    expect(await away(vault, 'tariq', 'tariq', { coverId: vault.member('rosa') })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/coverId' }] },
    })
    expect((await vault.as('xenia', endAbsence, { slug: 'other', absenceId: other })).status).toBe(404)
  })
})

describe('what if somebody is away', () => {
  const ask = (vault: Vault, by: string, of: Name, fields: object = {}) =>
    vault.as(by, whatIfAway, {
      memberId: vault.member(of),
      from: '2026-04-06',
      until: '2026-04-19',
      ...fields,
    })

  test('tells what would be uncovered and is not now, and where the rest goes', async () => {
    const vault = aVault()
    const jonas = held(vault, 'jonas')
    await aLane(vault, { name: 'Gone', accountable: [jonas], firstInHours: jonas })
    await aLane(vault, { name: 'Handed on', accountable: [jonas], deputyId: vault.member('rosa') })
    await aLane(vault, { name: 'Of others', accountable: [held(vault, 'mara')] })
    await aLane(vault, { name: 'Uncovered already', accountable: [jonas], isCritical: true })
    const { body } = await ask(vault, 'jonas', 'jonas')
    expect(body.lanes).toMatchObject([
      {
        name: 'Gone',
        gaps: [
          { cause: 'away', until: '2026-04-19' },
          { cause: 'hours', hours: 'in' },
        ],
      },
      { name: 'Handed on', goesTo: 'rosa', gaps: [] },
      { name: 'Uncovered already', gaps: [{ cause: 'away' }] },
    ])
    const covered = await ask(vault, 'jonas', 'jonas', { coverId: vault.member('anton') })
    expect(covered.body.lanes.map(({ name, goesTo, gaps }) => [name, goesTo, gaps])).toEqual([
      ['Gone', 'anton', []],
      ['Handed on', 'anton', []],
      ['Uncovered already', 'anton', []],
    ])
    // The deputy goes away for one day in the middle of it.
    await anAbsence(vault, 'rosa', { from: '2026-04-10', until: '2026-04-10' })
    const later1 = await ask(vault, 'jonas', 'jonas')
    expect(later1.body.lanes[1]).toMatchObject({ name: 'Handed on', goesTo: 'rosa', gaps: [{ cause: 'away' }] })
  })

  test('tells what only they keep, have verified or can open, and what falls due', async () => {
    const vault = aVault()
    const mine = { ownerId: vault.member('jonas'), intervalDays: 40 }
    const alone = await aRunbook(vault, 'Alone', mine)
    const shared = await aRunbook(vault, 'Shared', { ...mine, deputyId: vault.member('rosa') })
    const checks = [...verificationChecks.runbook]
    for (const [by, reference] of [
      ['jonas', alone],
      ['jonas', shared],
      ['mara', shared],
    ] as const)
      await vault.as(by, verifyDocument, { reference, revision: 1, checks })
    const { body } = await ask(vault, 'mara', 'jonas')
    expect(body).toMatchObject({
      documents: [{ reference: alone, title: 'Alone', state: 'verified' }],
      documentCount: 1,
      verified: [{ reference: alone }],
      verifiedCount: 1,
      secretCount: 0,
      reviewsDue: 2,
      cover: [],
    })
    // Shared with somebody who left, it is kept by one.
    await vault.removeMember('mara', 'rosa')
    expect((await ask(vault, 'mara', 'jonas')).body.documentCount).toBe(2)
  })

  test('secrets are a single person’s only where nobody else holds the keys', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    const { reference } = await mara.create()
    expect((await ask(vault, 'mara', 'mara')).body.secretCount).toBe(0)
    await vault.removeMember('mara', 'anton')
    expect((await ask(vault, 'mara', 'mara')).body).toMatchObject({ secretCount: 1, secrets: [{ reference }] })
    await vault.grant('mara', { to: 'rosa', reference, level: 'reveal' })
    expect((await ask(vault, 'mara', 'mara')).body.secretCount).toBe(0)
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('rosa'))
    expect((await ask(vault, 'mara', 'mara')).body.secretCount).toBe(1)
  })

  test('offers the access that the cover lacks', async () => {
    const vault = aVault()
    const mara = await aClient(vault, 'mara')
    const { reference: secret } = await mara.create()
    await vault.grant('mara', { to: 'jonas', reference: secret, level: 'reveal' })
    const restricted = { collectionId: vault.collections.secret }
    const kept = await aRunbook(vault, 'Kept by jonas', restricted, 'mara')
    const linked = await aSystem(vault, 'In his lane', restricted, 'mara')
    const unseen = await aRunbook(vault, 'Never his', restricted, 'mara')
    for (const reference of [kept, linked])
      await vault.grant('mara', { to: 'jonas', reference, level: 'view', endsAt: later(start, { hours: 999 }) })
    await vault.as('mara', assignDocument, {
      reference: kept,
      ownerId: vault.member('jonas'),
    })
    const fields = { accountable: [held(vault, 'jonas')], linked: [secret, unseen], systems: [linked] }
    await aLane(vault, fields)
    const cover = { coverId: vault.member('rosa') }
    const needed = [
      [secret, 'reveal'],
      [kept, 'view'],
      [linked, 'view'],
    ]
    const asked = async (by: string) =>
      (await ask(vault, by, 'jonas', cover)).body.cover.map(({ reference, needs }) => [reference, needs]).sort()
    expect(await asked('mara')).toEqual(needed.sort())
    const own = await ask(vault, 'jonas', 'jonas', cover)
    expect(own.body.cover.map(({ reference }) => reference).sort()).toEqual(
      needed.map(([reference]) => reference).sort(),
    )
    for (const word of ['Never his', unseen]) expect(JSON.stringify(own.body)).not.toContain(word)
    await vault.grant('mara', { to: 'rosa', reference: secret, level: 'reveal' })
    expect((await asked('mara')).map(([reference]) => reference)).not.toContain(secret)
  })

  test('is asked of oneself, and by owners and admins of anybody', async () => {
    const vault = aVault()
    expect((await ask(vault, 'tariq', 'tariq')).status).toBe(200)
    expect((await ask(vault, 'rosa', 'jonas')).status).toBe(403)
    expect((await ask(vault, 'rosa', 'jonas', { memberId: uuidv7() })).status).toBe(403)
    expect((await ask(vault, 'mara', 'jonas', { memberId: uuidv7() })).status).toBe(404)
    expect((await ask(vault, 'mara', 'jonas', { memberId: vault.member('xenia') })).status).toBe(404)
    expect((await ask(vault, 'mara', 'jonas', { until: '2027-06-01' })).status).toBe(400)
    expect((await ask(vault, 'tariq', 'tariq', { coverId: vault.member('mara') })).status).toBe(400)
  })

  test('a partner’s person learns nothing of what is not theirs', async () => {
    const vault = aVault()
    const restricted = await aRunbook(vault, 'Where the safe is', { collectionId: vault.collections.secret }, 'mara')
    await aLane(vault, { name: 'In-house only', accountable: [held(vault, 'mara')] })
    const fields = { isCritical: true, accountable: [held(vault, 'tariq')], linked: [restricted] }
    await aLane(vault, { name: 'Theirs', ...fields })
    const { body } = await ask(vault, 'tariq', 'tariq')
    expect(body).toMatchObject({ lanes: [{ name: 'Theirs', gaps: [{ cause: 'away' }] }], documentCount: 0 })
    for (const word of ['Where the safe is', restricted, 'In-house only'])
      expect(JSON.stringify(body)).not.toContain(word)
  })
})

describe('workload', () => {
  test('counts what each person has, and says what is too much', async () => {
    const vault = aVault()
    const [jonas, rosa] = [vault.member('jonas'), vault.member('rosa')]
    const kept: Reference[] = []
    for (let n = 0; n < 6; n += 1)
      kept.push(await aRunbook(vault, `Runbook ${n}`, { ownerId: jonas, intervalDays: 10 }, 'jonas'))
    for (let n = 0; n < 4; n += 1)
      await aRunbook(
        vault,
        `Restricted ${n}`,
        { ownerId: vault.member('mara'), collectionId: vault.collections.secret },
        'mara',
      )
    await aRunbook(vault, 'Nobody’s')
    const checks = [...verificationChecks.runbook]
    for (const reference of kept.slice(0, 5))
      await vault.as('jonas', verifyDocument, { reference, revision: 1, checks })
    for (let n = 0; n < 3; n += 1) await aLane(vault, { accountable: [held(vault, 'jonas')] })
    await aLane(vault, { accountable: [held(vault, 'mara')], deputyId: rosa })
    await anAbsence(vault, 'rosa', { from: today, until: '2026-03-20' })
    const of = async (by: Name) => (await vault.as(by, workload, {})).body
    const { people, nobodys } = await of('mara')
    expect(nobodys).toEqual({ documents: 1, lanes: 18 })
    expect(people.map(({ person }) => person.name)).toEqual(['jonas', 'mara', 'rosa', 'anton'])
    expect(people[0]).toMatchObject({
      ...{ documents: 6, overdue: 0, lanes: 3, reviewsThisMonth: 5, followUps: 0 },
      tooMuch: ['Keeps 6 of 11 documents', 'Has no deputy in 3 lanes'],
    })
    expect(people[1]).toMatchObject({ documents: 4, lanes: 1, tooMuch: [] })
    expect(people[2]).toMatchObject({ lanes: 1, awayUntil: '2026-03-20' })
    vault.clock.set(later(start, { hours: 24 * 20 }))
    expect((await of('ines')).people[0]).toMatchObject({ overdue: 5, tooMuch: { 2: '5 reviews are overdue' } })
    for (const by of ['jonas', 'rosa', 'tariq'] as const)
      expect(await vault.as(by, workload, {})).toMatchObject({ status: 403 })
  })
})

test('lanes to be confirmed again stand among the deadlines, for those who read them', async () => {
  const vault = aVault()
  const theirs = await aLane(vault, { name: 'Theirs', accountable: [held(vault, 'tariq')], intervalDays: 10 })
  const own = await aLane(vault, { name: 'Ours', accountable: [held(vault, 'rosa')], intervalDays: 5 })
  for (const [by, laneId] of [
    ['tariq', theirs],
    ['mara', theirs],
    ['mara', own],
  ] as const)
    expect((await vault.as(by, confirmLane, { laneId, revision: 1 })).status).toBe(200)
  const due = async (by: Name, scope: 'mine' | 'all') =>
    (await vault.as(by, listDeadlines, { scope, kind: 'lane_review' })).body.items.map(({ title, on }) => [title, on])
  expect(await due('mara', 'all')).toEqual([
    ['Ours', '2026-03-07'],
    ['Theirs', '2026-03-12'],
  ])
  expect(await due('rosa', 'mine')).toEqual([['Ours', '2026-03-07']])
  expect(await due('tariq', 'all')).toEqual([['Theirs', '2026-03-12']])
  expect(await due('mara', 'mine')).toEqual([])
  expect((await vault.as('mara', listLanes, {})).body.items.at(-1)).toMatchObject({ reviewOn: '2026-03-07' })
})
