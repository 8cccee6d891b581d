import type { z } from 'zod'
import type { search } from '#contract/search.ts'
import type { CallOf } from '../../access/call.ts'
import { addDays } from '../../platform/clock.ts'
import { consistently } from '../../platform/database.ts'
import { fieldOf } from './field.ts'
import { findRows, type Field, type Searching } from './find.ts'
import { searchQueries } from './queries.ts'
import { pageAfter, rank } from './rank.ts'
import { readText, type Filters, type Term, type Wanted } from './read-text.ts'
import { rescue } from './rescue.ts'
import { shown } from './show.ts'

type Answer = z.input<typeof search.output>

/** Counted so far, exactly. */
const mostCounted = 1_000
/** So many hits are looked at for a state, which no index knows because it depends on the day. */
const mostFiltered = 20_000
const daysOfUse = 30

/** Writing a document teaches the index its words, and erasing one takes them along. */
export { forgettingWords, learnWords, partsOf } from './words.ts'

/** Finds what the caller reaches. Every step is bounded, whatever is typed and however much there is. */
export function find(call: CallOf<typeof search>): Answer {
  const searching = { ...call, useSince: addDays(call.today, -daysOfUse) }
  return consistently(call.db, () => findAll(searching))
}

function findAll(call: Searching & CallOf<typeof search>): Answer {
  const wanted = readText(call.input.text)
  const { filters, hints } = wanted
  const nothing: Answer = { items: [], count: 0, countIsLower: false, corrected: [], hints }
  if (wanted.terms.length === 0 && !hasFilter(filters)) return nothing
  const field = fieldOf(call, wanted)
  if (!field) return nothing

  const exact = exactRow(call, wanted)
  let understood = { terms: wanted.terms, corrected: [] as Answer['corrected'] }
  let hits = hitsOf(call, field, filters, wanted.terms)
  if (hits.length === 0 && exact === undefined && wanted.terms.length > 0) {
    const rescued = rescue(call, field, wanted.terms)
    if (!rescued) return nothing
    understood = rescued
    hits = hitsOf(call, rescued.field, filters, rescued.remaining)
  }
  const counted = hits.slice(0, mostCounted)
  const order = rank(call, field, understood.terms, counted, exact)
  const { items: page, next } = pageAfter(order, call.input.after, call.input.limit)
  const rows = searchQueries(call.db).results({
    rows: JSON.stringify(page.map(({ rowId }) => rowId)),
    memberId: call.actor.id,
    now: call.now,
    today: call.today,
    useSince: call.useSince,
  })
  return {
    items: rows.map((row) => shown(row, understood.terms)),
    ...(next && { next }),
    count: Math.min(order.length, mostCounted),
    countIsLower: hits.length > mostCounted,
    corrected: understood.corrected,
    hints,
  }
}

const hasFilter = ({ kind, tags, isMine, state, isArchived, system, collection }: Filters) =>
  isMine || isArchived || tags.length > 0 || [kind, state, system, collection].some((value) => value !== undefined)

/** One more than is counted, so that it is known whether there are more. */
function hitsOf(call: Searching, field: Field, { state, tags }: Filters, terms: readonly Term[]): number[] {
  if (!field.isFiltered) return findRows(call, field, terms, mostCounted + 1)
  const ask = searchQueries(call.db)
  let rows = findRows(call, field, terms, mostFiltered)
  for (const tag of tags) rows = ask.tagged({ rows: JSON.stringify(rows), tag })?.rows ?? []
  if (state) rows = ask.inState({ rows: JSON.stringify(rows), state, today: call.today })?.rows ?? []
  return rows.slice(0, mostCounted + 1)
}

/** Whoever types a reference wants that document. */
function exactRow({ db, actor, now }: Searching, { reference, filters }: Wanted): number | undefined {
  if (!reference || hasFilter(filters)) return undefined
  return searchQueries(db).byReference({ ...reference, memberId: actor.id, now })?.rowId
}
