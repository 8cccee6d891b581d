import { describe, expect, test } from 'vitest'
import { GroupKind, Shape, type Link } from '#contract/diagrams.ts'
import { boundsOf, contains, layoutOf, outerFirst } from '../../client/features/diagrams/geometry.ts'
import { along, endOf, lengthOf, linkPath, linkPathsOf } from '../../client/features/diagrams/link-paths.ts'
import { groupOutlines, outlines } from '../../client/features/diagrams/shapes/outlines.ts'
import { widthOf, wrapped } from '../../client/features/diagrams/shapes/text-lines.ts'
import { aDevice as device, aGroup as group, aLink } from '../support/drawings.ts'

const link = (more: Partial<Link> = {}) => aLink('l', 'a', 'b', more)

describe('shapes', () => {
  test('every shape and kind of group has a drawing of path data on the grid', () => {
    expect(Object.keys(outlines).sort()).toEqual([...Shape.options].sort())
    expect(Object.keys(groupOutlines).sort()).toEqual([...GroupKind.options].sort())
    for (const outline of [...Object.values(outlines), ...Object.values(groupOutlines)])
      for (const d of [outline.body, outline.lines ?? '', outline.dots ?? ''])
        expect(d).toMatch(/^(?:[MmLlHhVvCcSsQqAaZz][-\d. ]*)*$/)
  })
})

describe('where devices stand', () => {
  test('a label stands under a picture, wrapped; addresses follow it, and what is over is counted', () => {
    const layout = layoutOf(
      device('fw', { label: 'FortiGate 100F in the comms room', addresses: ['203.0.113.10', '10.0.0.1', '10.0.0.2'] }),
    )
    expect(layout.box).toEqual({ x: 0, y: 0, width: 48, height: 48 })
    expect(layout.label.map(({ text }) => text).join(' ')).toBe('FortiGate 100F in the comms room')
    expect(layout.label.length).toBeGreaterThan(1)
    expect(layout.addresses.map(({ text }) => text)).toEqual(['203.0.113.10', '10.0.0.1 +1'])
    const ys = [...layout.label, ...layout.addresses].map(({ y }) => y)
    expect(ys).toEqual([...ys].sort((one, other) => one - other))
    expect(Math.min(...ys)).toBeGreaterThan(48)
    expect(layout.whole.height).toBeGreaterThan(48)
  })

  test('a device without a picture of its own is a box around its label', () => {
    const layout = layoutOf(device('x', { shape: 'device', label: 'Anything', addresses: ['10.0.0.2'] }))
    expect(layout.picture).toBeUndefined()
    for (const { x, y } of [...layout.label, ...layout.addresses]) expect(contains(layout.box, { x, y })).toBe(true)
  })

  test('a note shows what it says in its box, and no more than fits', () => {
    const notes = Array.from({ length: 40 }, (_each, line) => `Line ${line}`).join('\n')
    const { label, box } = layoutOf(device('n', { shape: 'note', label: 'Mind', notes }))
    expect(label[0]?.text).toBe('Mind')
    expect(label.at(-1)?.text).toMatch(/…$/)
    expect(Math.max(...label.map(({ y }) => y))).toBeLessThanOrEqual(box.y + box.height)
  })

  test('a device that was made larger keeps its picture square and in its middle', () => {
    const { picture } = layoutOf(device('x', { x: 10, y: 20, width: 120, height: 60 }))
    expect(picture).toEqual({ x: 40, y: 20, width: 60, height: 60 })
  })

  test('bounds cover everything with its words, the corners of links and the picture; nothing has none', () => {
    const empty = { format: 'diagram/1' as const, notes: '', devices: [], groups: [], links: [] }
    expect(boundsOf(empty)).toBeUndefined()
    const bounds = boundsOf({
      ...empty,
      groups: [group('g', { x: -50, y: 0 })],
      devices: [device('a', { x: 600, y: 400 })],
      links: [link({ points: [{ x: 900, y: -80 }] })],
      picture: { attachment: 'a', width: 200, height: 1_000 },
    })
    expect(bounds).toEqual({ x: -50, y: -80, width: 950, height: 1_080 })
  })

  test('groups come before what stands in them, even where they were kept the other way round', () => {
    const order = outerFirst([group('rack', { group: 'room' }), group('room', { group: 'site' }), group('site')])
    expect(order.map(({ id }) => id)).toEqual(['site', 'room', 'rack'])
  })
})

