import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import {
  Drawing,
  emptyDrawing,
  GroupKind,
  Medium,
  Shape,
  type Device,
  type Group,
  type Link,
} from '#contract/diagrams.ts'
import type { Reference } from '#contract/values.ts'
import { writeDrawio } from '../../client/features/diagrams/drawio/write-drawio.ts'
import { writeMermaid } from '../../client/features/diagrams/drawio/write-mermaid.ts'
import { read } from '../support/drawio-files.ts'
import { aDevice, aGroup, aLink } from '../support/drawings.ts'

// What XML 1.0 has no way to say is left out here; see the test on it below.
const sayable = (text: string) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text) // eslint-disable-line no-control-regex -- as it says
const letters = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    'fw-01 <b>&amp;</b>',
    '%runkeep-addresses%',
    'a  b',
    '100%',
    '"\'',
    ']]>',
    '&#10;',
    'R&D',
    '٣ قسم',
    '😀',
  ),
)
// eslint-disable-next-line no-control-regex -- what a line must not have
const controls = /[\u0000-\u001f\u007f]/g
const oneLine = (most: number) =>
  letters
    .map((text) =>
      text
        .replace(controls, ' ')
        .slice(0, most)
        .replace(/\p{Surrogate}/gu, '')
        .trim(),
    )
    .filter(sayable)
const lines = fc
  .array(letters, { maxLength: 3 })
  .map((all) =>
    all
      .join('\n')
      .slice(0, 900)
      .replace(/\p{Surrogate}/gu, ''),
  )
  .filter(sayable)
const place = fc
  .oneof(fc.integer({ min: -4_000_00, max: 4_000_00 }), fc.integer({ min: -100_000_00, max: 100_000_00 }))
  .map((hundredths) => hundredths / 100)
const extent = fc
  .oneof(fc.integer({ min: 4_00, max: 3_000_00 }), fc.integer({ min: 4_00, max: 50_000_00 }))
  .map((hundredths) => hundredths / 100)
const bound = fc.uniqueArray(
  fc.constantFrom('CR-31', 'SY-01', 'VN-07', 'RB-1024').map((text) => text as Reference),
  { maxLength: 3 },
)
const facts = {
  label: oneLine(200),
  addresses: fc.uniqueArray(oneLine(120).filter(Boolean), { maxLength: 4 }),
  notes: lines,
  bound,
  x: place,
  y: place,
}
const id = fc.oneof(
  fc.constantFrom('0', '1', 'fw1', '__proto__', 'constructor'),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
)

const drawings = fc
  .record({
    ids: fc.uniqueArray(id, { minLength: 12, maxLength: 12 }),
    notes: lines,
    groups: fc.array(
      fc.record({ ...facts, kind: fc.constantFrom(...GroupKind.options), width: extent, height: extent }),
      { maxLength: 3 },
    ),
    devices: fc.array(
      fc.record(
        { ...facts, shape: fc.constantFrom(...Shape.options), width: extent, height: extent },
        { requiredKeys: ['label', 'addresses', 'notes', 'bound', 'x', 'y', 'shape'] },
      ),
      { minLength: 1, maxLength: 5 },
    ),
    links: fc.array(
      fc.record({
        label: oneLine(200),
        speed: oneLine(60),
        fromPort: oneLine(60),
        toPort: oneLine(60),
        notes: lines,
        medium: fc.constantFrom(...Medium.options),
        points: fc.array(fc.record({ x: place, y: place }), { maxLength: 4 }),
      }),
      { maxLength: 4 },
    ),
    picks: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
  })
  .map(({ ids, notes, groups, devices, links, picks }): Drawing => {
    const pick = <Item>(items: readonly Item[], at: number) => items[(picks[at] ?? 0) % items.length]
    // A group stands in one before it or in none.
    const made = groups.map((group, at): Group => {
      const around = pick([undefined, ...ids.slice(0, at)], at)
      return { ...group, id: ids[at] ?? '', ...(around !== undefined && { group: around }) }
    })
    const placed = devices.map((device, at): Device => {
      const around = pick([undefined, ...made.map((group) => group.id)], 4 + at)
      return { ...device, id: ids[3 + at] ?? '', ...(around !== undefined && { group: around }) }
    })
    const places = [...made, ...placed].map((each) => each.id)
    const joined = links.map((link, at): Link => ({
      ...link,
      id: ids[8 + at] ?? '',
      from: pick(places, 10 + at) ?? '',
      to: pick(places, 15 + at) ?? '',
    }))
    return { ...emptyDrawing(), notes, groups: made, devices: placed, links: joined }
  })

