import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { openDocument, saveDocument } from '#contract/documents.ts'
import {
  changeIncident,
  closeIncident,
  joinIncident,
  listIncidents,
  openIncident,
  readIncident,
  reopenIncident,
  suggestRunbooks,
} from '#contract/incidents.ts'
import { listNotices } from '#contract/notices.ts'
import { textOf } from '#contract/sentences.ts'
import type { IncidentReference } from '#contract/incident-reference.ts'
import type { Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook, aSystem, aVendor, usual } from '../support/documents.ts'
import { anEvent, anIncident, noted, readAs } from '../support/incidents.ts'
import { aVault, start, type Name, type Vault } from '../support/vault.ts'

const minutes = (count: number) => later(start, { minutes: count })
const kindsOf = ({ timeline }: { timeline: { kind: string }[] }) => timeline.map(({ kind }) => kind)
const seenBy = async (vault: Vault, incident: IncidentReference) => {
  const names = ['mara', 'anton', 'jonas', 'rosa', 'ines', 'tariq'] as const
  const seen: Name[] = []
  for (const name of names) {
    const { status } = await vault.as(name, readIncident, { incident })
    expect([200, 404]).toContain(status)
    const listed = await vault.as(name, listIncidents, {})
    // The list and the page agree, always.
    expect(listed.body.items.some(({ reference }) => reference === incident)).toBe(status === 200)
    if (status === 200) seen.push(name)
  }
  return seen
}
const inGeneral = (vault: Vault) => ({ to: 'tariq', collection: vault.collections.general, level: 'view' }) as const

describe('starting', () => {
  test('an incident has its number, its opener in it, and stands in the timeline with the runbook it came from', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const runbook = await aRunbook(vault, 'Internet down')
    const incident = await anIncident(vault, 'Internet down', { system, runbook, severity: 'critical' }, 'jonas')
    vault.clock.set(minutes(3))
    expect(await readAs(vault, 'jonas', incident)).toMatchObject({
      reference: 'IN-01',
      title: 'Internet down',
      severity: 'critical',
      system: { reference: system, title: 'Internet line' },
      openedAt: start,
      openedBy: { name: 'jonas' },
      seconds: 180,
      secondsToRunbook: 0,
      people: [{ name: 'jonas' }],
      isMine: true,
      mayEnd: true,
      timeline: [
        { kind: 'opened', by: { name: 'jonas' } },
        { kind: 'runbook', document: { reference: runbook, title: 'Internet down' } },
      ],
      runbooks: [{ reference: runbook, isRunning: false }],
      suggested: [],
    })
    expect(await anIncident(vault, 'Another')).toBe('IN-02')
  })

  test('the same one sent again is the same; the id of somebody else’s is theirs', async () => {
    const vault = aVault()
    const id = uuidv7() as never
    const once = await vault.as('jonas', openIncident, { id, title: 'Printer' })
    expect((await vault.as('jonas', openIncident, { id, title: 'Printer' })).body).toEqual({
      incident: 'IN-01',
      woken: 0,
    })
    expect(once.body).toEqual({ incident: 'IN-01', woken: 0 })
    expect((await vault.as('rosa', openIncident, { id, title: 'Mine' })).status).toBe(409)
    expect((await vault.as('mara', listIncidents, {})).body.items).toHaveLength(1)
    // Elsewhere it is nobody's business.
    expect((await vault.as('xenia', openIncident, { slug: 'other', id, title: 'Theirs' })).body.incident).toBe('IN-01')
    expect((await vault.as('mara', listIncidents, {})).body.items).toMatchObject([{ title: 'Printer' }])
  })

  test('owners, admins and nobody else are told at once; who joins is waited for no longer, and nobody is at its end', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const incident = await anIncident(vault, 'Internet down', { system }, 'jonas')
    const notices = async (name: Name) => (await vault.as(name, listNotices, {})).body.items
    const [told] = await notices('mara')
    expect(told).toMatchObject({ kind: 'incident.opened', to: '/o/acme/incidents/IN-01', urgent: true, waits: true })
    expect(textOf(told?.says ?? [])).toBe('jonas started IN-01: “Internet down”, about SY-01 Internet line')
    expect(await notices('anton')).toMatchObject([{ kind: 'incident.opened', waits: true }])
    for (const name of ['jonas', 'rosa', 'ines', 'tariq'] as const) expect(await notices(name)).toEqual([])
    await vault.as('anton', joinIncident, { incident })
    expect(await notices('anton')).toMatchObject([{ waits: false }])
    expect(await notices('mara')).toMatchObject([{ waits: true }])
    await vault.as('jonas', closeIncident, { incident })
    expect(await notices('mara')).toMatchObject([{ waits: false }])
  })

  test('standby access of whoever opens it wakes, once, and of nobody else', async () => {
    const vault = aVault()
    const lease = (name: Name) => `lease of ${name}`
    const credential = await aRunbook(vault, 'Stands for a credential here')
    const documentId = (await vault.as('mara', openDocument, { reference: credential })).body.id
    for (const name of ['tariq', 'rosa'] as const) {
      vault.db
        .prepare(
          `INSERT INTO leases (id, organization_id, document_id, member_id, payload, signature, hash, approved_by, starts_at, ends_at, standby_minutes)
           VALUES (?, ?, ?, ?, '{}', '', ?, ?, ?, ?, 60)`,
        )
        .run(
          lease(name),
          vault.acme.id,
          documentId,
          vault.member(name),
          lease(name),
          vault.member('mara'),
          start,
          minutes(10_000),
        )
    }
    const awake = () =>
      vault.db.prepare(`SELECT id, awake_until AS until FROM leases WHERE awake_until IS NOT NULL`).all()
    const id = uuidv7() as never
    expect((await vault.as('tariq', openIncident, { id, title: 'Night' })).body).toMatchObject({ woken: 1 })
    expect(awake()).toEqual([{ id: lease('tariq'), until: minutes(60) }])
    vault.clock.set(minutes(90))
    expect((await vault.as('tariq', openIncident, { id, title: 'Night' })).body).toMatchObject({ woken: 0 })
    expect(awake()).toEqual([{ id: lease('tariq'), until: minutes(60) }])
  })

  test('it is started about systems, from runbooks, by people who may see them', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Brightline')
    const hidden = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    const asked = (name: Name, fields: object) =>
      vault.as(name, openIncident, { id: uuidv7() as never, title: 'Something', ...fields })
    expect(await asked('mara', { system: vendor })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/system' }] },
    })
    expect(await asked('mara', { runbook: hidden })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/runbook' }] },
    })
    expect((await asked('jonas', { system: hidden })).status).toBe(404)
    expect((await asked('jonas', { system: 'SY-77' })).status).toBe(404)
    expect((await asked('ines', {})).status).toBe(403)
    expect((await asked('mara', {})).body.incident).toBe('IN-01')
  })
})

