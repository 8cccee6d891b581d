import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Drawing } from '#contract/diagrams.ts'
import { limits } from '../../client/features/diagrams/drawio/limits.ts'
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

/** Whoever made the file is a stranger. What is asked here: refused in words or harmless, soon, and nothing fetched. */

/** In processor time, so that a machine that is busy with something else changes nothing. */
async function soon<Answer>(work: () => Promise<Answer>, mostMs = 10_000): Promise<Answer> {
  const began = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1_000).toBeLessThan(mostMs)
  return answer
}

const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
const svg = (content: string) => `<svg xmlns="http://www.w3.org/2000/svg" content="${escaped(content)}"/>`

describe('XML that would run, fetch or swell', () => {
  test.each([
    ['billion laughs', `<?xml version="1.0"?>${laughs}${file(page(model(shape('a', 'x', ''))))}`],
    ['an external entity', `<!DOCTYPE mxfile [<!ENTITY x SYSTEM "file:///etc/passwd">]>${file(page(model()))}`],
    ['a document type alone', `<!DOCTYPE mxfile>${file(page(model()))}`],
    [
      'a document type from elsewhere',
      `<!DOCTYPE mxfile SYSTEM "https://attacker.example.com/x.dtd">${file(page(model()))}`,
    ],
    [
      'an SVG whose document type declares',
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY x "y">]>${svg(file(page(model())))}`,
    ],
    ['one in a packed page', file(page(packed(`${laughs}${model()}`)))],
    ['one in an SVG', svg(`${laughs}${file(page(model()))}`)],
    ['one in a PNG', png('tEXt', encodeURIComponent(`${laughs}${file(page(model()))}`))],
    ['small letters', `<!doctype mxfile [<!entity a "b">]>${file(page(model()))}`],
  ])('%s is refused', async (_, content) => {
    expect(await refusal(content)).toMatchObject({
      code: 'unsafe',
      message: expect.stringContaining('It was not opened'),
    })
  })

  test('an entity that nobody declared is no entity', async () => {
    expect(
      await refusal(file(page(`<mxGraphModel><root><mxCell id="a" value="&secret;"/></root></mxGraphModel>`))),
    ).toMatchObject({ code: 'damaged' })
  })

  test('instructions and comments are passed over', async () => {
    const [first] = await read(
      `<?xml-stylesheet href="https://attacker.example.com/x.xsl"?><!-- -->${file(page(model(shape('a', 'x', ''))))}`,
    )
    expect(first?.drawing?.devices).toHaveLength(1)
  })
})

describe('size', () => {
  /** Packed in blocks that know nothing of each other, so that one is made and stands there many times. */
  function bomb(megabytes: number): Buffer {
    const one = deflateRawSync(Buffer.alloc(1_000_000, 0x20), { finishFlush: constants.Z_FULL_FLUSH })
    return Buffer.concat([...Array.from({ length: megabytes }, () => one), deflateRawSync('')])
  }

  test('the bomb is one', () => {
    expect(inflateRawSync(bomb(3)).equals(Buffer.alloc(3_000_000, 0x20))).toBe(true)
  })

  test('a page that unpacks to a gigabyte is given up on the way', async () => {
    const small = bomb(1_000).toString('base64')
    expect(small.length).toBeLessThan(2_000_000)
    expect(await soon(() => refusal(file(page(small))))).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('unpacks to more'),
    })
  })

  test('many pages that unpack to a little too much together are refused, too', async () => {
    const some = deflateRawSync(encodeURIComponent(model(shape('a', ' '.repeat(6_000_000), '')))).toString('base64')
    expect(await soon(() => refusal(file(...Array.from({ length: 20 }, () => page(some)))), 20_000)).toMatchObject({
      code: 'too-large',
    })
  })

  test('a bomb in a PNG', async () => {
    expect(await soon(() => refusal(png('zTXt raw', ' '.repeat(200_000_000))))).toMatchObject({ code: 'too-large' })
  })

  test('a file over the limit is not read at all', async () => {
    expect(await soon(() => refusal(new Uint8Array(limits.fileBytes + 1)), 1_000)).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('24 MB'),
    })
  })

  test('a million cells', async () => {
    const million = `<mxGraphModel><root>${'<mxCell/>'.repeat(1_000_000)}</root></mxGraphModel>`
    expect(await soon(() => refusal(million))).toMatchObject({ code: 'too-many' })
    expect(await soon(() => refusal(file(page(packed(million)))), 20_000)).toMatchObject({ code: 'too-many' })
  })

  test('elements a hundred thousand deep', async () => {
    expect(await soon(() => refusal(`<mxGraphModel>${'<root>'.repeat(100_000)}`))).toMatchObject({
      code: 'too-many',
      message: expect.stringContaining('deep'),
    })
  })

  test('a hundred pages are read, one more is refused', async () => {
    const pages = (count: number) =>
      file(...Array.from({ length: count }, (_, at) => page(model(shape('a', `on ${at}`, '')))))
    expect(await read(pages(limits.pages))).toHaveLength(100)
    expect(await refusal(pages(limits.pages + 1))).toMatchObject({ code: 'too-many' })
  })

  test.each([
    [
      '1,001 devices',
      Array.from({ length: 1_001 }, (_, at) => shape(`d${at}`, `d${at}`, '', { x: at * 70 })),
      '1,001 devices',
    ],
    [
      '201 frames',
      Array.from({ length: 201 }, (_, at) => shape(`g${at}`, `g${at}`, 'swimlane', { x: at * 70 })),
      '201 frames',
    ],
    [
      '2,001 lines',
      [
        shape('a', 'a', ''),
        shape('b', 'b', '', { x: 90 }),
        ...Array.from({ length: 2_001 }, (_, at) => line(`l${at}`, 'a', 'b')),
      ],
      '2,001 lines',
    ],
  ])('a page with %s says so, and the others of its file come', async (_, cells, words) => {
    const [large, small] = await read(file(page(model(...cells)), page(model(shape('a', 'a', '')))))
    expect(large?.problem).toContain(words)
    expect(large).not.toHaveProperty('drawing')
    expect(small?.drawing?.devices).toHaveLength(1)
  })

  test('parents ten thousand deep, and a thousand frames in each other, take no time', async () => {
    const chain = Array.from({ length: 10_000 }, (_, at) =>
      shape(`c${at}`, '', 'group', { x: 1 }, { parent: at === 0 ? '1' : `c${at - 1}` }),
    )
    const [first] = await soon(() => read(file(page(model(...chain, shape('a', 'a', '', {}, { parent: 'c9999' }))))))
    expect(first?.drawing?.devices).toHaveLength(1)
    const frames = Array.from({ length: 5_000 }, (_, at) =>
      shape(`f${at}`, '', '', { x: at, y: at, w: 20_000 - 2 * at, h: 20_000 - 2 * at }),
    )
    const [second] = await soon(() =>
      read(
        file(
          page(
            model(...frames, shape('a', 'a', 'shape=mxgraph.networks.server', { x: 9_990, y: 9_990, w: 10, h: 10 })),
          ),
        ),
      ),
    )
    expect(second?.problem).toContain('frames')
  })

  test.each([
    ['tags', '<b>'.repeat(100_000)],
    ['tags that do not end', '<'.repeat(200_000)],
    ['entities', '&'.repeat(200_000)],
    ['spaces', ' '.repeat(200_000)],
    ['colons', ':'.repeat(200_000)],
    ['dots and digits', '1.'.repeat(100_000)],
    ['half an address', 'IP: '.repeat(50_000)],
    ['percent signs', '%'.repeat(200_000)],
  ])('a label of nothing but %s', async (_, label) => {
    const object = `<object id="b" label="${escaped(label)}" placeholders="1" a="b">${cell({ vertex: '1', parent: '1', style: 'html=1' })}</object>`
    const { left: __, ...drawing } = await soon(
      () =>
        drawn(shape('a', label, 'html=1'), shape('c', label, 'text'), object, line('l', 'a', 'c', { value: label })),
      3_000,
    )
    expect(Drawing.safeParse(drawing).error).toBeUndefined()
  })
})

describe('pictures', () => {
  const whole = png('tEXt', encodeURIComponent(file(page(model(shape('a', 'a', ''))))))

  test('a PNG cut anywhere is read or refused, nothing else', async () => {
    for (let at = 8; at < whole.length; at += 3) {
      const cut = new Uint8Array(whole.subarray(0, at))
      const outcome = await read(cut).then(
        () => 'read',
        () => refusal(cut),
      )
      if (outcome !== 'read') expect(['damaged', 'not-drawio']).toContain((outcome as { code: string }).code)
    }
  })

  test('a chunk that claims to be four gigabytes', async () => {
    const broken = Buffer.from(whole)
    broken.writeUInt32BE(0xffffffff, 8)
    expect(await refusal(broken)).toMatchObject({ code: 'damaged' })
  })

  test('a PNG with a chunk that is no packed text', async () => {
    expect(await refusal(png('tEXt', 'not packed, not XML'))).toMatchObject({ code: 'damaged' })
  })
})

describe('what would run elsewhere', () => {
  test('scripts in labels, handlers and links that run do not come, and are counted', async () => {
    const { devices, left } = await drawn(
      shape('a', 'one<script>alert(1)</script>', 'html=1'),
      shape('b', '<img src=x onerror=alert(1)>two', 'html=1', { x: 90 }),
      shape('c', '<a href=" java&#10;script:alert(1)">three</a>', 'html=1', { x: 180 }),
      shape('d', '<svg onload=alert(1)><iframe src="https://attacker.example.com"></iframe></svg>four', 'html=1', {
        x: 270,
      }),
    )
    expect(devices.map(({ label }) => label)).toEqual(['one', 'two', 'three', 'four'])
    expect(JSON.stringify(devices)).not.toMatch(/alert|attacker|javascript/i)
    expect(left).toContain(
      '5 scripts or links that run something were dropped; one; two; three; four (2)'.replace(' (2)', ''),
    )
  })

  test('names of objects are no names of ours', async () => {
    const { devices } = await drawn(
      `<object id="constructor" label="x" __proto__="y" toString="z" hasOwnProperty="w">${cell({ vertex: '1', parent: '1', style: '__proto__=1;constructor=2' })}</object>`,
    )
    expect(devices).toMatchObject([{ id: 'constructor', label: 'x' }])
    expect(({} as Record<string, unknown>)['y']).toBeUndefined()
  })
})
