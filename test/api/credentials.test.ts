import { beforeEach, expect, test } from 'vitest'
import { exposure, listRotations } from '#contract/access.ts'
import {
  addSecretWraps,
  createCredential,
  listOpeners,
  listReveals,
  listSecretVersions,
  openCredential,
  reveal,
  revealForCheck,
  saveCredential,
  secretKeyWork,
} from '#contract/credentials.ts'
import {
  countDocuments,
  createDocument,
  listDocuments,
  openDocument,
  restoreRevision,
  saveDocument,
} from '#contract/documents.ts'
import { listNotices } from '#contract/notices.ts'
import type { Reference } from '#contract/values.ts'
import { signStatement } from '../../client/vault/manifests.ts'
import { aClient, usualFields, type Client } from '../support/client.ts'
import { aRunbook, verified } from '../support/documents.ts'
import { aVault, type Vault } from '../support/vault.ts'

let vault: Vault
let mara: Client
beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
})
const cr = 'CR-01' as Reference
const until = '2026-06-01T00:00:00.000Z'

test('a credential is kept sealed and opened by who holds the keys', async () => {
  expect(await mara.create()).toMatchObject({ status: 200, reference: cr })
  expect(await mara.reveal(cr, [2])).toMatchObject({ status: 200, opened: { 2: 'correct-horse-7' } })
  const anton = await aClient(vault, 'anton')
  expect((await anton.reveal(cr, [2, 3])).opened).toEqual({ 2: 'correct-horse-7', 3: 'JBSWY3DPEHPK3PXP' })
})

test('nothing that the server was given holds the secret', async () => {
  await mara.create({ fields: usualFields('canary-4f81c0b2a97d') })
  await mara.reveal(cr, [2])
  const dump = vault.db.serialize().toString('latin1')
  for (const form of ['canary-4f81c0b2a97d', Buffer.from('canary-4f81c0b2a97d').toString('base64').slice(2, 20)]) {
    expect(dump).not.toContain(form)
  }
  expect(dump).not.toContain('cw-netadmin')
})

test('it stands in the library with class, address and what the reader can do', async () => {
  await mara.create({ class: 'guarded', rotationDays: 9, tags: ['firewall'] })
  const line = async (who: string) =>
    (await vault.as(who, listDocuments, { kind: 'credential' })).body.items[0]?.credential
  expect(await line('mara')).toEqual({
    class: 'guarded',
    address: 'https://198.51.100.1',
    rotateOn: '2026-03-11',
    rotateIn: 9,
    mustRotate: false,
    opens: 'open',
  })
  expect(await line('rosa')).toMatchObject({ opens: 'request' })
  expect(await line('ines')).toMatchObject({ opens: 'none', address: '' })
  expect((await vault.as('tariq', listDocuments, { kind: 'credential' })).body.items).toEqual([])
})

test.each([
  ['jonas', 403],
  ['rosa', 403],
  ['ines', 403],
  ['tariq', 404],
  ['xenia', 404],
])('%s keeps no credentials: a role that writes runbooks is not enough', async (who, status) => {
  const shown = {
    collectionId: vault.collections.general,
    title: 'x',
    class: 'standard',
    criticality: 'normal',
    intervalDays: 180,
  }
  const secret = { manifest: { payload: '{}', signature: `${'A'.repeat(85)}A` } }
  const id = '0199c000-0000-7000-8000-000000000001'
  expect(await vault.as(who, createCredential, { id, ...shown, secret } as never)).toMatchObject({ status })
})

test('a grant to edit in the collection lets an editor keep and change credentials', async () => {
  await vault.grant('mara', { to: 'jonas', collection: vault.collections.general, level: 'edit' })
  const jonas = await aClient(vault, 'jonas')
  expect(await jonas.create()).toMatchObject({ status: 200 })
  await mara.refresh()
  expect((await mara.reveal(cr, [2])).opened).toEqual({ 2: 'correct-horse-7' })
  expect(await jonas.save(cr, { fields: usualFields('another-secret-9') })).toMatchObject({ status: 200 })
  await mara.refresh()
  expect((await mara.reveal(cr, [2])).opened).toEqual({ 2: 'another-secret-9' })
})

