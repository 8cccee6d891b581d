import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { openDocument } from '#contract/documents.ts'
import {
  addIncidentEvents,
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
import { takeRung } from '../../server/access/doorbell.ts'
import { findSession } from '../../server/access/sessions.ts'
import { operationOf } from '../../server/http/route.ts'
import { later } from '../../server/platform/clock.ts'
import { aRunbook, aSystem, aVendor } from '../support/documents.ts'
import { anEvent, anIncident, noted, readAs } from '../support/incidents.ts'
import { aLane, held } from '../support/lanes.ts'
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

  test('who comes first at this hour is told too, if they may see it', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const lane = { name: 'First response', answersIncidents: true, firstInHours: held(vault, 'tariq') }
    await aLane(vault, { ...lane, firstOutOfHours: held(vault, 'rosa') })
    const kinds = async (name: Name) =>
      (await vault.as(name, listNotices, {})).body.items
        .map(({ kind }) => kind)
        .filter((kind) => kind === 'incident.opened')
    const opened = async () => {
      const incident = await anIncident(vault, 'Internet down', { system })
      return (await readAs(vault, 'mara', incident)).whoToCall.first?.person?.name
    }
    // Monday at nine: tariq would come first, and sees nothing here.
    expect([await opened(), await kinds('tariq'), await kinds('rosa')]).toEqual(['tariq', [], []])
    await vault.grant('mara', { ...inGeneral(vault), endsAt: later(start, { hours: 48 }) })
    expect([await opened(), await kinds('tariq')]).toEqual(['tariq', ['incident.opened']])
    vault.clock.set(later(start, { hours: 14 }))
    expect([await opened(), await kinds('rosa')]).toEqual(['rosa', ['incident.opened']])
    // A technician who starts one is told of nobody, and is to be helped all the same.
    await anIncident(vault, 'Help', {}, 'tariq')
    expect(await kinds('rosa')).toHaveLength(2)
  })

  test('nobody has more than twenty of their own under way', async () => {
    const vault = aVault()
    for (let n = 0; n < 20; n++) await anIncident(vault, 'Again', {}, 'tariq')
    const open = (name: Name) => vault.as(name, openIncident, { id: uuidv7(), title: 'And again' })
    expect((await open('tariq')).status).toBe(409)
    await vault.as('tariq', closeIncident, { incident: 'IN-07' })
    expect([(await open('tariq')).status, (await open('jonas')).status]).toEqual([200, 200])
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
      vault.as(name, openIncident, { id: uuidv7(), title: 'Something', ...fields })
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

  test('a grant on something else than its system opens none', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const runbook = await aRunbook(vault, 'Internet down', { related: [system] })
    const incident = await anIncident(vault, 'Internet down', { system, runbook })
    await vault.grant('mara', { to: 'tariq', reference: runbook, level: 'edit', endsAt: minutes(60) })
    expect(await seenBy(vault, incident)).not.toContain('tariq')
    await vault.grant('mara', { to: 'tariq', reference: system, level: 'view', endsAt: minutes(60) })
    expect(await seenBy(vault, incident)).toContain('tariq')
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
    const { body } = await vault.as('xenia', addIncidentEvents, {
      slug: 'other',
      incident: theirs,
      events: [{ ...event, text: 'Our own' }],
    })
    expect(body.added).toBe(1)
    expect((await readAs(vault, 'mara', incident)).timeline.at(-1)).toMatchObject({ kind: 'note', text: 'Hello' })
  })
})

