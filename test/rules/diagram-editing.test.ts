import { describe, expect, test } from 'vitest'
import { Drawing, emptyDrawing, type Device, type Group } from '#contract/diagrams.ts'
import { boxOf, layoutOf, type Box } from '../../client/features/diagrams/geometry.ts'
import { align, distribute, guidesOf, nudge } from '../../client/features/diagrams/editor/arrange.ts'
import { resized } from '../../client/features/diagrams/editor/canvas-changes.ts'
import { clipOf, paste, readClip } from '../../client/features/diagrams/editor/clipboard.ts'
import * as deeds from '../../client/features/diagrams/editor/deeds.ts'
import { begin, record, redo, undo } from '../../client/features/diagrams/editor/history.ts'
import { tidied } from '../../client/features/diagrams/editor/tidy.ts'
import { aDevice, aGroup, aLink } from '../support/drawings.ts'

const device = (id: string, x: number, y: number, more: Partial<Device> = {}) => aDevice(id, { x, y, ...more })
const group = (id: string, box: Box, more: Partial<Group> = {}) => aGroup(id, { ...box, ...more })
const drawing: Drawing = {
  ...emptyDrawing(),
  groups: [
    group('site', { x: 0, y: 0, width: 600, height: 400 }),
    group('lan', { x: 200, y: 80, width: 320, height: 240 }, { group: 'site', kind: 'subnet' }),
  ],
  devices: [
    device('fw', 40, 80, { group: 'site', bound: ['SY-01' as never] }),
    device('sw', 240, 160, { group: 'lan' }),
    device('out', 800, 80),
  ],
  links: [aLink('l', 'fw', 'sw', { points: [{ x: 150, y: 104 }] })],
}
const at = (from: Drawing, id: string) => {
  const element = deeds.placedAt(from, id)
  if (!element) throw new Error(`There is no ${id}`)
  return element
}
const valid = (value: Drawing) => expect(Drawing.safeParse(value).error?.issues).toBeUndefined()

describe('moving', () => {
  test('a group takes along what stands in it, at any depth, and the corners between', () => {
    const moved = deeds.move(drawing, new Map([['site', { x: 16, y: 8 }]]))
    expect([at(moved, 'sw').x, at(moved, 'fw').y, at(moved, 'out').x]).toEqual([256, 88, 800])
    expect(moved.links[0]?.points).toEqual([{ x: 166, y: 112 }])
    expect(at(moved, 'sw').group).toBe('lan')
  })
  test('a device belongs to the innermost group that it is put on, and to none beside them', () => {
    const into = deeds.move(drawing, new Map([['out', { x: -500, y: 120 }]]))
    expect(at(into, 'out').group).toBe('lan')
    const out = deeds.move(into, new Map([['out', { x: 900, y: 0 }]]))
    expect(at(out, 'out')).not.toHaveProperty('group')
    valid(into)
  })
  test('a group never comes to stand in itself or in what stands in it', () => {
    const moved = deeds.move(drawing, new Map([['site', { x: 4, y: 4 }]]))
    expect(at(moved, 'site').group).toBeUndefined()
    expect(deeds.moveInto(drawing, 'site', 'lan')).toBe(drawing)
    expect(deeds.moveInto(drawing, 'site', 'site')).toBe(drawing)
  })
  test('keys move by the grid, with Shift by a pixel; what stands in a chosen group moves once', () => {
    const ids = new Set(['site', 'sw'])
    expect(at(nudge(drawing, ids, { x: 8, y: 0 }, false), 'sw').x).toBe(248)
    expect(at(nudge(drawing, new Set(['fw']), { x: 1, y: 0 }, true), 'fw').x).toBe(41)
    const crooked = { ...drawing, devices: [device('odd', 803, 80)] }
    expect(at(nudge(crooked, new Set(['odd']), { x: 8, y: 0 }, false), 'odd')).toMatchObject({ x: 808, y: 80 })
  })
  test('moving into a group in the list finds a free place in it, and makes it larger where there is none', () => {
    const inside = deeds.moveInto(drawing, 'out', 'lan')
    const box = boxOf(at(inside, 'lan'))
    const { whole } = layoutOf(at(inside, 'out') as Device)
    expect(whole.x).toBeGreaterThanOrEqual(box.x)
    expect(whole.x + whole.width).toBeLessThanOrEqual(box.x + box.width)
    expect(deeds.overlap(whole, layoutOf(at(inside, 'sw') as Device).whole)).toBe(false)
    let full = drawing
    for (let count = 0; count < 12; count += 1)
      full = deeds.add(full, 'server', { x: 0, y: 0 }, { group: 'lan' }).drawing
    valid(full)
    expect(full.devices.filter(({ group: within }) => within === 'lan')).toHaveLength(13)
    expect(boxOf(at(full, 'lan')).height * boxOf(at(full, 'lan')).width).toBeGreaterThanOrEqual(box.height * box.width)
  })
})

