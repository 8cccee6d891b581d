import { describe, expect, test } from 'vitest'
import type { DrawingInput } from '#contract/diagrams.ts'
import { saveDocument } from '#contract/documents.ts'
import { search } from '#contract/search.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aDiagram, aRunbook, usual } from '../support/documents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

/** Which device or group a search lands on, by the reference of the diagram. */
async function landings(vault: Vault, text: string, by: Name = 'jonas', limit = 10) {
  const answer = await vault.as(by, search, { text, limit })
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.items.map(({ reference, place }) => [reference, place?.id])
}

const office: DrawingInput = {
  format: 'diagram/1',
  groups: [
    { id: 'ho', kind: 'site', label: 'Head office', x: 0, y: 0, width: 900, height: 600 },
    {
      id: 'servers',
      kind: 'subnet',
      label: 'Servers',
      addresses: ['198.51.100.32/27'],
      x: 0,
      y: 0,
      width: 9,
      height: 9,
    },
  ],
  devices: [
    { id: 'sw10', shape: 'switch', label: 'Access switch, floor 10', addresses: ['198.51.100.10'], x: 0, y: 0 },
    { id: 'fw1', shape: 'firewall', label: 'FortiGate 100F', addresses: ['203.0.113.10', 'fw-ho'], x: 0, y: 0 },
    { id: 'sw1', shape: 'switch', label: 'Core switch', addresses: ['198.51.100.1'], x: 0, y: 0 },
    { id: 'cam', shape: 'camera', label: 'Yard', notes: 'Fed by the injector in the loft', x: 0, y: 0 },
    { id: 'ap', shape: 'access_point', label: '', addresses: ['00-00-5E-00-53-21'], x: 0, y: 0 },
  ],
  links: [{ id: 'l1', from: 'fw1', to: 'sw1', medium: 'fibre', label: 'Uplink' }],
}

describe('a search that finds a diagram lands on the device', () => {
  test.each([
    ['by its name', 'fortigate', 'fw1'],
    ['by the beginning of its name', 'forti', 'fw1'],
    ['by its whole address, not by one that only begins so', '198.51.100.1', 'sw1'],
    ['by another address', '198.51.100.10', 'sw10'],
    ['by its host name', 'fw-ho', 'fw1'],
    ['by a MAC address', '00-00-5E-00-53-21', 'ap'],
    ['by its notes', 'injector', 'cam'],
    ['by what it is, where nothing else is called so', 'camera', 'cam'],
    ['by the group', 'servers', 'servers'],
    ['with a word of the title beside it', 'wan fortigate', 'fw1'],
    ['with a slip of the finger', 'fortigaet', 'fw1'],
    ['of two that hold a word, where both words stand', 'floor switch', 'sw10'],
    ['of two that hold the word alike, the one with the shorter name', 'switch', 'sw1'],
  ])('%s: %s', async (_, text, id) => {
    const vault = aVault()
    const reference = await aDiagram(vault, 'WAN and firewall', { content: office })
    expect(await landings(vault, text)).toEqual([[reference, id]])
  })

  test('and says its name, or what it is where it has none', async () => {
    const vault = aVault()
    await aDiagram(vault, 'WAN', { content: office })
    const named = await vault.as('jonas', search, { text: 'fortigate' })
    expect(named.body.items[0]?.place).toEqual({ id: 'fw1', label: 'FortiGate 100F' })
    const nameless = await vault.as('jonas', search, { text: '00-00-5E-00-53-21' })
    expect(nameless.body.items[0]?.place).toEqual({ id: 'ap', label: 'Access point' })
  })

  test('in the drawing as it is saved now', async () => {
    const vault = aVault()
    const reference = await aDiagram(vault, 'WAN', { content: office })
    const { id: _id, kind: _kind, ...fields } = usual(vault, 'WAN')
    const devices = office.devices.map((device) => ({ ...device, id: `${device.id}b` }))
    const content = { ...office, devices, links: [] }
    const saved = await vault.as('jonas', saveDocument, { ...fields, body: '', content, reference, revision: 1 })
    expect(saved.status).toBe(200)
    expect(await landings(vault, 'fortigate')).toEqual([[reference, 'fw1b']])
  })
})

describe('no device is named', () => {
  test.each([
    ['the title has all the words', 'firewall wan'],
    ['the words are those of a link', 'uplink'],
    ['nothing was typed but a reference', 'DG-01'],
  ])('where %s', async (_, text) => {
    const vault = aVault()
    const reference = await aDiagram(vault, 'WAN and firewall', { content: office })
    expect(await landings(vault, text)).toEqual([[reference, undefined]])
  })

  test('of anything but a diagram', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Power', { body: 'Restart the FortiGate.' })
    expect(await landings(vault, 'fortigate')).toEqual([[reference, undefined]])
  })

  test('to those who do not see what is drawn', async () => {
    const vault = aVault()
    const reference = await aDiagram(vault, 'WAN', { content: office })
    // A technician without a grant finds nothing at all; an auditor finds titles, never what is drawn.
    expect(await landings(vault, 'fortigate', 'tariq')).toEqual([])
    expect(await landings(vault, '203.0.113.10', 'tariq')).toEqual([])
    expect(await landings(vault, 'fortigate', 'ines')).toEqual([])
    expect(await landings(vault, 'wan', 'ines')).toEqual([[reference, undefined]])
    expect(await landings(vault, 'wan fortigate', 'ines')).toEqual([])
    const endsAt = laterByDays(start, 1)
    await vault.grant('mara', { to: 'tariq', collection: vault.collections.general, level: 'view', endsAt })
    expect(await landings(vault, 'fortigate', 'tariq')).toEqual([[reference, 'fw1']])
    vault.clock.set(endsAt)
    expect(await landings(vault, 'fortigate', 'tariq')).toEqual([])
  })

  test('of a diagram in a restricted collection to those without a grant on it', async () => {
    const vault = aVault()
    const reference = await aDiagram(
      vault,
      'Vault room',
      { content: office, collectionId: vault.collections.secret },
      'anton',
    )
    expect(await landings(vault, 'fortigate', 'rosa')).toEqual([])
    expect(await landings(vault, 'fortigate', 'anton')).toEqual([[reference, 'fw1']])
  })
})

test('only the first ten results are looked into, however many are asked for', async () => {
  const vault = aVault()
  for (let index = 0; index < 12; index++) await aDiagram(vault, `Floor ${index}`, { content: office })
  const places = await landings(vault, 'fortigate', 'jonas', 50)
  expect(places).toHaveLength(12)
  expect(places.slice(0, 10).every(([, id]) => id === 'fw1')).toBe(true)
  expect(places.slice(10).every(([, id]) => id === undefined)).toBe(true)
})