test('who may only view gets no field, no key and no username', async () => {
  await mara.create()
  const rosa = (await vault.as('rosa', openCredential, { reference: cr })).body
  expect(rosa).toMatchObject({ opens: 'request', wraps: [], holders: [] })
  expect(rosa).not.toHaveProperty('username')
  expect(rosa).not.toHaveProperty('sealedDek')
  const client = await aClient(vault, 'rosa')
  expect(await client.reveal(cr)).toMatchObject({ status: 403 })
  expect(vault.db.prepare('SELECT count(*) FROM reveals').pluck().get()).toBe(0)
})

test('a standing grant to reveal opens it, until it ends by the clock', async () => {
  await mara.create()
  await vault.grant('mara', {
    to: 'rosa',
    collection: vault.collections.general,
    level: 'reveal',
    endsAt: '2026-03-02T10:00:00.000Z',
  })
  const rosa = await aClient(vault, 'rosa')
  expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  vault.clock.set('2026-03-02T10:00:00.000Z' as never)
  expect(await rosa.reveal(cr).catch((error: unknown) => error)).toMatchObject({ status: 403 })
})

test('a grant on the one document opens that one and no other', async () => {
  await mara.create()
  await mara.create({ title: 'Another' })
  const grant = await vault.grant('mara', { to: 'rosa', reference: cr, level: 'reveal' })
  expect(grant.status).toBe(200)
  await mara.refresh()
  const { credential, shown } = await mara.open(cr)
  const { wraps } = await mara.does.wrapSecret({
    organizationId: vault.acme.id,
    shown,
    credential,
    holders: credential.holders,
  })
  expect(await vault.as('mara', addSecretWraps, { reference: cr, wraps: wraps })).toMatchObject({
    status: 200,
  })
  const rosa = await aClient(vault, 'rosa')
  expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  expect(await rosa.reveal('CR-02')).toMatchObject({ status: 403 })
})

test('a grant to edit the one document changes what stands around the secret, and seals no new one', async () => {
  await mara.create()
  await vault.grant('mara', { to: 'rosa', reference: cr, level: 'edit' })
  await mara.refresh()
  await handOver()
  const rosa = await aClient(vault, 'rosa')
  expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  expect((await rosa.open(cr)).credential.seals).toBe(false)
  expect(await rosa.save(cr, { title: 'FortiGate, new name' })).toMatchObject({ status: 200 })
  // Her client has no key to seal with, and what another one would make up opens for nobody else.
  await expect(rosa.save(cr, { fields: usualFields('never-kept-1') })).rejects.toMatchObject({ absence: 'no-key' })
  await mara.refresh()
  const { credential, shown, document } = await mara.open(cr)
  const secret = await mara.does.sealSecret({
    organizationId: vault.acme.id,
    shown,
    revision: 3,
    fields: usualFields('made-up-1'),
    previous: { version: credential.current, shown },
    holders: credential.holders,
  })
  const {
    v: _v,
    by: _by,
    ts,
    ...says
  } = JSON.parse(secret.manifest.payload) as { type: string; ts: string; [key: string]: unknown }
  const manifest = signStatement({ log: vault.logState() } as never, vault.identity('rosa'), ts, says)
  const { title, address, collectionId } = shown
  const { criticality, intervalDays, revision } = document
  const said = { reference: cr, revision, title, address, class: 'standard', collectionId, criticality, intervalDays }
  expect(await vault.as('rosa', saveCredential, { ...said, secret: { ...secret, manifest } } as never)).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('alone') },
  })
  expect(await vault.as('rosa', addSecretWraps, { reference: cr, wraps: secret.wraps })).toMatchObject({
    status: 403,
  })
  expect((await mara.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  // With the keys of the collection beside it, she does.
  await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'reveal' })
  await rosa.refresh()
  expect(await rosa.save(cr, { fields: usualFields('by-rosa-1') })).toMatchObject({ status: 200 })
  await mara.refresh()
  expect((await mara.reveal(cr)).opened).toEqual({ 2: 'by-rosa-1' })
})

