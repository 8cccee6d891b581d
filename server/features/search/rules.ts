import type { z } from 'zod'
import type { search } from '#contract/search.ts'
import type { CallOf } from '../../access/call.ts'
import { addDays } from '../../platform/clock.ts'
import { consistently } from '../../platform/database.ts'
import { completed } from './complete.ts'
import { fieldOf } from './field.ts'
import type { Searching } from './find.ts'
import { hitsOf } from './hits.ts'
import { searchQueries } from './queries.ts'
import { inflected } from './inflect.ts'
import { placesIn } from './place.ts'
import { judged, pageAfter } from './rank.ts'
import { readText, type Filters, type Wanted } from './read-text.ts'
import { rescue } from './rescue.ts'
import { shown } from './show.ts'

/** Whoever writes texts keeps the words of the index with them. */
export { forgettingWords, learnWords, partsOf } from './words.ts'

type Answer = z.input<typeof search.output>

const daysOfUse = 30
/** Fewer hits than this, and other forms of the words are searched for, too. */
const aPage = 10

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
  let terms = completed(call.db, wanted.terms)
  let corrected: Answer['corrected'] = []
  let hits = hitsOf(call, field, filters, terms)
  if (hits.rows.length < aPage && terms.length > 0) {
    const wider = inflected(call.db, terms)
    if (wider) {
      terms = wider
      hits = hitsOf(call, field, filters, terms)
    }
  }
  if (hits.rows.length === 0 && exact === undefined && terms.length > 0) {
    const rescued = rescue(call, field, terms)
    if (!rescued) return nothing
    hits = hitsOf(call, rescued.field, filters, rescued.remaining)
    terms = rescued.terms
    corrected = rescued.corrected
  }
  const best = judged(call, field, terms, hits, exact)
  const { items: page, next } = pageAfter(best, hits, call.input.after, call.input.limit)
  const rows = searchQueries(call.db).results({
    rows: JSON.stringify(page.map(({ rowId }) => rowId)),
    memberId: call.actor.id,
    now: call.now,
    today: call.today,
    useSince: call.useSince,
  })
  const places = placesIn(call, rows, terms)
  return {
    items: rows.map((row) => ({ ...shown(row, terms), ...places.get(row.rowId) })),
    ...(next && { next }),
    // A document found by its reference need not have the words.
    count: Math.max(hits.rows.length, hits.isMany ? 0 : best.length),
    countIsLower: hits.countIsLower,
    corrected,
    hints,
  }
}

const hasFilter = ({ kind, tags, isMine, state, isArchived, system, collection }: Filters) =>
  isMine || isArchived || tags.length > 0 || [kind, state, system, collection].some((value) => value !== undefined)

/** Whoever types a reference wants that document. */
function exactRow({ db, actor, now }: Searching, { reference, filters }: Wanted): number | undefined {
  if (!reference || hasFilter(filters)) return undefined
  return searchQueries(db).byReference({ ...reference, memberId: actor.id, now })?.rowId
}
