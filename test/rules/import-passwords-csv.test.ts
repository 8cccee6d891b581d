import { describe, expect, test } from 'vitest'
import { knownCsv } from '../../client/features/import-passwords/csv/known-csv.ts'
import { faultOf, guessMapping, type CsvMapping } from '../../client/features/import-passwords/csv/mapping.ts'
import { itemsIn, read, refusal } from '../support/import-files.ts'

const totp = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP'

describe('every known table is told by its columns', () => {
  test.each([
    [
      'bitwarden-csv',
      'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n' +
        `Network/Edge,1,login,FortiGate,"Line 1\nLine 2","PIN: 4711\nno colon",0,"https://a.example.com,https://b.example.com",me,pa"ss,${totp}\n` +
        ',,card,Company card,,,0,,,,\n',
      {
        title: 'FortiGate',
        username: 'me',
        password: 'pa"ss',
        totp,
        addresses: ['https://a.example.com', 'https://b.example.com'],
        notes: 'Line 1\nLine 2',
        folder: ['Network', 'Edge'],
        fields: [
          { label: 'PIN', kind: 'secret', value: '4711' },
          { label: 'Field', kind: 'secret', value: 'no colon' },
        ],
      },
    ],
    [
      'bitwarden-csv',
      'collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"Servers,On call",login,ERP,,,0,,root,x,\n',
      { title: 'ERP', folder: ['Servers'], tags: ['on-call'] },
    ],
    [
      'keepassxc-csv',
      '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"\r\n' +
        `"Passwords/Network","FortiGate","me","p""w","https://a.example.com","","${totp}","0","2025-01-02T03:04:05Z","2024-01-02T03:04:05Z"\r\n`,
      {
        title: 'FortiGate',
        password: 'p"w',
        folder: ['Network'],
        totp,
        changedAt: '2025-01-02T03:04:05.000Z',
        createdAt: '2024-01-02T03:04:05.000Z',
      },
    ],
    [
      'lastpass-csv',
      `url,username,password,totp,extra,name,grouping,fav\nhttps://a.example.com,me,pw,JBSWY3DPEHPK3PXP,a note,FortiGate,Network\\Edge,0\n`,
      { title: 'FortiGate', totp: 'JBSWY3DPEHPK3PXP', notes: 'a note', folder: ['Network', 'Edge'] },
    ],
    [
      '1password-csv',
      `Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nFortiGate,https://a.example.com,me,pw,${totp},false,false,Edge;Core,n\n`,
      { totp, tags: ['edge', 'core'], notes: 'n' },
    ],
    [
      'chrome-csv',
      'name,url,username,password,note\na.example.com,https://a.example.com/login,me,pw,n\n',
      { title: 'a.example.com', notes: 'n' },
    ],
    [
      'firefox-csv',
      '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"\n"https://www.a.example.com","me","pw",,"https://a.example.com","{1}","1700000000000","1700000000000","1710000000000"\n',
      { title: 'a.example.com', createdAt: '2023-11-14T22:13:20.000Z', passwordChangedAt: '2024-03-09T16:00:00.000Z' },
    ],
    [
      'safari-csv',
      `Title,URL,Username,Password,Notes,OTPAuth\nFortiGate,https://a.example.com/,me,pw,,${totp}\n`,
      { title: 'FortiGate', totp },
    ],
    [
      'itflow-csv',
      'Name,Description,Username,Password,TOTP,URI\nFortiGate,At head office,me,pw,JBSWY3DPEHPK3PXP,a.example.com\n',
      { title: 'FortiGate', notes: 'At head office', totp: 'JBSWY3DPEHPK3PXP', addresses: ['a.example.com'] },
    ],
  ])('%s', async (format, text, expected) => {
    const found = await itemsIn(text)
    expect(found.format).toBe(format)
    expect(found.items).toHaveLength(1)
    expect(found.items[0]).toMatchObject({ cautions: [], ...expected })
  })

  test('with semicolons, a mark in front, in UTF-16, with the line of Excel, with blank lines', async () => {
    const text = 'Name;Description;Username;Password;TOTP;URI\r\nFortiGate;;me;p,w;;\r\n;;;;;\r\n\r\n'
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
    for (const file of [text, `\uFEFF${text}`, utf16, Buffer.from(utf16).swap16(), `sep=;\r\n${text}`])
      expect(await itemsIn(file)).toMatchObject({
        format: 'itflow-csv',
        items: [{ title: 'FortiGate', password: 'p,w' }],
      })
  })

  test('a stranger’s column makes it nobody’s: the person maps it', () => {
    expect(knownCsv(['name', 'url', 'username', 'password', 'Door code'])).toBeUndefined()
    expect(knownCsv(['constructor', '__proto__', 'name', 'url', 'username', 'password'])).toBeUndefined()
  })

  test('the person’s word counts for more than the columns; columns that are not its own stay secret', async () => {
    const text = 'name,url,username,password,Door code\nGate,https://a.example.com,me,pw,4711\n'
    expect(await itemsIn(text, { format: 'chrome-csv' })).toMatchObject({
      format: 'chrome-csv',
      items: [{ title: 'Gate', fields: [{ label: 'Door code', kind: 'secret', value: '4711' }] }],
    })
    expect(await refusal(text, { format: 'itflow-csv' })).toMatchObject({
      code: 'not-this-format',
      message: expect.stringContaining('not the columns of ITFlow'),
    })
    const itflow = 'Name,Description,Username,Password,TOTP,URI\na,b,c,d,,\n'
    expect((await refusal(itflow, { format: 'chrome-csv' })).message).toContain('It has the columns of ITFlow')
  })
})

