import { describe, expect, test } from 'vitest'
import {
  archiveDocument,
  assignDocument,
  documentIndex,
  pinDocument,
  purgeDocument,
  raiseFlag,
  reportOpens,
  restoreDocument,
  saveDocument,
} from '#contract/documents.ts'
import type { InputOf } from '#contract/endpoint.ts'
import { changeOrganizationSettings } from '#contract/organizations.ts'
import { listGaps, reportSearch, search, type Fragment } from '#contract/search.ts'
import type { Instant, Reference } from '#contract/values.ts'
import { tidyIndex } from '../../server/features/search/tidy.ts'
import { laterByDays } from '../../server/platform/clock.ts'
import { aForeignRunbook, aRunbook, aSystem, usual, verified } from '../support/documents.ts'
import { aVault, start, type Name, type Stranger, type Vault } from '../support/vault.ts'

type Asked = Omit<InputOf<typeof search>, 'slug' | 'text'>

async function searching(vault: Vault, text: string, by: Name | Stranger = 'jonas', more: Asked = {}) {
  const slug = by === 'xenia' ? 'other' : 'acme'
  const answer = await vault.as(by, search, { text, slug, ...more })
  if (answer.status !== 200) throw new Error(`${text}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** References of what is found, in order. */
const found = async (...asked: Parameters<typeof searching>): Promise<string[]> =>
  (await searching(...asked)).items.map(({ reference }) => reference)

const plain = (fragments: readonly Fragment[]) => fragments.map(({ text }) => text).join('')
const marked = (fragments: readonly Fragment[]) => fragments.filter(({ hit }) => hit).map(({ text }) => text)

function indexIsRight(vault: Vault): void {
  for (const index of ['title_index', 'text_index', 'title_trigrams']) {
    vault.db.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`)
  }
}

// --- Words ----------------------------------------------------------------------------------------------------------