test('the end of a grant on the one document takes its key away, and shows in the exposure', async () => {
  await mara.create()
  const { id: grant } = await vault.grant('mara', { to: 'rosa', reference: cr, level: 'reveal' })
  await mara.refresh()
  await handOver()
  const rosa = await aClient(vault, 'rosa')
  expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'correct-horse-7' })
  // A new secret comes with her key in the same save: she need not wait for anybody.
  await mara.save(cr, { fields: usualFields('second-1') })
  expect((await vault.as('mara', secretKeyWork, {})).body.items).toEqual([])
  await rosa.refresh()
  expect((await rosa.reveal(cr)).opened).toEqual({ 2: 'second-1' })
  const wraps = () => vault.db.prepare(`SELECT count(*) FROM secret_wraps`).pluck().get()
  expect(wraps()).toBe(1)

  expect(await vault.endGrant('mara', grant)).toMatchObject({ status: 200 })
  expect(wraps()).toBe(0)
  expect(await rosa.reveal(cr).catch((error: unknown) => error)).toMatchObject({ status: 403 })
  const seen = async () => (await vault.as('mara', exposure, { memberId: vault.member('rosa') })).body.items
  expect(await seen()).toMatchObject([{ reference: cr, is: 'at_risk' }])
  vault.clock.set('2026-03-02T09:30:00.000Z' as never)
  await mara.refresh()
  if ((await vault.renew('mara')).status === 200) await mara.refresh()
  await mara.save(cr, { fields: usualFields('third-1') })
  expect(await seen()).toMatchObject([{ is: 'closed' }])
})

test('a grant on one break-glass credential opens nothing', async () => {
  await mara.create({ class: 'break_glass' })
  await vault.grant('mara', { to: 'rosa', reference: cr, level: 'edit' })
  expect((await vault.as('mara', secretKeyWork, {})).body.items).toEqual([])
  const rosa = await aClient(vault, 'rosa')
  expect((await rosa.open(cr)).credential).toMatchObject({ opens: 'none', seals: false, wraps: [] })
})

/** What a key holder's client does in the background for grants on single documents. */
async function handOver() {
  const { items } = (await vault.as('mara', secretKeyWork, {})).body
  expect(items).toMatchObject([{ reference: cr }])
  const { credential, shown } = await mara.open(cr)
  const input = { organizationId: vault.acme.id, shown, credential, holders: credential.holders }
  const { wraps } = await mara.does.wrapSecret(input)
  expect(await vault.as('mara', addSecretWraps, { reference: cr, wraps: wraps })).toMatchObject({
    status: 200,
  })
}

test('each reveal is one entry of the chain, signed, with who, what and why', async () => {
  await mara.create({ class: 'guarded' })
  await mara.reveal(cr, [2], { reason: 'Planned work: new certificate', ticket: 'NL-20931' })
  const rows = vault.db
    .prepare(`SELECT payload FROM audit_events WHERE act = 'credential.reveal'`)
    .pluck()
    .all() as string[]
  expect(rows).toHaveLength(1)
  const { details } = JSON.parse(rows[0] ?? '') as { details: { statement: string; reason: string } }
  expect(JSON.parse(details.statement)).toMatchObject({ type: 'reveal', fields: [2], purpose: 'copy', actorSeq: 1 })
  const log = (await vault.as('mara', listReveals, { reference: cr })).body.items
  expect(log).toMatchObject([
    { by: { name: 'mara' }, reason: 'Planned work: new certificate', ticket: 'NL-20931', fields: [2] },
  ])
})

test('a guarded secret wants a reason; break-glass wants its reference typed too', async () => {
  await mara.create({ class: 'guarded' })
  await mara.create({ class: 'break_glass', title: 'Emergency global admin' })
  expect(await mara.reveal(cr)).toMatchObject({ status: 400 })
  expect(await mara.reveal(cr, [2], { reason: 'Planned work' })).toMatchObject({ status: 200 })
  const reason = 'Nobody can sign in any more'
  expect(await mara.reveal('CR-02', [2], { reason })).toMatchObject({ status: 400 })
  expect(await mara.reveal('CR-02', [2], { reason, typed: 'CR-01' })).toMatchObject({ status: 400 })
  expect((await mara.reveal('CR-02', [2], { reason, typed: 'CR-02' })).opened).toEqual({ 2: 'correct-horse-7' })
})

test('break-glass is for key holders, tells them all, and must be changed after use', async () => {
  await mara.create({ class: 'break_glass', title: 'Emergency global admin' })
  await vault.grant('mara', { to: 'jonas', collection: vault.collections.general, level: 'manage' })
  const jonas = await aClient(vault, 'jonas')
  const why = { reason: 'Nobody can sign in any more', typed: cr }
  expect(await jonas.reveal(cr, [2], why)).toMatchObject({ status: 403 })
  const anton = await aClient(vault, 'anton')
  expect((await anton.reveal(cr, [2], why)).opened).toEqual({ 2: 'correct-horse-7' })
  for (const holder of ['mara', 'anton']) {
    const { body } = await vault.as(holder, listNotices, {})
    expect(body.items.map(({ kind }) => kind)).toContain('breakglass.used')
  }
  expect((await vault.as('mara', listRotations, {})).body.items).toMatchObject([{ cause: 'used', about: 'anton' }])
  await mara.refresh()
  expect(await mara.save(cr, { fields: usualFields('a-new-secret-3') })).toMatchObject({ status: 200 })
  expect((await vault.as('mara', listRotations, {})).body.items).toEqual([])
})

