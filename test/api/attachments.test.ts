import { createHash } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import {
  listAttachments,
  previewAttachment,
  purgeAttachment,
  readAttachment,
  removeAttachment,
  renameAttachment,
  restoreAttachment,
} from '#contract/attachments.ts'
import { archiveDocument, createDocument, purgeDocument } from '#contract/documents.ts'
import type { Reference } from '#contract/values.ts'
import { keepFilesTidy } from '../../server/features/attachments/tidy.ts'
import { later } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { added, adding } from '../support/attachments.ts'
import { aRunbook, usual } from '../support/documents.ts'
import { aFolder } from '../support/installation.ts'
import { aVault, start, type Vault } from '../support/vault.ts'

const reference = 'RB-01' as Reference
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

async function aRunbookVault() {
  const vault = aVault()
  await aRunbook(vault, 'Open', {}, 'mara')
  await aRunbook(vault, 'Restricted', { collectionId: vault.collections.secret }, 'mara')
  return vault
}
/** Everything under the folder of files, by its path. */
function filesOf(vault: Vault): string[] {
  try {
    return readdirSync(vault.house.files.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(vault.house.files.folder, path.join(entry.parentPath, entry.name)))
      .sort()
  } catch {
    return []
  }
}
const acts = (vault: Vault) =>
  vault.db.prepare<[], string>(`SELECT act FROM audit_events WHERE act LIKE 'attachment.%' ORDER BY seq`).pluck().all()
const list = async (vault: Vault, by = 'jonas', history = false) =>
  (await vault.as(by, listAttachments, { reference, history: history ? 'true' : 'false' })).body
const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 200 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
}

// --- Add, list, read -----------------------------------------------------------------------------------------------------

