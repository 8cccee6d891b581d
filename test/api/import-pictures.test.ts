import { createHash } from 'node:crypto'
import { symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { listAttachments, removeAttachment } from '#contract/attachments.ts'
import { listRevisions, openDocument, saveDocument } from '#contract/documents.ts'
import { factsOf } from '#contract/markdown.ts'
import { readSource } from '../../client/cli/markdown/import-markdown.ts'
import type { Row } from '../../client/cli/markdown/report.ts'
import { aFolder, anInstallation, filesIn, slug, type Installation } from '../support/installation.ts'

let there: Installation
beforeAll(async () => {
  there = await anInstallation()
})

const png = (color: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: color } })
    .png()
    .toBuffer()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function bring(folder: string, source: string): Promise<Row[]> {
  const rows: Row[] = []
  const { collectionId } = there
  await readSource(folder).bring(there.mara, { slug, collectionId, source }, (more) => rows.push(...more))
  return rows
}
const rowOf = (rows: readonly Row[], name: string) => {
  const row = rows.find((each) => each.path === name)
  if (!row) throw new Error(`There is no row of ${name}`)
  return row
}
const documentOf = (rows: readonly Row[], name: string) =>
  there.mara.call(openDocument, { slug, reference: rowOf(rows, name).reference ?? '' })
const filesOf = async (reference: string, history = 'false') =>
  (await there.mara.call(listAttachments, { slug, reference, history: history })).items

test('a text brings its pictures along, by every way of writing them, each once', async () => {
  const [left, right] = [await png('#123456'), await png('#654321')]
  const folder = filesIn({
    'racks/tidy.md': [
      '# Tidy the racks',
      '![Left](../img/left.png) and ![left *again*](</img/left.png> "title")',
      'By label: ![Right][r], and as a copy: ![Copy](copy.png)',
      '- [ ] Look ![here](../img/with%20space.png). **Expect:** green',
      '```',
      '![code](../img/left.png)',
      '```',
      '![Elsewhere](https://example.com/a.png) ![Gone](gone.png) ![Out](../../out.png) ![Drawn](../img/drawn.svg)',
      '',
      '[r]: ../img/right.png',
    ].join('\n\n'),
    'plain.md': '# Plain\n',
    'racks/copy.png': left,
    'img/left.png': left,
    'img/right.png': right,
    'img/with space.png': await png('#00ff00'),
    'img/drawn.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  })
  const rows = await bring(folder, 'pictures')
  expect(rowOf(rows, 'racks/tidy.md')).toMatchObject({ outcome: 'created' })
  expect(rowOf(rows, 'racks/tidy.md').notes).toEqual([
    'Images are not brought: gone.png, ../../out.png, ../img/drawn.svg',
  ])
  const { body, reference } = await documentOf(rows, 'racks/tidy.md')
  const files = await filesOf(reference)
  expect(files.map(({ name }) => name).sort()).toEqual(['left.png', 'right.png', 'with space.png'])
  expect(new Set(factsOf(body).pictures)).toEqual(new Set(files.map(({ id }) => id)))
  expect(files.every(({ preview }) => preview === 'image')).toBe(true)
  const idOf = (bytes: Buffer) => files.find((file) => file.sha256 === sha256(bytes))?.id
  expect(body).toContain(`![Left](attachment:${idOf(left)}) and ![left *again*](attachment:${idOf(left)})`)
  expect(body).toContain(`![Right](attachment:${idOf(right)}), and as a copy: ![Copy](attachment:${idOf(left)})`)
  expect(body).toContain('![code](../img/left.png)')
  expect(body).toContain('![Elsewhere](https://example.com/a.png)')
  expect(body).not.toContain('[r]:')
  expect(await filesOf((await documentOf(rows, 'plain.md')).reference)).toEqual([])
})

test('a second run changes nothing; another picture under the same name comes, and the first stays', async () => {
  const first = await png('#ff0000')
  const folder = filesIn({ 'a.md': '# A\n\n![P](p.png)\n', 'p.png': first })
  const once = await documentOf(await bring(folder, 'twice'), 'a.md')
  const again = await bring(folder, 'twice')
  expect(rowOf(again, 'a.md')).toMatchObject({ outcome: 'unchanged', notes: [] })
  const { body, reference, revision } = await documentOf(again, 'a.md')
  expect({ body, revision }).toEqual({ body: once.body, revision: 1 })
  expect(await filesOf(reference)).toHaveLength(1)

  const second = await png('#0000ff')
  writeFileSync(path.join(folder, 'p.png'), second)
  const third = await bring(folder, 'twice')
  expect(rowOf(third, 'a.md')).toMatchObject({ outcome: 'updated' })
  const files = await filesOf(reference)
  expect(files.map((file) => file.sha256).sort()).toEqual([sha256(first), sha256(second)].sort())
  const shown = files.find((file) => file.sha256 === sha256(second))?.id
  expect((await documentOf(third, 'a.md')).body).toContain(`attachment:${shown}`)
})

test('a picture that was taken off here stays off, and one of an edited text is not added', async () => {
  const folder = filesIn({ 'a.md': '# A\n\n![P](p.png)\n', 'p.png': await png('#abcdef') })
  const { reference } = await documentOf(await bring(folder, 'off'), 'a.md')
  const [file] = await filesOf(reference)
  if (!file) throw new Error('There is no file')
  await there.mara.call(removeAttachment, { slug, reference, attachmentId: file.id })
  expect(rowOf(await bring(folder, 'off'), 'a.md').outcome).toBe('unchanged')
  expect(await filesOf(reference)).toEqual([])

  const document = await there.mara.call(openDocument, { slug, reference })
  const { title, summary, tags, collectionId, criticality, intervalDays } = document
  await there.mara.call(saveDocument, {
    slug,
    reference,
    revision: document.revision,
    title,
    summary,
    tags,
    collectionId,
    criticality,
    intervalDays,
    body: 'Our own words',
  })
  writeFileSync(path.join(folder, 'p.png'), await png('#fedcba'))
  expect(rowOf(await bring(folder, 'off'), 'a.md').outcome).toBe('kept')
  expect(await filesOf(reference, 'true')).toHaveLength(1)
  expect((await there.mara.call(listRevisions, { slug, reference })).items).toHaveLength(2)
})

test('nothing outside of the folder becomes a picture', async () => {
  const outside = filesIn({ 'secret.png': await png('#000001') })
  const folder = filesIn({ 'a.md': '# A\n\n![S](link.png) ![T](../secret.png) ![E](/etc/passwd.png)\n' }, aFolder())
  symlinkSync(path.join(outside, 'secret.png'), path.join(folder, 'link.png'))
  const rows = await bring(folder, 'outside')
  const { body, reference } = await documentOf(rows, 'a.md')
  expect(body).toContain('![S](link.png) ![T](../secret.png)')
  expect(await filesOf(reference, 'true')).toEqual([])
  expect(rowOf(rows, 'a.md').notes[0]).toMatch(/^Images are not brought: link.png/)
})

test('what the server does not take is told, and the rest is brought', async () => {
  const folder = filesIn({
    'a.md': '# A\n\n![P](p.png) ![Empty](empty.png)\n',
    'p.png': await png('#333333'),
    'empty.png': '',
  })
  const rows = await bring(folder, 'told')
  expect(rowOf(rows, 'a.md')).toMatchObject({ outcome: 'created', notes: ['Images are not brought: empty.png'] })
  expect(await filesOf((await documentOf(rows, 'a.md')).reference)).toHaveLength(1)
})
