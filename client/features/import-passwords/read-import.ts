import { unpack } from './archive.ts'
import { readBitwarden } from './bitwarden/read-bitwarden.ts'
import { knownCsv, readingAs } from './csv/known-csv.ts'
import { faultOf, guessMapping, type CsvMapping } from './csv/mapping.ts'
import { mapRows } from './csv/map-rows.ts'
import { readCsv, type CsvRow } from './csv/read-csv.ts'
import { decodeText } from './decode-text.ts'
import { detectFormat, headBytes } from './detect-format.ts'
import { csvFormats, formats, type CsvFormat, type ImportFormat } from './formats.ts'
import { ImportError, withoutQuotes } from './import-error.ts'
import type { Imported } from './imported-item.ts'
import { readKeePass } from './keepass/read-keepass.ts'
import { limits } from './limits.ts'
import { read1Pux } from './onepassword/read-1pux.ts'
import { finished } from './finish-item.ts'
import { sizeWords } from './tidy.ts'

export interface ImportRequest {
  file: Blob
  /** What the person says it is; otherwise the content decides. */
  format?: ImportFormat
  password: string
  keyFile?: Blob
  /** Of a CSV file that has none of the known headers. */
  mapping?: CsvMapping
}

export type ImportReading =
  | ({ is: 'items'; format: ImportFormat } & Imported)
  /** A table of which the person has to say what its columns are. */
  | { is: 'table'; mapping: CsvMapping; fault?: string; sample: string[][]; count: number }

const rowsShown = 8

/**
 * Reads a file that was exported from another program into what all formats have in common. Pure but for its memory: it
 * keeps nothing and sends nothing. Long work (key derivation, large files): call it in a Worker.
 * @throws ImportError, always in words for the person and never with anything out of the file but row numbers
 */
export async function readImport(request: ImportRequest): Promise<ImportReading> {
  const unforeseen = () =>
    new ImportError(
      'damaged',
      'This file could not be read. It may be damaged: export it again, or choose another format.',
    )
  return withoutQuotes(unforeseen, async () => {
    const format = await formatOf(request)
    try {
      return await (isCsv(format) ? readTable(request, format) : readOther(request, format))
    } catch (error) {
      throw error instanceof ImportError ? new ImportError(error.code, error.message, format) : error
    }
  })
}

const isCsv = (format: ImportFormat): format is CsvFormat => csvFormats.some((each) => each === format)

async function formatOf({ file, format }: ImportRequest): Promise<ImportFormat> {
  if (file.size === 0) throw new ImportError('unknown-format', 'This file is empty.')
  if (format !== undefined) return format
  const found = detectFormat(await bytesOf(file.slice(0, headBytes)))
  // Which of the two archives it is, its list says when it is opened.
  if (found === 'zip') return '1pux'
  if (found === 'keepass-1')
    throw new ImportError(
      'unsupported',
      'This is a file of KeePass 1 (.kdb). Open it in KeePass 2 or KeePassXC, save it as .kdbx, and choose that one.',
    )
  if (found === 'keepass-xml')
    throw new ImportError(
      'unsupported',
      'This is XML. Choose the .kdbx file of KeePass itself instead; nothing has to be exported.',
    )
  if (found === 'unknown')
    throw new ImportError(
      'unknown-format',
      'Runkeep does not know this kind of file. Choose its format, or export as KDBX, JSON, 1PUX or CSV.',
    )
  return found
}

async function readOther(
  { file, password, keyFile }: ImportRequest,
  format: Exclude<ImportFormat, CsvFormat>,
): Promise<ImportReading> {
  if (format === 'keepass') {
    refuseLarge(file, limits.fileBytes)
    if (keyFile) refuseLarge(keyFile, limits.keyFileBytes)
    const keys = { password, ...(keyFile && { keyFile: await bytesOf(keyFile) }) }
    return { is: 'items', format, ...finished(await readKeePass(await bytesOf(file), keys)) }
  }
  const isArchive = (await bytesOf(file.slice(0, 2))).join() === '80,75'
  refuseLarge(file, isArchive ? limits.archiveBytes : limits.fileBytes)
  const inside = isArchive ? await unpack(file) : { format, bytes: await bytesOf(file) }
  const text = decodeText(inside.bytes)
  const imported = inside.format === '1pux' ? read1Pux(text) : await readBitwarden(text, password)
  return { is: 'items', format: inside.format, ...finished(imported) }
}

async function readTable({ file, mapping }: ImportRequest, format: CsvFormat): Promise<ImportReading> {
  refuseLarge(file, limits.csvBytes)
  const { rows } = readCsv(decodeText(await bytesOf(file)))
  const header = rows[0]?.cells ?? []
  if (rows.length === 0) throw new ImportError('unknown-format', 'This table has no rows.')
  if (format === 'csv') return readMapped(rows, mapping)
  const reading = readingAs(format, header)
  if (!reading) {
    const really = knownCsv(header)
    const instead = really
      ? `It has the columns of ${formats[really.format].name}.`
      : 'Choose "Another CSV file" to say which column is what.'
    throw new ImportError('not-this-format', `This table has not the columns of ${formats[format].name}. ${instead}`)
  }
  return { is: 'items', format, ...finished(mapRows(rows, reading.mapping, reading.refine)) }
}

function readMapped(rows: readonly CsvRow[], mapping: CsvMapping | undefined): ImportReading {
  const used = mapping ?? guessMapping(rows)
  const fault = faultOf(used)
  if (mapping && fault === undefined) return { is: 'items', format: 'csv', ...finished(mapRows(rows, mapping)) }
  const sample = rows.slice(0, rowsShown).map(({ cells }) => cells)
  return { is: 'table', mapping: used, ...(fault && { fault }), sample, count: rows.length - (used.hasHeader ? 1 : 0) }
}

function refuseLarge(file: Blob, mostBytes: number): void {
  if (file.size > mostBytes)
    throw new ImportError(
      'too-large',
      `This file has ${sizeWords(file.size)}; Runkeep reads up to ${sizeWords(mostBytes)} of this kind. Take attachments out of a copy of it, or cut it into several files.`,
    )
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())
