import { describe, expect, test } from 'vitest'
import type { Device, Drawing, Group, Link } from '#contract/diagrams.ts'
import { changeLines, summaryOf } from '../../client/features/diagrams/compare/change-words.ts'
import { compareDrawings } from '../../client/features/diagrams/compare/compare-drawings.ts'
import { aDevice, aDrawing, aGroup, aLink as link } from '../support/drawings.ts'

const device = (id: string, more: Partial<Device> = {}) => aDevice(id, { label: id.toUpperCase(), ...more })
const group = (id: string, more: Partial<Group> = {}) => aGroup(id, { label: id.toUpperCase(), ...more })
const drawing = (more: Partial<Drawing> = {}) =>
  aDrawing({
    groups: [group('ho')],
    devices: [device('fw', { group: 'ho', x: 10, y: 10 }), device('sw', { x: 500, y: 10 })],
    links: [link('l1', 'fw', 'sw')],
    ...more,
  })
const base = drawing()
const [fw, sw] = base.devices as [Device, Device]
const [ho] = base.groups as [Group]
const [l1] = base.links as [Link]

const lines = (before: Drawing, after: Drawing) => changeLines(compareDrawings(before, after), before, after)
const words = (before: Drawing, after: Drawing) =>
  lines(before, after).map(({ name, what, became }) => `${name} (${what}): ${became}`)

describe('what became of an element', () => {
  test.each<[string, Partial<Drawing>, string[]]>([
    ['nothing', {}, []],
    [
      'a device was added',
      { devices: [fw, sw, device('ap', { shape: 'access_point' })] },
      ['AP (access point): added'],
    ],
    [
      'a device was taken away with its link',
      { devices: [fw], links: [] },
      ['SW (server): removed', 'FW to SW (link): removed'],
    ],
    ['a device was moved', { devices: [fw, { ...sw, y: 90 }] }, ['SW (server): moved']],
    ['a device was made larger', { devices: [fw, { ...sw, width: 96, height: 96 }] }, ['SW (server): moved']],
    [
      'a device was renamed; its link is the same',
      { devices: [fw, { ...sw, label: 'Core' }] },
      ['Core (server): changed'],
    ],
    [
      'a device was renamed and moved',
      { devices: [fw, { ...sw, label: 'Core', x: 0 }] },
      ['Core (server): changed and moved'],
    ],
    [
      'a nameless device is told by what it is',
      { devices: [fw, { ...sw, label: '', shape: 'ups' }] },
      ['UPS (UPS): changed'],
    ],
    ['the order in the list changed', { devices: [sw, fw] }, []],
    [
      'everything went the same way',
      {
        groups: [{ ...ho, x: 40, y: -8 }],
        devices: [fw, sw].map((each) => ({ ...each, x: each.x + 40, y: each.y - 8 })),
      },
      [],
    ],
    [
      'a group went elsewhere with what stands in it',
      { groups: [{ ...ho, x: 40 }], devices: [{ ...fw, x: fw.x + 40 }, sw] },
      ['HO (site): moved, and what stands in it (1 element)'],
    ],
    [
      'a group went elsewhere, and a device in it somewhere else again',
      { groups: [{ ...ho, x: 40 }], devices: [{ ...fw, x: 300 }, sw] },
      ['HO (site): moved', 'FW (server): moved'],
    ],
    ['a device was put into a group', { devices: [fw, { ...sw, group: 'ho' }] }, ['SW (server): changed']],
    ['a link got a port', { links: [{ ...l1, fromPort: 'wan1' }] }, ['FW to SW (link): changed']],
    ['a link goes the other way', { links: [{ ...l1, from: 'sw', to: 'fw' }] }, ['SW to FW (link): changed']],
    ['a link got a corner', { links: [{ ...l1, points: [{ x: 5, y: 5 }] }] }, ['FW to SW (link): rerouted']],
    [
      'a link got a corner and a speed',
      { links: [{ ...l1, speed: '10 Gbit/s', points: [{ x: 5, y: 5 }] }] },
      ['FW to SW (link): changed and rerouted'],
    ],
    [
      'a group was taken away',
      { groups: [], devices: [device('fw', { x: 10, y: 10 }), sw] },
      ['HO (site): removed', 'FW (server): changed'],
    ],
  ])('%s', (_, after, expected) => {
    expect(words(base, drawing(after))).toEqual(expected)
  })

  test('and the other way round, what was added is removed', () => {
    const more = drawing({ devices: [fw, sw, device('ap')] })
    expect(words(more, base)).toEqual(['AP (server): removed'])
  })

  test('a device alone that stands elsewhere was moved', () => {
    const alone = (x: number) => drawing({ groups: [], links: [], devices: [device('fw', { x })] })
    expect(words(alone(0), alone(80))).toEqual(['FW (server): moved'])
  })
})

