import { describe, expect, test } from 'vitest'
import type { IndexEntry } from '#contract/documents.ts'
import { formatReference, parseReference } from '#contract/values.ts'
import { makePaletteIndex } from '../../client/features/search/palette-index.ts'
import { beginsWithSlips } from '../../client/features/search/typos.ts'

const today = '2026-11-21'

function entry(written: string, title: string, more: Partial<IndexEntry> = {}): IndexEntry {
  const { kind, number } = parseReference(written) as NonNullable<ReturnType<typeof parseReference>>
  return {
    reference: formatReference(kind, number),
    kind,
    title,
    tags: [],
    criticality: 'normal',
    state: 'verified',
    intervalDays: 180,
    pinned: false,
    ...more,
  }
}

const library = [
  entry('SY-01', 'Internet and firewall', { criticality: 'critical', pinned: true, usedAt: '2026-11-20' as never }),
  entry('SY-03', 'Backup', { criticality: 'critical' }),
  entry('RB-01', 'Server room: power cut or UPS alarm'),
  entry('RB-02', 'Swap the weekly USB backup disk', { system: 'Backup' }),
  entry('RB-03', 'Restore a file server from Veeam', { tags: ['backup'], system: 'Backup', criticality: 'critical' }),
  entry('RB-09', 'Restore a mailbox', { system: 'Microsoft 365', state: 'suspect' }),
  entry('RB-11', 'Account compromised: contain it'),
  entry('RB-14', 'Internet down at head office', { system: 'Internet and firewall', criticality: 'critical' }),
  entry('RB-21', 'Failover to the 4G router', { state: 'overdue', daysLeft: -4, system: 'Internet and firewall' }),
  entry('RB-23', 'Guest Wi-Fi for a visitor'),
  entry('RB-40', 'Zurücksetzen der Geräte'),
]
const index = makePaletteIndex(new Map([['calder-wick', library]]), today)
const find = (text: string) => {
  const { best, groups } = index.find(text, ['calder-wick'])
  return [...(best ? [best] : []), ...groups.flatMap((group) => group.hits)].map((hit) => hit.entry.reference)
}
const best = (text: string) => index.find(text, ['calder-wick']).best?.entry.reference

describe('the palette finds in memory', () => {
  test.each([
    ['rb9', 'RB-09'],
    ['RB-09', 'RB-09'],
    ['rb 14', 'RB-14'],
    ['sy3', 'SY-03'],
  ])('%s is the reference %s', (text, reference) => expect(best(text)).toBe(reference))

  test('a reference that is half typed shows those it can become, by number', () => {
    expect(find('rb1')).toEqual(['RB-01', 'RB-11', 'RB-14'])
    expect(find('rb-0').slice(0, 3)).toEqual(['RB-01', 'RB-02', 'RB-03'])
  })

  test('"inter" is the runbook for a dead line before the system, although that is pinned', () => {
    expect(find('inter')).toEqual(['RB-14', 'RB-21', 'SY-01'])
  })

  test.each([
    ['intrenet down', 'RB-14', 'two letters swapped'],
    ['compromissed', 'RB-11', 'a letter too many'],
    ['malbox', 'RB-09', 'a letter missing'],
    ['favlover', 'RB-21', 'a letter wrong'],
  ])('%s finds %s in spite of %s', (text, reference) => expect(best(text)).toBe(reference))

  test('short words must be right, and two slips in a short word are too many', () => {
    expect(find('upz')).toEqual([])
    expect(find('mlbx')).toEqual([])
  })

  test('all words count, in any order, also from tags and system', () => {
    expect(find('server restore')).toEqual(['RB-03'])
    expect(find('365 mailbox')).toEqual(['RB-09'])
    expect(find('mailbox veeam')).toEqual([])
  })

  test('a whole title comes before words inside of others', () => {
    expect(find('backup')).toEqual(['SY-03', 'RB-02', 'RB-03'])
  })

  test('hyphens and accents do not matter', () => {
    expect(best('wifi')).toBe('RB-23')
    expect(best('wi-fi')).toBe('RB-23')
    expect(best('zuruck')).toBe('RB-40')
  })

  test('overdue is never demoted', () => {
    const twins = [
      entry('RB-50', 'Router swap B'),
      entry('RB-51', 'Router swap A', { state: 'overdue', daysLeft: -99 }),
    ]
    const small = makePaletteIndex(new Map([['o', twins]]), today)
    expect(small.find('router', ['o']).best?.entry.reference).toBe('RB-51')
  })

  test('what was typed is marked in the title', () => {
    const hit = index.find('down inter', ['calder-wick']).best
    const title = hit?.entry.title ?? ''
    expect(hit?.marks.map(([from, to]) => title.slice(from, to))).toEqual(['Inter', 'down'])
    const joined = index.find('wifi', ['calder-wick']).best
    expect(joined?.marks.map(([from, to]) => joined.entry.title.slice(from, to))).toEqual(['Wi-Fi'])
  })

  test('a group shows five, the total counts them all', () => {
    const many = Array.from({ length: 30 }, (_, at) => entry(`RB-${at + 1}`, `Printer ${at}`))
    const found = makePaletteIndex(new Map([['o', many]]), today).find('printer', ['o'])
    expect(found.groups.map(({ hits }) => hits.length)).toEqual([5])
    expect(found.total).toBe(30)
  })

  test('another organization is searched only when it is asked for', () => {
    const both = makePaletteIndex(
      new Map([
        ['one', [entry('RB-01', 'Till offline')]],
        ['two', [entry('RB-01', 'Till offline')]],
      ]),
      today,
    )
    expect(both.find('till', ['one']).total).toBe(1)
    expect(both.find('till', ['one', 'two']).total).toBe(2)
    expect(both.recent(['two/RB-01'], ['one'])).toEqual([])
  })

  test('recent: first what this page showed, then what was used or pinned', () => {
    const keys = index
      .recent(['calder-wick/RB-40', 'calder-wick/RB-99'], ['calder-wick'])
      .map((hit) => hit.entry.reference)
    expect(keys).toEqual(['RB-40', 'SY-01'])
  })
})

test.each([
  ['firewall', 'fierwall', 1, true],
  ['firewall', 'firewal', 1, true],
  ['firewall', 'fxrewaxl', 1, false],
  ['fire', 'firewall', 2, false],
  ['certificates', 'certifcaet', 2, true],
] as const)('%s begins with %s and at most %i slips: %s', (word, typed, slips, is) => {
  expect(beginsWithSlips(word, typed, slips)).toBe(is)
})