describe('LastPass keeps more than logins in its table', () => {
  const header = 'url,username,password,totp,extra,name,grouping,fav\n'
  const row = (extra: string, name: string) => `http://sn,,,,"${extra}",${name},,0\n`

  test('servers and keys are taken apart, notes stay notes, cards stay behind', async () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nAbc: def\nxyz\n-----END RSA PRIVATE KEY-----'
    const { items, leftOut } = await itemsIn(
      header +
        row(
          'NoteType:Server\nLanguage:en-US\nHostname:10.0.0.1\nUsername:root\nPassword:pa:ss\nNotes:Rack 4\nSecond: line',
          'ERP',
        ) +
        row(
          `NoteType:SSH Key\nBit Strength:2048\nPassphrase:open sesame\nPrivate Key:${key}\nHostname:git.example.com\nNotes:`,
          'Deploy',
        ) +
        row('The alarm code\nis 1234', 'Alarm') +
        row('NoteType:Credit Card\nNumber:4111', 'Card'),
    )
    expect(items).toMatchObject([
      {
        title: 'ERP',
        username: 'root',
        password: 'pa:ss',
        addresses: ['10.0.0.1'],
        notes: 'Rack 4\nSecond: line',
        fields: [],
      },
      {
        title: 'Deploy',
        addresses: ['git.example.com'],
        notes: '',
        fields: [
          { label: 'Bit Strength', kind: 'text', value: '2048' },
          { label: 'Passphrase', kind: 'secret', value: 'open sesame' },
          { label: 'Private Key', kind: 'key', value: key },
        ],
      },
      { title: 'Alarm', notes: 'The alarm code\nis 1234', addresses: [] },
    ])
    expect(leftOut).toEqual([{ place: 'Row 5', title: 'Card', why: 'a credit card' }])
  })

  test('an ampersand that may have been written as HTML is pointed out, and left as it is', async () => {
    const { items } = await itemsIn(`${header}https://a.example.com,me,a&amp;b,,,A,,0\n`)
    expect(items[0]).toMatchObject({ password: 'a&amp;b', cautions: [expect.stringContaining('Try it once')] })
  })
})

describe('any other table is mapped by the person', () => {
  const text =
    'Device,Login name,Passwort,Rack,IP address\nCore switch,admin,pw,4,10.0.0.1\nEdge switch,admin,pw2,,10.0.0.2\n'

  test('a first guess by the names of the columns; what is not understood is kept secret', async () => {
    const table = await read(text)
    expect(table).toEqual({
      is: 'table',
      mapping: { hasHeader: true, roles: ['title', 'username', 'password', 'secret', 'address'], folderSeparator: '' },
      sample: expect.any(Array),
      count: 2,
    })
    const { mapping } = table as { mapping: CsvMapping }
    expect((await itemsIn(text, { format: 'csv', mapping })).items).toMatchObject([
      {
        place: 'Row 2',
        title: 'Core switch',
        addresses: ['10.0.0.1'],
        fields: [{ label: 'Rack', kind: 'secret', value: '4' }],
      },
      { place: 'Row 3', title: 'Edge switch', fields: [] },
    ])
  })

  test('a table without a header brings its first row too', async () => {
    const mapping: CsvMapping = {
      hasHeader: false,
      roles: ['folder', 'title', 'password', 'key'],
      folderSeparator: '/',
    }
    const { items } = await itemsIn('A/B,Switch,pw,k\n,Router,pw,\n', { format: 'csv', mapping })
    expect(items).toMatchObject([
      { place: 'Row 1', title: 'Switch', folder: ['A', 'B'], fields: [{ label: 'Column 4', kind: 'key', value: 'k' }] },
      { place: 'Row 2', title: 'Router', folder: [] },
    ])
    expect(guessMapping([{ cells: ['Switch', 'admin', 'pw', ''] }])).toMatchObject({
      hasHeader: false,
      roles: ['secret', 'secret', 'secret', 'skip'],
    })
  })

  test.each([
    [['title', 'title', 'password'], 'Two columns are brought as Name'],
    [['username', 'password'], 'which column holds the name'],
    [['title', 'username'], 'which column holds the password'],
    [['title', 'notes', 'notes'], undefined],
  ] as const)('%j', (roles, fault) => {
    const told = faultOf({ hasHeader: true, roles: [...roles], folderSeparator: '' })
    if (fault === undefined) expect(told).toBeUndefined()
    else expect(told).toContain(fault)
  })
})

describe('what is wrong with a row is said by its number', () => {
  test('a quotation mark that never closes, and text behind one that did', async () => {
    const header = 'name,url,username,password\n'
    expect(await refusal(`${header}a,,b,c\nd,,e,"never\nf,,g,h\n`)).toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('Row 3: a quotation mark is opened'),
    })
    expect(await refusal(`${header}a,,b,"c" d\n`)).toMatchObject({
      message: expect.stringContaining('Row 2: there is text behind'),
    })
  })

  test('a row with more cells than columns is left out, the others are brought', async () => {
    const { items, leftOut } = await itemsIn('name,url,username,password\nA,,me,pa,ss\nB,,me,pw\nC,,me\n')
    expect(leftOut).toEqual([{ place: 'Row 2', title: 'A', why: '5 cells under 4 columns' }])
    expect(items.map(({ title, password }) => [title, password])).toEqual([
      ['B', 'pw'],
      ['C', ''],
    ])
  })

  test('a line that is not UTF-8', async () => {
    const file = Buffer.concat([
      Buffer.from('name,url,username,password\nA,,b,c\nB,,b,'),
      Buffer.from('caf\xe9', 'latin1'),
      Buffer.from('\n'),
    ])
    expect(await refusal(file)).toMatchObject({
      code: 'not-text',
      message: expect.stringContaining('Line 3 is not UTF-8'),
    })
  })
})