describe('words', () => {
  test('every word matters, wherever it stands', async () => {
    const vault = aVault()
    const both = await aRunbook(vault, 'VPN gateway', { body: 'Restart the concentrator, then wait.' })
    await aRunbook(vault, 'VPN client')
    await aRunbook(vault, 'Printers', { body: 'Restart the concentrator.' })
    expect(await found(vault, 'vpn concentrator')).toEqual([both])
    expect(await found(vault, 'vpn concentrator toner')).toEqual([])
  })

  test('title, tags, headings, summary and text are searched', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Alpha', {
      tags: ['bravo'],
      summary: 'Use this when charlie calls',
      body: '## Delta\n\nEcho.',
    })
    for (const word of ['alpha', 'bravo', 'charlie', 'delta', 'echo']) {
      expect(await found(vault, word)).toEqual([reference])
    }
  })

  test('the last word may be the beginning of one, the others may not', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Exchange mailboxes', { body: 'Check the quarantine.' })
    expect(await found(vault, 'exchange quara')).toEqual([reference])
    expect(await found(vault, 'mailboxes exc')).toEqual([reference])
    expect(await found(vault, 'ex')).toEqual([reference])
    expect((await searching(vault, 'quara exchange')).items).toEqual([])
  })

  test('case and accents do not matter', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Café Zürich', { body: 'Das ist die GRÖSSE.' })
    expect(await found(vault, 'cafe ZURICH grosse')).toEqual([reference])
    expect(await found(vault, 'Cafe\u0301')).toEqual([reference])
  })

  test.each([
    [
      'Get-MailboxStatistics',
      ['Get-MailboxStatistics', 'mailboxstatistics', 'get', 'statistics', 'mailbox', 'MailboxStat'],
    ],
    ['0x80070005', ['0x80070005', '80070005', '0x8007']],
    ['ORA-01555', ['ORA-01555', '01555', 'ora 01555']],
    ['203.0.113.9', ['203.0.113.9', '203.0.113', '113.9']],
    ['KB5034441', ['KB5034441', '5034441']],
    ['svc_backup', ['svc_backup', 'backup', 'svc']],
    ['fail-over', ['fail-over', 'failover', 'over']],
    ['dc01.corp.example.com', ['dc01.corp.example.com', 'corp.example', 'dc01']],
    ['C:\\Windows\\System32\\drivers', ['C:\\Windows\\System32', 'System32', 'drivers']],
    ['HTTP 502', ['HTTP 502', '502']],
  ] as const)('%s is found whole and by part', async (code, parts) => {
    const vault = aVault()
    await aRunbook(vault, 'Something else', { body: 'It says 80070006, ORA-01556, 203.0.114.9 and HTTP 503.' })
    const reference = await aRunbook(vault, 'Codes', { body: `The log says \`${code}\` and stops.` })
    for (const part of parts) expect([part, await found(vault, part)]).toEqual([part, [reference]])
  })

  test('a pasted code finds neither its parts in other places nor its neighbors', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Wrong order', { body: '9 then 113 then 0 then 203' })
    const right = await aRunbook(vault, 'Right', { body: 'Ping 203.0.113.9' })
    expect(await found(vault, '203.0.113.9')).toEqual([right])
  })

  test('words in quotes stand together', async () => {
    const vault = aVault()
    const together = await aRunbook(vault, 'One', { body: 'Check the backup power supply.' })
    await aRunbook(vault, 'Two', { body: 'The power of a backup.' })
    expect(await found(vault, '"backup power"')).toEqual([together])
    expect(await found(vault, '"backup pow"')).toEqual([])
    expect(await found(vault, '"backup power')).toEqual([together])
  })

  test.each([
    '"',
    '""',
    '*',
    'NEAR(',
    'AND',
    'vpn AND',
    'vpn OR',
    'NOT vpn',
    ':',
    '^',
    '-',
    '-vpn',
    '+',
    '(',
    ')',
    '{body}: x',
    'body:vpn',
    'scope:c1',
    '"vpn',
    'vpn"',
    "'; DROP TABLE documents; --",
    '%',
    '_',
    '\\',
    '\u0000',
    'vpn\u0000x',
    '\ud800',
    '\u{1F525}',
    '\u202e',
    'a'.repeat(300),
    'a '.repeat(150),
    '"'.repeat(300),
    'x*'.repeat(100),
    'kind:',
    'kind:"',
    'tag:',
    'in:',
    'in:"',
    'system:',
    'is:',
    'owner:',
    'tag:*',
    'in:%',
    'system:"',
    '\uE000c1',
    'vpn NEAR/2 gate',
    'rank:5',
    '[[RB-01]]',
    'RB-999999999',
    'rb 0',
    '１２３',
  ])('whatever is typed is an answer, not an error: %j', async (text) => {
    const vault = aVault()
    await aRunbook(vault, 'VPN gateway', { body: 'and near not or' })
    const answer = await vault.as('jonas', search, { text })
    expect(answer.status).toBe(200)
  })

  test('other forms of a word are found where the word itself is seldom, and come after it', async () => {
    const vault = aVault()
    const other = await aRunbook(vault, 'Blocking addresses in the firewalls')
    const exact = await aRunbook(vault, 'Block in the firewall')
    await aRunbook(vault, 'Blockchain firewall')
    expect(await found(vault, 'block firewall')).toEqual([exact, other])
    expect(await found(vault, '"block" firewall')).toEqual([exact])
    const [, result] = (await searching(vault, 'block firewall ')).items
    expect(marked(result?.title ?? [])).toEqual(['Blocking', 'firewalls'])
  })

  test('operators of the index are words like any other', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Cats and dogs', { body: 'near the river' })
    await aRunbook(vault, 'Cats')
    expect(await found(vault, 'cats AND dogs')).toEqual([reference])
    expect(await found(vault, 'NEAR cats')).toEqual([reference])
  })

  test('nothing typed finds nothing', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Anything')
    expect(await searching(vault, '  ')).toMatchObject({ items: [], count: 0, hints: [] })
  })
})

// --- References -------------------------------------------------------------------------------------------------------

test.each(['RB-02', 'rb2', 'rb 02', 'RB-2'])('%s comes first, whatever else mentions it', async (written) => {
  const vault = aVault()
  await aRunbook(vault, 'Index of RB-02, rb2 and rb 02', { body: 'RB-02 RB-02 RB-2' })
  await aRunbook(vault, 'Wanted')
  const answer = await searching(vault, written)
  expect(answer.items[0]?.reference).toBe('RB-02')
})

// --- Order ------------------------------------------------------------------------------------------------------------

