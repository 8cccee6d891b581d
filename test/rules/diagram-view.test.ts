import { describe, expect, test } from 'vitest'
import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import type { Cause, DocumentChip } from '#contract/documents.ts'
import {
  accessibleName,
  drawingInWords,
  linkInWords,
  linksOf,
} from '../../client/features/diagrams/view/element-words.ts'
import { findElements } from '../../client/features/diagrams/view/find-elements.ts'
import { neighbour, readingOrder } from '../../client/features/diagrams/view/reading-order.ts'
import { standings } from '../../client/features/diagrams/view/standing.ts'
import { aDevice, aGroup, aLink as link } from '../support/drawings.ts'

const device = (id: string, x: number, y: number, more: Partial<Device> = {}) => aDevice(id, { x, y, ...more })
const group = (id: string, x: number, y: number, more: Partial<Group> = {}) =>
  aGroup(id, { x, y, width: 300, height: 200, ...more })
const ids = (elements: readonly { id: string }[]) => elements.map(({ id }) => id)

describe('devices are read', () => {
  test.each<[string, { devices: Device[]; groups?: Group[] }, string[]]>([
    [
      'from the left, row by row',
      { devices: [device('c', 0, 200), device('b', 300, 0), device('a', 0, 0)] },
      ['a', 'b', 'c'],
    ],
    [
      'as one row where they are nearly level',
      { devices: [device('a', 0, 30), device('b', 100, 0), device('c', 200, 20)] },
      ['a', 'b', 'c'],
    ],
    [
      'as two rows where they are clearly not, however many stand between',
      { devices: [device('a', 200, 0), device('b', 100, 30), device('c', 0, 60)] },
      ['b', 'a', 'c'],
    ],
    [
      'after the group that they stand in, and together with what stands there too',
      {
        groups: [group('ho', 0, 0), group('works', 400, 0)],
        devices: [
          device('w', 420, 40, { group: 'works' }),
          device('h', 20, 40, { group: 'ho' }),
          device('isp', 200, 300),
        ],
      },
      ['ho', 'h', 'works', 'w', 'isp'],
    ],
    [
      'group within group',
      {
        groups: [group('rack', 20, 20, { group: 'ho' }), group('ho', 0, 0)],
        devices: [device('nas', 40, 60, { group: 'rack' }), device('ap', 200, 100, { group: 'ho' })],
      },
      ['ho', 'rack', 'nas', 'ap'],
    ],
    ['even where their group is not there', { devices: [device('a', 0, 0, { group: 'gone' })] }, ['a']],
    ['not at all where nothing is drawn', { devices: [] }, []],
  ])('%s', (_, { devices, groups = [] }, expected) => {
    expect(ids(readingOrder({ devices, groups }))).toEqual(expected)
  })
})

describe('an arrow key goes', () => {
  //  a  b
  //  c     d
  const order = readingOrder({
    groups: [],
    devices: [device('a', 0, 0), device('b', 150, 0), device('c', 0, 200), device('d', 400, 200)],
  })
  test.each([
    ['a', 'right', 'b'],
    ['a', 'down', 'c'],
    ['b', 'left', 'a'],
    ['c', 'up', 'a'],
    ['c', 'right', 'd'],
    ['d', 'left', 'c'],
    // Nothing lies there: on in reading order.
    ['b', 'right', 'd'],
    ['c', 'left', 'b'],
    ['a', 'left', undefined],
    ['d', 'down', undefined],
  ] as const)('from %s %s to %s', (from, direction, to) => {
    expect(neighbour(order, from, direction)?.id).toBe(to)
  })

  test('to the first from nowhere', () => {
    expect(neighbour(order, 'gone', 'right')?.id).toBe('a')
  })
})

describe('a screen reader hears', () => {
  test.each<[Device | Group, string | undefined, string]>([
    [
      device('fw', 0, 0, { shape: 'firewall', label: 'FortiGate 100F', addresses: ['203.0.113.10'] }),
      undefined,
      'FortiGate 100F, firewall, 203.0.113.10',
    ],
    [device('u', 0, 0, { shape: 'ups', label: 'Smart 1500' }), undefined, 'Smart 1500, UPS'],
    [device('p', 0, 0, { shape: 'pc', label: '' }), undefined, 'PC'],
    [device('n', 0, 0, { label: 'NAS', addresses: ['a', 'b', 'c', 'd'] }), undefined, 'NAS, server, a, b, c'],
    [group('g', 0, 0, { kind: 'subnet', label: 'Staff' }), undefined, 'Staff, subnet'],
    [device('fw', 0, 0, { label: 'FW' }), 'CR-31 archived', 'FW, server, CR-31 archived'],
  ])('%o', (element, state, expected) => {
    expect(accessibleName(element, state)).toBe(expected)
  })

  test('how much is drawn', () => {
    expect(drawingInWords({ devices: [device('a', 0, 0)], groups: [], links: [] })).toBe('1 device, 0 links')
  })
})

