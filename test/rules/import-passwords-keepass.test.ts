import { describe, expect, test } from 'vitest'
import type { Kdbx } from 'kdbxweb'
import { aKdbx, byTitle, demoFile, itemsIn, refusal, secret, type KdbxWish } from '../support/import-files.ts'

const keyFile = Buffer.from('any file can be a key file of KeePass')

function entry(kdbx: Kdbx, fields: Readonly<Record<string, string>>, group = kdbx.getDefaultGroup()) {
  const made = kdbx.createEntry(group)
  for (const [name, value] of Object.entries(fields)) made.fields.set(name, name === 'Password' ? secret(value) : value)
  return made
}

const withOne = (kdbx: Kdbx) => void entry(kdbx, { Title: 'Core switch', UserName: 'admin', Password: 'correct-horse' })

describe('every form of KDBX opens', () => {
  const wishes: [string, KdbxWish][] = [
    ['3.1', { version: 3 }],
    ['4, Argon2d', { version: 4, kdf: 'argon2d' }],
    ['4, Argon2id', { version: 4, kdf: 'argon2id' }],
    ['4, AES-KDF', { version: 4, kdf: 'aes' }],
    ['4, ChaCha20', { version: 4, cipher: 'chacha20' }],
    ['3.1 with a key file', { version: 3, keyFile }],
    ['4 with a key file', { version: 4, kdf: 'argon2id', keyFile }],
    ['4 with a key file and no password', { version: 4, password: null, keyFile }],
    ['4 with a key file and the password that is empty', { version: 4, password: '', keyFile }],
    ['4 with a password of other letters', { version: 4, password: 'пароль 密码 🔑' }],
  ]
  test.each(wishes)('%s', async (_, wish) => {
    const file = await aKdbx({ ...wish, fill: withOne })
    const { format, items } = await itemsIn(file, {
      password: wish.password ?? (wish.password === undefined ? 'demo' : ''),
      ...(wish.keyFile && { keyFile: new Blob([new Uint8Array(wish.keyFile)]) }),
    })
    expect(format).toBe('keepass')
    expect(items).toMatchObject([{ title: 'Core switch', username: 'admin', password: 'correct-horse', folder: [] }])
  })
})

test('a group is a folder, the database itself is none, and the recycle bin stays behind by name', async () => {
  const file = await aKdbx({
    version: 4,
    fill(kdbx) {
      const network = kdbx.createGroup(kdbx.getDefaultGroup(), 'Network')
      const firewalls = kdbx.createGroup(network, 'Firewalls')
      entry(kdbx, { Title: 'At the top', Password: 'a' })
      entry(kdbx, { Title: 'Deep', Password: 'b' }, firewalls)
      kdbx.createRecycleBin()
      const bin = kdbx.getGroup(kdbx.meta.recycleBinUuid!)
      entry(kdbx, { Title: 'Thrown away', Password: 'canary-in-the-bin' }, bin)
      entry(kdbx, { Title: 'Thrown away deeper', Password: 'c' }, kdbx.createGroup(bin!, 'Old'))
    },
  })
  const { items, leftOut } = await itemsIn(file, { password: 'demo' })
  expect(items.map(({ title, folder }) => [title, folder])).toEqual([
    ['At the top', []],
    ['Deep', ['Network', 'Firewalls']],
  ])
  expect(leftOut.map(({ title, why }) => [title, why])).toEqual([
    ['Thrown away', 'in the recycle bin'],
    ['Thrown away deeper', 'in the recycle bin'],
  ])
  expect(JSON.stringify(leftOut)).not.toContain('canary')
})

test('everything that an entry keeps is brought or named', async () => {
  const pem = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n'
  const file = await aKdbx({
    version: 4,
    async fill(kdbx) {
      const made = entry(kdbx, {
        Title: 'Hypervisor',
        UserName: 'root',
        Password: 'first',
        URL: 'https://esx.example.com',
        Notes: 'Line 1\r\nLine 2',
        KP2A_URL_1: 'https://esx2.example.com',
        Site: 'Head office',
        KPEX_PASSKEY_CREDENTIAL_ID: 'abc',
      })
      made.fields.set('PIN', secret('4711'))
      made.tags = ['Server Room', 'vmware']
      made.binaries.set('id_ed25519', await kdbx.createBinary(new TextEncoder().encode(pem).buffer))
      made.binaries.set('plan.pdf', await kdbx.createBinary(new Uint8Array([37, 80, 68, 70, 0, 255]).buffer))
      made.times.lastModTime = new Date('2025-01-01T00:00:00Z')
      made.pushHistory()
      made.fields.set('Password', secret('second'))
      made.times.lastModTime = new Date('2025-06-01T00:00:00Z')
      made.pushHistory()
      made.fields.set('Notes', 'Line 1\r\nLine 2')
      made.times.lastModTime = new Date('2025-09-01T00:00:00Z')
      made.times.expires = true
      made.times.expiryTime = new Date('2027-01-01T00:00:00Z')
    },
  })
  const [item] = (await itemsIn(file, { password: 'demo' })).items
  expect(item).toMatchObject({
    password: 'second',
    addresses: ['https://esx.example.com', 'https://esx2.example.com'],
    notes: 'Line 1\nLine 2',
    fields: [
      { label: 'Site', kind: 'text', value: 'Head office' },
      { label: 'PIN', kind: 'secret', value: '4711' },
      { label: 'id_ed25519', kind: 'key', value: pem },
    ],
    tags: ['server-room', 'vmware'],
    passwordChangedAt: '2025-06-01T00:00:00.000Z',
    changedAt: '2025-09-01T00:00:00.000Z',
    expiresAt: '2027-01-01T00:00:00.000Z',
    history: [{ password: 'first', until: '2025-06-01T00:00:00.000Z' }],
    notCarried: ['attachment plan.pdf (6 bytes)', 'a passkey'],
  })
})