test('jonas adds a file to a runbook, and rosa takes it as it was', async () => {
  const vault = await aRunbookVault()
  const made = await added(vault, 'plug it in\n', { name: 'Wiring – Flur.txt' })
  expect(made).toMatchObject({
    name: 'Wiring – Flur.txt',
    mediaType: 'text/plain',
    sizeBytes: 11,
    sha256: sha256('plug it in\n'),
    preview: 'text',
    sealed: false,
    addedBy: 'jonas',
    addedAt: start,
    version: 1,
  })
  const { items, limits } = await list(vault, 'rosa')
  expect(items).toEqual([made])
  expect(limits).toMatchObject({ fileBytes: 50_000_000, perDocument: 200, quotaBytes: 10_000_000_000 })

  const answer = await vault.as('rosa', readAttachment, { reference, attachmentId: made.id })
  expect([answer.status, Buffer.from(answer.body as never).toString()]).toEqual([200, 'plug it in\n'])
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="Wiring _ Flur.txt"; filename*=UTF-8''Wiring%20%E2%80%93%20Flur.txt`,
    'content-length': '11',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  expect(answer.headers['content-security-policy']).toContain('sandbox')
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  expect(acts(vault)).toEqual(['attachment.add'])
})

test('nothing that anybody sent is in the name of a file on the disk, and nobody else can read it', async () => {
  const vault = await aRunbookVault()
  await added(vault, 'x', { name: 'passwd' })
  const files = filesOf(vault)
  expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f]{32}$/)])
  expect(statSync(path.join(vault.house.files.folder, files[0] as string)).mode & 0o777).toBe(0o600)
})

test('the same id again gives the same answer and no second file; another content under it is refused', async () => {
  const vault = await aRunbookVault()
  const id = uuidv7()
  const first = await adding(vault, 'one', { id })
  const again = await adding(vault, 'one', { id })
  expect([again.status, again.body]).toEqual([200, first.body])
  const other = await adding(vault, 'two', { id })
  expect([other.status, other.body.type]).toEqual([409, '/problems/already-exists'])
  const byAnother = await adding(vault, 'one', { id, by: 'mara' })
  expect(byAnother.status).toBe(409)
  expect((await list(vault)).items.length).toBe(1)
  expect(filesOf(vault).length).toBe(1)
  expect(acts(vault)).toEqual(['attachment.add', 'attachment.add-again'])
})

test('a content that is there twice lies on the disk once, in each organization', async () => {
  const vault = await aRunbookVault()
  const one = await added(vault, 'the same', { name: 'a.txt' })
  const two = await added(vault, 'the same', { name: 'b.txt', by: 'mara', reference: 'RB-02' })
  expect([one.sha256, filesOf(vault).length]).toEqual([two.sha256, 1])
  const theirs = await vault.as('xenia', createDocument, {
    ...usual(vault, 'Theirs'),
    slug: 'other',
    collectionId: vault.collections.foreign,
    summary: '',
    tags: [],
    related: [],
  })
  expect(theirs.status).toBe(200)
  const three = await adding(vault, 'the same', { slug: 'other', by: 'xenia' })
  expect(three.status).toBe(200)
  expect(filesOf(vault).length).toBe(2)
})

test('that somebody else has a content already is told by no answer and by no sum', async () => {
  const [alone, shared] = [await aRunbookVault(), await aRunbookVault()]
  await added(shared, 'payroll 2026', { by: 'mara', reference: 'RB-02' })
  const id = uuidv7()
  const [first, second] = [await adding(alone, 'payroll 2026', { id }), await adding(shared, 'payroll 2026', { id })]
  expect(second.body).toEqual(first.body)
  const used = async (vault: Vault) => (await list(vault, 'mara')).limits.usedBytes
  expect([await used(alone), await used(shared)]).toEqual([12, 24])
  // Those who do not see all of it are told a rounded sum.
  expect((await list(shared, 'jonas')).limits.usedBytes).toBe(100_000_000)
})

// --- Pictures ------------------------------------------------------------------------------------------------------------

test('of a picture a small one is made anew, without what the camera wrote into it', async () => {
  const vault = await aRunbookVault()
  const photo = await sharp({ create: { width: 2_000, height: 1_000, channels: 3, background: '#246' } })
    .withExif({ IFD0: { Copyright: 'GPS 52.5 N' } })
    .jpeg()
    .toBuffer()
  expect(photo.includes('GPS 52.5 N')).toBe(true)
  const made = await added(vault, photo, { name: 'rack.jpg' })
  expect(made).toMatchObject({ mediaType: 'image/jpeg', preview: 'image', width: 2_000, height: 1_000 })
  for (const [size, width] of [
    ['thumb', 320],
    ['view', 1_600],
  ] as const) {
    const answer = await vault.as('rosa', previewAttachment, { reference, attachmentId: made.id, size })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/webp'])
    const bytes = Buffer.from(answer.body as never)
    const found = await sharp(bytes).metadata()
    expect(found).toMatchObject({ format: 'webp', width, height: width / 2 })
    expect([found.exif, bytes.includes('GPS')]).toEqual([undefined, false])
  }
  // Kept: the second time nothing is made.
  expect(filesOf(vault).filter((file) => file.startsWith('previews/')).length).toBe(2)
})

test('what is no picture has none', async () => {
  const vault = await aRunbookVault()
  const { id } = await added(vault, 'x')
  expect((await vault.as('jonas', previewAttachment, { reference, attachmentId: id })).status).toBe(404)
})

// --- Rename, remove, replace, restore ------------------------------------------------------------------------------------

test('a replaced file stays in the history, can be read there, and comes back', async () => {
  const vault = await aRunbookVault()
  const one = await added(vault, 'one')
  const two = await added(vault, 'two', { replaces: one.id })
  expect(two).toMatchObject({ version: 2, replaces: one.id })
  expect((await list(vault)).items.map(({ id }) => id)).toEqual([two.id])
  const history = (await list(vault, 'rosa', true)).items
  expect(history.map(({ id, version, removedBy }) => [id, version, removedBy])).toEqual([
    [two.id, 2, undefined],
    [one.id, 1, 'jonas'],
  ])
  const old = await vault.as('rosa', readAttachment, { reference, attachmentId: one.id })
  expect(Buffer.from(old.body as never).toString()).toBe('one')

  expect((await vault.as('jonas', restoreAttachment, { reference, attachmentId: one.id })).status).toBe(200)
  expect((await list(vault)).items.map(({ id }) => id)).toEqual([one.id])
  expect(await added(vault, 'three', { replaces: one.id })).toMatchObject({ version: 3 })
  // What is in the history cannot be replaced once more.
  expect((await adding(vault, 'four', { replaces: two.id })).body.errors?.[0]?.pointer).toBe('/replaces')
})

test('a file of another document cannot be replaced, renamed or read through this one', async () => {
  const vault = await aRunbookVault()
  const hidden = await added(vault, 'hidden', { by: 'mara', reference: 'RB-02' })
  const onThis = { reference, attachmentId: hidden.id }
  expect((await adding(vault, 'x', { replaces: hidden.id })).body.errors?.[0]?.pointer).toBe('/replaces')
  for (const answer of [
    await vault.as('jonas', readAttachment, onThis),
    await vault.as('jonas', previewAttachment, onThis),
    await vault.as('jonas', renameAttachment, { ...onThis, name: 'x' }),
    await vault.as('jonas', removeAttachment, onThis),
    await vault.as('jonas', restoreAttachment, onThis),
  ]) {
    expect(answer.status).toBe(404)
  }
})

test('jonas renames, removes and brings back', async () => {
  const vault = await aRunbookVault()
  const { id: attachmentId } = await added(vault, 'x')
  await vault.as('jonas', renameAttachment, { reference, attachmentId, name: 'Better.txt' })
  expect((await list(vault)).items[0]?.name).toBe('Better.txt')
  expect((await vault.as('jonas', removeAttachment, { reference, attachmentId })).status).toBe(200)
  expect((await list(vault)).items).toEqual([])
  expect((await vault.as('jonas', removeAttachment, { reference, attachmentId })).status).toBe(409)
  expect((await vault.as('jonas', renameAttachment, { reference, attachmentId, name: 'Y' })).status).toBe(409)
  expect((await vault.as('jonas', restoreAttachment, { reference, attachmentId })).status).toBe(200)
  expect((await list(vault)).items[0]?.name).toBe('Better.txt')
  expect(acts(vault)).toEqual(['attachment.add', 'attachment.rename', 'attachment.remove', 'attachment.restore'])
})

test('an archived document takes no files and gives its own', async () => {
  const vault = await aRunbookVault()
  const { id: attachmentId } = await added(vault, 'x')
  await vault.as('mara', archiveDocument, { reference })
  expect((await adding(vault, 'y')).status).toBe(409)
  expect((await vault.as('jonas', removeAttachment, { reference, attachmentId })).status).toBe(409)
  expect((await vault.as('jonas', readAttachment, { reference, attachmentId })).status).toBe(200)
})

// --- Purge -----------------------------------------------------------------------------------------------------------------

describe('erasing for good', () => {
  async function removed(vault: Vault, adds: Parameters<typeof added>[2] = {}) {
    const { id: attachmentId, name } = await added(vault, 'secret plan', adds)
    const on = { reference: (adds.reference ?? reference) as Reference, attachmentId }
    await vault.as('mara', removeAttachment, on)
    return { ...on, confirm: name }
  }

  test('an owner purges a removed file: its bytes leave the disk, the row stays as history', async () => {
    const vault = await aRunbookVault()
    const stop = await keepFilesTidy(vault.house)
    const on = await removed(vault)
    expect((await vault.as('mara', purgeAttachment, on)).status).toBe(200)
    await until(() => filesOf(vault).length === 0)
    expect(filesOf(vault)).toEqual([])
    const [row] = (await list(vault, 'rosa', true)).items
    expect(row).toMatchObject({ name: 'notes.txt', purgedAt: start, preview: 'none' })
    const { confirm: _, ...it } = on
    expect((await vault.as('rosa', readAttachment, it)).body.type).toBe('/problems/not-possible-now')
    expect((await vault.as('jonas', restoreAttachment, it)).status).toBe(409)
    expect((await list(vault, 'mara')).limits.usedBytes).toBe(0)
    stop()
  })

  test('bytes that another file needs stay', async () => {
    const vault = await aRunbookVault()
    const stop = await keepFilesTidy(vault.house)
    const other = await added(vault, 'secret plan', { by: 'mara', reference: 'RB-02' })
    await vault.as('mara', purgeAttachment, await removed(vault))
    await until(() => vault.db.prepare('SELECT 1 FROM erasures').get() === undefined)
    const there = await vault.as('mara', readAttachment, { reference: 'RB-02', attachmentId: other.id })
    expect(Buffer.from(there.body as never).toString()).toBe('secret plan')
    stop()
  })

  test('not without the name, a fresh sign-in, an owner, and removing it first', async () => {
    const vault = await aRunbookVault()
    const on = await removed(vault)
    expect((await vault.as('mara', purgeAttachment, { ...on, confirm: 'Notes.txt' })).status).toBe(400)
    expect((await vault.as('anton', purgeAttachment, on)).status).toBe(403)
    const { confirm: _, ...it } = on
    await vault.as('mara', restoreAttachment, it)
    expect((await vault.as('mara', purgeAttachment, on)).body.type).toBe('/problems/not-possible-now')
    await vault.as('mara', removeAttachment, it)
    vault.clock.set(later(start, { minutes: 11 }))
    expect((await vault.as('mara', purgeAttachment, on)).body.type).toBe('/problems/sign-in-again')
    expect(filesOf(vault).length).toBe(1)
  })

  test('a document that is erased takes the bytes of its files along, those in the history and the previews too', async () => {
    const vault = await aRunbookVault()
    const stop = await keepFilesTidy(vault.house)
    const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const one = await added(vault, picture, { name: 'a.png' })
    await added(vault, 'two', { replaces: one.id })
    const kept = await added(vault, 'kept', { by: 'mara', reference: 'RB-02' })
    await vault.as('rosa', previewAttachment, { reference, attachmentId: one.id })
    expect(filesOf(vault).length).toBe(4)
    await vault.as('mara', archiveDocument, { reference })
    expect((await vault.as('mara', purgeDocument, { reference, confirm: 'RB-01' })).status).toBe(200)
    await until(() => filesOf(vault).length === 1)
    expect(filesOf(vault).length).toBe(1)
    expect((await vault.as('mara', listAttachments, { reference: 'RB-02' })).body.items[0]).toEqual(kept)
    expect((await vault.as('mara', listAttachments, { reference: 'RB-02' })).body.limits.usedBytes).toBe(4)
    stop()
  })

  test('after a crash between commit and erasing, the next start erases', async () => {
    const vault = await aRunbookVault()
    await vault.as('mara', purgeAttachment, await removed(vault))
    expect(filesOf(vault).length).toBe(1)
    const stop = await keepFilesTidy(vault.house)
    await until(() => filesOf(vault).length === 0)
    expect(filesOf(vault)).toEqual([])
    stop()
  })
})

test('what a killed process left half is taken away at the next start', async () => {
  const vault = await aRunbookVault()
  await added(vault, 'whole')
  writeFileSync(vault.house.files.temporary(), 'half of somethi')
  expect(filesOf(vault).length).toBe(2)
  const stop = await keepFilesTidy(vault.house)
  expect(filesOf(vault)).toEqual([expect.stringMatching(/^[0-9a-f]{2}\//)])
  stop()
})

// --- Limits ----------------------------------------------------------------------------------------------------------------

describe('limits', () => {
  const aLimitedVault = async (environment: Record<string, string>) => {
    const vault = aVault(environment)
    await aRunbook(vault, 'Open', {}, 'mara')
    return vault
  }

  test('a file may be as large as was configured, to the byte', async () => {
    const vault = await aLimitedVault({ FILE_MEGABYTES: '0.001' })
    expect((await adding(vault, 'x'.repeat(1_000))).status).toBe(200)
    const answer = await adding(vault, 'x'.repeat(1_001))
    expect([answer.status, answer.body.type]).toEqual([413, '/problems/body-too-large'])
    expect(answer.body.detail).toBe('Files up to 0.001 MB are taken here.')
    expect(filesOf(vault).length).toBe(1)
  })

  test('a document takes as many files as was configured; replacing one takes no more', async () => {
    const vault = await aLimitedVault({ FILES_PER_DOCUMENT: '2' })
    const one = await added(vault, 'one')
    const two = await added(vault, 'two')
    const answer = await adding(vault, 'three')
    expect([answer.status, answer.body.detail]).toEqual([409, 'RB-01 has 2 files: that is the most.'])
    await added(vault, 'instead', { replaces: one.id })
    await vault.as('jonas', removeAttachment, { reference, attachmentId: two.id })
    await added(vault, 'three')
    expect((await vault.as('jonas', restoreAttachment, { reference, attachmentId: two.id })).status).toBe(409)
    expect((await list(vault)).items.length).toBe(2)
  })

  test('an organization has as much room as was configured, history included, until something is purged', async () => {
    const vault = await aLimitedVault({ FILES_GIGABYTES: '0.000001' })
    const one = await added(vault, 'x'.repeat(700))
    expect((await adding(vault, 'y'.repeat(301))).body.type).toBe('/problems/not-possible-now')
    await added(vault, 'y'.repeat(300))
    // What is there already counts as much as what is not: the answer tells nothing.
    expect((await adding(vault, 'x'.repeat(700))).body.type).toBe('/problems/not-possible-now')
    await vault.as('mara', removeAttachment, { reference, attachmentId: one.id })
    expect((await adding(vault, 'z')).status).toBe(409)
    await vault.as('mara', purgeAttachment, { reference, attachmentId: one.id, confirm: 'notes.txt' })
    expect((await adding(vault, 'z')).status).toBe(200)
    expect(filesOf(vault).length).toBe(3)
  })

  test('another organization’s files take nothing of ours', async () => {
    const vault = await aLimitedVault({ FILES_GIGABYTES: '0.000001' })
    await added(vault, 'x'.repeat(900))
    const theirs = { ...usual(vault, 'Theirs'), slug: 'other', collectionId: vault.collections.foreign }
    await vault.as('xenia', createDocument, { ...theirs, summary: '', tags: [], related: [] })
    expect((await adding(vault, 'x'.repeat(900), { slug: 'other', by: 'xenia' })).status).toBe(200)
  })
})

// --- The scanner -------------------------------------------------------------------------------------------------------------

describe('a configured scan command', () => {
  const node = `"${process.execPath}" -e`
  const scanner = (code: string) => ({ SCAN_COMMAND: `${node} '${code}' {file}` })
  const virus = 'if (require("fs").readFileSync(process.argv[1], "utf8").includes("EICAR")) process.exit(1)'

  test('lets in what it calls clean, and refuses what it does not, leaving nothing', async () => {
    const vault = aVault({ SCAN_COMMAND: `${node} "${virus.replaceAll('"', '`')}" {file}` })
    await aRunbook(vault, 'Open', {}, 'mara')
    expect((await adding(vault, 'fine')).status).toBe(200)
    const answer = await adding(vault, 'X5O EICAR')
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/file-refused'])
    expect(answer.body.detail).toContain('harmful')
    expect([filesOf(vault).length, (await list(vault)).items.length]).toEqual([1, 1])
  })

  test.each([
    ['fails', scanner('process.exit(2)')],
    ['is ended', scanner('process.kill(process.pid, 9)')],
    ['is not there', { SCAN_COMMAND: '/no/such/scanner {file}' }],
  ])('that %s keeps nothing: what could not be scanned is not clean', async (_what, environment) => {
    const vault = aVault(environment)
    await aRunbook(vault, 'Open', {}, 'mara')
    const answer = await adding(vault, 'fine')
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('could not be scanned')])
    expect(filesOf(vault)).toEqual([])
  })

  test('runs without a shell: what stands in it is words', async () => {
    const vault = aVault({ SCAN_COMMAND: `/bin/echo ; touch ${path.join(vaultFreeFolder(), 'pwned')} {file}` })
    await aRunbook(vault, 'Open', {}, 'mara')
    expect((await adding(vault, 'fine')).status).toBe(200)
    expect(readdirSync(vaultFreeFolder())).toEqual([])
  })

  test('must name the file', () => {
    expect(() => readConfig({ SCAN_COMMAND: 'clamdscan --no-summary' })).toThrow('SCAN_COMMAND: Name {file} in it')
  })
})
let free: string | undefined
const vaultFreeFolder = () => (free ??= aFolder())

