import { describe, expect, test } from 'vitest'
import { Drawing } from '#contract/diagrams.ts'
import { mergeDrawings } from '../../client/features/diagrams/merge.ts'
import { aDevice as device, aDrawing, aGroup as group, aLink as link } from '../support/drawings.ts'

const drawing = (more: Partial<Drawing> = {}) =>
  aDrawing({
    groups: [group('ho')],
    devices: [device('fw'), device('sw')],
    links: [link('l1', 'fw', 'sw')],
    ...more,
  })
const base = drawing()
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort()

describe('merging two drawings', () => {
  test('what only one of them did is in: added, removed, moved, changed', () => {
    const mine = drawing({ devices: [device('fw', { label: 'FortiGate' }), device('sw'), device('ap')] })
    const theirs = drawing({ devices: [device('fw', { x: 80 }), device('sw'), device('nas')], links: [] })
    const { drawing: merged, disputes, broughtBack } = mergeDrawings(base, mine, theirs)
    expect(ids(merged.devices)).toEqual(['ap', 'fw', 'nas', 'sw'])
    expect(merged.devices.find(({ id }) => id === 'fw')).toMatchObject({ label: 'FortiGate', x: 80 })
    expect(merged.links).toEqual([])
    expect([disputes, broughtBack]).toEqual([[], []])
    expect(Drawing.safeParse(merged).success).toBe(true)
  })

  test('the same change by both is no dispute', () => {
    const both = drawing({ devices: [device('fw', { label: 'FortiGate' }), device('sw')] })
    expect(mergeDrawings(base, both, structuredClone(both)).disputes).toEqual([])
  })

  test('the same field changed by both is chosen for each element; until then mine stands', () => {
    const mine = drawing({
      devices: [device('fw', { label: 'Mine', addresses: ['10.0.0.1'] }), device('sw', { x: 8 })],
    })
    const theirs = drawing({ devices: [device('fw', { label: 'Theirs' }), device('sw', { x: 16, y: 16 })] })
    const { drawing: merged, disputes } = mergeDrawings(base, mine, theirs)
    expect(disputes.map(({ id, fields }) => [id, fields])).toEqual([
      ['fw', ['label']],
      ['sw', ['place']],
    ])
    expect(merged.devices).toMatchObject([{ label: 'Mine' }, { x: 8, y: 0 }])
    const chosen = mergeDrawings(
      base,
      mine,
      theirs,
      new Map([
        ['fw', 'theirs'],
        ['sw', 'theirs'],
      ]),
    ).drawing
    // What only I did stays: the address.
    expect(chosen.devices).toMatchObject([
      { label: 'Theirs', addresses: ['10.0.0.1'] },
      { x: 16, y: 16 },
    ])
  })

  test('what one removed and the other changed stays until somebody lets it go', () => {
    const mine = drawing({ devices: [device('fw')], links: [] })
    const theirs = drawing({ devices: [device('fw'), device('sw', { label: 'Core' })], links: [] })
    const { drawing: merged, disputes } = mergeDrawings(base, mine, theirs)
    expect(merged.devices.map(({ label }) => label)).toEqual(['fw', 'Core'])
    expect(disputes).toMatchObject([{ id: 'sw', mine: undefined, fields: [] }])
    const gone = mergeDrawings(base, mine, theirs, new Map([['sw', 'mine']])).drawing
    expect(ids(gone.devices)).toEqual(['fw'])
  })

  test('a device comes back when the other linked it meanwhile, and a group when the other put something into it', () => {
    const mine = drawing({ groups: [], devices: [device('fw')], links: [] })
    const theirs = drawing({
      devices: [device('fw'), device('sw'), device('ap', { group: 'ho' })],
      links: [...base.links, link('l2', 'ap', 'sw')],
    })
    const { drawing: merged, broughtBack } = mergeDrawings(base, mine, theirs)
    expect(ids(merged.devices)).toEqual(['ap', 'fw', 'sw'])
    expect(ids(merged.groups)).toEqual(['ho'])
    expect(ids(merged.links)).toEqual(['l2'])
    expect(broughtBack.sort()).toEqual(['ho', 'sw'])
    expect(Drawing.safeParse(merged).success).toBe(true)
  })

  test('two groups that were put into each other do not stand in a circle', () => {
    const start = drawing({ groups: [group('a'), group('b')] })
    const mine = drawing({ groups: [group('a', { group: 'b' }), group('b')] })
    const theirs = drawing({ groups: [group('a'), group('b', { group: 'a' })] })
    const { drawing: merged } = mergeDrawings(start, mine, theirs)
    expect(Drawing.safeParse(merged).success).toBe(true)
    expect(ids(merged.groups)).toEqual(['a', 'b'])
  })

  test('the text above and the picture under the drawing are taken whole, and chosen where both changed them', () => {
    const mine = drawing({ notes: 'Mine' })
    const theirs = drawing({ notes: 'Theirs', picture: { attachment: 'p', width: 10, height: 10 } })
    const merged = mergeDrawings(base, mine, theirs)
    expect(merged.isNotesDisputed).toBe(true)
    expect(merged.isPictureDisputed).toBe(false)
    expect(merged.drawing).toMatchObject({ notes: 'Mine', picture: { attachment: 'p' } })
    expect(mergeDrawings(base, mine, theirs, new Map([['notes', 'theirs']])).drawing.notes).toBe('Theirs')
  })

  test('elements that both made are all there: nothing of either is lost', () => {
    const mine = drawing({ devices: [...base.devices, ...Array.from({ length: 50 }, (_each, at) => device(`m${at}`))] })
    const theirs = drawing({
      devices: [...base.devices, ...Array.from({ length: 50 }, (_each, at) => device(`t${at}`))],
    })
    expect(mergeDrawings(base, mine, theirs).drawing.devices).toHaveLength(102)
  })
})
