import { beforeEach, describe, expect, test } from 'vitest'
import { openCredential, reveal } from '#contract/credentials.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { boxKeyPair, toBase64url } from '#contract/crypto/sodium.ts'
import type { Reference } from '#contract/values.ts'
import { aClient, usualFields, type Client } from '../support/client.ts'
import { identityOf } from '../support/keys.ts'
import { everythingThatOpens } from '../support/thief.ts'
import { aVault, type Vault } from '../support/vault.ts'

// Attacks of docs/cryptography.md §7 by whoever has the server: its whole database, to read and to write. The clients
// are real, and so is the API between.

let vault: Vault
let mara: Client
const cr = 'CR-01' as Reference
const why = { reason: 'The line is down at head office', ticket: 'NL-20931' }
beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
})

const copy = () => vault.db.serialize()
const pairOf = (name: string) => identityOf(name).identity.enc
const both = () => Object.values(vault.collections).slice(0, 2)
const seedsOf = (id: string) => Object.values(vault.seeds(id)) as Uint8Array[]
const seedsNow = () => both().flatMap(seedsOf)
const holdsOf = (texts: Set<string>, secrets: readonly string[]) => secrets.filter((secret) => texts.has(secret))
const changed = (password: string) => ({ fields: usualFields(password) })
/** New keys, as the clients of key holders make them in the background. */
async function renewed(collections?: string[]) {
  expect((await vault.renew('mara', collections)).status).toBe(200)
  await mara.refresh()
}
async function kept(answer: Promise<{ status: number; body: unknown }>) {
  const { status, body } = await answer
  expect([status, status === 200 ? '' : body]).toEqual([200, ''])
}

/** Sees the collection, and so may ask for access: a technician's grants have an end. */
async function tariqMayAsk() {
  const endsAt = '2026-06-01T00:00:00.000Z'
  await kept(vault.grant('mara', { to: 'tariq', collection: vault.collections.general, level: 'view', endsAt }))
}

describe('ex-member-cannot-open-later-versions', () => {
  const before = ['before-standard-1', 'before-glass-1', 'before-second-epoch']
  const after = ['after-changed-1', 'after-new-1', 'after-glass-1', 'after-new-collection', 'after-third-epoch']

  /** What is written after somebody left and the keys were renewed. */
  async function lifeGoesOn() {
    await kept(mara.save(cr, changed('after-changed-1')))
    await kept(mara.create({ title: 'New', class: 'guarded', ...changed('after-new-1') }))
    await kept(mara.create({ title: 'Glass', class: 'break_glass', ...changed('after-glass-1') }))
    const { id, status } = await vault.createCollection('mara', { name: 'Servers' })
    expect(status).toBe(200)
    await mara.refresh()
    await kept(mara.create({ title: 'Elsewhere', collectionId: id, ...changed('after-new-collection') }))
    await renewed(both())
    await kept(mara.save('CR-03', changed('after-third-epoch')))
  }

  test('an admin who kept every key they ever had, with every copy of the database', async () => {
    await kept(mara.create({ ...changed('before-standard-1') }))
    await kept(mara.create({ class: 'break_glass', ...changed('before-glass-1') }))
    const seeds = seedsNow()
    const copies = [copy()]
    await renewed(both())
    await kept(mara.save(cr, changed('before-second-epoch')))
    seeds.push(...seedsNow())
    copies.push(copy())
    expect((await vault.removeMember('mara', 'anton')).status).toBe(200)
    await mara.refresh()
    copies.push(copy())
    // Between removal and renewal nothing is written.
    await expect(mara.save(cr, changed('never-kept-1'))).rejects.toMatchObject({ absence: 'stale' })
    await renewed()
    await lifeGoesOn()
    copies.push(copy())

    const anton = everythingThatOpens(copies, { pairs: [pairOf('anton')], seeds })
    expect(holdsOf(anton.texts, before)).toEqual(before)
    expect(holdsOf(anton.texts, after)).toEqual([])
    // The same thief with the keys of somebody who stayed finds all of it in the last copy alone: the search works.
    const stayed = everythingThatOpens(copies.slice(-1), { pairs: [pairOf('mara')] })
    expect(holdsOf(stayed.texts, [...before, ...after])).toEqual([...before, ...after])
    expect(everythingThatOpens(copies, {}).texts.size).toBe(0)
  })

  test('a reader whose grant to reveal has ended; and never break-glass', async () => {
    const on = { to: 'rosa', collection: vault.collections.general, level: 'reveal' } as const
    const { id } = await vault.grant('mara', on)
    await mara.refresh()
    await kept(mara.create({ ...changed('before-standard-1') }))
    await kept(mara.create({ class: 'break_glass', ...changed('before-glass-1') }))
    const copies = [copy()]
    const seeds = [vault.seeds(vault.collections.general).reveal]
    expect((await vault.endGrant('mara', id)).status).toBe(200)
    await mara.refresh()
    await renewed()
    await lifeGoesOn()
    copies.push(copy())
    const rosa = everythingThatOpens(copies, { pairs: [pairOf('rosa')], seeds })
    expect(holdsOf(rosa.texts, before)).toEqual(['before-standard-1'])
    expect(holdsOf(rosa.texts, after)).toEqual([])
  })

  test('a technician whose lease is over opens the version that it was for, and no other', async () => {
    await tariqMayAsk()
    await mara.refresh()
    await kept(mara.create({ ...changed('before-standard-1') }))
    await kept(mara.create({ title: 'Another', ...changed('before-second-epoch') }))
    const tariq = await aClient(vault, 'tariq')
    await kept(tariq.request(cr, { ...why, minutes: 60 }))
    await kept(mara.approve('AR-01'))
    const copies = [copy()]
    vault.clock.set('2026-03-02T10:01:00.000Z' as never)
    await kept(mara.save(cr, changed('after-changed-1')))
    copies.push(copy())
    const { texts } = everythingThatOpens(copies, { pairs: [pairOf('tariq')] })
    expect(holdsOf(texts, ['before-standard-1', 'before-second-epoch', 'after-changed-1'])).toEqual([
      'before-standard-1',
    ])
  })
})

