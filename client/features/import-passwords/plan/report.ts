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
export type Happened = { reference: string; collectionId: string } | { failed: string }

/**
 * One line for every entry of the file, those that stayed behind with the reason.
 * @param happened by the index of the item; a row that was to be brought and has none was never reached
 * @param nameOf a collection, by its id
 */
export function reportOf(
  rows: readonly PlannedRow[],
  leftOut: readonly LeftOut[],
  happened: ReadonlyMap<number, Happened>,
  nameOf: (collectionId: string) => string,
): ReportRow[] {
  const nothing = { outcome: 'not brought', reference: '', collection: '' } as const
  return [
    ...rows.map((row): ReportRow => {
      const { place } = row.item
      return { ...nothing, place, title: row.title, ...whatBecameOf(row, happened.get(row.index), nameOf) }
    }),
    ...leftOut.map(({ place, title, why }): ReportRow => ({ ...nothing, place, title, notes: [sentence(why)] })),
  ]
}

function whatBecameOf(
  row: PlannedRow,
  happened: Happened | undefined,
  nameOf: (collectionId: string) => string,
): Partial<ReportRow> & Pick<ReportRow, 'notes'> {
  if (row.outcome !== 'bring') return { notes: row.notes.length > 0 ? row.notes : [outcomeWords[row.outcome]] }
  if (happened === undefined) return { notes: ['The import was stopped before it.'] }
  if ('failed' in happened) return { outcome: 'failed', notes: [happened.failed] }
  const { reference, collectionId } = happened
  return { outcome: 'brought', reference, collection: nameOf(collectionId), notes: row.notes }
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

const outcomeWords: Readonly<Record<PlannedOutcome, string>> = {
  bring: 'To be brought.',
  exists: 'The vault has it.',
  twice: 'It is in the file twice.',
  'needs-name': 'It has no name.',
  'too-long': 'It is too long.',
  excluded: 'Taken out by hand.',
}
