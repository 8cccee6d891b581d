import { describe, expect, test } from 'vitest'
import { archiveDocument, assignDocument, reportOpens } from '#contract/documents.ts'
import { listDocumentationGaps, systemGaps } from '#contract/gaps.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { aDiagram, aDrawing, aRunbook, aSystem, aVendor } from '../support/documents.ts'
import { aVault, type Name, type Vault } from '../support/vault.ts'

const gapsOf = async (vault: Vault, reference: Reference, name: Name = 'mara') =>
  (await vault.as(name, systemGaps, { reference })).body.gaps
const listed = async (vault: Vault, name: Name = 'mara', filters = {}) =>
  (await vault.as(name, listDocumentationGaps, filters)).body.items
const reads = (vault: Vault, name: Name, ...references: Reference[]) => vault.as(name, reportOpens, { references })
const all = ['runbook', 'vendor', 'diagram', 'owner', 'second_reader']

describe('what a system lacks', () => {
  test('is everything at first, and each is closed by what it asks for', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Door entry')
    expect(await gapsOf(vault, system)).toEqual(all)

    const runbook = await aRunbook(vault, 'Door does not open', { related: [system] })
    expect(await gapsOf(vault, system)).toEqual(all.slice(1))
    await aVendor(vault, 'Brightline Fibre', { related: [system] })
    expect(await gapsOf(vault, system)).toEqual(all.slice(2))
    const [fw1, ...others] = aDrawing().devices
    if (!fw1) throw new Error('nothing is drawn')
    await aDiagram(vault, 'Head office', {
      content: { ...aDrawing(), devices: [{ ...fw1, bound: [system] }, ...others] },
    })
    expect(await gapsOf(vault, system)).toEqual(all.slice(3))
    await vault.as('mara', assignDocument, { reference: system, ownerId: vault.member('jonas') })
    expect(await gapsOf(vault, system)).toEqual(all.slice(4))
    // One reads the system, another one of its runbooks: two know how it goes.
    await reads(vault, 'jonas', system)
    expect(await gapsOf(vault, system)).toEqual(all.slice(4))
    await reads(vault, 'rosa', runbook)
    expect(await gapsOf(vault, system)).toEqual([])
    expect(await listed(vault)).toEqual([])

    // What is archived is none.
    await vault.as('mara', archiveDocument, { reference: runbook })
    expect(await gapsOf(vault, system)).toEqual(['runbook', 'second_reader'])
  })

  test('is a vendor or a diagram no longer when the system itself names them', async () => {
    const vault = aVault()
    const related = [await aVendor(vault, 'Brightline Fibre'), await aDiagram(vault, 'Head office')]
    const system = await aSystem(vault, 'Door entry', { related })
    expect(await gapsOf(vault, system)).toEqual(['runbook', 'owner', 'second_reader'])
  })

  test('counts a reader for 180 days, and only while that person is here', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Door entry', {})
    await reads(vault, 'jonas', system)
    await reads(vault, 'rosa', system)
    expect(await gapsOf(vault, system)).not.toContain('second_reader')
    vault.db.prepare(`UPDATE members SET removed_at = @now WHERE id = @id`).run({
      now: '2026-03-02T10:00:00.000Z',
      id: vault.member('rosa'),
    })
    expect(await gapsOf(vault, system)).toContain('second_reader')
    vault.db.prepare(`UPDATE members SET removed_at = NULL`).run()
    vault.clock.set('2026-08-29T09:00:00.000Z' as Instant)
    expect(await gapsOf(vault, system)).not.toContain('second_reader')
    vault.clock.set('2026-08-30T09:00:00.000Z' as Instant)
    expect(await gapsOf(vault, system)).toContain('second_reader')
  })

  test('has an owner only while somebody who keeps it can see it', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Door entry', { ownerId: vault.member('jonas') })
    expect(await gapsOf(vault, system)).not.toContain('owner')
    vault.db
      .prepare(`UPDATE members SET removed_at = ? WHERE id = ?`)
      .run('2026-03-02T10:00:00.000Z', vault.member('jonas'))
    expect(await gapsOf(vault, system)).toContain('owner')
  })

  test('is told of systems alone', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Door does not open')
    expect((await vault.as('mara', systemGaps, { reference })).status).toBe(404)
  })

  test('names the only reader to those who read what everybody did, and to that person', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Door entry')
    await reads(vault, 'rosa', system)
    const told = async (name: Name) => (await vault.as(name, systemGaps, { reference: system })).body
    for (const name of ['mara', 'anton', 'rosa'] as const)
      expect(await told(name)).toMatchObject({ onlyReader: 'rosa' })
    expect(await told('jonas')).toMatchObject({ readers: 1 })
    expect(await told('jonas')).not.toHaveProperty('onlyReader')
    expect((await listed(vault, 'jonas'))[0]).not.toHaveProperty('onlyReader')
  })
})