describe('order', () => {
  test('title before tag, tag before heading, heading before text', async () => {
    const vault = aVault()
    const text = await aRunbook(vault, 'One', { body: 'The firewall is here.' })
    const heading = await aRunbook(vault, 'Two', { body: '## Firewall\n\nNothing.' })
    const tag = await aRunbook(vault, 'Three', { tags: ['firewall'] })
    const inTitle = await aRunbook(vault, 'Restart the firewall')
    const startsTitle = await aRunbook(vault, 'Firewall restart')
    expect(await found(vault, 'firewall')).toEqual([startsTitle, inTitle, tag, heading, text])
  })

  test('a title that is exactly what was typed comes before one that goes on', async () => {
    const vault = aVault()
    const longer = await aRunbook(vault, 'Backup restore test')
    const exact = await aRunbook(vault, 'Backup restore')
    expect(await found(vault, 'backup restore')).toEqual([exact, longer])
  })

  test('pinned, used lately and critical are raised', async () => {
    const vault = aVault()
    const usual = await aRunbook(vault, 'A', { body: 'mail flow' })
    const critical = await aRunbook(vault, 'B', { body: 'mail flow', criticality: 'critical' })
    const used = await aRunbook(vault, 'C', { body: 'mail flow' })
    const pinned = await aRunbook(vault, 'D', { body: 'mail flow' })
    await vault.as('jonas', reportOpens, { references: [used] })
    await vault.as('jonas', pinDocument, { reference: pinned, pinned: true })
    expect(await found(vault, 'mail flow')).toEqual([pinned, used, critical, usual])
    // What others pinned and used is their business.
    expect((await found(vault, 'mail flow', 'rosa'))[0]).toBe(critical)
  })

  test('what was used long ago is not raised', async () => {
    const vault = aVault()
    const used = await aRunbook(vault, 'A', { body: 'mail flow' })
    const other = await aRunbook(vault, 'B', { body: 'mail flow' })
    await vault.as('jonas', reportOpens, { references: [used] })
    expect(await found(vault, 'mail flow')).toEqual([used, other])
    vault.clock.set(laterByDays(start, 31))
    vault.db.prepare(`UPDATE sessions SET ends_at = '2027', seen_at = ?`).run(vault.clock.now())
    expect(await found(vault, 'mail flow')).toEqual([other, used])
  })

  test('overdue is shown and never pushed down', async () => {
    const vault = aVault()
    const overdue = await aRunbook(vault, 'Patch day', { intervalDays: 1 })
    await verified(vault, overdue)
    await aRunbook(vault, 'Patch day notes')
    await aRunbook(vault, 'About patch day')
    vault.clock.set(laterByDays(start, 3))
    vault.addMember('noor', 'editor')
    const [first] = (await searching(vault, 'patch day', 'noor' as Name)).items
    expect(first).toMatchObject({ reference: overdue, state: 'overdue', daysLeft: -2 })
  })

  test('hits beyond the first page come by cursor, each once', async () => {
    const vault = aVault()
    const written: string[] = []
    for (let index = 0; index < 57; index++) {
      written.push(await aRunbook(vault, index % 3 ? `Note ${index}` : `Router ${index}`, { body: 'router' }))
    }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await searching(vault, 'router', 'jonas', { limit: 10, ...(after && { after }) })
      expect(page).toMatchObject({ count: 57, countIsLower: false })
      seen.push(...page.items.map(({ reference }) => reference))
      after = page.next
    } while (after)
    expect(seen).toHaveLength(57)
    expect(new Set(seen)).toEqual(new Set(written))
    const titles = seen.slice(0, 19).map((reference) => (Number(reference.slice(3)) - 1) % 3)
    expect(titles.every((rest) => rest === 0)).toBe(true)
  })

  test.each([
    'x',
    'W10',
    'eyJ9',
    '0',
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('["a","b"]').toString('base64url'),
  ])('a cursor that we did not make is refused or ends the list: %s', async (after) => {
    const vault = aVault()
    await aRunbook(vault, 'Router')
    const answer = await vault.as('jonas', search, { text: 'router', after })
    expect([200, 400]).toContain(answer.status)
    if (answer.status === 200) expect(answer.body.next).toBeUndefined()
  })

  test('more than a thousand hits are counted as such', async () => {
    const vault = aVault()
    const first = await aRunbook(vault, 'Copied', { body: 'gateway' })
    const columns = `organization_id, kind, collection_id, title, summary, body, tags, criticality, interval_days,
                     created_at, created_by, updated_at, updated_by`
    vault.db.exec(`
      WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 1200)
      INSERT INTO documents (id, number, ${columns}) SELECT 'copy-' || n, n, ${columns} FROM n, documents`)
    const wanted = await aRunbookNumbered(vault, 'Gateway of the head office', 5000)
    const answer = await searching(vault, 'gateway', 'jonas', { limit: 50 })
    expect(answer).toMatchObject({ count: 1000, countIsLower: true })
    expect(answer.items).toHaveLength(50)
    expect(answer.items[0]?.reference).toBe(wanted)
    // The oldest of all is still found by what it alone has.
    await vault.as('jonas', pinDocument, { reference: first, pinned: true })
    expect((await found(vault, 'gateway'))[1]).toBe(first)
  })
})

const aRunbookNumbered = (vault: Vault, title: string, number: number) => aRunbook(vault, title, { number })

// --- What is shown ------------------------------------------------------------------------------------------------------

