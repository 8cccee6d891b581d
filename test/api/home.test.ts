import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { startHandover } from '#contract/handovers.ts'
import { saveFollowUp } from '#contract/incidents.ts'
import { acknowledge, assignReadingList, openReadingList } from '#contract/reading-lists.ts'
import { home } from '#contract/reviews.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aRunbook } from '../support/documents.ts'
import { anIncident } from '../support/incidents.ts'
import { aReadingList } from '../support/reading.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

// How much there is of what the first page goes on with. What else it shows is in freshness.test.ts.

const also = async (vault: Vault, name: Name) => (await vault.as(name, home, {})).body.also
const nothing = { reading: 0, requests: 0, access: 0, followUps: 0, handovers: 0 }

test('who has nothing to do is told of nothing', async () => {
  const vault = aVault()
  for (const name of ['mara', 'jonas', 'ines', 'tariq'] as const) expect(await also(vault, name)).toEqual(nothing)
})

test('a request waits for every key holder, and is under way for whoever asked, until nobody can answer it', async () => {
  const vault = aVault()
  const mara = await aClient(vault, 'mara')
  await mara.create()
  const rosa = await aClient(vault, 'rosa')
  const asked = await rosa.request('CR-01', { reason: 'The switch is down' })
  expect(asked.status).toBe(200)
  expect(await also(vault, 'mara')).toEqual({ ...nothing, requests: 1 })
  expect(await also(vault, 'anton')).toEqual({ ...nothing, requests: 1 })
  expect(await also(vault, 'rosa')).toEqual({ ...nothing, access: 1 })
  expect(await also(vault, 'jonas')).toEqual(nothing)
  expect(await also(vault, 'ines')).toEqual(nothing)
  vault.clock.set(later(start, { hours: 24 * 60 }))
  expect(await also(vault, 'mara')).toEqual(nothing)
  expect(await also(vault, 'rosa')).toEqual(nothing)
})

test('a list is there until it is read to the end', async () => {
  const vault = aVault()
  await aRunbook(vault, 'Firewall', {}, 'mara')
  const list = await aReadingList(vault, [{ reference: 'RB-01' }])
  await vault.as('mara', assignReadingList, { list, id: uuidv7(), memberId: vault.member('rosa') })
  expect(await also(vault, 'rosa')).toEqual({ ...nothing, reading: 1 })
  expect(await also(vault, 'mara')).toEqual(nothing)
  const [section] = (await vault.as('rosa', openReadingList, { list })).body.sections
  const item = section?.items[0]
  if (!item) throw new Error('The list has an item')
  await vault.as('rosa', acknowledge, { list, item: item.id, revision: 1 })
  expect(await also(vault, 'rosa')).toEqual(nothing)
})

test('a follow-up is its owner’s; a handover is told to those who lead, look on or leave', async () => {
  const vault = aVault()
  const incident = await anIncident(vault, 'Internet down')
  const followUp = { incident, followUpId: uuidv7() as never, text: 'Order a second line' }
  await vault.as('mara', saveFollowUp, { ...followUp, ownerId: vault.member('jonas') })
  await vault.as('mara', startHandover, { id: uuidv7(), memberId: vault.member('jonas') })
  expect(await also(vault, 'jonas')).toEqual({ ...nothing, followUps: 1, handovers: 1 })
  expect(await also(vault, 'mara')).toEqual({ ...nothing, handovers: 1 })
  expect(await also(vault, 'ines')).toEqual({ ...nothing, handovers: 1 })
  expect(await also(vault, 'rosa')).toEqual(nothing)
})
