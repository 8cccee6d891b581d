import Papa from 'papaparse'
import type { LeftOut } from '../imported-item.ts'
import type { PlannedOutcome, PlannedRow } from './plan-import.ts'

export interface ReportRow {
  place: string
  title: string
  outcome: 'brought' | 'not brought' | 'failed'
  /** CR-31, of what was brought. */
  reference: string
  collection: string
  /** Sentences, without secrets. */
  notes: string[]
}

/** What happened to a row that was to be brought. */
export type Happened = { reference: string; collection: string } | { failed: string }

/**
 * One line for every entry of the file, those that stayed behind with the reason.
 * @param happened by the index of the item; a row that was to be brought and has none was never reached
 */
export function reportOf(
  rows: readonly PlannedRow[],
  leftOut: readonly LeftOut[],
  happened: ReadonlyMap<number, Happened>,
): ReportRow[] {
  return [
    ...rows.map((row): ReportRow => {
      const { outcome, ...told } = tellOf(row, happened.get(row.index))
      return { place: row.item.place, title: row.title, outcome, reference: '', collection: '', ...told }
    }),
    ...leftOut.map(({ place, title, why }): ReportRow => ({
      place,
      title,
      outcome: 'not brought',
      reference: '',
      collection: '',
      notes: [`${why.charAt(0).toUpperCase()}${why.slice(1)}.`],
    })),
  ]
}

function tellOf(
  row: PlannedRow,
  happened: Happened | undefined,
): Pick<ReportRow, 'outcome' | 'notes'> & Partial<ReportRow> {
  if (row.outcome !== 'bring')
    return { outcome: 'not brought', notes: row.notes.length > 0 ? row.notes : [outcomeWords[row.outcome]] }
  if (happened === undefined) return { outcome: 'not brought', notes: ['The import was stopped before it.'] }
  return 'failed' in happened
    ? { outcome: 'failed', notes: [happened.failed] }
    : { outcome: 'brought', ...happened, notes: row.notes }
}

const outcomeWords: Readonly<Record<PlannedOutcome, string>> = {
  bring: 'To be brought.',
  exists: 'The vault has it.',
  twice: 'It is in the file twice.',
  'needs-name': 'It has no name.',
  'too-long': 'It is too long.',
  excluded: 'Taken out by hand.',
}

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