describe('snippets', () => {
  test('show the words where they stand together, under which heading, as plain text', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Internet down', {
      body: [
        '# Internet down',
        '',
        'The line is from **Vendor**.',
        '',
        '## Restart the _modem_',
        '',
        '- [ ] Pull the **power** plug of the [modem](https://modem.example.com), wait `30 seconds`.',
        '',
        '```sh',
        '# not a heading',
        'ping 203.0.113.9',
        '```',
        '',
        '## Later',
        '',
        'Tell everybody.',
      ].join('\n'),
    })
    const [result] = (await searching(vault, 'power plug')).items
    expect(result?.heading).toBe('Restart the modem')
    expect(marked(result?.snippet ?? [])).toEqual(['power', 'plug'])
    expect(plain(result?.snippet ?? [])).toContain('Pull the power plug of the modem, wait 30 seconds.')
    const [ping] = (await searching(vault, '203.0.113.9')).items
    expect(ping?.heading).toBe('Restart the modem')
    expect(marked(ping?.snippet ?? [])).toEqual(['203.0.113.9'])
  })

  test('mark hits in titles, the beginning of a word as the whole word', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Reset a Passphrase', { body: 'x' })
    const [result] = (await searching(vault, 'reset passph')).items
    expect(marked(result?.title ?? [])).toEqual(['Reset', 'Passphrase'])
    expect(result?.snippet).toEqual([])
  })

  test('mark accented words where they stand', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Ort', { body: 'Ä Ö Ü: das Büro in Zürich ist zu.' })
    const [result] = (await searching(vault, 'buro zurich')).items
    expect(marked(result?.snippet ?? [])).toEqual(['Büro', 'Zürich'])
  })

  test('are short, however long the text', async () => {
    const vault = aVault()
    const filler = 'Lorem ipsum dolor sit amet consectetur. '.repeat(2000)
    await aRunbook(vault, 'Long', { body: `${filler}\n\n## Deep\n\nThe needle is here.\n\n${filler}` })
    const [result] = (await searching(vault, 'needle')).items
    expect(plain(result?.snippet ?? ('' as never)).length).toBeLessThan(260)
    expect(marked(result?.snippet ?? [])).toEqual(['needle'])
    expect(result?.heading).toBe('Deep')
  })

  test('say what a result is: system, owner, tags, state', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet line')
    const reference = await aRunbook(vault, 'Modem', {
      related: [system],
      tags: ['network'],
      ownerId: vault.member('jonas'),
      criticality: 'critical',
    })
    await verified(vault, reference)
    await vault.as('jonas', reportOpens, { references: [reference] })
    const [result] = (await searching(vault, 'modem')).items
    expect(result).toMatchObject({
      reference,
      kind: 'runbook',
      tags: ['network'],
      collection: 'General',
      system: 'Internet line',
      owner: { name: 'jonas', side: 'in_house' },
      criticality: 'critical',
      state: 'verified',
      daysLeft: 30,
      intervalDays: 30,
      usedAt: '2026-03-02',
    })
  })
})

// --- Slips --------------------------------------------------------------------------------------------------------------

describe('slips of the finger', () => {
  test.each([
    ['exchagne', 'exchange'],
    ['exchnge', 'exchange'],
    ['excchange', 'exchange'],
    ['axchange', 'exchange'],
    ['exchangr', 'exchange'],
    ['vnp', 'vpn'],
    ['firewal', 'firewall'],
    ['certifcate', 'certificate'],
    ['autenticaton', 'authentication'],
  ])('%s is taken for %s, and that is said', async (from, to) => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'One', { body: 'exchange vpn firewall certificate authentication' })
    const answer = await searching(vault, `${from} `)
    expect(answer.items.map((item) => item.reference)).toEqual([reference])
    // The beginning of a word is no slip.
    if (!to.startsWith(from)) expect(answer.corrected).toEqual([{ from, to }])
    expect(marked(answer.items[0]?.snippet ?? [])).toEqual([to])
  })

  test('one wrong word among right ones is corrected to what stands with them', async () => {
    const vault = aVault()
    const right = await aRunbook(vault, 'Mail', { body: 'Restart the transport service.' })
    await aRunbook(vault, 'Trains', { body: 'Public transpart and the timetable.' })
    const answer = await searching(vault, 'restart trasnport')
    expect(answer.items.map(({ reference }) => reference)).toEqual([right])
    expect(answer.corrected).toEqual([{ from: 'trasnport', to: 'transport' }])
  })

  test('two letters wrong in a short word find nothing', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Router')
    expect(await searching(vault, 'rauder ')).toMatchObject({ items: [], corrected: [] })
  })

  test('a word that is found is never taken for another', async () => {
    const vault = aVault()
    const form = await aRunbook(vault, 'Form')
    await aRunbook(vault, 'From')
    const answer = await searching(vault, 'form')
    expect(answer.items.map(({ reference }) => reference)).toEqual([form])
    expect(answer.corrected).toEqual([])
  })

  test('a piece in the middle of a title is found', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Sharedmailboxes of sales')
    const answer = await searching(vault, 'mailbox')
    expect(answer.items.map((item) => item.reference)).toEqual([reference])
    expect(marked(answer.items[0]?.title ?? [])).toEqual(['mailbox'])
    expect(await found(vault, 'mailbox sales')).toEqual([reference])
  })

  test('words of documents out of reach are never proposed', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Secret', { body: 'Operation thunderbolt', collectionId: vault.collections.secret }, 'mara')
    await aForeignRunbook(vault, 'Thunderbolt')
    expect(await searching(vault, 'thunderbot', 'rosa')).toEqual({
      items: [],
      count: 0,
      countIsLower: false,
      corrected: [],
      hints: [],
    })
    expect((await searching(vault, 'thunderbot', 'mara')).corrected).toEqual([
      { from: 'thunderbot', to: 'thunderbolt' },
    ])
  })

  test('words of an erased document are forgotten', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Gone', { body: 'quokka marsupial' })
    await aRunbook(vault, 'Stays', { body: 'marsupial' })
    await vault.as('mara', archiveDocument, { reference })
    await vault.as('mara', purgeDocument, { reference, confirm: reference })
    const words = vault.db.prepare(`SELECT word FROM search_words`).pluck().all()
    expect(words).toContain('marsupial')
    expect(words).not.toContain('quokka')
  })
})

