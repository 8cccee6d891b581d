import Papa from 'papaparse'
import { ImportError } from '../import-error.ts'
import { limits } from '../limits.ts'

export interface CsvTable {
  rows: CsvRow[]
  delimiter: string
}

export interface CsvRow {
  /** As a spreadsheet counts: the first is row 1. */
  row: number
  cells: string[]
}

/** In the order in which a tie is broken; `;` is what spreadsheets write where the comma is a decimal sign. */
const delimiters = [',', ';', '\t', '|'] as const

/**
 * Reads CSV strictly (RFC 4180): a file that can be read in two ways is refused, for the second would be other passwords.
 * @param mostRows to read; for a look at the beginning
 * @throws ImportError 'damaged' with the row, 'too-many'
 */
export function readCsv(text: string, mostRows = 0): CsvTable {
  const { body, stated } = withoutSeparatorLine(text)
  const delimiter = stated ?? delimiterOf(body)
  const rows: CsvRow[] = []
  let row = stated === undefined ? 0 : 1
  Papa.parse<string[]>(body, {
    delimiter,
    preview: mostRows,
    step({ data, errors }, parser) {
      row++
      const fault = errors.find(({ type }) => type === 'Quotes')
      if (fault) throw quoteFault(fault.code, row)
      // Rows that end otherwise than the others do.
      const last = data.at(-1)
      if (last?.endsWith('\r') === true) data[data.length - 1] = last.slice(0, -1)
      if (data.every((cell) => cell.trim() === '')) return
      if (rows.length === 0 && data.length > limits.columns)
        throw new ImportError('too-many', `This table has more than ${limits.columns} columns.`)
      rows.push({ row, cells: data })
      if (rows.length > limits.items + 1) {
        parser.abort()
        throw new ImportError(
          'too-many',
          `This file has more than ${limits.items.toLocaleString('en')} rows. Cut it into several files.`,
        )
      }
    },
  })
  return { rows, delimiter }
}

function quoteFault(code: string, row: number): ImportError {
  return new ImportError(
    'damaged',
    code === 'MissingQuotes'
      ? `Row ${row}: a quotation mark is opened there and never closed. Correct it, or export the file again.`
      : `Row ${row}: there is text behind a closing quotation mark, so its cells cannot be told apart. Correct it, or export the file again.`,
  )
}

/** Excel's first line `sep=;`. */
function withoutSeparatorLine(text: string): { body: string; stated?: string } {
  const line = /^\uFEFF?sep=([^\r\n])\r?\n/i.exec(text)
  return line?.[1] === undefined
    ? { body: text.replace(/^\uFEFF/, '') }
    : { body: text.slice(line[0].length), stated: line[1] }
}

/** Whichever cuts the first row into the most cells: headers hold no other delimiters, passwords do. */
function delimiterOf(text: string): string {
  const counts = delimiters.map((delimiter) => ({
    delimiter,
    cells: Papa.parse<string[]>(text, { delimiter, preview: 1 }).data[0]?.length ?? 0,
  }))
  return counts.reduce((best, each) => (each.cells > best.cells ? each : best)).delimiter
}
