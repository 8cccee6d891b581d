import { expect, test } from 'vitest'
import { createDocument, openDocument, openRevision, restoreRevision, saveDocument } from '#contract/documents.ts'
import { search } from '#contract/search.ts'
import type { Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aDiagram, aDrawing, aRunbook, aVendor, someVendor, usual, verified } from '../support/documents.ts'
import { aVault, type Vault } from '../support/vault.ts'

const saved = (vault: Vault, reference: Reference, revision: number, fields: object) =>
  vault.as('jonas', saveDocument, {
    ...usual(vault, 'Saved again'),
    ...{ id: undefined, kind: undefined },
    body: '',
    reference,
    revision,
    ...fields,
  })

const causesOf = async (vault: Vault, reference: Reference) =>
  (await vault.as('jonas', openDocument, { reference })).body.causes.map(({ cause }) => cause)

test('a drawing is kept whole, and is found by the address of a device', async () => {
  const vault = aVault()
  const reference = await aDiagram(vault, 'WAN')
  expect(reference).toBe('DG-01')
  const { body } = await vault.as('jonas', openDocument, { reference })
  expect(body.content).toMatchObject({ devices: [{ id: 'fw1', addresses: ['203.0.113.10'] }, { id: 'sw1' }] })
  expect(body.body).toContain('- **FortiGate 100F** (Firewall) · `203.0.113.10` · in Head office')
  const found = await vault.as('jonas', search, { text: '203.0.113.10' })
  expect(found.body.items).toMatchObject([{ reference: 'DG-01' }])
})

test('a vendor is kept whole, is found by its circuit number, and its chip says whom to call', async () => {
  const vault = aVault()
  const vendor = await aVendor(vault, 'Brightline Fibre')
  const runbook = await aRunbook(vault, 'Internet down', { body: `Call [[${vendor}]].` })
  const found = await vault.as('jonas', search, { text: 'BRL-77120' })
  expect(found.body.items).toMatchObject([{ reference: 'VN-01' }])
  const { body } = await vault.as('jonas', openDocument, { reference: runbook })
  expect(body.cited).toMatchObject([
    { reference: vendor, vendor: { phone: '01632 960 118', account: { label: 'Circuit', value: 'BRL-77120' } } },
  ])
})

test.each([
  ['text in place of content', 'vendor', { body: 'Call them' }, '/content'],
  ['text beside content', 'vendor', { body: 'Call them', content: someVendor() }, '/body'],
  ['the content of another kind', 'vendor', { body: '', content: aDrawing() }, '/content'],
  ['content where there is none', 'runbook', { body: '', content: someVendor() }, '/content'],
  [
    'a link to nothing',
    'diagram',
    { body: '', content: { ...aDrawing(), links: [{ id: 'l', from: 'fw1', to: 'gone', medium: 'copper' }] } },
    '/content/links/0/to',
  ],
  [
    'two devices of one name',
    'diagram',
    {
      body: '',
      content: {
        ...aDrawing(),
        groups: [],
        links: [],
        devices: [0, 1].map((x) => ({ id: 'a', shape: 'pc', label: '', x, y: 0 })),
      },
    },
    '/content/devices/1/id',
  ],
  [
    'groups inside each other',
    'diagram',
    {
      body: '',
      content: {
        ...aDrawing(),
        devices: [],
        links: [],
        groups: ['a', 'b'].map((id) => ({
          id,
          kind: 'site',
          label: '',
          group: id === 'a' ? 'b' : 'a',
          x: 0,
          y: 0,
          width: 9,
          height: 9,
        })),
      },
    },
    '/content/groups/0/group',
  ],
  [
    'a script for a portal',
    'vendor',
    { body: '', content: { ...someVendor(), portal: 'javascript:alert(1)' } },
    '/content/portal',
  ],
] as const)('%s is refused, and says where', async (_what, kind, fields, pointer) => {
  const vault = aVault()
  const answer = await vault.as('jonas', createDocument, { ...usual(vault, 'Bad'), kind, ...fields } as never)
  expect(answer.status).toBe(400)
  expect(answer.body).toHaveProperty('errors.0.pointer', pointer)
})

test('an old drawing is restored as it was', async () => {
  const vault = aVault()
  const reference = await aDiagram(vault, 'WAN')
  const without = { ...aDrawing(), links: [], devices: aDrawing().devices.slice(0, 1) }
  expect(await saved(vault, reference, 1, { content: without })).toMatchObject({ status: 200 })
  const old = await vault.as('jonas', openRevision, { reference, revision: 1 })
  expect(old.body.content).toMatchObject({ links: [{ id: 'l1' }] })
  await vault.as('jonas', restoreRevision, { reference, revision: 1, current: 2 })
  const { body } = await vault.as('jonas', openDocument, { reference })
  expect(body.content).toMatchObject({ links: [{ id: 'l1', toPort: '' }] })
})

test('who cites a vendor is in doubt once its number changes, and not when a note does', async () => {
  const vault = aVault()
  const vendor = await aVendor(vault, 'Brightline Fibre')
  const runbook = await aRunbook(vault, 'Internet down', { body: `Call [[${vendor}]].` })
  await verified(vault, runbook)
  vault.clock.set(later(vault.clock.now(), { minutes: 1 }))
  await saved(vault, vendor, 1, { content: { ...someVendor(), notes: 'Ask for Ada.' } })
  expect(await causesOf(vault, runbook)).toEqual([])
  await saved(vault, vendor, 2, { content: { ...someVendor(), phone: '01632 960 555' } })
  expect(await causesOf(vault, runbook)).toEqual(['cited_vendor'])
  await verified(vault, runbook)
  expect(await causesOf(vault, runbook)).toEqual([])
})

test('who cites a diagram is in doubt once it shows something else, and not when it is tidied', async () => {
  const vault = aVault()
  const diagram = await aDiagram(vault, 'WAN')
  const runbook = await aRunbook(vault, 'Failover', { body: `See [[${diagram}]].` })
  await verified(vault, runbook)
  vault.clock.set(later(vault.clock.now(), { minutes: 1 }))
  const tidied = {
    ...aDrawing(),
    devices: aDrawing()
      .devices.map((device) => ({ ...device, x: 500 }))
      .reverse(),
  }
  await saved(vault, diagram, 1, { content: tidied })
  expect(await causesOf(vault, runbook)).toEqual([])
  await saved(vault, diagram, 2, { content: { ...aDrawing(), links: [] } })
  expect(await causesOf(vault, runbook)).toEqual(['cited_diagram'])
})