// --- Filters ------------------------------------------------------------------------------------------------------------

describe('filters', () => {
  async function aLibrary() {
    const vault = aVault()
    const system = await aSystem(vault, 'Microsoft 365', { tags: ['cloud'] })
    const mail = await aRunbook(vault, 'Mail trace', {
      related: [system],
      tags: ['mail'],
      ownerId: vault.member('jonas'),
    })
    const vpn = await aRunbook(vault, 'VPN trace', { tags: ['vpn', 'mail-relay'] })
    const secret = await aRunbook(vault, 'Secret trace', { collectionId: vault.collections.secret }, 'mara')
    return { vault, system, mail, vpn, secret }
  }

  test('kind:', async () => {
    const { vault, system } = await aLibrary()
    expect(await found(vault, 'kind:system')).toEqual([system])
    expect(await found(vault, 'trace kind:system')).toEqual([])
    expect(await found(vault, 'kind:runbook microsoft')).toEqual([])
  })

  test('tag: takes whole tags', async () => {
    const { vault, mail, vpn } = await aLibrary()
    expect(await found(vault, 'tag:mail')).toEqual([mail])
    expect(await found(vault, 'trace tag:mail-relay')).toEqual([vpn])
    expect(await found(vault, 'tag:"mail relay" tag:vpn')).toEqual([vpn])
    expect(await found(vault, 'tag:nothing')).toEqual([])
  })

  test('owner:me', async () => {
    const { vault, mail } = await aLibrary()
    expect(await found(vault, 'owner:me trace')).toEqual([mail])
    expect(await found(vault, 'owner:me', 'rosa')).toEqual([])
    await vault.as('mara', assignDocument, { reference: mail, ownerId: vault.member('rosa') })
    expect(await found(vault, 'owner:me', 'rosa')).toEqual([mail])
    expect(await found(vault, 'owner:me')).toEqual([])
    indexIsRight(vault)
  })

  test('is:', async () => {
    const { vault, mail, vpn } = await aLibrary()
    await verified(vault, mail)
    expect(await found(vault, 'trace is:verified')).toEqual([mail])
    expect(await found(vault, 'trace is:unverified')).toEqual([vpn])
    await vault.as('rosa', raiseFlag, { reference: vpn, text: 'This is wrong' })
    expect(await found(vault, 'is:suspect')).toEqual([vpn])
    expect(await found(vault, 'is:overdue')).toEqual([])
  })

  test('is:archived finds what is archived, and nothing else does', async () => {
    const { vault, mail, vpn } = await aLibrary()
    await vault.as('jonas', archiveDocument, { reference: mail })
    expect(await found(vault, 'mail trace')).toEqual([vpn])
    expect(await found(vault, mail)).toEqual([])
    expect(await found(vault, 'is:archived mail')).toEqual([mail])
    await vault.as('jonas', restoreDocument, { reference: mail })
    expect(await found(vault, 'mail trace')).toEqual([mail, vpn])
    indexIsRight(vault)
  })

  test('system: by reference and by name', async () => {
    const { vault, mail } = await aLibrary()
    expect(await found(vault, 'system:SY-01')).toEqual([mail])
    expect(await found(vault, 'trace system:sy1')).toEqual([mail])
    expect(await found(vault, 'system:"Microsoft 365" mail')).toEqual([mail])
    const answer = await searching(vault, 'system:SY-99')
    expect(answer.items).toEqual([])
    expect(answer.hints).toEqual(['There is no system “SY-99” that you can see.'])
  })

  test('in: by the name of a collection', async () => {
    const { vault, secret, mail, vpn } = await aLibrary()
    expect(await found(vault, 'trace in:Security', 'mara')).toEqual([secret])
    expect((await found(vault, 'trace in:"gen"', 'mara')).sort()).toEqual([mail, vpn])
    // For whom it is out of reach it does not exist.
    const restricted = await searching(vault, 'in:Security', 'rosa')
    const madeUp = await searching(vault, 'in:Security', 'tariq')
    expect(restricted).toEqual(madeUp)
    expect(restricted.hints).toEqual(['There is no collection “Security” that you can see.'])
  })

  test('what is no filter is said, with what would be right', async () => {
    const { vault } = await aLibrary()
    expect((await searching(vault, 'trace kind:printer')).hints[0]).toContain('runbook')
    expect((await searching(vault, 'trace is:old')).hints[0]).toContain('overdue')
    expect((await searching(vault, 'status:overdue')).hints[0]).toContain('is:overdue')
    expect((await searching(vault, 'https://example.com error:5')).hints).toEqual([])
  })
})