describe('what happens in it', () => {
  test('entries stand at their own time, within the incident, once, and make their writer part of it', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const vendor = await aVendor(vault, 'Brightline Fibre')
    vault.clock.set(minutes(30))
    const events = [
      anEvent(vault, 'note', { text: ' Lights are out \n', at: minutes(10) }),
      anEvent(vault, 'call', { reference: vendor, text: '01632 960 118', at: minutes(5) }),
      anEvent(vault, 'call', { memberId: vault.member('anton'), at: minutes(20) }),
      anEvent(vault, 'note', { text: 'From a clock that runs ahead', at: minutes(500) }),
      anEvent(vault, 'note', { text: 'From one that is behind', at: minutes(-500) }),
    ]
    expect((await noted(vault, 'rosa', incident, ...events)).body).toEqual({ added: 5, warnings: [] })
    expect((await noted(vault, 'rosa', incident, ...events)).body).toEqual({ added: 0, warnings: [] })
    // The same id from somebody else changes nothing either.
    expect((await noted(vault, 'jonas', incident, { ...events[0], text: 'Forged' })).body.added).toBe(0)
    const { timeline, people } = await readAs(vault, 'mara', incident)
    expect(timeline.map(({ at, kind, by, called, text }) => [at, kind, by.name, called ?? text])).toEqual([
      [start, 'opened', 'mara', undefined],
      [start, 'joined', 'rosa', undefined],
      [start, 'note', 'rosa', 'From one that is behind'],
      [minutes(5), 'call', 'rosa', 'Brightline Fibre'],
      [minutes(10), 'joined', 'jonas', undefined],
      [minutes(10), 'note', 'rosa', 'Lights are out'],
      [minutes(20), 'call', 'rosa', 'anton'],
      [minutes(30), 'note', 'rosa', 'From a clock that runs ahead'],
    ])
    expect(timeline.find(({ at }) => at === minutes(5))).toMatchObject({ lateSeconds: 1500, text: '01632 960 118' })
    expect(people.map(({ name }) => name)).toEqual(['mara', 'rosa', 'jonas'])
  })

  test('the first runbook that somebody had open counts, however late that is told', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const one = await aRunbook(vault, 'Line')
    const other = await aRunbook(vault, 'Router')
    expect((await readAs(vault, 'mara', incident)).secondsToRunbook).toBeUndefined()
    vault.clock.set(minutes(20))
    await noted(vault, 'mara', incident, anEvent(vault, 'runbook', { reference: one }))
    await noted(vault, 'rosa', incident, anEvent(vault, 'runbook', { reference: other, at: minutes(4) }))
    expect(await readAs(vault, 'jonas', incident)).toMatchObject({
      secondsToRunbook: 240,
      runbooks: [{ reference: other }, { reference: one }],
    })
    await vault.as('mara', closeIncident, { incident })
    vault.clock.set(minutes(60))
    await noted(vault, 'rosa', incident, anEvent(vault, 'runbook', { reference: one }))
    expect((await readAs(vault, 'mara', incident)).secondsToRunbook).toBe(240)
  })

  test('of documents that a reader may not see the timeline says nothing, nor counts them', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Break-in')
    const hidden = await aRunbook(vault, 'Vault door', { collectionId: vault.collections.secret }, 'mara')
    const vendor = await aVendor(vault, 'Locksmith', { collectionId: vault.collections.secret }, 'mara')
    vault.clock.set(minutes(2))
    await noted(
      vault,
      'mara',
      incident,
      anEvent(vault, 'runbook', { reference: hidden }),
      anEvent(vault, 'call', { reference: vendor, text: '01632 960 118' }),
      anEvent(vault, 'note', { text: 'Police are here' }),
    )
    await vault.as('mara', closeIncident, { incident, runbooks: [{ reference: hidden, outcome: 'worked' }] })
    const forMara = await readAs(vault, 'mara', incident)
    expect([kindsOf(forMara), forMara.secondsToRunbook]).toEqual([['opened', 'runbook', 'call', 'note', 'closed'], 120])
    expect(forMara.runbooks).toMatchObject([{ reference: hidden, verdict: 'worked' }])
    for (const name of ['jonas', 'rosa'] as const) {
      const seen = await readAs(vault, name, incident)
      expect([kindsOf(seen), seen.secondsToRunbook]).toEqual([['opened', 'note', 'closed'], undefined])
      expect(JSON.stringify(seen)).not.toMatch(/Vault door|Locksmith|RB-|VN-|960/)
      expect(JSON.stringify((await vault.as(name, listIncidents, {})).body)).not.toContain('secondsToRunbook')
    }
  })

  test('what names a document out of reach is passed over, and keeps nothing else from being written', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const hidden = await aRunbook(vault, 'Vault door', { collectionId: vault.collections.secret }, 'mara')
    const { body } = await noted(
      vault,
      'rosa',
      incident,
      anEvent(vault, 'runbook', { reference: hidden }),
      anEvent(vault, 'runbook', { reference: 'RB-77' }),
      anEvent(vault, 'call', { memberId: vault.member('xenia') }),
      anEvent(vault, 'note', { text: 'Here' }),
    )
    expect(body.added).toBe(1)
    expect(kindsOf(await readAs(vault, 'mara', incident))).toEqual(['opened', 'joined', 'note'])
  })

  test('secrets are noticed by place and rule, and never repeated', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const event = anEvent(vault, 'note', { text: 'aws key AKIAIOSFODNN7EXAMPL3 works' })
    const { body } = await noted(vault, 'mara', incident, event)
    expect(body).toEqual({ added: 1, warnings: [{ id: event.id, rule: expect.any(String) }] })
    expect(JSON.stringify(vault.db.prepare(`SELECT payload FROM audit_events`).all())).not.toContain('AKIAIOSFODNN7')
  })

  test.each([
    ['no note', { kind: 'note', text: '  ' }, '/events/0/text'],
    ['no runbook', { kind: 'runbook' }, '/events/0/reference'],
    ['a vendor for a runbook', { kind: 'runbook', reference: 'VN-01' }, '/events/0/reference'],
    ['a runbook for a vendor', { kind: 'call', reference: 'RB-01' }, '/events/0/reference'],
    ['a note about a document', { kind: 'note', text: 'x', reference: 'RB-01' }, '/events/0/reference'],
    ['a reveal that was none', { kind: 'reveal' }, '/events/0/kind'],
    ['a time that is none', { kind: 'note', text: 'x', at: 'yesterday' }, '/events/0/at'],
    ['too long a text', { kind: 'note', text: 'x'.repeat(4_001) }, '/events/0/text'],
    ['half a character', { kind: 'note', text: '\ud800' }, '/events/0/text'],
    ['somebody else as the writer', { kind: 'note', text: 'x', by: 'mara' }, '/events/0'],
  ])('%s is refused by name, and nothing is half-saved', async (_what, fields, pointer) => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const answer = await noted(vault, 'mara', incident, anEvent(vault, 'note', fields))
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, expect.stringContaining(pointer)])
    expect(kindsOf(await readAs(vault, 'mara', incident))).toEqual(['opened'])
  })

  test('whoever looks at it is rung for when somebody else does something, and nobody else is', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    const { db, house, clock } = vault
    const write = async () => {
      takeRung(db)
      const session = findSession(db, house.config, vault.cookie('rosa').split('=')[1], clock.now())
      const events = [anEvent(vault, 'note', { text: 'Here' })]
      const origin = { requestId: uuidv7(), address: '', agent: '' }
      const input = addIncidentEvents.input.parse({ slug: 'acme', incident, events })
      // Without the writer of the house, which would ring before it can be seen for whom.
      await house.readElsewhere(operationOf(addIncidentEvents), {
        now: clock.now(),
        input,
        session,
        origin,
        origins: [],
      })
      return takeRung(db)
    }
    await vault.as('xenia', readIncident, { incident })
    await vault.as('ines', readIncident, { incident })
    await write()
    await readAs(vault, 'jonas', incident)
    expect(await write()).toEqual([vault.account('jonas')])
    clock.set(minutes(20))
    expect(await write()).toEqual([])
  })

  test('title, severity and system change, and the timeline says how it was', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const incident = await anIncident(vault, 'Net', { severity: 'minor' })
    await vault.as('jonas', changeIncident, { incident, title: 'Internet down', severity: 'critical', system })
    const { timeline, people, ...rest } = await readAs(vault, 'mara', incident)
    expect(rest).toMatchObject({ title: 'Internet down', severity: 'critical', system: { reference: system } })
    expect(timeline.slice(2)).toMatchObject([
      { kind: 'changed', text: 'Called “Internet down” now, before that “Net”' },
      { kind: 'changed', text: 'Critical now, before that minor' },
      { kind: 'changed', document: { reference: system } },
    ])
    expect(people.map(({ name }) => name)).toEqual(['mara', 'jonas'])
    await vault.as('jonas', changeIncident, { incident, title: 'Internet down', severity: 'critical', system })
    expect((await readAs(vault, 'mara', incident)).timeline).toHaveLength(5)
  })
})

