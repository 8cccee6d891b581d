import { findRows, type Field, type Searching } from './find.ts'
import { searchQueries } from './queries.ts'
import type { Filters, Term } from './read-text.ts'

/** So few hits are all judged. */
const few = 40
/** Counted so far, exactly. */
const mostCounted = 1_000
/** So many hits are looked at for a state, which no index knows because it depends on the day, and for whole tags. */
const mostFiltered = 20_000

export interface Hits {
  /** Row numbers of all that are counted, newest first. */
  rows: readonly number[]
  isMany: boolean
  countIsLower: boolean
}

/** What has all the words, within the field. */
export function hitsOf(call: Searching, field: Field, filters: Filters, terms: readonly Term[]): Hits {
  const rows = field.isFiltered ? filtered(call, field, filters, terms) : findRows(call, field, terms, mostCounted + 1)
  return { rows: rows.slice(0, mostCounted), isMany: rows.length > few, countIsLower: rows.length > mostCounted }
}

function filtered(call: Searching, field: Field, { state, tags }: Filters, terms: readonly Term[]): number[] {
  const ask = searchQueries(call.db)
  let rows = findRows(call, field, terms, mostFiltered)
  for (const tag of tags) rows = ask.tagged({ rows: JSON.stringify(rows), tag })?.rows ?? []
  if (state) rows = ask.inState({ rows: JSON.stringify(rows), state, today: call.today })?.rows ?? []
  return rows
}