describe('adding and removing', () => {
  test('a device that is added without a place stands where no other does', () => {
    let now = emptyDrawing()
    for (let count = 0; count < 30; count += 1) now = deeds.add(now, 'server', { x: 100, y: 100 }).drawing
    const boxes = now.devices.map((each) => layoutOf(each).whole)
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(index + 1)) expect(deeds.overlap(box, other)).toBe(false)
    valid(now)
  })
  test('a frame put around devices takes them in, a smaller one lets them go, and what is in another group stays there', () => {
    const framed = deeds.add(drawing, 'area', { x: 820, y: 100 }, { isExact: true })
    expect(at(framed.drawing, 'out').group).toBe(framed.id)
    expect([at(framed.drawing, 'sw').group, at(framed.drawing, 'fw').group]).toEqual(['lan', 'site'])
    const smaller = resized(framed.drawing, framed.id, { x: 660, y: 0, width: 64, height: 64 })
    expect(at(smaller, 'out')).not.toHaveProperty('group')
    const larger = resized(drawing, 'lan', { x: 16, y: 40, width: 560, height: 340 })
    expect(at(larger, 'fw').group).toBe('lan')
    expect(at(larger, 'fw')).toMatchObject({ x: 40, y: 80 })
    for (const each of [framed.drawing, smaller, larger]) valid(each)
  })
  test('removing a device takes its links; removing a group leaves what stood in it, in the group around', () => {
    const without = deeds.remove(drawing, new Set(['sw']))
    expect(without.links).toEqual([])
    const open = deeds.remove(drawing, new Set(['lan']))
    expect(at(open, 'sw').group).toBe('site')
    const none = deeds.remove(drawing, new Set(['lan', 'site']))
    expect(at(none, 'sw')).not.toHaveProperty('group')
    for (const each of [without, open, none]) valid(each)
  })
})

describe('arranging', () => {
  const three = {
    ...emptyDrawing(),
    devices: [device('a', 0, 0), device('b', 100, 30), device('c', 400, 90)],
  }
  const ids = new Set(['a', 'b', 'c'])
  test('aligns to a side or to the middle of all', () => {
    expect(align(three, ids, 'left').devices.map(({ x }) => x)).toEqual([0, 0, 0])
    expect(align(three, ids, 'right').devices.map(({ x }) => x)).toEqual([400, 400, 400])
    expect(align(three, ids, 'middle').devices.map(({ y }) => y)).toEqual([45, 45, 45])
    expect(align(three, new Set(['a']), 'left')).toBe(three)
  })
  test('leaves the same room between all', () => {
    expect(distribute(three, ids, 'across').devices.map(({ x }) => x)).toEqual([0, 200, 400])
  })
  test('a dragged box is drawn to where it lines up with another one, and a line says so', () => {
    const other = { x: 100, y: 0, width: 48, height: 48 }
    const near = guidesOf({ x: 103, y: 200, width: 48, height: 48 }, [other])
    expect([near.x, near.y]).toEqual([-3, 0])
    expect(near.guides).toEqual([{ axis: 'x', at: 124, from: 0, to: 248 }])
    expect(guidesOf({ x: 160, y: 200, width: 48, height: 48 }, [other]).guides).toEqual([])
  })
})

describe('tidying up', () => {
  test('nothing overlaps, groups hold what stands in them, links are straight, nothing is lost', () => {
    let crowded = drawing
    for (let count = 0; count < 20; count += 1)
      crowded = {
        ...crowded,
        devices: [...crowded.devices, device(`n${count}`, 0, 0, count % 2 ? { group: 'lan' } : {})],
      }
    const links = [
      ...crowded.links,
      ...Array.from({ length: 10 }, (_each, count) => ({
        ...crowded.links[0]!,
        id: `x${count}`,
        from: 'fw',
        to: `n${count}`,
        points: [],
      })),
    ]
    crowded = { ...crowded, links }
    const tidy = tidied(crowded)
    valid(tidy)
    expect(tidy.devices).toHaveLength(23)
    expect(tidy.links.every(({ points }) => points.length === 0)).toBe(true)
    const boxes = tidy.devices.map((each) => ({ id: each.id, box: boxOf(each) }))
    for (const [index, { box }] of boxes.entries())
      for (const other of boxes.slice(index + 1)) expect(deeds.overlap(box, other.box)).toBe(false)
    for (const each of tidy.devices) {
      if (each.group === undefined) continue
      const outer = boxOf(at(tidy, each.group))
      const { whole } = layoutOf(each)
      expect([whole.x >= outer.x, whole.y >= outer.y]).toEqual([true, true])
      expect([
        whole.x + whole.width <= outer.x + outer.width,
        whole.y + whole.height <= outer.y + outer.height,
      ]).toEqual([true, true])
    }
  })
  test('one group alone leaves the others where they are', () => {
    const tidy = tidied(drawing, 'lan')
    expect([at(tidy, 'fw'), at(tidy, 'out'), at(tidy, 'site')]).toEqual([
      at(drawing, 'fw'),
      at(drawing, 'out'),
      at(drawing, 'site'),
    ])
    expect(at(tidy, 'lan')).toMatchObject({ x: 200, y: 80 })
  })
  test('an empty drawing stays empty', () => {
    expect(tidied(emptyDrawing())).toEqual(emptyDrawing())
  })
})

