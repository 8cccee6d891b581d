import type { Contact } from '#contract/vendors.ts'
import { readCsv, type CsvRow } from '../../import-passwords/csv/read-csv.ts'
import { decodeText } from '../../import-passwords/decode-text.ts'
import { ImportError } from '../../import-passwords/import-error.ts'
import { vendorOf, type ImportedVendor } from './imported-vendor.ts'
import { guessRoles, isHeader, type VendorRole } from './vendor-columns.ts'

export const mostVendors = 2_000
export const mostBytes = 4_000_000

export type VendorFile =
  { is: 'table'; rows: CsvRow[]; hasHeader: boolean; roles: VendorRole[] } | { is: 'cards'; vendors: ImportedVendor[] }

/** What a file holds: vCards, or a table. @throws ImportError in words for the person. */
export async function readVendorFile(bytes: Uint8Array): Promise<VendorFile> {
  if (bytes.length > mostBytes)
    throw new ImportError('too-large', 'This file is larger than 4 MB: cut it into several.')
  const text = decodeText(bytes)
  if (/^\s*BEGIN:VCARD/i.test(text)) {
    const { readVCards } = await import('./read-vcards.ts')
    return { is: 'cards', vendors: readVCards(text) }
  }
  const { rows } = readCsv(text)
  const first = rows[0]?.cells
  if (!first) throw new ImportError('unknown-format', 'There is nothing in this file.')
  if (rows.length > mostVendors + 1) throw new ImportError('too-many', `This table has more than ${mostVendors} rows.`)
  const hasHeader = isHeader(first)
  return { is: 'table', rows, hasHeader, roles: hasHeader ? guessRoles(first) : first.map(() => 'ignore') }
}

/** Rows of one vendor stand together in one: each adds its contact. */
export function vendorsOfTable(
  rows: readonly CsvRow[],
  hasHeader: boolean,
  roles: readonly VendorRole[],
): ImportedVendor[] {
  const byName = new Map<string, { first: CsvRow; rows: CsvRow[] }>()
  for (const row of hasHeader ? rows.slice(1) : rows) {
    const name = cell(row, roles, 'name')
    const key = name.toLowerCase() || `row ${row.row}`
    const known = byName.get(key)
    if (known) known.rows.push(row)
    else byName.set(key, { first: row, rows: [row] })
  }
  return [...byName.values()].map(({ first, rows: own }) => {
    const text = (role: VendorRole) => own.map((row) => cell(row, roles, role)).find(Boolean)
    return vendorOf({
      place: `row ${first.row}`,
      title: cell(first, roles, 'name'),
      summary: text('summary'),
      phone: text('phone'),
      website: text('website'),
      portal: text('portal'),
      email: text('email'),
      account: text('account'),
      sla: text('sla'),
      notes: own
        .map((row) => cell(row, roles, 'notes'))
        .filter(Boolean)
        .join('\n\n'),
      tags: (text('tags') ?? '').split(','),
      contacts: own.flatMap((row) => contactOf(row, roles) ?? []),
    })
  })
}

function contactOf(row: CsvRow, roles: readonly VendorRole[]): (Partial<Contact> & { name: string }) | undefined {
  const [name, role, phone, mobile, email] = (
    ['contact-name', 'contact-role', 'contact-phone', 'contact-mobile', 'contact-email'] as const
  ).map((each) => cell(row, roles, each))
  if (!name && !phone && !mobile && !email) return undefined
  return {
    name: name || email || phone || mobile || '',
    role: role ?? '',
    ...(phone && { phone }),
    ...(mobile && { mobile }),
    ...(email && { email: email }),
  }
}

const cell = (row: CsvRow, roles: readonly VendorRole[], role: VendorRole): string =>
  (row.cells[roles.indexOf(role)] ?? '').trim()
