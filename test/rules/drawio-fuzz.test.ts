import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Drawing } from '#contract/diagrams.ts'
import { twinOf } from '#contract/diagrams/twin.ts'
import { DrawioError } from '../../client/features/diagrams/drawio/drawio-error.ts'
import { writeDrawio } from '../../client/features/diagrams/drawio/write-drawio.ts'
import { cell, file, line, model, packed, page, png, read, shape } from '../support/drawio-files.ts'

/** `FILES=20000` for a long evening. */
const numRuns = Number(process.env['FILES'] ?? 500)

const good = file(
  page(
    model(
      shape('g', 'Head office', 'swimlane', { w: 400, h: 300 }),
      shape('a', 'fw<br>198.51.100.1', 'shape=mxgraph.networks.firewall;html=1', { x: 20, y: 60 }, { parent: 'g' }),
      shape('b', '', 'image;image=img/lib/clip_art/computers/Laptop_128x128.png', { x: 600 }),
      shape('t', 'Reception', 'text;html=1', { x: 590, y: 64, w: 80, h: 20 }),
      line('l', 'a', 'b', { value: '1 Gbit/s' }, '<Array as="points"><mxPoint x="300" y="10"/></Array>'),
    ),
  ),
  page(packed(model(shape('c', 'Second', '')))),
)

test('a file with any bytes changed, lost or doubled is read or refused in words, and nothing else', async () => {
  const seeds = [
    Buffer.from(good),
    png('zTXt', encodeURIComponent(good)),
    Buffer.from(`<svg content="${good.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}"/>`),
  ]
  const changes = fc.array(
    fc.record({
      at: fc.nat(),
      how: fc.constantFrom('set', 'cut', 'double'),
      byte: fc.nat({ max: 255 }),
      length: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), changes, async (seed, all) => {
      let bytes = Buffer.from(seed)
      for (const { at, how, byte, length } of all) {
        const place = at % Math.max(1, bytes.length)
        if (how === 'set') bytes[place] = byte
        else if (how === 'cut') bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)])
        else bytes = Buffer.concat([bytes.subarray(0, place + length), bytes.subarray(place)])
      }
      try {
        for (const { drawing, problem } of await read(new Uint8Array(bytes))) {
          if (drawing) expect(Drawing.safeParse(drawing).error?.issues).toBeUndefined()
          else expect(problem).toMatch(/\.$/)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(DrawioError)
      }
    }),
    { numRuns },
  )
})

const id = fc.constantFrom('0', '1', 'a', 'b', 'c', 'd', 'e', 'f', 'l', 'm', '__proto__', '')
const number = fc.oneof(
  fc.integer({ min: -500, max: 2_000 }).map(String),
  fc.constantFrom('NaN', '1e308', '-1e9', '', 'x', '0.1', '1e-9'),
)
const style = fc
  .array(
    fc.constantFrom(
      ...[
        'text',
        'swimlane',
        'group',
        'ellipse',
        'image',
        'html=1',
        'rounded=1',
        'container=1',
        'shape=cloud',
        'shape=table',
        'shape=tableRow',
        'shape=line',
      ],
      ...[
        'shape=mxgraph.cisco.routers.router',
        'shape=mxgraph.rack.dell.r740',
        'shape=umlActor',
        'image=https://x.example/y_switch.svg',
        'image=data:image/png;base64,AA==',
      ],
      ...[
        'rotation=90',
        'rotation=45',
        'strokeColor=none',
        'fillColor=none',
        'edgeStyle=orthogonalEdgeStyle',
        'elbow=vertical',
        'curved=1',
        'exitX=1',
        '=',
        ';;',
      ],
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(';'))
const words = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'fw-01',
    '10.0.0.1',
    '<b>x</b><br>y',
    'Internet',
    '1 Gbit/s',
    '%a%',
    '😀'.repeat(150),
    'word '.repeat(2_000),
  ),
  fc.string({ unit: 'binary' }),
)
const cells = fc.array(
  fc.record({
    id,
    parent: id,
    source: id,
    target: id,
    value: words,
    style,
    kind: fc.constantFrom('vertex', 'vertex', 'edge', 'none'),
    visible: fc.constantFrom('0', '1', '1', '1'),
    collapsed: fc.constantFrom('0', '0', '1'),
    relative: fc.constantFrom('0', '1'),
    place: fc.tuple(number, number, number, number),
    object: fc.boolean(),
  }),
  { maxLength: 40 },
)

test('whatever stands in a file that is in order: a drawing that the server takes, that goes to draw.io and back', async () => {
  // What XML has no way to say would make the file none.
  const sayable = (text: string) =>
    text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '') // eslint-disable-line no-control-regex -- as it says
  await fc.assert(
    fc.asyncProperty(cells, async (all) => {
      const written = all.map(
        ({
          id,
          parent,
          source,
          target,
          value,
          style,
          kind,
          visible,
          collapsed,
          relative,
          place: [x, y, width, height],
          object,
        }) => {
          const inside = `<mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" relative="${relative}" as="geometry"><mxPoint x="${y}" y="${x}" as="sourcePoint"/><mxPoint x="${x}" y="${y}" as="targetPoint"/><Array as="points"><mxPoint x="${x}" y="${height}"/></Array><mxRectangle width="${height}" height="${width}" as="alternateBounds"/></mxGeometry>`
          const label = sayable(value)
          const body = cell(
            {
              ...(!object && { id, value: label }),
              parent,
              source,
              target,
              style,
              visible,
              collapsed,
              ...(kind !== 'none' && { [kind]: '1' }),
            },
            inside,
          )
          return object ? `<object id="${id}" label="" ip="${x}" note="${y}">${body}</object>` : body
        },
      )
      const [only] = await read(file(page(model(...written))))
      if (!only?.drawing) {
        expect(only?.problem).toBe('This page has nothing on it.')
        return
      }
      expect(Drawing.safeParse(only.drawing).error?.issues).toBeUndefined()
      expect(twinOf(only.drawing)).not.toBe('')
      const [back] = await read(writeDrawio(only.drawing, { title: 'x' }))
      expect(back?.left).toEqual([])
      const ids = (drawing: Drawing | undefined) =>
        [...(drawing?.devices ?? []), ...(drawing?.groups ?? []), ...(drawing?.links ?? [])]
          .map((each) => each.id)
          .sort()
      expect(ids(back?.drawing)).toEqual(ids(only.drawing))
    }),
    { numRuns },
  )
})