test('a reveal is taken once: the same statement, or another number, is refused', async () => {
  await mara.create()
  const { credential } = await mara.open(cr)
  const statement = await mara.does.signReveal({
    organizationId: vault.acme.id,
    documentId: credential.id,
    revision: 1,
    fields: [2],
    purpose: 'copy',
    actorSeq: 1,
  })
  expect(await vault.as('mara', reveal, { reference: cr, ...statement })).toMatchObject({ status: 200 })
  expect(await vault.as('mara', reveal, { reference: cr, ...statement })).toMatchObject({
    status: 409,
    body: { facts: { next: 2 } },
  })
  expect(await mara.reveal(cr, [2], { actorSeq: 7 })).toMatchObject({ status: 409 })
})

test.each([
  [
    'another signer',
    async (from: Client) =>
      from.does.signReveal({
        organizationId: vault.acme.id,
        documentId: (await from.open(cr)).credential.id,
        revision: 1,
        fields: [2],
        purpose: 'copy',
        actorSeq: 1,
      }),
  ],
])('a session without the keys reveals nothing: %s', async (_how, sign) => {
  await mara.create()
  const statement = await sign(await aClient(vault, 'anton'))
  expect(await vault.as('mara', reveal, { reference: cr, ...statement })).toMatchObject({ status: 400 })
  const flipped = {
    ...statement,
    signature: `${statement.signature.startsWith('A') ? 'B' : 'A'}${statement.signature.slice(1)}`,
  }
  expect(await vault.as('anton', reveal, { reference: cr, ...flipped })).toMatchObject({ status: 400 })
  expect(vault.db.prepare('SELECT count(*) FROM reveals').pluck().get()).toBe(0)
})

test('a statement of an hour ago is refused', async () => {
  await mara.create()
  const { credential } = await mara.open(cr)
  const statement = await mara.does.signReveal({
    organizationId: vault.acme.id,
    documentId: credential.id,
    revision: 1,
    fields: [2],
    purpose: 'copy',
    actorSeq: 1,
  })
  vault.clock.set('2026-03-02T09:06:00.000Z' as never)
  expect(await vault.as('mara', reveal, { reference: cr, ...statement })).toMatchObject({ status: 400 })
})

test('a changed secret starts its rotation anew and casts doubt on what cites it; a changed name does not', async () => {
  await mara.create()
  const runbook = await aRunbook(vault, 'Internet down', { body: 'Sign in with [[CR-01]].' })
  await verified(vault, runbook)
  vault.clock.set('2026-03-05T09:00:00.000Z' as never)
  expect(await mara.save(cr, { title: 'FortiGate, head office' })).toMatchObject({ status: 200, body: { revision: 2 } })
  const state = async () => (await vault.as('mara', openDocument, { reference: runbook })).body
  expect(await state()).toMatchObject({ state: 'verified' })
  await mara.save(cr, { fields: usualFields('brand-new-secret-1') })
  expect(await state()).toMatchObject({ state: 'suspect', causes: [{ cause: 'cited_rotated', reference: cr }] })
  expect((await vault.as('mara', openCredential, { reference: cr })).body.rotatedAt).toBe('2026-03-05T09:00:00.000Z')
})

test('every version can be opened again, and says who changed what and why', async () => {
  await mara.create()
  await mara.save(cr, { fields: usualFields('second-secret-22'), note: 'Tariq has left' })
  const { items } = (await vault.as('mara', listSecretVersions, { reference: cr })).body
  expect(items).toMatchObject([
    { revision: 2, savedBy: 'mara', note: 'Tariq has left', changed: [1, 2, 3] },
    { revision: 1, changed: [1, 2, 3] },
  ])
  expect((await mara.reveal(cr, [2], { revision: 1 })).opened).toEqual({ 2: 'correct-horse-7' })
  expect((await mara.reveal(cr, [2])).opened).toEqual({ 2: 'second-secret-22' })
})