describe('the end', () => {
  test('says how each runbook did: one that needs changes gets a flag, and the incident is closed for everybody', async () => {
    const vault = aVault()
    const [good, bad] = [await aRunbook(vault, 'Good'), await aRunbook(vault, 'Bad')]
    const incident = await anIncident(vault, 'Internet down', { runbook: good })
    vault.clock.set(minutes(42))
    const closed = await vault.as('mara', closeIncident, {
      incident,
      affected: 'Everybody at head office',
      summary: 'The fibre was cut',
      runbooks: [
        { reference: good, outcome: 'worked' },
        { reference: bad, outcome: 'needs_changes', note: 'Step 2 names the old router' },
      ],
    })
    expect(closed.status).toBe(200)
    expect(await readAs(vault, 'rosa', incident)).toMatchObject({
      closedAt: minutes(42),
      closedBy: 'mara',
      seconds: 2520,
      affected: 'Everybody at head office',
      summary: 'The fibre was cut',
      runbooks: [
        { reference: good, verdict: 'worked' },
        {
          reference: bad,
          verdict: 'needs_changes',
          verdictNote: 'Step 2 names the old router',
          lastOutcome: 'needs_changes',
        },
      ],
    })
    const { body } = await vault.as('mara', openDocument, { reference: bad })
    expect(body.causes).toMatchObject([{ cause: 'flag', text: 'In IN-01: Step 2 names the old router', by: 'mara' }])
    expect((await vault.as('mara', openDocument, { reference: good })).body.causes).toEqual([])
    const again = await vault.as('jonas', closeIncident, { incident })
    expect(again).toMatchObject({ status: 409, body: { detail: 'IN-01 is over already.' } })
    expect((await vault.as('rosa', joinIncident, { incident })).status).toBe(409)
    expect((await vault.as('mara', changeIncident, { incident, title: 'x', severity: 'minor' })).status).toBe(409)
  })

  test('a runbook that is no runbook, not there or there twice is refused by its place, and nothing is closed', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Line')
    const system = await aSystem(vault, 'Internet line')
    const hidden = await aRunbook(vault, 'Vault door', { collectionId: vault.collections.secret }, 'mara')
    const incident = await anIncident(vault, 'Internet down', {}, 'jonas')
    for (const references of [[system], [hidden], ['RB-77'], [runbook, runbook]]) {
      const runbooks = references.map((reference) => ({
        reference: reference as Reference,
        outcome: 'worked' as const,
      }))
      const { status, body } = await vault.as('jonas', closeIncident, { incident, runbooks })
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, `/runbooks/${references.length - 1}/reference`])
    }
    expect((await readAs(vault, 'jonas', incident)).closedAt).toBeUndefined()
  })

  test('what happened before the end may come after it; who comes later is not in it', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    vault.clock.set(minutes(10))
    await vault.as('mara', closeIncident, { incident })
    vault.clock.set(minutes(20))
    await noted(vault, 'rosa', incident, anEvent(vault, 'note', { text: 'I was on site', at: minutes(5) }))
    await noted(vault, 'jonas', incident, anEvent(vault, 'note', { text: 'Reading this later' }))
    const { timeline, people } = await readAs(vault, 'mara', incident)
    expect(timeline.map(({ kind, by }) => `${kind} ${by.name}`)).toEqual([
      'opened mara',
      'joined rosa',
      'note rosa',
      'closed mara',
      'note jonas',
    ])
    expect(people.map(({ name }) => name)).toEqual(['mara', 'rosa'])
  })

  test('it is opened again with why, and ended again', async () => {
    const vault = aVault()
    const incident = await anIncident(vault, 'Internet down')
    expect((await vault.as('mara', reopenIncident, { incident, why: 'It is down again' })).status).toBe(409)
    await vault.as('mara', closeIncident, { incident })
    vault.clock.set(minutes(5))
    await vault.as('jonas', reopenIncident, { incident, why: 'It is down again' })
    expect((await readAs(vault, 'mara', incident)).closedAt).toBeUndefined()
    vault.clock.set(minutes(8))
    await vault.as('mara', closeIncident, { incident, summary: 'Now' })
    const { timeline, summary } = await readAs(vault, 'mara', incident)
    expect(kindsOf({ timeline })).toEqual(['opened', 'closed', 'joined', 'reopened', 'closed'])
    expect([summary, timeline[3]?.text]).toEqual(['Now', 'It is down again'])
  })
})

