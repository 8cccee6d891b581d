import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { openPlainFile } from './files.ts'

/** The bytes on the disk are not those that were written down, or are not there. */
export class Damaged extends Error {}

/** Smaller ones are read once and held; of larger ones the digest is taken first, and again while they are sent. */
const heldBytes = 1_000_000
const pieceBytes = 262_144
/** Whoever takes nothing for so long is not waited for. */
const longestPauseMs = 60_000

export interface Whole {
  /** Sends it and ends the response, or destroys it. */
  pour: (response: ServerResponse) => Promise<void>
  /** For whoever wanted to know only that it is whole. */
  close: () => Promise<void>
}

/**
 * Opens a file and makes sure that it is the one that was written down, before a byte of it goes anywhere.
 * @throws Damaged where it is missing, something else, or changed.
 */
export async function wholeFile(file: string, expected: { sizeBytes: number; sha256: string }): Promise<Whole> {
  let handle: FileHandle
  try {
    handle = await openPlainFile(file)
  } catch (error) {
    throw new Damaged((error as Error).message)
  }
  try {
    const { size } = await handle.stat()
    if (size !== expected.sizeBytes) throw new Damaged(`${size} bytes instead of ${expected.sizeBytes}`)
    if (size <= heldBytes) {
      const bytes = await readAll(handle, size)
      if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) throw new Damaged('another digest')
      await handle.close()
      return {
        pour: (response) => {
          response.end(bytes)
          return Promise.resolve()
        },
        close: () => Promise.resolve(),
      }
    }
    const digest = createHash('sha256')
    await inPieces(handle, size, (piece) => void digest.update(piece))
    if (digest.digest('hex') !== expected.sha256) throw new Damaged('another digest')
    return { pour: (response) => pour(handle, expected, response), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    if (error instanceof Damaged || !('code' in (error as object))) throw error
    // What cannot be read is as good as gone: EIO, mostly.
    throw new Damaged((error as Error).message)
  }
}

/** The last piece leaves only if all that went before and it are what they should be. */
async function pour(
  handle: FileHandle,
  { sizeBytes, sha256 }: { sizeBytes: number; sha256: string },
  response: ServerResponse,
): Promise<void> {
  response.setTimeout(longestPauseMs, () => response.destroy())
  const digest = createHash('sha256')
  let sent = 0
  try {
    await inPieces(handle, sizeBytes, async (piece) => {
      digest.update(piece)
      sent += piece.length
      if (sent === sizeBytes && digest.digest('hex') !== sha256) throw new Damaged('changed while it was sent')
      if (response.destroyed) throw new Error('Nobody listens any more')
      if (!response.write(piece)) await drained(response)
    })
    response.end()
    await finished(response).catch(() => {})
  } catch {
    response.destroy()
  } finally {
    await handle.close()
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })
}

async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  let read = 0
  while (read < size) {
    const { bytesRead } = await handle.read(bytes, read, size - read, read)
    if (bytesRead === 0) throw new Damaged('cut off')
    read += bytesRead
  }
  return bytes
}

async function inPieces(handle: FileHandle, size: number, use: (piece: Buffer) => void | Promise<void>): Promise<void> {
  for (let at = 0; at < size;) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at))
    const { bytesRead } = await handle.read(piece, 0, piece.length, at)
    if (bytesRead === 0) throw new Damaged('cut off')
    at += bytesRead
    await use(piece.subarray(0, bytesRead))
  }
}
