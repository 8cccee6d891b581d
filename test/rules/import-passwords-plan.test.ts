import { describe, expect, test } from 'vitest'
import { emptyItem, type ImportedItem } from '../../client/features/import-passwords/imported-item.ts'
import {
  outermostFolders,
  proposeCollections,
  type ImportChoices,
} from '../../client/features/import-passwords/plan/choices.ts'
import type { ExistingCredential } from '../../client/features/import-passwords/plan/duplicates.ts'
import { planImport } from '../../client/features/import-passwords/plan/plan-import.ts'
import { reportCsv } from '../../client/features/import-passwords/plan/report-csv.ts'
import { reportOf, type Happened } from '../../client/features/import-passwords/plan/report.ts'

let row = 1
const item = (more: Partial<ImportedItem>): ImportedItem => ({
  ...emptyItem(`Row ${++row}`),
  title: 'FortiGate admin',
  username: 'admin',
  password: 'one',
  ...more,
})
const choices = (more: Partial<ImportChoices> = {}): ImportChoices => ({
  folders: 'collections',
  collection: { id: 'general' },
  collectionOf: new Map(),
  duplicates: 'skip',
  names: new Map(),
  excluded: new Set(),
  ...more,
})
const outcomes = (
  items: readonly ImportedItem[],
  existing: readonly ExistingCredential[] = [],
  more: Partial<ImportChoices> = {},
) => planImport(items, existing, choices(more)).rows.map(({ outcome }) => outcome)

describe('what the vault has already', () => {
  const known = {
    reference: 'CR-31',
    title: 'FortiGate admin',
    addresses: ['https://www.fw.example.com/login'],
    username: 'admin',
  }
  test.each([
    ['the same name, address and username', { addresses: ['fw.example.com'] }, known, 'exists'],
    [
      'the name in other letters',
      { title: ' fortigate ADMIN ', addresses: ['http://fw.example.com'] },
      known,
      'exists',
    ],
    [
      'a username that may not be seen',
      { addresses: ['fw.example.com'], username: 'anybody' },
      { ...known, username: undefined },
      'exists',
    ],
    ['no address on one side', {}, known, 'exists'],
    ['another username', { addresses: ['fw.example.com'], username: 'root' }, known, 'bring'],
    ['another address', { addresses: ['fw2.example.com'] }, known, 'bring'],
    ['another name', { title: 'Firewall', addresses: ['fw.example.com'] }, known, 'bring'],
  ] as const)('%s', (_, more, existing, expected) => {
    const { username, ...rest } = existing
    expect(
      outcomes(
        [item({ ...more, addresses: [...('addresses' in more ? more.addresses : [])] })],
        [{ ...rest, ...(username && { username }) }],
      ),
    ).toEqual([expected])
  })

  test('the same way in under another name is brought, and pointed out', () => {
    const { rows } = planImport(
      [item({ title: '198.51.100.1', addresses: ['https://fw.example.com'] })],
      [known],
      choices(),
    )
    expect(rows[0]!.notes).toEqual(['CR-31 has the same address and username, under another name.'])
  })

  test('they are brought all the same where the person says so', () => {
    expect(outcomes([item({})], [known], { duplicates: 'bring' })).toEqual(['bring'])
  })

  test('what was brought once is not brought again: an import that was stopped goes on', () => {
    const items = Array.from({ length: 20 }, (_, at) => item({ title: `Switch ${at}`, addresses: [`10.0.0.${at}`] }))
    const existing = items
      .slice(0, 12)
      .map(({ title, addresses, username }, at) => ({ reference: `CR-${at + 1}`, title, addresses, username }))
    expect(outcomes(items, existing).filter((outcome) => outcome === 'bring')).toHaveLength(8)
  })
})

test('what is twice in the file is brought once; what differs inside is brought and told', () => {
  const items = [item({}), item({}), item({ password: 'two' }), item({ username: 'root' })]
  const { rows, counts } = planImport(items, [], choices())
  expect(rows.map(({ outcome }) => outcome)).toEqual(['bring', 'twice', 'bring', 'bring'])
  expect(rows[1]!.notes).toEqual([`The same as ${items[0]!.place} in this file.`])
  expect(rows[2]!.notes).toEqual([`${items[0]!.place} has the same name and username, and something else inside.`])
  expect(counts).toMatchObject({ bring: 3, twice: 1 })
})

