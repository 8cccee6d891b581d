import { expect, test } from 'vitest'
import type { Attachment } from '#contract/attachments.ts'
import { FileName } from '#contract/attachments.ts'
import { factsOf, inlineOf } from '#contract/markdown.ts'
import type { Instant } from '#contract/values.ts'
import { formatBytes, typeWords } from '../../client/features/attachments/file-words.ts'
import { fileMeant } from '../../client/features/attachments/use-files.ts'
import { endingOf, fileNameFrom } from '../../client/ui/file-name.ts'

const id = (n: number) => `0195c2a5-0000-7000-8000-00000000000${n}`

test('a text says which of its files it shows, once each, and not what stands in code', () => {
  const text = [
    `![The rack](attachment:${id(1)}) and again ![it](<attachment:${id(1).toUpperCase()}>)`,
    `- [ ] Press this ![the button](attachment:${id(2)} "left")`,
    `\`![no](attachment:${id(3)})\` ![elsewhere](https://example.com/a.png) [a link](attachment:${id(4)})`,
    '```',
    `![no](attachment:${id(5)})`,
    '```',
    '![not an id](attachment:../../etc)',
  ].join('\n\n')
  expect(factsOf(text).pictures).toEqual([id(1), id(2)])
  expect(inlineOf('no marks').pictures).toEqual([])
})

test('a picture reads as its words, to search and to those who hear the text', () => {
  expect(factsOf(`Look at ![the rack in the cellar](attachment:${id(1)}) first`).plainText).toBe(
    'Look at the rack in the cellar first',
  )
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [812, '812 bytes'],
  [1_000, '1 kB'],
  [2_449_000, '2.4 MB'],
  [999_999, '1 MB'],
  [25_000_000, '25 MB'],
  [10_000_000_000, '10 GB'],
])('%i bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

test.each([
  ['Scan: 3/4?.pdf', 'Scan- 3-4-.pdf'],
  ['..', 'file'],
  ['   ', 'file'],
  ['../../etc/passwd', '..-..-etc-passwd'],
  ['invoice\u202efdp.exe', 'invoice-fdp.exe'],
  ['line\nend.txt', 'line-end.txt'],
  [`${'ä'.repeat(300)}.drawio`, `${'ä'.repeat(193)}.drawio`],
])('%j is sent as %j, which the server takes', (written, name) => {
  expect(fileNameFrom(written)).toBe(name)
  expect(FileName.safeParse(name).success).toBe(true)
})

test('types have the names that people have for them', () => {
  const words = (mediaType: string, name: string) => typeWords({ mediaType, name })
  expect(words('application/pdf', 'a')).toBe('PDF')
  expect(words('image/webp', 'a.png')).toBe('Picture')
  expect(words('text/plain', 'running-config.cfg')).toBe('CFG')
  expect(words('text/plain', 'README')).toBe('Text')
  expect(words('application/octet-stream', 'a')).toBe('File')
  expect(endingOf('backup.tar.gz')).toBe('.gz')
})

const file = (n: number, more: Partial<Attachment> = {}) => ({ id: id(n), ...more }) as Attachment
const at = '2026-03-02T09:00:00.000Z' as Instant

test('a text that names a replaced file means the one in its place', () => {
  const files = [
    file(1, { removedAt: at }),
    file(2, { removedAt: at, replaces: id(1) as never }),
    file(3, { replaces: id(2) as never }),
  ]
  expect(fileMeant(files, id(1))?.id).toBe(id(3))
  expect(fileMeant(files, id(3))?.id).toBe(id(3))
})

test('what was removed, erased or never there is not shown', () => {
  const files = [file(1, { removedAt: at }), file(2, { removedAt: at, purgedAt: at }), file(3)]
  expect(fileMeant(files, id(1))).toBeUndefined()
  expect(fileMeant(files, id(2))).toBeUndefined()
  expect(fileMeant(files, id(9))).toBeUndefined()
  // However wrong the answer of a server: no endless walk.
  const circle = [
    file(1, { removedAt: at, replaces: id(2) as never }),
    file(2, { removedAt: at, replaces: id(1) as never }),
  ]
  expect(fileMeant(circle, id(1))).toBeUndefined()
})
