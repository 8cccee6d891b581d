import Papa from 'papaparse'
import type { ReportRow } from './report.ts'

/** RFC 4180 with the mark of UTF-8. What a spreadsheet would take for a formula gets an apostrophe in front (ASSURANCE T23). */
export function reportCsv(rows: readonly ReportRow[]): string {
  const lines = rows.map(({ place, title, outcome, reference, collection, notes }) => [
    place,
    title,
    outcome,
    reference,
    collection,
    notes.join(' '),
  ])
  const fields = ['Place', 'Name', 'Outcome', 'Reference', 'Collection', 'Notes']
  return `\uFEFF${Papa.unparse({ fields, data: lines }, { escapeFormulae: true, newline: '\r\n' })}\r\n`
}
