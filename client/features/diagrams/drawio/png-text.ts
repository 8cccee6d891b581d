import { DrawioError } from './drawio-error.ts'
import { decodeUtf8, inflate } from './inflate.ts'
import { limits } from './limits.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte)

/**
 * The drawing that draw.io keeps in a PNG: a text chunk named `mxfile` or `mxGraphModel` (PNG, 3rd edition, §11.3.3). The
 * picture itself is not decoded.
 * @returns the text of the chunk; undefined where there is none
 * @throws DrawioError 'damaged', 'too-large'
 */
export async function drawingInPng(bytes: Uint8Array): Promise<string | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const end = at + 8 + length
    if (end + 4 > bytes.length) throw cutOff()
    const type = latin1(bytes.subarray(at + 4, at + 8))
    if (type === 'IEND') return undefined
    const found = await textOf(type, bytes.subarray(at + 8, end))
    if (found !== undefined) return found
    at = end + 4
  }
  throw cutOff()
}

async function textOf(type: string, data: Uint8Array): Promise<string | undefined> {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined
  const [keyword, rest] = untilZero(data)
  if (keyword !== 'mxfile' && keyword !== 'mxGraphModel') return undefined
  if (type === 'tEXt') return latin1(rest)
  if (type === 'zTXt') return unpack(rest.subarray(1))
  const isPacked = rest[0] === 1
  const [, afterLanguage] = untilZero(rest.subarray(2))
  const [, text] = untilZero(afterLanguage)
  return isPacked ? unpack(text) : decodeUtf8(text)
}

/** draw.io writes zTXt without the header of zlib that the standard asks for; others write it. */
async function unpack(packed: Uint8Array): Promise<string> {
  const [first = 0, second = 0] = packed
  const hasHeader = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
  return decodeUtf8(await inflate(packed, hasHeader ? 'deflate' : 'deflate-raw', limits.unpackedBytes))
}

function untilZero(data: Uint8Array): [string, Uint8Array] {
  const zero = data.indexOf(0)
  if (zero < 0) throw cutOff()
  return [latin1(data.subarray(0, zero)), data.subarray(zero + 1)]
}

/** In parts: a call with millions of arguments fails. */
function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

const cutOff = () => new DrawioError('damaged', 'This PNG is damaged or cut off. Export it again from draw.io.')
