import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deflateRawSync, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAttachments, previewAttachment } from '#contract/attachments.ts'
import type { Reference } from '#contract/values.ts'
import { aRunbook } from '../support/documents.ts'
import { onDisk } from '../support/vault-on-disk.ts'
import { aVault } from '../support/vault.ts'

/** Against the real server, over sockets of our own: what no client of ours would send (ASSURANCE T9, T16). */
const reference = 'RB-01' as Reference
const place = '/api/v1/organizations/acme/documents/RB-01/attachments'
const boundary = 'xYzZY'

let house: Awaited<ReturnType<typeof onDisk>>
let cookie = ''
let address: URL

beforeAll(async () => {
  const vault = aVault()
  await aRunbook(vault, 'Open', {}, 'mara')
  house = await onDisk(vault)
  cookie = house.cookieOf('jonas')
  address = new URL(house.address)
})
afterAll(() => house.stop())

interface Answer {
  status: number
  type: string
  detail: string
  body: Record<string, unknown>
}

const field = (name: string, value: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const fileHead = (name = 'file', filename = 'x.bin', type = 'image/png') =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: ${type}\r\n\r\n`
const end = `\r\n--${boundary}--\r\n`
const form = (file: string | Buffer, name = 'x.bin', id: string = uuidv7()) =>
  Buffer.concat([
    Buffer.from(field('id', id) + field('name', name) + fileHead()),
    Buffer.from(file as string),
    Buffer.from(end),
  ])

const head = (length: number | undefined, more: Record<string, string> = {}) =>
  Object.entries({
    host: address.host,
    origin: house.address,
    cookie,
    'content-type': `multipart/form-data; boundary=${boundary}`,
    ...(length !== undefined && { 'content-length': String(length) }),
    ...more,
  }).reduce((text, [name, value]) => `${text}${name}: ${value}\r\n`, `POST ${place} HTTP/1.1\r\n`) + '\r\n'

const opened = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(address.port), '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })

/** What comes back, whole; undefined where the connection ended without an answer. */
function answerOf(socket: Socket): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    let text = ''
    const look = () => {
      const at = text.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? NaN)
      if (at < 0 || Buffer.byteLength(text) < at + 4 + length) return undefined
      const raw = text.slice(at + 4, at + 4 + (Number.isNaN(length) ? 0 : length))
      const body = raw.startsWith('{') ? (JSON.parse(raw) as Record<string, unknown>) : {}
      const { type = '', detail = '' } = body as { type?: string; detail?: string }
      return { status: Number(text.slice(9, 12)), type, detail, body }
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const found = look()
      if (found) resolve(found)
    })
    socket.on('error', () => {})
    socket.on('close', () =>
      resolve(look() ?? (text ? { status: Number(text.slice(9, 12)), type: '', detail: '', body: {} } : undefined)),
    )
  })
}

/** Sends bytes as they are, and closes when the answer has come. */
async function sent(body: string | Buffer, more: { length?: number | null; headers?: Record<string, string> } = {}) {
  const socket = await opened()
  const answer = answerOf(socket)
  const length = more.length === null ? undefined : (more.length ?? Buffer.byteLength(body))
  socket.write(head(length, more.headers))
  socket.write(body)
  const found = await answer
  socket.destroy()
  return found
}

/** Everything under the folder of files. */
function filesOnDisk(): string[] {
  return readdirSync(house.data.files, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(house.data.files, path.join(entry.parentPath, entry.name)))
    .sort()
}
const descriptors = () => readdirSync('/proc/self/fd').length
async function settled(holds: () => boolean, forMs = 10_000) {
  for (const until = Date.now() + forMs; Date.now() < until && !holds();) await pause(20)
  return holds()
}
const rows = () => house.server.house.db.prepare<[], number>('SELECT count(*) FROM attachments').pluck().get() ?? 0

/** Nothing came of it: no row, no file, no half file. */
async function nothingOf<Result>(work: () => Promise<Result>): Promise<Result> {
  const [rowsBefore, filesBefore] = [rows(), filesOnDisk()]
  const result = await work()
  await settled(() => filesOnDisk().length === filesBefore.length)
  expect([rows(), filesOnDisk()]).toEqual([rowsBefore, filesBefore])
  return result
}

// --- Forms that are none -------------------------------------------------------------------------------------------------

describe('forms that are not right', () => {
  const id = () => field('id', uuidv7())
  const whole = () => id() + field('name', 'x.bin')
  const cases: [string, string, number, string][] = [
    ['no parts', `--${boundary}--\r\n`, 400, 'invalid-input'],
    ['nothing at all', '', 400, ''],
    ['no end', whole() + fileHead() + 'x', 400, 'malformed-body'],
    ['a part without a head', `--${boundary}\r\n\r\nx\r\n--${boundary}--\r\n`, 400, ''],
    ['a head without a name', `--${boundary}\r\ncontent-disposition: form-data\r\n\r\nx${end}`, 400, ''],
    ['another boundary', whole().replaceAll(boundary, 'other') + 'x', 400, ''],
    ['garbage', '\0\xff\r\n\r\n--', 400, ''],
    ['no file', whole() + end.slice(2), 400, 'invalid-input'],
    ['a file without a name', whole() + fileHead('file', '') + 'x' + end, 400, 'invalid-input'],
    ['a file under another name', whole() + fileHead('upload') + 'x' + end, 400, 'malformed-body'],
    ['two files', whole() + fileHead() + 'x\r\n' + fileHead() + 'y' + end, 400, 'malformed-body'],
    ['the fields after the file', fileHead() + 'x\r\n' + whole() + `--${boundary}--\r\n`, 400, 'invalid-input'],
    ['a field that nobody knows', whole() + field('owner', 'me') + fileHead() + 'x' + end, 400, 'invalid-input'],
    ['a field twice', whole() + field('name', 'y') + fileHead() + 'x' + end, 400, 'invalid-input'],
    ['the address once more', whole() + field('slug', 'other') + fileHead() + 'x' + end, 400, 'invalid-input'],
    ['__proto__', whole() + field('__proto__', 'x') + fileHead() + 'x' + end, 400, ''],
    ['constructor', whole() + field('constructor', 'x') + fileHead() + 'x' + end, 400, ''],
    ['a nested name', whole() + field('a[b][c]', 'x') + fileHead() + 'x' + end, 400, ''],
    ['an array of a million', whole() + field('a[1000000]', 'x') + fileHead() + 'x' + end, 400, ''],
    ['a long field name', whole() + field('n'.repeat(5_000), 'x') + fileHead() + 'x' + end, 400, ''],
    ['a long value', id() + field('name', 'n'.repeat(20_000)) + fileHead() + 'x' + end, 400, ''],
    [
      '10,000 fields',
      Array.from({ length: 10_000 }, (_, n) => field(`f${n}`, 'x')).join('') + fileHead() + 'x' + end,
      400,
      '',
    ],
    ['10,000 files', whole() + Array.from({ length: 10_000 }, () => `${fileHead()}x\r\n`).join('') + end, 400, ''],
    [
      'a thousand headers in a part',
      whole() + fileHead().replace('\r\n\r\n', '\r\n' + 'x-a: b\r\n'.repeat(1_000) + '\r\n') + 'x' + end,
      0,
      '',
    ],
    [
      'an endless header',
      whole() + fileHead().replace('\r\n\r\n', `\r\nx-a: ${'b'.repeat(60_000)}\r\n\r\n`) + 'x' + end,
      0,
      '',
    ],
    ['a made-up id', field('id', 'one') + field('name', 'x') + fileHead() + 'x' + end, 400, 'invalid-input'],
  ]
  test.each(cases)('%s', async (_what, body, status, type) => {
    // Those with 0 may be taken or refused, but leave the server as it is.
    if (status === 0) return expect((await sent(body))?.status).toBeOneOf([200, 400])
    const answer = await nothingOf(() => sent(body))
    expect(answer).toMatchObject({
      status,
      type: type === '' ? expect.stringContaining('/problems/') : `/problems/${type}`,
    })
    expect(JSON.stringify(answer?.body)).not.toMatch(/unexpected|multer|busboy/i)
  })

  test.each<[string, Record<string, string>]>([
    ['JSON', { 'content-type': 'application/json' }],
    ['a form without a boundary', { 'content-type': 'multipart/form-data' }],
    ['a form with an empty boundary', { 'content-type': 'multipart/form-data; boundary=' }],
    ['another multipart', { 'content-type': `multipart/mixed; boundary=${boundary}` }],
    ['a packed body', { 'content-encoding': 'gzip' }],
  ])('%s', async (_what, headers) => {
    const answer = await nothingOf(() => sent(form('x'), { headers }))
    expect(answer?.status).toBeOneOf([400, 415])
    expect(answer?.type).toMatch(/malformed-body|unsupported-media-type|invalid-input/)
  })

  test.each([
    ['../../etc/passwd'],
    ['..'],
    ['C:\\Windows\\system32\\x.dll'],
    ['a/b.txt'],
    ['photo\u202egnp.exe'],
    ['a\u2066b'],
    ['<script>.txt'],
    ['a\u0000b'],
    ['x'.repeat(201)],
    [''],
    ['   '],
  ])('the name %j', async (name) => {
    const body = Buffer.from(field('id', uuidv7()) + field('name', name) + fileHead() + 'x' + end)
    const answer = await nothingOf(() => sent(body))
    expect(answer?.status).toBe(400)
    expect((answer?.body['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer).toBe('/name')
  })

  test('what stands in the part’s own head is not looked at: path tricks there lead nowhere', async () => {
    const body =
      field('id', uuidv7()) +
      field('name', 'plain.txt') +
      fileHead('file', '../../../../tmp/evil', 'text/html') +
      '<b>' +
      end
    const answer = await sent(body)
    expect([answer?.status, answer?.body['name'], answer?.body['mediaType']]).toEqual([200, 'plain.txt', 'text/plain'])
  })
})

// --- Too large, too slow, too many ------------------------------------------------------------------------------------------

describe('what would crash it or fill the disk', () => {
  test('two gigabytes are refused by what they say, before a byte is read', async () => {
    const answer = await nothingOf(() => sent('--', { length: 2 ** 31 }))
    expect(answer).toMatchObject({
      status: 413,
      type: '/problems/body-too-large',
      detail: 'Files up to 50 MB are taken here.',
    })
  })

  test('a length that is not said is asked for', async () => {
    const answer = await nothingOf(() =>
      sent('5\r\nhello\r\n0\r\n\r\n', { length: null, headers: { 'transfer-encoding': 'chunked' } }),
    )
    expect(answer).toMatchObject({ status: 400, type: '/problems/malformed-body' })
  })

  test('a body that ends before its length leaves nothing', async () => {
    await nothingOf(async () => {
      const socket = await opened()
      const body = form('x'.repeat(200_000))
      socket.write(head(body.length + 1_000))
      socket.write(body.subarray(0, 150_000))
      await pause(100)
      socket.destroy()
      await settled(() => filesOnDisk().every((file) => !file.startsWith('tmp/')))
    })
  })

  test('more bytes than were said are not taken for the file', async () => {
    const body = form('exactly')
    const answer = await sent(Buffer.concat([body, Buffer.from('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')]), {
      length: body.length,
    })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer?.body['sizeBytes']).toBe(7)
  })

  test('a file just over the limit is refused, and nothing of it stays', async () => {
    const limit = 50_000_000
    const body = form(Buffer.alloc(limit + 1))
    const answer = await nothingOf(() => sent(body))
    expect(answer).toMatchObject({ status: 413, type: '/problems/body-too-large' })
  })

  test('a thousand uploads that break off leave no file, no descriptor and no memory behind', async () => {
    await sent(form('warm'))
    await settled(() => descriptors() < 200)
    const [fds, memory] = [descriptors(), process.memoryUsage().rss]
    await nothingOf(async () => {
      const body = form(Buffer.alloc(60_000, 7))
      for (let round = 0; round < 100; round++) {
        await Promise.all(
          Array.from({ length: 10 }, async (_, n) => {
            const socket = await opened()
            socket.on('error', () => {})
            socket.write(head(body.length))
            socket.write(body.subarray(0, 300 + n * 5_000))
            await pause(n % 3)
            socket.destroy()
          }),
        )
      }
      expect(
        await settled(
          () => filesOnDisk().every((file) => !file.startsWith('tmp/')) && descriptors() <= fds + 5,
          30_000,
        ),
      ).toBe(true)
    })
    expect(process.memoryUsage().rss - memory).toBeLessThan(150_000_000)
    // And whoever broke off is not held to have an upload under way.
    expect((await sent(form('after')))?.status).toBe(200)
  }, 120_000)

  test('somebody who sends a byte a second is cut off', async () => {
    const socket = await opened()
    const answer = answerOf(socket)
    socket.write(head(10_000))
    const drip = setInterval(() => socket.write('-'), 1_000)
    const found = await answer
    clearInterval(drip)
    socket.destroy()
    expect(found).toMatchObject({ status: 408, type: '/problems/too-slow' })
    expect(await settled(() => filesOnDisk().every((file) => !file.startsWith('tmp/')))).toBe(true)
  }, 60_000)

  test('one person does not send more than a few at once, and the others are told to wait', async () => {
    const sockets = await Promise.all(Array.from({ length: 8 }, opened))
    const body = form(Buffer.alloc(50_000))
    const answers = sockets.map(answerOf)
    for (const socket of sockets) {
      socket.write(head(body.length))
      socket.write(body.subarray(0, 1_000))
    }
    const refused = await Promise.race(answers)
    expect(refused).toMatchObject({ status: 429, type: '/problems/too-many-attempts' })
    for (const socket of sockets) socket.destroy()
    await settled(() => filesOnDisk().every((file) => !file.startsWith('tmp/')))
  })

  test('somebody who may not add is refused before the body is read', async () => {
    for (const [name, status] of [
      ['rosa', 403],
      ['ines', 403],
      ['tariq', 404],
    ] as const) {
      const answer = await nothingOf(() =>
        sent('--', { length: 40_000_000, headers: { cookie: house.cookieOf(name) } }),
      )
      expect([name, answer?.status]).toEqual([name, status])
    }
    expect((await sent('--', { length: 1_000, headers: { cookie: 'x=y' } }))?.status).toBe(401)
    expect((await sent('--', { length: 1_000, headers: { origin: 'https://evil.example' } }))?.status).toBe(403)
  })
})

// --- Files that mean harm ------------------------------------------------------------------------------------------------------

/** A PNG that says it is so large, with nothing behind it. */
function pixelBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, crc])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.alloc(Math.min(width * 3 + 1, 3_000_000))
  const data = deflateSync(Buffer.concat(Array.from({ length: 5 }, () => row)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
/** One entry of many zeros, packed: 40 MB in 40 kB. */
function zipBomb(): Buffer {
  const data = deflateRawSync(Buffer.alloc(40_000_000))
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(data.length, 18)
  local.writeUInt32LE(40_000_000, 22)
  local.writeUInt16LE(1, 26)
  return Buffer.concat([local, Buffer.from('a'), data])
}

describe('files that mean harm', () => {
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const html = '<!doctype html><script>fetch("/api/v1/my/session")</script>'
  const xslt = '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#x"?><x/>'
  const gifHtml = Buffer.from('GIF89a/*\x01\x00<script>alert(1)</script>*/=1;', 'latin1')
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n')
  test.each<[string, string | Buffer, string, string, string]>([
    ['SVG with a script', svg, 'logo.svg', 'text/plain', 'text'],
    ['HTML called .png', html, 'photo.png', 'text/plain', 'text'],
    ['XML with a style sheet', xslt, 'x.xml', 'text/plain', 'text'],
    ['a GIF that is a page', gifHtml, 'cat.gif', 'image/gif', 'none'],
    ['PDF with a script', pdf, 'form.pdf', 'application/pdf', 'pdf'],
    ['a zip bomb', zipBomb(), 'bomb.zip', 'application/zip', 'none'],
    ['a picture of 30,000 × 30,000', pixelBomb(30_000, 30_000), 'wide.png', 'image/png', 'none'],
    ['a picture of 2^31 × 2^31', pixelBomb(2 ** 31 - 1, 2 ** 31 - 1), 'widest.png', 'image/png', 'none'],
    ['a picture that breaks off', pixelBomb(50, 50).subarray(0, 60), 'cut.png', 'image/png', 'none'],
    [
      'a program',
      Buffer.from('4d5a90000300000004000000ffff0000', 'hex'),
      'invoice.pdf',
      'application/x-msdownload',
      'none',
    ],
    ['nothing', '', 'empty.html', 'text/plain', 'text'],
  ])('%s is kept as bytes, and given out as a download of no type', async (_what, file, name, mediaType, preview) => {
    const answer = await sent(form(file, name))
    expect(answer).toMatchObject({ status: 200 })
    expect(answer?.body).toMatchObject({ name, mediaType, preview, sizeBytes: Buffer.byteLength(file) })
    const attachmentId = String(answer?.body['id'])
    const response = await fetch(`${house.address}${place}/${attachmentId}/content`, { headers: { cookie } })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/(?=.*sandbox)(?=.*default-src 'none')/),
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(file as string))).toBe(true)
    const picture = await fetch(`${house.address}${place}/${attachmentId}/preview`, { headers: { cookie } })
    expect(picture.status).toBe(404)
  })

  test('a picture whose pixels are not what it says gets no preview, and the next one is made all the same', async () => {
    const bomb = await sent(form(pixelBomb(7_000, 7_000), 'liar.png'))
    expect(bomb?.status).toBe(200)
    const on = { reference, attachmentId: String(bomb?.body['id']) }
    if (bomb?.body['preview'] === 'image') {
      expect((await house.vault.as('jonas', previewAttachment, on as never)).status).toBe(404)
    }
    const fine = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const made = await sent(form(fine, 'fine.png'))
    expect(made?.body['preview']).toBe('image')
    const answer = await fetch(`${house.address}${place}/${String(made?.body['id'])}/preview?size=thumb`, {
      headers: { cookie },
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
  })

  test('while pictures are made, everybody else is answered', async () => {
    const large = await sharp({ create: { width: 5_500, height: 5_500, channels: 3, background: '#888' } })
      .png({ compressionLevel: 1 })
      .toBuffer()
    const made = await sent(form(large, 'large.png'))
    expect(made?.body['preview']).toBe('image')
    const picture = fetch(`${house.address}${place}/${String(made?.body['id'])}/preview`, { headers: { cookie } })
    let answered = 0
    const state = { isMade: false }
    const goesOn = () => !state.isMade
    void picture.finally(() => (state.isMade = true))
    while (goesOn()) {
      await fetch(`${house.address}/healthz`)
      if (goesOn()) answered += 1
    }
    expect((await picture).status).toBe(200)
    expect(answered).toBeGreaterThan(3)
  })
})

test('after all of this the same process answers, and has what it has acknowledged', async () => {
  const { body } = await house.vault.as('rosa', listAttachments, { reference, history: 'true' })
  expect(body.items.length).toBe(rows())
  for (const { id, sizeBytes } of body.items) {
    const answer = await fetch(`${house.address}${place}/${id}/content`, { headers: { cookie } })
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, sizeBytes])
  }
})
