import ICAL from 'ical.js'
import request from 'supertest'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { listActivity } from '#contract/activity.ts'
import { archiveContract } from '#contract/contracts.ts'
import { archiveDocument, assignDocument, saveDocument } from '#contract/documents.ts'
import { changeOutsideSettings, endFeed, makeFeed, myFeed, readFeed } from '#contract/feed.ts'
import { textOf } from '#contract/sentences.ts'
import type { Instant } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { aClient } from '../support/client.ts'
import { aContract, aWatchedDate } from '../support/contracts.ts'
import { aRunbook, aVendor, usual, verified } from '../support/documents.ts'
import { aVault, origin, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

const addressOf = async (vault: Vault, who: Name | Stranger) => (await vault.as(who, makeFeed, {})).body.path
const fetched = (vault: Vault, path: string) => request(vault.app).get(path)
const textOfFeed = async (vault: Vault, path: string) => {
  const answer = await fetched(vault, path)
  expect(answer.status).toBe(200)
  return answer.text
}

/** As a second parser reads it. */
async function eventsAt(vault: Vault, path: string) {
  const calendar = new ICAL.Component(ICAL.parse(await textOfFeed(vault, path)) as never)
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      on: event.startDate.toString(),
      isDay: event.startDate.isDate,
      location: event.location,
      url: String(component.getFirstPropertyValue('url')),
      sequence: event.sequence,
      stamp: String(component.getFirstPropertyValue('dtstamp')),
      alarms: component.getAllSubcomponents('valarm').length,
      free: String(component.getFirstPropertyValue('transp')),
    }
  })
}
const summaries = async (vault: Vault, path: string) =>
  (await eventsAt(vault, path)).map(({ summary }) => summary).sort()

/** One of every kind, mara's: RB-01, VN-01 with CT-01 and CT-02 and a certificate, and CR-01. */
async function oneOfEach(vault: Vault) {
  const runbook = await aRunbook(vault, 'Internet down', { ownerId: vault.member('mara') }, 'mara')
  await verified(vault, runbook, 'mara')
  const vendor = await aVendor(vault, 'Brightline Fibre', {}, 'mara')
  await aContract(vault, vendor)
  await aContract(vault, vendor, {
    title: 'Copper line',
    endsOn: '2026-05-31',
    autoRenews: false,
    notice: { amount: 1, unit: 'months' },
  })
  await aWatchedDate(vault, vendor, { kind: 'certificate', name: 'Wildcard certificate' })
  const client = await aClient(vault, 'mara')
  await client.create({ title: 'FortiGate admin', rotationDays: 90 })
}

