import { countRows, findRows, type Field, type Searching } from './find.ts'
import { searchQueries } from './queries.ts'
import type { Filters, Term } from './read-text.ts'

/** So few hits are all judged. */
const few = 40
/** Counted so far, exactly. */
export const mostCounted = 1_000
/** So many hits are looked at for a state, which no index knows because it depends on the day, and for whole tags. */
const mostFiltered = 20_000

export interface Hits {
  isMany: boolean
  count: number
  countIsLower: boolean
  /** Row numbers, newest first. Found when asked for: most pages of many hits can do without. */
  first: () => readonly number[]
  all: () => readonly number[]
}

/** What has all the words, within the field. */
export function hitsOf(call: Searching, field: Field, filters: Filters, terms: readonly Term[]): Hits {
  if (field.isFiltered) return known(filtered(call, field, filters, terms))
  const count = countRows(call, field, terms, mostCounted + 1)
  if (count <= few) return known(count === 0 ? [] : findRows(call, field, terms, few))
  let all: readonly number[] | undefined
  return {
    isMany: true,
    count: Math.min(count, mostCounted),
    countIsLower: count > mostCounted,
    first: () => findRows(call, field, terms, few),
    all: () => (all ??= findRows(call, field, terms, mostCounted)),
  }
}

function known(rows: readonly number[]): Hits {
  const counted = rows.slice(0, mostCounted)
  const isMany = rows.length > few
  return {
    isMany,
    count: counted.length,
    countIsLower: rows.length > mostCounted,
    first: () => (isMany ? rows.slice(0, few) : rows),
    all: () => counted,
  }
}

function filtered(call: Searching, field: Field, { state, tags }: Filters, terms: readonly Term[]): number[] {
  const ask = searchQueries(call.db)
  let rows = findRows(call, field, terms, mostFiltered)
  for (const tag of tags) rows = ask.tagged({ rows: JSON.stringify(rows), tag })?.rows ?? []
  if (state) rows = ask.inState({ rows: JSON.stringify(rows), state, today: call.today })?.rows ?? []
  return rows
}
