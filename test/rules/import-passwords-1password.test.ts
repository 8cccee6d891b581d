import { expect, test } from 'vitest'
import { aZip, byTitle, itemsIn, refusal } from '../support/import-files.ts'

const item = (categoryUuid: string, title: string, details: object, overview: object = {}) => ({
  uuid: title,
  createdAt: 1_700_000_000,
  updatedAt: 1_710_000_000,
  state: 'active',
  categoryUuid,
  overview: { title, ...overview },
  details,
})
const loginFields = [
  { value: 'cw-netadmin', id: 'u', name: 'username', fieldType: 'T', designation: 'username' },
  { value: 'correct-horse', id: 'p', name: 'password', fieldType: 'P', designation: 'password' },
  { value: 'blue', id: 'c', name: 'Color', fieldType: 'T' },
]
const data = {
  accounts: [
    {
      attrs: { accountName: 'C&W' },
      vaults: [
        {
          attrs: { name: 'Infrastructure' },
          items: [
            item(
              '001',
              'FortiGate admin',
              {
                loginFields,
                notesPlain: 'Comms room',
                sections: [
                  {
                    title: 'More',
                    fields: [
                      {
                        title: 'one-time password',
                        id: 'TOTP_1',
                        value: { totp: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP' },
                      },
                      { title: 'PIN', id: 'pin', value: { concealed: '4711' } },
                      { title: 'since', id: 'd', value: { date: 1_700_000_000 } },
                      { title: 'mail', id: 'm', value: { email: { email_address: 'it@example.com', provider: null } } },
                      { title: 'empty', id: 'e', value: { string: '' } },
                      {
                        title: 'plan',
                        id: 'f',
                        value: { file: { fileName: 'plan.pdf', documentId: 'x', decryptedSize: 20_000 } },
                      },
                    ],
                  },
                ],
                passwordHistory: [{ value: 'older', time: 1_705_000_000 }],
              },
              {
                url: 'https://fw.example.com',
                urls: [
                  { label: 'x', url: 'https://fw.example.com' },
                  { label: 'y', url: 'https://fw2.example.com' },
                ],
                tags: ['Network/Edge', 'critical'],
              },
            ),
            item('110', 'ERP server', {
              sections: [
                {
                  title: '',
                  fields: [
                    { title: 'URL', id: 'url', value: { string: 'https://erp.example.com' } },
                    { title: 'username', id: 'username', value: { string: 'root' } },
                    { title: 'password', id: 'password', value: { concealed: 'server-pass' } },
                  ],
                },
              ],
            }),
            item('005', 'Just a password', { password: 'alone' }),
            item('114', 'Deploy key', {
              sections: [
                {
                  title: '',
                  fields: [
                    {
                      title: 'private key',
                      id: 'private_key',
                      value: {
                        sshKey: { privateKey: 'x', metadata: { privateKey: '-----BEGIN PRIVATE KEY-----\nk' } },
                      },
                    },
                  ],
                },
              ],
            }),
            { item: item('003', 'Wrapped note', { notesPlain: 'as earlier versions wrote it' }) },
            item('002', 'Company card', {
              sections: [
                { title: '', fields: [{ title: 'number', id: 'ccnum', value: { creditCardNumber: '4111' } }] },
              ],
            }),
            { ...item('001', 'Old', {}), state: 'archived' },
          ],
        },
        { attrs: { name: 'Partners' }, items: [item('001', 'Portal', { loginFields })] },
      ],
    },
  ],
}

test('a 1PUX archive brings its vaults as folders, whatever attachments lie beside', async () => {
  const zip = await aZip({
    'export.attributes': '{}',
    'export.data': JSON.stringify(data),
    'files/x___plan.pdf': 'pdf',
  })
  const { format, items, leftOut } = await itemsIn(zip)
  expect(format).toBe('1pux')
  expect(byTitle(items)).toMatchObject({
    'FortiGate admin': {
      username: 'cw-netadmin',
      password: 'correct-horse',
      totp: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
      addresses: ['https://fw.example.com', 'https://fw2.example.com'],
      notes: 'Comms room',
      folder: ['Infrastructure'],
      tags: ['network', 'edge', 'critical'],
      fields: [
        { label: 'Color', kind: 'text', value: 'blue' },
        { label: 'More, PIN', kind: 'secret', value: '4711' },
        { label: 'More, since', kind: 'text', value: '2023-11-14' },
        { label: 'More, mail', kind: 'text', value: 'it@example.com' },
      ],
      history: [{ password: 'older', until: '2024-01-11T19:06:40.000Z' }],
      notCarried: ['attachment plan.pdf (20 kB)'],
      createdAt: '2023-11-14T22:13:20.000Z',
      passwordChangedAt: '2024-01-11T19:06:40.000Z',
    },
    'ERP server': { username: 'root', password: 'server-pass', addresses: ['https://erp.example.com'], fields: [] },
    'Just a password': { password: 'alone' },
    'Deploy key': { fields: [{ kind: 'key', value: '-----BEGIN PRIVATE KEY-----\nk' }] },
    'Wrapped note': { notes: 'as earlier versions wrote it' },
    Portal: { folder: ['Partners'] },
  })
  expect(leftOut.map(({ title, why }) => [title, why])).toEqual([
    ['Company card', 'a payment card'],
    ['Old', 'archived'],
  ])
  expect(JSON.stringify(leftOut)).not.toContain('4111')
})

test('the data alone, unpacked by hand, is read too', async () => {
  expect(await itemsIn(JSON.stringify(data))).toMatchObject({ format: '1pux', items: { length: 6 } })
})

test('another archive is told from an export', async () => {
  expect(await refusal(await aZip({ 'notes.txt': 'x' }))).toEqual({
    code: 'not-this-format',
    message: expect.stringContaining('neither export.data nor data.json'),
  })
  const zip = new Uint8Array(await (await aZip({ 'export.data': JSON.stringify(data) })).arrayBuffer())
  expect((await refusal(zip.slice(0, zip.length / 2))).code).toBe('damaged')
})