const byId = <Element extends { id: string }>(elements: readonly Element[]) =>
  elements.toSorted((one, other) => (one.id < other.id ? -1 : 1))

async function thereAndBack(
  drawing: Drawing,
): Promise<{ drawing: Drawing; left: string[]; organization: string | undefined }> {
  const [page] = await read(writeDrawio(drawing, { title: 'WAN and firewall', organization: 'calder-wick' }))
  if (!page?.drawing) throw new Error(page?.problem ?? 'no page')
  return { drawing: page.drawing, left: page.left.map(({ words }) => words), organization: page.organization }
}

describe('to draw.io and back', () => {
  test('what was drawn comes back: devices, groups, links, bindings, corners, to the letter', async () => {
    await fc.assert(
      fc.asyncProperty(drawings, async (drawing) => {
        expect(Drawing.safeParse(drawing).error).toBeUndefined()
        const { drawing: back, left } = await thereAndBack(drawing)
        expect(left).toEqual([])
        expect(back.notes).toBe(drawing.notes)
        expect(byId(back.devices)).toEqual(byId(drawing.devices))
        expect(byId(back.groups)).toEqual(byId(drawing.groups))
        expect(byId(back.links)).toEqual(byId(drawing.links))
      }),
      { numRuns: 300 },
    )
  })

  const small: Drawing = {
    ...emptyDrawing(),
    notes: '# Head office\n\n- one',
    groups: [
      {
        id: 'ho',
        kind: 'site',
        label: 'Head office',
        addresses: ['198.51.100.0/24'],
        notes: '',
        bound: [],
        x: 80,
        y: 80,
        width: 400,
        height: 300,
      },
    ],
    devices: [
      {
        id: 'fw',
        shape: 'firewall',
        label: 'FortiGate <HA>',
        addresses: ['198.51.100.1', 'VLAN 10'],
        notes: 'Two units',
        bound: ['CR-31' as Reference, 'SY-01' as Reference],
        group: 'ho',
        x: 120,
        y: 160,
      },
      {
        id: 'sw',
        shape: 'switch',
        label: 'Core',
        addresses: [],
        notes: '',
        bound: [],
        group: 'ho',
        x: 300,
        y: 160,
        width: 96,
        height: 48,
      },
    ],
    links: [
      {
        id: 'l1',
        from: 'fw',
        to: 'sw',
        label: 'Uplink',
        speed: '10 Gbit/s',
        medium: 'fibre',
        fromPort: 'port1',
        toPort: 'Te1/1',
        notes: '',
        points: [{ x: 240, y: 120 }],
      },
    ],
  }

  test('the file is plain XML that a strict parser reads, with what draw.io needs of it', () => {
    const xml = writeDrawio(small, { title: 'WAN & firewall', organization: 'calder-wick' })
    const tags: [string, Record<string, string>][] = []
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name, attributes }) => tags.push([name, attributes as Record<string, string>]))
    parser.write(xml).close()
    const cells = tags.filter(([name]) => name === 'mxCell').map(([, attributes]) => attributes)
    const objects = new Map(
      tags.filter(([name]) => name === 'UserObject').map(([, attributes]) => [attributes['id'], attributes]),
    )
    expect(tags.slice(0, 4).map(([name]) => name)).toEqual(['mxfile', 'diagram', 'mxGraphModel', 'root'])
    expect(objects.get('fw')).toMatchObject({
      label: 'FortiGate &lt;HA&gt;<br>%runkeep-addresses%',
      placeholders: '1',
      'runkeep-addresses': '198.51.100.1\nVLAN 10',
      'runkeep-bound': 'CR-31 SY-01',
    })
    expect(cells.filter((each) => each['vertex']).every((each) => each['style'])).toBe(true)
    expect(cells.find((each) => each['edge'])).toMatchObject({ source: 'fw', target: 'sw' })
  })

  test('what was changed in draw.io counts: a name, a place, a binding, a port, a new device; what was not stays', async () => {
    const changed = writeDrawio(small, { title: 'x', organization: 'calder-wick' })
      .replace(
        'label="FortiGate &amp;lt;HA&amp;gt;&lt;br&gt;%runkeep-addresses%"',
        'label="FortiGate 100F&lt;br&gt;%runkeep-addresses%"',
      )
      .replace('runkeep-bound="CR-31 SY-01"', 'runkeep-bound="CR-32"')
      .replace('value="Te1/1"', 'value="Te1/2"')
      .replace(
        '</root>',
        '<mxCell id="new" value="AP 192.0.2.9" style="shape=mxgraph.networks.wireless_hub" vertex="1" parent="ho"><mxGeometry x="10" y="200" width="48" height="48" as="geometry"/></mxCell></root>',
      )
    const [page] = await read(changed)
    const drawing = page?.drawing
    expect(drawing?.devices).toEqual([
      { ...small.devices[0], label: 'FortiGate 100F', bound: ['CR-32'] },
      small.devices[1],
      {
        id: 'new',
        shape: 'access_point',
        label: 'AP',
        addresses: ['192.0.2.9'],
        notes: '',
        bound: [],
        group: 'ho',
        x: 90,
        y: 280,
        width: 48,
        height: 48,
      },
    ])
    expect(drawing?.links).toEqual([{ ...small.links[0], toPort: 'Te1/2' }])
  })

  test('whose organization the bindings are of comes along', async () => {
    expect((await thereAndBack(small)).organization).toBe('calder-wick')
  })

  test('what XML cannot say becomes a sign for it, and the file stays readable', async () => {
    const { drawing } = await thereAndBack({ ...small, notes: 'a\u0001b\u0000c\uffffd' })
    expect(drawing.notes).toBe('a\ufffdb\ufffdc\ufffdd')
  })

  test('an empty drawing is a file without devices', async () => {
    const [page] = await read(writeDrawio(emptyDrawing(), { title: 'Empty' }))
    expect(page?.problem).toBe('This page has nothing on it.')
  })
})

