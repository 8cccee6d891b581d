import sodium from 'libsodium-wrappers'
import { beforeAll, describe, expect, test } from 'vitest'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { sodiumReady } from '#contract/crypto/sodium.ts'
import { openStream, sealStream, sealedStreamLength, streamTypes, type StreamBinding } from '#contract/crypto/stream.ts'
import { readVectors, stated, type Outcome } from '../vectors/read-vectors.ts'
import * as second from '../vectors/second-opinion.ts'

const { hex, join, seq, unhex } = second
type Reader = { type: 1 | 2; keyId: string; key: string; context: string }
type Vectors = {
  reader: Reader
  vectors: ({ name: string; sealed: string } & Partial<Reader> & Outcome<{ opens: string }>)[]
}
const file = readVectors<Vectors>('stream')

beforeAll(() => sodiumReady)

/** Cuts bytes into pieces of a size, as a network or a disk would. */
function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function all(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return join(...parts)
}
const chunk = 65_536
const contents = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff)

describe('vectors', () => {
  test.each(stated(file.reader, file.vectors))('$name', async (vector) => {
    const { type } = vector
    const binding = { type, keyId: unhex(vector.keyId), key: unhex(vector.key), context: unhex(vector.context) }
    for (const size of [1, 1000]) {
      const opening = all(openStream(binding, pieces(unhex(vector.sealed), size)))
      if (vector.fails) await expect(opening).rejects.toThrow(IntegrityError)
      else expect(hex(await opening)).toBe(vector.opens)
    }
  })
})

const binding: StreamBinding = { type: streamTypes.attachment, keyId: seq(16, 1), key: seq(32, 2), context: seq(20, 3) }

test.each([0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 777])(
  '%i bytes come out as they went in, whatever the pieces, and agree with a second implementation',
  async (length) => {
    const content = contents(length)
    const sealed = await all(sealStream(binding, pieces(content, 10_007)))
    expect(sealed.length).toBe(sealedStreamLength(length))
    expect(hex(await all(openStream(binding, pieces(sealed, 33_333))))).toBe(hex(content))
    expect(hex(await all(openStream(binding, [sealed])))).toBe(hex(content))
    const cut = length === 0 ? [content] : [...pieces(content, chunk)]
    const parts = cut.map((part, index) => ({ content: part, tag: index === cut.length - 1 ? 3 : 0 }))
    const [salt, streamHeader] = [sealed.slice(20, 52), sealed.slice(84, 108)]
    expect(Buffer.compare(sealed, second.stream({ ...binding, salt, streamHeader, chunks: parts }))).toBe(0)
  },
)

test('chunks cannot be left out, swapped, doubled, cut, or moved to another stream', async () => {
  const sealed = await all(sealStream(binding, [contents(3 * chunk)]))
  const other = await all(sealStream(binding, [contents(3 * chunk)]))
  const head = sealed.slice(0, 108)
  const [a, b, c] = [...pieces(sealed.slice(108), chunk + 17)] as [Uint8Array, Uint8Array, Uint8Array]
  const broken = {
    'the first left out': [head, b, c],
    'one in the middle left out': [head, a, c],
    'the last left out': [head, a, b],
    swapped: [head, b, a, c],
    doubled: [head, a, a, b, c],
    'the end doubled': [head, a, b, c, c],
    'cut inside the last': [head, a, b, c.slice(0, -1)],
    'a byte after the end': [head, a, b, c, Uint8Array.of(0)],
    "another stream's head": [other.slice(0, 108), a, b, c],
    "another stream's chunk": [head, a, other.slice(108 + chunk + 17, 108 + 2 * (chunk + 17)), c],
  }
  expect(hex(await all(openStream(binding, [head, a, b, c])))).toBe(hex(contents(3 * chunk)))
  for (const [name, parts] of Object.entries(broken)) {
    await expect(all(openStream(binding, parts)), name).rejects.toThrow(IntegrityError)
  }
})

test('a reader that stops half way leaves no key behind in memory, and 20,000 streams fit', async () => {
  const sealed = await all(sealStream(binding, [contents(10)]))
  for await (const piece of openStream(binding, [sealed])) {
    expect(piece).toHaveLength(10)
    break
  }
  const before = wasmBytes()
  for (let round = 0; round < 20_000; round++) await all(openStream(binding, [sealed]))
  expect(wasmBytes()).toBe(before)
})

const wasmBytes = (): number => (sodium as unknown as { libsodium: { HEAPU8: Uint8Array } }).libsodium.HEAPU8.length