// --- Reach --------------------------------------------------------------------------------------------------------------

describe('reach', () => {
  test('what one may not see leaves no trace: no hit, no count, no piece of a word', async () => {
    const vault = aVault()
    const secret = { collectionId: vault.collections.secret }
    await aRunbook(vault, 'Zircon title', { ...secret, body: 'zirconbody', tags: ['zircontag'] }, 'mara')
    await aForeignRunbook(vault, 'Zircon abroad')
    const nothing = await searching(vault, 'madeupword', 'rosa')
    for (const text of [
      'zircon',
      'zir',
      'zirconbody',
      'zircontag',
      'ircon',
      'zircom',
      'tag:zircontag',
      'title zircon',
    ]) {
      for (const name of ['rosa', 'jonas', 'tariq'] as const) {
        expect([text, name, await searching(vault, text, name)]).toEqual([text, name, nothing])
      }
    }
    expect((await searching(vault, 'zircon', 'mara')).count).toBe(1)
    expect((await searching(vault, 'zircon', 'xenia')).count).toBe(1)
  })

  test('restricting and opening a collection takes effect at once', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Switches')
    expect(await found(vault, 'switches', 'rosa')).toEqual([reference])
    await vault.changeCollection('mara', vault.collections.general, { restricted: true })
    expect(await found(vault, 'switches', 'rosa')).toEqual([])
    expect(await found(vault, 'switches', 'mara')).toEqual([reference])
  })

  test('moving a document to another collection moves it in the index', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Switches', {}, 'mara')
    const { id: _id, kind: _kind, ...fields } = usual(vault, 'Switches')
    const moved = await vault.as('mara', saveDocument, {
      ...fields,
      reference,
      revision: 1,
      collectionId: vault.collections.secret,
    })
    expect(moved.status).toBe(200)
    expect(await found(vault, 'switches', 'rosa')).toEqual([])
    expect(await found(vault, 'switches', 'mara')).toEqual([reference])
    indexIsRight(vault)
  })

  test('a grant on a collection opens it until its end', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Switches')
    expect(await found(vault, 'switches', 'tariq')).toEqual([])
    const endsAt = '2026-03-02T09:30:00.000Z' as Instant
    await vault.grant('mara', { to: 'tariq', collection: vault.collections.general, level: 'view', endsAt })
    expect(await found(vault, 'switches', 'tariq')).toEqual([reference])
    expect(await found(vault, 'swiches', 'tariq')).toEqual([reference])
    vault.clock.set(endsAt)
    expect(await found(vault, 'switches', 'tariq')).toEqual([])
  })

  test('a grant on one document opens that one', async () => {
    const vault = aVault()
    const one = await aRunbook(vault, 'Switch one', { tags: ['lan'] })
    await aRunbook(vault, 'Switch two', { tags: ['lan'] })
    const endsAt = '2026-03-02T12:00:00.000Z' as Instant
    await vault.grant('mara', { to: 'tariq', reference: one, level: 'view', endsAt })
    for (const text of ['switch', 'sw', 'swich', 'tag:lan', 'one', one]) {
      expect([text, await found(vault, text, 'tariq')]).toEqual([text, [one]])
    }
    expect((await searching(vault, 'switch', 'tariq')).count).toBe(1)
  })

  test('auditors find titles and references, and see no content', async () => {
    const vault = aVault()
    const reference = await aRunbook(vault, 'Fire drill', {
      body: 'Meet at the oak.',
      tags: ['safety'],
      summary: 'elm',
    })
    expect(await found(vault, 'fire', 'ines')).toEqual([reference])
    expect(await found(vault, reference, 'ines')).toEqual([reference])
    for (const text of ['oak', 'safety', 'elm', 'tag:safety', 'fire oak']) {
      expect([text, await found(vault, text, 'ines')]).toEqual([text, []])
    }
    const [result] = (await searching(vault, 'fire', 'ines')).items
    expect(result).toMatchObject({ snippet: [], tags: [] })
    expect(result).not.toHaveProperty('system')
  })

  test('a removed member finds nothing, a stranger is told there is nothing', async () => {
    const vault = aVault()
    await aRunbook(vault, 'Switches')
    expect((await vault.as('xenia', search, { text: 'switches' })).status).toBe(404)
  })

  test('with many collections, some closed, the reader finds exactly what the list shows', async () => {
    const vault = aVault()
    const expected: string[] = []
    for (let index = 0; index < 12; index++) {
      const restricted = index % 4 === 0
      const { id } = await vault.createCollection('mara', { name: `Collection ${index}`, restricted })
      const reference = await aRunbook(vault, `Paper ${index}`, { collectionId: id }, 'mara')
      if (!restricted) expected.push(reference)
    }
    expect((await found(vault, 'paper', 'rosa', { limit: 50 })).sort()).toEqual(expected.sort())
    expect(await found(vault, 'paper', 'mara', { limit: 50 })).toHaveLength(12)
  })
})

