import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import {
  accountActs,
  acts,
  createActivityExport,
  installationActs,
  listActivity,
  listCheckpoints,
  readActivityExport,
  type ActivityEntry,
} from '#contract/activity.ts'
import { raiseFlag, archiveDocument, purgeDocument } from '#contract/documents.ts'
import { textOf } from '#contract/sentences.ts'
import type { Day, Instant } from '#contract/values.ts'
import { record } from '../../server/access/audit.ts'
import { seal } from '../../server/access/checkpoints.ts'
import { later } from '../../server/platform/clock.ts'
import { atomically } from '../../server/platform/database.ts'
import { logKeyIn } from '../../server/platform/log-key.ts'
import { aRunbook, verified } from '../support/documents.ts'
import { aFolder } from '../support/installation.ts'
import { aVault, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

/** Writes an act of somebody straight into the log, as a feature would. */
function did(
  vault: Vault,
  who: Name | Stranger,
  act: string,
  on: [string, string],
  details: Record<string, unknown> = {},
) {
  const organizationId = who === 'xenia' ? vault.other.id : vault.acme.id
  const by = { organizationId, accountId: vault.account(who), memberId: vault.member(who) }
  write(vault, { act, on, ...by, details })
}

/** What an account does outside of any organization. */
const didAlone = (vault: Vault, who: Name | Stranger, act: string, details: Record<string, unknown> = {}) =>
  write(vault, { act, on: ['account', vault.account(who)], accountId: vault.account(who), details })

function write({ db, clock }: Vault, act: Parameters<typeof record>[1]): void {
  const origin = { requestId: uuidv7(), address: '198.51.100.7', agent: 'test' }
  atomically(db, () => record({ db, now: clock.now(), origin }, act))
}

const grantTo = (vault: Vault, member: Name, target: Record<string, unknown>) =>
  did(vault, 'mara', 'grant.set', ['grant', uuidv7()], { memberId: vault.member(member), level: 'view', ...target })

/** `jonas saved RB-01 Router`: as a line of the page reads. */
const line = ({ by, says }: ActivityEntry) => `${by ? `${by.name} ` : ''}${textOf(says)}`

async function linesFor(vault: Vault, who: Name | Stranger, filters: object = {}) {
  const answer = await vault.as(who, listActivity, filters)
  expect(answer.status).toBe(200)
  return answer.body.items.map(line)
}

describe('who reads what', () => {
  async function aBusyVault() {
    const vault = aVault()
    const open = await aRunbook(vault, 'Router', {}, 'jonas')
    await aRunbook(vault, 'Safe', { collectionId: vault.collections.secret }, 'mara')
    await verified(vault, open, 'rosa').catch(() => undefined)
    await vault.as('rosa', raiseFlag, { reference: open, text: 'The number is wrong' })
    did(vault, 'tariq', 'document.verify', ['document', uuidv7()], { reference: 'RB-09', revision: 1 })
    did(vault, 'xenia', 'collection.create', ['collection', vault.collections.foreign], { name: 'Foreign' })
    return vault
  }

  test('owners and admins: everything of their organization, and nothing of another', async () => {
    const vault = await aBusyVault()
    for (const who of ['mara', 'anton'] as const) {
      expect(await linesFor(vault, who)).toEqual([
        'tariq verified RB-09, version 1',
        'rosa reported a problem with RB-01 Router: “The number is wrong”',
        'mara wrote RB-02 Safe',
        'jonas wrote RB-01 Router',
      ])
    }
    expect(await linesFor(vault, 'xenia', { slug: 'other' })).toEqual(['xenia made the collection General'])
    expect((await vault.as('xenia', listActivity, {})).status).toBe(404)
  })

  test('auditors: who, what and when, and no word out of a document', async () => {
    const vault = await aBusyVault()
    expect(await linesFor(vault, 'ines')).toEqual([
      'tariq verified RB-09, version 1',
      'rosa reported a problem with RB-01 Router',
      'mara wrote RB-02 Safe',
      'jonas wrote RB-01 Router',
    ])
  })

  test('everybody else: what they did themselves', async () => {
    const vault = await aBusyVault()
    expect(await linesFor(vault, 'jonas')).toEqual(['jonas wrote RB-01 Router'])
    expect(await linesFor(vault, 'rosa')).toEqual(['rosa reported a problem with RB-01 Router: “The number is wrong”'])
    expect(await linesFor(vault, 'tariq')).toEqual(['tariq verified RB-09, version 1'])
  })

  test('asking for somebody else’s acts finds none, as if there were none', async () => {
    const vault = await aBusyVault()
    const person = vault.member('mara')
    const theirs = await vault.as('jonas', listActivity, { person })
    const madeUp = await vault.as('jonas', listActivity, { person: uuidv7() })
    expect(theirs.body).toEqual({ items: [] })
    expect(theirs.body).toEqual(madeUp.body)
    expect(await linesFor(vault, 'jonas', { member: person })).toEqual([])
    expect(await linesFor(vault, 'mara', { person: vault.member('xenia') })).toEqual([])
  })

  test('one’s own acts on what is out of reach now: its number, and neither title nor text', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Canary title', { collectionId: vault.collections.secret }, 'mara')
    const documentId = vault.db.prepare(`SELECT id FROM documents`).pluck().get() as string
    did(vault, 'rosa', 'flag.raise', ['document', documentId], { reference, text: 'Canary text' })
    did(vault, 'rosa', 'grant.end', ['grant', uuidv7()], {
      memberId: vault.member('rosa'),
      collectionId: vault.collections.secret,
    })
    const { body } = await vault.as('rosa', listActivity, {})
    expect(body.items.map(line)).toEqual([
      'rosa ended the access of rosa to a collection',
      'rosa reported a problem with RB-01',
    ])
    expect(JSON.stringify(body)).not.toMatch(/Canary|Security/)
  })

  test('a document that is gone is named by its number', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Gone', {}, 'mara')
    await vault.as('mara', archiveDocument, { reference })
    expect((await vault.as('mara', purgeDocument, { reference, confirm: reference })).status).toBe(200)
    const lines = ['mara erased RB-01 for good', 'mara archived RB-01', 'mara wrote RB-01']
    expect(await linesFor(vault, 'mara')).toEqual(lines)
    expect(await linesFor(vault, 'mara', { document: reference })).toEqual(lines)
  })
})

