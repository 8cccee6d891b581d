import { BlobReader, configure, ZipReader, type Entry } from '@zip.js/zip.js/lib/zip-core-native.js'
import { ImportError, withoutQuotes } from './import-error.ts'
import { limits } from './limits.ts'

configure({ useWebWorkers: false })

/** The archives that Runkeep knows, by the entry that it reads of them. */
const wanted = { 'export.data': '1pux', 'data.json': 'bitwarden-json' } as const

export interface Unpacked {
  format: (typeof wanted)[keyof typeof wanted]
  bytes: Uint8Array
}

/**
 * Reads the one entry that matters out of an archive, from where it lies: names in it are compared and never used as
 * paths, and what unpacks to more than the limit is given up on the way, whatever size it claims.
 * @throws ImportError 'not-this-format', 'too-large', 'damaged'
 */
export async function unpack(file: Blob): Promise<Unpacked> {
  const damaged = () => new ImportError('damaged', 'This archive is damaged or cut off. Export it again.')
  return withoutQuotes(damaged, async () => {
    const reader = new ZipReader(new BlobReader(file), { checkOverlappingEntry: true, checkSignature: true })
    try {
      const { entry, format } = await findEntry(reader)
      return { format, bytes: await readEntry(entry) }
    } finally {
      await reader.close()
    }
  })
}

async function findEntry(reader: ZipReader<Blob>): Promise<{ entry: Entry; format: Unpacked['format'] }> {
  let count = 0
  const found: { entry: Entry; format: Unpacked['format'] }[] = []
  for await (const entry of reader.getEntriesGenerator()) {
    if (++count > limits.archiveEntries)
      throw new ImportError('too-many', 'This archive has more than 100,000 files in it.')
    const name = entry.filename
    if (Object.hasOwn(wanted, name)) found.push({ entry, format: wanted[name as keyof typeof wanted] })
  }
  const [first, second] = found
  if (first === undefined)
    throw new ImportError(
      'not-this-format',
      'This archive is no export of 1Password or Bitwarden: it has neither export.data nor data.json in it.',
    )
  if (second !== undefined)
    throw new ImportError('damaged', 'This archive has its list of entries in it twice. Export it again.')
  return first
}

async function readEntry(entry: Entry): Promise<Uint8Array> {
  if (entry.directory || entry.encrypted)
    throw new ImportError(
      'unsupported',
      'This archive is locked with a password of its own. Unpack it, and choose what comes out.',
    )
  if (entry.uncompressedSize > limits.unpackedBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  const counting = new WritableStream<Uint8Array>({
    write(chunk) {
      sizeBytes += chunk.length
      if (sizeBytes > limits.unpackedBytes) throw tooLarge()
      chunks.push(chunk)
    },
  })
  await entry.getData(counting)
  const bytes = new Uint8Array(sizeBytes)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return bytes
}

const tooLarge = () =>
  new ImportError('too-large', 'What is in this archive is too large to be an export of passwords.')
