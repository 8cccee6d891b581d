import { describe, expect, test } from 'vitest'
import { aZip, byTitle, itemsIn, protectedExport, refusal } from '../support/import-files.ts'

const folderId = '5f0c6410-13da-4c57-83b9-64a8292fde64'
const login = {
  id: '1',
  folderId,
  type: 1,
  reprompt: 1,
  name: 'FortiGate admin',
  notes: 'Line 1\r\nLine 2',
  favorite: true,
  fields: [
    { name: 'Site', value: 'Head office', type: 0 },
    { name: 'PIN', value: '4711', type: 1 },
    { name: 'On call', value: 'true', type: 2 },
    { name: 'Linked', value: null, type: 3, linkedId: 100 },
  ],
  login: {
    uris: [
      { match: null, uri: 'https://198.51.100.1' },
      { match: null, uri: 'https://fw.example.com' },
    ],
    username: 'cw-netadmin',
    password: 'correct-horse',
    totp: 'JBSWY3DPEHPK3PXP',
    fido2Credentials: [{ credentialId: 'x' }],
    passwordRevisionDate: '2025-03-01T00:00:00.000Z',
  },
  passwordHistory: [{ lastUsedDate: '2025-03-01T00:00:00.000Z', password: 'older' }],
  revisionDate: '2025-04-01T00:00:00.000Z',
  creationDate: '2024-01-01T00:00:00.000Z',
}
const personal = {
  encrypted: false,
  folders: [{ id: folderId, name: 'Network/Firewalls' }],
  items: [
    login,
    { type: 2, name: 'Alarm', notes: '1234#', secureNote: { type: 0 } },
    { type: 3, name: 'Company card', card: { number: '4111111111111111' } },
    { type: 4, name: 'Priya', identity: { ssn: 'canary' } },
    {
      type: 5,
      name: 'Deploy key',
      sshKey: { privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nx', publicKey: 'ssh-ed25519 A', keyFingerprint: 'f' },
    },
    { type: 1, name: 'Gone', deletedDate: '2025-01-01T00:00:00.000Z', login: { password: 'y' } },
    { type: 9, name: 'From the future' },
  ],
}

test('a person’s export brings logins, notes and keys; cards and identities stay behind by name', async () => {
  const { format, items, leftOut } = await itemsIn(JSON.stringify(personal))
  expect(format).toBe('bitwarden-json')
  expect(byTitle(items)).toMatchObject({
    'FortiGate admin': {
      username: 'cw-netadmin',
      password: 'correct-horse',
      totp: 'JBSWY3DPEHPK3PXP',
      addresses: ['https://198.51.100.1', 'https://fw.example.com'],
      notes: 'Line 1\nLine 2',
      fields: [
        { label: 'Site', kind: 'text', value: 'Head office' },
        { label: 'PIN', kind: 'secret', value: '4711' },
        { label: 'On call', kind: 'text', value: 'true' },
      ],
      folder: ['Network', 'Firewalls'],
      passwordChangedAt: '2025-03-01T00:00:00.000Z',
      history: [{ password: 'older', until: '2025-03-01T00:00:00.000Z' }],
      notCarried: ['a passkey'],
    },
    Alarm: { notes: '1234#', password: '', folder: [] },
    'Deploy key': {
      fields: [
        { label: 'Private key', kind: 'key' },
        { label: 'Public key', kind: 'text', value: 'ssh-ed25519 A' },
      ],
    },
  })
  expect(leftOut.map(({ title, why }) => `${title}: ${why}`)).toEqual([
    'Company card: a payment card',
    'Priya: an identity',
    'Gone: in the trash',
    'From the future: of a kind that Runkeep does not know',
  ])
  expect(JSON.stringify(leftOut)).not.toMatch(/canary|4111/)
})

test('a password that was never changed is as old as its entry', async () => {
  const entry = { ...login, login: { ...login.login, passwordRevisionDate: null } }
  const [item] = (await itemsIn(JSON.stringify({ items: [entry] }))).items
  expect(item).toMatchObject({ passwordChangedAt: login.creationDate })
})

test('an organization’s export: the first collection is the folder, the others become tags', async () => {
  const data = {
    encrypted: false,
    collections: [
      { id: 'a', name: 'Servers' },
      { id: 'b', name: 'On call' },
    ],
    items: [{ ...login, folderId: null, collectionIds: ['a', 'b', 'unknown'] }],
  }
  expect((await itemsIn(JSON.stringify(data))).items).toMatchObject([{ folder: ['Servers'], tags: ['on-call'] }])
})

describe('password-protected', () => {
  const kdfs = [
    ['PBKDF2', { kdfType: 0, kdfIterations: 5_000 }],
    ['Argon2id', { kdfType: 1, kdfIterations: 2, kdfMemory: 16, kdfParallelism: 4 }],
  ] as const
  test.each(kdfs)('%s opens with its password and says so with another', async (_, kdf) => {
    const file = JSON.stringify(protectedExport(JSON.stringify(personal), 'pässwort', kdf))
    expect((await itemsIn(file, { password: 'pässwort' })).items).toHaveLength(3)
    expect(await refusal(file, { password: 'passwort' })).toMatchObject({
      code: 'wrong-password',
      message: expect.stringContaining('not the one of the account'),
    })
    expect(await refusal(file)).toMatchObject({ code: 'needs-password' })
  })

  test('what was changed behind the password’s back is refused', async () => {
    const file = protectedExport(JSON.stringify(personal), 'a', kdfs[0][1])
    const other = protectedExport(JSON.stringify(personal), 'a', kdfs[0][1])
    for (const data of [other['data'], String(file['data']).slice(0, -8), 'nonsense', '', '0.abc|def'])
      expect((await refusal(JSON.stringify({ ...file, data }), { password: 'a' })).code).toBe('damaged')
  })

  test.each([
    ['PBKDF2 without end', { kdfType: 0, kdfIterations: 4_000_000_000 }, 'too-costly'],
    ['no rounds', { kdfType: 0, kdfIterations: 0 }, 'damaged'],
    [
      'all the memory there is',
      { kdfType: 1, kdfIterations: 3, kdfMemory: 1_000_000, kdfParallelism: 4 },
      'too-costly',
    ],
    [
      'Argon2id without end',
      { kdfType: 1, kdfIterations: 1_000_000_000, kdfMemory: 64, kdfParallelism: 4 },
      'too-costly',
    ],
    ['no memory', { kdfType: 1, kdfIterations: 3, kdfMemory: 0, kdfParallelism: 4 }, 'damaged'],
    ['a derivation of tomorrow', { kdfType: 7, kdfIterations: 3 }, 'unsupported'],
  ])('%s is refused before anything is spent', async (_, kdf, code) => {
    const file = { ...protectedExport('{}', 'a', kdfs[0][1]), ...kdf }
    const began = process.cpuUsage()
    expect((await refusal(JSON.stringify(file), { password: 'a' })).code).toBe(code)
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000)
  })
})

test('an export that only its account can open is refused with the way out', async () => {
  const file = {
    encrypted: true,
    encKeyValidation_DO_NOT_EDIT: '2.a|b|c',
    folders: [],
    items: [{ name: '2.a|b|c', type: 1 }],
  }
  expect(await refusal(JSON.stringify(file))).toEqual({
    code: 'locked-to-account',
    message: expect.stringContaining('as .json (encrypted) with "Password protected"'),
  })
})

test('the archive with attachments is read for its data', async () => {
  const zip = await aZip({ 'data.json': JSON.stringify(personal), 'attachments/1/plan.pdf': 'x' })
  expect(await itemsIn(zip)).toMatchObject({ format: 'bitwarden-json', items: { length: 3 } })
})

test('other JSON is told from Bitwarden’s', async () => {
  expect(await refusal('{"logins": []}')).toMatchObject({
    code: 'not-this-format',
    message: expect.stringContaining('no list of items'),
  })
  expect(await refusal('{"items": [')).toMatchObject({ code: 'damaged', message: expect.stringContaining('cut off') })
})