describe('signing in', () => {
  test('of members, while they are members; of nobody else', async () => {
    const vault = aVault()
    didAlone(vault, 'rosa', 'session.start', { knownDevice: false })
    didAlone(vault, 'xenia', 'session.start', { knownDevice: true })
    didAlone(vault, 'rosa', 'session.refuse', { reason: 'signature' })
    vault.clock.set(later(start, { hours: 1 }))
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(vault.clock.now(), vault.member('rosa'))
    vault.clock.set(later(start, { hours: 2 }))
    didAlone(vault, 'rosa', 'session.start', { knownDevice: true })
    const lines = ['tried to sign in as rosa and was refused', 'rosa signed in on a device that was new']
    expect(await linesFor(vault, 'mara', { group: 'sign-in' })).toEqual(lines)
    expect(await linesFor(vault, 'mara', { person: vault.member('rosa') })).toEqual(lines)
    expect(await linesFor(vault, 'xenia', { slug: 'other', group: 'sign-in' })).toEqual(['xenia signed in'])
  })

  test('a restore is told to those who read all, in every organization', async () => {
    const vault = aVault()
    write(vault, { act: 'installation.restore', on: ['installation', 'restore'], details: { madeAt: start } })
    const words = [`put a backup in the place of the vault, made ${start}`]
    expect(await linesFor(vault, 'ines')).toEqual(words)
    expect(await linesFor(vault, 'xenia', { slug: 'other' })).toEqual(words)
    expect(await linesFor(vault, 'rosa')).toEqual([])
    const { body } = await vault.as('mara', listActivity, {})
    expect(body.items[0]).toMatchObject({ doer: 'server' })
    expect(body.items[0]?.by).toBeUndefined()
  })
})