describe('as Mermaid', () => {
  const device = (id: string, label: string, more: Partial<Device> = {}) => aDevice(id, { label, ...more })
  const group = (id: string, label: string, more: Partial<Group> = {}) => aGroup(id, { label, ...more })
  const link = (from: string, to: string, more: Partial<Link> = {}) => aLink(`${from}-${to}`, from, to, more)

  test('groups are subgraphs, links say what they are', () => {
    const drawing: Drawing = {
      ...emptyDrawing(),
      groups: [
        group('ho', 'Head office'),
        group('lan', 'Staff', { kind: 'subnet', group: 'ho', addresses: ['198.51.100.64/26'] }),
        group('e', 'Empty'),
      ],
      devices: [
        device('net', 'Internet', { shape: 'internet' }),
        device('fw', 'fw-01', { group: 'ho', shape: 'firewall', addresses: ['198.51.100.1'] }),
        device('pc', '', { group: 'lan', shape: 'pc' }),
      ],
      links: [
        link('net', 'fw', { label: 'Brightline', speed: '1 Gbit/s', medium: 'fibre', toPort: 'wan1' }),
        link('fw', 'pc'),
        link('fw', 'lan', { medium: 'vpn' }),
      ],
    }
    expect(writeMermaid(drawing, 'Sites')).toBe(`---
title: "Sites"
---
flowchart TB
  subgraph g1["Head office"]
    subgraph g2["Staff<br/>198.51.100.64/26"]
      d3["PC"]
    end
    d2["fw-01<br/>198.51.100.1"]
  end
  subgraph g3["Empty"]
    g3e[" "]
  end
  d1(("Internet"))
  d1 ===|"Brightline, 1 Gbit/s, wan1"| d2
  d2 --- d3
  d2 -.-|"VPN"| g2
`)
  })

  test.each([
    ['a "quoted" name', 'a #34;quoted#34; name'],
    ['"] --> x["', '#34;#93; --#62; x#91;#34;'],
    ['<script>alert(1)</script>', '#60;script#62;alert#40;1#41;#60;/script#62;'],
    ['a\nclick d1 call x()', 'a click d1 call x#40;#41;'],
    ['%%{init: {}}%%', '#37;#37;#123;init: #123;#125;#125;#37;#37;'],
    ['`**bold**`', '#96;**bold**#96;'],
    ['1. first', '1#46; first'],
    ['- item', '#45; item'],
    ['#35; & more', '#35;35#59; #38; more'],
    ['end', 'end'],
  ])('%j is words and no syntax', (label, written) => {
    expect(writeMermaid({ ...emptyDrawing(), devices: [device('a', label)] })).toBe(
      `flowchart TB\n  d1["${written}"]\n`,
    )
  })

  test('whatever it is called, no line of the text begins with anything but our own words', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const [head, ...rest] = writeMermaid(drawing).trimEnd().split('\n')
        expect(head).toBe('flowchart TB')
        for (const each of rest)
          expect(each).toMatch(
            /^ +(?:[dg]\d+e?[[({>]|subgraph g\d+\[".*"\]$|end$|[dg]\d+ (?:---|===|-\.-)(?:\|".*"\|)? [dg]\d+$)/,
          )
      }),
      { numRuns: 200 },
    )
  })
})
