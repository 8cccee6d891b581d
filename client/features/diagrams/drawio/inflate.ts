import { DrawioError } from './drawio-error.ts'

/**
 * Unpacks deflated bytes as they come and gives up at the limit: what claims to be small and unpacks to gigabytes never
 * is in memory.
 * @param form `deflate-raw` as draw.io packs its pages, `deflate` (zlib) as PNG packs text
 * @throws DrawioError 'too-large', 'damaged'
 */
export async function inflate(
  packed: Uint8Array,
  form: 'deflate-raw' | 'deflate',
  mostBytes: number,
): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream(form))
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > mostBytes) throw tooLarge()
      chunks.push(value)
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    throw error instanceof DrawioError ? error : damaged()
  }
  const bytes = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return bytes
}

/**
 * A page as draw.io packs it: URI-encoded, deflated, base64.
 * @returns the XML of the page, and how many bytes it unpacked to
 * @throws DrawioError 'too-large', 'damaged'
 */
export async function unpackPage(text: string, mostBytes: number): Promise<{ xml: string; bytes: number }> {
  const inflated = await inflate(fromBase64(text), 'deflate-raw', mostBytes)
  return { xml: uriDecoded(decodeUtf8(inflated)), bytes: inflated.length }
}

/** Undoes `encodeURIComponent`, where it was done: some older programs left it out. */
export function uriDecoded(text: string): string {
  if (text.trimStart().startsWith('<')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw damaged()
  }
}

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw damaged()
  }
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0))
  } catch {
    throw damaged()
  }
}

const tooLarge = () =>
  new DrawioError('too-large', 'This file unpacks to more than any drawing needs, so it was not opened.')
const damaged = () => new DrawioError('damaged', 'This file is damaged or cut off. Save it again in draw.io.')