test('the links of a device lead to the other end, whichever way they were drawn', () => {
  const drawing: Drawing = {
    format: 'diagram/1',
    notes: '',
    groups: [group('ho', 0, 0)],
    devices: [device('fw', 0, 0), device('sw', 0, 0), device('ap', 0, 0)],
    links: [
      link('l1', 'fw', 'sw', { fromPort: 'port1', toPort: '24', medium: 'fibre', speed: '10 Gbit/s' }),
      link('l2', 'ap', 'fw', { toPort: 'port2' }),
      link('l3', 'sw', 'ap'),
      link('l4', 'fw', 'ho'),
    ],
  }
  expect(linksOf(drawing, 'fw').map(({ other, port, otherPort }) => [other.id, port, otherPort])).toEqual([
    ['sw', 'port1', '24'],
    ['ap', 'port2', ''],
    ['ho', '', ''],
  ])
  expect(linkInWords(drawing.links[0] as Link)).toBe('fibre, 10 Gbit/s')
})

describe('a device is found', () => {
  const order = [
    device('sw', 0, 0, { shape: 'switch', label: 'Core switch', addresses: ['198.51.100.1'] }),
    device('sw10', 0, 0, { shape: 'switch', label: 'Floor 1', addresses: ['198.51.100.10', 'sw-floor1'] }),
    device('fw', 0, 0, { shape: 'firewall', label: 'Zürich FortiGate' }),
    group('staff', 0, 0, { kind: 'subnet', label: 'Staff', addresses: ['198.51.100.64/26'] }),
  ]
  test.each([
    ['by its name', 'core', ['sw']],
    ['by several words in any order', 'switch core', ['sw']],
    ['by an address, the exact one first', '198.51.100.1', ['sw', 'sw10']],
    ['by a host name', 'sw-fl', ['sw10']],
    ['by what it is', 'switch', ['sw', 'sw10']],
    ['without its accents', 'zurich', ['fw']],
    ['a group too', 'staff', ['staff']],
    ['not by words that it does not have', 'core floor', []],
    ['not by nothing', '  ', []],
  ])('%s: %s', (_, typed, expected) => {
    expect(ids(findElements(order, typed))).toEqual(expected)
  })
})

describe('a device shows how its records stand', () => {
  const chip = (reference: string, state: DocumentChip['state'], archived = false): DocumentChip =>
    ({
      reference,
      kind: 'system',
      title: `Title of ${reference}`,
      state,
      daysLeft: -23,
      intervalDays: 90,
      archived,
    }) as never
  const of = (bound: string[], cited: DocumentChip[], more: { seesAll?: boolean; causes?: Cause[] } = {}) =>
    standings([device('fw', 0, 0, { bound: bound as never })], { cited, causes: [], seesAll: false, ...more }).get('fw')

  test('by the worst of them', () => {
    const all = [chip('SY-01', 'due'), chip('CR-31', 'overdue'), chip('RB-14', 'verified'), chip('VN-07', 'unverified')]
    expect(of(['SY-01', 'CR-31', 'RB-14', 'VN-07'], all)).toMatchObject({
      worst: { reference: 'CR-31' },
      hasDrifted: false,
      words: 'Title of CR-31: Overdue 23 days',
    })
    expect(of(['SY-01', 'RB-14'], [...all, chip('RB-14', 'verified')])?.worst?.state).toBe('due')
  })

  test('and says nothing of what is verified', () => {
    expect(of(['RB-14'], [chip('RB-14', 'verified')])).not.toHaveProperty('words')
  })

  test('a record that is archived is drift, whatever its state was', () => {
    expect(of(['SY-01'], [chip('SY-01', 'overdue', true)])).toEqual({
      records: [{ reference: 'SY-01', chip: chip('SY-01', 'overdue', true), drift: 'archived' }],
      hasDrifted: true,
      words: 'SY-01 archived',
    })
  })

  test('one that is not there is gone for those who see everything', () => {
    expect(of(['SY-01'], [], { seesAll: true })).toMatchObject({ hasDrifted: true, words: 'SY-01 gone' })
  })

  test('and for the others only where it is known to be erased: it may be out of reach', () => {
    expect(of(['SY-01'], [])).toEqual({ records: [{ reference: 'SY-01' }], hasDrifted: false })
    const erased = [{ cause: 'cited_purged', reference: 'SY-01', at: '2026-03-02T09:00:00.000Z' }] as unknown as Cause[]
    expect(of(['SY-01'], [], { causes: erased })).toMatchObject({ hasDrifted: true })
  })

  test('nothing where it stands for nothing', () => {
    expect(of([], [])).toBeUndefined()
  })
})