describe('filters', () => {
  async function aWeek() {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Router', {}, 'jonas')
    const documentId = vault.db.prepare(`SELECT id FROM documents`).pluck().get() as string
    vault.clock.set('2026-03-03T23:30:00.000Z' as Instant)
    grantTo(vault, 'tariq', { documentId, endsAt: '2026-03-09T17:00:00.000Z' })
    vault.clock.set('2026-03-04T00:30:00.000Z' as Instant)
    grantTo(vault, 'rosa', { collectionId: vault.collections.secret })
    did(vault, 'anton', 'member.role', ['member', vault.member('rosa')], {
      before: { role: 'reader' },
      after: { role: 'editor', partyId: vault.acme.parties.in_house },
    })
    return { vault, reference, documentId }
  }

  test('by person, group, document, member and day; and each with another', async () => {
    const { vault, reference } = await aWeek()
    const gaveTariq = 'mara gave tariq view access to RB-01 Router until 2026-03-09T17:00:00.000Z'
    const gaveRosa = 'mara gave rosa view access to Security'
    const changed = 'anton made rosa editor of Acme Joinery, before that reader'
    const wrote = 'jonas wrote RB-01 Router'
    const cases: [object, string[]][] = [
      [{}, [changed, gaveRosa, gaveTariq, wrote]],
      [{ person: vault.member('mara') }, [gaveRosa, gaveTariq]],
      [{ group: 'access' }, [gaveRosa, gaveTariq]],
      [{ group: 'people' }, [changed]],
      [{ document: reference }, [gaveTariq, wrote]],
      [{ document: 'rb 1' }, [gaveTariq, wrote]],
      [{ document: 'RB-77' }, []],
      [{ member: vault.member('rosa') }, [changed, gaveRosa]],
      [{ member: vault.member('rosa'), person: vault.member('anton') }, [changed]],
      [{ member: vault.member('rosa'), group: 'access' }, [gaveRosa]],
      // London has winter time in March.
      [{ from: '2026-03-04' }, [changed, gaveRosa]],
      [{ until: '2026-03-03' }, [gaveTariq, wrote]],
      [{ from: '2026-03-03', until: '2026-03-03' }, [gaveTariq]],
    ]
    for (const [filters, lines] of cases)
      expect([filters, await linesFor(vault, 'mara', filters)]).toEqual([filters, lines])
  })

  test('days are those of the organization', async () => {
    const { vault } = await aWeek()
    vault.db.prepare(`UPDATE organizations SET time_zone = 'Europe/Berlin' WHERE id = ?`).run(vault.acme.id)
    expect(await linesFor(vault, 'mara', { until: '2026-03-03' as Day })).toEqual(['jonas wrote RB-01 Router'])
  })

  test('pages follow each other without a gap or a double, whatever is written meanwhile', async () => {
    const { vault } = await aWeek()
    for (let n = 0; n < 20; n++) didAlone(vault, 'rosa', 'session.start', { knownDevice: true })
    const seen: number[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('mara', listActivity, { limit: 3, ...(after && { after }) })
      seen.push(...body.items.map(({ seq }) => seq))
      after = body.next
      didAlone(vault, 'jonas', 'session.end')
    } while (after)
    const all = vault.db.prepare(`SELECT seq FROM audit_events WHERE seq <= ? ORDER BY seq DESC`).pluck().all(seen[0])
    expect(seen).toEqual(all)
  })

  test('a cursor that nobody handed out is refused', async () => {
    const { vault } = await aWeek()
    expect((await vault.as('mara', listActivity, { after: 'x' })).body.type).toBe('/problems/invalid-input')
  })
})

describe('an export', () => {
  const formula = '=HYPERLINK("https://evil.example","x")'

  async function exported(vault: Vault, who: Name, filters: object = {}) {
    const id = uuidv7() as never
    expect((await vault.as(who, createActivityExport, { id, ...filters })).status).toBe(200)
    let csv = ''
    let after: string | undefined
    do {
      const { body, status } = await vault.as(who, readActivityExport, { id, ...(after && { after }) })
      expect(status).toBe(200)
      csv += body.csv
      after = body.next
    } while (after)
    return { id, csv }
  }

  test('is CSV with a line for every entry up to its own, which stands in the log', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Router, "old"', {}, 'jonas')
    const documentId = vault.db.prepare(`SELECT id FROM documents`).pluck().get() as string
    did(vault, 'rosa', 'flag.raise', ['document', documentId], { reference, text: 'Two\nlines' })
    const { csv } = await exported(vault, 'mara')
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'Entry,Time (UTC),Person,Works for,What,About,Act,Address',
      `3,${start},mara,Acme Joinery,exported the activity,Records and exports,activity.export,127.0.0.1`,
    ])
    expect(csv).toContain('"reported a problem with RB-01 Router, ""old"": “Two\nlines”"')
    expect(csv.match(/\r\n/g)).toHaveLength(4)
  })

  test('has no formula in it', async () => {
    const vault = aVault()
    for (const first of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
      vault.db.prepare(`UPDATE members SET name = ? WHERE id = ?`).run(`${first}1+1`, vault.member('jonas'))
      vault.db.prepare(`UPDATE parties SET name = ? WHERE side = 'in_house'`).run(formula)
      did(vault, 'jonas', 'session.end', ['account', vault.account('jonas')])
      const { csv } = await exported(vault, 'mara')
      expect(csv).toContain(`'${first}1+1`)
      expect(csv).toContain(`"'${formula.replaceAll('"', '""')}"`)
      expect(csv).not.toMatch(/(?:^|[\n,]"?)[=+@\t＝＋－＠]/)
    }
  })

  test('of more than one part is one file', async () => {
    const vault = aVault()
    for (let n = 0; n < 2_500; n++) did(vault, 'jonas', 'session.end', ['account', vault.account('jonas')])
    const { csv } = await exported(vault, 'mara')
    const numbers = csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((row) => Number(row.split(',')[0]))
    expect(numbers).toEqual(Array.from({ length: 2_501 }, (_, index) => 2_501 - index))
  })

  test('keeps its filters, and what its reader may see', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Router', {}, 'jonas')
    await aRunbook(vault, 'Other', {}, 'mara')
    expect((await exported(vault, 'mara', { person: vault.member('jonas') })).csv).not.toContain('Other')
    const own = (await exported(vault, 'jonas')).csv
    expect(own).toContain('Router')
    expect(own).not.toMatch(/Other|mara/)
  })

  test('is nobody else’s, and not for long', async () => {
    const vault = aVault()
    const { id } = await exported(vault, 'mara')
    const read = async (who: Name | Stranger, input: object = {}) =>
      (await vault.as(who, readActivityExport, { id, ...input })).status
    expect([await read('anton'), await read('rosa'), await read('xenia', { slug: 'other' })]).toEqual([404, 404, 404])
    vault.clock.set(later(start, { minutes: 60 }))
    expect(await read('mara')).toBe(200)
    vault.clock.set(later(start, { minutes: 61 }))
    expect(await read('mara')).toBe(404)
  })

  test('is refused to whoever lost the right meanwhile: what is left is their own', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Router', {}, 'jonas')
    const { id } = await exported(vault, 'anton')
    vault.db.prepare(`UPDATE members SET role = 'reader' WHERE id = ?`).run(vault.member('anton'))
    const { body } = await vault.as('anton', readActivityExport, { id })
    expect(body.csv).not.toContain('Router')
    vault.db.prepare(`UPDATE members SET removed_at = ? WHERE id = ?`).run(start, vault.member('anton'))
    expect((await vault.as('anton', readActivityExport, { id })).status).toBe(404)
  })

  test('of what was never begun is nothing', async () => {
    const vault = aVault()
    expect((await vault.as('mara', readActivityExport, { id: uuidv7() })).status).toBe(404)
  })
})

