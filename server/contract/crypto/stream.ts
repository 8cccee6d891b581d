import { T, concat, u64be } from './encoding.ts'
import { insist } from './errors.ts'
import { SecretStream, exactly, isSame, keyedHash, randomBytes, wipe } from './sodium.ts'

/**
 * STREAM (CRYPTO.md §4): contents too long to hold, such as attachments and bundles, sealed in chunks of 65,536 bytes.
 *
 *   0 0x53 | 1 suite | 2 type | 3 log2 chunk = 16 | 4 keyId 16 | 20 salt 32 | 52 commitment 32 | 84 secretstream header 24
 *   108 chunks, each 17 bytes longer than its contents
 *
 * As in ENV, stream key and commitment are `BLAKE2b-64(T("rk1/stream", bytes 0..52, context), key)`. Each chunk is bound
 * to its index; the last one, and only it, carries TAG_FINAL, is at most full and may be empty.
 */

export const streamTypes = { attachment: 1, bundle: 2 } as const
export type StreamType = (typeof streamTypes)[keyof typeof streamTypes]

/** What a STREAM is bound to; the reader states it again. */
export type StreamBinding = {
  type: StreamType
  /** 16 bytes. */
  keyId: Uint8Array
  /** 32 bytes. */
  key: Uint8Array
  /** From contexts.ts; not empty. */
  context: Uint8Array
}

const logChunk = 16
const chunkBytes = 1 << logChunk
const sealedChunkBytes = chunkBytes + 17
const boundBytes = 52
const headBytes = 108

/** How long the sealed form of `length` bytes is. */
export function sealedStreamLength(length: number): number {
  return headBytes + length + 17 * Math.max(1, Math.ceil(length / chunkBytes))
}

/** @param contents in pieces of any size. Yields pieces of the sealed form. */
export async function* sealStream(
  binding: StreamBinding,
  contents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const head = concat(fixedBytes(binding), randomBytes(32))
  const { streamKey, commitment } = committed(binding, head)
  const { stream, header } = SecretStream.toSeal(streamKey)
  wipe(streamKey)
  try {
    yield concat(head, commitment, header)
    let index = 0
    for await (const { chunk, isLast } of inChunks(contents, chunkBytes)) {
      yield stream.seal(chunk, u64be(index++), isLast)
    }
  } finally {
    stream.end()
  }
}

/**
 * Yields contents as they are opened. Until it has ended without throwing, nothing says that they are complete: write
 * them to a temporary file and rename it afterwards.
 * @throws IntegrityError when anything is missing, added, changed, in another order or bound to something else.
 */
export async function* openStream(
  binding: StreamBinding,
  sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let stream: SecretStream | undefined
  let index = 0
  let hasEnded = false
  try {
    for await (const { chunk, isLast } of afterHead(sealed, (head) => (stream = openHead(binding, head)))) {
      insist(stream !== undefined && !hasEnded, 'nothing follows the last chunk')
      const opened = stream.open(chunk, u64be(index++))
      insist(opened.isFinal === isLast, 'the last chunk is the final one')
      hasEnded = opened.isFinal
      yield opened.content
    }
    insist(hasEnded, 'the stream has its last chunk')
  } finally {
    stream?.end()
  }
}

function openHead(binding: StreamBinding, head: Uint8Array): SecretStream {
  const fixed = fixedBytes(binding)
  insist(isSame(head.subarray(0, fixed.length), fixed), 'format, suite, type and key are the expected ones')
  const { streamKey, commitment } = committed(binding, head.subarray(0, boundBytes))
  try {
    insist(isSame(head.subarray(boundBytes, 84), commitment), 'the commitment fits key and context')
    return SecretStream.toOpen(streamKey, head.subarray(84))
  } finally {
    wipe(streamKey)
  }
}

/** Takes the head off the front, hands it over, and yields the rest in sealed chunks. */
async function* afterHead(
  sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  take: (head: Uint8Array) => void,
): AsyncGenerator<Chunk, void> {
  const pieces = piecesOf(sealed)
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < headBytes) {
    const next = await pieces.next()
    insist(!next.done, 'a STREAM has its head')
    head = concat(head, next.value)
  }
  take(head.subarray(0, headBytes))
  const rest = head.subarray(headBytes)
  yield* inChunks(withFirst(rest, pieces), sealedChunkBytes)
}

type Chunk = { chunk: Uint8Array; isLast: boolean }

/** Re-cuts pieces of any size into chunks of `size`; the last may be shorter or empty, and there always is one. */
async function* inChunks(
  contents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Chunk, void> {
  let buffer = new Uint8Array(size)
  let filled = 0
  for await (const piece of contents) {
    for (let at = 0; at < piece.length;) {
      // A full chunk goes out only when more follows, because the last one is marked.
      if (filled === size) {
        yield { chunk: buffer, isLast: false }
        buffer = new Uint8Array(size)
        filled = 0
      }
      const part = piece.subarray(at, at + size - filled)
      buffer.set(part, filled)
      filled += part.length
      at += part.length
    }
  }
  yield { chunk: buffer.subarray(0, filled), isLast: true }
}

async function* piecesOf(all: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield* all
}

async function* withFirst(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield first
  yield* others
}

function fixedBytes({ type, keyId }: StreamBinding): Uint8Array {
  return concat(Uint8Array.of(0x53, 0x01, type, logChunk), exactly(16, keyId, 'keyId'))
}

function committed({ key, context }: StreamBinding, head: Uint8Array) {
  insist(context instanceof Uint8Array && context.length > 0, 'a context is not empty')
  const okm = keyedHash(64, T('rk1/stream', head, context), key)
  const parts = { streamKey: okm.slice(0, 32), commitment: okm.slice(32) }
  wipe(okm)
  return parts
}
