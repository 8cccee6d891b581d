import { randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import { listAttachments, previewAttachment, readAttachment, renameAttachment } from '#contract/attachments.ts'
import { revealForCheck } from '#contract/credentials.ts'
import type { Reference } from '#contract/values.ts'
import { later } from '../../server/platform/clock.ts'
import { added, adding } from '../support/attachments.ts'
import { aClient, type Client } from '../support/client.ts'
import { credentialCases } from '../support/credential-cases.ts'
import { aVault, start, type Vault } from '../support/vault.ts'

const reference = 'CR-01' as Reference
let vault: Vault
let mara: Client
beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
  await mara.create()
})

/** As the client sends it: STREAM of type attachment, nothing of the name or the content in it. */
const sealed = (length = 3_000) => Buffer.concat([Buffer.from([0x53, 1, 1, 16]), randomBytes(104 + length)])
function addingSealed(by = 'mara', file = sealed(), on: string = reference) {
  const id = uuidv7()
  return adding(vault, file, { by, reference: on, id, name: id })
}
async function addedSealed(by = 'mara', on: string = reference) {
  const id = uuidv7()
  const file = sealed()
  return { file, ...(await added(vault, file, { by, reference: on, id, name: id })) }
}
const take = (by: string, attachmentId: string) =>
  vault.as(by, readAttachment, { reference, attachmentId: attachmentId })
const bytesOf = (body: unknown) => Buffer.from(body as Uint8Array)

test('a file of a credential is a nameless blob: type, name and preview are nobody’s business here', async () => {
  const made = await addedSealed()
  expect(made).toMatchObject({ name: made.id, sealed: true, mediaType: 'application/octet-stream', preview: 'none' })
  const events = vault.db
    .prepare<[], string>(`SELECT payload FROM audit_events WHERE act = 'attachment.add'`)
    .pluck()
    .all()
  expect(JSON.parse(events[0] ?? '{}').details.name).toBeUndefined()
})

test('it is given out after a reveal by the same person, for ten minutes', async () => {
  const { id, file } = await addedSealed()
  const before = await take('mara', id)
  expect([before.status, before.body.type]).toEqual([403, '/problems/not-permitted'])
  expect(before.body.detail).toContain('Reveal CR-01 first')
  await mara.reveal(reference, [2])
  expect(bytesOf((await take('mara', id)).body).equals(file)).toBe(true)
  // Another key holder reveals for themselves.
  expect((await take('anton', id)).status).toBe(403)
  vault.clock.set(later(start, { minutes: 10 }))
  expect((await take('mara', id)).status).toBe(200)
  vault.clock.set(later(start, { minutes: 10, milliseconds: 1 }))
  expect((await take('mara', id)).status).toBe(403)
})

test('somebody who may only see that there is a credential sees that it has files, and gets none', async () => {
  const { id } = await addedSealed()
  const { body } = await vault.as('rosa', listAttachments, { reference })
  expect(body.items.map(({ name }) => name)).toEqual([id])
  const answer = await take('rosa', id)
  expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining('not open it')])
  expect((await take('tariq', id)).status).toBe(404)
  expect((await take('ines', id)).status).toBe(403)
})

test('a reveal that was does not outlive the access', async () => {
  const { id } = await addedSealed()
  const endsAt = later(start, { minutes: 5 })
  await vault.grant('mara', { to: 'rosa', reference, level: 'reveal', endsAt })
  vault.db
    .prepare(
      `INSERT INTO reveals (event, document_id, dek_id, revision, member_id, at, purpose, fields, reason, ticket)
       SELECT 1, d.id, 'x', 1, @member, @at, 'view', '[2]', '', '' FROM documents d WHERE d.kind = 'credential'`,
    )
    .run({ member: vault.member('rosa'), at: start })
  expect((await take('rosa', id)).status).toBe(200)
  vault.clock.set(later(start, { minutes: 5 }))
  expect((await take('rosa', id)).status).toBe(403)
})

test('a health check is no reveal', async () => {
  const { id } = await addedSealed()
  vault.db
    .prepare(
      `INSERT INTO reveals (event, document_id, dek_id, revision, member_id, at, purpose, fields, reason, ticket)
       SELECT 1, d.id, 'x', 1, @member, @at, 'check', '[2]', '', '' FROM documents d WHERE d.kind = 'credential'`,
    )
    .run({ member: vault.member('mara'), at: start })
  expect((await take('mara', id)).status).toBe(403)
  expect(credentialCases.some(({ endpoint }) => endpoint === revealForCheck)).toBe(true)
})

test('break-glass is for the holders of the keys, to add and to take', async () => {
  await mara.create({ title: 'Break glass', class: 'break_glass' })
  await vault.grant('mara', { to: 'jonas', reference: 'CR-02', level: 'manage' })
  const refused = await addingSealed('jonas', sealed(), 'CR-02')
  expect([refused.status, refused.body.detail]).toEqual([403, 'CR-02 is for the holders of the keys.'])
  const { id } = await addedSealed('mara', 'CR-02')
  const on = { reference: 'CR-02' as Reference, attachmentId: id }
  expect((await vault.as('jonas', readAttachment, on)).status).toBe(403)
})

test.each([
  ['plain text', Buffer.from('-----BEGIN PRIVATE KEY-----\n'.repeat(20))],
  ['a PDF', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500)])],
  ['a stream of another type', Buffer.concat([Buffer.from([0x53, 1, 2, 16]), Buffer.alloc(500)])],
  ['a head without contents', Buffer.concat([Buffer.from([0x53, 1, 1, 16]), Buffer.alloc(100)])],
  ['nothing', Buffer.alloc(0)],
])('%s is not kept on a credential: it must be encrypted before it is sent', async (_what, file) => {
  const answer = await addingSealed('mara', file)
  expect([answer.status, answer.body.type]).toEqual([422, '/problems/file-refused'])
  expect((await vault.as('mara', listAttachments, { reference })).body.items).toEqual([])
})

test('a true name is not taken for a sealed file, nor given to it later', async () => {
  const answer = await adding(vault, sealed(), { by: 'mara', reference, name: 'root-ca.key' })
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/name'])
  const { id: attachmentId } = await addedSealed()
  expect((await vault.as('mara', renameAttachment, { reference, attachmentId, name: 'root-ca.key' })).status).toBe(409)
})

test('no picture is made of a sealed file', async () => {
  const { id: attachmentId } = await addedSealed()
  await mara.reveal(reference, [2])
  expect((await vault.as('mara', previewAttachment, { reference, attachmentId })).status).toBe(404)
})

test.each([
  ['jonas', 403],
  ['rosa', 403],
  ['ines', 403],
  ['tariq', 404],
])('%s adds no file to a credential: that takes edit on it', async (by, status) => {
  expect((await addingSealed(by)).status).toBe(status)
})
