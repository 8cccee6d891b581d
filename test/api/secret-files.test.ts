import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { addAttachment, listAttachments, readAttachment, removeAttachment } from '#contract/attachments.ts'
import { sealedStreamLength } from '#contract/crypto/stream.ts'
import { mostSealedFileBytes, mostStreamBytes } from '#contract/sealed/fields.ts'
import type { AttachmentId, Reference } from '#contract/values.ts'
import { readSecretFile } from '../../client/vault/secret-files.ts'
import type { TypedField } from '../../client/vault/secrets.ts'
import { aClient, usualFields, type Client } from '../support/client.ts'
import { identityOf } from '../support/keys.ts'
import { findIn, type Canary } from '../support/needles.ts'
import { everythingThatOpens } from '../support/thief.ts'
import { aVault, type Vault } from '../support/vault.ts'

let vault: Vault
let mara: Client
beforeEach(async () => {
  vault = aVault()
  mara = await aClient(vault, 'mara')
})
const cr = 'CR-01' as Reference
const organizationId = () => vault.acme.id
const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(90)}\n-----END OPENSSH PRIVATE KEY-----\n`

/** Seals a file, sends it, and gives the field that says what it is. */
async function attach(
  content: string | Uint8Array = key,
  { by = mara, who = 'mara', reference = cr, n = 20, name = 'id_ed25519' } = {},
): Promise<{ field: TypedField; attachment: AttachmentId; status: number }> {
  const { document } = await by.open(reference)
  const bytes = new Uint8Array(Buffer.from(content as string))
  const file = await by.does.sealFile({
    organizationId: organizationId(),
    documentId: document.id,
    name,
    type: 'application/octet-stream',
    content: bytes,
  })
  const id = file.attachment as AttachmentId
  const { status } = await vault.as(who, addAttachment, {
    reference,
    id,
    name: id,
    file: Buffer.from(file.sealed),
  } as never)
  return { field: { n, kind: 'file', text: file.text, label: name }, attachment: id, status }
}

/** A credential with one file. */
async function kept(content: string | Uint8Array = key) {
  const { id } = await mara.create()
  const attached = await attach(content)
  expect(attached.status).toBe(200)
  expect(await mara.save(cr, { fields: [...usualFields(), attached.field] })).toMatchObject({ status: 200 })
  return { id, ...attached }
}

/** As the credential's page does: a recorded reveal of the field, then the bytes, then the vault. */
async function opened(by: Client, who: string, { n = 20, revision = undefined as number | undefined } = {}) {
  const revealed = await by.reveal(cr, [n], { ...(revision !== undefined && { revision }) })
  const text = revealed.opened?.[n] ?? ''
  if (revealed.status !== 200) return { status: revealed.status, content: undefined }
  const { document } = await by.open(cr)
  const attachmentId = readSecretFile(text).attachment as AttachmentId
  const { status, body } = await vault.as(who, readAttachment, { reference: cr, attachmentId })
  if (status !== 200) return { status, content: undefined }
  const sealed = new Uint8Array(body as never as Buffer)
  return {
    status,
    ...(await by.does.openFile({ organizationId: organizationId(), documentId: document.id, text, sealed })),
  }
}
const textIn = ({ content }: { content?: Uint8Array | undefined }) => Buffer.from(content ?? []).toString()

test('an SSH key file is kept sealed, and opened by who may open the credential', async () => {
  await kept()
  const file = await opened(mara, 'mara')
  expect(file).toMatchObject({ status: 200, name: 'id_ed25519' })
  expect(textIn(file)).toBe(key)
  const anton = await aClient(vault, 'anton')
  expect(textIn(await opened(anton, 'anton'))).toBe(key)
})

test.each([0, 1, 65_536, 65_537, 300_000])('a file of %i bytes comes back to the letter', async (size) => {
  const content = randomBytes(size)
  await kept(content)
  expect(Buffer.from(((await opened(mara, 'mara')) as { content: Uint8Array }).content).equals(content)).toBe(true)
})

test('ten megabytes and no more', async () => {
  await mara.create()
  const { document } = await mara.open(cr)
  const seal = (size: number) =>
    mara.does.sealFile({
      organizationId: organizationId(),
      documentId: document.id,
      name: 'a',
      type: '',
      content: new Uint8Array(size),
    })
  await expect(seal(mostSealedFileBytes + 1)).rejects.toThrow(RangeError)
  expect(sealedStreamLength(mostSealedFileBytes)).toBeLessThanOrEqual(mostStreamBytes)
  const answer = await vault.as('mara', listAttachments, { reference: cr })
  expect(answer.body.limits.fileBytes).toBe(mostStreamBytes)
})

test('the server gives the ciphertext out after a reveal only, and never knows what it is called', async () => {
  const { attachment } = await kept()
  expect(await vault.as('anton', readAttachment, { reference: cr, attachmentId: attachment })).toMatchObject({
    status: 403,
  })
  const { body } = await vault.as('mara', listAttachments, { reference: cr })
  expect(body.items).toMatchObject([
    { name: attachment, sealed: true, mediaType: 'application/octet-stream', preview: 'none' },
  ])
})

test('what was not sealed is not kept on a credential', async () => {
  await mara.create()
  const id = '0199c000-0000-7000-8000-000000000001'
  const plain = { reference: cr, id, name: id, file: Buffer.from(key) }
  expect(await vault.as('mara', addAttachment, plain as never)).toMatchObject({ status: 422 })
  expect((await vault.as('mara', listAttachments, { reference: cr })).body.items).toEqual([])
})

test('a thief with the database and all files reads nothing of it', async () => {
  const canaries: Canary[] = Array.from({ length: 4 }, (_, line) => ({
    of: `line ${line} of the key`,
    secret: `canary-${line}-${randomBytes(12).toString('hex')}`,
  }))
  const name = `needle-${randomBytes(8).toString('hex')}.pem`
  await mara.create()
  const { field } = await attach(canaries.map(({ secret }) => secret).join('\n'), { name })
  await mara.save(cr, { fields: [...usualFields(), field] })
  await opened(mara, 'mara')

  const { folder } = vault.house.files
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const everything = [
    vault.db.serialize(),
    ...files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name))),
  ]
  expect(files.length).toBeGreaterThan(0)
  const haystacks = everything.map((bytes, index) => [`part ${index}`, bytes] as [string, Buffer])
  expect(findIn(haystacks, [...canaries, { of: 'its name', secret: name }])).toEqual([])
  // With the keys of somebody who was let in nowhere.
  const pairOf = (who: string) => ({ pairs: [identityOf(who).identity.enc] })
  const stolen = everythingThatOpens([vault.db.serialize()], pairOf('rosa'))
  expect([...stolen.texts].join()).not.toContain(name)
  // And with those of somebody who was: the search would have found it.
  const known = everythingThatOpens([vault.db.serialize()], pairOf('mara'))
  expect([...known.texts].join()).toContain(name)
})

/** The folder in which the server keeps files, for somebody who writes in it. */
function blobs() {
  const { folder } = vault.house.files
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

test('bytes of another file, a part of them or a changed one open to nothing', async () => {
  const { id, attachment, field } = await kept()
  const { attachment: other } = await attach('another key', { n: 21 })
  await mara.reveal(cr, [20])
  const read = async (attachmentId: AttachmentId) =>
    new Uint8Array((await vault.as('mara', readAttachment, { reference: cr, attachmentId })).body as never as Buffer)
  const [mine, theirs] = [await read(attachment), await read(other)]
  const open = (sealed: Uint8Array, documentId: string = id, text = field.text) =>
    mara.does.openFile({ organizationId: organizationId(), documentId, text, sealed })
  expect(textIn(await open(mine))).toBe(key)

  const flipped = mine.slice()
  flipped[200] = (flipped[200] ?? 0) ^ 1
  const longer = new Uint8Array([...mine, 0])
  const { id: elsewhere } = await mara.create({ title: 'Another' })
  for (const sealed of [theirs, mine.slice(0, -1), mine.slice(0, 108), new Uint8Array(0), flipped, longer]) {
    await expect(open(sealed)).rejects.toMatchObject({ name: 'IntegrityError' })
  }
  await expect(open(mine, elsewhere)).rejects.toMatchObject({ name: 'IntegrityError' })
  const said = readSecretFile(field.text)
  for (const lie of [
    { size: said.size - 1 },
    { attachment: other },
    { digest: said.dek },
    { dek: said.dek.replace(/^./, 'x') },
  ]) {
    await expect(open(mine, id, JSON.stringify({ ...said, ...lie }))).rejects.toMatchObject({ name: 'IntegrityError' })
  }
  await expect(open(mine, id, '{"v":2}')).rejects.toMatchObject({ name: 'IntegrityError' })
})

test('a file that was swapped on the disk never reaches anybody', async () => {
  await kept()
  for (const file of blobs()) writeFileSync(file, randomBytes(500))
  expect(await opened(mara, 'mara')).toEqual({ status: 500 })
})

test('whose lease is for the password alone opens no file', async () => {
  await kept()
  await vault.grant('mara', {
    to: 'tariq',
    collection: vault.collections.general,
    level: 'view',
    endsAt: '2026-06-01T00:00:00.000Z',
  })
  const tariq = await aClient(vault, 'tariq')
  expect(await tariq.request(cr, { fields: [2] })).toMatchObject({ status: 200 })
  await mara.refresh()
  expect(await mara.approve('AR-01', { fields: [2] })).toMatchObject({ status: 200 })
  await tariq.refresh()
  expect((await tariq.reveal(cr, [2])).opened).toEqual({ 2: 'correct-horse-7' })
  // The server refuses the field, and without it the ciphertext is noise.
  expect(await tariq.reveal(cr, [20]).catch((error: unknown) => error)).toMatchObject({ status: 403 })
  const mine = { pairs: [identityOf('tariq').identity.enc] }
  const texts = [...everythingThatOpens([vault.db.serialize()], mine).texts]
  expect(texts).toContain('correct-horse-7')
  expect(texts.join()).not.toContain('"attachment"')
})

test('another class and collection seal the field anew, and the file stays what it is', async () => {
  const { attachment, field } = await kept()
  const changes = { class: 'break_glass' as const, collectionId: vault.collections.secret }
  expect(
    await mara.save(cr, { ...changes, fields: [...usualFields(), { ...field, before: field.text }] }),
  ).toMatchObject({
    status: 200,
  })
  const revealed = await mara.reveal(cr, [20], { reason: 'The switch lost its key', typed: cr })
  expect(revealed.status).toBe(200)
  expect(readSecretFile(revealed.opened?.[20] ?? '').attachment).toBe(attachment)
})

test('a replaced file has another key, and the one before opens from its own version', async () => {
  const { field, attachment } = await kept()
  const next = await attach('the new key')
  await mara.save(cr, { fields: [...usualFields(), { ...next.field, before: field.text }] })
  await vault.as('mara', removeAttachment, { reference: cr, attachmentId: attachment })
  expect(readSecretFile(next.field.text).key).not.toBe(readSecretFile(field.text).key)
  expect(textIn(await opened(mara, 'mara'))).toBe('the new key')
  expect(textIn(await opened(mara, 'mara', { revision: 2 }))).toBe(key)
})