describe('what lies out of reach', () => {
  test('is neither counted nor named: everybody is told of what they see', async () => {
    const vault = aVault()
    const secret = { collectionId: vault.collections.secret }
    const system = await aSystem(vault, 'Door entry')
    const hidden = await aSystem(vault, 'Alarm', secret, 'mara')
    const runbook = await aRunbook(vault, 'Door does not open', { ...secret, related: [system] }, 'mara')
    await aVendor(vault, 'Brightline Fibre', { ...secret, related: [system] }, 'mara')
    await reads(vault, 'mara', runbook)
    await reads(vault, 'anton', runbook)

    expect(await gapsOf(vault, system)).toEqual(['diagram', 'owner'])
    expect((await vault.as('jonas', systemGaps, { reference: system })).body).toEqual({ gaps: all, readers: 0 })
    expect((await listed(vault)).map(({ reference }) => reference).toSorted()).toEqual([system, hidden].toSorted())
    expect((await listed(vault, 'jonas')).map(({ reference }) => reference)).toEqual([system])
    expect((await vault.as('jonas', systemGaps, { reference: hidden })).status).toBe(404)

    // An auditor sees what a grant opens, and no more.
    expect(await listed(vault, 'ines')).toEqual([])
    await vault.grant('mara', {
      to: 'ines',
      reference: system,
      level: 'view',
      endsAt: '2026-03-03T09:00:00.000Z',
    })
    expect((await listed(vault, 'ines')).map(({ reference }) => reference)).toEqual([system])
  })

  test('stays out of it for those of another organization', async () => {
    const vault = aVault()
    await aSystem(vault, 'Door entry')
    expect((await vault.as('xenia', listDocumentationGaps, { slug: 'other' })).body.items).toEqual([])
  })
})

describe('the list', () => {
  test('comes by risk: criticality × use × number of gaps', async () => {
    const vault = aVault()
    const low = await aSystem(vault, 'Franking machine', { criticality: 'low' })
    const used = await aSystem(vault, 'Label printer', { criticality: 'normal' })
    const critical = await aSystem(vault, 'Door entry', { criticality: 'critical' })
    const high = await aSystem(vault, 'Files', { criticality: 'high', ownerId: vault.member('jonas') })
    for (const name of ['mara', 'anton', 'jonas', 'rosa'] as const) await reads(vault, name, used)
    const items = await listed(vault)
    // 8 × 1 × 5; 2 × (1 + 4) × 4, read by four; 4 × 1 × 4; 1 × 1 × 5
    expect(items.map(({ reference, risk }) => [reference, risk])).toEqual([
      [used, 40],
      [critical, 40],
      [high, 16],
      [low, 5],
    ])
    expect(items[2]).toMatchObject({ title: 'Files', criticality: 'high', owner: { name: 'jonas' }, opened90: 0 })

    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('mara', listDocumentationGaps, { limit: 1, ...(after && { after }) })
      seen.push(...body.items.map(({ reference }) => reference))
      after = body.next
    } while (after)
    expect(seen).toEqual([used, critical, high, low])
    expect((await vault.as('mara', listDocumentationGaps, { after: 'x' })).status).toBe(400)
  })

  test('is narrowed by criticality, by what is missing and by words', async () => {
    const vault = aVault()
    const door = await aSystem(vault, 'Door entry 100%', { criticality: 'critical' })
    const files = await aSystem(vault, 'Files')
    await aRunbook(vault, 'Files are gone', { related: [files] })
    const found = async (filters: object) => (await listed(vault, 'mara', filters)).map(({ reference }) => reference)
    expect(await found({ criticality: 'critical' })).toEqual([door])
    expect(await found({ missing: 'runbook' })).toEqual([door])
    expect(await found({ missing: 'vendor', text: 'file' })).toEqual([files])
    expect(await found({ text: '100%' })).toEqual([door])
    expect(await found({ text: '%' })).toEqual([door])
    expect(await found({ text: files })).toEqual([files])
    expect(await found({ text: 'nothing' })).toEqual([])
  })

  test('leaves archived systems out', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Door entry')
    await vault.as('mara', archiveDocument, { reference: system })
    expect(await listed(vault)).toEqual([])
  })
})