/** An address of codes or a bare secret: what counts of it. */
function settingsOf(totp: string) {
  const { searchParams } = new URL(totp.includes(':') ? totp : `otpauth://totp/?secret=${totp}`)
  return ['secret', 'algorithm', 'digits', 'period'].map((name) => searchParams.get(name))
}

const seed = 'JBSWY3DPEHPK3PXP'
test.each([
  [
    'KeePassXC',
    { otp: `otpauth://totp/Acme:me?secret=${seed}&period=30&digits=6` },
    `otpauth://totp/Acme:me?secret=${seed}&period=30&digits=6`,
  ],
  ['a bare secret', { otp: seed }, seed],
  [
    'KeeOtp',
    { otp: `key=${seed}&step=60&size=8&otpHashMode=Sha256` },
    `otpauth://totp/Codes?secret=${seed}&algorithm=SHA256&digits=8&period=60`,
  ],
  ['KeeTrayTOTP', { 'TOTP Seed': seed, 'TOTP Settings': '30;6' }, seed],
  [
    'KeeTrayTOTP, eight digits',
    { 'TOTP Seed': seed, 'TOTP Settings': '60;8' },
    `otpauth://totp/Codes?secret=${seed}&algorithm=SHA1&digits=8&period=60`,
  ],
  ['KeePass', { 'TimeOtp-Secret-Base32': seed }, seed],
  ['KeePass, hexadecimal', { 'TimeOtp-Secret-Hex': '48656c6c6f21deadbeef' }, seed],
  ['KeePass, base64', { 'TimeOtp-Secret-Base64': 'SGVsbG8h3q2+7w==' }, seed],
  [
    'KeePass, text',
    { 'TimeOtp-Secret': 'Hello!Hello!', 'TimeOtp-Length': '8' },
    'otpauth://totp/Codes?secret=JBSWY3DPEFEGK3DMN4QQ&algorithm=SHA1&digits=8&period=30',
  ],
])('one-time codes as %s keeps them', async (_, fields, expected) => {
  const file = await aKdbx({
    version: 4,
    fill: (kdbx) => void entry(kdbx, { Title: 'Codes', Password: 'x', ...fields }),
  })
  const [item] = (await itemsIn(file, { password: 'demo' })).items
  expect(settingsOf(item!.totp)).toEqual(settingsOf(expected))
  expect(item!.fields).toEqual([])
})

test('codes that nobody can compute stay as a secret, and it is said', async () => {
  const file = await aKdbx({
    version: 4,
    fill: (kdbx) => void entry(kdbx, { Title: 'Steam', Password: 'x', 'TOTP Seed': seed, 'TOTP Settings': '30;S' }),
  })
  const [item] = (await itemsIn(file, { password: 'demo' })).items
  expect(item).toMatchObject({ totp: '', fields: [{ kind: 'secret', value: `steam://${seed}` }] })
  expect(item!.cautions.join()).toContain('not one that Runkeep can compute codes from')
  expect(item!.cautions.join()).not.toContain(seed)
})

test('a field that refers to another entry brings what stands there; one that cannot be found is told', async () => {
  const file = await aKdbx({
    version: 4,
    fill(kdbx) {
      const first = entry(kdbx, { Title: 'Domain admin', UserName: 'adm', Password: 'shared-password' })
      const id = Buffer.from(first.uuid.bytes).toString('hex').toUpperCase()
      entry(kdbx, { Title: 'Server', UserName: `{REF:U@I:${id}}`, Password: `{REF:P@I:${id}}` })
      entry(kdbx, { Title: 'Lost', Password: `{REF:P@I:${'0'.repeat(32)}}` })
      const loop = entry(kdbx, { Title: 'Loop' })
      loop.fields.set('Password', `{REF:P@I:${Buffer.from(loop.uuid.bytes).toString('hex')}}`)
    },
  })
  const items = byTitle((await itemsIn(file, { password: 'demo' })).items)
  expect(items['Server']).toMatchObject({ username: 'adm', password: 'shared-password', cautions: [] })
  expect(items['Lost']!.cautions).toEqual([expect.stringContaining('(Password)')])
  expect(items['Loop']!.cautions).toEqual([expect.stringContaining('refers to another entry')])
})