describe('lists', () => {
  test('are narrowed by state, system, severity and words, and go on where the page before ended', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const hidden = await aSystem(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    await anIncident(vault, '100% of mail lost', { system, severity: 'critical' })
    await anIncident(vault, 'Printer')
    await anIncident(vault, 'Safe open', { system: hidden })
    await vault.as('mara', closeIncident, { incident: 'IN-02' })
    const list = async (fields: object, name: Name = 'mara') => {
      const { body } = await vault.as(name, listIncidents, fields)
      return [body.items.map(({ reference }) => reference).join(' '), body.next] as const
    }
    expect((await list({}))[0]).toBe('IN-03 IN-02 IN-01')
    expect((await list({}, 'rosa'))[0]).toBe('IN-02 IN-01')
    expect((await list({ open: 'true' }))[0]).toBe('IN-03 IN-01')
    expect((await list({ open: 'false' }))[0]).toBe('IN-02')
    expect((await list({ severity: 'critical' }))[0]).toBe('IN-01')
    expect((await list({ system }))[0]).toBe('IN-01')
    expect((await list({ text: '0% OF' }))[0]).toBe('IN-01')
    expect((await list({ text: 'in-3' }))[0]).toBe('IN-03')
    expect((await list({ text: '%' }))[0]).toBe('IN-01')
    const [first, next] = await list({ limit: 2 })
    expect([first, (await list({ limit: 2, after: next }))[0]]).toEqual(['IN-03 IN-02', 'IN-01'])
    expect((await vault.as('rosa', listIncidents, { system: hidden })).status).toBe(404)
    expect((await vault.as('mara', listIncidents, { after: 'bm90IG91cnM' })).status).toBe(400)
  })

  test('runbooks are offered for a system, the one that worked before the one that did not, none that is hidden', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const [bad, good, cited] = [
      await aRunbook(vault, 'Bad', { related: [system] }),
      await aRunbook(vault, 'Good', { related: [system] }),
      await aRunbook(vault, 'Names it', { body: `See [[${system}]].` }),
    ]
    await aRunbook(vault, 'About another')
    const hidden = { collectionId: vault.collections.secret, related: [system] }
    await aRunbook(vault, 'Hidden', hidden, 'mara')
    const incident = await anIncident(vault, 'Internet down', { system })
    const runbooks = [
      { reference: bad, outcome: 'needs_changes' as const },
      { reference: good, outcome: 'worked' as const },
    ]
    await vault.as('mara', closeIncident, { incident, runbooks })
    const offered = async (name: Name) =>
      (await vault.as(name, suggestRunbooks, { system })).body.items.map(({ title }) => title)
    expect(await offered('rosa')).toEqual(['Good', 'Names it', 'Bad'])
    expect(await offered('mara')).toEqual(['Good', 'Hidden', 'Names it', 'Bad'])
    expect((await vault.as('rosa', suggestRunbooks, { system })).body.items).toMatchObject([
      { reference: good, lastOutcome: 'worked', lastRunAt: start, state: 'unverified', opened90: 0 },
      { reference: cited },
      { lastOutcome: 'needs_changes', state: 'suspect' },
    ])
    expect((await vault.as('tariq', suggestRunbooks, { system })).status).toBe(404)
    expect((await readAs(vault, 'rosa', incident)).suggested).toMatchObject([{ reference: cited }])
  })
})
