import { createHash, randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { isFileName, temporaryIn } from '../platform/files.ts'
import { settle } from './durably.ts'

const pieceBytes = 1_048_576

export interface Content {
  sizeBytes: number
  sha256: string
}

/** What is wrong with a file; undefined if it is the one that was written down. Each piece of it is passed on. */
export function faultOf(
  file: string,
  { sizeBytes, sha256 }: Content,
  use: (piece: Buffer) => void = () => {},
): Fault | undefined {
  let descriptor: number
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>
    descriptor = openSync(file, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'changed'
  }
  try {
    const found = fstatSync(descriptor)
    if (!found.isFile() || found.size !== sizeBytes) return 'changed'
    const digest = createHash('sha256')
    for (const piece of piecesOf(descriptor)) {
      digest.update(piece)
      use(piece)
    }
    return digest.digest('hex') === sha256 ? undefined : 'changed'
  } catch (error) {
    // What the disk cannot read is as good as changed. What `use` cannot do is another matter.
    if ((error as NodeJS.ErrnoException).syscall === 'read') return 'changed'
    throw error
  } finally {
    closeSync(descriptor)
  }
}
export type Fault = 'missing' | 'changed'

/** A file, piece by piece; each is gone when the next is asked for. */
export function* piecesOfFile(file: string): Generator<Buffer> {
  const descriptor = openSync(file, 'r')
  try {
    yield* piecesOf(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function* piecesOf(descriptor: number): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  for (;;) {
    const length = readSync(descriptor, buffer, 0, pieceBytes, null)
    if (length === 0) return
    yield buffer.subarray(0, length)
  }
}

/**
 * Writes a file into its place, as uploads do: temporary file, fsync, rename, fsync of the folder.
 * @returns false where the pieces are not the content: nothing has changed then.
 */
export function writeWhole(folder: string, name: string, content: Content, pieces: Iterable<Uint8Array>): boolean {
  if (!isFileName(name)) return false
  const shelf = path.join(folder, name.slice(0, 2))
  for (const made of [folder, temporaryIn(folder), shelf]) mkdirSync(made, { recursive: true, mode: 0o700 })
  const draft = path.join(temporaryIn(folder), randomBytes(16).toString('hex'))
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    const digest = createHash('sha256')
    let size = 0
    for (const piece of pieces) {
      for (let written = 0; written < piece.length;) written += writeSync(descriptor, piece, written)
      digest.update(piece)
      size += piece.length
    }
    if (size !== content.sizeBytes || digest.digest('hex') !== content.sha256) return false
    settle(draft)
    renameSync(draft, path.join(folder, name))
    settle(shelf)
    settle(folder)
    return true
  } finally {
    closeSync(descriptor)
    rmSync(draft, { force: true })
  }
}
