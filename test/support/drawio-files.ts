import { deflateRawSync, deflateSync, crc32 } from 'node:zlib'
import { readDrawio, type DrawioPage } from '../../client/features/diagrams/drawio/read-drawio.ts'
import { DrawioError } from '../../client/features/diagrams/drawio/drawio-error.ts'
import type { Drawing } from '#contract/diagrams.ts'

/** Small files as draw.io writes them, made by hand for tests. */

export const cell = (attributes: Readonly<Record<string, string>>, geometry = ''): string =>
  `<mxCell ${written(attributes)}>${geometry}</mxCell>`

export interface Place {
  x?: number
  y?: number
  w?: number
  h?: number
}

export const shape = (
  id: string,
  label: string,
  style: string,
  { x = 0, y = 0, w = 60, h = 60 }: Place = {},
  more: Readonly<Record<string, string>> = {},
): string =>
  cell(
    { id, value: label, style, vertex: '1', parent: '1', ...more },
    `<mxGeometry x="${x}" y="${y}" width="${w}" height="${h}" as="geometry"/>`,
  )

export const line = (
  id: string,
  source: string,
  target: string,
  more: Readonly<Record<string, string>> = {},
  inside = '',
): string =>
  cell(
    {
      id,
      edge: '1',
      parent: '1',
      ...(source && { source }),
      ...(target && { target }),
      style: 'edgeStyle=none;html=1',
      ...more,
    },
    `<mxGeometry relative="1" as="geometry">${inside}</mxGeometry>`,
  )

export const model = (...cells: string[]): string =>
  `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>${cells.join('')}</root></mxGraphModel>`
export const page = (content: string, name = 'Page-1'): string =>
  `<diagram id="p" name="${escaped(name)}">${content}</diagram>`
export const file = (...pages: string[]): string => `<mxfile host="test">${pages.join('')}</mxfile>`
export const packed = (xml: string): string => deflateRawSync(encodeURIComponent(xml)).toString('base64')

export const escaped = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;')
const written = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const onePixel = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]))

/** A PNG of one pixel with a chunk of text in it. */
export function png(
  kind: 'tEXt' | 'zTXt' | 'zTXt raw' | 'iTXt' | 'iTXt packed' | 'none',
  text = '',
  keyword = 'mxfile',
): Buffer {
  const name = Buffer.from(`${keyword}\0`, 'latin1')
  const data = {
    tEXt: () => Buffer.from(text, 'latin1'),
    zTXt: () => Buffer.concat([Buffer.from([0]), deflateSync(text)]),
    'zTXt raw': () => Buffer.concat([Buffer.from([0]), deflateRawSync(text)]),
    iTXt: () => Buffer.concat([Buffer.from('\0\0en\0\0', 'latin1'), Buffer.from(text)]),
    'iTXt packed': () => Buffer.concat([Buffer.from('\x01\0\0\0', 'latin1'), deflateSync(text)]),
    none: () => Buffer.alloc(0),
  }[kind]()
  const chunks = kind === 'none' ? [] : [chunk(kind.slice(0, 4), Buffer.concat([name, data]))]
  return Buffer.concat([
    pngHead,
    onePixel,
    ...chunks,
    chunk('IDAT', deflateSync(Buffer.from([0, 120, 120, 120]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const read = (text: string | Uint8Array, name = 'sheet.drawio'): Promise<DrawioPage[]> =>
  readDrawio(typeof text === 'string' ? new TextEncoder().encode(text) : text, name)

/** The one page of a file, which comes. */
export async function drawn(...cells: string[]): Promise<Drawing & { left: string[] }> {
  const [first] = await read(file(page(model(...cells))))
  if (!first?.drawing) throw new Error(first?.problem ?? 'no page')
  return { ...first.drawing, left: first.left.map(({ words, names }) => [words, ...names].join('; ')) }
}

/** Why a file is refused. */
export async function refusal(text: string | Uint8Array): Promise<{ code: string; message: string }> {
  try {
    await read(text)
  } catch (error) {
    if (error instanceof DrawioError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('It was not refused')
}