test('two who change it at once: the second is told, and nothing is lost', async () => {
  await mara.create()
  const anton = await aClient(vault, 'anton')
  const opened = await anton.open(cr)
  await mara.save(cr, { fields: usualFields('mine-was-first-1') })
  const late = await secondVersion(anton, opened, 'mine-was-second')
  expect(await vault.as('anton', saveCredential, late as never)).toMatchObject({ status: 409 })
  expect((await mara.reveal(cr)).opened).toEqual({ 2: 'mine-was-first-1' })
})

test('a manifest that says something else than what is stored is refused', async () => {
  await mara.create()
  const opened = await mara.open(cr)
  const right = await secondVersion(mara, opened)
  const wrong: [string, object][] = [
    ['title', { title: 'Domain admin' }],
    ['address', { address: 'https://evil.example' }],
    ['class', { class: 'guarded' }],
    ['fields', { secret: { ...right.secret, fields: right.secret.fields?.slice(1) } }],
    ['collection', { collectionId: vault.collections.secret }],
  ]
  for (const [what, change] of wrong) {
    expect([what, (await vault.as('mara', saveCredential, { ...right, ...change } as never)).status]).toEqual([
      what,
      400,
    ])
  }
  expect(opened.document.revision).toBe(1)
  expect(await vault.as('mara', saveCredential, right as never)).toMatchObject({ status: 200 })
})

/** The second version as it is sent, sealed over what was opened. */
async function secondVersion(
  by: Client,
  { credential, shown }: Awaited<ReturnType<Client['open']>>,
  password?: string,
) {
  const secret = await by.does.sealSecret({
    organizationId: vault.acme.id,
    shown,
    revision: 2,
    fields: usualFields(password),
    previous: { version: credential.current, shown },
    holders: [],
  })
  const { title, address, collectionId } = shown
  const facts = { class: 'standard', criticality: 'normal', intervalDays: 180 }
  return { reference: cr, revision: 1, title, address, collectionId, ...facts, secret }
}

test('nothing is written into an epoch that somebody holds who has lost access', async () => {
  await mara.create()
  const { id } = await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'reveal' })
  await vault.endGrant('mara', id)
  await mara.refresh()
  await expect(mara.save(cr, { fields: usualFields('never-stored-11') })).rejects.toThrow()
  expect((await vault.renew('mara')).status).toBe(200)
  await mara.refresh()
  expect(await mara.save(cr, { fields: usualFields('stored-after-all') })).toMatchObject({ status: 200 })
  expect((await mara.reveal(cr, [2], { revision: 1 })).opened).toEqual({ 2: 'correct-horse-7' })
})

test('other ways of writing a document refuse a credential', async () => {
  await mara.create()
  const common = {
    title: 'x',
    body: 'x',
    collectionId: vault.collections.general,
    criticality: 'normal',
    intervalDays: 180,
  } as const
  expect(
    await vault.as('mara', createDocument, {
      id: '0199c000-0000-7000-8000-000000000002',
      kind: 'credential',
      ...common,
    }),
  ).toMatchObject({ status: 409 })
  expect(await vault.as('mara', saveDocument, { reference: cr, revision: 1, ...common })).toMatchObject({ status: 409 })
  expect(await vault.as('mara', restoreRevision, { reference: cr, revision: 1, current: 1 })).toMatchObject({
    status: 409,
  })
})

test('the addresses of a credential are not there on another kind of document', async () => {
  const runbook = await aRunbook(vault, 'Internet down')
  for (const endpoint of [openCredential, listOpeners, listReveals, listSecretVersions]) {
    expect([endpoint.path, (await vault.as('mara', endpoint, { reference: runbook })).status]).toEqual([
      endpoint.path,
      404,
    ])
  }
})

test('who can open it: by role, grant and lease, with their ends', async () => {
  await mara.create()
  await vault.grant('mara', { to: 'rosa', collection: vault.collections.general, level: 'reveal', endsAt: until })
  const { items } = (await vault.as('jonas', listOpeners, { reference: cr })).body
  expect(items.map(({ member, by, endsAt }) => [member.name, by, endsAt])).toEqual([
    ['anton', 'role', undefined],
    ['mara', 'role', undefined],
    ['rosa', 'collection', until],
  ])
})