describe('member-key-swap: a server that puts its own key in the place of a member’s', () => {
  const own = boxKeyPair(new Uint8Array(32).fill(7))
  const theirs = toBase64url(own.publicKey)
  const everywhere = (name: 'tariq' | 'rosa' | 'anton') => {
    vault.db.prepare(`UPDATE accounts SET enc_public_key = ? WHERE id = ?`).run(theirs, vault.account(name))
    vault.db.prepare(`UPDATE members SET enc_public_key = ? WHERE id = ?`).run(theirs, vault.member(name))
  }
  /** In the log too, under the signatures as they were. */
  const inTheLog = (name: 'tariq' | 'rosa' | 'anton') => {
    const enc = toBase64url(pairOf(name).publicKey)
    vault.db.exec(`DROP TRIGGER log_is_append_only_update`)
    const { changes } = vault.db
      .prepare(`UPDATE organization_log SET payload = replace(payload, ?, ?) WHERE payload LIKE '%' || ? || '%'`)
      .run(enc, theirs, enc)
    expect(changes).toBeGreaterThan(0)
  }

  test('at a lease: it is sealed to the key of the log', async () => {
    await tariqMayAsk()
    await mara.create()
    everywhere('tariq')
    const tariq = await aClient(vault, 'tariq')
    await kept(tariq.request(cr, why))
    await mara.refresh()
    await kept(mara.approve('AR-01'))
    expect(everythingThatOpens([copy()], { pairs: [own] })).toMatchObject({ keys: 0, seeds: 0 })
    await tariq.refresh()
    expect((await tariq.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  })

  test('at a share: a grant brings its key to the key of the log', async () => {
    await mara.create()
    everywhere('rosa')
    const grant = [{ type: 'grant.set', grant: '0199c000-0000-7000-8000-00000000000a', member: vault.member('rosa'), on: { collection: vault.collections.general }, level: 2 }] // prettier-ignore
    const { appendToLog } = await import('#contract/log.ts')
    const post = await mara.does.stateIn({ organizationId: vault.acme.id, wishes: grant as never })
    await kept(vault.as('mara', appendToLog, post))
    expect(everythingThatOpens([copy()], { pairs: [own] })).toMatchObject({ keys: 0, seeds: 0 })
    const rosa = await aClient(vault, 'rosa')
    expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  })

  test.each(['tariq', 'rosa', 'anton'] as const)('in the log itself (%s): nobody believes it', async (name) => {
    inTheLog(name)
    await expect(aClient(vault, 'mara')).rejects.toThrow(IntegrityError)
    await expect(aClient(vault, 'jonas')).rejects.toThrow(IntegrityError)
  })
})

describe('what is changed in the database is not shown, and nothing is opened by it', () => {
  const other = 'CR-02'
  const sqlId = (reference: string) =>
    `(SELECT id FROM documents WHERE kind = 'credential' AND number = ${reference.slice(3)})`
  const first = `document_id = ${sqlId(cr)}`
  const [mine, theirs] = [sqlId(cr), sqlId(other)]
  const from = (column: string, table: string, where = `document_id = ${theirs} LIMIT 1`) =>
    `(SELECT ${column} FROM ${table} WHERE ${where})`

  /** The act, and whether the words around the secret are what was changed. */
  const flips: [string, string][] = [
    ['metadata-flip: title', `UPDATE documents SET title = 'FortiGate admim' WHERE id = ${mine}`],
    ['metadata-flip: address', `UPDATE documents SET body = 'https://198.51.100.2' WHERE id = ${mine}`],
    ['metadata-flip: no address', `UPDATE documents SET body = '' WHERE id = ${mine}`],
    ['metadata-flip: one address more', `UPDATE documents SET body = body || char(10) || 'https://evil.example' WHERE id = ${mine}`],
    ['metadata-flip: class', `UPDATE credentials SET class = 'guarded' WHERE ${first}`],
    ['metadata-flip: class, everywhere', `UPDATE credentials SET class = 'guarded' WHERE ${first}; UPDATE secrets SET class = 'guarded' WHERE ${first}`],
    ['metadata-flip: collection', `UPDATE documents SET collection_id = (SELECT id FROM collections WHERE restricted = 1 LIMIT 1) WHERE id = ${mine}`],
    ['metadata-flip: title and address of another', `UPDATE documents SET title = ${from('title', 'documents', `id = ${theirs}`)}, body = ${from('body', 'documents', `id = ${theirs}`)} WHERE id = ${mine}`],
    ['field-cut-and-paste: another field', `UPDATE secret_fields SET sealed = ${from('sealed', 'secret_fields', `${first} AND n = 1`)} WHERE ${first} AND n = 2`],
    ['field-cut-and-paste: the field of another credential', `UPDATE secret_fields SET sealed = ${from('sealed', 'secret_fields', `document_id = ${theirs} AND n = 2`)} WHERE ${first} AND n = 2`],
    ['field-cut-and-paste: the key of another credential', `UPDATE secrets SET sealed_dek = ${from('sealed_dek', 'secrets')} WHERE ${first}`],
    ['field-cut-and-paste: the manifest of another credential', `UPDATE manifests SET payload = ${from('payload', 'manifests')}, signature = ${from('signature', 'manifests')} WHERE ${first}`],
    ['field-cut-and-paste: the kind', `UPDATE secret_fields SET kind = 'text' WHERE ${first} AND n = 2`],
    ['another author', `UPDATE manifests SET member_id = (SELECT id FROM members WHERE name = 'anton') WHERE ${first}`],
    ['another word in the manifest', `UPDATE manifests SET payload = replace(payload, 'standard', 'guarded') WHERE ${first}`],
    ['another epoch', `UPDATE manifests SET payload = replace(payload, '"epoch":1', '"epoch":2') WHERE ${first}`],
  ] // prettier-ignore

  test.each(flips)('%s', async (_name, sql) => {
    await mara.create()
    await mara.create({ title: 'Domain admin', address: 'https://198.51.100.9', ...changed('another-secret-2') })
    vault.db.exec(sql)
    const what = { fields: [2], more: why }
    await expect(mara.reveal(cr, what.fields, what.more)).rejects.toThrow(IntegrityError)
    // A vault that has seen nothing before believes it as little.
    const anton = await aClient(vault, 'anton')
    await expect(anton.reveal(cr, what.fields, what.more)).rejects.toThrow(IntegrityError)
  })

  test('the control: changing what is not signed changes nothing', async () => {
    await mara.create()
    vault.db.exec(`UPDATE documents SET summary = 'x', criticality = 'low' WHERE id = ${mine}`)
    expect((await mara.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  })

  test('nobody approves, moves or renames what was changed behind their back', async () => {
    await tariqMayAsk()
    await mara.create()
    const tariq = await aClient(vault, 'tariq')
    await kept(tariq.request(cr, why))
    vault.db.exec(`UPDATE documents SET title = 'Printer in the hall' WHERE id = ${mine}`)
    await mara.refresh()
    await expect(mara.approve('AR-01')).rejects.toThrow(IntegrityError)
    await expect(mara.save(cr, { title: 'FortiGate' })).rejects.toThrow(IntegrityError)
    await expect(mara.save(cr, changed('written-for-a-liar'))).rejects.toThrow(IntegrityError)
    expect(vault.db.prepare(`SELECT count(*) FROM secret_wraps`).pluck().get()).toBe(0)
  })

  test('rollback: the revision before, put back whole, is refused by whoever saw the newer one', async () => {
    await mara.create()
    const anton = await aClient(vault, 'anton')
    await kept(mara.save(cr, changed('the-newer-secret')))
    expect((await anton.reveal(cr)).opened).toEqual({ 2: 'the-newer-secret' })
    expect((await mara.reveal(cr)).opened).toEqual({ 2: 'the-newer-secret' })
    const dek = `(SELECT dek_id FROM manifests WHERE ${first} AND revision = 1)`
    vault.db.exec(`UPDATE credentials SET dek_id = ${dek} WHERE ${first};
      UPDATE documents SET revision = 1 WHERE id = ${mine}; DELETE FROM manifests WHERE ${first} AND revision = 2`)
    await expect(anton.reveal(cr)).rejects.toThrow(IntegrityError)
    await expect(mara.reveal(cr)).rejects.toThrow(IntegrityError)
    await expect(mara.save(cr, changed('on-top-of-the-old'))).rejects.toThrow(IntegrityError)
  })

  test('relabel: a lease is not given under the name of another credential', async () => {
    await tariqMayAsk()
    await mara.create()
    await mara.create({ title: 'Domain admin', address: 'https://198.51.100.9' })
    const tariq = await aClient(vault, 'tariq')
    await kept(tariq.request(cr, why))
    vault.db.exec(`UPDATE access_requests SET document_id = ${theirs}`)
    await mara.refresh()
    await expect(mara.approve('AR-01')).rejects.toThrow(IntegrityError)
    expect(vault.db.prepare(`SELECT count(*) FROM leases`).pluck().get()).toBe(0)
  })
})

describe('session-without-keys-cannot-reveal', () => {
  const asked = (client: Client, id: string, actorSeq = 1) =>
    client.does.signReveal({ organizationId: vault.acme.id, documentId: id, revision: 1, fields: [2], purpose: 'copy', actorSeq }) // prettier-ignore
  const nothingWasRevealed = (besides = 0) =>
    expect(vault.db.prepare('SELECT count(*) FROM reveals').pluck().get()).toBe(besides)

  test('the cookie of a key holder, and every other key in the house', async () => {
    const { id } = await mara.create()
    for (const other of ['anton', 'jonas', 'rosa', 'tariq']) {
      const statement = await asked(await aClient(vault, other), id)
      expect([other, (await vault.as('mara', reveal, { reference: cr, ...statement })).status]).toEqual([other, 400])
      const inHerName = { ...statement, payload: statement.payload.replace(vault.member(other as 'anton'), vault.member('mara')) } // prettier-ignore
      expect(inHerName.payload).not.toBe(statement.payload)
      expect((await vault.as('mara', reveal, { reference: cr, ...inHerName })).status).toBe(400)
    }
    nothingWasRevealed()
  })

  test('a reveal of hers that was listened to: once, for that document, for those fields', async () => {
    const { id } = await mara.create()
    await mara.create({ title: 'Another' })
    const statement = await asked(mara, id)
    const more = { ...statement, payload: statement.payload.replace('"fields":[2]', '"fields":[1,2,3]') }
    expect(more.payload).not.toBe(statement.payload)
    expect((await vault.as('mara', reveal, { reference: cr, ...more })).status).toBe(400)
    expect((await vault.as('mara', reveal, { reference: 'CR-02', ...statement })).status).toBe(400)
    nothingWasRevealed()
    expect((await vault.as('mara', reveal, { reference: cr, ...statement })).status).toBe(200)
    expect((await vault.as('mara', reveal, { reference: cr, ...statement })).status).toBe(409)
    const next = { ...statement, payload: statement.payload.replace('"actorSeq":1', '"actorSeq":2') }
    expect((await vault.as('mara', reveal, { reference: cr, ...next })).status).toBe(400)
    nothingWasRevealed(1)
  })

  test('and whatever the session is answered with opens nothing', async () => {
    await mara.create()
    const { body } = await vault.as('mara', openCredential, { reference: cr })
    expect(body.sealedDek).toBeDefined()
    expect(everythingThatOpens([copy()], { pairs: [boxKeyPair(new Uint8Array(32))] }).texts.size).toBe(0)
  })
})