// --- The index stays right ------------------------------------------------------------------------------------------------

test('the index says what the documents say, through every change', async () => {
  const vault = aVault()
  const reference = await aRunbook(vault, 'Before', { body: 'oldword CamelCaseWord', tags: ['oldtag'] })
  const { id: _id, kind: _kind, ...fields } = usual(vault, 'After')
  await vault.as('jonas', saveDocument, {
    ...fields,
    reference,
    revision: 1,
    body: '## Newheading\n\nnewword',
    tags: ['newtag'],
    criticality: 'critical',
  })
  for (const text of ['before', 'oldword', 'oldtag', 'camel', 'tag:oldtag'])
    expect(await found(vault, text)).toEqual([])
  for (const text of ['after', 'newword', 'newtag', 'newheading', 'tag:newtag']) {
    expect(await found(vault, text)).toEqual([reference])
  }
  indexIsRight(vault)
  await vault.as('mara', archiveDocument, { reference })
  indexIsRight(vault)
  await vault.as('mara', purgeDocument, { reference, confirm: reference })
  indexIsRight(vault)
  expect(vault.db.prepare(`SELECT count(*) FROM text_index WHERE text_index MATCH 'newword'`).pluck().get()).toBe(0)
})

test('the index is tidied while the server has time, and says the same afterwards', async () => {
  const vault = aVault()
  const pieces = () => vault.db.prepare(`SELECT count(DISTINCT segid) FROM text_index_idx`).pluck().get() as number
  const written: string[] = []
  // Three saves make three pieces; by itself FTS5 would wait for more.
  for (const title of ['One', 'Two', 'Three']) written.unshift(await aRunbook(vault, title, { body: 'gateway' }))
  expect(pieces()).toBe(3)
  let rounds = 0
  while (vault.db.transaction(() => tidyIndex(vault.db))()) rounds += 1
  expect(rounds).toBeGreaterThan(0)
  expect(pieces()).toBe(1)
  indexIsRight(vault)
  expect(await found(vault, 'gateway')).toEqual(written)
})

test('a damaged index is noticed', async () => {
  const vault = aVault()
  await aRunbook(vault, 'One')
  vault.db.exec(`INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
                 VALUES (999, '', 'ghost', '', '', '', '', '', '')`)
  expect(() => indexIsRight(vault)).toThrow()
})

// --- The palette's list ---------------------------------------------------------------------------------------------------

describe('titles for the palette', () => {
  test('hold everything within reach, living, and nothing else', async () => {
    const vault = aVault()
    const system = await aSystem(vault, 'Internet')
    const one = await aRunbook(vault, 'One', { tags: ['lan'], related: [system] })
    const gone = await aRunbook(vault, 'Gone')
    await aRunbook(vault, 'Secret', { collectionId: vault.collections.secret }, 'mara')
    await vault.as('jonas', archiveDocument, { reference: gone })
    await vault.as('rosa', pinDocument, { reference: one, pinned: true })
    await vault.as('rosa', reportOpens, { references: [one] })
    const { body } = await vault.as('rosa', documentIndex, {})
    expect(body.next).toBeUndefined()
    expect(body.items.map(({ reference }) => reference).sort()).toEqual([one, system])
    expect(body.items.find(({ reference }) => reference === one)).toEqual({
      reference: one,
      kind: 'runbook',
      title: 'One',
      tags: ['lan'],
      system: 'Internet',
      criticality: 'normal',
      state: 'unverified',
      intervalDays: 30,
      pinned: true,
      usedAt: '2026-03-02',
    })
    expect((await vault.as('tariq', documentIndex, {})).body.items).toEqual([])
    expect((await vault.as('ines', documentIndex, {})).body.items.every(({ tags }) => tags.length === 0)).toBe(true)
  })

  test('come by pages, each title once', async () => {
    const vault = aVault()
    await aRunbook(vault, 'First')
    const columns = `organization_id, kind, collection_id, title, summary, body, tags, criticality, interval_days,
                     created_at, created_by, updated_at, updated_by`
    vault.db.exec(`
      WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 1200)
      INSERT INTO documents (id, number, ${columns}) SELECT 'copy-' || n, n, ${columns} FROM n, documents`)
    await aSystem(vault, 'Internet')
    const seen: string[] = []
    let after: string | undefined
    do {
      const { body } = await vault.as('rosa', documentIndex, { ...(after && { after }) })
      seen.push(...body.items.map(({ reference }) => reference))
      after = body.next
    } while (after)
    expect(seen).toHaveLength(1201)
    expect(new Set(seen).size).toBe(seen.length)
  })
})

