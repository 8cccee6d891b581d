import { describe, expect, test } from 'vitest'
import { Drawing } from '#contract/diagrams.ts'
import { withoutAddresses } from '../../client/features/diagrams/drawio/addresses-in.ts'
import { linkWords } from '../../client/features/diagrams/drawio/link-words.ts'
import { titleOf } from '../../client/features/diagrams/drawio/read-drawio.ts'
import {
  cell,
  drawn,
  escaped,
  file,
  line,
  model,
  packed,
  page,
  png,
  read,
  refusal,
  shape,
} from '../support/drawio-files.ts'

const one = model(shape('fw', 'Firewall 1', 'shape=mxgraph.cisco.security.firewall'))
const svg = (content: string, head = '') =>
  `${head}<svg xmlns="http://www.w3.org/2000/svg" content="${escaped(content)}"><g/></svg>`
const doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'

describe('every way in which draw.io saves', () => {
  test.each([
    ['a plain page', file(page(one))],
    ['a packed page', file(page(packed(one)))],
    ['a page packed over several lines', file(page(packed(one).replace(/(.{40})/g, '$1\n')))],
    ['no file around the page', one],
    ['a byte order mark and a declaration', `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n${file(page(one))}`],
    ['UTF-16', Buffer.from(`\uFEFF${file(page(one))}`, 'utf16le')],
    ['an SVG', svg(file(page(one)))],
    [
      'an SVG with the document type that draw.io writes',
      svg(file(page(packed(one))), `<?xml version="1.0"?>\n<!-- Do not edit -->\n${doctype}`),
    ],
    ['an SVG with a packed model', svg(packed(one))],
    ['an SVG with an encoded file', svg(encodeURIComponent(file(page(one))))],
    ['a PNG, as draw.io writes it', png('tEXt', encodeURIComponent(file(page(one))))],
    ['a PNG, packed', png('zTXt', encodeURIComponent(file(page(one))))],
    ['a PNG, packed without a header as old ones are', png('zTXt raw', encodeURIComponent(one), 'mxGraphModel')],
    ['a PNG with international text', png('iTXt', file(page(one)))],
    ['a PNG with packed international text', png('iTXt packed', file(page(one)))],
  ])('%s', async (_, content) => {
    const [found, ...others] = await read(content)
    expect(others).toEqual([])
    expect(found?.drawing?.devices).toEqual([
      {
        id: 'fw',
        shape: 'firewall',
        label: 'Firewall 1',
        addresses: [],
        notes: '',
        bound: [],
        x: 40,
        y: 40,
        width: 60,
        height: 60,
      },
    ])
  })

  test('all pages come, those without a drawing with the reason', async () => {
    const pages = await read(file(page(one, 'Sites'), page(packed(one), 'Server room'), page(model(), 'Later')))
    expect(pages.map(({ title, problem, drawing }) => [title, problem ?? drawing?.devices.length])).toEqual([
      ['sheet: Sites', 1],
      ['sheet: Server room', 1],
      ['sheet: Later', 'This page has nothing on it.'],
    ])
  })

  test.each([
    ['wan_1.xml', 'Page-1', 1, 'wan 1'],
    ['Head office.drawio.svg', '', 1, 'Head office'],
    ['C:\\Users\\p\\net.drawio', 'WAN and firewall', 1, 'WAN and firewall'],
    ['net.drawio', 'Page-2', 2, 'net, Page-2'],
    ['net.drawio', 'Rack', 2, 'net: Rack'],
    ['.drawio', '', 1, 'Diagram'],
  ])('%s with the page %s of %s is called %s', (name, tab, pages, title) => {
    expect(titleOf(name, tab, pages)).toBe(title)
  })

  test.each([
    ['a plain PNG', png('none'), 'not-drawio', 'plain picture'],
    ['a plain SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'not-drawio', 'Include a copy of my diagram'],
    ['a library of shapes', '<mxlibrary>[]</mxlibrary>', 'not-drawio', 'library of shapes'],
    ['another XML', '<feed/>', 'not-drawio', 'not from draw.io'],
    ['text', 'devices: 3', 'not-drawio', 'no draw.io file'],
    ['nothing', '', 'not-drawio', 'no draw.io file'],
    ['bytes', new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 'not-drawio', 'no draw.io file'],
    ['a file cut off', file(page(one)).slice(0, -40), 'damaged', 'line 1'],
    ['a packed page cut off', file(page(packed(one).slice(0, -24))), 'damaged', 'damaged or cut off'],
    ['a packed page that is none', file(page('not packed at all!')), 'damaged', 'damaged or cut off'],
  ])('%s is refused in words', async (_, content, code, words) => {
    expect(await refusal(content)).toMatchObject({ code, message: expect.stringContaining(words) })
  })
})

describe('shapes', () => {
  test.each([
    ['shape=mxgraph.cisco.routers.mobile_access_router', 'router'],
    ['shape=mxgraph.cisco19.rect;prIcon=l3_switch', 'switch'],
    ['shape=mxgraph.cisco.hubs_and_gateways.100baset_hub', 'switch'],
    ['shape=mxgraph.cisco.security.pix_firewall', 'firewall'],
    ['shape=mxgraph.networks.wireless_hub', 'access_point'],
    ['shape=mxgraph.networks.load_balancer', 'load_balancer'],
    ['shape=mxgraph.networks.security_camera', 'camera'],
    ['shape=mxgraph.networks.ups_small', 'ups'],
    ['shape=mxgraph.cisco.modems_and_phones.ip_phone', 'phone'],
    ['shape=mxgraph.cisco.storage.relational_database', 'database'],
    ['shape=mxgraph.citrix.tower_server', 'server'],
    ['shape=mxgraph.citrix.laptop_2', 'laptop'],
    ['shape=mxgraph.office.servers.virtual_server', 'vm'],
    ['shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.ec2', 'vm'],
    ['shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3', 'storage'],
    ['shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.cognito', 'cloud'],
    ['image;image=img/lib/azure2/databases/SQL_Database.svg', 'database'],
    ['image;aspect=fixed;image=img/lib/clip_art/computers/Netbook_128x128.png', 'laptop'],
    ['shape=umlActor', 'person'],
    ['shape=cylinder3', 'database'],
    ['shape=mxgraph.cabinets.cb_1p', 'device'],
    ['rounded=1', 'device'],
    ['text', 'note'],
  ])('%s becomes a %s', async (style, expected) => {
    const { devices } = await drawn(shape('a', 'A name', `${style};html=1`))
    expect(devices.map((device) => device.shape)).toEqual([expected])
  })

  test('a cloud is the internet where it says so', async () => {
    const { devices } = await drawn(
      shape('a', 'Internet', 'ellipse;shape=cloud'),
      shape('b', 'Microsoft 365', 'ellipse;shape=cloud', { x: 200 }),
    )
    expect(devices.map((device) => device.shape)).toEqual(['internet', 'cloud'])
  })

  test('what we have no drawing of is a box, and is listed by its name', async () => {
    const { devices, left } = await drawn(
      shape('a', '', 'shape=mxgraph.cabinets.cb_1p'),
      shape('b', '', 'shape=mxgraph.cabinets.cb_1p', { x: 90 }),
    )
    expect(devices.map(({ label }) => label)).toEqual(['Cb 1p', 'Cb 1p'])
    expect(left).toEqual(['2 shapes that we have no drawing of came as plain boxes; cb 1p (2)'])
  })

  test('pictures from the web are never fetched, pictures in the file not kept; both are listed', async () => {
    const { devices, left } = await drawn(
      shape('a', 'Core', 'shape=image;image=https://tracker.example.com/core_switch.svg'),
      shape('b', 'Logo', 'shape=image;image=data:image/png,iVBORw0KGgo=', { x: 90 }),
    )
    expect(devices.map((device) => device.shape)).toEqual(['switch', 'device'])
    expect(left).toEqual([
      '1 picture kept in the file came as a shape of ours; Logo',
      '1 picture from the web was not fetched and came as a shape of ours; Core',
    ])
  })
})

describe('words', () => {
  test.each([
    ['<b>fw-01</b><br>Head&nbsp;office &amp; works', 'fw-01 Head office & works'],
    ['<div>one</div><div>two<span> three</span></div>', 'one two three'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['a &lt;b&gt; c', 'a <b> c'],
    ['&copy; &#8364;5 &unknown; &amp;amp;', '© €5 &unknown; &amp;'],
    ['<p>one<p>two', 'one two'],
    ['<style>b{color:red}</style>name<!-- secret -->', 'name'],
    ['if a < b', 'if a < b'],
  ])('the label %s says: %s', async (html, words) => {
    expect((await drawn(shape('a', html, 'html=1'))).devices[0]?.label).toBe(words)
  })

  test('a label that is no HTML is taken to the letter', async () => {
    expect((await drawn(shape('a', 'a <b> &amp; c', ''))).devices[0]?.label).toBe('a <b> &amp; c')
  })

  test.each([
    ['fw-01\n198.51.100.1/27', 'fw-01', ['198.51.100.1/27']],
    ['Core (10.0.0.1)', 'Core', ['10.0.0.1']],
    ['VLAN 10 - 10.0.10.0/24', 'VLAN 10', ['10.0.10.0/24']],
    ['AP IP: 192.0.2.7, MAC: 00-00-5E-00-53-01', 'AP', ['192.0.2.7', '00-00-5E-00-53-01']],
    ['web 192.0.2.7:8443', 'web', ['192.0.2.7:8443']],
    ['2001:db8::1/64 gw', 'gw', ['2001:db8::1/64']],
    ['fe80::1', '', ['fe80::1']],
    ['0000.5e00.5301', '', ['0000.5e00.5301']],
    ['10.0.0.1 and 10.0.0.1', 'and', ['10.0.0.1']],
    ['Version 1.2.3.4.5', 'Version 1.2.3.4.5', []],
    ['Room 10:20:30', 'Room 10:20:30', []],
    ['std::string', 'std::string', []],
    ['300.1.1.1', '300.1.1.1', []],
    ['1:2:3:4:5:6:7:8', '', ['1:2:3:4:5:6:7:8']],
  ])('of %j the name is %j and the addresses are %j', (label, name, addresses) => {
    expect(withoutAddresses(label)).toEqual({ label: name, addresses })
  })

  test('data of an object: addresses among addresses, the rest among notes, what runs nowhere', async () => {
    const { devices, left } = await drawn(
      `<object id="sw" label="sw-01" IP="192.0.2.2" hostname="sw-01.example.com" serial_no="X1" link="https://sw-01.example.com/" tooltip="Behind the door">${cell({ style: 'shape=mxgraph.cisco.switches.workgroup_switch', vertex: '1', parent: '1' }, '<mxGeometry width="40" height="40" as="geometry"/>')}</object>`,
      `<UserObject id="b" label="other" link="javascript:alert(1)">${cell({ vertex: '1', parent: '1' })}</UserObject>`,
      `<UserObject id="c" label="third" link="data:page/id,abc">${cell({ vertex: '1', parent: '1' })}</UserObject>`,
    )
    expect(devices[0]).toMatchObject({
      id: 'sw',
      label: 'sw-01',
      addresses: ['192.0.2.2', 'sw-01.example.com'],
      notes: 'serial no: X1\nLink: https://sw-01.example.com/\nBehind the door',
    })
    expect(JSON.stringify(devices)).not.toMatch(/javascript|data:page/)
    expect(left).toEqual([
      '1 script or link that runs something was dropped; other',
      '1 link to another page or an act of draw.io was dropped; third',
    ])
  })

  test('placeholders are filled in from the data', async () => {
    const object = `<object id="a" label="%name%, %site%" placeholders="1" name="nas-01">${cell({ style: 'html=1', vertex: '1', parent: '1' })}</object>`
    expect((await drawn(object)).devices[0]?.label).toBe('nas-01, %site%')
  })

  test('a label longer than 200 characters is shortened, and stands whole in the notes', async () => {
    const long = 'word '.repeat(80).trim()
    const [device] = (await drawn(shape('a', long, ''))).devices
    expect(device?.label).toHaveLength(200)
    expect(device?.notes).toBe(long)
  })

  test('words under a picture without a name, in a box, and at the edge of a frame are its own', async () => {
    const { devices, groups } = await drawn(
      shape('frame', '', 'rounded=1', { w: 400, h: 300 }),
      shape('title', 'Server room', 'text;html=1', { x: 150, y: 4, w: 100, h: 20 }),
      shape('icon', '', 'shape=mxgraph.cisco.servers.standard_host', { x: 40, y: 60, w: 40, h: 60 }),
      shape('below', 'srv-01<br>192.0.2.5', 'text;html=1', { x: 20, y: 122, w: 80, h: 30 }),
      shape('box', '', '', { x: 200, y: 60, w: 120, h: 60 }),
      shape('inside', 'Patch panel', 'text;html=1', { x: 210, y: 70, w: 100, h: 20 }),
      line('l', 'below', 'inside'),
    )
    expect(groups).toMatchObject([{ id: 'frame', label: 'Server room', kind: 'site' }])
    expect(devices).toMatchObject([
      { id: 'icon', label: 'srv-01', addresses: ['192.0.2.5'], group: 'frame' },
      { id: 'box', label: 'Patch panel', group: 'frame' },
    ])
    const { links } = await drawn(
      shape('icon', '', 'shape=mxgraph.cisco.servers.standard_host', { x: 40, y: 60 }),
      shape('below', 'srv-01', 'text', { x: 20, y: 122, w: 100, h: 30 }),
      shape('other', 'b', '', { x: 400 }),
      line('l', 'below', 'other'),
    )
    expect(links).toMatchObject([{ from: 'icon', to: 'other' }])
  })

  test('a table becomes a note, row by row', async () => {
    const row = (id: string, y: number, ...words: string[]) =>
      shape(id, '', 'shape=tableRow', { y, w: 200, h: 30 }, { parent: 't' }) +
      words
        .map((word, at) =>
          shape(`${id}${at}`, word, 'shape=partialRectangle', { x: at * 100, w: 100, h: 30 }, { parent: id }),
        )
        .join('')
    const { devices } = await drawn(
      shape('t', 'Addresses', 'shape=table', { w: 200, h: 90 }),
      row('r1', 30, 'VLAN', 'Network'),
      row('r2', 60, '10', '10.0.10.0/24'),
    )
    expect(devices).toMatchObject([{ shape: 'note', label: 'Addresses', notes: 'VLAN | Network\n10 | 10.0.10.0/24' }])
  })
})

describe('frames', () => {
  const device = (id: string, place: object, more = {}) =>
    shape(id, id, 'shape=mxgraph.networks.server', { w: 40, h: 40, ...place }, more)

  test('what stands in each other is placed from the upper left of the sheet, however deep', async () => {
    const { groups, devices } = await drawn(
      shape('site', 'Head office', 'swimlane', { x: 100, y: 200, w: 600, h: 500 }),
      shape('room', 'Rack 1', 'rounded=0', { x: 50, y: 60, w: 300, h: 300 }, { parent: 'site' }),
      device('srv', { x: 20, y: 50 }, { parent: 'room' }),
      device('free', { x: 800, y: 200 }),
    )
    expect(groups).toMatchObject([
      { id: 'site', kind: 'site', x: 40, y: 40 },
      { id: 'room', kind: 'rack', group: 'site', x: 90, y: 100 },
    ])
    expect(devices).toMatchObject([
      { id: 'srv', group: 'room', x: 110, y: 150 },
      { id: 'free', x: 740, y: 40 },
    ])
    expect(devices[1]).not.toHaveProperty('group')
  })

  test('a box drawn around others is a frame, a box beside them is not', async () => {
    const { groups, devices } = await drawn(
      shape('lan', 'VLAN 20', 'rounded=1', { w: 400, h: 300 }),
      device('a', { x: 50, y: 80 }),
      shape('b', 'Box', '', { x: 500 }),
    )
    expect(groups).toMatchObject([{ id: 'lan', kind: 'subnet' }])
    expect(devices).toMatchObject([
      { id: 'a', group: 'lan' },
      { id: 'b', shape: 'device' },
    ])
  })

  test('a grouping that is not seen is dissolved; lines to it end at what stood in it', async () => {
    const { groups, devices, links, left } = await drawn(
      shape('g', '', 'group', { x: 10, y: 10, w: 100, h: 100 }),
      device('a', { x: 5, y: 5 }, { parent: 'g' }),
      device('b', { x: 300 }),
      line('l', 'g', 'b'),
    )
    expect(groups).toEqual([])
    expect(devices.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(links).toMatchObject([{ from: 'a', to: 'b' }])
    expect(left).toEqual(['1 grouping without a frame was dissolved; what stood in it came'])
  })

  test('a folded group comes unfolded', async () => {
    const folded = cell(
      { id: 'g', value: 'Branch', style: 'swimlane', vertex: '1', parent: '1', collapsed: '1' },
      '<mxGeometry x="0" y="0" width="60" height="30" as="geometry"><mxRectangle width="300" height="200" as="alternateBounds"/></mxGeometry>',
    )
    const { groups, left } = await drawn(folded, device('a', { x: 20, y: 50 }, { parent: 'g' }))
    expect(groups).toMatchObject([{ width: 300, height: 200 }])
    expect(left).toEqual(['1 folded group came unfolded; Branch'])
  })

  test('hidden layers and shapes do not come, and are counted', async () => {
    const { devices, left } = await drawn(
      '<mxCell id="2" value="Old cabling" parent="0" visible="0"/>',
      device('seen', {}),
      device('hidden', {}, { parent: '2' }),
      device('alone', {}, { visible: '0' }),
    )
    expect(devices.map(({ id }) => id)).toEqual(['seen'])
    expect(left[0]).toMatch(/^2 shapes on hidden layers, or hidden, were left out/)
  })

  test('a parent below its own child, or itself, is no parent', async () => {
    const { groups, devices } = await drawn(
      shape('a', 'A', 'swimlane', { w: 300, h: 300 }, { parent: 'b' }),
      shape('b', 'B', 'swimlane', { w: 300, h: 300 }, { parent: 'a' }),
      device('c', {}, { parent: 'c' }),
    )
    expect(groups.length + devices.length).toBe(3)
  })

  test('shapes on their side stand as they were seen; at any other angle they are listed', async () => {
    const { devices, left } = await drawn(
      shape('a', 'Rail', 'rotation=270', { x: 100, y: 100, w: 200, h: 40 }),
      shape('b', 'Tilted', 'rotation=30', { x: 400, y: 100 }),
    )
    expect(devices[0]).toMatchObject({ width: 40, height: 200 })
    expect(left).toEqual(['1 shape stood at an angle and stands upright now; Tilted'])
  })
})

describe('lines', () => {
  const two = [shape('a', 'a', '', { x: 0, y: 0 }), shape('b', 'b', '', { x: 300, y: 200 })]
  const points = (...all: [number, number][]) =>
    `<Array as="points">${all.map(([x, y]) => `<mxPoint x="${x}" y="${y}"/>`).join('')}</Array>`

  test('corners that were drawn come, moved with the sheet', async () => {
    const { links } = await drawn(...two, line('l', 'a', 'b', {}, points([100, 30], [100, 220])))
    expect(links).toMatchObject([
      {
        id: 'l',
        from: 'a',
        to: 'b',
        points: [
          { x: 140, y: 70 },
          { x: 140, y: 260 },
        ],
      },
    ])
  })

  test('corners in a frame count from the frame', async () => {
    const { links } = await drawn(
      shape('g', 'G', 'swimlane', { x: 1000, y: 1000, w: 500, h: 400 }),
      shape('a', 'a', '', { x: 20, y: 50 }, { parent: 'g' }),
      shape('b', 'b', '', { x: 300, y: 200 }, { parent: 'g' }),
      line('l', 'a', 'b', { parent: 'g' }, points([100, 230])),
    )
    expect(links[0]?.points).toEqual([{ x: 140, y: 270 }])
  })

  test('draw.io bends some by itself: they get the corners that it shows', async () => {
    const { links } = await drawn(
      ...two,
      line('l', 'a', 'b', { style: 'edgeStyle=orthogonalEdgeStyle;exitX=1;exitY=0.5' }),
    )
    expect(links[0]?.points).toEqual([
      { x: 220, y: 70 },
      { x: 220, y: 270 },
    ])
  })

  test('words on a line: the middle is its label, the ends name ports, speed and medium stand apart', async () => {
    const label = (id: string, words: string, at: number) =>
      cell(
        { id, value: words, style: 'edgeLabel;html=1', vertex: '1', connectable: '0', parent: 'l' },
        `<mxGeometry x="${at}" relative="1" as="geometry"><mxPoint as="offset"/></mxGeometry>`,
      )
    const { links, devices } = await drawn(
      ...two,
      line('l', 'a', 'b', { value: 'Uplink fibre, 10 Gbit/s' }),
      label('p', 'port1', -0.9),
      label('q', 'Gi0/1', 0.8),
      label('m', 'spare', 0),
    )
    expect(links).toMatchObject([
      { label: 'Uplink fibre, spare', speed: '10 Gbit/s', fromPort: 'port1', toPort: 'Gi0/1', medium: 'fibre' },
    ])
    expect(devices).toHaveLength(2)
  })

  test.each([
    ['1 Gbps', '', '1 Gbps'],
    ['10G', '', '10G'],
    ['Leased line (100 Mbit/s)', 'Leased line', '100 Mbit/s'],
    ['4G router', 'router', '4G'],
    ['VLAN 10', 'VLAN 10', ''],
    ['', '', ''],
  ])('on a line %j is the label %j with the speed %j', (words, label, speed) => {
    expect(linkWords(words, [])).toMatchObject({ label, speed })
  })

  test.each([
    ['shape=mxgraph.networks.comm_link_edge', '', 'wireless'],
    ['', 'IPsec tunnel', 'vpn'],
    ['', 'OM4', 'fibre'],
    ['', 'Cat6a', 'copper'],
    ['dashed=1;strokeColor=#FF0000', '', 'other'],
  ])('a line drawn %j that says %j is %s', async (style, value, medium) => {
    expect((await drawn(...two, line('l', 'a', 'b', { style, value }))).links[0]?.medium).toBe(medium)
  })

  const ends = (from: [number, number] | undefined, to: [number, number] | undefined) =>
    [
      from && `<mxPoint x="${from[0]}" y="${from[1]}" as="sourcePoint"/>`,
      to && `<mxPoint x="${to[0]}" y="${to[1]}" as="targetPoint"/>`,
    ]
      .filter(Boolean)
      .join('')

  test('an end beside a device is joined to it, and noted', async () => {
    const { links, left } = await drawn(...two, line('l', 'a', '', {}, ends(undefined, [295, 230])))
    expect(links).toMatchObject([{ from: 'a', to: 'b' }])
    expect(left).toEqual(['1 line ended beside a device: joined to the nearest'])
  })

  test.each([
    ['both ends free', line('l', '', '', { value: 'Spare pair' }, ends([600, 600], [800, 600]))],
    ['one end far from all', line('l', 'a', '', { value: 'Spare pair' }, ends(undefined, [900, 900]))],
    ['an end that is not there', line('l', 'a', 'gone', { value: 'Spare pair' })],
    ['both ends beside the same device', line('l', 'a', '', { value: 'Spare pair' }, ends(undefined, [64, 30]))],
  ])('%s: it does not come, and is listed with its words', async (_, edge) => {
    const { links, left } = await drawn(...two, edge)
    expect(links).toEqual([])
    expect(left).toEqual(['1 line does not join two devices, and was left out; Spare pair'])
  })

  test('a bus: a bar without words on which lines end', async () => {
    const { devices, links } = await drawn(
      ...two,
      shape('bar', '', '', { x: 0, y: 120, w: 400, h: 10 }),
      line('l', 'a', '', {}, ends(undefined, [30, 124])),
    )
    expect(devices.find(({ id }) => id === 'bar')).toMatchObject({ label: 'Bus', shape: 'device' })
    expect(links).toMatchObject([{ from: 'a', to: 'bar' }])
  })

  test('a line with more corners than we keep comes with sixty', async () => {
    const many = Array.from({ length: 200 }, (_, at): [number, number] => [at * 5, at % 2 === 0 ? 400 : 410])
    const { links, left } = await drawn(...two, line('l', 'a', 'b', {}, points(...many)))
    expect(links[0]?.points).toHaveLength(60)
    expect(left).toEqual(['1 line with more than 60 corners came with fewer'])
  })
})

describe('what the server accepts', () => {
  test('ids are kept where they fit, and made where they do not', async () => {
    const { devices } = await drawn(
      shape('abc-1_X', 'a', ''),
      shape('UP3/dk+==', 'b', '', { x: 90 }),
      shape('UP3 dk ', 'c', '', { x: 180 }),
      shape('x'.repeat(60), 'd', '', { x: 270 }),
      shape('__proto__', 'e', '', { x: 360 }),
    )
    expect(devices.map(({ id }) => id)).toEqual(['abc-1_X', 'UP3-dk-', 'UP3-dk--2', 'x'.repeat(40), '__proto__'])
  })

  test('a drawing far off, huge, and without sizes comes near the origin and within limits', async () => {
    const { left, ...drawing } = await drawn(
      shape('a', 'a', '', { x: -9_000_000, y: 5_000_000, w: 0, h: 0 }),
      shape('b', 'b', '', { x: 9_000_000, y: 5_000_000 }),
      shape('c', 'c', '', { x: NaN, y: Infinity, w: -5 }),
    )
    expect(Drawing.safeParse(drawing).error).toBeUndefined()
    expect(left).toContain('The drawing was larger than a sheet can be, and came smaller')
  })

  test('control characters and halves of letters do not get through', async () => {
    const { left: _, ...drawing } = await drawn(
      shape('a', 'a\tb\u0085c &#xD83D; &#0; &#x1F600;', 'html=1'),
      line('l', 'a', 'a', { value: 'x\ny' }),
    )
    expect(Drawing.safeParse(drawing).error).toBeUndefined()
    expect(drawing.devices[0]?.label).toContain('😀')
  })
})