test('an entry without a name waits for one; one that is too long or taken out is not brought', () => {
  const items = [item({ title: '' }), item({ notes: 'ü'.repeat(40_000) }), item({ title: 'Left' })]
  const { rows } = planImport(items, [], choices({ excluded: new Set([2]) }))
  expect(rows.map(({ outcome }) => outcome)).toEqual(['needs-name', 'too-long', 'excluded'])
  expect(rows[0]!.notes).toEqual([`${items[0]!.place} has no name. Give it one.`])
  expect(rows[1]!.notes).toEqual([expect.stringContaining('Longer than 64 kB: its notes')])
  expect(outcomes([items[0]!], [], { names: new Map([[0, 'Door controller']]) })).toEqual(['bring'])
})

describe('folders', () => {
  const items = [
    item({ title: 'A', folder: ['Network', 'Edge'] }),
    item({ title: 'B', folder: ['network'], tags: ['old'] }),
    item({ title: 'C', folder: ['Servers'] }),
    item({ title: 'D' }),
  ]
  const folders = outermostFolders(items)

  test('are counted by the outermost, in whatever letters', () => {
    expect(folders).toEqual([
      { key: 'network', name: 'Network', count: 2 },
      { key: 'servers', name: 'Servers', count: 1 },
    ])
  })

  test('become the collections that are called so, and new ones where the person may make them', () => {
    const collections = [{ id: 'n', name: 'NETWORK' }]
    expect([...proposeCollections(folders, collections, false)]).toEqual([['network', { id: 'n' }]])
    const collectionOf = proposeCollections(folders, collections, true)
    const plan = planImport(items, [], choices({ collectionOf }))
    expect(plan.rows.map(({ collection, tags }) => [collection, tags])).toEqual([
      [{ id: 'n' }, ['edge']],
      [{ id: 'n' }, ['old']],
      [{ newName: 'Servers' }, []],
      [{ id: 'general' }, []],
    ])
    expect(plan.newCollections).toEqual(['Servers'])
  })

  test('or become tags, or nothing', () => {
    expect(planImport(items, [], choices({ folders: 'tags' })).rows.map(({ tags }) => tags)).toEqual([
      ['network', 'edge'],
      ['old', 'network'],
      ['servers'],
      [],
    ])
    const none = planImport(
      items,
      [],
      choices({ folders: 'none', collectionOf: new Map([['servers', { newName: 'Servers' }]]) }),
    )
    expect(none.rows.map(({ collection, tags }) => [collection, tags])).toEqual(
      items.map(({ tags }) => [{ id: 'general' }, tags]),
    )
    expect(none.newCollections).toEqual([])
  })
})

test('the report has a line for every entry of the file, no secrets, and nothing that a spreadsheet would run', () => {
  const items = [
    item({ title: '=cmd|calc', notCarried: ['attachment plan.pdf (20 kB)'], history: [{ password: 'older-canary' }] }),
    item({ title: 'B' }),
    item({ title: 'C' }),
    item({ title: 'D' }),
  ]
  const { rows } = planImport(items, [], choices({ excluded: new Set([3]) }))
  const happened = new Map<number, Happened>([
    [0, { reference: 'CR-01', collectionId: 'general' }],
    [1, { failed: 'The server could not be reached.' }],
  ])
  const report = reportOf(rows, [{ place: 'Row 9', title: 'Card', why: 'a payment card' }], happened, () => 'General')
  expect(report.map(({ title, outcome, reference, notes }) => [title, outcome, reference, notes])).toEqual([
    ['=cmd|calc', 'brought', 'CR-01', ['Not brought: attachment plan.pdf (20 kB), an earlier password.']],
    ['B', 'failed', '', ['The server could not be reached.']],
    ['C', 'not brought', '', ['The import was stopped before it.']],
    ['D', 'not brought', '', ['Taken out by hand.']],
    ['Card', 'not brought', '', ['A payment card.']],
  ])
  const csv = reportCsv(report)
  expect(csv).toContain("'=cmd|calc")
  expect(csv).not.toMatch(/canary|,one,/)
})

test('50,000 entries that are all alike are planned in a moment', () => {
  const same = Array.from({ length: 50_000 }, () => item({}))
  const existing = Array.from({ length: 10_000 }, (_, at) => ({
    reference: `CR-${at}`,
    title: 'FortiGate admin',
    addresses: [`h${at}.example.com`],
    username: 'root',
  }))
  const began = process.cpuUsage()
  expect(planImport(same, existing, choices()).counts).toMatchObject({ bring: 1, twice: 49_999 })
  expect(process.cpuUsage(began).user).toBeLessThan(10_000_000)
})