describe('what differs of it', () => {
  test.each<[string, Partial<Device>, [name: string, before: string, after: string][]]>([
    ['its name', { label: 'Core' }, [['Name', 'SW', 'Core']]],
    ['its type', { shape: 'vm' }, [['Type', 'Server', 'Virtual machine']]],
    ['its addresses', { addresses: ['198.51.100.2', 'sw-core'] }, [['Addresses', '', '198.51.100.2, sw-core']]],
    ['where it stands, by name', { group: 'ho' }, [['Stands in', '', 'HO']]],
    ['what it is bound to', { bound: ['SY-01', 'CR-31'] as never }, [['Bound to', '', 'SY-01, CR-31']]],
    ['its notes', { notes: 'Rack 2' }, [['Notes', '', 'Rack 2']]],
    [
      'two things',
      { label: 'Core', notes: 'Rack 2' },
      [
        ['Name', 'SW', 'Core'],
        ['Notes', '', 'Rack 2'],
      ],
    ],
  ])('%s', (_, more, expected) => {
    const { elements } = compareDrawings(base, drawing({ devices: [fw, { ...sw, ...more }] }))
    expect(elements.map(({ fields }) => fields.map(({ name, before, after }) => [name, before, after]))).toEqual([
      expected,
    ])
  })

  test('of a link, by the names of its ends', () => {
    const after = drawing({ links: [{ ...l1, to: 'ho', medium: 'fibre' }] })
    const [change] = compareDrawings(base, after).elements
    expect(change?.fields).toEqual([
      { name: 'To', before: 'SW', after: 'HO' },
      { name: 'Kind', before: 'copper', after: 'fibre' },
    ])
  })

  test('of the text above and the picture below', () => {
    const picture = { attachment: '0195c2a5-0000-7000-8000-000000000001', width: 800, height: 600 }
    const after = drawing({ notes: 'Drawn after the move.', picture })
    expect(compareDrawings(base, after)).toMatchObject({
      elements: [],
      notes: { before: '', after: 'Drawn after the move.' },
      picture: 'added',
    })
    expect(compareDrawings(after, drawing({ picture: { ...picture, width: 900 } })).picture).toBe('changed')
    expect(compareDrawings(after, base).picture).toBe('removed')
    expect(compareDrawings(after, after).picture).toBeUndefined()
  })

  test('where all went the same way, how far', () => {
    const away = (by: number) => [fw, sw].map((each) => ({ ...each, x: each.x + by }))
    expect(compareDrawings(base, drawing({ groups: [{ ...ho, x: 16 }], devices: away(16) })).shift).toEqual({
      x: 16,
      y: 0,
    })
    expect(compareDrawings(base, drawing({ devices: away(16) })).shift).toEqual({ x: 0, y: 0 })
  })
})

test('all together, counted in words', () => {
  const after = drawing({
    devices: [{ ...fw, label: 'FortiGate' }, device('ap'), device('nas')],
    links: [link('l2', 'fw', 'ap')],
  })
  expect(summaryOf(lines(base, after))).toBe('3 added, 2 removed, 1 changed')
  expect(summaryOf(lines(base, base))).toBe('')
})

test('a thousand devices and two thousand links are compared in an instant', () => {
  const many = (y: number) =>
    drawing({
      devices: Array.from({ length: 1000 }, (_, at) => device(`d${at}`, { x: at * 10, y: at % 3 === 0 ? y : 0 })),
      links: Array.from({ length: 2000 }, (_, at) => link(`l${at}`, `d${at % 1000}`, `d${(at * 7) % 1000}`)),
    })
  const [before, after] = [many(0), many(50)]
  const start = process.threadCpuUsage()
  expect(lines(before, after)).toHaveLength(334)
  // In processor time: a busy machine changes little.
  expect(process.threadCpuUsage(start).user).toBeLessThan(1_000_000)
})