describe('a private calendar', () => {
  test('tells of everything that has a day, by reference and kind, for a second parser too', async () => {
    const vault = aVault()
    await oneOfEach(vault)
    const path = await addressOf(vault, 'mara')
    const answer = await fetched(vault, path)
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(answer.headers['set-cookie']).toBeUndefined()
    const events = await eventsAt(vault, path)
    expect(events.map(({ summary, on, url }) => [summary, on, url]).sort()).toEqual([
      ['CR-01 rotation due', '2026-05-31', `${origin}/o/acme/credentials/CR-01`],
      ['CT-01 notice by 30 Jun', '2026-06-30', `${origin}/o/acme/contracts/CT-01`],
      ['CT-02 contract ends', '2026-05-31', `${origin}/o/acme/contracts/CT-02`],
      ['CT-02 notice by 30 Apr', '2026-04-30', `${origin}/o/acme/contracts/CT-02`],
      ['RB-01 review due', '2026-04-01', `${origin}/o/acme/runbooks/RB-01`],
      ['VN-01 certificate expires', '2026-04-01', `${origin}/o/acme/vendors/VN-01`],
    ])
    for (const event of events) {
      expect(event).toMatchObject({ isDay: true, location: 'Acme Joinery', alarms: 0, free: 'TRANSPARENT' })
      expect(event.uid).toMatch(
        new RegExp(`^(review|rotation|notice|contract_end|watched)-.+@${vault.acme.id}\\.runkeep$`),
      )
    }
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
    for (const line of answer.text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(answer.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('names nothing unless the organization lets titles out', async () => {
    const vault = aVault()
    await oneOfEach(vault)
    const path = await addressOf(vault, 'mara')
    for (const title of ['Internet down', 'Leased line', 'Copper', 'Wildcard', 'FortiGate', 'Brightline'])
      expect(await textOfFeed(vault, path)).not.toContain(title)
    expect((await vault.as('mara', changeOutsideSettings, { titles: true })).status).toBe(200)
    expect(await summaries(vault, path)).toEqual([
      'CR-01 rotation due: FortiGate admin',
      'CT-01 notice by 30 Jun: Leased line',
      'CT-02 contract ends: Copper line',
      'CT-02 notice by 30 Apr: Copper line',
      'RB-01 review due: Internet down',
      'VN-01 certificate expires: Wildcard certificate',
    ])
  })

  test('keeps the name of an event when its day moves, and the later reading counts', async () => {
    const vault = aVault()
    const runbook = await aRunbook(vault, 'Internet down', { ownerId: vault.member('mara') }, 'mara')
    await verified(vault, runbook, 'mara')
    const path = await addressOf(vault, 'mara')
    const [before] = await eventsAt(vault, path)
    vault.clock.set('2026-03-20T09:00:00.000Z' as Instant)
    await verified(vault, runbook, 'mara')
    const [after] = await eventsAt(vault, path)
    expect(before).toMatchObject({ on: '2026-04-01', stamp: '2026-03-02T09:00:00Z' })
    expect(after).toMatchObject({ on: '2026-04-19', uid: before?.uid, stamp: '2026-03-20T09:00:00Z' })
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Infinity)
  })

  test.each([
    ['Pacific/Kiritimati', '2026-04-01'],
    ['Pacific/Niue', '2026-03-31'],
    ['America/New_York', '2026-04-01'],
  ])('a day is the organization’s day: in %s %s', async (timeZone, on) => {
    const vault = aVault()
    vault.db.prepare(`UPDATE organizations SET time_zone = ?`).run(timeZone)
    const runbook = await aRunbook(vault, 'Internet down', { ownerId: vault.member('mara') }, 'mara')
    await verified(vault, runbook, 'mara')
    expect(await eventsAt(vault, await addressOf(vault, 'mara'))).toMatchObject([{ on, isDay: true }])
  })

  test('shows 30 days back and 400 ahead, and no further', async () => {
    const vault = aVault()
    const vendor = await aVendor(vault, 'Brightline', {}, 'mara')
    for (const on of ['2026-01-30', '2026-01-31', '2027-04-06', '2027-04-07'])
      await aWatchedDate(vault, vendor, { name: on, on })
    const events = await eventsAt(vault, await addressOf(vault, 'mara'))
    expect(events.map(({ on }) => on).sort()).toEqual(['2026-01-31', '2027-04-06'])
  })

  test('keeps what people typed as text: nothing in a title begins a line of the calendar', async () => {
    const vault = aVault()
    await vault.as('mara', changeOutsideSettings, { titles: true })
    const vendor = await aVendor(vault, 'Brightline', {}, 'mara')
    const id = await aWatchedDate(vault, vendor)
    const evil = 'x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL;,\\n🧨'.repeat(3)
    vault.db.prepare(`UPDATE watched_dates SET name = ? WHERE id = ?`).run(evil, id)
    vault.db.prepare(`UPDATE organizations SET name = ?`).run('A\r\nX-EVIL:1')
    const path = await addressOf(vault, 'mara')
    const events = await eventsAt(vault, path)
    expect(events).toMatchObject([{ alarms: 0 }])
    expect(events[0]?.summary).toContain('ACTION:EMAIL;,')
    expect(await textOfFeed(vault, path)).not.toMatch(/^(?:X-EVIL|ACTION|BEGIN:VALARM)/m)
  })
})

describe('whose calendar it is', () => {
  test('mine alone: what others keep is in theirs, what nobody keeps in the key holders’', async () => {
    const vault = aVault()
    const make = async (title: string, owner?: Name, deputy?: Name) =>
      verified(
        vault,
        await aRunbook(
          vault,
          title,
          {
            ...(owner && { ownerId: vault.member(owner) }),
            ...(deputy && { deputyId: vault.member(deputy) }),
          },
          'mara',
        ),
        'mara',
      )
    await make('Of jonas', 'jonas', 'rosa')
    await make('Of mara', 'mara')
    await make('Of nobody')
    const of = async (who: Name) => summaries(vault, await addressOf(vault, who))
    expect(await of('jonas')).toEqual(['RB-01 review due'])
    expect(await of('rosa')).toEqual(['RB-01 review due'])
    expect(await of('mara')).toEqual(['RB-02 review due', 'RB-03 review due'])
    expect(await of('anton')).toEqual(['RB-03 review due'])
    for (const who of ['ines', 'tariq'] as const) expect([who, await of(who)]).toEqual([who, []])
  })

  test('what a person can no longer see is gone at the next reading', async () => {
    const vault = aVault()
    await vault.grant('mara', {
      to: 'rosa',
      collection: vault.collections.secret,
      level: 'view',
      ends: later(start, { hours: 2 }),
    } as never)
    const place = { collectionId: vault.collections.secret, ownerId: vault.member('rosa') }
    const runbook = await aRunbook(vault, 'Firewall', place, 'mara')
    await verified(vault, runbook, 'mara')
    const path = await addressOf(vault, 'rosa')
    expect(await summaries(vault, path)).toEqual(['RB-01 review due'])
    vault.db.prepare(`UPDATE grants SET ended_at = ? WHERE member_id = ?`).run(start, vault.member('rosa'))
    expect(await summaries(vault, path)).toEqual([])
  })

  test('archived, given away, ended: gone', async () => {
    const vault = aVault()
    await oneOfEach(vault)
    const path = await addressOf(vault, 'mara')
    await vault.as('mara', archiveDocument, { reference: 'RB-01' })
    await vault.as('mara', archiveContract, { contract: 'CT-02' })
    await vault.as('mara', assignDocument, { reference: 'CR-01', ownerId: vault.member('anton') })
    expect(await summaries(vault, path)).toEqual(['CT-01 notice by 30 Jun', 'VN-01 certificate expires'])
  })

  test('nothing of another organization', async () => {
    const vault = aVault()
    await oneOfEach(vault)
    expect(await summaries(vault, await addressOf(vault, 'xenia'))).toEqual([])
  })
})

describe('the address', () => {
  test('has 256 bits, is shown once, and kept as a hash', async () => {
    const vault = aVault()
    const path = await addressOf(vault, 'mara')
    const [, token = ''] = /^\/calendar\/([A-Za-z0-9_-]{43})\.ics$/.exec(path) ?? []
    expect(token).toHaveLength(43)
    expect(JSON.stringify(vault.db.prepare(`SELECT * FROM calendar_feeds`).all())).not.toContain(token)
    expect(JSON.stringify(vault.db.prepare(`SELECT * FROM audit_events`).all())).not.toContain(token)
    expect((await vault.as('mara', myFeed, {})).body).toEqual({ createdAt: start })
    vault.clock.set(later(start, { hours: 1 }))
    await textOfFeed(vault, `/calendar/${token}`)
    expect((await vault.as('mara', myFeed, {})).body).toEqual({
      createdAt: start,
      lastReadAt: later(start, { hours: 1 }),
    })
  })

  test('is made anew at will: the old one is like one that never was', async () => {
    const vault = aVault()
    const old = await addressOf(vault, 'mara')
    const fresh = await addressOf(vault, 'mara')
    const answers = [await fetched(vault, old), await fetched(vault, `/calendar/${'A'.repeat(43)}.ics`)]
    for (const { status, headers, body } of answers) {
      expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
      expect({ ...body, instance: '' }).toEqual({ ...answers[0]?.body, instance: '' })
    }
    await textOfFeed(vault, fresh)
    expect((await vault.as('mara', endFeed, {})).status).toBe(200)
    expect((await fetched(vault, fresh)).status).toBe(404)
    expect((await vault.as('mara', myFeed, {})).body).toEqual({})
    const { body } = await vault.as('anton', listActivity, {})
    expect(body.items.slice(0, 2).map(({ says }) => textOf(says))).toEqual([
      'did away with the private calendar address',
      'made a private calendar address',
    ])
  })

  test('goes with the last membership and with the account, and does not come back', async () => {
    const vault = aVault()
    const paths = { rosa: await addressOf(vault, 'rosa'), jonas: await addressOf(vault, 'jonas') }
    const member = vault.member('rosa')
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, member)
    vault.db.prepare(`UPDATE accounts SET disabled_at = ? WHERE id = ?`).run(start, vault.account('jonas'))
    for (const path of Object.values(paths)) expect((await fetched(vault, path)).status).toBe(404)
    vault.db.prepare(`UPDATE members SET removed_at = NULL WHERE id = ?`).run(member)
    vault.db.prepare(`UPDATE accounts SET disabled_at = NULL WHERE id = ?`).run(vault.account('jonas'))
    for (const path of Object.values(paths)) expect((await fetched(vault, path)).status).toBe(404)
  })

  test('outlives the sessions of the person who made it', async () => {
    const vault = aVault()
    const path = await addressOf(vault, 'mara')
    vault.clock.set(later(start, { hours: 500 }))
    await textOfFeed(vault, path)
  })

  test('cannot be guessed at: who tries is slowed down, who has one is not', async () => {
    const vault = aVault()
    const path = await addressOf(vault, 'mara')
    const statuses = []
    for (let index = 0; index < 25; index += 1) statuses.push((await fetched(vault, `/calendar/${uuidv7()}`)).status)
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(404))
    expect(statuses.slice(20)).toEqual(Array(5).fill(429))
    await textOfFeed(vault, path)
  })

  test('read without end it is refused for a while, and the reader process is not asked', async () => {
    const vault = aVault()
    const path = await addressOf(vault, 'mara')
    const statuses = []
    for (let index = 0; index < 22; index += 1) statuses.push((await fetched(vault, path)).status)
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429, 429])
    vault.clock.set(later(start, { seconds: 31 }))
    await textOfFeed(vault, path)
  })

  test('leads to the configured origin, whatever host is named', async () => {
    const vault = aVault()
    await oneOfEach(vault)
    const path = await addressOf(vault, 'mara')
    const { text } = await fetched(vault, path).set('host', 'evil.example').set('x-forwarded-host', 'evil.example')
    expect(text).not.toContain('evil')
    expect(text).toContain(`URL;VALUE=URI:${origin}/o/acme/`)
  })

  test('answers a calendar to whoever asks by GET, and to nobody otherwise', async () => {
    const vault = aVault()
    const path = await addressOf(vault, 'mara')
    expect((await request(vault.app).head(path)).status).toBe(200)
    expect((await request(vault.app).post(path).set('origin', origin)).status).toBe(405)
    expect(readFeed.mediaType).toBe('text/calendar; charset=utf-8')
  })
})

test('a secret never gets into a calendar, titles or not', async () => {
  const vault = aVault()
  await oneOfEach(vault)
  await vault.as('mara', changeOutsideSettings, { titles: true })
  const { collectionId, body, criticality, intervalDays } = usual(vault, '')
  const saved = { title: 'Internet down', body: `${body}\ncanary-in-the-text`, criticality, intervalDays, collectionId }
  await vault.as('mara', saveDocument, { reference: 'RB-01', revision: 1, ...saved })
  const text = await textOfFeed(vault, await addressOf(vault, 'mara'))
  expect(text).not.toMatch(/canary|01632|BRL-77120|Registered letter|9480|948000/)
})
