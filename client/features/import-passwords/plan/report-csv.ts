import { csvOf } from '../../../ui/csv.ts'
import type { ReportRow } from './report.ts'

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
  return csvOf(fields, lines)
}