describe('who sees one', () => {
  test('about a system: who may view it', async () => {
    const vault = aVault()
    const open = await aSystem(vault, 'Internet line')
    const restricted = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    expect(await seenBy(vault, await anIncident(vault, 'One', { system: open }))).toEqual([
      'mara',
      'anton',
      'jonas',
      'rosa',
    ])
    expect(await seenBy(vault, await anIncident(vault, 'Two', { system: restricted }))).toEqual(['mara', 'anton'])
  })

  test('about none: everybody in-house but auditors, and who takes part', async () => {
    const vault = aVault()
    expect(await seenBy(vault, await anIncident(vault, 'One'))).toEqual(['mara', 'anton', 'jonas', 'rosa'])
    const theirs = await anIncident(vault, 'Two', {}, 'tariq')
    expect(await seenBy(vault, theirs)).toEqual(['mara', 'anton', 'jonas', 'rosa', 'tariq'])
  })

  test('a technician sees it while the grant lasts, and not a moment longer, also when they have joined', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const incident = await anIncident(vault, 'Internet down', { system })
    await vault.grant('mara', { ...inGeneral(vault), endsAt: minutes(60) })
    expect((await vault.as('tariq', joinIncident, { incident })).status).toBe(200)
    expect((await noted(vault, 'tariq', incident, anEvent(vault, 'note', { text: 'I am in' }))).status).toBe(200)
    vault.clock.set(minutes(60))
    const answers = [
      await vault.as('tariq', readIncident, { incident }),
      await vault.as('tariq', joinIncident, { incident }),
      await noted(vault, 'tariq', incident, anEvent(vault, 'note', { text: 'Still here' })),
      await vault.as('tariq', closeIncident, { incident }),
      await vault.as('tariq', changeIncident, { incident, title: 'Mine', severity: 'minor' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect((await vault.as('tariq', listIncidents, {})).body).toEqual({ items: [] })
    expect((await readAs(vault, 'mara', incident)).timeline).toHaveLength(3)
  })

  test('when its system is erased it stays with the key holders', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    const incident = await anIncident(vault, 'Break-in', { system })
    await vault.as('mara', joinIncident, { incident })
    vault.db.prepare(`UPDATE documents SET archived_at = ? WHERE kind = 'system'`).run(start)
    vault.db.prepare(`DELETE FROM documents WHERE kind = 'system'`).run()
    expect(await seenBy(vault, incident)).toEqual(['mara', 'anton'])
    expect((await readAs(vault, 'mara', incident)).system).toBeUndefined()
  })

  test('another organization has its own, and the number of ours is nothing to it', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Ours')
    const event = anEvent(vault, 'note', { text: 'Hello' })
    for (const slug of ['other', 'acme']) {
      const attempts = [
        await vault.as('xenia', readIncident, { slug, incident }),
        await vault.as('xenia', joinIncident, { slug, incident }),
        await vault.as('xenia', closeIncident, { slug, incident }),
      ]
      expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404])
    }
    await noted(vault, 'mara', incident, event)
    // The id of an entry elsewhere neither hides nor tells anything.
    const theirs = await anIncident(vault, 'Theirs', {}, 'xenia')
    const { body } = await vault.as('xenia', (await import('#contract/incidents.ts')).addIncidentEvents, {
      slug: 'other',
      incident: theirs,
      events: [{ ...event, text: 'Our own' }],
    })
    expect(body.added).toBe(1)
    expect((await readAs(vault, 'mara', incident)).timeline.at(-1)).toMatchObject({ kind: 'note', text: 'Hello' })
  })
})
