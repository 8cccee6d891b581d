import { DrawioError } from './drawio-error.ts'
import { decodeUtf8, unpackPage, uriDecoded } from './inflate.ts'
import { limits } from './limits.ts'
import { drawingInPng, isPng } from './png-text.ts'
import { readXml, type Budget } from './xml.ts'

/**
 * The XML of a draw.io file, whichever way it was saved: as such, inside an SVG or inside a PNG.
 * @returns XML whose root is `mxfile` or `mxGraphModel`
 * @throws DrawioError
 */
export async function xmlOfFile(bytes: Uint8Array, budget: Budget): Promise<string> {
  if (bytes.length > limits.fileBytes)
    throw new DrawioError(
      'too-large',
      `This file is larger than ${limits.fileBytes / 1_000_000} MB. Split it, or take the pictures out in draw.io.`,
    )
  if (isPng(bytes)) return inside(await drawingInPng(bytes), 'This PNG has no drawing in it: it is a plain picture.')
  const text = decode(bytes)
  const root = rootOf(text, budget)
  if (root.name === 'mxfile' || root.name === 'mxGraphModel') return text
  if (root.name === 'svg')
    return inside(
      root.content,
      'This SVG has no drawing in it. Export it from draw.io with "Include a copy of my diagram".',
    )
  if (root.name === 'mxlibrary') throw new DrawioError('not-drawio', 'This is a library of shapes, not a drawing.')
  throw new DrawioError('not-drawio', 'This is XML, but not from draw.io.')
}

/** What a picture carries is the file, or its one page packed as pages are. */
async function inside(found: string | undefined, otherwise: string): Promise<string> {
  if (found === undefined || found.trim() === '') throw new DrawioError('not-drawio', otherwise)
  const text = found.trim()
  if (text.startsWith('<')) return text
  if (text.startsWith('%')) return uriDecoded(text).trim()
  return (await unpackPage(text, limits.unpackedBytes)).xml
}

function decode(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const text = isUtf16
    ? new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
    : decodeAsUtf8(bytes)
  if (!/^\uFEFF?\s*</.test(text)) throw notDrawio()
  return text
}

function decodeAsUtf8(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw notDrawio()
  }
}

/** Only as far as its first element: an SVG is mostly picture. */
function rootOf(text: string, budget: Budget): { name: string; content: string | undefined } {
  let root: { name: string; content: string | undefined } | undefined
  readXml(
    text,
    {
      open({ name, attributes }) {
        root = { name, content: attributes.get('content') }
        return false
      },
    },
    budget,
  )
  if (!root) throw notDrawio()
  return root
}

const notDrawio = () => new DrawioError('not-drawio', 'This is no draw.io file.')
