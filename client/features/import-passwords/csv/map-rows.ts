import { tidyAddresses } from '../addresses.ts'
import { emptyItem, type Imported, type ImportedItem, type LeftOut } from '../imported-item.ts'
import { limits } from '../limits.ts'
import { instantOf, oneLine, pathOf, someLines, tagsOf } from '../tidy.ts'
import { putTotp } from '../totp.ts'
import type { ColumnRole, CsvMapping } from './mapping.ts'
import type { CsvRow } from './read-csv.ts'

/** Rows with the columns by their roles: `first('password')`, `all('address')`. */
export interface RowCells {
  row: CsvRow
  first: (role: ColumnRole) => string
  all: (role: ColumnRole) => string[]
  /** By the name in the header, small letters; empty where there is no such column. */
  named: (name: string) => string
}

/** What a known format does besides: it changes the item, or says why the entry stays behind. */
export type Refine = (item: ImportedItem, cells: RowCells) => string | undefined

/**
 * @param rows with the header where the mapping says that there is one
 * @param refine for formats that keep more in a row than their columns say
 */
export function mapRows(rows: readonly CsvRow[], mapping: CsvMapping, refine?: Refine): Imported {
  const header = mapping.hasHeader ? (rows[0]?.cells ?? []) : []
  const names = new Map(header.map((name, column) => [name.trim().toLowerCase(), column]))
  const items: ImportedItem[] = []
  const leftOut: LeftOut[] = []
  for (const row of mapping.hasHeader ? rows.slice(1) : rows) {
    const cells = cellsOf(row, mapping, names)
    const place = `Row ${row.row}`
    const title = oneLine(cells.first('title'))
    const extra = row.cells.slice(mapping.roles.length).some((cell) => cell.trim() !== '')
    if (extra) {
      // A comma in a cell that should have stood in quotation marks: everything behind it is in the wrong column.
      leftOut.push({ place, title, why: `${row.cells.length} cells under ${mapping.roles.length} columns` })
      continue
    }
    const item = itemOf(cells, mapping, header, place, title)
    const why = refine?.(item, cells)
    if (why === undefined) items.push(item)
    else leftOut.push({ place, title: item.title, why })
  }
  return { items, leftOut }
}

function cellsOf(row: CsvRow, { roles }: CsvMapping, names: ReadonlyMap<string, number>): RowCells {
  const all = (role: ColumnRole) => row.cells.filter((cell, column) => roles[column] === role && cell.trim() !== '')
  return { row, all, first: (role) => all(role)[0] ?? '', named: (name) => row.cells[names.get(name) ?? -1] ?? '' }
}

function itemOf(
  cells: RowCells,
  mapping: CsvMapping,
  header: readonly string[],
  place: string,
  title: string,
): ImportedItem {
  const { first, all, row } = cells
  const { addresses, fields, cautions } = tidyAddresses(all('address').flatMap(severalAddresses))
  const item: ImportedItem = {
    ...emptyItem(place),
    title,
    username: first('username'),
    password: first('password'),
    addresses,
    notes: someLines(all('notes').join('\n\n')),
    fields,
    cautions,
    folder: pathOf(mapping.folderSeparator === '' ? [first('folder')] : first('folder').split(mapping.folderSeparator)),
    tags: tagsOf(first('tags').split(/[,;]/)),
  }
  const dates = {
    createdAt: instantOf(first('created')),
    changedAt: instantOf(first('changed')),
    passwordChangedAt: instantOf(first('password-changed')),
  }
  for (const [name, instant] of Object.entries(dates))
    if (instant !== undefined) Object.assign(item, { [name]: instant })
  mapping.roles.forEach((role, column) => {
    const value = row.cells[column] ?? ''
    if ((role !== 'text' && role !== 'secret' && role !== 'key') || value.trim() === '') return
    const label = oneLine(header[column] ?? '', limits.folder) || `Column ${column + 1}`
    item.fields.push({ label, kind: role, value })
  })
  putTotp(item, first('totp'))
  return item
}

/** Bitwarden writes several addresses into one cell, with commas; people do so with line breaks. */
const severalAddresses = (cell: string) => cell.split(/[\r\n]+|,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i)
