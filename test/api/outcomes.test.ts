import { describe, expect, test } from 'vitest'
import {
  archiveDocument,
  countDocuments,
  openDocument,
  raiseFlag,
  resolveFlag,
  restoreDocument,
} from '#contract/documents.ts'
import { closeIncident, outcomes, saveFollowUp, settleFollowUp } from '#contract/incidents.ts'
import { changeOrganizationSettings } from '#contract/organizations.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { v7 as uuidv7 } from 'uuid'
import { later, secondsBetween } from '../../server/platform/clock.ts'
import { aRunbook, aSystem, verified } from '../support/documents.ts'
import { anEvent, anIncident, noted } from '../support/incidents.ts'
import { aVault, type Name, type Vault } from '../support/vault.ts'

const at = (moment: string) => `2026-${moment}:00.000Z` as Instant
const read = async (vault: Vault, name: Name, months: number) => {
  const { status, body } = await vault.as(name, outcomes, { months })
  expect(status).toBe(200)
  return body
}
const settle = async (vault: Vault, reference: Reference) => {
  const { body } = await vault.as('mara', openDocument, { reference })
  await vault.as('mara', resolveFlag, { reference, flagId: body.causes[0]?.flagId as never, note: 'Right again' })
}

/** Three months of a small house; 10 May is today. */
async function aHistory() {
  const vault = aVault()
  const set = (moment: string) => vault.clock.set(at(moment))
  const secret = { collectionId: vault.collections.secret }
  const system = await aSystem(vault, 'Internet line')
  const [line, router] = [await aRunbook(vault, 'Line'), await aRunbook(vault, 'Router')]
  const safe = await aSystem(vault, 'Safe', secret, 'mara')
  const door = await aRunbook(vault, 'Vault door', secret, 'mara')
  await verified(vault, line)

  set('03-10T09:00')
  const first = await anIncident(vault, 'Internet down', { system })
  set('03-10T09:02')
  await noted(vault, 'mara', first, anEvent(vault, 'runbook', { reference: line }))
  set('03-10T09:40')
  const runbooks = [
    { reference: line, outcome: 'worked' as const },
    { reference: router, outcome: 'needs_changes' as const, note: 'Names the old one' },
  ]
  await vault.as('mara', closeIncident, { incident: first, runbooks })
  set('03-20T09:00')
  const second = await anIncident(vault, 'Printer')
  set('03-20T09:20')
  await vault.as('mara', closeIncident, { incident: second })

  set('04-05T09:00')
  await settle(vault, router)
  await verified(vault, line)
  set('04-10T09:00')
  const third = await anIncident(vault, 'Break-in', { system: safe, runbook: door })
  set('04-10T10:00')
  const worked = [{ reference: door, outcome: 'worked' as const }]
  await vault.as('mara', closeIncident, { incident: third, runbooks: worked })

  set('05-02T09:00')
  await verified(vault, line)
  set('05-03T09:00')
  await vault.as('mara', archiveDocument, { reference: router })
  await anIncident(vault, 'Slow again', { system })
  set('05-10T09:00')
  return { vault, first, third, system, safe, line, router, door }
}

describe('a small history', () => {
  test('of incidents: how long until a runbook and to the end, by month, system and runbook', async () => {
    const { vault, system, line, router } = await aHistory()
    const { incidents } = await read(vault, 'rosa', 3)
    const week = secondsBetween(at('05-03T09:00'), at('05-10T09:00'))
    expect(incidents).toEqual({
      count: 3,
      open: 1,
      secondsToRunbook: { median: 120, worst: 120 },
      secondsToEnd: { median: 1_800, worst: 2_400 },
      months: [
        { month: '2026-03', count: 2, toRunbook: 120, toEnd: 1_800 },
        { month: '2026-04', count: 0 },
        { month: '2026-05', count: 1 },
      ],
      systems: [
        { system: { reference: system, title: 'Internet line' }, count: 2, seconds: 2_400 + week },
        { count: 1, seconds: 1_200 },
      ],
      runbooks: [
        { runbook: { reference: line, title: 'Line' }, worked: 1, needsChanges: 0, lastAt: at('03-10T09:40') },
        { runbook: { reference: router, title: 'Router' }, worked: 0, needsChanges: 1, lastAt: at('03-10T09:40') },
      ],
    })
    // What began before is not of these months, but for what is still open.
    expect((await read(vault, 'rosa', 1)).incidents).toMatchObject({
      count: 1,
      open: 1,
      secondsToRunbook: {},
      secondsToEnd: {},
      runbooks: [],
    })
  })

  test('of documents: how they stood at the end of each month, and which reviews were in time', async () => {
    const { vault } = await aHistory()
    const { freshness, reviews } = await read(vault, 'rosa', 4)
    const none = { verified: 0, due: 0, overdue: 0, unverified: 0, suspect: 0 }
    expect(freshness).toEqual([
      { month: '2026-02', ...none },
      { month: '2026-03', ...none, due: 1, unverified: 1, suspect: 1 },
      { month: '2026-04', ...none, due: 1, unverified: 2 },
      { month: '2026-05', ...none, verified: 1, unverified: 1 },
    ])
    expect(reviews).toEqual([
      { month: '2026-02', done: 0, onTime: 0 },
      { month: '2026-03', done: 1, onTime: 1 },
      { month: '2026-04', done: 1, onTime: 0 },
      { month: '2026-05', done: 1, onTime: 1 },
    ])
  })

  test('of what is left to do: open, late, done in these months', async () => {
    const { vault, first, third } = await aHistory()
    const put = async (incident: typeof first, dueOn?: string) => {
      const followUpId = uuidv7() as never
      await vault.as('mara', saveFollowUp, { incident, followUpId, text: 'Order a line', dueOn: dueOn })
      return followUpId
    }
    await put(first, '2026-05-10')
    await put(first, '2026-05-09')
    await put(third)
    await vault.as('mara', settleFollowUp, { followUpId: await put(first), done: true })
    expect((await read(vault, 'rosa', 3)).followUps).toEqual({ open: 2, late: 1, done: 1 })
    expect((await read(vault, 'mara', 3)).followUps).toEqual({ open: 3, late: 1, done: 1 })
    vault.clock.set(at('06-01T09:00'))
    expect((await read(vault, 'rosa', 1)).followUps).toEqual({ open: 2, late: 2, done: 0 })
  })

  test('only what the caller may see is counted, and named', async () => {
    const { vault, safe, door } = await aHistory()
    const forMara = await read(vault, 'mara', 3)
    expect(forMara.incidents).toMatchObject({ count: 4, secondsToRunbook: { median: 60, worst: 120 } })
    expect(forMara.incidents.systems).toContainEqual({
      system: { reference: safe, title: 'Safe' },
      count: 1,
      seconds: 3_600,
    })
    expect(forMara.incidents.runbooks.map(({ runbook }) => runbook.reference)).toContain(door)
    const sum = ({ freshness }: typeof forMara) =>
      Object.values(freshness.at(-1) ?? {}).reduce<number>((all, one) => all + (typeof one === 'number' ? one : 0), 0)
    expect(sum(forMara)).toBe(sum(await read(vault, 'rosa', 3)) + 2)
    for (const name of ['jonas', 'rosa', 'ines', 'tariq'] as const)
      expect(JSON.stringify((await read(vault, name, 3)).incidents)).not.toMatch(/Safe|Vault door/)
    // An auditor's lists show every document, and no incident.
    expect((await read(vault, 'ines', 3)).incidents.count).toBe(0)
    expect(sum(await read(vault, 'ines', 3))).toBe(sum(forMara))
    expect(await read(vault, 'tariq', 3)).toMatchObject({ incidents: { count: 0, open: 0 }, followUps: { open: 0 } })
    expect(sum(await read(vault, 'tariq', 3))).toBe(0)
    expect((await vault.as('xenia', outcomes, {})).status).toBe(404)
    expect((await vault.as('xenia', outcomes, { slug: 'other' })).body.incidents.count).toBe(0)
  })
})

