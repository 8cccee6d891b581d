import { expect, test } from 'vitest'
import { openDocument, saveDocument, snoozeDocument } from '#contract/documents.ts'
import { listReviews } from '#contract/reviews.ts'
import { aRunbook, usual } from '../support/documents.ts'
import { aVault } from '../support/vault.ts'

test('a snooze of no days brings a document back into my queue', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Later', { ownerId: vault.member('rosa') })
  const waiting = async () => (await vault.as('rosa', listReviews, {})).body.items.map((line) => line.reference)
  await vault.as('rosa', snoozeDocument, { reference, days: 3 })
  expect(await waiting()).toEqual([])
  expect((await vault.as('rosa', snoozeDocument, { reference, days: 0 })).status).toBe(200)
  expect(await waiting()).toEqual([reference])
  expect((await vault.as('rosa', snoozeDocument, { reference, days: -1 })).status).toBe(400)
})

test('what is mentioned says when it changed last, so that a reviewer sees what moved since', async () => {
  const vault = aVault()
  const cited = await aRunbook(vault, 'Cited')
  const citing = await aRunbook(vault, 'Citing', { body: `See [[${cited}]].` })
  const changedAt = async () => {
    const { cited: chips } = (await vault.as('jonas', openDocument, { reference: citing })).body
    return chips.map((chip) => chip.updatedAt)
  }
  const before = vault.clock.now()
  expect(await changedAt()).toEqual([before])
  vault.clock.set('2026-03-05T10:00:00.000Z' as never)
  const { id: _id, kind: _kind, ...fields } = usual(vault, 'Cited')
  const saved = await vault.as('jonas', saveDocument, { ...fields, reference: cited, revision: 1, body: 'New.' })
  expect(saved.status).toBe(200)
  expect(await changedAt()).toEqual(['2026-03-05T10:00:00.000Z'])
})