// --- Once more, after others -----------------------------------------------------------------------------------------------------

test('two who send the same content at the same time get an attachment each, and one file', async () => {
  const vault = await aRunbookVault()
  const made = await Promise.all(Array.from({ length: 5 }, (_, n) => added(vault, 'at once', { name: `${n}.txt` })))
  expect(new Set(made.map(({ id }) => id)).size).toBe(5)
  expect(filesOf(vault).length).toBe(1)
})

test('somebody who loses the right while the file is on its way adds nothing', async () => {
  const vault = await aRunbookVault()
  const endsAt = later(start, { minutes: 1 })
  await vault.grant('mara', { to: 'tariq', reference, level: 'edit', endsAt })
  const { files } = vault.house
  const place = files.place.bind(files)
  files.place = async (arrived) => {
    const name = await place(arrived)
    vault.clock.set(endsAt)
    return name
  }
  expect((await adding(vault, 'too late', { by: 'tariq' })).status).toBe(404)
  expect(filesOf(vault)).toEqual([])
  expect(acts(vault)).toEqual([])
})

test('when the database cannot write, nothing is left of the file', async () => {
  const vault = await aRunbookVault()
  vault.cookie('jonas')
  vault.db.pragma('query_only = ON')
  const answer = await adding(vault, 'x')
  vault.db.pragma('query_only = OFF')
  expect(answer.status).toBe(507)
  expect(filesOf(vault)).toEqual([])
})