test('months are those of the organization’s zone', async () => {
  const vault = aVault()
  const settings = { name: 'Acme', timeZone: 'America/New_York', keepsSearchTexts: true }
  expect((await vault.as('mara', changeOrganizationSettings, settings)).status).toBe(200)
  // Daylight saving is on: the month ends at 04:00 UTC.
  vault.clock.set(at('04-01T03:59'))
  await anIncident(vault, 'Still March')
  vault.clock.set(at('04-01T04:00'))
  await anIncident(vault, 'April')
  const { incidents } = await read(vault, 'mara', 2)
  expect(incidents.months).toEqual([
    { month: '2026-03', count: 1 },
    { month: '2026-04', count: 1 },
  ])
})

test('what is told of the end of a month is what the library said that evening', async () => {
  const vault = aVault()
  const runbooks: Reference[] = []
  for (const [index, intervalDays] of [20, 30, 45, 60, 90].entries()) {
    const cites = runbooks[index - 1]
    runbooks.push(
      await aRunbook(vault, `Runbook ${index}`, { intervalDays, body: cites ? `See [[${cites}]].` : 'x' }, 'mara'),
    )
  }
  const [a, b, c, d, e] = runbooks as [Reference, Reference, Reference, Reference, Reference]
  const deeds: Record<string, () => Promise<unknown>> = {
    '03-03T09:00': () => Promise.all([a, b, c, d].map((one) => verified(vault, one))),
    '03-20T09:00': () => vault.as('rosa', raiseFlag, { reference: c, text: 'Wrong number' }),
    '04-02T09:00': () => settle(vault, c),
    '04-10T09:00': () => vault.as('mara', archiveDocument, { reference: a }),
    '04-20T09:00': () => verified(vault, e),
    '05-05T09:00': () => vault.as('mara', restoreDocument, { reference: a }),
    '05-06T09:00': () => verified(vault, b),
    '05-31T22:58': () => verified(vault, a),
    '06-20T09:00': () => vault.as('mara', archiveDocument, { reference: d }),
    '06-30T22:59': () => vault.as('rosa', raiseFlag, { reference: e, text: 'Wrong number' }),
  }
  const said = []
  const evenings = ['03-31T22:59', '04-30T22:59', '05-31T22:59', '06-30T22:59']
  for (const moment of [...new Set([...Object.keys(deeds), ...evenings])].toSorted()) {
    vault.clock.set(at(moment))
    await deeds[moment]?.()
    if (!evenings.includes(moment)) continue
    const { verified: fresh, due, overdue, unverified, suspect } = (await vault.as('rosa', countDocuments, {})).body
    said.push({ month: `2026-${moment.slice(0, 2)}`, verified: fresh, due, overdue, unverified, suspect })
  }
  // The months were not all alike, or this would prove little.
  expect(new Set(said.map(({ month: _month, ...counts }) => JSON.stringify(counts))).size).toBe(4)
  expect((await read(vault, 'rosa', 4)).freshness).toEqual(said)
  vault.clock.set(later(at('07-15T09:00'), { minutes: 1 }))
  expect((await read(vault, 'rosa', 5)).freshness.slice(0, 4)).toEqual(said)
})