describe('what is wrong is said', () => {
  test.each([
    ['nothing typed', {}, 'needs-password', 'Type the password of this KeePass file, or choose its key file, or both.'],
    ['the password alone', { password: 'demo' }, 'wrong-password', 'needs its key file too'],
    ['another password', { password: 'Demo', keyFile }, 'wrong-password', 'do not open this file together'],
    ['the key file alone', { keyFile }, 'wrong-password', 'That key file alone does not open this file'],
    [
      'another key file',
      { password: 'demo', keyFile: Buffer.from('other') },
      'wrong-password',
      'do not open this file together',
    ],
  ] as const)(
    '%s',
    async (_, { password = '', keyFile: chosen }: { password?: string; keyFile?: Uint8Array }, code, words) => {
      const file = await aKdbx({ version: 4, keyFile, fill: withOne })
      const told = await refusal(file, { password, ...(chosen && { keyFile: new Blob([new Uint8Array(chosen)]) }) })
      expect(told).toMatchObject({ code, message: expect.stringContaining(words) })
    },
  )

  test('a key file whose own checksum is wrong', async () => {
    const file = await aKdbx({ version: 4, keyFile, fill: withOne })
    const broken = `<?xml version="1.0"?><KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="00000000">${'AB'.repeat(32)}</Data></Key></KeyFile>`
    const told = await refusal(file, { password: 'demo', keyFile: new Blob([broken]) })
    expect(told).toMatchObject({ code: 'wrong-key-file', message: expect.stringContaining('no key file of KeePass') })
  })

  test('KeePass 1, XML, and another file under the name of KeePass', async () => {
    const one = new Uint8Array([0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5, ...new Array<number>(100).fill(0)])
    expect((await refusal(one)).message).toContain('KeePass 1 (.kdb)')
    expect((await refusal('<?xml version="1.0"?><KeePassFile/>')).message).toContain('Choose the .kdbx file')
    expect(await refusal('name,password\na,b', { format: 'keepass' })).toMatchObject({ code: 'not-this-format' })
  })

  test('whatever is cut off or flipped, it is refused in our words or read as it was', async () => {
    const file = await aKdbx({ version: 4, fill: withOne })
    const whole = await itemsIn(file, { password: 'demo' })
    const known = [
      'damaged',
      'wrong-password',
      'unsupported',
      'too-costly',
      'unknown-format',
      'not-text',
      'not-this-format',
    ]
    let refused = 0
    for (let at = 1; at < file.length; at += Math.ceil(file.length / 60)) {
      const flipped = file.slice()
      flipped[at]! ^= 0x41
      for (const bad of [file.slice(0, at), flipped]) {
        const told = await refusal(bad, { password: 'demo' }).catch(() => undefined)
        if (told) {
          refused++
          expect(known).toContain(told.code)
          expect(told.message).not.toMatch(/undefined|RangeError|offset|Error \w/i)
        } else expect(await itemsIn(bad, { password: 'demo' })).toEqual(whole)
      }
    }
    // Only the mark that says "nothing follows" can be missed without harm.
    expect(refused).toBeGreaterThan(110)
  }, 120_000)
})

describe('the files of the task', () => {
  const demo = demoFile('demo.kdbx')
  const cases = [
    ['demo.kdbx', 'demo', 'demo.key', 3],
    ['Argon2id.kdbx', 'demo', 'demo.key', 3],
    ['cyrillic.kdbx', 'пароль', undefined, 2],
  ] as const
  test.for(cases)('%s', async ([name, password, key, count], { skip }) => {
    const file = demoFile(name)
    const keyBytes = key && demoFile(key)
    if (!file) return skip(`/work/shared/data/keepass/${name} is not on this machine`)
    const { items } = await itemsIn(file, {
      password,
      ...(keyBytes && { keyFile: new Blob([new Uint8Array(keyBytes)]) }),
    })
    expect(items).toHaveLength(count)
    expect(items.at(-1)!.password).not.toBe('')
    return undefined
  })

  test('demo.kdbx in full', async ({ skip }) => {
    if (!demo) return skip('/work/shared/data/keepass is not on this machine')
    const { items, leftOut } = await itemsIn(demo, {
      password: 'demo',
      keyFile: new Blob([new Uint8Array(demoFile('demo.key')!)]),
    })
    expect(byTitle(items)['my entry']).toMatchObject({
      username: 'me',
      password: 'mypass',
      addresses: ['http://me.me'],
      folder: ['General'],
      tags: ['my', 'tag'],
      fields: [
        { label: 'my field', kind: 'text', value: 'my val' },
        { label: 'my field protected', kind: 'secret', value: 'protected val' },
      ],
      notCarried: ['attachment attachment (15 bytes)'],
    })
    expect(leftOut).toMatchObject([{ title: 'deleted entry', why: 'in the recycle bin' }])
    return undefined
  })
})