test('a health check opens many passwords with one statement and one event, and never break-glass', async () => {
  const [weak, twice, again, glass] = await Promise.all([
    mara.create({ title: 'Weak', fields: usualFields('password1') }),
    mara.create({ title: 'Twice', fields: usualFields('long-and-strong-but-used-twice') }),
    mara.create({ title: 'Again', fields: usualFields('long-and-strong-but-used-twice') }),
    mara.create({ title: 'Glass', class: 'break_glass' }),
  ])
  const documents = [weak, twice, again, glass].map((each) => String(each.id))
  const statement = await mara.does.signCheck({ organizationId: vault.acme.id, documents, actorSeq: 1 })
  const { body, status } = await vault.as('mara', revealForCheck, statement)
  expect(status).toBe(200)
  expect(body.items.map(({ id }) => id)).toEqual(documents.slice(0, 3))
  const { items } = await mara.does.openCheck({ organizationId: vault.acme.id, items: body.items as never })
  expect(items[0]?.score).toBeLessThan(3)
  expect(items[1]?.sameAs).toEqual([documents[2]])
  expect(vault.db.prepare(`SELECT count(*) FROM audit_events WHERE act = 'credential.check'`).pluck().get()).toBe(1)
})

test('the list narrows to a class, to what must change and to what the asker can open; the counts agree', async () => {
  await mara.create({ title: 'Standard', rotationDays: 365 })
  await mara.create({ title: 'Guarded', class: 'guarded', rotationDays: 40 })
  await mara.create({ title: 'Glass', class: 'break_glass', rotationDays: 1 })
  await mara.create({ title: 'Closed', collectionId: vault.collections.secret })
  await aRunbook(vault, 'Open the door')
  await vault.grant('mara', { to: 'rosa', reference: 'CR-01', level: 'reveal' })
  const asked = async (who: string, filter: object) => {
    const { body } = await vault.as(who, listDocuments, { ...filter })
    const { body: counts } = await vault.as(who, countDocuments, { ...filter })
    const titles = body.items.map(({ title }) => title)
    const { verified, due, overdue, unverified, suspect } = counts
    expect(verified + due + overdue + unverified + suspect).toBe(titles.length)
    return titles
  }
  expect(await asked('mara', { class: 'guarded' })).toEqual(['Guarded'])
  expect(await asked('rosa', { class: 'standard' })).toEqual(['Standard'])
  expect(await asked('mara', { class: 'standard', kind: 'runbook' })).toEqual([])
  expect(await asked('rosa', { opens: 'open' })).toEqual(['Standard'])
  expect(await asked('rosa', { opens: 'request' })).toEqual(['Guarded'])
  expect(await asked('rosa', { opens: 'none' })).toEqual(['Glass'])
  expect(await asked('ines', { opens: 'none', class: 'break_glass' })).toEqual(['Glass'])
  expect(await asked('tariq', { opens: 'request' })).toEqual([])
  expect(await asked('mara', { opens: 'open' })).toEqual(['Closed', 'Glass', 'Guarded', 'Standard'])

  // Of 40 days a fifth is 8: due from the 32nd day on, late after the 40th.
  expect(await asked('mara', { rotation: 'due' })).toEqual([])
  vault.clock.set('2026-04-02T09:00:00.000Z' as never)
  expect(await asked('mara', { rotation: 'due' })).toEqual([])
  expect(await asked('mara', { rotation: 'overdue' })).toEqual(['Glass'])
  vault.clock.set('2026-04-03T09:00:00.000Z' as never)
  expect(await asked('mara', { rotation: 'due' })).toEqual(['Guarded'])
  vault.clock.set('2026-04-12T09:00:00.000Z' as never)
  expect(await asked('mara', { rotation: 'overdue' })).toEqual(['Glass', 'Guarded'])
  expect(await asked('mara', { rotation: 'now' })).toEqual([])
  const why = { reason: 'The domain is gone', ticket: 'NL-1', typed: 'CR-03' }
  expect(await mara.reveal('CR-03', [2], why as never)).toMatchObject({ status: 200 })
  expect(await asked('mara', { rotation: 'now' })).toEqual(['Glass'])
  expect(await asked('rosa', { rotation: 'now', opens: 'none' })).toEqual(['Glass'])
})

test('a filter of credentials that is none is refused by name', async () => {
  for (const [name, value] of Object.entries({ class: 'secret', rotation: 'soon', opens: 'perhaps' })) {
    const { status, body } = await vault.as('mara', listDocuments, { [name]: value })
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${name}` }] } })
  }
})