test('checkpoints are for those who read all, newest first', async () => {
  const vault = aVault()
  const key = logKeyIn(path.join(aFolder(), 'log.key'))
  for (let n = 0; n < 3; n++) {
    didAlone(vault, 'rosa', 'session.end')
    atomically(vault.db, () => seal(vault.db, key, vault.clock.now()))
  }
  const { body } = await vault.as('ines', listCheckpoints, { limit: 2 })
  expect(body.items.map(({ size }) => size)).toEqual([3, 2])
  const rest = await vault.as('mara', listCheckpoints, { limit: 2, after: body.next })
  expect(rest.body).toMatchObject({ items: [{ size: 1, key: key.publicKey }] })
  expect(rest.body.next).toBeUndefined()
})

describe('acts in words', () => {
  /** Every act that the server's code records, by its text. */
  const recorded = new Set(
    readdirSync('server', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('contract'))
      .flatMap((name) => [
        ...readFileSync(path.join('server', name), 'utf8').matchAll(/\bact: '([a-z]+(?:-[a-z]+)*\.[a-z-]+)'/g),
      ])
      .map((match) => match[1] as string),
  )

  test('there is a line for every act that is recorded', () => {
    expect(recorded.size).toBeGreaterThan(25)
    expect([...recorded].filter((act) => !Object.hasOwn(acts, act))).toEqual([])
  })

  test('an act that has no line yet says its name, and nothing of what it keeps', async () => {
    const vault = aVault()
    did(vault, 'mara', 'thing.happen', ['thing', 'x'], { secret: 'Canary', reference: 'Canary' })
    const { body } = await vault.as('mara', listActivity, {})
    expect(body.items.map(line)).toEqual(['mara thing.happen'])
    expect(JSON.stringify(body)).not.toContain('Canary')
  })

  test('details that no line names never leave the server', async () => {
    const vault = aVault()
    const canary = 'canary-4f1b9c2d7e8a'
    for (const act of Object.keys(acts)) {
      const details = { payload: canary, signature: canary, agent: canary, reason2: canary, before: { name: canary } }
      if (accountActs.includes(act)) didAlone(vault, 'rosa', act, details)
      else if (installationActs.includes(act)) write(vault, { act, on: ['x', 'x'], details })
      else did(vault, 'rosa', act, ['document', uuidv7()], details)
    }
    for (const who of ['mara', 'ines', 'rosa'] as const) {
      const { body } = await vault.as(who, listActivity, { limit: 200 })
      expect(body.items.length).toBeGreaterThan(25)
      expect(JSON.stringify(body)).not.toContain(canary)
    }
  })

  test('names with control characters and brackets are words and nothing else', async () => {
    const vault = aVault()
    const name = '{by:person}[\u001b[31m]\r\n<b>'
    vault.db.prepare(`UPDATE members SET name = ? WHERE id = ?`).run(name, vault.member('rosa'))
    did(vault, 'mara', 'party.create', ['party', uuidv7()], { name })
    grantTo(vault, 'rosa', { collectionId: vault.collections.general })
    expect(await linesFor(vault, 'mara')).toEqual([
      `mara gave ${name} view access to General`,
      `mara added ${name} as a party`,
    ])
  })
})