describe('undo and redo', () => {
  const states = ['a', 'b', 'c'].map((label) => ({ ...drawing, notes: label }))
  const [a, b, c] = states as [Drawing, Drawing, Drawing]
  test('goes back through every step and forth again; a new step forgets what was undone', () => {
    let history = record(record(begin(a), b, 0), c, 10)
    history = undo(undo(history))
    expect(history.present).toBe(a)
    expect(undo(history)).toBe(history)
    history = redo(history)
    expect(history.present).toBe(b)
    history = record(history, a, 20)
    expect(redo(history)).toBe(history)
  })
  test('what is typed in one go is one step, another field or a pause begins another', () => {
    let history = record(begin(a), b, 0, 'label of fw')
    history = record(history, c, 400, 'label of fw')
    expect(history.past).toEqual([a])
    history = record(history, a, 800, 'notes of fw')
    history = record(history, b, 9_000, 'notes of fw')
    expect(history.past).toEqual([a, c, a])
  })
})

describe('copying and pasting', () => {
  const clip = clipOf(drawing, new Set(['site']), 'org-1')
  test('a group brings what stands in it and the links among it', () => {
    expect(clip.devices.map(({ id }) => id)).toEqual(['fw', 'sw'])
    expect(clip.links).toHaveLength(1)
  })
  test('is pasted with new ids; links and nesting hold; bindings stay within their organization', () => {
    const read = readClip(JSON.stringify(clip))
    if (!read) throw new Error('Nothing was read')
    const same = paste(drawing, read, 'org-1')
    valid(same.drawing)
    expect(same.drawing.devices).toHaveLength(5)
    expect(same.drawing.links[1]?.from).not.toBe('fw')
    expect(same.unbound).toBe(0)
    expect(same.drawing.devices.filter(({ bound }) => bound.length > 0)).toHaveLength(2)
    const other = paste(emptyDrawing(), read, 'org-2')
    valid(other.drawing)
    expect(other.unbound).toBe(1)
    expect(other.drawing.devices.every(({ bound }) => bound.length === 0)).toBe(true)
    expect(new Set(other.drawing.devices.map(({ group: within }) => within)).size).toBe(2)
  })
  test('what anybody put on the clipboard is read field by field, and nothing else comes through', () => {
    const hostile = {
      ...clip,
      devices: [
        {
          ...clip.devices[0],
          label: 'x'.repeat(5_000),
          notes: 7,
          onclick: 'alert(1)',
          __proto__: { shape: 'vm' },
          bound: ['SY-01', '<b>', 5],
        },
        { ...clip.devices[1], x: 'left' },
        { id: '../../etc', shape: 'server', x: 0, y: 0 },
        'text',
        null,
      ],
      groups: [{ ...clip.groups[0], kind: 'castle' }],
      links: [{ id: 'l9', from: 'fw', to: 'nowhere', medium: 'copper' }],
    }
    const read = readClip(JSON.stringify(hostile))
    expect(read?.devices).toHaveLength(1)
    expect(read?.devices[0]).toMatchObject({ id: 'fw', notes: '', bound: ['SY-01'] })
    expect(read?.devices[0]?.label).toHaveLength(200)
    expect(read?.devices[0]).not.toHaveProperty('onclick')
    expect([read?.groups, read?.links]).toEqual([[], []])
    valid(paste(emptyDrawing(), read!, 'org-1').drawing)
  })
  test('other text, broken JSON, circles and elements with one id are nothing', () => {
    const [one, two] = clip.groups as [Group, Group]
    for (const text of [
      'hello',
      '{"format":"runkeep-drawing/1"',
      JSON.stringify({ format: 'runkeep-drawing/1' }),
      JSON.stringify({ ...clip, devices: [...clip.devices, ...clip.devices] }),
      JSON.stringify({
        ...clip,
        groups: [
          { ...one, group: two.id },
          { ...two, group: one.id },
        ],
      }),
    ])
      expect(readClip(text)).toBeUndefined()
  })
})