// --- Gaps -----------------------------------------------------------------------------------------------------------------

describe('documentation gaps', () => {
  const keepTexts = (vault: Vault, keepsSearchTexts: boolean) =>
    vault.as('mara', changeOrganizationSettings, { name: 'Acme Joinery', timeZone: 'Europe/London', keepsSearchTexts })
  const report = (vault: Vault, name: Name, text: string, results: number, opened?: Reference) =>
    vault.as(name, reportSearch, { text, results, ...(opened && { opened }) })

  test('are searches without a result or a click, what most people missed first', async () => {
    const vault = aVault()
    await keepTexts(vault, true)
    await report(vault, 'rosa', 'Badge printer', 0)
    await report(vault, 'jonas', ' badge  PRINTER ', 0)
    await report(vault, 'rosa', 'vpn', 4)
    await report(vault, 'rosa', 'vpn', 4)
    await report(vault, 'rosa', 'mail', 3, 'RB-01' as Reference)
    const { body } = await vault.as('jonas', listGaps, {})
    expect(body).toEqual({
      textsKept: true,
      items: [
        { text: 'badge printer', searches: 2, people: 2, lastOn: '2026-03-02', withoutResult: 2, withoutClick: 0 },
        { text: 'vpn', searches: 2, people: 1, lastOn: '2026-03-02', withoutResult: 0, withoutClick: 2 },
      ],
    })
  })

  test('are counted without their texts unless the organization keeps them', async () => {
    const vault = aVault()
    await report(vault, 'rosa', 'badge printer', 0)
    await report(vault, 'jonas', 'salary list', 2)
    const { body } = await vault.as('mara', listGaps, {})
    expect(body).toEqual({
      textsKept: false,
      items: [{ searches: 2, people: 2, lastOn: '2026-03-02', withoutResult: 1, withoutClick: 1 }],
    })
    expect(JSON.stringify(vault.db.prepare(`SELECT * FROM search_gaps`).all())).not.toContain('badge')
  })

  test('lose their texts when the organization stops keeping them, not their counts', async () => {
    const vault = aVault()
    await keepTexts(vault, true)
    await report(vault, 'rosa', 'badge printer', 0)
    await report(vault, 'rosa', 'vpn', 2)
    await keepTexts(vault, false)
    expect(JSON.stringify(vault.db.prepare(`SELECT * FROM search_gaps`).all())).not.toContain('badge')
    expect((await vault.as('mara', listGaps, {})).body.items).toMatchObject([{ searches: 2, people: 1 }])
  })

  test('never keep what looks like a pasted password', async () => {
    const vault = aVault()
    await keepTexts(vault, true)
    await report(vault, 'rosa', 'tR0ub4dor&3x!', 0)
    await report(vault, 'rosa', 'password: tR0ub4dor', 0)
    await report(vault, 'rosa', 'wifi key AKIAZ5ROUB4DORQWLMQ2', 0)
    await report(vault, 'rosa', 'FortiOS-7.4.1', 0)
    const kept = JSON.stringify(vault.db.prepare(`SELECT * FROM search_gaps`).all()).toLowerCase()
    expect(kept).not.toContain('ub4dor')
    expect(kept).toContain('fortios-7.4.1')
  })

  test('fade after ninety days, and one person cannot flood them', async () => {
    const vault = aVault()
    await keepTexts(vault, true)
    for (let index = 0; index < 220; index++) await report(vault, 'rosa', `nothing ${index}`, 0)
    const count = () => vault.db.prepare(`SELECT count(*) FROM search_gaps`).pluck().get()
    expect(count()).toBe(200)
    const first = await vault.as('mara', listGaps, {})
    const second = await vault.as('mara', listGaps, { after: first.body.next })
    expect(first.body.items).toHaveLength(50)
    expect(second.body.items[0]?.text).not.toBe(first.body.items.at(-1)?.text)
    vault.clock.set(laterByDays(start, 91))
    vault.addMember('noor', 'owner')
    expect((await vault.as('noor', listGaps, {})).body.items).toEqual([])
    vault.clock.set(laterByDays(start, 181))
    vault.addMember('olga', 'owner')
    await vault.as('olga', reportSearch, { text: 'new', results: 0 })
    expect(count()).toBe(1)
  })

  test('of another organization are its own', async () => {
    const vault = aVault()
    await vault.as('xenia', reportSearch, { slug: 'other', text: 'theirs', results: 0 })
    expect((await vault.as('mara', listGaps, {})).body.items).toEqual([])
  })
})
