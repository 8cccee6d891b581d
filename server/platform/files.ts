import { randomBytes } from 'node:crypto'
import { constants, lstatSync, mkdirSync, renameSync } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { byteReader, type Read } from './byte-reader.ts'

/**
 * Files that belong to rows, under random names: `ab/abcdef…`. A name is given once and never again, and what lies under
 * it never changes. The order that outlives a crash (ASSURANCE F3): temporary file, fsync, its place, fsync of the folder,
 * and only then the row. It goes the other way round: the row, then the file.
 *
 * A file gets its place as a second link, and the temporary one goes when the row is written. So whatever a crash leaves
 * can be told apart at the next start: what is still temporary has a row, or nobody waits for it.
 */
export interface FileStore {
  readonly folder: string
  /**
   * Writes what arrives into a temporary file, on the disk when this resolves.
   * @throws TooBig; what the source or the disk throws. Nothing is left then.
   */
  receive(source: Readable, mostBytes: number): Promise<Arrived>
  /** Gives it its place. @returns its name. */
  place(arrived: Arrived): Promise<string>
  /** Its row is written: it is temporary no longer. */
  settle(arrived: Arrived): Promise<void>
  /** Takes away what arrived and was not kept, wherever it lies. */
  discard(arrived: Arrived): Promise<void>
  /** Whether a file of that size lies there. Tells nothing of its content. */
  has(name: string, sizeBytes: number): boolean
  pathOf(name: string): string
  /** Takes a file out of its place at once; the bytes go a moment later. @returns what to wait for. */
  erase(name: string): () => Promise<void>
  /** Whether so many bytes fit beside what the database may need. */
  hasRoom(bytes: number): Promise<boolean>
  /** A path for something that is made by others and moved elsewhere; swept away at the next start. */
  temporary(): string
  /**
   * Takes away what a process that was killed has left. Only while nothing arrives.
   * @param isNamed whether a row names a file.
   * @returns how many.
   */
  sweep(isNamed: (name: string) => boolean): Promise<number>
}

export interface Arrived extends Read {
  path: string
  /** Once it has been placed. */
  name?: string
}

export class TooBig extends Error {}

const nameForm = /^[0-9a-f]{2}\/[0-9a-f]{32}$/
export const isFileName = (name: string): boolean => nameForm.test(name)

/** Where previews lie, that can be made anew at any time. */
export const previewsIn = (folder: string): string => path.join(folder, 'previews')
/** Where files lie that nobody knows any more. */
export const lostIn = (folder: string): string => path.join(folder, 'lost')
export const temporaryIn = (folder: string): string => path.join(folder, 'tmp')

/** Uploads do not take the room that the database needs to go on. */
const keptFreeBytes = 64_000_000

export function openFiles(folder: string, { keptFree = keptFreeBytes }: { keptFree?: number } = {}): FileStore {
  const tmp = temporaryIn(folder)

  function pathOf(name: string): string {
    if (!isFileName(name)) throw new Error(`${name} is no name of a file`)
    return path.join(folder, name)
  }

  function temporary(): string {
    mkdirSync(tmp, { recursive: true, mode: 0o700 })
    return path.join(tmp, randomBytes(16).toString('hex'))
  }

  return {
    folder,
    pathOf,
    temporary,
    async receive(source, mostBytes) {
      const file = temporary()
      const handle = await open(file, 'wx', 0o600)
      try {
        const reader = byteReader()
        for await (const chunk of source as AsyncIterable<Buffer>) {
          reader.take(chunk)
          if (reader.sizeBytes > mostBytes) throw new TooBig()
          await writeAll(handle, chunk)
        }
        await handle.sync()
        await handle.close()
        return { path: file, ...reader.end() }
      } catch (error) {
        await handle.close().catch(() => {})
        await rm(file, { force: true })
        throw error
      }
    },
    async place(arrived) {
      const name = placeOf(arrived.path)
      const shelf = path.dirname(pathOf(name))
      const isNew = (await mkdir(shelf, { recursive: true, mode: 0o700 })) !== undefined
      await linkOrMove(arrived.path, pathOf(name))
      arrived.name = name
      await settleFolder(shelf)
      if (isNew) await settleFolder(folder)
      return name
    },
    settle: (arrived) => rm(arrived.path, { force: true }),
    async discard({ path: file, name }) {
      if (name !== undefined) await rm(pathOf(name), { force: true })
      await rm(file, { force: true })
    },
    has(name, sizeBytes) {
      const found = lstatSync(pathOf(name), { throwIfNoEntry: false })
      return found?.isFile() === true && found.size === sizeBytes
    },
    erase(name) {
      const aside = temporary()
      try {
        renameSync(pathOf(name), aside)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
      return async () => {
        await rm(aside, { force: true, recursive: true })
        await settleFolder(path.dirname(pathOf(name))).catch(() => {})
      }
    },
    async hasRoom(bytes) {
      mkdirSync(tmp, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(tmp)
      return bavail * bsize - bytes >= keptFree
    },
    async sweep(isNamed) {
      mkdirSync(tmp, { recursive: true, mode: 0o700 })
      const left = await readdir(tmp)
      for (const name of left) {
        const place = placeOf(name)
        if (isFileName(place) && !isNamed(place)) await rm(pathOf(place), { force: true })
        await rm(path.join(tmp, name), { recursive: true, force: true })
      }
      return left.length
    },
  }
}

/** Where a temporary file of that name will lie. */
function placeOf(temporary: string): string {
  const random = path.basename(temporary)
  return `${random.slice(0, 2)}/${random}`
}

/** Some file systems know no second link: there a crash in the wrong moment leaves a file for check-files to find. */
async function linkOrMove(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(code)) throw error
    await rename(from, to)
  }
}

/** Opens a file for reading, and nothing else that may lie there instead: no link, no pipe, no folder. */
export async function openPlainFile(file: string): Promise<FileHandle> {
  // Windows knows neither flag, and gives 0 or nothing for them.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>
  const handle = await open(file, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0))
  try {
    if (!(await handle.stat()).isFile()) throw new Error(`${file} is no file`)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten
  }
}

/** Makes a rename outlive a power loss. Windows knows no such thing. */
export async function settleFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