describe('words', () => {
  test('wrapping loses no word, breaks what is too long, and ends what does not fit with an ellipsis', () => {
    expect(wrapped('one two three', 13, 60, 5).join(' ')).toBe('one two three')
    expect(wrapped('198.51.100.40/very/long/path/without/spaces', 13, 80, 9).join('')).toBe(
      '198.51.100.40/very/long/path/without/spaces',
    )
    const short = wrapped('one two three four five six', 13, 60, 2)
    expect(short).toHaveLength(2)
    expect(short[1]).toMatch(/…$/)
    for (const line of short) expect(widthOf(line, 13)).toBeLessThanOrEqual(60)
    expect(wrapped('', 13, 60, 3)).toEqual([])
  })
})

describe('ways of links', () => {
  const a = endOf(device('a', { x: 0, y: 0 }))
  const b = endOf(device('b', { x: 0, y: 300 }))

  test('a link between two that stand one above the other is plumb, and ends at their borders and words', () => {
    const { points } = linkPath(link(), a, b)
    expect(points).toHaveLength(2)
    const [from, to] = points
    expect(from?.x).toBe(24)
    expect(to?.x).toBe(24)
    expect(from?.y).toBeGreaterThan(a.box.y + a.box.height)
    expect(to?.y).toBeCloseTo(b.box.y)
  })

  test('it goes through its corners, and leaves straight towards a corner that lies straight ahead', () => {
    const { points, d } = linkPath(link({ points: [{ x: 200, y: 30 }] }), a, b)
    expect(points).toHaveLength(3)
    expect(points[0]?.y).toBe(30)
    expect(points[1]).toEqual({ x: 200, y: 30 })
    expect(d).toMatch(/^M.*Q.*$/)
  })

  test('several links between the same two lie side by side, whichever way they were drawn', () => {
    const devices = [device('a'), device('b', { x: 400 })]
    const links = [link({ id: 'one' }), link({ id: 'two', from: 'b', to: 'a' }), link({ id: 'three' })]
    const paths = linkPathsOf({ devices, groups: [], links })
    const ys = [...paths.values()].map(({ middle }) => Math.round(middle.y))
    expect(new Set(ys).size).toBe(3)
    expect(Math.max(...ys) - Math.min(...ys)).toBe(36)
  })

  test('a link from a device to the group around it goes the short way to its frame', () => {
    const around = endOf(group('g', { x: -100, y: -40, width: 800, height: 400 }))
    const { points } = linkPath(link(), a, around)
    expect(points.at(-1)).toEqual({ x: a.box.x + a.box.width / 2, y: -40 })
  })

  test('a link from a device to itself goes round', () => {
    const { points } = linkPath(link({ to: 'a' }), a, a)
    expect(points.length).toBeGreaterThan(3)
  })

  test('a link whose end is gone has no way, and nothing fails', () => {
    expect(linkPathsOf({ devices: [device('a')], groups: [], links: [link()] }).size).toBe(0)
  })

  test('two in the same place do not fail', () => {
    const { points, d } = linkPath(link(), a, a)
    expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
    expect(d).not.toContain('NaN')
    const { d: other } = linkPath(link(), endOf(device('x')), endOf(device('y')))
    expect(other).not.toContain('NaN')
  })

  test('its words stand halfway, its ports at its ends', () => {
    const far = endOf(device('b', { x: 400 }))
    const path = linkPath(link({ label: 'Uplink', speed: '10 Gbit/s', fromPort: '1', toPort: '48' }), a, far)
    expect(path.words).toEqual(['Uplink', '10 Gbit/s'])
    expect(path.middle).toEqual(along(path.points, lengthOf(path.points) / 2))
    expect(path.fromPort?.anchor).toBe('start')
    expect(path.toPort?.anchor).toBe('end')
    expect(far.box.x).toBeGreaterThan(path.toPort?.x ?? Infinity)
  })
})
